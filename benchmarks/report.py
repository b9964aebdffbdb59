"""From measurements to a table that a person can read, and to the goals it has to meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from libraries import LIBRARIES, PEERS
from turns import ROUNDS, Against, Case, Measured
from worker import NOT_INSTALLED

TOLERANCE = {"float32": 1e-4, "float64": 1e-10}  # of the largest value in the map

# The table -------------------------------------------------------------------------------


def heading(dtype: str) -> str:
    titles = "".join(f"{LIBRARIES[peer].title:>13}" for peer in PEERS)
    return (
        f"\n{dtype}: cnnlab's time / the peer's time; below 1, cnnlab is faster\n"
        f"{'image':>11} {'kernel':>8} {'cnnlab':>11}{titles}   differ by"
    )


def line(measured: Measured) -> str:
    """Return one row: sizes, cnnlab's milliseconds, a ratio for each peer, and if they agree."""
    side, kernel, _ = measured.case
    ratios = "".join(f"{_ratio(measured.against[peer]):>13}" for peer in PEERS)
    found = [against.difference for against in measured.against.values() if not against.error]
    agreement = f"{max(found):.0e}" if found else "-"
    failures = "".join(f"  {LIBRARIES[peer].title}: {against.error}"
                       for peer, against in measured.against.items()
                       if against.error and not against.error.startswith(NOT_INSTALLED))
    return (
        f"{side:>5}x{side:<5} {kernel:>5}x{kernel:<2} {measured.seconds * 1e3:>8.3f} ms{ratios}"
        f"{agreement:>12}{'  DISAGREE' if disagreeing(measured) else ''}{failures}"
    )


def _ratio(against: Against) -> str:
    if against.error:
        return "missing" if against.error.startswith(NOT_INSTALLED) else "failed"
    few = "*" if against.rounds < ROUNDS else " "
    return f"{against.ratio:.3f}{few}" if against.ratio < 1 else f"{against.ratio:.2f}{few}"


def disagreeing(measured: Measured) -> list[str]:
    """Return the peers whose result is not cnnlab's, to within rounding."""
    tolerance = TOLERANCE[measured.case.dtype]
    return [peer for peer, against in measured.against.items()
            if not against.error and not against.difference <= tolerance]


# The goals -------------------------------------------------------------------------------


class Goal(NamedTuple):
    sentence: str
    peer: str
    limit: float  # the largest allowed ratio of cnnlab's time to the peer's
    concerns: Callable[[Case], bool]


GOALS = [
    Goal("from 256 pixels up, never slower than PyTorch", "pytorch", 1.0,
         lambda case: case.side >= 256),
    Goal("from 256 pixels up, at least 5 times faster than correlate2d", "correlate2d", 1 / 5,
         lambda case: case.side >= 256),
    Goal("from 256 pixels up, with 31 x 31 weights, no slower than OpenCV", "opencv", 1.0,
         lambda case: case.side >= 256 and case.kernel == 31),
]


def verdict(goal: Goal, table: list[Measured]) -> tuple[bool, str]:
    """Return whether the goal is reached, and a sentence with its worst case."""
    cases = [(measured.against[goal.peer].ratio, measured.case) for measured in table
             if goal.concerns(measured.case) and not measured.against[goal.peer].error]
    if not cases:
        return False, f"NOT MEASURED  {goal.sentence}"
    ratio, worst = max(cases)
    word = "reached" if ratio <= goal.limit else "MISSED "
    return ratio <= goal.limit, (
        f"{word}  {goal.sentence}: worst {ratio:.3f} of its time (limit {goal.limit:.2f}), at "
        f"{worst.side}x{worst.side} with {worst.kernel}x{worst.kernel}, {worst.dtype}"
    )


def agreement(table: list[Measured]) -> tuple[bool, str]:
    """Return whether all libraries computed the same, and a sentence that says so."""
    strangers = [(*measured.case, peer) for measured in table for peer in disagreeing(measured)]
    if strangers:
        return False, f"MISSED   the same results everywhere; not so: {strangers}"
    return True, f"reached  the same results everywhere, to within {TOLERANCE} of the largest value"
