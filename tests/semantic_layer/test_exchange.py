"""Models of other tools read and written, and what could not be carried over."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from ruamel.yaml import YAML

from core.errors import InvalidInput, UnknownName
from core.model import Dimension, Measure, SemanticModel
from core.model_change import ModelChange
from core.plan import MetricRef, Plan, PlanMeasure
from semantic_layer import apply_changes, compile_plan
from semantic_layer.exchange import FORMATS, Imported, export_model, format_of_file, import_model
from tests.semantic_layer.given import measure, model_of, versions_of
from warehouse import open_versions

ORDERS = (
    "SELECT i AS order_id, i % 9 + 1 AS customer_id, (i * 1.5)::DECIMAL(9, 2) AS amount, (i % 4)::INTEGER AS discount,"
    " CASE i % 3 WHEN 0 THEN 'refunded' ELSE 'paid' END AS status, DATE '2024-01-01' + i::INTEGER AS ordered_at"
    " FROM range(1, 41) t(i)"
)
CUSTOMERS = "SELECT i AS customer_id, 'Name ' || i AS full_name, 100.0 + i AS balance FROM range(1, 10) t(i)"
TABLES = {"orders": ORDERS, "customers": CUSTOMERS}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    return model_of(tmp_path_factory.mktemp("found"), TABLES)


@pytest.fixture(scope="module")
def edited(found: SemanticModel) -> SemanticModel:
    return apply_changes(
        found,
        (
            ModelChange(target="orders.amount", set={"label": "Turnover", "description": "With tax.", "unit": "EUR"}),
            ModelChange(
                target="orders.discount", set={"role": "measure", "additivity": "non_additive", "weight": "amount"}
            ),
            ModelChange(
                target="orders", set={"label": "Sales", "synonyms": ["bookings"], "default_time": "ordered_at"}
            ),
            ModelChange(
                metric="net_sales", set={"expression": "SUM(amount)", "entity": "orders", "where": "status = 'paid'"}
            ),
            ModelChange(metric="order_count", set={"expression": "COUNT(*)", "entity": "orders"}),
            ModelChange(metric="per_order", set={"expression": "SUM(orders.amount) / COUNT(DISTINCT orders.order_id)"}),
            ModelChange(
                metric="per_customer", set={"expression": "SUM(orders.amount) / COUNT(DISTINCT customers.customer_id)"}
            ),
            ModelChange(metric="net_share", set={"expression": "net_sales / SUM(orders.amount)", "entity": "orders"}),
            ModelChange(synonym="takings", target="orders.amount"),
            ModelChange(calendar={"fiscal_year_start": 4}),
        ),
    )


def value(model: SemanticModel, name: str, folder: Path) -> float:
    plan = Plan(entity="orders", measures=(PlanMeasure(name="v", label="v", value=MetricRef(name=name)),))
    with open_versions(versions_of(folder, TABLES)) as connection:
        row = connection.execute(compile_plan(plan, model).sql).fetchone()
    assert row is not None
    return float(row[0])


def taken(text: str, model: SemanticModel) -> tuple[SemanticModel, Imported]:
    imported = import_model(dedent(text), model)
    return apply_changes(model, imported.changes), imported


@pytest.mark.parametrize("form", FORMATS)
def test_metrics_of_an_export_have_the_same_values_when_it_is_read_again(
    form: str, found: SemanticModel, edited: SemanticModel, tmp_path: Path
) -> None:
    exported = export_model(edited, form)
    assert format_of_file(exported.text) == form
    again, imported = taken(exported.text, found)
    assert not [one for one in imported.lost if one.what.startswith("metric")], imported.lost
    for metric in edited.metrics:
        assert value(again, metric.name, tmp_path / metric.name) == value(
            edited, metric.name, tmp_path / f"{metric.name}_2"
        )
    assert again.entity("orders").label in ("Sales", "orders")
    assert measure(again.entity("orders"), "amount").description == "With tax."
    assert {one.from_columns for one in again.relationships} == {one.from_columns for one in edited.relationships}


@pytest.mark.parametrize("form", ["tablespeak", "ossie"])
def test_nothing_is_lost_between_two_of_us(form: str, found: SemanticModel, edited: SemanticModel) -> None:
    again, imported = taken(export_model(edited, form).text, found)
    assert imported.lost == ()
    orders, amount = again.entity("orders"), measure(again.entity("orders"), "amount")
    assert (orders.label, orders.synonyms, amount.label, amount.unit) == ("Sales", ("bookings",), "Turnover", "EUR")
    assert measure(orders, "discount").weight == "amount"
    assert again.calendar == edited.calendar
    assert {one.name for one in again.metrics} == {one.name for one in edited.metrics}


@pytest.mark.parametrize("form", ["dbt", "snowflake", "ossie"])
def test_what_other_tools_have_no_place_for_is_told(form: str, edited: SemanticModel) -> None:
    lost = {one.what: one.why for one in export_model(edited, form).lost}
    assert "unit" in lost["orders.amount"]
    assert "weight" in lost["orders.discount"]


def test_an_export_of_a_model_nobody_edited_reads_as_no_change(found: SemanticModel) -> None:
    for form in ("tablespeak", "ossie"):
        assert import_model(export_model(found, form).text, found).changes == ()


def test_dbt_semantic_models_with_measures_are_read(found: SemanticModel, tmp_path: Path) -> None:
    text = """
    semantic_models:
      - name: order_facts
        description: One row for each order.
        model: ref('orders')
        defaults: {agg_time_dimension: ordered_at}
        entities:
          - {name: order, type: primary, expr: order_id}
          - {name: customer, type: foreign, expr: customer_id}
        dimensions:
          - {name: ordered_at, type: time, type_params: {time_granularity: day}}
          - {name: order_status, type: categorical, expr: status}
          - {name: is_large, type: categorical, expr: amount > 100}
        measures:
          - {name: order_total, agg: sum, expr: amount, label: Order total}
          - {name: orders_made, agg: count, expr: "1"}
      - name: customers
        model: ref('customers')
        entities: [{name: customer, type: primary, expr: customer_id}]
        dimensions: [{name: full_name, type: categorical, label: Customer}]
    metrics:
      - name: paid_total
        label: Paid total
        type: simple
        type_params: {measure: order_total}
        filter: |
          {{ Dimension('order__order_status') }} = 'paid'
      - {name: orders_made, type: simple, type_params: {measure: {name: orders_made}}}
      - {name: paid_per_order, type: ratio, type_params: {numerator: paid_total, denominator: orders_made}}
      - name: doubled
        type: derived
        type_params: {expr: total * 2, metrics: [{name: paid_total, alias: total}]}
      - name: growth
        type: derived
        type_params:
          expr: now - before
          metrics: [{name: paid_total, alias: now}, {name: paid_total, offset_window: 1 month, alias: before}]
    """
    model, imported = taken(text, found)
    assert model.entity("orders").description == "One row for each order."
    assert measure(model.entity("orders"), "amount").label == "Order total"
    assert model.entity("customers").field("full_name").label == "Customer"
    paid = sum(i * 1.5 for i in range(1, 41) if i % 3)
    assert value(model, "paid_total", tmp_path / "a") == pytest.approx(paid)
    assert value(model, "paid_per_order", tmp_path / "b") == pytest.approx(paid / 40)
    assert value(model, "doubled", tmp_path / "c") == pytest.approx(2 * paid)
    assert {one.what for one in imported.lost} == {"orders.is_large", "metric growth"}


def test_dbt_models_of_the_later_form_are_read(found: SemanticModel, tmp_path: Path) -> None:
    text = """
    models:
      - name: orders
        semantic_model: {enabled: true}
        agg_time_dimension: ordered_at
        columns:
          - {name: order_id, entity: {type: primary, name: order}}
          - {name: customer_id, entity: {type: foreign, name: customer}}
          - {name: ordered_at, granularity: day, dimension: {type: time}}
          - {name: status, description: What became of it., dimension: {type: categorical}}
        metrics:
          - {name: revenue, type: simple, agg: sum, expr: amount, label: Revenue}
          - {name: buyers, type: simple, agg: count_distinct, expr: customer_id}
          - {name: running, type: cumulative, input_metric: revenue}
      - name: customers
        semantic_model: true
        columns: [{name: customer_id, entity: {type: primary, name: customer}}]
    metrics:
      - {name: each, type: ratio, numerator: revenue, denominator: buyers}
    """
    model, imported = taken(text, found)
    assert value(model, "each", tmp_path) == pytest.approx(sum(i * 1.5 for i in range(1, 41)) / 9)
    assert model.entity("orders").field("status").description == "What became of it."
    assert [one.what for one in imported.lost] == ["metric running"]


def test_a_snowflake_semantic_model_is_read(found: SemanticModel, tmp_path: Path) -> None:
    text = """
    name: SALES
    tables:
      - name: ORDERS
        synonyms: [purchases]
        base_table: {database: PROD, schema: PUBLIC, table: ORDERS}
        primary_key: {columns: [ORDER_ID]}
        dimensions:
          - {name: STATUS, expr: STATUS, data_type: VARCHAR, synonyms: [state], sample_values: [paid]}
          - {name: BIG, expr: AMOUNT > 100, data_type: BOOLEAN}
        time_dimensions: [{name: ORDERED_AT, expr: ORDERED_AT, data_type: DATE, description: When it was placed.}]
        facts: [{name: AMOUNT, expr: AMOUNT, data_type: NUMBER, synonyms: [turnover]}]
        filters: [{name: PAID, expr: STATUS = 'paid'}]
        metrics: [{name: PAID_TOTAL, expr: "SUM(IFF(STATUS = 'paid', AMOUNT, 0))"}]
      - name: CUSTOMERS
        base_table: {database: PROD, schema: PUBLIC, table: CUSTOMERS}
      - name: STORES
        base_table: {database: PROD, schema: PUBLIC, table: STORES}
    relationships:
      - name: ORDERS_TO_CUSTOMERS
        left_table: ORDERS
        right_table: CUSTOMERS
        relationship_columns: [{left_column: CUSTOMER_ID, right_column: CUSTOMER_ID}]
    metrics: [{name: PER_CUSTOMER, expr: "SUM(ORDERS.AMOUNT) / COUNT(DISTINCT CUSTOMERS.CUSTOMER_ID)"}]
    verified_queries: [{name: q, question: How much?, sql: SELECT 1}]
    """
    model, imported = taken(text, found)
    assert model.entity("orders").synonyms == ("purchases",)
    assert measure(model.entity("orders"), "amount").synonyms == ("turnover",)
    assert value(model, "paid_total", tmp_path / "a") == pytest.approx(sum(i * 1.5 for i in range(1, 41) if i % 3))
    assert value(model, "per_customer", tmp_path / "b") == pytest.approx(sum(i * 1.5 for i in range(1, 41)) / 9)
    assert {one.what for one in imported.lost} == {"orders.BIG", "ORDERS.PAID", "table STORES", "verified_queries"}


def test_an_ossie_model_of_another_tool_is_read(found: SemanticModel, tmp_path: Path) -> None:
    text = """
    version: 0.2.0.dev0
    semantic_model:
      - name: shop
        datasets:
          - name: sales
            source: warehouse.public.orders
            primary_key: [order_id]
            ai_context: {synonyms: [purchases], instructions: Be kind.}
            fields:
              - name: amount
                expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
                description: Before tax.
              - name: net
                expression: {dialects: [{dialect: ANSI_SQL, expression: amount * 0.8}]}
            custom_extensions: [{vendor_name: SNOWFLAKE, data: '{"warehouse": "W"}'}]
        metrics:
          - name: total
            expression: {dialects: [{dialect: MDX, expression: "[Measures].[x]"}, {dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
            ai_context: {synonyms: [all of it]}
          - name: cube
            expression: {dialects: [{dialect: MDX, expression: "[Measures].[x]"}]}
    """
    model, imported = taken(text, found)
    assert model.entity("orders").synonyms == ("purchases",)
    assert value(model, "total", tmp_path) == pytest.approx(sum(i * 1.5 for i in range(1, 41)))
    assert {one.what for one in imported.lost} == {"orders.net", "dataset sales", "metric cube"}


def test_snapshots_are_carried_as_what_is_not_added_over_time(found: SemanticModel) -> None:
    change = ModelChange(target="orders.amount", set={"additivity": "semi_additive", "over_time": "first"})
    model = apply_changes(found, (change,))
    document = YAML(typ="safe").load(export_model(model, "dbt").text)
    told = next(
        one for part in document["semantic_models"] for one in part.get("measures", []) if one["name"] == "amount"
    )
    assert told["non_additive_dimension"] == {"name": "ordered_at", "window_choice": "min"}
    again, _ = taken(export_model(model, "dbt").text, found)
    amount = again.entity("orders").field("amount")
    assert isinstance(amount, Measure)
    assert (amount.additivity, amount.over_time) == ("semi_additive", "first")


@pytest.mark.parametrize(
    "text",
    ["tables: 3", "tables: [1, {name: 3}]", "semantic_model: {a: 1}", "semantic_models: [{}]", "models: [{semantic_model: 1}]",
     "semantic_model: [{datasets: [{name: orders, fields: [{name: 1, expression: x}]}]}]",
     "tables: [{name: orders, base_table: orders, dimensions: [{expr: [1]}]}]",
     "semantic_models: [{name: orders, entities: [1], measures: [{name: x, agg: sum, expr: 'DROP TABLE'}], defaults: x}]",
     "semantic_models: []\nmetrics: [{name: x, type: ratio}, {name: y, type: simple, type_params: z}]"],
)  # fmt: skip
def test_a_file_of_the_wrong_shape_changes_nothing_and_breaks_nothing(text: str, found: SemanticModel) -> None:
    try:
        changes = import_model(text, found).changes
    except InvalidInput:
        changes = ()
    assert changes == ()


def test_an_unknown_format_is_named_with_those_there_are(found: SemanticModel) -> None:
    with pytest.raises(UnknownName, match="cube"):
        export_model(found, "cube")
    with pytest.raises(InvalidInput, match="no dbt model"):
        import_model("tables: []", found, "dbt")


def test_a_role_that_a_file_gives_a_column_is_taken(found: SemanticModel) -> None:
    text = "tables: [{name: orders, dimensions: [{name: discount, expr: discount}]}]"
    model, _ = taken(text, found)
    field = model.entity("orders").field("discount")
    assert isinstance(field, Dimension)
