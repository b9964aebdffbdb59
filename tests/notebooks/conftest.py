"""Lets the tests import what notebooks/build.py is made of, and gives them a course to build."""

import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "notebooks"))

from tests.notebooks.small_course import SmallCourse  # noqa: E402


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    """An empty course in a temporary folder."""
    return SmallCourse(tmp_path)
