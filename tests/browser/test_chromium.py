"""The browser is found where people have it."""

import shutil
from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch):
    """A machine without any browser."""
    monkeypatch.delenv("CNNLAB_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "MACOS", ())
    monkeypatch.setattr(chromium, "WINDOWS", ())


@pytest.fixture
def program(tmp_path) -> Path:
    path = tmp_path / "a browser"
    path.touch()
    return path


def test_without_a_browser_none_is_found():
    assert chromium.find_chromium(bundled="nowhere") is None


def test_a_command_is_found(program, monkeypatch):
    monkeypatch.setattr(shutil, "which", {"google-chrome": str(program)}.get)
    assert chromium.find_chromium() == program


def test_the_command_to_look_for_first_comes_before_the_others(program, monkeypatch):
    monkeypatch.setattr(shutil, "which", {"chromium": __file__, "a shell": str(program)}.get)
    assert chromium.find_chromium(first="a shell") == program
    assert chromium.find_chromium(first="no such shell") == Path(__file__)


def test_an_application_of_macos_is_found(program, monkeypatch):
    monkeypatch.setattr(chromium, "MACOS", (str(program),))
    assert chromium.find_chromium() == program


def test_a_program_of_windows_is_found(program, monkeypatch):
    monkeypatch.setattr(chromium, "WINDOWS", (program.name,))
    monkeypatch.setenv("PROGRAMFILES", str(program.parent))
    assert chromium.find_chromium() == program


def test_the_browser_of_playwright_is_found(program):
    assert chromium.find_chromium(bundled=str(program)) == program


def test_the_chosen_browser_comes_before_the_others(program, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: __file__)
    monkeypatch.setenv("CNNLAB_CHROMIUM", str(program))
    assert chromium.find_chromium() == program


def test_a_chosen_browser_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setenv("CNNLAB_CHROMIUM", "nowhere")
    with pytest.raises(FileNotFoundError, match="Unset or correct it"):
        chromium.find_chromium()
