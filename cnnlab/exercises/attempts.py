"""Each attempt at an exercise, kept in a small file on the student's own computer.

The file is in the user's data folder: a line for each attempt with the time, the lesson, the
exercise and the outcome; no answers, no names. Nothing leaves the computer unless the student sends
the exported file. The environment variable CNNLAB_PROGRESS names another folder, or is "off".
"""

from __future__ import annotations

import csv
import json
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cnnlab._validation import say
from cnnlab.exercises.cards import CORRECT
from cnnlab.language import translate

SECONDS_FOR_A_LOCK = 2  # another notebook needs a thousandth of that


class Attempt(NamedTuple):
    """One line of the file."""

    time: str  # ISO 8601, with the time zone
    lesson: int
    exercise: str
    outcome: str


class Attempts:
    """The attempts so far: kept in a file, read from it. Nothing of them is held in memory."""

    # Keeping ------------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """The folder of the file; None where nothing is kept."""
        setting = os.environ.get("CNNLAB_PROGRESS", "").strip()
        if setting.lower() == "off":
            return None
        if setting:
            return Path(setting).expanduser()
        import platformdirs

        return Path(platformdirs.user_data_dir("cnnlab", appauthor=False))

    @property
    def file(self) -> Path | None:
        """The file with the attempts; None where nothing is kept."""
        return self.folder / "progress.jsonl" if self.folder else None

    def is_on(self) -> bool:
        """Whether attempts are kept."""
        return self.folder is not None and not (self.folder / "off").exists()

    def off(self) -> None:
        """Keep nothing from now on, in any notebook. What was kept before stays."""
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "off").touch()

    def on(self) -> None:
        """Keep attempts again."""
        if self.folder:
            (self.folder / "off").unlink(missing_ok=True)

    def record(self, lesson: int, exercise: str, outcome: str) -> str:
        """Keep one attempt. Returns "", or a sentence that says why it could not be kept."""
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            if self.is_on():
                self._append(Attempt(time, lesson, exercise, outcome))
        except (OSError, NotImplementedError) as error:
            # A full disk, a folder that is read-only, a lock that stays, a drive without locks.
            return translate("Your progress could not be kept ({reason}). The answer counts all "
                             "the same.", reason=reason(error))
        return ""

    def _append(self, attempt: Attempt) -> None:
        """Write one whole line, or nothing: two notebooks may do so at once."""
        from filelock import FileLock

        self.folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(attempt._asdict(), ensure_ascii=False).encode("utf-8") + b"\n"
        with FileLock(self.file.with_suffix(".lock"), timeout=SECONDS_FOR_A_LOCK):
            damaged = _ends_within_a_line(self.file)
            with self.file.open("ab", buffering=0) as file:
                file.write(b"\n" + line if damaged else line)

    # Reading ------------------------------------------------------------------------------

    def attempts(self) -> list[Attempt]:
        """Return every attempt, the oldest first; lines that are damaged are passed over."""
        if not self.file or not self.file.exists():
            return []
        text = self.file.read_text(encoding="utf-8", errors="replace")
        return [attempt for line in text.splitlines() if (attempt := _read(line))]

    def export(self, path: str | os.PathLike) -> Path:
        """Write every attempt as a table (CSV): time, lesson, exercise, outcome.

        Raises FileExistsError where the file is already there.
        """
        path, rows = Path(path), self.attempts()
        try:
            with path.open("x", encoding="utf-8-sig", newline="") as file:  # for spreadsheets
                writer = csv.writer(file)
                writer.writerow(Attempt._fields)
                writer.writerows(rows)
        except FileExistsError:
            raise FileExistsError(
                say("There is a file named {name} already, and it stays as it is. Choose another "
                    "name, or delete it first.", name=path.name)
            ) from None
        return path


def reason(error: Exception) -> str:
    """Return what the system says went wrong, in a few words."""
    return getattr(error, "strerror", "") or type(error).__name__


def _ends_within_a_line(path: Path) -> bool:
    """Whether the last line was cut off, for example when the disk was full."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _read(line: str) -> Attempt | None:
    try:
        fields = json.loads(line)
        attempt = Attempt(**{name: fields[name] for name in Attempt._fields})
        hash(attempt)  # raises TypeError where a list stands in place of a name
        return attempt
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def done(attempts: list[Attempt]) -> set[tuple[int, str]]:
    """Return (lesson, exercise) of everything that was answered right at least once."""
    return {(a.lesson, a.exercise) for a in attempts if a.outcome == CORRECT}


log = Attempts()
