"""Requests drawn by rules: with the SQL given, and from their words alone."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb

from agents.agreeing import first_sound_query
from agents.dashboard_designer import Design, DesignByRules
from agents.dashboard_designer.drawing_words import without_drawing_words
from agents.sql_expert import Understanding
from core.chart import Chart
from core.errors import TablespeakError
from core.query import Query
from core.question import Question
from core.result import Result, ResultColumn
from core.ways import Declined
from evals.databases import Database, open_database
from evals.drawing.comparing import Verdict, by_columns, by_data
from evals.drawing.given import whole_sql
from evals.drawing.requests import Request
from evals.openings import open_source, source_of
from semantic_layer import lift_query
from warehouse import column_type
from workspace.desk import lay_desk
from workspace.opened import Opened

_ROWS = 5000
_TODAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`verdict` is None where nothing could be drawn: no SQL that holds the chart, or no answer."""

    request: Request
    verdict: Verdict | None
    chart: Chart | None = None
    result: Result | None = None
    why: str = ""

    @property
    def right(self) -> bool:
        return self.verdict is not None and self.verdict.right


def score_given(requests: Sequence[Request], folder: Path, cache: Path) -> Iterator[Scored]:
    for db, group in groupby(sorted(requests, key=lambda one: one.db), key=lambda one: one.db):
        with open_database(folder / f"{db}.duckdb", cache) as (database, connection):
            for request in group:
                yield asyncio.run(_given(request, database, connection))


async def _given(request: Request, database: Database, connection: duckdb.DuckDBPyConnection) -> Scored:
    sql = whole_sql(request)
    if sql is None:
        return Scored(request=request, verdict=None, why="no SQL of the whole chart")
    try:
        result = _run(connection, sql)
    except duckdb.Error as failed:
        return Scored(request=request, verdict=None, why=str(failed).splitlines()[0])
    chart, why = await _drawn(lift_query(sql, database.model), result, request.question)
    verdict = by_columns(chart, [column.name for column in result.columns], request)
    return Scored(request=request, verdict=verdict, chart=chart, result=result, why=why)


def score_asked(requests: Sequence[Request], folder: Path) -> list[Scored]:
    return asyncio.run(_all_asked(requests, folder))


async def _all_asked(requests: Sequence[Request], folder: Path) -> list[Scored]:
    scored: list[Scored] = []
    for db, group in groupby(sorted(requests, key=lambda one: one.db), key=lambda one: one.db):
        with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
            async with open_source(source_of(folder, db), Path(scratch)) as opened:
                scored += [one async for one in _asked_of(list(group), opened)]
    return scored


async def _asked_of(requests: list[Request], opened: Opened) -> AsyncIterator[Scored]:
    desk = lay_desk(opened, _ROWS)
    for request in requests:
        question = Question(text=without_drawing_words(request.question), today=_TODAY)
        task = Understanding(question=question, model=opened.model, values=opened.values)
        try:
            query = (await first_sound_query(desk, task)).value
            result = await opened.execute(query, _ROWS)
        except TablespeakError as refused:
            yield Scored(request=request, verdict=None, why=f"{type(refused).__name__}: {refused.message}")
            continue
        chart, why = await _drawn(query, result, request.question)
        yield Scored(
            request=request, verdict=by_data(chart, result, request), chart=chart, result=result, why=why or query.sql
        )


async def _drawn(query: Query, result: Result, question: str) -> tuple[Chart | None, str]:
    try:
        return await DesignByRules()(Design(query=query, result=result, title=question, asked=question)), ""
    except Declined as declined:
        return None, declined.message


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    ran = connection.execute(sql)
    described = tuple(
        ResultColumn(name=name, type=column_type(str(type_))) for name, type_, *_ in ran.description or ()
    )
    rows = tuple(tuple(row) for row in ran.fetchmany(_ROWS))
    return Result(columns=_named_apart(described), rows=rows, row_count=len(rows), truncated=False, elapsed=0.0)


def _named_apart(columns: tuple[ResultColumn, ...]) -> tuple[ResultColumn, ...]:
    names: list[str] = []
    for column in columns:
        names.append(column.name if column.name not in names else f"{column.name}_{len(names)}")
    return tuple(ResultColumn(name=name, type=column.type) for name, column in zip(names, columns, strict=True))
