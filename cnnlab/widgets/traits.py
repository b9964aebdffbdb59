"""Arrays and settings that the kernel and the browser share, as traits.

A trait checks what it is given, with the same sentences as the rest of cnnlab, and keeps an array
as a read-only copy: changing a number in place would not reach the screen, so NumPy refuses it.
Assigning an equal array is no change. Pictures travel as bytes, small matrices as nested lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from cnnlab._validation import image_array, numeric_array, pair, say

# Arrays ----------------------------------------------------------------------------------


class Array(traitlets.TraitType):
    """An array of finite numbers; `_checked` in a subclass says which shapes it takes."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.tag(sync=True, echo_update=False, to_json=self._sent, from_json=self._received)

    def validate(self, widget: Any, value: Any) -> np.ndarray:
        """Return a read-only copy, once `value` is known to be right."""
        array = np.array(self._checked(value))
        array.flags.writeable = False
        return array

    def set(self, widget: Any, value: Any) -> None:
        """Take the value, unless it is what is there already."""
        old = widget._trait_values.get(self.name, self.default_value)
        new = self._validate(widget, value)
        if old is traitlets.Undefined or not self._same(old, new):
            widget._trait_values[self.name] = new
            widget._notify_trait(self.name, old, new)

    @staticmethod
    def _same(old: np.ndarray, new: np.ndarray) -> bool:
        return old.dtype == new.dtype and np.array_equal(old, new)


class Image(Array):
    """A picture: (H, W) or (H, W, C). uint8 stays uint8, all other types become float64."""

    def _checked(self, value: Any) -> np.ndarray:
        array = image_array(value, self.name)
        return array if array.dtype == np.uint8 else array.astype(np.float64)

    @staticmethod
    def _sent(array: np.ndarray | None, widget: Any) -> dict | None:
        if array is None:
            return None
        data = memoryview(np.ascontiguousarray(array)).cast("B")
        return {"shape": list(array.shape), "dtype": str(array.dtype), "data": data}

    @staticmethod
    def _received(sent: dict, widget: Any) -> np.ndarray:
        return np.frombuffer(sent["data"], sent["dtype"]).reshape(sent["shape"])


class SmallArray(Array):
    """An array of a few numbers: it travels as nested lists."""

    @staticmethod
    def _sent(array: np.ndarray | None, widget: Any) -> list | None:
        return None if array is None else array.tolist()

    @staticmethod
    def _received(sent: list, widget: Any) -> list:
        return sent


class Matrix(SmallArray):
    """A small matrix, such as a kernel: (kh, kw), float64."""

    def _checked(self, value: Any) -> np.ndarray:
        array = numeric_array(value, self.name)
        if array.ndim != 2:
            raise ValueError(
                say("{name} must have the axes (rows, columns), but its shape is {shape}.",
                    name=self.name, shape=array.shape)
            )
        return array.astype(np.float64)


class Matrices(Matrix):
    """A list of small matrices, each of its own size."""

    def validate(self, widget: Any, value: Any) -> tuple[np.ndarray, ...]:
        """Return a read-only copy of each."""
        return tuple(super(Matrices, self).validate(widget, matrix) for matrix in value)

    @staticmethod
    def _same(old: tuple[np.ndarray, ...], new: tuple[np.ndarray, ...]) -> bool:
        return len(old) == len(new) and all(map(np.array_equal, old, new))

    @staticmethod
    def _sent(matrices: tuple[np.ndarray, ...], widget: Any) -> list:
        return [matrix.tolist() for matrix in matrices or ()]


# How a kernel or a window moves ----------------------------------------------------------


class Pair(traitlets.TraitType):
    """One whole number for rows and columns, or two: stays 2 where both are 2."""

    def __init__(self, default_value: Any = 1, minimum: int = 1, **options: Any):
        super().__init__(default_value, **options)
        self.minimum = minimum
        self.tag(sync=True)

    def validate(self, widget: Any, value: Any) -> int | tuple[int, int]:
        """Return one number where both are the same."""
        rows, columns = pair(value, self.name, self.minimum)
        return rows if rows == columns else (rows, columns)


class Padding(Pair):
    """Zeros on each side: one whole number, two, "same" or "valid"."""

    def __init__(self, default_value: Any = 0, **options: Any):
        super().__init__(default_value, minimum=0, **options)

    def validate(self, widget: Any, value: Any) -> int | tuple[int, int] | str:
        """Return the padding as cross_correlate takes it."""
        if not isinstance(value, str):
            return super().validate(widget, value)
        if value not in ("same", "valid"):
            raise ValueError(
                say("padding must be a whole number, a pair, 'same' or 'valid', but {padding!r} "
                    "arrived.", padding=value)
            )
        return value
