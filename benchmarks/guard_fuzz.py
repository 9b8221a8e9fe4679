"""Hostile SQL against the guard for some minutes: `python -m benchmarks.guard_fuzz --minutes 10`.

What the guard accepts runs in a DuckDB that nothing seals, beside a hidden table, files and a variable of the
environment that each hold a marker. An escape is a marker in a result, a file that appears, or a table that changes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.hostile_sql import HostileSql
from core.errors import GuardRefusal, UnknownName
from core.plan import Comparison, FieldRef, Value
from core.question import Caller, RowRule
from warehouse import guard

TABLES = {"orders": ("id", "status", "amount", "day"), "customers": ("id", "name")}
MARKER = "ESCAPED-7"
HANGS_AFTER = 20.0
SECONDS_A_QUERY = 0.5
_SEEN = Comparison(left=FieldRef(entity="orders", name="status"), operator="!=", right=Value(value=MARKER, type="text"))
RULED = Caller(name="fuzz", rules=(RowRule(table="orders", where=_SEEN),))
SETUP = (
    "ATTACH ':memory:' AS work",
    "USE work",
    "CREATE TABLE hidden AS SELECT 'ESCAPED-7 table' AS secret",
    "CREATE TABLE orders AS SELECT i AS id, ['a', 'b'][1 + i % 2] AS status, i * 1.5 AS amount, DATE '2024-01-01' + i::INTEGER AS day "
    "FROM range(20) t(i)",
    "CREATE TABLE customers AS SELECT i AS id, 'c' || i AS name FROM range(5) t(i)",
    "SET VARIABLE x = 'ESCAPED-7 variable'",
)


def main() -> None:
    options = _options()
    if options.child:
        Trial(options.seed, Path()).work(options.until)
        return
    until, seed, total = time.time() + options.minutes * 60, options.seed, Counter[str]()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        while time.time() < until:
            total += _supervise(Path(folder), seed, until)
            seed += 1
    print(json.dumps(dict(sorted(total.items()))))
    sys.exit(1 if any(total[kind] for kind in ("escape", "crash of the guard", "hang of the guard")) else 0)


def _supervise(folder: Path, seed: int, until: float) -> Counter[str]:
    """One trial in a process of its own, until the time is over or it ends; whatever it was at when it died or hung is told."""
    for name, content in (("canary.txt", "ESCAPED-7 file"), ("canary.csv", "a,b\nESCAPED-7 file,1\n")):
        (folder / name).write_text(content, encoding="utf-8")
    state = folder / "state.json"
    state.write_text("{}", encoding="utf-8")
    house = str(Path(__file__).parents[1])
    command = [sys.executable, "-m", "benchmarks.guard_fuzz", "--child", "--seed", str(seed), "--until", str(until)]
    child = subprocess.Popen(command, cwd=folder, env={**os.environ, "CANARY": "ESCAPED-7 env", "PYTHONPATH": house})
    ended = ""
    while child.poll() is None:
        time.sleep(0.2)
        if time.time() - state.stat().st_mtime > HANGS_AFTER:
            child.kill()
            child.wait()
            ended = "hang"
    told: dict[str, Any] = json.loads(state.read_text(encoding="utf-8") or "{}")
    counts = Counter[str](told.get("counts", {}))
    if child.returncode and told:
        kind = f"{ended or 'crash'} of the {told['phase']}"
        counts[kind] += 1
        print(kind, repr(told["sql"]))
    return counts


class Trial:
    """`counts` of what became of each statement; `folder` is where this process works, with the files to be stolen."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._made, self._folder = HostileSql(seed), folder
        self.counts: Counter[str] = Counter()
        self._note("start", "")
        self._started = self._files()
        self._open()

    def work(self, until: float, most: float = float("inf")) -> None:
        while time.time() < until and self.counts["statements"] < most:
            sql = self._made.text()
            self._note("guard", sql)
            for caller in (Caller(), RULED):
                self._try(sql, caller)
            self.counts["statements"] += 1
        self._note("end", "")

    def _try(self, sql: str, caller: Caller) -> None:
        try:
            guarded = guard(sql, TABLES, caller)
        except (GuardRefusal, UnknownName):
            self.counts["refused"] += 1
            return
        self.counts["accepted"] += 1
        self._note("query", guarded.sql)
        found = self.escape(guarded.sql)
        if found:
            self.counts["escape"] += 1
            print("escape:", found, repr(sql), "as", repr(guarded.sql))
            self._open()

    def escape(self, sql: str) -> str | None:
        """What running `sql` brought out or changed, in words."""
        timer = threading.Timer(SECONDS_A_QUERY, self._connection.interrupt)
        timer.start()
        rows: object = ()
        try:
            rows = self._connection.execute(sql, [1] * sql.count("?")).fetchmany(50)
            self.counts["ran"] += 1
        except (duckdb.Error, MemoryError, ValueError, OverflowError) as error:
            self.counts[f"failed: {type(error).__name__}"] += 1
        finally:
            timer.cancel()
        return self._found(str(rows), sql)

    def _found(self, rows: str, sql: str) -> str | None:
        if MARKER in rows and MARKER not in sql.replace(f"'{MARKER}'", ""):
            return "a marker was read"
        if self._files() != self._started:
            return f"files changed: {self._files() ^ self._started}"
        if self._state() != self._kept:
            return "a table or setting changed"
        return None

    def _state(self) -> object:
        try:
            return self._connection.execute(
                "SELECT (SELECT count(*) FROM orders), (SELECT sum(id) FROM orders), (SELECT count(*) FROM duckdb_tables()), "
                "(SELECT count(*) FROM duckdb_databases()), (SELECT count(*) FROM duckdb_views()), current_setting('memory_limit')"
            ).fetchall()
        except duckdb.Error as error:
            return str(error)

    def _open(self) -> None:
        self._connection = duckdb.connect(config={"memory_limit": "256MB", "threads": 1, "temp_directory": ""})  # noqa: TID251
        for statement in SETUP:
            self._connection.execute(statement)
        self._kept = self._state()

    def _note(self, phase: str, sql: str) -> None:
        told = json.dumps({"phase": phase, "sql": sql, "counts": self.counts})
        (self._folder / "state.json").write_text(told, encoding="utf-8")

    def _files(self) -> set[str]:
        return {path.name for path in self._folder.iterdir()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--until", type=float, default=0.0, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
