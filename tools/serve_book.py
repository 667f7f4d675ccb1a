"""Serve the built book: ``python -m tools.serve_book [--port 8000]``.

The address is printed last, and a browser is opened at it where there is one to see.
"""

import argparse
import contextlib
import errno
import functools
import http.server
import os
import sys
import webbrowser
from typing import Any

from tools.building.failures import end
from tools.building.places import HTML

HOST, PORT = "127.0.0.1", 8000
TRIES = 100  # ports, one after the other


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *_: Any) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """Serves one reader, who may leave in the middle of a page."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is in use

    def handle_error(self, *_: Any) -> None:
        pass


def bind(port: int) -> Server:
    """A server at this port, or at the next that is free; 0 takes any."""
    handler = functools.partial(Handler, directory=str(HTML))
    for tried in range(port, min(port + TRIES, 65_536)):
        try:
            return Server((HOST, tried), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise SystemExit(
        f"No port from {port} to {tried} is free. Choose another: make book PORT=9000"
    )


def sees_a_browser() -> bool:
    """Whether a browser would be seen: not on a server, not in CI."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    if sys.platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in os.environ
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=PORT, help=f"{PORT} by default")
    port = parser.parse_args().port
    if not (HTML / "index.html").is_file():
        end("There is no book yet. Build it: make html")
    with bind(port) as server:
        if port and server.server_port != port:
            print(f"Port {port} is in use; this is the next that is free.")
        address = f"http://{HOST}:{server.server_port}/"
        if sees_a_browser():
            webbrowser.open(address)
        print("Ctrl-C ends. The book is at", address, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    print()


if __name__ == "__main__":
    main()
