"""The model as a file that people edit: read with lines, written with their comments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.model import SemanticModel
from semantic_layer import apply_changes, model_yaml
from semantic_layer.model_file import read_model_file
from semantic_layer.model_schema import model_schema
from tests.semantic_layer.given import measure, model_of

HOUSE = Path(__file__).parent.parent.parent
ORDERS = "SELECT i AS id, i * 1.5 AS amount, DATE '2024-01-01' + i::INTEGER AS day FROM range(1, 41) t(i)"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    return model_of(tmp_path_factory.mktemp("found"), {"orders": ORDERS})


def test_a_file_as_it_was_written_says_nothing_new(found: SemanticModel) -> None:
    assert read_model_file(model_yaml(found), found) == ()


def test_an_edited_file_is_taken_and_its_comments_stay(found: SemanticModel) -> None:
    text = model_yaml(found).replace("label: amount", "label: Turnover  # as finance says")
    text = f"# Ours.\n{text}x-owner: finance\nmetrics:\n  total:\n    # checked in May\n    expression: SUM(amount)\n"
    edited = apply_changes(found, read_model_file(text, found))
    assert measure(edited.entity("orders"), "amount").label == "Turnover"
    assert [one.name for one in edited.metrics] == ["total"]
    again = model_yaml(edited, text)
    for kept in ("# Ours.", "label: Turnover  # as finance says", "# checked in May", "x-owner: finance"):
        assert kept in again
    assert read_model_file(again, edited) == ()


def test_what_a_file_leaves_out_stays_unless_it_is_pruned(found: SemanticModel) -> None:
    edited = apply_changes(found, read_model_file("metrics: {total: {expression: SUM(orders.amount)}}", found))
    assert read_model_file("calendar: {week_start: monday}", edited) == ()
    (removed,) = read_model_file("calendar: {week_start: monday}", edited, prune=True)
    assert (removed.metric, removed.do) == ("total", "remove")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("entities:\n  ordres:\n    label: x\n", "Line 2: There is no table named “ordres”."),
        ("entities:\n  orders:\n    labl: x\n", "Line 3: There is no part of a table named “labl”."),
        (
            "entities:\n  orders:\n    fields:\n      amount:\n        aggregation: summ\n",
            "Line 5: There is no aggregation",
        ),
        ("metrics:\n  m:\n    expression: SUM(orders.amout)\n", "Line 2: There is no column named “orders.amout”."),
        ("calendar:\n  fiscal_year_start: 13\n", "Line 2: fiscal_year_start cannot be “13”."),
        ("a: [1\nb: 2\n", "This is no YAML"),
        ("a: &x [1]\nb: *x\n", "Line 2: Aliases"),
        ("entities: [1]\n", "Line 1: “entities” is no mapping"),
        ("[" * 500, "nested more than 60 deep"),
        ("- 1\n", "no mapping at its top"),
        ("entities:\n  orders: 3\n", "Line 2: “orders” has no parts."),
        ("entities: {orders: {label: [1]}}\n", "Line 1: “label” is a text"),
        ("metrics: {m: {expression: {kind: nonsense}}}\n", "Line 1: "),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line(text: str, message: str, found: SemanticModel) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_model_file(text, found)
    assert message in refused.value.message


def test_the_published_schema_is_that_of_the_code_and_knows_each_key_that_is_written(found: SemanticModel) -> None:
    assert json.loads((HOUSE / "docs" / "model.schema.json").read_text(encoding="utf-8")) == model_schema()
    schema = model_schema()
    from ruamel.yaml import YAML

    document = YAML(typ="safe").load(model_yaml(found))
    assert set(document) <= set(schema["properties"])
    (entity,) = document["entities"].values()
    assert set(entity) <= set(schema["$defs"]["entity"]["properties"])
    for field in entity["fields"].values():
        assert set(field) <= set(schema["$defs"]["field"]["properties"])
