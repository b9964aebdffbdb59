"""A server as a process, asked over HTTP and over the websocket of a kernel."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from websocket import create_connection


class Server:
    """A running server that writes its address into its log; use it in a `with` statement."""

    def __init__(self, command: list[str], variables: dict[str, str], folder: Path, token: str):
        self.command, self.variables, self.folder, self.token = command, variables, folder, token
        self.log = folder / "server.log"

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, env=self.variables, stdout=log, stderr=log, cwd=self.folder,
                start_new_session=True,  # make and the server that it starts end together
            )
        try:
            self.url = self._wait_for_its_address()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *error):
        self._stop()

    def _stop(self) -> None:
        """End the server and whoever started it; its kernels end with it."""
        end_all = getattr(os, "killpg", os.kill)
        with suppress(ProcessLookupError):  # it has ended already
            end_all(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            end_all(self.process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            self.process.wait()

    def _wait_for_its_address(self, seconds: float = 60) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)", self.said())
            if found and listens(int(found[1])):  # a busy machine says its address long before
                return f"http://127.0.0.1:{found[1]}"
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


def listens(port: int) -> bool:
    """Whether somebody on this machine takes a call at this port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def wait_for_an_answer(browser) -> None:
    """Ask the kernel who it is: once it answers, the connection is complete."""
    header = {"msg_id": "1", "msg_type": "kernel_info_request", "session": "test", "version": "5.3"}
    header |= {"username": "", "date": "2026-01-01T00:00:00Z"}
    question = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}}
    browser.send(json.dumps({**question, "content": {}, "buffers": []}))
    while json.loads(browser.recv())["header"]["msg_type"] != "kernel_info_reply":
        pass
