"""Which answers say the same, and which don't."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from cnnlab.exercises.comparing import is_blank, is_too_large, numbers, same


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (9, 9), (9.0, 9), (np.int8(9), 9), (np.array(9), 9), (0, 0), (-0.0, 0.0),
        ([1, 2], (1, 2)), ((1, 2), np.array([1, 2])), ([[1]], np.ones((1, 1))),
        (np.float32(0.1), 0.1), (0.1 + 0.2, 0.3), (1e-9, 1e-9), ([], []),
        ("X", "x"), (" prewitt_y ", "prewitt_y"), (True, True), (np.bool_(True), True),
        ([np.nan, 1.0], [np.nan, 1.0]), (np.inf, np.inf),
        ((np.ones(2), np.ones(3)), (np.ones(2), np.ones(3))), ({"a": 1}, {"a": 1.0}),
        (np.array([[True, False]]), [[True, False]]), (["a", "b"], ["a", "b"]), (None, None),
        (Fraction(9, 2), 4.5), ([Decimal(1), 2], [1, 2]), (np.array([1, 2], object), [1, 2]),
        (memoryview(bytes([1, 2])), [1, 2]), (range(3), [0, 1, 2]), (255 * np.float32(0.2), 51),
    ],
)  # fmt: skip
def test_these_say_the_same(answer, expected):
    assert same(answer, expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (8, 9), (9.001, 9), ("9", 9), (None, 9), ([9], 9), (9, [9]), ([[9]], [9]), (9j, 9),
        ([1, 2, 3], [1, 2]), ([2, 1], [1, 2]), ([[1, 2]], [[1], [2]]), ([[1], [2, 3]], [1, 2]),
        (np.nan, 9), (9, np.nan), ([np.nan, 1.0], [1.0, np.nan]), (np.inf, 1e300),
        (-np.inf, np.inf),
        ("y", "x"), ("", "x"), (1, "x"), (0, 1e-9), (1e-9, 0), ({"a": 1}, {"b": 1}), (9, {"a": 9}),
        ((np.ones(2), np.ones(2)), (np.ones(2), np.ones(3))), (object(), 9), (["a"], ["b"]),
        ([300], np.array([44], dtype=np.uint8)), (print, 9), (None, []), (Fraction(9, 2), 9),
    ],
)  # fmt: skip
def test_these_do_not(answer, expected):
    assert not same(answer, expected)


def test_a_small_number_is_not_zero_beside_small_ones():
    assert not same(np.zeros(3), np.full(3, 1e-6))


@pytest.mark.parametrize("near", [10_000_001, 10_000_001.0, 9_999_999.5])
def test_whole_numbers_are_compared_exactly(near):
    assert not same(near, 10_000_000)


def test_an_object_without_end_is_no_number():
    class Endless:
        def __len__(self):
            return 5

        def __getitem__(self, place):
            return self

    assert numbers(Endless()) is None


@pytest.mark.parametrize("huge", [range(10**9), np.broadcast_to(0.0, (10**5, 10**5))])
def test_what_is_too_large_to_be_looked_through_is_known(huge):
    assert is_too_large(huge)
    assert not is_too_large(np.zeros((600, 512, 3)))


@pytest.mark.parametrize("hostile", ["__array__", "__eq__", "__len__"])
def test_an_object_that_raises_is_only_wrong(hostile):
    def explode(*arguments, **named):
        raise RuntimeError("boom")

    answer = type("Hostile", (), {hostile: explode, "__hash__": object.__hash__})()
    assert not same(answer, np.ones(2))
    assert not same(answer, "x")


@pytest.mark.parametrize("blank", [..., [...], (1, ...), [[1, 2], [..., 4]], np.array([1, ...])])
def test_dots_are_blank(blank):
    assert is_blank(blank)


@pytest.mark.parametrize("answer", [0, None, "", "...", [], [0, 1], np.zeros(3), np.array([None])])
def test_anything_else_is_an_answer(answer):
    assert not is_blank(answer)
