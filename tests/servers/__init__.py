"""Real servers for the tests, and a look at the sockets inside them.

`server` starts a process and talks to it as a browser does; `jupyter` is a Jupyter server in an
environment of its own, `app` is what `make app` starts. `sockets` runs inside both, and tells what
the system has set on a socket.
"""
