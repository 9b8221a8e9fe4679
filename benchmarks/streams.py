"""Time from a question over HTTP to its first event and its rows; many streams at once; stalled readers; kill -9.

    python -m benchmarks.streams [--streams 200] [--seconds 30] [--kills 10] [--readers 100]

Starts a server of its own over the sample workspace. Prints medians on an idle server; then how many answers came with
all streams asking, how many failed, the 95th percentile of the first event, and the server's memory at four moments;
then how long readers of one log take where one of them never reads; then what is there after each kill and restart.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
import psutil

QUESTION = "How many orders are there by channel?"
_HEADERS = {"X-Workspace": "sample", "Accept": "text/event-stream"}
_MOMENTS = 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def server(folder: str, streams: int) -> AsyncIterator[tuple[httpx.AsyncClient, Process]]:
    port = free_port()
    command = str(Path(sys.executable).parent / "tablespeak")
    process = await asyncio.create_subprocess_exec(command, "serve", "--port", str(port), "--data-dir", folder)
    limits = httpx.Limits(max_connections=streams + 5, max_keepalive_connections=streams + 5)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits) as client:
            await up(client)
            await client.post("/api/workspaces/sample")
            yield client, process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def up(client: httpx.AsyncClient) -> None:
    for _ in range(400):
        with contextlib.suppress(httpx.TransportError):
            if (await client.get("/api/health/ready")).status_code == 200:
                return
        await asyncio.sleep(0.05)
    raise SystemExit("The server did not start.")


async def one_answer(client: httpx.AsyncClient) -> tuple[float, float, bool]:
    """Seconds to the first event and to the table event, and whether the answer came to its end.

    Over a connection of its own and without a client library: with hundreds of streams its pool would be what is timed.
    """
    started = perf_counter()
    first = rows = 0.0
    ended = False
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    try:
        writer.write(_request(client))
        async for line in reader:
            if line.startswith(b"event: "):
                first = first or perf_counter() - started
                kind = line[len(b"event: ") :].strip()
                rows = perf_counter() - started if kind == b"table" else rows
                ended = ended or kind == b"run.finished"
    finally:
        writer.close()
    return first, rows, ended and rows > 0


def _request(client: httpx.AsyncClient) -> bytes:
    body = json.dumps({"question": QUESTION})
    headers = {
        **_HEADERS,
        "Host": f"{client.base_url.host}:{client.base_url.port}",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    lines = ["POST /api/ask HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", body]).encode()


async def idle(client: httpx.AsyncClient, runs: int) -> None:
    await one_answer(client)
    timed = []
    for _ in range(runs):
        timed.append(await one_answer(client))
        await asyncio.sleep(0.05)
    first, rows = median(one[0] for one in timed) * 1000, median(one[1] for one in timed) * 1000
    print(f"idle: first event {first:.1f} ms, rows {rows:.1f} ms (medians of {runs})")


async def crowded(client: httpx.AsyncClient, process: Process, streams: int, seconds: float) -> None:
    until = perf_counter() + seconds
    timed: list[tuple[float, float, bool]] = []
    failures: list[str] = []
    memory: list[float] = []

    async def ask_again_and_again() -> None:
        while perf_counter() < until:
            try:
                timed.append(await one_answer(client))
            except (OSError, ValueError) as failure:
                failures.append(type(failure).__name__)

    async def weigh() -> None:
        for _ in range(_MOMENTS):
            await asyncio.sleep(seconds / _MOMENTS)
            memory.append(psutil.Process(process.pid).memory_info().rss / 1e6)

    await asyncio.gather(weigh(), *(ask_again_and_again() for _ in range(streams)))
    unfinished = sum(not ended for *_, ended in timed)
    first = quantiles([one[0] for one in timed], n=20)[-1] * 1000
    print(
        f"{streams} streams for {seconds:.0f} s: {len(timed)} answers, {len(failures)} errors, "
        f"{unfinished} without their end, p95 of the first event {first:.0f} ms, "
        f"memory {', '.join(f'{each:.0f}' for each in memory)} MB"
    )


async def together(client: httpx.AsyncClient, streams: int) -> None:
    """All at once, once."""
    timed = await asyncio.gather(*(one_answer(client) for _ in range(streams)))
    first = quantiles([one[0] for one in timed], n=20)[-1] * 1000
    print(f"{streams} questions in one moment: p95 of the first event {first:.0f} ms")


async def stalled(client: httpx.AsyncClient, readers: int) -> None:
    """Readers of one finished log, first all reading, then one of them not."""
    run = (await client.post("/api/ask", json={"question": QUESTION}, headers={"X-Workspace": "sample"})).json()
    path = f"/api/workspaces/sample/runs/{run['run_id']}/events"

    async def read() -> float:
        started = perf_counter()
        await client.get(path)
        return perf_counter() - started

    async def all_read() -> float:
        return median(await asyncio.gather(*(read() for _ in range(readers - 1)))) * 1000

    await all_read()
    before = await all_read()
    _, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port, limit=256)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {client.base_url.host}\r\n\r\n".encode())
    after = await all_read()
    writer.close()
    print(f"{readers} readers of one log: {before:.0f} ms, with one of them stalled {after:.0f} ms (medians)")


async def killed(folder: str, times: int) -> None:
    """Each time: questions are asked, the server is killed, and started anew; each conversation must open."""
    lost = ended = 0
    restarts: list[float] = []
    for _ in range(times):
        seen: dict[str, int] = {}
        async with server(folder, 20) as (client, process):
            await one_answer(client)
            asking = [asyncio.create_task(watched(client, seen)) for _ in range(10)]
            await asyncio.sleep(random.uniform(0.02, 0.6))
            process.send_signal(signal.SIGKILL)
            await asyncio.gather(*asking, return_exceptions=True)
        started = perf_counter()
        async with server(folder, 20) as (client, _):
            restarts.append(perf_counter() - started)
            for run_id, last in seen.items():
                log = await client.get(f"/api/workspaces/sample/runs/{run_id}/events")
                events = [json.loads(line[6:]) for line in log.text.splitlines() if line.startswith("data: ")]
                lost += [event["seq"] for event in events[:last]] != list(range(1, last + 1))
                ended += events[-1]["type"] in {"run.error", "run.finished"}
    print(
        f"{times} kills: {lost} conversations lost events that were seen, {ended} open and end; "
        f"ready again after {median(restarts):.1f} s (median)"
    )


async def watched(client: httpx.AsyncClient, seen: dict[str, int]) -> None:
    async with client.stream("POST", "/api/ask", json={"question": QUESTION}, headers=_HEADERS) as response:
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                seen[response.headers["x-run-id"]] = int(line.removeprefix("id: "))


async def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with server(folder, max(options.streams, options.readers)) as (client, process):
            await idle(client, options.runs)
            await together(client, options.streams)
            await crowded(client, process, options.streams, options.seconds)
            await stalled(client, options.readers)
        await killed(folder, options.kills)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--kills", type=int, default=10)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
