"""The bytes of two published formats -> arrays, or a sentence that says what is wrong with them.

Read `idx_array` first: the format of MNIST begins by saying its own shape. Then `cifar10_batch`:
CIFAR-10 says nothing about itself, it is one record after another. `read_idx` and `read_cifar10`
unpack the files around them, in memory. (CIFAR-10 is better known as Python pickles; opening a
pickle can run a program, so they are not read here.)
"""

from __future__ import annotations

import gzip
import math
import struct
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cnnlab._validation import say

CIFAR10_RECORD = 1 + 3 * 32 * 32  # bytes: the label, then a red, a green and a blue plane
_BROKEN = (gzip.BadGzipFile, zlib.error, tarfile.TarError, EOFError)  # what unpacking raises

# IDX: MNIST and Fashion-MNIST ------------------------------------------------------------


def read_idx(file: Path, axes: int) -> np.ndarray:
    """Return the array in a gzipped IDX file; errors as in `idx_array`, and for a broken gzip."""
    try:
        with gzip.open(file, "rb") as stream:
            data = stream.read()
    except _BROKEN as error:
        raise ValueError(_damaged(file, error)) from error
    return idx_array(data, axes, file.name)


def idx_array(data: bytes, axes: int, name: str = "data") -> np.ndarray:
    """Return the uint8 array of IDX bytes that have so many axes.

    IDX is two zeros, the type of the numbers (8 = one byte each), how many axes there are; then
    the length of each axis as a big-endian 32-bit number; then the numbers themselves. `name` is
    what an error calls the bytes. Raises ValueError where one of these is not so.

    >>> idx_array(bytes([0, 0, 8, 2,   0, 0, 0, 1,   0, 0, 0, 3,   10, 20, 30]), axes=2)
    array([[10, 20, 30]], dtype=uint8)
    """
    magic = bytes([0, 0, 8, axes])
    if data[:4] != magic:
        raise ValueError(
            say("{name} is no IDX file of bytes with {axes} axes: it begins with {start!r}, not "
                "with {magic!r}. Check that it is the right file.",
                name=name, axes=axes, start=data[:4].hex(" "), magic=magic.hex(" "))
        )
    header = 4 + 4 * axes
    sizes = data[4:header].ljust(header - 4, b"\0")  # even these may break off
    shape = struct.unpack(f">{axes}I", sizes)
    expected = header + math.prod(shape)
    if len(data) != expected:
        raise ValueError(
            say("{name} has {count} bytes, but its first bytes announce {expected}. It is damaged "
                "or incomplete: get it again.", name=name, count=len(data), expected=expected)
        )
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape).copy()


# CIFAR-10, its binary version ------------------------------------------------------------


def read_cifar10(file: Path, batches: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return (images, labels) of the named batches inside a CIFAR-10 .tar.gz, one after another.

    The archive is read from front to back, once; of what it holds, nothing is written to the disk.
    Raises ValueError for a broken archive, and where a batch is missing; else as `cifar10_batch`.
    """
    found = {}
    try:
        with tarfile.open(file, "r|gz") as archive:
            for member in archive:
                if member.isfile() and member.name in batches:
                    data = archive.extractfile(member).read()
                    found[member.name] = cifar10_batch(data, member.name)
    except _BROKEN as error:
        raise ValueError(_damaged(file, error)) from error
    missing = [batch for batch in batches if batch not in found]
    if missing:
        raise ValueError(
            say("{name} does not hold {missing}. Check that it is the binary version of CIFAR-10.",
                name=file.name, missing=", ".join(missing))
        )
    images, labels = zip(*(found[batch] for batch in batches), strict=True)
    return np.concatenate(images), np.concatenate(labels)


def cifar10_batch(data: bytes, name: str = "data") -> tuple[np.ndarray, np.ndarray]:
    """Return images (N, 32, 32, 3) and labels (N,), both uint8, of CIFAR-10 records.

    A record is the label, then all the red values of the image, all the green, all the blue. Here
    is one whose image is red everywhere; its label is 6, a frog:

    >>> images, labels = cifar10_batch(bytes([6] + 1024 * [255] + 1024 * [0] + 1024 * [0]))
    >>> images.shape, images[0, 0, 0], labels
    ((1, 32, 32, 3), array([255,   0,   0], dtype=uint8), array([6], dtype=uint8))

    Raises ValueError where the bytes are not a whole number of records.
    """
    if not data or len(data) % CIFAR10_RECORD:
        raise ValueError(
            say("{name} has {count} bytes, not a multiple of {record}, the size of one image with "
                "its label. It is damaged or incomplete: get it again.",
                name=name, count=len(data), record=CIFAR10_RECORD)
        )
    records = np.frombuffer(data, np.uint8).reshape(-1, CIFAR10_RECORD)
    planes = records[:, 1:].reshape(-1, 3, 32, 32)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), records[:, 0].copy()


def _damaged(file: Path, error: Exception) -> str:
    return say("{name} is damaged or incomplete: it can't be unpacked ({reason}). Get it again.",
               name=file.name, reason=error)
