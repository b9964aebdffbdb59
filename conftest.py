"""For every test run: notebooks are held to the rule of the tests, and no test opens a window.

A warning in a notebook must fail the run as a warning in a test does. But a notebook's cells run in
a kernel, a process of its own that pytest's `filterwarnings` does not reach. IPython runs the files
in its profile's `startup` folder before the first cell, so a kernel that is started with our
IPYTHONDIR turns warnings into errors.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

# Tornado's own warning while a kernel starts on an early Python 3.12 is not the notebook's.
STRICT_KERNEL = """\
import warnings

warnings.simplefilter("error")
warnings.filterwarnings("ignore", module="tornado")
"""

# The lessons' sources are made for build.py, not for the collector of doctests.
collect_ignore = ["notebooks/source", "notebooks/build.py"]
# A student's own copies are theirs: half-done answers in them are no failing test.
collect_ignore_glob = ["*.mine.ipynb", "*.mine-*.ipynb"]

_strict_profile = pytest.StashKey[Path]()


def pytest_configure(config):
    # Two test processes with two BLAS threads each, on two processors, wait for each other: what
    # takes a second takes a hundred. Workers and kernels inherit this.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Whoever runs the tests has not solved these exercises.
    os.environ["CNNLAB_PROGRESS"] = "off"
    ipython = Path(tempfile.mkdtemp(prefix="cnnlab-ipython-"))
    startup = ipython / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "warnings_are_errors.py").write_text(STRICT_KERNEL, encoding="utf-8")
    config.stash[_strict_profile] = ipython
    os.environ["IPYTHONDIR"] = str(ipython)


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[_strict_profile], ignore_errors=True)


@pytest.fixture(autouse=True)
def figures_without_windows(monkeypatch):
    """Draw without a display, and leave no figure behind for the next test."""
    monkeypatch.setenv("MPLBACKEND", "agg")
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
