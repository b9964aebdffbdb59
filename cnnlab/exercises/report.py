"""What is done and what is open: `exercises.progress`, and the table that it shows.

    exercises.progress()                 a row and a bar for each lesson
    exercises.progress.export("me.csv")  the attempts as a table for a teacher
    exercises.progress.off()             keeps nothing from now on; .on() takes that back
"""

from __future__ import annotations

from typing import NamedTuple

from cnnlab.exercises import catalogue
from cnnlab.exercises.attempts import Attempt, Attempts, done, log, reason
from cnnlab.exercises.cards import FRAME, GREY, marked_up
from cnnlab.language import translate

LENGTH = 12  # of a bar, in characters


class Progress(Attempts):
    """The student's attempts. Call it to see what is done."""

    def __call__(self) -> Report:
        """Return the table of what is done."""
        try:
            return Report(self.attempts())
        except OSError as error:
            return Report([], translate("{file} can't be read ({reason}).",
                                        file=f"`{self.file}`", reason=reason(error)))

    def __repr__(self) -> str:
        return repr(self())

    def _repr_html_(self) -> str:
        return self()._repr_html_()


progress = Progress()


class Row(NamedTuple):
    """What is done of one lesson, and what is open."""

    lesson: int
    solved: int
    exercises: int
    answered: int
    questions: int
    still_open: list[str]


class Report:
    """What `exercises.progress()` shows."""

    def __init__(self, attempts: list[Attempt], problem: str = ""):
        self.problem, solved = problem, done(attempts)
        self.rows = [_row(lesson, solved) for lesson in catalogue.lessons()]

    def __repr__(self) -> str:
        lines = [self._total(), *self._notes()]
        for row in self.rows:
            lines.append(f"{row.lesson:>3}  {_bar(row.solved, row.exercises)}  {_counts(row)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        titles = (translate("Lesson"), translate("Exercises"), translate("Quiz"),
                  translate("Still open"))
        head = "".join(f'<th scope="col" style="text-align: left">{title}</th>' for title in titles)
        body = "".join(map(_html_row, self.rows))
        notes = "".join(f"<p>{marked_up(note)}</p>" for note in self._notes())
        style = FRAME.format(colour=GREY)
        return (f'<div style="{style}"><p><b>{self._total()}</b></p><table><thead><tr>{head}</tr>'
                f"</thead><tbody>{body}</tbody></table>{notes}</div>")

    def _total(self) -> str:
        return translate(
            "{solved} of {exercises} exercises done, {answered} of {questions} quiz questions.",
            solved=sum(row.solved for row in self.rows),
            exercises=sum(row.exercises for row in self.rows),
            answered=sum(row.answered for row in self.rows),
            questions=sum(row.questions for row in self.rows),
        )

    def _notes(self) -> list[str]:
        if self.problem:
            return [self.problem]
        if not log.is_on():
            return [translate("Nothing is kept at present: progress is switched off.")]
        return [translate("Kept on this computer only, in {file}.", file=f"`{log.file}`")]


def _row(lesson: int, solved: set[tuple[int, str]]) -> Row:
    names = [each.name for each in catalogue.all_exercises() if each.lesson == lesson]
    questions = catalogue.quiz(lesson).questions if lesson in catalogue.quizzes() else ()
    answered = [n for n in range(1, len(questions) + 1) if (lesson, f"quiz {n}") in solved]
    still_open = [name for name in names if (lesson, name) not in solved]
    return Row(lesson, len(names) - len(still_open), len(names), len(answered), len(questions),
               still_open)


def _bar(part: int, whole: int) -> str:
    filled = round(LENGTH * part / whole) if whole else 0
    return "█" * filled + "░" * (LENGTH - filled)


def _counts(row: Row) -> str:
    return translate("{solved} of {exercises}, quiz {answered} of {questions}", **row._asdict())


def _html_row(row: Row) -> str:
    bar = _bar(row.solved, row.exercises)
    bar = f'<span aria-hidden="true">{bar}</span>'
    done = f'<span style="white-space: nowrap">{bar} {row.solved}/{row.exercises}</span>'
    open_ones = " ".join(f"<code>{name}</code>" for name in row.still_open) or "–"
    cells = (str(row.lesson), done, f"{row.answered}/{row.questions}", open_ones)
    return "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in cells) + "</tr>"
