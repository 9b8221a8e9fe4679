"""Connections that are cut, slow or stalled, against a real server in the loop of the test."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api import Settings, create_app
from core.answer import Suggestion
from core.event import Happening, RunStarted, SqlWritten, StepFinished, StepStarted, TextDelta, TextEnded, TextStarted
from core.question import Question
from workspace import Run, Workspace
from workspace.runs import Asked

PLAIN: tuple[Happening, ...] = (
    RunStarted(question="how many?"),
    StepStarted(step="1", assistant="analyst", title="Telling"),
    SqlWritten(sql="SELECT 1", tables=()),
    StepFinished(step="1", assistant="analyst", decided="it", way="rules"),
    TextStarted(),
    TextDelta(text="One."),
    TextDelta(text="Two."),
    TextEnded(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    workspace: Workspace
    client: httpx.AsyncClient
    port: int

    async def start(self, *happenings: Happening, chat: str | None = None, hold: asyncio.Event | None = None) -> Run:
        """Emits one event after the other, and waits for `hold` before the end."""
        thread = None
        if chat is not None:
            kept = self.workspace._catalog.conversations
            thread = kept.start_thread("default", "A chat", key=f"ai-sdk {chat}")

        async def work(_: str) -> AsyncIterator[Happening]:
            for happening in happenings:
                await asyncio.sleep(0.002)
                yield happening
            if hold is not None:
                await hold.wait()

        question = Question(text="how many?", today=date(2025, 1, 1), thread_id=thread)
        run = self.workspace.runs.start(Asked(question=question), work, nothing)
        await run.until_kept()
        return run


async def nothing() -> tuple[Suggestion, ...]:
    return ()


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = create_app(Settings(data_dir=tmp_path))
    server = Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="on"))
    started = server.is_up
    serving = asyncio.create_task(server._serve([listening]))
    await asyncio.wait_for(started.wait(), 30)
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as client:
        yield House(workspace=app.state.workspaces.get("default"), client=client, port=port)
    server.should_exit = True
    await serving
    listening.close()


async def read(
    client: httpx.AsyncClient,
    path: str,
    *,
    most: int | None = None,
    after: int = 0,
    begun: asyncio.Event | None = None,
) -> list[dict[str, Any]]:
    """The data of the frames, the first `most` of them; then the connection is cut. `begun` is set at the first one."""
    headers = {"Last-Event-ID": str(after)} if after else {}
    found: list[dict[str, Any]] = []
    async with client.stream("GET", path, headers=headers) as stream:
        if stream.status_code == 204:
            return []
        async for line in stream.aiter_lines():
            if line.startswith("data: {"):
                found.append(json.loads(line.removeprefix("data: ")))
                if begun is not None:
                    begun.set()
            if len(found) == most:
                break
    return found


async def test_a_connection_cut_after_any_event_loses_and_repeats_nothing(house: House) -> None:
    for cut in range(1, len(PLAIN) + 2):
        run = await house.start(*PLAIN)
        path = f"/api/runs/{run.id}/events"
        first = await read(house.client, path, most=cut)
        rest = await read(house.client, path, after=first[-1]["seq"])
        assert [event["seq"] for event in (*first, *rest)] == list(range(1, len(PLAIN) + 2))


async def test_a_chat_cut_after_any_part_is_replayed_whole(house: House) -> None:
    whole = await chat_parts(house, "whole")
    for cut in range(1, len(whole) - 1):
        released = asyncio.Event()
        run = await house.start(*PLAIN, chat=f"cut-{cut}", hold=released)
        path = f"/api/streams/ai-sdk/cut-{cut}/stream"
        first = await read(house.client, path, most=cut)
        begun = asyncio.Event()
        resumed = asyncio.create_task(read(house.client, path, begun=begun))
        await begun.wait()
        released.set()
        replayed = await resumed
        assert [part["type"] for part in first] == [part["type"] for part in replayed][:cut]
        assert plain(replayed, run.id) == whole
        assert await read(house.client, path) == []


async def chat_parts(house: House, chat: str) -> list[str]:
    held, begun = asyncio.Event(), asyncio.Event()
    run = await house.start(*PLAIN, chat=chat, hold=held)
    reading = asyncio.create_task(read(house.client, f"/api/streams/ai-sdk/{chat}/stream", begun=begun))
    await begun.wait()
    held.set()
    return plain(await reading, run.id)


def plain(parts: list[dict[str, Any]], run_id: str) -> list[str]:
    """Without what differs from run to run."""
    shown = [{name: value for name, value in part.items() if name != "messageMetadata"} for part in parts]
    return [json.dumps(part).replace(run_id, "RUN") for part in shown]


async def test_a_stalled_reader_holds_up_nobody(house: House) -> None:
    """It asks, and never reads the megabytes it asked for."""
    many = [TextDelta(text="x" * 20_000) for _ in range(300)]
    run = await house.start(RunStarted(question="much"), *many)
    _, writer = await asyncio.open_connection("127.0.0.1", house.port, limit=1024)
    writer.write(f"GET /api/runs/{run.id}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await writer.drain()
    logs = await asyncio.gather(*(read(house.client, f"/api/runs/{run.id}/events") for _ in range(5)))
    assert [len(log) for log in logs] == [len(many) + 2] * 5
    assert run.ended
    writer.close()


async def test_a_run_is_stopped_by_a_post_and_tells_all_its_readers(house: House) -> None:
    run = await house.start(*PLAIN, hold=asyncio.Event())
    readers = [asyncio.create_task(read(house.client, f"/api/runs/{run.id}/events")) for _ in range(3)]
    await asyncio.sleep(0.1)
    stopped = await house.client.post(f"/api/runs/{run.id}/cancel")
    assert stopped.json() == {"run_id": run.id, "ended": True}
    assert {log[-1]["type"] for log in await asyncio.gather(*readers)} == {"run.cancelled"}
