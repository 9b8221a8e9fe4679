"""Time from a question to its rows and to its end, over one table of a million rows, against DuckDB alone.

    python -m benchmarks.ask [--rows 1000000] [--runs 5]

Prints one line a question: milliseconds to the table event, to the end of the run, DuckDB's own time
on the same SQL over the same file in this process, and what is left beyond it. Medians of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from core.event import SqlWritten, TableReady
from core.table import TableVersion
from warehouse import open_versions
from workspace import FileRefused, Workspace

QUESTIONS = (
    "How many sales are there?",
    "total amount by region",
    "average amount by product for region north",
    "amount by month",
    "top 10 customers by amount",
)


def write_sales(path: Path, rows: int) -> None:
    """A million sales as CSV, made by DuckDB: the same for the same number of rows."""
    with open_versions(()) as connection:
        made = connection.execute(
            f"""
            SELECT i AS sale_id, DATE '2022-01-01' + CAST(hash(i) % 1000 AS INTEGER) AS sold_on,
                   ['north', 'south', 'east', 'west'][1 + CAST(hash(i, 1) % 4 AS INTEGER)] AS region,
                   'P' || lpad(CAST(hash(i, 2) % 200 AS VARCHAR), 3, '0') AS product,
                   'Customer ' || (hash(i, 3) % 5000) AS customer,
                   1 + hash(i, 4) % 9 AS quantity, round((hash(i, 5) % 100000) / 100.0, 2) AS amount
            FROM range({rows}) t(i)
            """
        )
        with path.open("w", encoding="utf-8") as target:
            target.write(",".join(column[0] for column in made.description or ()) + "\n")
            while chunk := made.fetchmany(50_000):
                target.writelines(",".join(map(str, row)) + "\n" for row in chunk)


async def time_question(workspace: Workspace, question: str) -> tuple[float, float, str]:
    """Seconds to the table event and to the end, and the SQL that ran ("" where nothing did)."""
    started, rows_at, sql = perf_counter(), 0.0, ""
    async for event in workspace.ask(question):
        match event.happening:
            case SqlWritten(sql=written):
                sql = written
            case TableReady():
                rows_at = perf_counter() - started
    return rows_at, perf_counter() - started, sql


def time_duckdb(versions: tuple[TableVersion, ...], sql: str, runs: int) -> float:
    with open_versions(versions) as connection:
        seconds = []
        for _ in range(runs):
            started = perf_counter()
            connection.execute(sql).fetchall()
            seconds.append(perf_counter() - started)
    return median(seconds)


async def measure(rows: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sales.csv"
        write_sales(source, rows)
        async with Workspace.open("bench", Path(folder) / "data") as workspace:
            started = perf_counter()
            async for news in workspace.add([source]):
                if isinstance(news, FileRefused):
                    raise SystemExit(news.problem.message)
            print(f"import of {source.stat().st_size / 1e6:.0f} MB, model included: {perf_counter() - started:.1f} s")
            print(f"{'to rows':>9} {'to end':>9} {'duckdb':>9} {'beyond':>9}  ms; question")
            for question in QUESTIONS:
                await print_question(workspace, question, runs)


async def print_question(workspace: Workspace, question: str, runs: int) -> None:
    await time_question(workspace, question)
    timed = [await time_question(workspace, question) for _ in range(runs)]
    to_rows, to_end = median(one[0] for one in timed) * 1000, median(one[1] for one in timed) * 1000
    if not timed[0][2]:
        print(f"{'-':>9} {to_end:>9.1f} {'-':>9} {'-':>9}  not answered: {question}")
        return
    own = time_duckdb(workspace.tables(), timed[0][2], runs) * 1000
    print(f"{to_rows:>9.1f} {to_end:>9.1f} {own:>9.1f} {to_rows - own:>9.1f}  {question}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    asyncio.run(measure(options.rows, options.runs))


if __name__ == "__main__":
    main()
