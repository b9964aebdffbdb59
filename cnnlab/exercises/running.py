"""A student's function is run where it can do no harm: it may fail, never end, or print a book.

It runs in a thread of its own. Whoever waits for it waits for some seconds, then stops it and goes
on, so that no loop without an end keeps the notebook busy. Read `run` first.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import ctypes
import inspect
import io
import linecache
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any, NamedTuple

from cnnlab.language import translate

SECONDS = 5.0  # for one call
MOST_PRINTED = 2_000  # characters that are kept


class Failure(NamedTuple):
    """An error in a student's function: its type, its text, the line, and whether by a blank."""

    kind: str
    text: str
    line: str = ""
    by_blank: bool = False

    @property
    def words(self) -> str:
        """The type and the text: "ValueError: too large"."""
        return f"{self.kind}: {self.text}" if self.text else self.kind


class Run(NamedTuple):
    """What came of one call: a value, or a failure, or no end; and what it printed."""

    value: Any = None
    failure: Failure | None = None
    endless: bool = False
    goes_on: bool = False  # it could not be stopped
    printed: str = ""
    changed_input: bool = False


class TimeUp(BaseException):
    """Stops a function; a BaseException, so that `except Exception` lets it through."""


class NobodyAnswers(RuntimeError):
    """A function under test called input()."""


def run(function: Callable[..., Any], arguments: Sequence[Any], seconds: float = SECONDS) -> Run:
    """Call function(*arguments), on copies of the arguments, and tell what happened.

    >>> run(lambda number: number + 1, [3]).value
    4
    >>> run(lambda number: number / 0, [3]).failure.kind
    'ZeroDivisionError'
    """
    given = copy.deepcopy(list(arguments))
    outcome: list[Run] = []

    def work() -> None:
        try:
            value = function(*given)
            if inspect.iscoroutine(value):
                value.close()  # nobody will wait for it
            outcome.append(Run(value=value))
        except TimeUp:
            return  # whoever waits finds no outcome
        except BaseException as error:
            with contextlib.suppress(TimeUp):
                outcome.append(Run(failure=failure_of(error, function)))

    thread = threading.Thread(target=work, daemon=True)
    with _held_back() as printed:
        _let_it_work(thread, seconds)
    if not outcome:
        return Run(endless=True, goes_on=thread.is_alive(), printed=printed.text())
    changed = not _equal(given, arguments)
    return outcome[0]._replace(printed=printed.text(), changed_input=changed)


def _let_it_work(thread: threading.Thread, seconds: float) -> None:
    """Wait for the thread; after `seconds` stop it, and if it can't be stopped, leave it alone."""
    thread.start()
    try:
        thread.join(seconds)
    finally:  # also when the student interrupts the cell
        for _ in range(50):  # it may catch some of them
            if not thread.is_alive():
                break
            number = ctypes.c_ulong(thread.ident)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(TimeUp))
            thread.join(0.02)


# What it prints, and what it asks --------------------------------------------------------


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.room = MOST_PRINTED
        self.cut = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept = text[: self.room]
        if kept:
            self.parts.append(kept)
            self.room -= len(kept)
        self.cut = self.cut or len(kept) < len(text)
        return len(text)

    def text(self) -> str:
        return "".join(self.parts) + (" …" if self.cut else "")


@contextlib.contextmanager
def _held_back() -> Iterator[_Printed]:
    """Catch what is printed, keep warnings quiet, and let nothing wait for an answer."""
    printed, ask = _Printed(), builtins.input
    builtins.input = _refuse_to_ask
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            _no_pictures(),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield printed
    finally:
        builtins.input = ask


@contextlib.contextmanager
def _no_pictures() -> Iterator[None]:
    """Keep what is displayed out of the notebook, and close the figures that are opened."""
    before = _open_figures()
    with contextlib.ExitStack() as stack:
        if "IPython" in sys.modules:  # what can display is loaded already
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(stdout=False, stderr=False))
        yield
    for number in _open_figures() - before:
        sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def _refuse_to_ask(prompt: object = "") -> str:
    raise NobodyAnswers(translate("Take out input(): nobody is there to answer during a check."))


# What went wrong -------------------------------------------------------------------------


def failure_of(error: BaseException, function: Callable[..., Any] | None = None) -> Failure:
    """Say what went wrong, and where in the code of `function`."""
    try:
        text = str(error).strip().split("\n")[0][:300]
    except Exception:  # even that may fail
        text = ""
    by_blank = type(error) is NotImplementedError or (
        isinstance(error, TypeError | IndexError) and "ellipsis" in text.lower()
    )
    return Failure(type(error).__name__, text, _line_of(error, function), by_blank)


def _line_of(error: BaseException, function: Callable[..., Any] | None) -> str:
    """Return the line of the student's own code at which the error arose."""
    own_file = getattr(_code_of(function), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == own_file]
    return linecache.getline(own[-1].filename, own[-1].lineno).strip() if own else ""


def _code_of(function: Callable[..., Any]) -> CodeType | None:
    """Return the code below a decorator or `partial`, or that of an object's `__call__`."""
    inner = inspect.unwrap(getattr(function, "func", function))
    return getattr(inner, "__code__", getattr(type(inner).__call__, "__code__", None))


def _equal(given: Sequence[Any], arguments: Sequence[Any]) -> bool:
    """Whether the arguments are still what they were."""
    from cnnlab.exercises.comparing import same

    return all(same(one, other, tolerance=0) for one, other in zip(given, arguments, strict=True))
