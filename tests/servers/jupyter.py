"""A Jupyter server in an environment of its own, in which cnnlab counts as installed.

The environment is an empty one that borrows the packages of the one the tests run in. So what
`jupyter server extension disable` writes ends with the test.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

from tests.servers.server import Server

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
        self.variables = {
            name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")
        }
        self.variables["PYTHONPATH"] = os.pathsep.join([str(ROOT), *packages()])
        for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            self.variables[name] = str(folder / name.lower())
        for source, place in files_beside_jupyter().items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / place)

    def run(self, *arguments: str) -> str:
        """Run a module of this environment; return all it says."""
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


class JupyterServer(Server):
    """A Jupyter server with the reader of sockets; `options` are those of its command line."""

    def __init__(self, environment: Environment, *options: str):
        config = Path(environment.variables["JUPYTER_CONFIG_DIR"], "jupyter_server_config.json")
        config.parent.mkdir(exist_ok=True)
        config.write_text(json.dumps(READER), encoding="utf-8")
        token = secrets.token_hex(16)
        command = [environment.python, "-m", "jupyter_server", *OPTIONS, *options]
        command.append(f"--IdentityProvider.token={token}")
        super().__init__(command, environment.variables, environment.folder, token)

    def socket_of_a_new_kernel(self) -> dict[str, int]:
        """Start a kernel and look at the socket of its websocket."""
        kernel = json.loads(self.ask("/api/kernels", method="POST"))["id"]
        try:
            return self.socket_of(kernel)
        finally:
            self.ask(f"/api/kernels/{kernel}", method="DELETE")
