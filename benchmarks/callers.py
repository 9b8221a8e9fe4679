"""Many callers at once over HTTP: short queries with a few heavy and a few hostile ones among them; then a killed server.

    python -m benchmarks.callers [--callers 64] [--seconds 60] [--heavy 0.05] [--hostile 0.02] [--kill]

Starts a server of its own over a table of half a million rows. Prints latencies by kind of query, what went wrong, and the
memory of the server with all its processes beside the most that the settings allow. With `--kill`, the server is
killed half-way and started again: how long until it answers, which processes are left, which answers are lost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import httpx
import psutil

from benchmarks.ask import write_sales
from benchmarks.streams import free_port, up
from warehouse.limits import Limits
from warehouse.turns import turn_limits_from
from warehouse.worker import SCALAR_HEADROOM_MB

SERVER_MB = 1024
PROCESS_MB = 160
"""What a query process takes besides the memory of its query, and the server besides its processes."""


def short(luck: random.Random) -> str:
    day, least, product = luck.randrange(900), luck.randrange(900), luck.randrange(200)
    return luck.choice(
        (
            f"SELECT region, count(*) AS n, sum(amount) AS total FROM sales WHERE product = 'P{product:03}' GROUP BY ALL",
            f"SELECT count(*) FROM sales WHERE amount > {least} AND sold_on > DATE '2022-01-01' + {day}",
            f"SELECT * FROM sales WHERE sale_id BETWEEN {product * 1000} AND {product * 1000 + 50} ORDER BY sale_id",
            f"SELECT product, avg(amount) AS mean FROM sales WHERE quantity = {1 + day % 9} GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
        )
    )


def heavy(luck: random.Random) -> str:
    return (
        "SELECT a.region, count(*) AS n FROM sales a JOIN sales b ON a.customer = b.customer AND a.quantity <= b.quantity "
        f"WHERE a.amount > {luck.randrange(100, 900)} GROUP BY 1 ORDER BY 1"
    )


def hostile(luck: random.Random) -> str:
    return luck.choice(
        (
            "DROP TABLE sales",
            "SELECT * FROM read_csv('/etc/passwd')",
            "COPY sales TO '/tmp/stolen.csv'",
            "WITH d AS (DELETE FROM sales RETURNING *) SELECT * FROM d",
            "ATTACH '/tmp/other.duckdb'",
            f"SELECT repeat('x', {luck.randrange(10**9, 4 * 10**9)})",
            "SELECT list_reduce(list_transform(range(30000000), lambda x: x::VARCHAR), lambda a, b: a || 'x')",
            "SELECT " + "(" * 5000 + "1" + ")" * 5000,
        )
    )


KINDS: dict[str, Callable[[random.Random], str]] = {"short": short, "heavy": heavy, "hostile": hostile}


@dataclass(slots=True, kw_only=True)
class Seen:
    """Seconds by kind of query; what answered otherwise than it should; runs that were answered."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    answered: list[str] = field(default_factory=list)
    most_mb: float = 0.0
    most_processes: int = 0
    down: bool = False


class Server:
    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = str(Path(sys.executable).parent / "tablespeak")
        arguments = ("serve", "--port", str(self.port), "--data-dir", str(self.folder))
        self.process = await asyncio.create_subprocess_exec(command, *arguments, stdout=asyncio.subprocess.DEVNULL)

    async def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            await self.process.wait()

    @property
    def tree(self) -> list[psutil.Process]:
        assert self.process is not None
        try:
            own = psutil.Process(self.process.pid)
            return [own, *own.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


async def load(client: httpx.AsyncClient, folder: Path, rows: int) -> None:
    source = folder / "sales.csv"
    write_sales(source, rows)
    with source.open("rb") as file:
        sent = await client.post("/api/files/upload", files={"files": ("sales.csv", file)}, timeout=120)
    job = sent.json()["files"][0]["id"]
    async with client.stream("GET", f"/api/files/{job}/events") as news:
        async for _ in news.aiter_lines():
            pass
    await client.post("/api/queries/execute", json={"sql": "SELECT count(*) FROM sales"})


async def call(client: httpx.AsyncClient, number: int, until: float, shares: dict[str, float], seen: Seen) -> None:
    luck = random.Random(number)
    headers = {"X-Forwarded-For": f"10.0.{number // 250}.{1 + number % 250}"}
    while perf_counter() < until:
        (kind,) = luck.choices(list(shares), list(shares.values()))
        started, down = perf_counter(), seen.down
        try:
            body = {"sql": KINDS[kind](luck)}
            answer = await client.post("/api/queries/execute", json=body, headers=headers)
        except httpx.HTTPError as failure:
            if not (down or seen.down):
                seen.wrong[f"{kind}: {type(failure).__name__}"] += 1
            await asyncio.sleep(0.1)
            continue
        seen.seconds[kind].append(perf_counter() - started)
        if answer.status_code != (422 if kind == "hostile" else 200):
            seen.wrong[f"{kind}: {answer.status_code} {answer.json().get('code')}"] += 1
        elif kind != "hostile":
            seen.answered.append(answer.json()["run_id"])


async def watch(server: Server, seen: Seen) -> None:
    while True:
        held = 0.0
        for process in (tree := server.tree):
            with contextlib.suppress(psutil.Error):
                held += process.memory_info().rss / 1e6
        seen.most_mb, seen.most_processes = max(seen.most_mb, held), max(seen.most_processes, len(tree))
        await asyncio.sleep(0.25)


async def kill_and_start_again(client: httpx.AsyncClient, server: Server, seen: Seen, after: float) -> None:
    await asyncio.sleep(after)
    before, children = list(seen.answered), server.tree[1:]
    assert server.process is not None
    seen.down = True
    server.process.kill()
    await server.process.wait()
    started = perf_counter()
    await server.start()
    await up(client)
    healthy = perf_counter() - started
    answer = await client.post("/api/queries/execute", json={"sql": "SELECT count(*) AS first_after FROM sales"})
    print(f"killed and started again: healthy after {healthy:.2f} s, first rows after {perf_counter() - started:.2f} s")
    seen.down = False
    await asyncio.sleep(1)
    left = [child.pid for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    lost = 0
    for run_id in before[-200:]:
        events = await client.get(f"/api/runs/{run_id}/events")
        lost += "run.finished" not in events.text
    print(
        f"  rows {answer.json().get('rows')}; of {len(children)} processes {len(left)} left; "
        f"of the last {len(before[-200:])} answers {lost} lost"
    )


def most_allowed() -> tuple[float, str]:
    turns, limits = turn_limits_from({}), Limits()
    processes = turns.running + turns.streams
    each = limits.memory_mb + SCALAR_HEADROOM_MB + PROCESS_MB
    return SERVER_MB + processes * each, f"{SERVER_MB} + {processes} x {each} MB"


def tell(seen: Seen, callers: int, seconds: float) -> None:
    count = sum(len(taken) for taken in seen.seconds.values())
    print(f"{callers} callers for {seconds:.0f} s: {count} answers, {count / seconds:.0f} a second")
    for kind, taken in seen.seconds.items():
        if len(taken) > 1:
            cuts = quantiles(taken, n=100)
            print(
                f"  {kind:>8}: {len(taken):>5}, p50 {cuts[49] * 1000:6.0f} ms, p95 {cuts[94] * 1000:6.0f} ms, "
                f"p99 {cuts[98] * 1000:6.0f} ms, most {max(taken) * 1000:6.0f} ms"
            )
    print(f"  wrong: {dict(seen.wrong) or 'nothing'}")
    allowed, how = most_allowed()
    print(
        f"  memory at most {seen.most_mb:,.0f} MB in {seen.most_processes} processes, allowed {allowed:,.0f} MB ({how})"
    )


async def measure(options: argparse.Namespace) -> None:
    shares = {"short": 1 - options.heavy - options.hostile, "heavy": options.heavy, "hostile": options.hostile}
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data")
        await server.start()
        connections = httpx.Limits(max_connections=options.callers + 8)
        address, seen = f"http://127.0.0.1:{server.port}", Seen()
        try:
            async with httpx.AsyncClient(base_url=address, timeout=180, limits=connections) as client:
                await up(client)
                await load(client, Path(folder), options.rows)
                watching = asyncio.create_task(watch(server, seen))
                until = perf_counter() + options.seconds
                work = [call(client, number, until, shares, seen) for number in range(options.callers)]
                if options.kill:
                    work.append(kill_and_start_again(client, server, seen, options.seconds / 2))
                await asyncio.gather(*work)
                watching.cancel()
        finally:
            await server.stop()
    tell(seen, options.callers, options.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--callers", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--heavy", type=float, default=0.05)
    parser.add_argument("--hostile", type=float, default=0.02)
    parser.add_argument("--kill", action="store_true", help="kill the server half-way and start it again")
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
