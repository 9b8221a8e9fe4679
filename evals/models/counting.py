"""A scripted endpoint that counts what it is sent: it knows the right SQL and takes the shortest way to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_CHARACTERS_A_TOKEN = 4
_LISTING = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'main'"
_DONE = "That is the answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The right SQL of a question, and the tables that it reads."""

    question: str
    sql: str
    tables: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Counted:
    """`tokens` are characters of messages and tools divided by four: the same measure for everybody."""

    url: str = ""
    requests: int = 0
    tokens: int = 0
    texts: list[str] = field(default_factory=list)


@contextmanager
def counting(known: Sequence[Known]) -> Iterator[Counted]:
    counted = Counted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = _sent(request)
            counted.requests += 1
            counted.tokens += len(text) // _CHARACTERS_A_TOKEN
            counted.texts.append(text)
            self._send(_reply(request, known), streams=bool(request.get("stream")))

        def _send(self, message: dict[str, Any], *, streams: bool) -> None:
            finish = "tool_calls" if "tool_calls" in message else "stop"
            head = {"id": "c", "created": 1, "model": "scripted"}
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream" if streams else "application/json")
            self.end_headers()
            if not streams:
                choice = {"index": 0, "message": message, "finish_reason": finish}
                body = {**head, "object": "chat.completion", "choices": [choice], "usage": _USAGE}
                self.wfile.write(json.dumps(body).encode())
                return
            choice = {"index": 0, "delta": message, "finish_reason": finish}
            chunk = {**head, "object": "chat.completion.chunk", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    counted.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield counted
    finally:
        server.shutdown()
        server.server_close()


_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _sent(request: Mapping[str, Any]) -> str:
    """All that a model would read: the texts, the calls of tools so far, and what the tools are."""
    parts = [str(message.get("content") or "") for message in request["messages"]]
    parts += [json.dumps(message["tool_calls"]) for message in request["messages"] if message.get("tool_calls")]
    return "\n".join([*parts, *(json.dumps(tool) for tool in request.get("tools") or ())])


def _reply(request: Mapping[str, Any], known: Sequence[Known]) -> dict[str, Any]:
    messages = request["messages"]
    texts = "\n".join(str(message.get("content") or "") for message in messages)
    found = max(known, key=lambda one: (one.question in texts) + (one.sql in texts))
    tools = {tool["function"]["name"] for tool in request.get("tools") or ()}
    if not tools:
        return {"role": "assistant", "content": f"```sql\n{found.sql}\n```"}
    last = max(at for at, message in enumerate(messages) if message["role"] == "user")
    done = sum(len(message.get("tool_calls") or ()) for message in messages[last:])
    steps = [step for step in _steps(found) if step[0] in tools]
    if done >= len(steps):
        return {"role": "assistant", "content": _DONE}
    name, given = steps[done]
    call = {"index": 0, "id": f"call_{done}", "type": "function"}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{**call, "function": {"name": name, "arguments": json.dumps(given)}}],
    }


def _steps(found: Known) -> list[tuple[str, dict[str, Any]]]:
    """The fewest calls that the instructions of either agent allow: of LangChain's, then of Vanna's."""
    return [
        ("sql_db_list_tables", {}),
        ("sql_db_schema", {"table_names": ", ".join(found.tables)}),
        ("sql_db_query_checker", {"query": found.sql}),
        ("sql_db_query", {"query": found.sql}),
        ("search_saved_correct_tool_uses", {"question": found.question}),
        ("run_sql", {"sql": _LISTING}),
        ("run_sql", {"sql": found.sql}),
        ("save_question_tool_args", {"question": found.question, "tool_name": "run_sql", "args": {"sql": found.sql}}),
    ]
