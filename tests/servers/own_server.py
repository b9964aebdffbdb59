"""A Jupyter server in an environment of its own, in which cnnlab counts as installed.

The environment is an empty one that borrows the packages of the one the tests run in. So what
`jupyter server extension disable` writes ends with the test.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import venv
from pathlib import Path

from websocket import create_connection

ROOT = Path(__file__).parents[2]
OPTIONS = ("--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0")
READER = {"ServerApp": {"jpserver_extensions": {"tests.servers.sockets": True}}}


class Environment:
    """An environment with the files that installing cnnlab puts beside Jupyter's own."""

    def __init__(self, folder: Path):
        self.folder = folder
        venv.create(folder, with_pip=False)
        scripts = "Scripts" if os.name == "nt" else "bin"
        self.python = str(folder / scripts / Path(sys.executable).name)
        self.config = folder / "config"
        self.config.mkdir()
        self.variables = {
            name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")
        }
        self.variables["PYTHONPATH"] = os.pathsep.join([str(ROOT), *packages()])
        self.variables["JUPYTER_CONFIG_DIR"] = str(self.config)
        for name in ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            self.variables[name] = str(folder / name.lower())
        for source, place in files_beside_jupyter().items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / place)

    def run(self, *arguments: str) -> str:
        """Run a command of this environment; return all it says."""
        command = [self.python, "-m", *arguments]
        ran = subprocess.run(
            command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", check=True,
        )  # fmt: skip
        return ran.stdout


def packages() -> list[str]:
    paths = sysconfig.get_paths()
    return list(dict.fromkeys([paths["purelib"], paths["platlib"]]))


def files_beside_jupyter() -> dict[str, str]:
    """Return what pyproject.toml installs outside of the package: {source: place}."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]


class OwnServer:
    """A running server; use it in a `with` statement."""

    def __init__(self, environment: Environment, *command: str):
        self.environment = environment
        self.token = secrets.token_hex(16)
        self.log = environment.folder / "server.log"
        self.command = [environment.python, "-m", *command]

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment.variables, cwd=self.environment.folder,
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            self.url = self._wait_for_its_address()
        except BaseException:
            self.process.kill()
            raise
        return self

    def __exit__(self, *error):
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_for_its_address(self, seconds: float = 60) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := re.search(r"http://(?:localhost|127\.0\.0\.1):\d+", self.said()):
                return found[0].replace("localhost", "127.0.0.1")
            time.sleep(0.05)
        raise RuntimeError("The server did not start:\n" + self.said())

    def said(self) -> str:
        """Return the server's log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ask(self, path: str, method: str = "GET") -> str:
        """Return what the server answers."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode("utf-8")

    def socket_of(self, kernel: str) -> dict[str, int]:
        """Connect to a kernel as a browser does, and return what is set on the server's socket."""
        address = f"{self.url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=test"
        browser = create_connection(
            address, timeout=60, header={"Authorization": f"token {self.token}"}
        )
        try:
            wait_for_an_answer(browser)
            return json.loads(self.ask(f"/sockets?port={browser.sock.getsockname()[1]}"))
        finally:
            browser.close()


def wait_for_an_answer(browser) -> None:
    """Ask the kernel who it is: once it answers, the connection is complete."""
    header = {"msg_id": "1", "msg_type": "kernel_info_request", "session": "test", "version": "5.3"}
    header |= {"username": "", "date": "2026-01-01T00:00:00Z"}
    question = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}}
    browser.send(json.dumps({**question, "content": {}, "buffers": []}))
    while json.loads(browser.recv())["header"]["msg_type"] != "kernel_info_reply":
        pass


class OwnJupyter(OwnServer):
    """A Jupyter server with the reader of sockets; `options` are those of its command line."""

    def __init__(self, environment: Environment, *options: str):
        config = environment.config / "jupyter_server_config.json"
        config.write_text(json.dumps(READER), encoding="utf-8")
        super().__init__(environment, "jupyter_server", *OPTIONS, *options)
        self.command.append(f"--IdentityProvider.token={self.token}")

    def socket_of_a_new_kernel(self) -> dict[str, int]:
        """Start a kernel and look at the socket of its websocket."""
        kernel = json.loads(self.ask("/api/kernels", method="POST"))["id"]
        try:
            return self.socket_of(kernel)
        finally:
            self.ask(f"/api/kernels/{kernel}", method="DELETE")
