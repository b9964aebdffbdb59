"""Where a Chromium may be on this machine."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


# The same browser without the windows, menus and extensions that a test never sees: a page costs it
# a third of the processor's time.
WITHOUT_WINDOWS = "chromium-headless-shell"


def find_chromium(bundled: str | None = None, *, first: str | None = None) -> Path | None:
    """Return CNNLAB_CHROMIUM if it is set, else the first browser found, else None.

    `bundled` is the place where Playwright keeps its own browser, if it was told to fetch one;
    `first` is a command to look for before all others.
    """
    if chosen := os.environ.get("CNNLAB_CHROMIUM"):
        if not Path(chosen).is_file():
            raise FileNotFoundError(f"CNNLAB_CHROMIUM={chosen} is not a file. Unset or correct it.")
        return Path(chosen)
    return next((place for place in places(bundled, first) if place.is_file()), None)


def places(bundled: str | None, first: str | None) -> Iterable[Path]:
    """Yield the places to look at, the most likely first."""
    commands = (first, *COMMANDS) if first else COMMANDS
    yield from (Path(found) for name in commands if (found := shutil.which(name)))
    yield from (Path(place) for place in MACOS)
    folders = [os.environ[name] for name in WINDOWS_FOLDERS if name in os.environ]
    yield from (Path(folder, place) for folder in folders for place in WINDOWS)
    if bundled:
        yield Path(bundled)
