"""Totals of random plans over random small tables are those of pandas."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model import Entity, SemanticModel
from core.plan import AggregateFunction, Plan
from tests.semantic_layer.database import Database, database
from tests.semantic_layer.plans import aggregate, by, compare, dimension, entity, measure, named, refers

MODEL = SemanticModel(
    entities=(
        entity("parents", "parent_id", dimension("colour"), measure("weight", "integer")),
        entity(
            "children",
            "child_id",
            dimension("parent_id", "integer", "identifier"),
            dimension("kind"),
            dimension("born", "date", "time"),
            measure("size", "integer"),
        ),
        entity("notes", "note_id", dimension("parent_id", "integer", "identifier"), measure("stars", "integer")),
    ),
    relationships=(
        refers("child_parent", "children", "parent_id", "parents", "parent_id"),
        refers("note_parent", "notes", "parent_id", "parents", "parent_id"),
    ),
)
TABLES = """
create table parents (parent_id integer, colour varchar, weight integer);
create table children (child_id integer, parent_id integer, kind varchar, born date, size integer);
create table notes (note_id integer, parent_id integer, stars integer);
"""
WORDS: st.SearchStrategy[Any] = st.sampled_from(["a", "b", "it's", None])
NUMBERS = st.one_of(st.none(), st.integers(-5, 5))
KEYS: st.SearchStrategy[Any] = st.sampled_from([1, 2, 3, 4, 99, None])
DAYS: st.SearchStrategy[Any] = st.sampled_from(["2023-12-31", "2024-01-31", "2024-02-29", "2024-04-01", None])
PARENTS = st.lists(st.tuples(WORDS, NUMBERS), max_size=4)
CHILDREN = st.lists(st.tuples(KEYS, WORDS, DAYS, NUMBERS), max_size=12)
NOTES = st.lists(st.tuples(KEYS, NUMBERS), max_size=6)
FUNCTIONS: st.SearchStrategy[AggregateFunction] = st.sampled_from(
    ["sum", "count", "avg", "min", "max", "median", "count_distinct"]
)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def family_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("family")
    with database(folder, MODEL, TABLES) as opened:
        yield opened


def filled(db: Database, table: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Puts the rows in the table, numbered from 1, and gives them as a frame."""
    found: Entity = MODEL.entity(table)
    names = [field.name for field in found.fields]
    numbered = [(number, *row) for number, row in enumerate(rows, start=1)]
    db.connection.execute(f"delete from {table}")
    if numbered:
        marks = ", ".join("?" for _ in names)
        db.connection.executemany(f"insert into {table} values ({marks})", numbered)
    return pd.DataFrame(numbered, columns=names, dtype=object)


def expected(values: pd.Series[Any], function: str) -> float | None:
    known = pd.to_numeric(values.dropna())
    if function == "count":
        return float(len(known))
    if function == "count_distinct":
        return float(known.nunique())
    if known.empty:
        return None
    pandas_name = {"avg": "mean"}.get(function, function)
    return float(getattr(known, pandas_name)())


def same(found: Any, wanted: float | None) -> bool:
    return found is None if wanted is None else found is not None and math.isclose(float(found), wanted, abs_tol=1e-9)


@QUICK
@given(rows=CHILDREN, function=FUNCTIONS, word=WORDS, low=st.integers(-5, 5))
def test_groups_of_one_table_are_those_of_pandas(
    family_db: Database, rows: list[tuple[Any, ...]], function: AggregateFunction, word: Any, low: int
) -> None:
    frame = filled(family_db, "children", rows)
    plan = Plan(
        entity="children",
        dimensions=(by("children.kind"), by("children.born", "month", grain="month")),
        measures=(
            named("value", aggregate(function, "children.size")),
            named("high", aggregate("count", "children", where=compare("children.size", ">=", low, "integer"))),
        ),
        where=compare("children.kind", "!=", word),
    )
    kept = frame[frame["kind"].notna() & (frame["kind"] != word)] if word is not None else frame[frame["kind"].notna()]
    month = kept["born"].map(lambda day: day[:7] + "-01" if day is not None else "none")
    answer: dict[Any, list[Any]] = {
        (kind, str(start) if start else "none"): rest for kind, start, *rest in family_db.answer(plan)
    }
    groups = {key: group for key, group in kept.groupby([kept["kind"], month]) if len(group)}
    assert set(answer) == set(groups)
    for key, group in groups.items():
        assert same(answer[key][0], expected(group["size"], function)), key
        assert answer[key][1] == int((pd.to_numeric(group["size"]) >= low).sum())


@QUICK
@given(parents=PARENTS, children=CHILDREN, notes=NOTES, function=FUNCTIONS)
def test_tables_that_are_joined_never_change_each_others_totals(
    family_db: Database,
    parents: list[tuple[Any, ...]],
    children: list[tuple[Any, ...]],
    notes: list[tuple[Any, ...]],
    function: AggregateFunction,
) -> None:
    parent_frame = filled(family_db, "parents", parents)
    colours = dict(zip(parent_frame["parent_id"], parent_frame["colour"], strict=True))
    frames = {
        "weight": parent_frame,
        "size": filled(family_db, "children", children),
        "stars": filled(family_db, "notes", notes),
    }
    plan = Plan(
        entity="parents",
        dimensions=(by("parents.colour"),),
        measures=(
            named("weight", aggregate(function, "parents.weight")),
            named("size", aggregate(function, "children.size")),
            named("stars", aggregate(function, "notes.stars")),
        ),
    )
    answer = {colour: rest for colour, *rest in family_db.answer(plan)}
    assert set(answer) == set(colours.values())
    for position, (column, frame) in enumerate(frames.items()):
        linked = frame[frame["parent_id"].isin(list(colours))]
        for colour, found in answer.items():
            own = linked[linked["parent_id"].map(lambda key, c=colour: colours[key] == c).astype(bool)]
            assert same(found[position], expected(own[column], function)), (column, colour)


@QUICK
@given(parents=PARENTS, children=CHILDREN)
def test_a_look_up_loses_and_repeats_no_row(
    family_db: Database, parents: list[tuple[Any, ...]], children: list[tuple[Any, ...]]
) -> None:
    filled(family_db, "parents", parents)
    frame = filled(family_db, "children", children)
    plan = Plan(
        entity="children",
        dimensions=(by("parents.colour"),),
        measures=(named("n", aggregate("count", "children")), named("size", aggregate("sum", "children.size"))),
    )
    rows = family_db.answer(plan)
    assert sum(row[1] for row in rows) == len(frame)
    assert sum(row[2] or 0 for row in rows) == sum(size for size in frame["size"] if size is not None)


@QUICK
@given(parents=PARENTS, children=CHILDREN)
def test_a_row_counts_once_in_each_group_on_the_many_side(
    family_db: Database, parents: list[tuple[Any, ...]], children: list[tuple[Any, ...]]
) -> None:
    parent_frame = filled(family_db, "parents", parents)
    frame = filled(family_db, "children", children)
    plan = Plan(
        entity="parents",
        dimensions=(by("children.kind"),),
        measures=(named("n", aggregate("count", "parents")),),
    )
    keys = set(parent_frame["parent_id"])
    wanted: dict[Any, set[Any]] = {}
    for key, kind in zip(frame["parent_id"], frame["kind"], strict=True):
        if key in keys:
            wanted.setdefault(kind, set()).add(key)
    linked = {key for members in wanted.values() for key in members}
    if keys - linked:
        wanted.setdefault(None, set()).update(keys - linked)
    assert dict(family_db.answer(plan)) == {kind: len(members) for kind, members in wanted.items()}
