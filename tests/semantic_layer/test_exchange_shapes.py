"""What is written has the keys that each format knows, as its makers publish them, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from core.model import SemanticModel
from semantic_layer import apply_changes, read_changes
from semantic_layer.exchange import export_model, format_of_file, import_model
from tests.semantic_layer.given import model_of

ORDERS = (
    "SELECT i AS order_id, i % 9 + 1 AS customer_id, (i * 1.5)::DECIMAL(9, 2) AS amount,"
    " CASE i % 3 WHEN 0 THEN 'refunded' ELSE 'paid' END AS status, DATE '2024-01-01' + i::INTEGER AS ordered_at"
    " FROM range(1, 41) t(i)"
)
CUSTOMERS = "SELECT i AS customer_id, 'Name ' || i AS full_name, 'C' || i % 3 AS country FROM range(1, 10) t(i)"
BALANCES = (
    "SELECT i % 5 AS account_id, (DATE '2024-01-31' + INTERVAL (i // 5) MONTH)::DATE AS day, i * 3.5 AS balance"
    " FROM range(60) t(i)"
)
CHANGES = [
    {"target": "orders.amount", "set": {"label": "Turnover", "synonyms": ["takings"], "unit": "EUR", "hidden": True}},
    {"target": "customers", "set": {"hierarchies": [["country", "full_name"]]}},
    {"metric": "net", "set": {"expression": "SUM(amount)", "entity": "orders", "where": "status = 'paid'"}},
    {"metric": "per_order", "set": {"expression": "SUM(orders.amount) / COUNT(DISTINCT orders.order_id)"}},
    {"metric": "net_share", "set": {"expression": "net / SUM(orders.amount) - 1", "entity": "orders"}},
]


@dataclass(frozen=True)
class Shape:
    """Keys that must be there and that may be; `within` has the shape of what stands below a key."""

    needed: tuple[str, ...]
    also: tuple[str, ...] = ()
    within: tuple[tuple[str, Shape], ...] = ()


_EXTENSION = Shape(("vendor_name", "data"))
_EXPRESSION = Shape(("dialects",), within=(("dialects", Shape(("dialect", "expression"))),))
_TOLD = (("ai_context", Shape((), ("instructions", "synonyms", "examples"))), ("custom_extensions", _EXTENSION))
_OSSIE_FIELD = Shape(
    ("name", "expression"),
    ("dimension", "label", "description", "datatype", "ai_context", "custom_extensions"),
    (("expression", _EXPRESSION), ("dimension", Shape((), ("is_time",))), *_TOLD),
)
_OSSIE_DATASET = Shape(
    ("name", "source"),
    ("primary_key", "unique_keys", "description", "ai_context", "fields", "custom_extensions"),
    (("fields", _OSSIE_FIELD), *_TOLD),
)
_OSSIE_METRIC = Shape(
    ("name", "expression"),
    ("description", "datatype", "ai_context", "custom_extensions"),
    (("expression", _EXPRESSION), *_TOLD),
)
_OSSIE_MODEL = Shape(
    ("name", "datasets"),
    ("description", "ai_context", "relationships", "metrics", "custom_extensions"),
    (
        ("datasets", _OSSIE_DATASET),
        ("relationships", Shape(("name", "from", "to", "from_columns", "to_columns"), ("ai_context",))),
        ("metrics", _OSSIE_METRIC),
        *_TOLD,
    ),
)
_COLUMN = ("synonyms", "description", "sample_values", "unique", "is_enum")
_SNOWFLAKE_METRIC = Shape(("name", "expr"), ("synonyms", "description", "access_modifier"))
_SNOWFLAKE_TABLE = Shape(
    ("name", "base_table"),
    (
        "description", "synonyms", "primary_key", "dimensions", "time_dimensions", "facts", "metrics", "filters",
    ),
    (
        ("base_table", Shape(("database", "schema", "table"))),
        ("primary_key", Shape(("columns",))),
        ("dimensions", Shape(("name", "expr", "data_type"), _COLUMN)),
        ("time_dimensions", Shape(("name", "expr", "data_type"), _COLUMN)),
        ("facts", Shape(("name", "expr", "data_type"), (*_COLUMN, "access_modifier"))),
        ("metrics", _SNOWFLAKE_METRIC),
    ),
)  # fmt: skip
_ENDS = Shape(("left_column", "right_column"))
_SNOWFLAKE_JOIN = Shape(
    ("name", "left_table", "right_table", "relationship_columns"), within=(("relationship_columns", _ENDS),)
)
_METRIC_INPUT = Shape(("name",), ("alias", "filter", "offset_window"))
_DBT_MODEL = Shape(
    ("name", "model"),
    ("label", "description", "defaults", "primary_entity", "entities", "dimensions", "measures"),
    (
        ("defaults", Shape(("agg_time_dimension",))),
        ("entities", Shape(("name", "type"), ("expr", "label", "description"))),
        (
            "dimensions",
            Shape(
                ("name", "type"),
                ("expr", "label", "description", "type_params"),
                (("type_params", Shape(("time_granularity",))),),
            ),
        ),
        (
            "measures",
            Shape(
                ("name", "agg"),
                ("expr", "label", "description", "non_additive_dimension"),
                (("non_additive_dimension", Shape(("name", "window_choice"))),),
            ),
        ),
    ),
)
_DBT_METRIC = Shape(
    ("name", "label", "type", "type_params"),
    ("description",),
    (
        (
            "type_params",
            Shape(
                (),
                ("measure", "numerator", "denominator", "expr", "metrics"),
                (("numerator", _METRIC_INPUT), ("denominator", _METRIC_INPUT), ("metrics", _METRIC_INPUT)),
            ),
        ),
    ),
)
FORMATS = {
    "ossie": Shape(("version", "semantic_model"), within=(("semantic_model", _OSSIE_MODEL),)),
    "snowflake": Shape(
        ("name", "tables"),
        ("description", "relationships", "metrics"),
        (("tables", _SNOWFLAKE_TABLE), ("relationships", _SNOWFLAKE_JOIN), ("metrics", _SNOWFLAKE_METRIC)),
    ),
    "dbt": Shape(("semantic_models", "metrics"), within=(("semantic_models", _DBT_MODEL), ("metrics", _DBT_METRIC))),
}


def wrong(told: Any, shape: Shape, place: str = "") -> Iterator[str]:
    if isinstance(told, list):
        for number, one in enumerate(told):
            yield from wrong(one, shape, f"{place}[{number}]")
    elif isinstance(told, dict):
        yield from (f"{place}: {key} is missing" for key in shape.needed if key not in told)
        yield from (f"{place}: {key} is not known" for key in told if key not in (*shape.needed, *shape.also))
        for key, inner in shape.within:
            if key in told:
                yield from wrong(told[key], inner, f"{place}.{key}")
    else:
        yield f"{place}: {told!r} has no parts"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    tables = {"orders": ORDERS, "customers": CUSTOMERS, "balances": BALANCES}
    return apply_changes(model_of(tmp_path_factory.mktemp("found"), tables), read_changes(CHANGES))


@pytest.mark.parametrize("form", FORMATS)
def test_only_keys_of_the_format_are_written(form: str, edited: SemanticModel) -> None:
    document = YAML(typ="safe").load(export_model(edited, form).text)
    assert list(wrong(document, FORMATS[form])) == []


@pytest.mark.parametrize("form", FORMATS)
def test_hierarchies_and_units_of_people_are_told_as_lost(form: str, edited: SemanticModel) -> None:
    lost = {one.what for one in export_model(edited, form).lost}
    assert {"customers: country > full_name", "orders.amount"} <= lost


def test_dbt_has_no_elements_named_as_periods_and_each_model_has_a_primary_entity(edited: SemanticModel) -> None:
    document = YAML(typ="safe").load(export_model(edited, "dbt").text)
    models = {one["name"]: one for one in document["semantic_models"]}
    (day,) = [one for one in models["balances"]["dimensions"] if one["type"] == "time"]
    assert (day["name"], day["expr"]) == ("day_value", "day")
    assert models["balances"]["defaults"] == {"agg_time_dimension": "day_value"}
    assert models["balances"]["primary_entity"] == "balances"
    assert any(one["type"] == "primary" for one in models["orders"]["entities"])


def test_a_metric_made_of_metrics_is_written_out(edited: SemanticModel) -> None:
    for form in FORMATS:
        assert not [
            one for one in export_model(edited, form).lost if one.what == "metric net_share" and "more" in one.why
        ]


def test_an_ossie_model_at_the_top_of_a_file_is_read(edited: SemanticModel) -> None:
    text = """
    version: "0.2.0.dev0"
    name: shop
    datasets:
      - name: sales
        source: main.public.orders
        primary_key: [order_id]
        fields:
          - name: amount
            datatype: Decimal
            expression: {dialects: [{dialect: DUCKDB, expression: amount}]}
            description: What was paid
    metrics:
      - name: biggest
        expression: {dialects: [{dialect: DUCKDB, expression: MAX(orders.amount)}]}
    """
    assert format_of_file(text) == "ossie"
    imported = import_model(text, edited)
    assert {one.metric or one.target for one in imported.changes} == {"orders.amount", "biggest"}
    assert imported.lost == ()


def test_the_same_hierarchy_comes_back_from_our_own_file(edited: SemanticModel, tmp_path: Path) -> None:
    plain = model_of(tmp_path, {"orders": ORDERS, "customers": CUSTOMERS, "balances": BALANCES})
    again = apply_changes(plain, import_model(export_model(edited, "tablespeak").text, plain).changes)
    assert again.entity("customers").hierarchies == edited.entity("customers").hierarchies
    assert "hierarchies" in again.entity("customers").by_person
