"""From measurements to a table that a person can read, and to the goals it has to meet."""

from __future__ import annotations

import math
from typing import NamedTuple

from benchmarks.networks.contestants import CONTESTANTS
from benchmarks.networks.nets import NETS
from benchmarks.networks.turns import Result

Table = dict[str, dict[str, Result]]  # net -> contestant -> result
DIFFERENCE = 1e-4  # of the largest weight, after five steps in float32
LAYOUTS = {"default": ("torch-1", "torch-2"), "channels last": ("torch-last-1", "torch-last-2")}


def lines(net: str, results: dict[str, Result]) -> list[str]:
    """Return the table of one network."""
    head = f"{NETS[net].title:<42}{'a step':>10}{'cnnlab / it':>13}{'memory':>10}{'differ by':>11}"
    return [head, *(_line(name, result) for name, result in results.items())]


def _line(name: str, result: Result) -> str:
    title = f"  {CONTESTANTS[name].title:<40}"
    if result.error:
        return f"{title}{result.error}"
    memory = "-" if result.memory is None else f"{result.memory / 2**20:.1f} MB"
    return (f"{title}{result.seconds * 1e3:>7.2f} ms{result.ratio:>13.2f}{memory:>10}"
            f"{result.difference:>11.0e}")


class Goal(NamedTuple):
    net: str
    against: str  # "default", "channels last", "faster layout", "obvious"
    limit: float  # the largest allowed ratio of cnnlab's time to the other's


GOALS = [
    Goal("xo", "faster layout", 0.6),
    Goal("lenet", "faster layout", 1.0),
    Goal("lenet", "default", 0.75),
    Goal("cifar", "faster layout", 1.2),
    Goal("cifar", "default", 0.8),
    *(Goal(net, "obvious", 0.2) for net in NETS),
]
MEMORY_LIMIT = 1.5  # cnnlab's memory / that of PyTorch's faster layout


def best(against: str, results: dict[str, Result]) -> Result:
    """Return the fastest of those meant: PyTorch at its best number of threads, and layout."""
    names = {**LAYOUTS, "obvious": ("obvious",),
             "faster layout": sum(LAYOUTS.values(), ())}[against]
    measured = [results[name] for name in names if not results[name].error]
    return max(measured, key=lambda result: result.ratio, default=Result())


def verdicts(table: Table) -> list[tuple[bool, str]]:
    """Return whether each goal is reached, and a sentence with the number."""
    found = [_verdict(goal, table[goal.net]) for goal in GOALS if goal.net in table]
    found += [_memory_verdict(net, results) for net, results in table.items()]
    wrong = [f"{name} on {net}" for net, results in table.items()
             for name, result in results.items()
             if not result.error and not result.difference <= DIFFERENCE]
    text = f"after the same steps the same weights, to within {DIFFERENCE} of the largest"
    return [*found, _sentence(not wrong, text, ", ".join(wrong) or "all of them")]


def _verdict(goal: Goal, results: dict[str, Result]) -> tuple[bool, str]:
    other = {"obvious": "the obvious NumPy", "faster layout": "PyTorch's faster layout"}.get(
        goal.against, f"PyTorch's {goal.against} layout")
    ratio = best(goal.against, results).ratio
    text = f"{NETS[goal.net].title}: at most {goal.limit:.2f} of the time of {other}"
    return _sentence(ratio <= goal.limit, text, f"{ratio:.2f}")


def _memory_verdict(net: str, results: dict[str, Result]) -> tuple[bool, str]:
    ours, theirs = results["cnnlab"].memory, best("faster layout", results).memory
    ratio = ours / theirs if ours is not None and theirs else math.nan
    text = f"{NETS[net].title}: at most {MEMORY_LIMIT} of the memory of PyTorch's faster layout"
    return _sentence(ratio <= MEMORY_LIMIT, text, f"{ratio:.2f}")


def _sentence(reached: bool, text: str, number: str) -> tuple[bool, str]:
    word = "reached" if reached else "NOT MEASURED" if number == "nan" else "MISSED"
    return reached, f"  {word:<8} {text}: {number}"
