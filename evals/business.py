"""Questions about uploaded files as outcomes to learn from, beside those of ready databases."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import duckdb

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.rules import readings_of
from core.question import Question
from core.table import TableVersion
from evals.databases import Database
from evals.run import Outcome, status_of
from evals.suites.own.asking import Item, read_suite
from evals.suites.own.data import write_files
from evals.suites.own.matching import answers_it
from semantic_layer import ValueIndex, build_model, compile_plan, write_value_index
from warehouse import open_versions
from workspace import Workspace

_MOST_ROWS = 5_000


def business_outcomes(suite: Path) -> list[Outcome]:
    """Of each question that stands alone and has an answer, in the order of the data sets' names."""
    answerable = (one for one in read_suite(suite) if one.expected is not None and not one.history)
    items = sorted(answerable, key=lambda one: one.data)
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory() as scratch:
        for data, group in groupby(items, lambda one: one.data):
            with _opened(data, suite, Path(scratch)) as (database, connection):
                found += [_outcome(one, database, connection) for one in group]
    return found


@contextmanager
def _opened(data: str, suite: Path, scratch: Path) -> Iterator[tuple[Database, duckdb.DuckDBPyConnection]]:
    name = data.replace("/", "-")
    versions = asyncio.run(_imported(name, write_files(data, scratch / "files" / name, suite), scratch))
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        index = scratch / f"{name}.values"
        write_value_index(model, connection, index)
        values = ValueIndex(index)
        yield Database(name=name, versions=versions, model=model, values=values), connection
        values.close()


async def _imported(name: str, paths: Sequence[Path], scratch: Path) -> tuple[TableVersion, ...]:
    async with Workspace.open(name, scratch / "workspaces") as workspace:
        async for _ in workspace.add(paths):
            pass
        return workspace.tables()


def _outcome(item: Item, database: Database, connection: duckdb.DuckDBPyConnection) -> Outcome:
    question = Question(text=item.question, today=item.today)
    started = time.perf_counter()
    readings = readings_of(Understanding(question=question, model=database.model, values=database.values))
    seconds = time.perf_counter() - started
    best = readings.candidates[0] if readings.candidates else None
    right = None
    if best is not None and item.expected is not None:
        query = compile_plan(best.plan, database.model)
        rows = connection.execute(query.sql, list(query.parameters)).fetchmany(_MOST_ROWS)
        right = item.expect == "rows" and answers_it(rows, item.expected)
    status, reason = status_of(readings, database, right)
    return Outcome(
        id=item.id,
        db=item.data,
        question=item.question,
        status=status,
        sql=None,
        best=right,
        confidence=best.confidence if best else 0.0,
        seconds=seconds,
        reason=reason,
        features=dict(best.features) if best else {},
    )
