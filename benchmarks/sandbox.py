"""What the guard, the process and the transport add to DuckDB's own time, and how soon a cancelled query is stopped.

    python -m benchmarks.sandbox [--rows 1000000] [--times 30]

Over one table of 15 columns: small results and a whole table as Arrow, by DuckDB alone in this process, through a
sealed process, and end to end through a server over HTTP. Medians of the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pyarrow as pa
from sqlglot import exp

from benchmarks.callers import Server
from benchmarks.streams import up
from core.table import TableVersion
from warehouse import Guarded, Limits, Pool, guard, open_versions
from workspace import FileRefused, Workspace

SMALL = {
    "one row": "SELECT count(*) AS n, sum(amount) AS total FROM sales WHERE id > {}",
    "by region": "SELECT region, sum(amount) AS total FROM sales WHERE id > {} GROUP BY region ORDER BY total DESC",
    "by month": "SELECT date_trunc('month', day) AS month, avg(amount) AS mean FROM sales WHERE id > {} GROUP BY 1 ORDER BY 1",
    "200 rows": "SELECT * FROM sales WHERE id BETWEEN {} AND 900 ORDER BY id LIMIT 200",
}
LARGE = "SELECT * FROM sales WHERE id >= {}"
STOPPED = {
    "join": "SELECT count(*) FROM sales a, sales b WHERE hash(a.id, b.id) = 1",
    "sort": "SELECT note FROM sales, range(30) t(i) ORDER BY md5(note || city || product || i) LIMIT 5",
    "one scalar call": "SELECT list_reduce(list_transform(range(3000000), lambda x: x::VARCHAR), lambda a, b: a || 'x')",
    "regular expression": "SELECT count(*) FROM sales a, range(50) WHERE regexp_matches(note || range, '(a|b|ab)*c.*(d|e)+$')",
    "aggregate of text": "SELECT max(len(t)) FROM (SELECT string_agg(note, ',') AS t FROM sales, range(20) GROUP BY id % 3)",
}
_ROWS = """SELECT i AS id, DATE '2023-01-01' + (i % 700)::INTEGER AS day, TIMESTAMP '2023-01-01' + INTERVAL (i) SECOND AS at,
    ['north', 'south', 'east', 'west'][1 + i % 4] AS region, 'city ' || i % 300 AS city, 'P' || i % 2000 AS product,
    (i * 37 % 100000 / 100)::DECIMAL(9, 2) AS amount, (i * 13 % 1000 / 1000)::DOUBLE AS discount, (1 + i % 9)::INTEGER AS quantity,
    i % 5000 AS customer, i % 2 = 0 AS paid, 'note ' || i AS note, (i % 97)::BIGINT AS a, i * 0.5 AS b, (i * 7 % 1000003) AS c"""


def median_seconds(work: Callable[[], object], times: int) -> float:
    return statistics.median(_timed(work) for _ in range(times))


async def median_seconds_async(work: Callable[[], Awaitable[object]], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def write_table(path: Path, rows: int) -> None:
    with open_versions(()) as connection:
        reader = connection.sql(f"{_ROWS} FROM range({rows}) t(i)").to_arrow_reader(100_000)
        import pyarrow.parquet

        with pyarrow.parquet.ParquetWriter(path, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


async def measure_small(version: TableVersion, pool: Pool, client: httpx.AsyncClient, times: int) -> None:
    numbers = itertools.count()
    tables = {"sales": [column.name for column in version.table.columns]}
    with open_versions((version,)) as raw:
        raw.execute("SET threads = 2")
        for label, form in SMALL.items():

            def own(form: str = form) -> object:
                return raw.execute(form.format(next(numbers))).fetchall()

            async def through_process(form: str = form) -> object:
                return await pool.run(guard(form.format(next(numbers)), tables))

            async def through_http(form: str = form) -> object:
                return (await client.post("/api/queries/execute", json={"sql": form.format(next(numbers))})).json()[
                    "rows"
                ]

            alone = median_seconds(own, times) * 1000
            guarding = median_seconds(lambda form=form: guard(form.format(next(numbers)), tables), times) * 1000  # type: ignore[misc]
            process = await median_seconds_async(through_process, times) * 1000
            http = await median_seconds_async(through_http, times) * 1000
            print(
                f"{label:>10}: DuckDB {alone:6.2f} ms; guard {guarding:5.2f} ms; guard and process {process:6.2f} ms "
                f"(+{process - alone:.2f}); over HTTP {http:6.2f} ms (+{http - alone:.2f})"
            )


async def measure_large(version: TableVersion, pool: Pool, client: httpx.AsyncClient, times: int) -> None:
    tables = {"sales": [column.name for column in version.table.columns]}
    with open_versions((version,)) as raw:
        raw.execute("SET threads = 2")
        own = median_seconds(lambda: raw.sql(LARGE.format(0)).to_arrow_table(), times)

    async def pulled() -> int:
        return sum([len(piece) async for piece in pool.arrow(guard(LARGE.format(0), tables))])

    process = await median_seconds_async(pulled, times)
    first, again = [], []
    for at in range(times):
        ran = await client.post("/api/queries/execute", json={"sql": LARGE.format(-at), "rows": 1})
        address = f"/api/runs/{ran.json()['run_id']}/result.arrow"
        first.append(await _download(client.base_url.port or 80, address))
        again.append(await _download(client.base_url.port or 80, address))
    for label, seconds in (
        ("process", process),
        ("HTTP", statistics.median(first)),
        ("HTTP, kept", statistics.median(again)),
    ):
        print(
            f"{version.table.rows:,} rows x 15 as Arrow: DuckDB {own:.3f} s; {label} {seconds:.3f} s, {seconds / own:.2f} x"
        )


async def _download(port: int, address: str) -> float:
    return await asyncio.to_thread(_downloaded, port, address)


def _downloaded(port: int, address: str) -> float:
    """Into one Arrow table in memory, as DuckDB alone makes one; with the plainest client, so that what is measured is the server."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address)
    pa.ipc.open_stream(connection.getresponse()).read_all()
    connection.close()
    return time.perf_counter() - started


async def measure_stopping(version: TableVersion, times: int) -> None:
    pool = Pool((version,), Limits(), workers=1)
    pool.start()
    for label, sql in STOPPED.items():
        taken = [await _stopped(pool.run(_as_if_guarded(sql)), 0.15 + 0.02 * at) for at in range(times)]
        _tell_stopping(label, taken)

    async def stream() -> None:
        async for _ in pool.arrow(_as_if_guarded("SELECT a.* FROM sales a, range(40)")):
            await asyncio.sleep(0)

    _tell_stopping("Arrow stream", [await _stopped(stream(), 0.15 + 0.03 * at) for at in range(times)])
    running = asyncio.ensure_future(pool.run(_as_if_guarded(STOPPED["join"])))
    _tell_stopping("in the queue", [await _stopped(pool.run(_as_if_guarded("SELECT 1")), 0.05) for _ in range(times)])
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await pool.close()


def _as_if_guarded(sql: str) -> Guarded:
    """The guard refuses the worst of these."""
    return Guarded(sql=sql, tables=(), tree=exp.Select())


async def _stopped(query: Awaitable[object], after: float) -> float:
    asked = asyncio.ensure_future(query)
    await asyncio.sleep(after)
    if asked.done():
        raise SystemExit("A query that should be stopped had ended by itself.")
    started = time.perf_counter()
    asked.cancel()
    with suppress(asyncio.CancelledError):
        await asked
    return time.perf_counter() - started


def _tell_stopping(label: str, taken: list[float]) -> None:
    print(f"{label:>20} stopped after {statistics.median(taken) * 1000:5.1f} ms (at most {max(taken) * 1000:5.1f} ms)")


async def measure(folder: Path, rows: int, times: int) -> None:
    write_table(folder / "sales.parquet", rows)
    async with Workspace.open("default", folder / "data", model=None) as workspace:
        async for news in workspace.add([folder / "sales.parquet"]):
            if isinstance(news, FileRefused):
                raise SystemExit(news.problem.message)
        (version,) = workspace.tables()
    server = Server(folder / "data")
    await server.start()
    pool = Pool((version,), Limits(), workers=1)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=120) as client:
            await up(client)
            await client.post("/api/queries/execute", json={"sql": "SELECT count(*) FROM sales"})
            await measure_small(version, pool, client, times)
            await measure_large(version, pool, client, max(3, times // 5))
    finally:
        await pool.close()
        await server.stop()
    await measure_stopping(version, max(5, times // 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options.rows, options.times))


if __name__ == "__main__":
    main()
