"""A JupyterLab of the tests' own: on this machine only, in folders of its own.

It starts with the defaults that `make lab` gives (the folders in .jupyter), so the browser sees
what a student sees; of the settings of whoever runs the tests it reads nothing.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "HOME": "home",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
}
# Only what a test needs: every cell painted, also off screen, and nothing saved behind its back.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",  # any free port
    "--ServerApp.terminals_enabled=False",
    "--LabApp.expose_app_in_browser=True",  # window.jupyterapp, for notebook_page
    "--JupyterNotebookApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
)


class LabServer:
    """JupyterLab on a copy of the notebooks, in one language. Use it in a `with` statement."""

    def __init__(self, folder: Path, notebooks: Path, language: str):
        self.folder = folder
        self.notebooks = folder / "notebooks"
        self.language = language
        self.token = secrets.token_hex(16)
        self.log = folder / "server.log"
        shutil.copytree(notebooks, self.notebooks, ignore=shutil.ignore_patterns("__pycache__"))

    def __enter__(self):
        self._write_settings()
        command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
        command += [f"--IdentityProvider.token={self.token}"]
        command += [f"--ServerApp.root_dir={self.notebooks}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=self._environment(), cwd=self.folder, stdout=log, stderr=log
            )
        try:
            self.url = self._wait_until_it_answers()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(self, *error):
        try:
            self._ask("/api/shutdown", method="POST")  # it stops its kernels too
            self.process.wait(timeout=15)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "MPLBACKEND"))
        }
        own = {name: str(self.folder / folder) for name, folder in FOLDERS.items()}
        defaults = str(ROOT / ".jupyter" / self.language)
        return inherited | own | {"JUPYTER_CONFIG_PATH": defaults}

    def _write_settings(self) -> None:
        for folder in FOLDERS.values():
            (self.folder / folder).mkdir()
        for name, value in SETTINGS.items():
            path = self.folder / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")

    def _wait_until_it_answers(self, seconds: float = 90) -> str:
        note = self.folder / "runtime" / f"jpserver-{self.process.pid}.json"
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.url = f"http://127.0.0.1:{json.loads(note.read_text(encoding='utf-8'))['port']}"
                self._ask("/api/status")
                return self.url
            except (OSError, ValueError):
                time.sleep(0.05)
        raise RuntimeError("JupyterLab did not start:\n" + self.log.read_text(encoding="utf-8"))

    def _ask(self, path: str, method: str = "GET") -> None:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        urllib.request.urlopen(request, timeout=10).close()
