"""The kernel's websocket sends at once, unless it is told not to, and nothing else changes.

The servers are real ones, and what is set on their sockets is read back from the operating system.
"""

import importlib.metadata
import logging

import pytest
from jupyter_server.gateway.connections import GatewayWebSocketConnection
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.config import Config

from cnnlab import nodelay
from tests.servers.jupyter import Environment, JupyterServer

OFF_ONCE = "--ServerApp.jpserver_extensions=cnnlab.nodelay=False"
OWN_CLASS = "--ServerApp.kernel_websocket_connection_class=tests.servers.sockets.CountingConnection"


@pytest.fixture
def environment(tmp_path):
    return Environment(tmp_path / "environment")


def socket_in(environment, *options) -> dict[str, int]:
    with JupyterServer(environment, *options) as server:
        return server.socket_of_a_new_kernel()


# Real servers ----------------------------------------------------------------------------


def test_where_cnnlab_is_installed_a_jupyter_server_sends_at_once(environment):
    assert socket_in(environment)["nodelay"] != 0


def test_an_option_switches_it_off_for_once(environment):
    assert socket_in(environment, OFF_ONCE)["nodelay"] == 0


def test_jupyter_s_own_command_switches_it_off(environment):
    said = environment.run("jupyter_server", "extension", "disable", "cnnlab.nodelay")
    assert "successfully disabled" in said
    assert socket_in(environment)["nodelay"] == 0


def test_jupyter_s_own_command_switches_it_on_again(environment):
    for change in ("disable", "enable"):
        environment.run("jupyter_server", "extension", change, "cnnlab.nodelay")
    assert socket_in(environment)["nodelay"] != 0


def test_a_connection_class_of_the_user_s_choice_goes_on_working_and_sends_at_once(environment):
    found = socket_in(environment, OWN_CLASS)
    assert found["counted"] == 1
    assert found["nodelay"] != 0


def test_the_command_for_jupyter_is_in_every_installation():
    files = importlib.metadata.files("cnnlab")
    assert any(file.match("etc/jupyter/jupyter_server_config.d/cnnlab.json") for file in files)


# Parts of a server -----------------------------------------------------------------------


class Handler:
    """A websocket that remembers what it was told."""

    told = None

    def set_nodelay(self, value):
        self.told = value


class ClosedHandler:
    def set_nodelay(self, value):
        raise AssertionError("the browser has gone")


class Connection:
    """A connection class that is not Jupyter's."""

    log = logging.getLogger("connection")

    def __init__(self, handler):
        self.websocket_handler = handler

    def connect(self):
        return "connected"


class Server:
    """As much of a server as an extension sees."""

    def __init__(self, **settings):
        self.settings = settings

    @property
    def web_app(self):
        return self


def test_a_socket_is_told_before_the_connection_is_made():
    handler = Handler()
    assert nodelay.without_delay(Connection)(handler).connect() == "connected"
    assert handler.told is True


@pytest.mark.parametrize("handler", [object(), ClosedHandler()])
def test_a_websocket_that_cannot_be_told_connects_all_the_same(handler):
    assert nodelay.without_delay(Connection)(handler).connect() == "connected"


@pytest.mark.parametrize("chosen", [GatewayWebSocketConnection, ZMQChannelsWebsocketConnection])
def test_the_configured_class_is_added_to_and_not_replaced(chosen):
    server = Server(kernel_websocket_connection_class=chosen)
    nodelay._load_jupyter_server_extension(server)
    made = server.settings["kernel_websocket_connection_class"]
    assert issubclass(made, chosen)
    assert made is not chosen


def test_loading_twice_is_loading_once():
    server = Server(kernel_websocket_connection_class=Connection)
    nodelay._load_jupyter_server_extension(server)
    once = dict(server.settings)
    nodelay._load_jupyter_server_extension(server)
    assert server.settings == once


@pytest.mark.parametrize("settings", [{}, {"kernel_websocket_connection_class": None}])
def test_a_server_without_connection_classes_stays_as_it_is(settings):
    server = Server(**settings)
    nodelay._load_jupyter_server_extension(server)
    assert server.settings == settings


def test_what_is_configured_for_jupyter_s_class_counts_for_the_new_one():
    config = Config({"ZMQChannelsWebsocketConnection": {"iopub_msg_rate_limit": 7}})
    handler = KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    made = nodelay.NoDelayConnection(config=config, websocket_handler=handler)
    assert made.iopub_msg_rate_limit == 7


def test_the_extension_names_its_module():
    assert nodelay._jupyter_server_extension_points() == [{"module": "cnnlab.nodelay"}]
