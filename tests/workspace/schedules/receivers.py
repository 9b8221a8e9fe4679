"""A real webhook on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """What came in, in order. `answers` are statuses to answer with, the last one for good; `slow` seconds before each."""

    address: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    slow: list[float] = field(default_factory=lambda: [0.0])
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    location: str = ""

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        until = time.monotonic() + seconds
        while len(self.bodies) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.bodies) >= count, f"{len(self.bodies)} of {count} came"


@contextmanager
def webhook() -> Iterator[Received]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place = len(received.bodies)
            received.headers.append(dict(self.headers.items()))
            received.bodies.append(body)
            time.sleep(received.slow[min(place, len(received.slow) - 1)])
            try:
                self.send_response(received.answers[min(place, len(received.answers) - 1)])
                if received.location:
                    self.send_header("Location", received.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    received.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
