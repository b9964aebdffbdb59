"""The other end of a worker: a process with one library, asked in lines of JSON.

Two BLAS libraries in one process slow each other down six times, so every library gets its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
STOPPED = {"error": "the process stopped"}


class Process:
    """A Python program that answers one line to each line; `arguments` are those of `python`.

    It greets first; where its greeting is an error, `missing` says which, and so does every answer.
    """

    def __init__(self, *arguments: str) -> None:
        self._pipe = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        self.greeting = self._read()
        self.missing = self.greeting.get("error", "")

    def _read(self) -> dict[str, Any]:
        line = self._pipe.stdout.readline()
        return json.loads(line) if line else STOPPED

    def ask(self, **request: Any) -> dict[str, Any]:
        if self.missing:
            return {"error": self.missing}
        try:
            print(json.dumps(request), file=self._pipe.stdin, flush=True)
        except BrokenPipeError:
            return STOPPED
        return self._read()

    def stop(self) -> None:
        self._pipe.communicate()
