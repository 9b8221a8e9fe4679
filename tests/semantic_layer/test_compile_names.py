from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.model import Entity, SemanticModel
from core.plan import FieldRef, Order, OutputRef, Plan, PlanField, Rows
from tests.semantic_layer.database import Database, database
from tests.semantic_layer.plans import aggregate, by, dimension, named

NAMES = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), min_size=1, max_size=12)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def model_of(table: str, columns: list[str]) -> SemanticModel:
    fields = tuple(dimension(name, "integer") for name in columns)
    return SemanticModel(entities=(Entity(name=table, label=table, version=1, rows=1, fields=fields),))


def test_every_keyword_can_name_a_column_and_an_output(tmp_path: Path) -> None:
    with database(tmp_path, model_of("t", ["x"]), "create table t as select 1 as x") as opened:
        keywords = sorted({row[0] for row in opened.rows("select keyword_name from duckdb_keywords()")})
        columns = ", ".join(f"{place} as {quoted(name)}" for place, name in enumerate(keywords))
        opened.connection.execute(f"create table words as select {columns}")
        words = Database(opened.connection, model_of("words", keywords))
        everything = Plan(entity="words", rows=Rows(), order=(Order(by=FieldRef(entity="words", name=keywords[0])),))
        assert words.answer(everything) == [tuple(range(len(keywords)))]
        renamed = [*keywords[1:], keywords[0]]
        fields = [FieldRef(entity="words", name=name) for name in keywords]
        dimensions = tuple(by(field, other) for field, other in zip(fields, renamed, strict=True))
        total = named("a total", aggregate("sum", fields[-1], entity="words"))
        order = (Order(by=OutputRef(name="select")),)
        plan = Plan(entity="words", dimensions=dimensions, measures=(total,), order=order)
        assert words.answer(plan) == [(*range(len(keywords)), len(keywords) - 1)]


@pytest.mark.parametrize(
    "name", ["group", "order", "select", "table", "values", "range", "unnest", "grouped", "before"]
)
def test_a_table_may_have_any_name(tmp_path: Path, name: str) -> None:
    script = f"create table {quoted(name)} as select 7 as x"
    with database(tmp_path, model_of(name, ["x"]), script) as opened:
        plan = Plan(entity=name, measures=(named("n", aggregate("sum", FieldRef(entity=name, name="x"), entity=name)),))
        assert opened.answer(plan) == [(7,)]


@pytest.fixture(scope="module")
def empty_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("names")
    with database(folder, model_of("t", ["x"]), "create table t as select 1 as x") as opened:
        yield opened


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=NAMES, column=NAMES, output=NAMES)
@example(table='a"b', column="x; drop table y --", output="' or 1=1")
@example(table="a.b", column="A", output="a")
def test_names_are_quoted_so_that_they_stay_names(empty_db: Database, table: str, column: str, output: str) -> None:
    empty_db.connection.execute(f"create or replace table {quoted(table)} as select 7 as {quoted(column)}")
    strange = Database(empty_db.connection, model_of(table, [column]))
    fields = (PlanField(name=output, label=output, of=FieldRef(entity=table, name=column)),)
    plan = Plan(entity=table, rows=Rows(fields=fields), order=(Order(by=OutputRef(name=output)),))
    assert strange.answer(plan) == [(7,)]
    assert strange.answer(replace(plan, rows=Rows(fields=fields, distinct=True))) == [(7,)]
