"""A server on this machine that keeps what it is sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Listener(HTTPServer):
    """A server that keeps what it is sent and answers with `code`."""

    code = 200

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        super().__init__(("127.0.0.1", 0), Listening)

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook"


class Listening(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.code)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at what was received."""


@contextmanager
def listening() -> Iterator[Listener]:
    """One that listens until the block ends."""
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
