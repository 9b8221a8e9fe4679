"""A dashboard of 12 tiles over a million rows, over HTTP as the page reads it: four tiles at a time, then from the cache.

    python -m benchmarks.dashboards [--rows 1000000] [--rounds 5]

Starts a server of its own. Prints medians over the rounds: the first tile, all tiles, all tiles again, each with what it is
held to; and beside them the same SQL in DuckDB alone, one query after the other on an open connection. Before each round
the dashboard's filter is set to a range that was not asked before, so that nothing comes from a cache that should not.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from benchmarks.ask import write_sales
from benchmarks.streams import free_port, up
from core.table import TableVersion

TILES, AT_ONCE = 12, 4
LIMITS = {"first tile": 1.0, "all tiles": 4.0, "again, from the cache": 0.3}
_ALONE = "DuckDB alone, one query after the other"
_QUESTIONS = (
    "total amount",
    "number of sales",
    "average amount",
    "total amount by month",
    "total amount by region",
    "number of sales by region",
    "average amount by region",
    "total quantity by month",
    "total amount by region and month",
    "top 10 products by total amount",
    "top 10 customers by total amount",
    "number of sales by day of week",
)
_FILTER = {"name": "amount", "type": "number", "field": "sales.amount", "label": "Amount"}


async def save_queries(client: httpx.AsyncClient, questions: Sequence[str]) -> list[dict[str, Any]]:
    saved = []
    for question in questions:
        run = (await client.post("/api/ask", json={"question": question})).json()["run_id"]
        answer = await client.get(f"/api/runs/{run}/events", headers={"Accept": "text/event-stream"})
        made = await client.post("/api/queries", json={"run_id": run})
        if made.status_code != 201:
            raise SystemExit(f"“{question}” was not answered: {answer.text[-300:]}")
        saved.append(made.json())
    return saved


async def make_dashboard(client: httpx.AsyncClient) -> tuple[str, list[str], list[str]]:
    """Its name, the ids of its tiles, and their SQL."""
    queries = await save_queries(client, _QUESTIONS[:TILES])
    tiles = [
        {
            "kind": "query",
            "id": f"t{place}",
            "query": query["name"],
            "x": place % 3 * 4,
            "y": place // 3 * 4,
            "w": 4,
            "h": 4,
        }
        for place, query in enumerate(queries)
    ]
    targets = [{"tile": tile["id"], "field": _FILTER["field"]} for tile in tiles]
    board = {"title": "Sales", "tiles": tiles, "filters": [{**_FILTER, "targets": targets}]}
    made = await client.post("/api/dashboards", json=board)
    if made.status_code != 201:
        raise SystemExit(made.text)
    ran = await client.post(f"/api/dashboards/{made.json()['name']}/run")
    return made.json()["name"], [str(tile["id"]) for tile in tiles], [tile["sql"] for tile in ran.json()["tiles"]]


async def read_tiles(client: httpx.AsyncClient, name: str, tiles: Sequence[str], least: float) -> tuple[float, float]:
    """Seconds until the first tile and until all, each read by a request of its own, four at a time."""
    turns, ends = asyncio.Semaphore(AT_ONCE), list[float]()
    started = perf_counter()

    async def one(tile: str) -> None:
        async with turns:
            showing = {"tiles": [tile], "filters": {"amount": [least, 1_000_000]}}
            answer = await client.post(f"/api/dashboards/{name}/run", json=showing)
        (told,) = answer.json()["tiles"]
        if told["problem"] is not None or not told["rows"]:
            raise SystemExit(f"The tile {tile} has no rows: {told['problem']}")
        ends.append(perf_counter() - started)

    await asyncio.gather(*(one(tile) for tile in tiles))
    return ends[0], max(ends)


async def measure(client: httpx.AsyncClient, versions: Sequence[TableVersion], rounds: int) -> dict[str, list[float]]:
    """Seconds of each round; what DuckDB alone takes is measured in between, so that both have the machine alike."""
    name, tiles, _ = await make_dashboard(client)
    seen: dict[str, list[float]] = {kind: [] for kind in (*LIMITS, _ALONE)}
    for turn in range(rounds):
        first, every = await read_tiles(client, name, tiles, least=1 + turn / 100)
        _, again = await read_tiles(client, name, tiles, least=1 + turn / 100)
        for kind, seconds in zip(LIMITS, (first, every, again), strict=True):
            seen[kind].append(seconds)
        seen[_ALONE].append(await asyncio.to_thread(duckdb_alone, versions, 1 + turn / 100))
    return seen


def duckdb_alone(versions: Sequence[TableVersion], least: float) -> float:
    """Seconds for queries of the same kind, one after the other, over the same files."""
    from warehouse import open_versions

    with open_versions(tuple(versions)) as connection:
        started = perf_counter()
        for sql in _PLAIN:
            connection.execute(sql.format(least=least)).fetchall()
        return perf_counter() - started


_SALES = "FROM sales WHERE amount >= {least}"
_PLAIN = (
    f"SELECT sum(amount) {_SALES}",
    f"SELECT count(*) {_SALES}",
    f"SELECT avg(amount) {_SALES}",
    f"SELECT date_trunc('month', sold_on) m, sum(amount) {_SALES} GROUP BY 1 ORDER BY 1",
    f"SELECT region, sum(amount) {_SALES} GROUP BY 1 ORDER BY 2 DESC",
    f"SELECT region, count(*) {_SALES} GROUP BY 1 ORDER BY 2 DESC",
    f"SELECT region, avg(amount) {_SALES} GROUP BY 1 ORDER BY 2 DESC",
    f"SELECT date_trunc('month', sold_on) m, sum(quantity) {_SALES} GROUP BY 1 ORDER BY 1",
    f"SELECT region, date_trunc('month', sold_on) m, sum(amount) {_SALES} GROUP BY 1, 2",
    f"SELECT product, sum(amount) {_SALES} GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
    f"SELECT customer, sum(amount) {_SALES} GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
    f"SELECT dayofweek(sold_on), count(*) {_SALES} GROUP BY 1 ORDER BY 1",
)


def _ended(server: asyncio.subprocess.Process) -> None:
    if server.returncode is None:
        server.terminate()


async def main(rows: int, rounds: int) -> bool:
    from workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="tablespeak-dashboards-") as scratch:
        folder = Path(scratch)
        csv = folder / "sales.csv"
        write_sales(csv, rows)
        async with Workspace.open("default", folder / "data", model=None) as workspace:
            async for _ in workspace.add([csv]):
                pass
            versions = workspace.tables()
        async with AsyncExitStack() as stack:
            port = free_port()
            command = str(Path(sys.executable).with_name("tablespeak"))
            arguments = ("serve", "--port", str(port), "--data-dir", str(folder / "data"))
            server = await asyncio.create_subprocess_exec(command, *arguments, stdout=asyncio.subprocess.DEVNULL)
            stack.callback(_ended, server)
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60))
            await up(client)
            seen = await measure(client, versions, rounds)
            _ended(server)
            await server.wait()
    return told(seen)


def told(seen: dict[str, list[float]]) -> bool:
    found = {kind: median(seconds) for kind, seconds in seen.items()}
    for kind, most in LIMITS.items():
        verdict = "within" if found[kind] <= most else "over"
        sys.stdout.write(f"{kind}: {found[kind]:.3f} s ({verdict} {most:g} s)\n")
    ratio = median(every / alone for every, alone in zip(seen["all tiles"], seen[_ALONE], strict=True))
    sys.stdout.write(f"{_ALONE}: {found[_ALONE]:.3f} s; all tiles take {ratio:.2f} times as long\n")
    return all(found[kind] <= most for kind, most in LIMITS.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    raise SystemExit(0 if asyncio.run(main(wanted.rows, wanted.rounds)) else 1)
