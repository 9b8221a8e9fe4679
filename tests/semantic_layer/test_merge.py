"""What people set in a model stays theirs whatever is inferred later, and they are told what new columns break."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import UserError
from core.model import Calendar, Dimension, Measure, Metric, Profile, SemanticModel, Synonym, provenance
from core.plan import Aggregate, FieldRef
from semantic_layer import apply_changes, build_model, merge_model, read_changes, what_breaks
from semantic_layer.merge import relationship_identity
from tests.semantic_layer.given import versions_of
from warehouse import open_versions

ORDERS = "SELECT i AS id, i % 9 + 1 AS customer_id, i * 1.5 AS amount, DATE '2024-01-01' + i::INTEGER AS day FROM range(1, 41) t(i)"
RENAMED = ORDERS.replace("AS amount", "AS amounts").replace("i % 9 + 1 AS customer_id", "'C' || i AS customer_id")
CUSTOMERS = "SELECT i AS id, 'Name ' || i AS name FROM range(1, 10) t(i)"


def built(folder: Path, orders: str = ORDERS, known: SemanticModel | None = None, number: int = 1) -> SemanticModel:
    versions = versions_of(folder, {"orders": orders, "customers": CUSTOMERS}, number=number)
    with open_versions(versions) as connection:
        return build_model(versions, connection, known)


@pytest.fixture(scope="module")
def inferred(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    return built(tmp_path_factory.mktemp("inferred"))


@pytest.fixture(scope="module")
def edited(inferred: SemanticModel) -> SemanticModel:
    """A person called orders bookings, averages the amount, names it, and keeps a metric and a synonym."""
    orders = inferred.entity("orders")
    amount = orders.field("amount")
    assert isinstance(amount, Measure)
    mine = replace(amount, aggregation="avg", label="Booked", by_person=("aggregation", "label"))
    fields = tuple(mine if field.name == "amount" else field for field in orders.fields)
    bookings = replace(orders, label="Bookings", fields=fields, by_person=("label",))
    value = Aggregate(function="sum", entity="orders", of=FieldRef(entity="orders", name="amount"))
    return replace(
        inferred,
        entities=tuple(bookings if entity.name == "orders" else entity for entity in inferred.entities),
        metrics=(Metric(name="takings", label="takings", entity="orders", expression=value),),
        synonyms=(Synonym(phrase="turnover", target="orders.amount"),),
        calendar=Calendar(week_start=6, fiscal_year_start=4),
    )


def test_what_a_person_set_stands_over_what_is_inferred_and_the_rest_is_counted_anew(
    tmp_path: Path, edited: SemanticModel
) -> None:
    model = built(tmp_path, f"{ORDERS} UNION ALL SELECT 99, 1, 5.5, DATE '2025-01-01'", known=edited, number=2)
    orders = model.entity("orders")
    amount = orders.field("amount")
    assert (orders.label, orders.version, orders.rows) == ("Bookings", 2, 41)
    assert isinstance(amount, Measure)
    assert (amount.aggregation, amount.label, amount.profile.rows) == ("avg", "Booked", 41)
    assert provenance(amount, "aggregation") == "person"
    assert provenance(amount, "unit") == "inferred"
    assert [metric.name for metric in model.metrics] == ["takings"]
    assert model.synonyms == edited.synonyms
    assert model.calendar == Calendar(week_start=6, fiscal_year_start=4)


def test_merging_twice_changes_nothing_more(inferred: SemanticModel, edited: SemanticModel) -> None:
    once = merge_model(inferred, edited)
    assert merge_model(inferred, once) == once
    assert merge_model(inferred, inferred) == inferred


def test_a_measure_that_a_person_made_a_dimension_stays_one(inferred: SemanticModel) -> None:
    orders = inferred.entity("orders")
    grade = Dimension(
        name="amount",
        label="amount",
        type="text",
        role="category",
        profile=Profile(rows=1, nulls=0, distinct=1),
        by_person=("role",),
    )
    changed = replace(orders, fields=tuple(grade if field.name == "amount" else field for field in orders.fields))
    merged = merge_model(inferred, replace(inferred, entities=(changed, *inferred.entities[1:])))
    found = merged.entity("orders").field("amount")
    assert isinstance(found, Dimension)
    assert (found.role, found.type, found.profile) == ("category", "decimal", orders.field("amount").profile)


def test_a_relationship_that_a_person_removed_is_not_found_again(tmp_path: Path, inferred: SemanticModel) -> None:
    (found,) = inferred.relationships
    without = replace(inferred, relationships=(), removed=(relationship_identity(found),))
    model = built(tmp_path, known=without, number=2)
    assert model.relationships == ()
    assert model.removed == without.removed


def test_a_relationship_that_a_person_drew_or_named_stays(inferred: SemanticModel) -> None:
    (found,) = inferred.relationships
    named = replace(found, name="buyer", by_person=("name",))
    drawn = replace(found, name="twin", from_columns=("id",), by_person=("*",))
    merged = merge_model(inferred, replace(inferred, relationships=(named, drawn)))
    assert {one.name: one.from_columns for one in merged.relationships} == {"buyer": ("customer_id",), "twin": ("id",)}


def test_a_suggestion_that_a_person_removed_does_not_come_back(tmp_path: Path, inferred: SemanticModel) -> None:
    names = [metric.name for metric in inferred.suggested_metrics]
    assert "revenue" in names
    model = built(tmp_path, known=replace(inferred, removed=("metric revenue",)), number=2)
    assert [metric.name for metric in model.suggested_metrics] == [name for name in names if name != "revenue"]


def test_a_key_of_a_person_is_given_up_only_where_its_column_is_gone(inferred: SemanticModel) -> None:
    orders = replace(inferred.entity("orders"), key=("amount",), display="ghost", by_person=("key", "display"))
    merged = merge_model(inferred, replace(inferred, entities=(orders, *inferred.entities[1:]))).entity("orders")
    assert merged.key == ("amount",)
    assert merged.display is None


def test_what_new_columns_break_is_told_with_what_to_use_instead(tmp_path: Path, edited: SemanticModel) -> None:
    model = built(tmp_path, RENAMED, known=edited, number=2)
    broken = {(one.kind, one.name): one.instead for one in what_breaks(model, edited)}
    assert broken[("column", "orders.amount")] == ("amounts",)
    assert broken[("metric", "takings")] == ("orders.amounts",)
    assert broken[("synonym", "turnover")] == ("orders.amounts",)
    assert ("type", "orders.customer_id") in broken
    assert model.metrics == ()
    assert model.synonyms == ()


def test_a_table_that_is_gone_is_told_with_its_relationships(inferred: SemanticModel) -> None:
    left = replace(inferred, entities=(inferred.entity("orders"),), relationships=())
    assert {(one.kind, one.name) for one in what_breaks(left, inferred)} == {
        ("table", "customers"),
        ("relationship", inferred.relationships[0].name),
    }


def test_nothing_breaks_where_nothing_is_gone(inferred: SemanticModel, edited: SemanticModel) -> None:
    assert what_breaks(inferred, edited) == ()


def test_a_hierarchy_of_a_person_stays_until_its_column_is_gone(tmp_path: Path, inferred: SemanticModel) -> None:
    change = {"target": "orders", "set": {"hierarchies": ["customer_id > day"]}}
    edited = apply_changes(inferred, read_changes([change]))
    assert [one.levels for one in edited.entity("orders").hierarchies] == [("customer_id", "day")]
    assert built(tmp_path / "same", known=edited, number=2).entity("orders").hierarchies == (
        edited.entity("orders").hierarchies
    )
    lesser = ORDERS.replace(", DATE '2024-01-01' + i::INTEGER AS day", "")
    model = built(tmp_path / "less", lesser, known=edited, number=3)
    assert model.entity("orders").hierarchies == ()
    assert ("hierarchy", "orders") in {(one.kind, one.name) for one in what_breaks(model, edited)}


@pytest.mark.parametrize("levels", [["day"], ["day", "day"], ["day", "days"], 7])
def test_a_hierarchy_has_two_or_more_columns_of_its_table(inferred: SemanticModel, levels: object) -> None:
    with pytest.raises(UserError):
        apply_changes(inferred, read_changes([{"target": "orders", "set": {"hierarchies": [levels]}}]))


def test_a_metric_breaks_with_the_metric_it_is_made_of_and_holds_again_with_it(
    tmp_path: Path, inferred: SemanticModel
) -> None:
    changes = [
        {"metric": "takings", "set": {"entity": "orders", "expression": "SUM(amount)"}},
        {"metric": "twice", "set": {"entity": "orders", "expression": "takings * 2"}},
        {"metric": "rows", "set": {"entity": "orders", "expression": "COUNT(*)"}},
    ]
    edited = apply_changes(inferred, read_changes(changes))
    model = built(tmp_path / "renamed", RENAMED, known=edited, number=2)
    assert [one.name for one in model.metrics] == ["rows"]
    broken = {one.name: one.why for one in what_breaks(model, edited) if one.kind == "metric"}
    assert broken == {"takings": "It needs orders.amount.", "twice": "It needs takings."}
    again = built(tmp_path / "again", known=edited, number=3)
    assert [one.name for one in again.metrics] == ["takings", "twice", "rows"]
