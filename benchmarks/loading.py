"""A large CSV from upload to everything done, against DuckDB's own load of it: `python -m benchmarks.loading`.

Each measurement is a process of its own, so that its peak memory is its own; the figures are medians of the runs.
`--rows` sets the size of the file, which is made in a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

ROWS = 5_000_000
RUNS = 3
Figures = dict[str, float]

_COLUMNS = """
    i AS order_id,
    strftime(TIMESTAMP '2021-01-01' + to_seconds(i * 17 % 94000000), '%Y-%m-%d %H:%M:%S') AS ordered_at,
    strftime(DATE '2021-01-01' + (i * 7 % 1200)::INTEGER, '%d/%m/%Y') AS delivered_on,
    'CUST-' || lpad((i * 7919 % 250000)::VARCHAR, 6, '0') AS customer,
    lpad((i * 31 % 99000 + 501)::VARCHAR, 5, '0') AS postcode,
    ['North', 'South', 'East', 'West', 'Centre'][1 + i % 5] AS region,
    ['Germany', 'France', 'Spain', 'Italy', 'Poland', 'Norway', 'Greece'][1 + i * 3 % 7] AS country,
    'Product ' || (i * 13 % 4000) AS product,
    1 + i * 11 % 12 AS quantity,
    format('{:.2f}', (i * 37 % 250000) / 100) AS unit_price,
    CASE WHEN i % 9 = 0 THEN 'N/A' ELSE format('{:.1f}%', (i * 3 % 400) / 10) END AS discount,
    CASE WHEN i % 4 = 0 THEN 'yes' ELSE 'no' END AS returned,
    CASE WHEN i % 6 = 0 THEN '' ELSE format('{:.6f}', 36 + (i * 97 % 2000000) / 100000) END AS latitude,
    CASE WHEN i % 3 = 0 THEN '' ELSE 'user' || (i * 17 % 400000) || '@example.com' END AS email,
    'note ' || md5((i % 100000)::VARCHAR) AS note
"""


def write_orders(path: Path, rows: int) -> None:
    with duckdb.connect() as connection:  # noqa: TID251
        connection.execute(f"COPY (SELECT {_COLUMNS} FROM range({rows}) t(i)) TO '{path}' (HEADER)")


def raw(path: Path, folder: Path) -> Figures:
    started = time.perf_counter()
    with duckdb.connect(str(folder / "raw.duckdb")) as connection:  # noqa: TID251
        connection.execute(f"CREATE TABLE orders AS FROM read_csv('{path}', sample_size = -1)")
        connection.execute("CHECKPOINT")
    return {"queryable": time.perf_counter() - started}


def parts(path: Path, folder: Path) -> Figures:
    """Every step in one process, without the workspace around them."""
    from core.table import TableVersion
    from ingestion import read_file
    from ingestion.worker import SPARING_MB
    from semantic_layer import build_model, write_value_index
    from warehouse import new_version_file, open_versions

    figures: Figures = {}

    def timed(step: str, work: Callable[[], object]) -> object:
        started = time.perf_counter()
        before = _processor_seconds()
        done = work()
        figures[step] = time.perf_counter() - started
        figures[f"{step}, processor"] = _processor_seconds() - before
        figures[f"{step} MB"] = _peak_mb()
        return done

    started, before = time.perf_counter(), _processor_seconds()
    with new_version_file(folder) as file:
        file.connection.execute(f"SET temp_directory = '{folder}'")
        file.connection.execute(f"SET memory_limit = '{SPARING_MB}MB'")
        imported = read_file(path, path.name, file.connection)
    figures["read, typed and written"] = time.perf_counter() - started
    figures["read, typed and written, processor"] = _processor_seconds() - before
    figures["read, typed and written MB"] = _peak_mb()
    (table,) = imported.tables
    version = TableVersion(
        table=table,
        number=1,
        path=str(file.path),
        relation=table.name,
        file_sha256="",
        imported_at=datetime.now(UTC),
    )
    with open_versions((version,)) as connection:
        model = timed("profile and model", lambda: build_model((version,), connection))
        timed("value index", lambda: write_value_index(model, connection, folder / "values"))  # type: ignore[arg-type]
    return figures


def workspace(path: Path, folder: Path) -> Figures:
    return asyncio.run(_in_workspace(path, folder))


async def _in_workspace(path: Path, folder: Path) -> Figures:
    from workspace import Workspace

    figures: Figures = {}
    peak = _TreePeak()
    started = time.perf_counter()
    async with Workspace.open("bench", folder, model=None) as opened:
        async for _ in opened.files.add([path]):
            pass
        figures["queryable"] = time.perf_counter() - started
        await opened.model()
        figures["all done"] = time.perf_counter() - started
        figures["processes MB"] = peak.stop()
    return figures


class _TreePeak:
    """The most memory that this process and its children held together, looked at ten times a second."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def stop(self) -> float:
        self._over.set()
        self._watch.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self._peak = max(self._peak, sum(_resident_mb(process) for process in _tree()))


def _tree() -> list[Path]:
    """This process and all below it, as Linux tells of them."""
    parents: dict[str, str] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[status.parent.name] = status.read_text().rsplit(") ", 1)[1].split()[1]
        except OSError:
            continue
    wanted = {Path("/proc/self").resolve().name}
    while more := {child for child, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return [Path("/proc") / process for process in wanted]


def _resident_mb(process: Path) -> float:
    try:
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return 0.0


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _processor_seconds() -> float:
    """Of this process and those it waited for, over all cores: steadier than the clock where others work beside it."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


MEASUREMENTS: dict[str, Callable[[Path, Path], Figures]] = {"raw": raw, "parts": parts, "workspace": workspace}


def measured(name: str, path: Path) -> Figures:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "benchmarks.loading", "--measure", name, "--file", str(path), "--in", folder]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def compare(rows: int, runs: int, names: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="tablespeak-loading-") as folder:
        path = Path(folder) / "orders.csv"
        write_orders(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, median of {runs}")
        taken: dict[str, list[Figures]] = {name: [] for name in names}
        for _ in range(runs):
            for name in names:
                taken[name].append(measured(name, path))
    for name, found in taken.items():
        for figure in found[0]:
            middle = _median(found, figure)
            base = "peak MB" if figure.endswith("MB") else "processor time" if "processor" in figure else "queryable"
            against = _median(taken["raw"], base)
            unit = "MB" if figure.endswith("MB") else "s"
            print(f"{name:>10}: {figure:<28} {middle:9.2f} {unit}  {middle / against:5.2f} x raw")


def _median(found: list[Figures], figure: str) -> float:
    return statistics.median(figures[figure] for figures in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", choices=sorted(MEASUREMENTS), action="append", help="Beside raw; all by default.")
    parser.add_argument("--measure", choices=sorted(MEASUREMENTS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        figures = MEASUREMENTS[chosen.measure](chosen.file, chosen.folder)
        print(json.dumps({**figures, "processor time": _processor_seconds(), "peak MB": _peak_mb()}))
        return
    compare(chosen.rows, chosen.runs, ["raw", *(chosen.only or ["parts", "workspace"])])


if __name__ == "__main__":
    main()
