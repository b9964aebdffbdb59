"""Weights from elsewhere, all or nothing: a model never ends up with half of them.

Read `load_state`: it looks at every array first, and only when nothing is wrong with any of them
does it change the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnlab._validation import say

if TYPE_CHECKING:
    from cnnlab.nn.layer import Layer

Arrays = dict[str, np.ndarray]


def load_state(model: Layer, state: Mapping[str, Any]) -> None:
    """Copy weights and buffers into the model, or, if anything is wrong, leave it as it is.

    Parameters
    ----------
    model : a layer or a network
    state : {name: array} with exactly the names and shapes of `model.state_dict()`; numbers of
        another type are converted. PyTorch's tensors (on the CPU) are taken too: the names are
        the same

    Raises ValueError with a list of all that is wrong: names that are missing or not the model's,
    other shapes, other types, numbers that are not finite.

    >>> from cnnlab import nn
    >>> layer = nn.Linear(2, 1)
    >>> load_state(layer, {"weight": [[3, 4]], "bias": [5]})
    >>> layer.params["weight"], layer.params["bias"]
    (array([[3., 4.]], dtype=float32), array([5.], dtype=float32))
    """
    if not isinstance(state, Mapping):
        raise TypeError(
            say("Weights come as a dictionary {{name: array}}, such as model.state_dict() "
                "returns, but {type} arrived.", type=type(state).__name__)
        )
    targets = arrays_of(model)
    arrays: Arrays = {}
    faults = _wrong_names(targets, state)
    for name in targets.keys() & state.keys():
        try:
            arrays[name] = _fitting(state[name], name, targets[name])
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ValueError(
            say("These weights do not fit the model, which stays as it was:\n{list}",
                list="\n".join(f"- {fault}" for fault in sorted(faults)))
        )
    for name, array in arrays.items():
        targets[name][...] = array


def arrays_of(model: Layer) -> Arrays:
    """Return the model's own weights and buffers, by name: no copies."""
    return {**model.params, **model.buffers}


def not_finite(arrays: Mapping[str, np.ndarray]) -> list[str]:
    """Return the names of arrays that hold NaN or infinity."""
    return [name for name, array in arrays.items() if not np.isfinite(array).all()]


def _wrong_names(targets: Mapping[str, Any], state: Mapping[str, Any]) -> list[str]:
    faults = []
    if missing := [name for name in targets if name not in state]:
        faults.append(say("missing: {names}", names=_listed(missing)))
    if unexpected := [name for name in state if name not in targets]:
        faults.append(say("not in the model: {names}", names=_listed(unexpected)))
    return faults


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(map(str, names))


def _fitting(value: Any, name: str, target: np.ndarray) -> np.ndarray:
    """Return a copy of `value` in the type of `target`, or say why that can't be."""
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:  # RuntimeError is PyTorch's
        raise ValueError(
            say("{name} is no array of numbers: {reason}", name=name, reason=error)
        ) from None
    if array.dtype.kind not in "biuf" or not np.can_cast(array.dtype, target.dtype, "same_kind"):
        raise ValueError(
            say("{name} is of type {type}, the model needs {needed}", name=name, type=array.dtype,
                needed=target.dtype)
        )
    if array.shape != target.shape:
        raise ValueError(
            say("{name} has the shape {shape}, the model needs {needed}", name=name,
                shape=array.shape, needed=target.shape)
        )
    with np.errstate(over="ignore"):  # too large for the type becomes infinite, and is refused
        copy = array.astype(target.dtype)
    if not_finite({name: copy}):
        raise ValueError(
            say("{name} holds numbers that are not finite in the type {type}", name=name,
                type=target.dtype)
        )
    return copy
