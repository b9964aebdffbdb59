"""How long does a training step take, beside PyTorch? `python -m benchmarks.networks`.

Three networks, batches of 64, float32: forward, backward, one step of SGD. The code, in reading
order: nets.py (which networks, on what), contestants.py (who trains them; obvious.py is one),
worker.py (in its process), turns.py (how), report.py (what is printed), digits.py (a whole
training, by form). benchmarks/README.md says how to read the table.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import date
from time import perf_counter

from benchmarks.networks import digits, report
from benchmarks.networks.contestants import CONTESTANTS
from benchmarks.networks.nets import BATCH, NETS
from benchmarks.networks.turns import ROUNDS, measure, training_process


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.networks", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="no whole training on the digits")
    parser.add_argument("--strict", action="store_true", help="exit code 1 if a goal is missed")
    parser.add_argument("--nets", nargs="+", choices=NETS, default=list(NETS))
    return parser.parse_args()


def print_setting() -> None:
    print(f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, batches of "
          f"{BATCH}, {ROUNDS} rounds; each contestant in a process of its own.")
    for name in ("cnnlab", "obvious", "torch-1"):
        process = training_process(name, "xo")
        print(f"  {CONTESTANTS[name].package:<10} {next(iter(process.greeting.values()))}")
        process.stop()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows doesn't know
    if load > 1:
        print(f"OTHER PROGRAMS ARE BUSY (load {load:.1f}): close them, and repeat.")


def main() -> int:
    chosen = options()
    start = perf_counter()
    print_setting()
    table: report.Table = {}
    for net in chosen.nets:
        table[net] = measure(net, list(CONTESTANTS))
        print("", *report.lines(net, table[net]), sep="\n", flush=True)
    found = report.verdicts(table)
    if not chosen.quick:
        found += digits.verdicts()
    print(f"\nGoals, after {perf_counter() - start:.0f} s:", *(text for _, text in found), sep="\n")
    return int(chosen.strict and not all(reached for reached, _ in found))


if __name__ == "__main__":
    sys.exit(main())
