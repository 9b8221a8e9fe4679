from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import plan as p
from core.errors import InvalidInput
from core.event import Event, RunFinished, TableReady
from core.model import Dimension, Entity, Profile, SemanticModel
from core.plan import Condition, Plan
from core.result import ResultColumn
from core.table import Cell, ColumnType
from wire import dump, dumps, event_object, json_schema, load, loads

FIELD = p.FieldRef(entity="orders", name="amount")
leaves = st.one_of(
    st.builds(
        p.Comparison,
        left=st.just(FIELD),
        operator=st.sampled_from(["=", "<"]),
        right=st.builds(p.Value, value=st.one_of(st.integers(), st.text(), st.booleans()), type=st.just("text")),
    ),
    st.builds(p.IsNull, of=st.just(FIELD), negated=st.booleans()),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(p.And, conditions=st.lists(inner, max_size=3).map(tuple)),
        st.builds(p.Or, conditions=st.lists(inner, max_size=3).map(tuple)),
        st.builds(p.Not, condition=inner),
    ),
    max_leaves=12,
)


@given(conditions)
def test_every_plan_comes_back_as_it_was(where: Condition) -> None:
    plan = Plan(entity="orders", where=where)
    assert loads(Plan, dumps(plan)) == plan


def test_a_deep_tree_is_read_in_linear_time() -> None:
    expression: p.Expression = FIELD
    for _ in range(60):
        expression = p.Arithmetic(operator="+", left=expression, right=FIELD)
    plan = Plan(entity="orders", rows=p.Rows(fields=(p.PlanField(name="x", label="x", of=expression),)))
    assert loads(Plan, dumps(plan)) == plan


def test_a_wrong_document_says_where() -> None:
    with pytest.raises(InvalidInput, match=r"measures\.0\.value"):
        load(Plan, {"entity": "orders", "measures": [{"name": "a", "label": "A", "value": {"kind": "nonsense"}}]})


def test_an_event_is_flat_and_names_its_type() -> None:
    event = Event(seq=3, run_id="r", ts=datetime(2025, 1, 1, tzinfo=UTC), happening=RunFinished(status="answered"))
    flat = event_object(event)
    assert flat["type"] == "run.finished"
    assert flat["status"] == "answered"
    assert "kind" not in flat
    assert loads(Event, dumps(event)) == event


def test_cells_keep_their_kind_in_json() -> None:
    columns = (ResultColumn(name="d", type="date"), ResultColumn(name="n", type="integer"))
    table = TableReady(columns=columns, rows=((date(2025, 1, 31), 7), (None, None)), row_count=2, truncated=False)
    assert dump(table)["rows"] == [["2025-01-31", 7], [None, None]]


CELLS: tuple[tuple[ColumnType, Cell], ...] = (
    ("text", "02108"),
    ("text", "2024-01-01"),
    ("text", "12.50"),
    ("decimal", Decimal("12.50")),
    ("date", date(2024, 1, 31)),
    ("timestamp", datetime(2024, 1, 31, 12, 30)),  # noqa: DTZ001
    ("timestamptz", datetime(2024, 1, 31, 12, 30, tzinfo=UTC)),
    ("time", time(12, 30)),
    ("interval", timedelta(hours=36)),
    ("integer", 7),
    ("float", 0.5),
    ("boolean", True),
    ("list", [1, "a"]),
    ("integer", None),
)


@pytest.mark.parametrize(("kind", "cell"), CELLS)
def test_a_cell_comes_back_as_its_column_says(kind: ColumnType, cell: Cell) -> None:
    table = TableReady(columns=(ResultColumn(name="c", type=kind),), rows=((cell,),), row_count=1, truncated=False)
    event = Event(seq=1, run_id="r", ts=datetime(2025, 1, 1, tzinfo=UTC), happening=table)
    assert loads(Event, dumps(event)) == event
    profile = Profile(rows=1, nulls=0, distinct=1, minimum=cell, maximum=cell, top=((cell, 1),))
    dimension = Dimension(name="c", label="C", type=kind, role="category", profile=profile)
    model = SemanticModel(entities=(Entity(name="t", label="T", version=1, rows=1, fields=(dimension,)),))
    assert loads(SemanticModel, dumps(model)) == model


def test_profiles_survive() -> None:
    profile = Profile(rows=3, nulls=1, distinct=2, minimum="a", maximum="b", top=(("a", 2),))
    assert loads(Profile, dumps(profile)) == profile


def test_a_plan_has_a_published_schema() -> None:
    schema = json_schema(Plan)
    assert "measures" in schema["$defs"]["Plan"]["properties"]
