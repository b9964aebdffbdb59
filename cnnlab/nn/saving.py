"""A network on disk: weights as a safetensors file, which PyTorch and others open as well.

A safetensors file is names, shapes and numbers: opening it can't run anything, as opening a
pickle can. Read `save_weights`, then `load_weights`. The file holds no layers: build the same
network first, then load.

The format is described at https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab._validation import say
from cnnlab.nn._files import write_whole
from cnnlab.nn.layer import Layer, check_is_layer
from cnnlab.nn.state import Arrays, arrays_of, load_state, not_finite

CHECKSUM = "cnnlab_sha256"  # under this name it stands in the file
NUMPY_HAS = {"F64", "F32", "F16", "BOOL", "C64",
             "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8"}  # but not bfloat16


def save_weights(model: Layer, path: str | os.PathLike[str]) -> None:
    """Write all weights and buffers of the model to a safetensors file, whole or not at all.

    `safetensors.torch.load_file(path)` gives PyTorch the same names and numbers.

    Raises TypeError where `model` is no layer, ValueError for weights that are not finite,
    FileNotFoundError where the folder doesn't exist, OSError where the file can't be written; an
    older file of that name then stays.
    """
    from safetensors.numpy import save

    check_is_layer(model)
    arrays = {name: array.copy() for name, array in arrays_of(model).items()}  # each in one piece
    if names := not_finite(arrays):
        raise ValueError(
            say("Nothing was saved: some numbers in {names} are not finite. Training with a "
                "smaller learning rate keeps them finite.", names=", ".join(names))
        )
    write_whole(path, save(arrays, {"format": "pt", CHECKSUM: checksum(arrays)}))


def load_weights(model: Layer, path: str | os.PathLike[str]) -> None:
    """Give the model all the weights in a safetensors file, from here or from PyTorch, or none.

    A file of `save_weights` bears a checksum, so a damaged one is refused. (It tells of accidents
    and is no signature: whoever changes a file on purpose can change that too.) PyTorch's files
    have none; names, shapes and finite numbers are checked in any file.

    Raises TypeError where `model` is no layer, FileNotFoundError for a missing file, ValueError
    for one that is damaged, is no safetensors file, or does not fit: the model stays as it was.
    """
    check_is_layer(model)
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(say("There is no file {path}.", path=path))
    if path.is_dir():
        raise IsADirectoryError(
            say("{path} is a folder. Add the name of a file to it.", path=path)
        )
    arrays, notes = _read(path)
    if CHECKSUM in notes and notes[CHECKSUM] != checksum(arrays):
        raise ValueError(
            say("{path} was changed after it was saved: its checksum is not that of its weights. "
                "Take another copy of it, or save it again.", path=path)
        )
    load_state(model, arrays)


def checksum(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 of all names, types, shapes and numbers, whatever their order.

    >>> one, two = np.ones(1), np.ones(2)
    >>> checksum({"a": one, "b": two}) == checksum({"b": two, "a": one})
    True
    >>> checksum({"a": one, "b": two}) == checksum({"a": two, "b": one})
    False
    """
    total = sha256()
    for name in sorted(arrays):
        array = arrays[name]
        total.update(f"{name} {array.dtype.name} {array.shape}\n".encode())
        total.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return total.hexdigest()


def _read(path: Path) -> tuple[Arrays, dict[str, str]]:
    """Return the arrays in a safetensors file, and the notes that it carries."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            arrays = {name: _array(file, name) for name in file.keys()}  # noqa: SIM118 (no dict)
            return arrays, file.metadata() or {}
    except SafetensorError as error:
        raise ValueError(
            say("{path} is no safetensors file, or not all of it ({reason}). Save the weights "
                "again, or take another copy of the file.", path=path, reason=error)
        ) from error
    except OSError as error:
        raise OSError(
            say("{path} can't be read ({reason}).", path=path, reason=error)
        ) from error


def _array(file: Any, name: str) -> np.ndarray:
    kind = file.get_slice(name).get_dtype()
    if kind not in NUMPY_HAS:
        raise ValueError(
            say("{name} is of a type that NumPy doesn't have ({type}). Save the weights as "
                "float32.", name=name, type=kind)
        )
    return file.get_tensor(name)
