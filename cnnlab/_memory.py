"""Memory that was freed is kept for the next call, as numerical work needs it.

Linux gives large freed blocks back at once, and fetching them anew makes each call up to four times
slower; until the program has freed one large block, from then on it keeps as much for later calls.
"""

import numpy as np


def keep_what_is_freed() -> None:
    """Free one large block, so that the next ones are kept; elsewhere than on Linux, no matter."""
    np.empty(2**25 - 2**16, np.uint8)
