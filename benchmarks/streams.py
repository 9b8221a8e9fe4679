"""Time from a question over HTTP to its first event and to its rows; then many streams at once.

    python -m benchmarks.streams [--streams 50] [--seconds 30]

Starts a server of its own over the sample workspace. Prints medians on an idle server, then how many
answers came, how many failed, and the 95th percentile of the first event with all streams asking.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx

QUESTION = "How many orders are there by channel?"
_HEADERS = {"X-Workspace": "sample", "Accept": "text/event-stream"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def server(folder: str, streams: int) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    command = str(Path(sys.executable).parent / "tablespeak")
    process = await asyncio.create_subprocess_exec(command, "serve", "--port", str(port), "--data-dir", folder)
    limits = httpx.Limits(max_connections=streams + 5)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits) as client:
            await up(client)
            await client.post("/api/workspaces/sample")
            yield client
    finally:
        process.terminate()
        await process.wait()


async def up(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            if (await client.get("/api/health")).status_code == 200:
                return
        await asyncio.sleep(0.1)
    raise SystemExit("The server did not start.")


async def one_answer(client: httpx.AsyncClient) -> tuple[float, float, bool]:
    """Seconds to the first event and to the table event, and whether the answer came to its end."""
    started = perf_counter()
    first = rows = 0.0
    ended = False
    async with client.stream("POST", "/api/ask", json={"question": QUESTION}, headers=_HEADERS) as response:
        async for line in response.aiter_lines():
            if line.startswith("event: "):
                first = first or perf_counter() - started
                kind = line.removeprefix("event: ")
                rows = perf_counter() - started if kind == "table" else rows
                ended = ended or kind == "run.finished"
    return first, rows, ended and rows > 0


async def idle(client: httpx.AsyncClient, runs: int) -> None:
    await one_answer(client)
    timed = []
    for _ in range(runs):
        timed.append(await one_answer(client))
        await asyncio.sleep(0.05)
    first, rows = median(one[0] for one in timed) * 1000, median(one[1] for one in timed) * 1000
    print(f"idle: first event {first:.1f} ms, rows {rows:.1f} ms (medians of {runs})")


async def crowded(client: httpx.AsyncClient, streams: int, seconds: float) -> None:
    until = perf_counter() + seconds
    timed: list[tuple[float, float, bool]] = []
    failures: list[str] = []

    async def ask_again_and_again() -> None:
        while perf_counter() < until:
            try:
                timed.append(await one_answer(client))
            except httpx.HTTPError as failure:
                failures.append(type(failure).__name__)

    await asyncio.gather(*(ask_again_and_again() for _ in range(streams)))
    unfinished = sum(not ended for *_, ended in timed)
    first = quantiles([one[0] for one in timed], n=20)[-1] * 1000
    print(
        f"{streams} streams for {seconds:.0f} s: {len(timed)} answers, {len(failures)} errors, "
        f"{unfinished} without their end, p95 of the first event {first:.0f} ms"
    )


async def measure(streams: int, seconds: float, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with server(folder, streams) as client:
            await idle(client, runs)
            await crowded(client, streams, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    asyncio.run(measure(options.streams, options.seconds, options.runs))


if __name__ == "__main__":
    main()
