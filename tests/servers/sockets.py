"""Runs inside the servers of the tests: tells what is set on a socket, and counts connections."""

import gc
import json
import socket

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.web import RequestHandler


class CountingConnection(ZMQChannelsWebsocketConnection):
    """A connection class that a user chose: it counts how often it connects."""

    connected = 0

    def connect(self):
        CountingConnection.connected += 1
        return super().connect()


class Sockets(RequestHandler):
    """GET /sockets?port=N: the socket whose other end has that port, as the system sees it."""

    def get(self):
        port = int(self.get_argument("port"))
        [found] = [each for each in open_sockets() if other_end(each) == port]
        nodelay = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        self.write(json.dumps({"nodelay": nodelay, "counted": CountingConnection.connected}))


def open_sockets() -> list[socket.socket]:
    sockets = [each for each in gc.get_objects() if isinstance(each, socket.socket)]
    return [each for each in sockets if each.fileno() != -1 and each.type == socket.SOCK_STREAM]


def other_end(each: socket.socket) -> int | None:
    try:
        return each.getpeername()[1]
    except (OSError, IndexError):
        return None


def _load_jupyter_server_extension(server):
    server.web_app.add_handlers(".*", [("/sockets", Sockets)])
