"""A teacher's notebook is run for real: its outputs are kept, and nothing of this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from build import HERE, main

from tests.notebooks.small_course import OPENING, SmallCourse

PROJECT = HERE.parent

CELLS = """
# %%
# NBVAL_CHECK_OUTPUT
6 * 7

# %% tags=["raises-exception"]
from cnnlab import geometry
geometry.output_size(3, 5)

# %% tags=["raises-exception"]
import warnings
warnings.warn("old")

# %%
object()

# %%
print(geometry.__file__)

# %%
from cnnlab import widgets
widgets.ConvolutionStepper()

# %% tags=["nbval-skip"]
input()
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A small course whose solutions were run in a real kernel."""
    course = SmallCourse(tmp_path_factory.mktemp("course"))
    course.write(OPENING + CELLS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PROJECT))
        assert main([], folder=course.folder) == 0
    return course


def outputs(course, start: str, language: str = "es"):
    notebook = course.notebook(language, edition="solution")
    [cell] = [cell for cell in notebook.cells if start in cell.source]
    return cell.outputs


def test_the_results_are_saved(executed):
    assert outputs(executed, "6 * 7")[0].data["text/plain"] == "42"


def test_an_announced_error_is_saved(executed):
    assert outputs(executed, "output_size")[0].ename == "ValueError"


def test_a_warning_is_an_error(executed):
    assert outputs(executed, "warnings.warn")[0].ename == "UserWarning"


def test_no_folder_of_this_machine_is_saved(executed):
    path = Path("cnnlab", "geometry.py")
    assert outputs(executed, "geometry.__file__")[0].text == f"{path}\n"


def test_an_error_is_shown_without_the_package_s_own_lines(executed):
    shown = "".join(outputs(executed, "output_size")[0].traceback)
    assert "output_size" in shown
    assert "geometry.py" not in shown


def test_no_memory_address_is_saved(executed):
    assert outputs(executed, "object()")[0].data["text/plain"] == "<object at 0x0>"


def test_of_a_widget_its_picture_and_its_sentence_are_saved(executed):
    """A view without the kernel that it belongs to would be an error message."""
    data = outputs(executed, "ConvolutionStepper")[0].data
    assert sorted(data) == ["image/png", "text/html", "text/plain"]
    assert "widgets" not in executed.notebook("es", edition="solution").metadata


def test_check_finds_nothing_after_executing(executed):
    assert executed.check() == []


def test_unchanged_code_is_not_run_again(executed, capsys):
    before = executed.files()
    assert main([], folder=executed.folder) == 0
    assert executed.files() == before
    assert capsys.readouterr().out == ""


def test_new_words_keep_the_results_of_the_old_code(executed, tmp_path, capsys):
    shutil.copytree(executed.folder, tmp_path, dirs_exist_ok=True)
    copy = SmallCourse(tmp_path)
    copy.write(OPENING.replace("mitad", "media").replace("half", "middle") + CELLS)
    assert main([], folder=copy.folder) == 0
    assert "executing" not in capsys.readouterr().out
    assert "media" in copy.notebook(edition="solution").cells[1].source
    assert outputs(copy, "6 * 7")[0].data["text/plain"] == "42"


def test_nbval_accepts_the_notebook_and_refuses_a_wrong_number(executed, tmp_path):
    good = executed.path(edition="solution").read_text(encoding="utf-8")
    (tmp_path / "good.ipynb").write_text(good, encoding="utf-8")
    (tmp_path / "wrong.ipynb").write_text(good.replace('"42"', '"43"'), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(tmp_path)]
    options = ["-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", "-q", str(tmp_path)]
    run = subprocess.run(
        [*command, *options],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
    assert len(failed) == 1, run.stdout
    assert "wrong.ipynb" in failed[0]


def test_a_cell_that_fails_leaves_the_old_notebook_alone(course, capsys, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    course.write()
    course.build()
    before = course.path(edition="solution").read_bytes()
    course.write(OPENING + "\n# %%\n1 / 0\n")
    assert main([], folder=course.folder) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert course.path(edition="solution").read_bytes() == before
