"""Real servers for the tests, and a look at the sockets inside them.

`own_server` starts a Jupyter server or a Voila in an environment of its own; `sockets` runs inside
it and tells what the system has set on a socket.
"""
