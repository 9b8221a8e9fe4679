"""Running a suite: each question answered by rules alone, executed, and compared with the expected rows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import duckdb

from agents.sql_expert.candidates import Readings, Understanding
from agents.sql_expert.rules import decided, readings_of
from core.errors import UserError
from core.plan import OutputRef, Plan
from core.question import Question
from core.ways import Unclear
from evals.databases import Database, open_database
from evals.execution_accuracy import Expected, expected_of, is_same_result
from evals.spider import Item
from semantic_layer import compile_plan

Status = Literal["right", "wrong", "clarified", "declined"]
_MOST_ROWS = 20_000
_TODAY = date(2025, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`best` is whether the likeliest reading is right, answered or not; None where there is none.

    `seconds` is the time from the question to its SQL.
    """

    id: str
    db: str
    question: str
    status: Status
    sql: str | None
    best: bool | None
    confidence: float
    seconds: float
    reason: str = ""
    features: dict[str, float] = field(default_factory=dict)
    decided_by: str = "rules"
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()


def run_suite(items: Sequence[Item], folder: Path, cache: Path, processes: int = 2) -> list[Outcome]:
    """In the order of the databases' names."""
    by_database = [list(group) for _, group in groupby(sorted(items, key=lambda item: item.db), lambda item: item.db)]
    with ProcessPoolExecutor(max_workers=min(2, processes)) as pool:
        found = pool.map(_run_database, by_database, [folder] * len(by_database), [cache] * len(by_database))
        return [outcome for outcomes in found for outcome in outcomes]


def _run_database(items: list[Item], folder: Path, cache: Path) -> list[Outcome]:
    with open_database(folder / f"{items[0].db}.duckdb", cache) as (database, connection):
        return [run_item(item, database, connection) for item in items]


def run_item(item: Item, database: Database, connection: duckdb.DuckDBPyConnection) -> Outcome:
    task = Understanding(
        question=Question(text=item.question, today=_TODAY), model=database.model, values=database.values
    )
    started = time.perf_counter()
    readings = readings_of(task)
    seconds = time.perf_counter() - started
    best = readings.candidates[0] if readings.candidates else None
    sql = compile_plan(best.plan, database.model).sql if best else None
    rows = _rows(best.plan, database, connection) if best else None
    right = _is_right(best.plan, rows[1], item, database, connection) if best and rows is not None else None
    status, reason = status_of(readings, database, right)
    return Outcome(
        id=item.id,
        db=item.db,
        question=item.question,
        status=status,
        sql=sql,
        best=right,
        confidence=best.confidence if best else 0.0,
        seconds=seconds,
        reason=reason,
        features=dict(best.features) if best else {},
        columns=rows[0] if rows else (),
        rows=tuple(rows[1][:50]) if rows else (),
    )


def _is_right(
    plan: Plan, rows: Sequence[tuple[Any, ...]], item: Item, database: Database, connection: duckdb.DuckDBPyConnection
) -> bool:
    """A ranking may show the figure it ranks by, and a list of categories each once, though neither was asked for."""
    expected = _expected(item, connection)
    if is_same_result(rows, expected):
        return True
    plain = without_additions(plan)
    return plain != plan and is_same_result(_rows(plain, database, connection)[1], expected)


def without_additions(plan: Plan) -> Plan:
    if plan.rows is not None and plan.rows.distinct:
        return replace(plan, rows=replace(plan.rows, distinct=False))
    if plan.rows is not None and plan.limit is not None:
        by = [order.by for order in plan.order]
        fields = tuple(one for one in plan.rows.fields if one.of not in by)
        return replace(plan, rows=replace(plan.rows, fields=fields)) if fields else plan
    ranked = {order.by.name for order in plan.order if isinstance(order.by, OutputRef)}
    figures = [measure for measure in plan.measures if measure.shown and measure.name in ranked]
    if not figures or not (plan.limit or plan.top_per_group) or not plan.dimensions:
        return plan
    measures = tuple(replace(one, shown=False) if one in figures else one for one in plan.measures)
    return replace(plan, measures=measures)


def status_of(readings: Readings, database: Database, right: bool | None) -> tuple[Status, str]:
    try:
        decided(readings, database.model)
    except Unclear as unclear:
        return "clarified", unclear.message
    except UserError as declined:
        return "declined", declined.message
    return ("right" if right else "wrong"), ""


def _rows(
    plan: Plan, database: Database, connection: duckdb.DuckDBPyConnection
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    query = compile_plan(plan, database.model)
    try:
        found = connection.execute(query.sql, list(query.parameters))
    except duckdb.Error as error:
        return (), [(f"failed: {error}",)]
    return tuple(column[0] for column in found.description or ()), found.fetchmany(_MOST_ROWS)


def _expected(item: Item, connection: duckdb.DuckDBPyConnection) -> Expected:
    return expected_of(item.gold_sql, lambda sql: connection.execute(sql).fetchmany(_MOST_ROWS))


def as_line(outcome: Outcome) -> dict[str, Any]:
    line = asdict(outcome)
    line.pop("features")
    return line


def totals(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counted = {"right": 0, "wrong": 0, "clarified": 0, "declined": 0}
    for outcome in outcomes:
        counted[outcome.status] += 1
    return counted


def curve(outcomes: Sequence[Outcome], thresholds: Sequence[float]) -> list[tuple[float, float, float]]:
    """Threshold of confidence, and the shares of all questions right and wrong when answering from it on."""
    count = max(1, len(outcomes))
    return [
        (
            threshold,
            sum(one.best is True and one.confidence >= threshold for one in outcomes) / count,
            sum(one.best is False and one.confidence >= threshold for one in outcomes) / count,
        )
        for threshold in thresholds
    ]
