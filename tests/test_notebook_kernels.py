"""What conftest.py promises: a warning in a notebook fails the run."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[1]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def run_notebook(path: Path, code: str) -> subprocess.CompletedProcess:
    """Run a notebook of one cell under pytest, as `make test` runs those of the course."""
    nbformat.write(new_notebook(cells=[new_code_cell(code)], metadata=KERNEL), path)
    options = ["-p", "conftest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    command = [sys.executable, "-m", "pytest", *options, f"--rootdir={path.parent}", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize(
    "code",
    [
        "import warnings\nwarnings.warn('careful')",
        "import warnings\nwarnings.warn('gone soon', DeprecationWarning)",
    ],
)
def test_a_warning_in_a_notebook_fails_the_run(tmp_path, code):
    run = run_notebook(tmp_path / "lesson.ipynb", code)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout


def test_a_notebook_without_warnings_passes(tmp_path):
    run = run_notebook(tmp_path / "lesson.ipynb", "import numpy as np\nnp.ones(3).sum()")
    assert run.returncode == pytest.ExitCode.OK, run.stdout
