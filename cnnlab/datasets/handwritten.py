"""Real handwritten digits, 8 x 8 pixels, that came with scikit-learn: nothing is downloaded.

They are one form of 130 digits, filled in 14 times; where each begins can be read off the labels,
which repeat, though up to 8 of a form were left out. A model tested on a form that it has also
trained on has seen that hand: split by form (`splits`), or the result flatters the model.

Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits" (1998), UCI Machine
Learning Repository, doi:10.24432/C50P49, CC BY 4.0: the test part, as scikit-learn ships it.
"""

from __future__ import annotations

import numpy as np

from cnnlab.datasets._needs import scikit_learn
from cnnlab.datasets.labelled import Labelled

FORM_STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)


def digits() -> Labelled:
    """Return 1,797 handwritten digits: float32 (1797, 8, 8) in [0, 1], each a count of ink / 16.

    Each pixel counts the ink in a 4 x 4 block of a 32 x 32 scan, 0 to 16, and is divided by 16
    here. Ink is bright. `forms` says which of the 14 forms each digit was written on. Raises
    ModuleNotFoundError where scikit-learn is not installed.

    >>> data = digits()
    >>> data.images.shape, data.labels[:10].tolist(), np.bincount(data.forms).tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
     [130, 126, 130, 130, 130, 130, 130, 123, 128, 130, 128, 130, 122, 130])
    """
    with scikit_learn():
        from sklearn.datasets import load_digits

    data = load_digits()
    forms = np.searchsorted(FORM_STARTS, np.arange(len(data.target)), side="right") - 1
    images = (data.images / 16).astype(np.float32)
    return Labelled(images, data.target, tuple("0123456789"), forms)
