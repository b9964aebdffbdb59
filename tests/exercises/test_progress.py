"""What is done is kept on this computer: whole lines, from two notebooks, or a reason why not."""

import csv
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from cnnlab import exercises
from cnnlab.exercises.attempts import Attempts
from cnnlab.exercises.report import Progress, progress

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The progress of somebody who has done nothing yet, in a folder of its own."""
    monkeypatch.setenv("CNNLAB_PROGRESS", str(tmp_path / "data"))
    return Progress()


def test_an_attempt_is_one_line_with_time_lesson_exercise_and_outcome(kept):
    assert kept.record(5, "how_many", "correct") == ""
    (line,) = kept.file.read_text(encoding="utf-8").splitlines()
    fields = json.loads(line)
    assert datetime.fromisoformat(fields.pop("time")).tzinfo
    assert fields == {"lesson": 5, "exercise": "how_many", "outcome": "correct"}


@pytest.mark.usefixtures("kept")
def test_check_keeps_its_attempts_and_blanks_are_none():
    exercise = exercises.how_many
    for answer in (..., lambda *given: 0, exercise.reference):
        exercise.check(answer)
    assert [each[2:] for each in progress.attempts()] == [
        ("how_many", "incorrect"), ("how_many", "correct")
    ]


def test_the_table_shows_what_is_done_and_what_is_open(kept):
    kept.record(5, "how_many", "incorrect")
    kept.record(5, "how_many", "correct")
    kept.record(5, "five_sizes", "incorrect")
    kept.record(5, "quiz 1", "correct")
    (row,) = [row for row in kept().rows if row.lesson == 5]
    assert (row.solved, row.answered) == (1, 1)
    assert "five_sizes" in row.still_open
    assert "how_many" not in row.still_open
    assert row.solved + len(row.still_open) == row.exercises


def test_the_table_says_where_it_is_kept(kept):
    assert str(kept.file) in repr(kept())
    assert str(kept.file) in kept()._repr_html_()


def test_an_exercise_that_is_gone_is_no_longer_counted(kept):
    kept.record(5, "an_old_one", "correct")
    assert all(row.solved == 0 for row in kept().rows)


# What may go wrong -----------------------------------------------------------------------


def test_two_notebooks_at_once_lose_no_line(kept):
    code = (
        "from cnnlab.exercises import progress\n"
        "for n in range(40): assert progress.record(5, 'how_many', 'correct') == ''"
    )

    def notebook(_):
        return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=True)

    with ThreadPoolExecutor(3) as notebooks:
        list(notebooks.map(notebook, range(3)))
    assert len(kept.attempts()) == 120


def test_a_damaged_line_is_passed_over_and_the_next_one_is_whole(kept):
    kept.record(1, "mirror", "correct")
    with kept.file.open("ab") as file:
        file.write(b'{"time": "2026\xff')
    kept.record(1, "negative", "correct")
    assert [each.exercise for each in kept.attempts()] == ["mirror", "negative"]


@pytest.mark.parametrize("line", ["", "{}", "[]", "3", "null", '{"time": 1}', "{", "nan"])
def test_a_line_that_says_nothing_is_passed_over(kept, line):
    kept.record(1, "mirror", "correct")
    with kept.file.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert len(kept.attempts()) == 1


def test_a_full_disk_is_told_and_the_check_goes_on(kept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Attempts, "_append", full)
    result = exercises.how_many.check(exercises.how_many.reference)
    assert result.outcome == "correct"
    assert "could not be kept (No space left on device)" in result.note


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has an ever full disk")
def test_a_disk_that_is_really_full_is_told(kept):
    kept.folder.mkdir()
    kept.file.symlink_to("/dev/full")
    assert "No space left" in kept.record(1, "mirror", "correct")


def test_a_folder_that_cannot_be_made_is_told(kept, monkeypatch, tmp_path):
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CNNLAB_PROGRESS", str(tmp_path / "a file" / "data"))
    assert "could not be kept" in kept.record(1, "mirror", "correct")
    assert kept.attempts() == []
    assert repr(kept())


def test_a_lock_that_stays_is_told(kept, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("cnnlab.exercises.attempts.SECONDS_FOR_A_LOCK", 0.1)
    kept.folder.mkdir()
    with FileLock(kept.file.with_suffix(".lock")):
        assert "could not be kept" in kept.record(1, "mirror", "correct")


def test_a_drive_without_locks_is_told(kept, monkeypatch):
    def no_locks(*_):
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(Attempts, "_append", no_locks)
    assert "could not be kept (NotImplementedError)" in kept.record(1, "mirror", "correct")


@pytest.mark.usefixtures("kept")
def test_a_note_about_the_answer_stays_beside_one_about_the_progress(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Attempts, "_append", full)
    note = exercises.how_many.check(3).note
    assert "A hint" in note
    assert "could not be kept" in note


def test_a_file_that_cannot_be_read_is_told_in_the_table(kept):
    kept.file.mkdir(parents=True)
    assert "can't be read" in repr(kept())
    assert "can't be read" in kept()._repr_html_()


STRANGE = [
    '{"time": 1, "lesson": 5, "exercise": ["how_many"], "outcome": "correct"}',
    '{"time": 1, "lesson": {}, "exercise": "how_many", "outcome": "correct"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", STRANGE)
def test_a_line_that_is_no_attempt_is_passed_over(kept, line):
    kept.folder.mkdir(parents=True)
    kept.file.write_text(line + "\n", encoding="utf-8")
    kept.record(5, "how_many", "correct")
    assert len(kept.attempts()) == sum(row.solved for row in kept().rows) == 1


def test_a_wave_stands_for_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("CNNLAB_PROGRESS", "~/course")
    assert Progress().folder == tmp_path / "course"


# Off, on, export -------------------------------------------------------------------------


def test_off_keeps_nothing_more_and_on_takes_that_back(kept):
    kept.record(1, "mirror", "correct")
    kept.off()
    kept.record(1, "negative", "correct")
    assert not Progress().is_on()
    assert "switched off" in repr(kept())
    kept.on()
    kept.record(1, "count_above", "correct")
    assert [each.exercise for each in kept.attempts()] == ["mirror", "count_above"]


def test_the_environment_can_switch_it_off(monkeypatch):
    monkeypatch.setenv("CNNLAB_PROGRESS", "OFF")
    never = Progress()
    assert never.record(1, "mirror", "correct") == ""
    assert (never.file, never.attempts(), never.is_on()) == (None, [], False)
    never.off()
    never.on()
    assert "switched off" in repr(never())


def test_without_a_setting_it_is_in_the_user_s_data_folder(monkeypatch):
    import platformdirs

    monkeypatch.delenv("CNNLAB_PROGRESS")
    folder = platformdirs.user_data_path("cnnlab", appauthor=False)
    assert Progress().file == folder / "progress.jsonl"


def test_export_is_a_table_that_a_spreadsheet_reads(kept, tmp_path):
    kept.record(1, "mirror", "incorrect")
    kept.record(1, "mirror", "correct")
    path = kept.export(tmp_path / "ñandú.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["lesson"], row["exercise"], row["outcome"]) for row in rows] == [
        ("1", "mirror", "incorrect"), ("1", "mirror", "correct")
    ]


def test_export_never_overwrites(kept, tmp_path):
    (tmp_path / "mine.csv").write_text("my notes", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"mine\.csv already"):
        kept.export(tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "my notes"
