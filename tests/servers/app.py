"""What `make app` starts: the recipe in the Makefile itself, without the installation before it."""

import os
import re
import socket
import sys
from pathlib import Path

from tests.servers.server import Server

ROOT = Path(__file__).parents[2]
# Voila loads no server extensions. So its configuration brings in what tells about the sockets...
VOILA_CONFIGURATION = """
from voila.app import Voila

from tests.servers.sockets import Sockets

handlers_of_voila = Voila.init_handlers
Voila.init_handlers = lambda self: [("/sockets", Sockets), *handlers_of_voila(self)]
"""
# ... and instead of a browser, this takes the page that leads to the app.
KEEP_PAGE = "import pathlib, sys, urllib.request; pathlib.Path({place!r}).write_bytes("
KEEP_PAGE += "urllib.request.urlopen(sys.argv[1]).read())"


class App(Server):
    """The app in one language; `arguments` are those that APP_ARGS passes on."""

    def __init__(self, folder: Path, language: str, arguments: str = ""):
        self.first_page = folder / "first_page.html"
        (folder / "config").mkdir()
        (folder / "config" / "voila.py").write_text(VOILA_CONFIGURATION, encoding="utf-8")
        variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "MAKE", "MFLAGS"))
        }
        for name in ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            variables[name] = str(folder / name.lower())
        variables["JUPYTER_CONFIG_PATH"] = str(folder / "config")
        keep_page = KEEP_PAGE.format(place=str(self.first_page))
        variables["BROWSER"] = f'{sys.executable} -c "{keep_page}" %s'
        options = f"--port={free_port()} --Voila.ip=127.0.0.1 {arguments}"
        command = ["make", "--directory", str(ROOT), "app", f"IN={language}", "app_stamp="]
        command += [f"python={sys.executable}", f"APP_ARGS={options}"]
        super().__init__(command, variables, folder, token="")

    def socket_of_a_new_kernel(self) -> dict[str, int]:
        """Open the page, which starts a kernel, and look at the socket of its websocket."""
        return self.socket_of(re.search(r'"kernelId": "([\w-]+)"', self.ask("/"))[1])


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]
