"""What the guard, the process and the transport add to DuckDB's own time: `python -m benchmarks.sandbox`."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from core.table import Column, Origin, Table, TableVersion
from warehouse import Limits, Pool, guard, new_version_file, open_versions

ROWS = 1_000_000
COLUMNS = ("id", "day", "region", "amount", "quantity", "note")
SMALL = {
    "one row": "SELECT count(*) AS n, sum(amount) AS total FROM sales",
    "by region": "SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY total DESC",
    "by month": "SELECT date_trunc('month', day) AS month, avg(amount) AS mean FROM sales GROUP BY 1 ORDER BY 1",
    "200 rows": "SELECT * FROM sales WHERE amount > 990 LIMIT 200",
}
LARGE = "SELECT * FROM sales"


def write_sales(folder: Path) -> TableVersion:
    with new_version_file(folder) as file:
        file.connection.execute(
            f"""CREATE TABLE sales AS SELECT i AS id, DATE '2023-01-01' + (i % 700)::INTEGER AS day,
            ['north', 'south', 'east', 'west'][1 + i % 4] AS region, (i * 37 % 100000 / 100)::DECIMAL(9, 2) AS amount,
            (1 + i % 9)::INTEGER AS quantity, 'note ' || i AS note FROM range({ROWS}) t(i)"""
        )
    columns = tuple(Column(name=name, label=name, type="other") for name in COLUMNS)
    table = Table(name="sales", label="sales", columns=columns, rows=ROWS, origin=Origin(file="sales.csv"))
    return TableVersion(
        table=table, number=1, path=str(file.path), relation="sales", file_sha256="", imported_at=datetime.now(UTC)
    )


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


async def _start_up(version: TableVersion, limits: Limits) -> float:
    async def first_answer() -> None:
        pool = Pool((version,), limits, workers=1)
        await pool.run(guard("SELECT 1", {}))
        await pool.close()

    return await median_seconds_async(first_answer, 5)


async def measure(folder: Path) -> None:
    version, limits = write_sales(folder), Limits(memory_mb=2048)
    tables = {"sales": COLUMNS}
    pool = Pool((version,), limits, workers=1)
    print(f"process started, sealed, first answer, closed: {await _start_up(version, limits) * 1000:.0f} ms")
    with open_versions((version,)) as raw:
        raw.execute(f"SET threads = {limits.threads}")
        for label, sql in SMALL.items():
            guarded = guard(sql, tables)
            own = median_seconds(lambda sql=sql: raw.execute(sql).fetchall(), 50)  # type: ignore[misc]
            guarding = median_seconds(lambda sql=sql: guard(sql, tables), 50)  # type: ignore[misc]
            through = await median_seconds_async(lambda guarded=guarded: pool.run(guarded), 50)  # type: ignore[misc]
            total = guarding + through
            print(
                f"{label:>10}: DuckDB {own * 1000:6.2f} ms, guard {guarding * 1000:5.2f} ms, "
                f"process {through * 1000:6.2f} ms, together {total / own:4.2f} x (+{(total - own) * 1000:.2f} ms)"
            )
        own = median_seconds(lambda: raw.sql(LARGE).to_arrow_table(), 5)

        async def pulled() -> int:
            return sum([len(piece) async for piece in pool.arrow(guard(LARGE, tables))])

        size = await pulled()
        through = await median_seconds_async(pulled, 5)
        print(
            f"{ROWS:,} rows as Arrow ({size / 1e6:.0f} MB): DuckDB {own:.3f} s, process {through:.3f} s, {through / own:.2f} x"
        )
    await pool.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
