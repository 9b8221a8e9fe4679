"""How rows stand in time, as people correct it: no level that they call one is added up over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.errors import InvalidInput, UnknownName
from core.model import SemanticModel, Snapshots
from core.plan import Aggregate, FieldRef, Plan, PlanMeasure
from core.table import TableVersion
from semantic_layer import apply_changes, build_model, compile_plan, model_yaml, read_changes, what_breaks
from semantic_layer.exchange import export_model, import_model
from semantic_layer.model_file import read_model_file
from semantic_layer.profile import Connection
from semantic_layer.publishing import edited_model
from tests.semantic_layer.given import versions_of
from warehouse import open_versions

LEVELS = """
SELECT i AS id, (DATE '2024-01-01' + INTERVAL (i % 6) MONTH)::DATE AS told_on, 'acc' || (i // 6) AS account, 100 + i AS amt
FROM range(30) t(i)
"""
LAST = sum(100 + i for i in range(5, 30, 6))


@pytest.fixture
def levels(tmp_path: Path) -> Iterator[tuple[SemanticModel, tuple[TableVersion, ...], Connection]]:
    versions = versions_of(tmp_path, {"levels": LEVELS})
    with open_versions(versions) as connection:
        yield build_model(versions, connection), versions, connection


def changed(model: SemanticModel, connection: Connection, *changes: dict[str, Any]) -> SemanticModel:
    return edited_model(model, None, read_changes(list(changes)), connection).model


def total(model: SemanticModel, connection: Connection) -> Sequence[object]:
    amount = Aggregate(function="sum", entity="levels", of=FieldRef(entity="levels", name="amt"))
    plan = Plan(entity="levels", measures=(PlanMeasure(name="value", label="value", value=amount),))
    return connection.execute(compile_plan(plan, model).sql).fetchall()


def test_a_number_that_a_person_calls_a_level_is_not_added_up_over_time(levels: Any) -> None:
    model, versions, connection = levels
    assert total(model, connection) == [(sum(range(100, 130)),)]
    told = changed(model, connection, {"target": "levels.amt", "set": {"additivity": "semi_additive"}})
    assert told.entity("levels").snapshots == Snapshots(time=("told_on",), things=("account",))
    assert total(told, connection) == [(LAST,)]
    again = build_model(versions, connection, known=told)
    assert total(again, connection) == [(LAST,)]


def test_a_level_without_any_column_for_its_things_counts_at_the_last_time(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"levels": "SELECT told_on, amt FROM (" + LEVELS + ")"})
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        level = {"target": "levels.amt", "set": {"role": "measure", "additivity": "semi_additive"}}
        assert total(changed(model, connection, level), connection) == [(LAST,)]


def test_people_say_which_columns_tell_the_time_and_the_things_of_a_level(levels: Any) -> None:
    model, _, connection = levels
    level = {"target": "levels.amt", "set": {"additivity": "semi_additive"}}
    said = changed(model, connection, level, {"target": "levels", "set": {"snapshots": "told_on: id"}})
    assert said.entity("levels").snapshots == Snapshots(time=("told_on",), things=("id",), shared=False)
    assert total(said, connection) == [(sum(range(100, 130)),)]
    none = changed(model, connection, level, {"target": "levels", "set": {"snapshots": None}})
    assert none.entity("levels").snapshots is None


def test_snapshots_and_spine_of_a_person_stay_with_new_rows_and_are_counted_anew(levels: Any, tmp_path: Path) -> None:
    model, _, connection = levels
    mine = {"snapshots": {"time": ["told_on"], "things": ["account"]}, "spine": "quarter"}
    said = changed(model, connection, {"target": "levels", "set": mine})
    spine = said.entity("levels").spine
    assert spine is not None
    assert (spine.grain, spine.start, spine.end, spine.missing) == ("quarter", "2024-01-01", "2024-04-01", 0)
    fewer = LEVELS.replace("range(30)", "range(2)").replace("INTERVAL (i % 6) MONTH", "INTERVAL (i * 9) MONTH")
    newer = versions_of(tmp_path, {"levels": fewer}, number=2)
    with open_versions(newer) as other:
        again = build_model(newer, other, known=said).entity("levels")
    assert again.snapshots == Snapshots(time=("told_on",), things=("account",))
    assert again.spine is not None
    assert (again.spine.grain, again.spine.end, again.spine.missing) == ("quarter", "2024-10-01", 2)


def test_snapshots_of_a_person_break_with_their_column(levels: Any, tmp_path: Path) -> None:
    model, _, connection = levels
    said = changed(model, connection, {"target": "levels", "set": {"snapshots": "told_on: account"}})
    newer = versions_of(tmp_path, {"levels": "SELECT id, told_on, amt FROM (" + LEVELS + ")"}, number=2)
    with open_versions(newer) as other:
        again = build_model(newer, other, known=said)
    assert again.entity("levels").snapshots is None
    assert ("snapshots", "levels", "account is gone.") in [(b.kind, b.name, b.why) for b in what_breaks(again, said)]


def test_a_default_time_of_a_person_is_the_one_whose_periods_are_counted(tmp_path: Path) -> None:
    orders = """
    SELECT i AS id, (DATE '2024-01-01' + i::INTEGER) AS ordered_on, (DATE '2023-01-01' + INTERVAL (i) MONTH)::DATE AS billed
    FROM range(20) t(i)
    """
    versions = versions_of(tmp_path, {"orders": orders})
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        said = changed(model, connection, {"target": "orders", "set": {"default_time": "billed"}})
    spine = said.entity("orders").spine
    assert spine is not None
    assert (spine.field, spine.grain) == ("billed", "month")


@pytest.mark.parametrize("value", ["account", "told_on: told_on", {"things": ["account"]}, {"day": ["told_on"]}, 3])
def test_snapshots_that_say_no_time_are_refused(value: object, levels: Any) -> None:
    model, _, connection = levels
    if value == "account":
        value = ": account"
    with pytest.raises((InvalidInput, UnknownName)):
        changed(model, connection, {"target": "levels", "set": {"snapshots": value}})


def test_a_column_of_years_may_be_made_a_time(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"sales": "SELECT i AS id, 2000 + i AS p, i AS q FROM range(20) t(i)"})
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
    years = read_changes(
        [{"target": "sales.p", "set": {"role": "time"}}, {"target": "sales", "set": {"default_time": "p"}}]
    )
    assert apply_changes(model, years).entity("sales").default_time == "p"
    with pytest.raises(InvalidInput, match="neither dates nor years"):
        apply_changes(model, read_changes([{"target": "sales.q", "set": {"role": "time"}}]))


def test_a_file_of_the_model_says_and_takes_spine_and_snapshots(levels: Any) -> None:
    model, _, connection = levels
    said = changed(model, connection, {"target": "levels", "set": {"snapshots": "told_on: account"}})
    text = model_yaml(said)
    assert "snapshots: 'told_on: account'" in text
    assert read_model_file(text, said) == ()
    (spine,) = read_model_file(text.replace("spine: month", "spine: quarter"), said)
    assert dict(spine.set) == {"spine": "quarter"}


def test_what_other_formats_have_no_place_for_is_told_and_ossie_brings_it_back(levels: Any) -> None:
    model, _, connection = levels
    said = changed(
        model, connection, {"target": "levels", "set": {"snapshots": "told_on: account", "spine": "quarter"}}
    )
    for form in ("dbt", "snowflake"):
        assert any("snapshots" in one.why and one.what == "levels" for one in export_model(said, form).lost)
    taken = import_model(export_model(said, "ossie").text, model, "ossie").changes
    assert {"snapshots", "spine"} <= {name for one in taken for name in one.set}
