"""A server that speaks the wire format of /v1/chat/completions and answers as a test tells it to."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`body` (instead of `says`) is sent as it is; `stalls` goes silent after half of the text, until the test ends.

    `waits` are seconds before anything is sent; `breaks` cuts the line after half of the text, by a reset or (`quietly`)
    as if all had been said.
    """

    says: str = ""
    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    stalls: bool = False
    waits: float = 0.0
    breaks: Literal["", "reset", "quietly"] = ""
    refusal: str | None = None


Script = Callable[[str], Reply | str]


class Endpoint:
    """`requests` are the bodies as they came, `keys` the Authorization headers."""

    def __init__(self, script: Script, port: int) -> None:
        self.script = script
        self.url = f"http://127.0.0.1:{port}/v1"
        self.requests: list[bytes] = []
        self.keys: list[str] = []
        self.ended = threading.Event()

    @property
    def received(self) -> str:
        """Everything that was ever sent here, as text."""
        return "\n".join(json.dumps(json.loads(body), ensure_ascii=False) for body in self.requests)

    @property
    def prompts(self) -> list[str]:
        """The texts of each request's messages."""
        return ["\n".join(part["content"] for part in json.loads(body)["messages"]) for body in self.requests]


def says(*texts: Reply | str) -> Script:
    """One after another; the last one for ever."""
    left = list(texts)

    def script(_: str) -> Reply | str:
        return left.pop(0) if len(left) > 1 else left[0]

    return script


@contextmanager
def endpoint(*replies: Reply | str, script: Script | None = None) -> Iterator[Endpoint]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.endpoint = Endpoint(script or says(*replies), server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.endpoint  # type: ignore[attr-defined]
    finally:
        server.endpoint.ended.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        endpoint: Endpoint = self.server.endpoint  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        endpoint.requests.append(raw)
        endpoint.keys.append(self.headers.get("Authorization", ""))
        request = json.loads(raw)
        prompt = "\n".join(part["content"] for part in request["messages"])
        reply = endpoint.script(prompt)
        reply = Reply(says=reply) if isinstance(reply, str) else reply
        endpoint.ended.wait(reply.waits)
        try:
            self._send(reply, endpoint, streams=bool(request.get("stream")))
        except (BrokenPipeError, ConnectionResetError):
            return

    def _send(self, reply: Reply, endpoint: Endpoint, *, streams: bool) -> None:
        if reply.body is not None or not streams:
            body = reply.body if reply.body is not None else json.dumps(_completion(reply))
            self._head(reply, "application/json")
            if reply.stalls:
                endpoint.ended.wait()
            self.wfile.write(body.encode())
            return
        self._head(reply, "text/event-stream")
        half = len(reply.says) // 2
        for place, text in enumerate((reply.says[:half], reply.says[half:])):
            if place and reply.stalls:
                endpoint.ended.wait()
            if place and reply.breaks:
                self._break(reply)
                return
            self._chunk({"content": text, **({"refusal": reply.refusal} if reply.refusal else {})}, None)
        self._chunk({}, reply.finish)
        self._line({**_envelope("chat.completion.chunk"), "choices": [], "usage": _USAGE})
        self.wfile.write(b"data: [DONE]\n\n")

    def _break(self, reply: Reply) -> None:
        if reply.breaks == "reset":
            # What was sent must be read before the reset throws it away.
            time.sleep(0.05)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def _head(self, reply: Reply, content_type: str) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, delta: dict[str, Any], finish: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        self._line({**_envelope("chat.completion.chunk"), "choices": [choice]})

    def _line(self, value: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        return


_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_700_000_000, "model": "scripted"}


def _completion(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.says, "refusal": reply.refusal}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    return {**_envelope("chat.completion"), "choices": [choice], "usage": _USAGE}


def error(status: int, message: str, **headers: str) -> Reply:
    body = {"error": {"message": message, "type": "error", "param": None, "code": None}}
    return Reply(status=status, body=json.dumps(body), headers=headers)
