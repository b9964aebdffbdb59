"""Matrix products without threads of their own, for as long as a network works.

Products as small as ours gain nothing from a second thread of NumPy's library (BLAS), and lose much
where another program wants a processor too: the threads wait for each other, and what takes one
second takes ten.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_set = threading.Lock()  # held by whoever has set the limit, and will lift it


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """While it lasts, a matrix product takes one thread, in the whole process.

    Who comes while it is set already goes on without a thought: so of two trainings at once, none
    restores what the other one has changed.
    """
    if not _set.acquire(blocking=False):
        yield
        return
    try:
        with _blas().limit(limits=1, user_api="blas"):
            yield
    finally:
        _set.release()


@cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController  # here: it looks through every library

    return ThreadpoolController()
