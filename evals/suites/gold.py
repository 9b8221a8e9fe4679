"""Suites whose right answers are the rows of given queries over DuckDB files: Spider, defog, DuckDB-NSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from evals.execution_accuracy import Expected, expected_of
from evals.expectations import Expectation, SameRows
from evals.predictions import Asked
from evals.suite import Item, Suite

_MOST_ROWS = 20_000
_TODAY = date(2025, 1, 1)


def gold_suite(
    name: str, questions: Path, databases: Path, wanted: Callable[[dict[str, Any]], bool], phrasing: str = "question"
) -> Suite:
    """`phrasing` names the field that holds the question; lines without it are left out."""
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    items = [_item(line, databases, phrasing) for line in lines if wanted(line) and line.get(phrasing)]
    return Suite(name=name, databases=databases, items=tuple(items))


def _item(line: dict[str, Any], databases: Path, phrasing: str) -> Item:
    queries = (line["gold_sql"], *line.get("gold_sql_alt", ()))
    return Item(
        asked=Asked(id=line["id"], db=line["db"], question=line[phrasing], today=_today(line)),
        kind=kind_of(line["gold_sql"]),
        expected=partial(_expected, databases / f"{line['db']}.duckdb", queries),
        gold_sql=line["gold_sql"],
    )


def _today(line: dict[str, Any]) -> date | None:
    """The real day for queries that are told from it; their data has to be built on that day."""
    return None if "relative_to_now" in line.get("flags", ()) else _TODAY


def _expected(path: Path, queries: Sequence[str]) -> Expectation:
    run = _runner(path)
    found: list[Expected] = []
    for sql in queries:
        try:
            found.append(expected_of(sql, run))
        except duckdb.Error:
            continue
    return SameRows(alternatives=tuple(found))


@cache
def _runner(path: Path) -> Callable[[str], list[tuple[object, ...]]]:
    # A folder of ready databases is read by this room alone; the product opens only files that it wrote.
    connection = duckdb.connect(str(path), read_only=True)  # noqa: TID251
    return lambda sql: connection.execute(sql).fetchmany(_MOST_ROWS)


def kind_of(sql: str) -> str:
    """The rarest construct that a query uses, as a word for people."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return "other"
    if tree.find(exp.SetOperation):
        return "set operation"
    if len(list(tree.find_all(exp.Select))) > 1:
        return "nested"
    tables = "several tables" if len(list(tree.find_all(exp.Table))) > 1 else "one table"
    shape = "list"
    if tree.find(exp.Group):
        shape = "grouped"
    elif tree.find(exp.AggFunc):
        shape = "aggregate"
    return f"{tables}, {shape}, ranked" if tree.find(exp.Limit) else f"{tables}, {shape}"
