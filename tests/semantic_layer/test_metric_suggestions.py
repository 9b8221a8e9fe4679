"""Metrics are suggested from columns that are there, compile to the right numbers, and wait until people accept them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.model import Metric, SemanticModel
from core.plan import MetricRef, Plan, PlanMeasure
from semantic_layer import accept_metric, apply_changes, build_model, compile_plan, read_changes
from semantic_layer.profile import Connection
from tests.semantic_layer.given import model_of, versions_of
from warehouse import open_versions

ORDERS = """
SELECT i AS orderNo, i % 10 AS customer_id, ['paid', 'Refunded', 'open', 'cancelled'][i % 4 + 1] AS order_status,
       (10 + i)::DOUBLE AS total_amount_eur, (4 + i % 3)::DOUBLE AS total_cost, DATE '2024-01-01' + i::INTEGER AS ordered
FROM range(40) t(i)
"""
LINES = """
SELECT i AS line_id, i // 4 AS order_id, (i % 5 + 1)::INTEGER AS qty, (i % 7 + 0.5)::DOUBLE AS unit_price
FROM range(40) t(i)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SemanticModel, Connection]]:
    versions = versions_of(tmp_path_factory.mktemp("shop"), {"orders": ORDERS})
    with open_versions(versions) as connection:
        yield build_model(versions, connection), connection


def suggested(model: SemanticModel) -> dict[str, Metric]:
    return {metric.name: metric for metric in model.suggested_metrics}


def value_of(name: str, model: SemanticModel, connection: Connection) -> float:
    accepted = accept_metric(model, name)
    entity = accepted.metrics[-1].entity
    plan = Plan(entity=entity, measures=(PlanMeasure(name=name, label=name, value=MetricRef(name=name)),))
    ((value,),) = connection.execute(compile_plan(plan, accepted).sql).fetchall()
    return float(value)


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("revenue", "SELECT sum(total_amount_eur) FROM orders WHERE {kept}"),
        ("average_order_value", "SELECT sum(total_amount_eur) / count(*) FROM orders WHERE {kept}"),
        ("revenue_per_customer", "SELECT sum(total_amount_eur) / count(DISTINCT customer_id) FROM orders WHERE {kept}"),
        ("profit", "SELECT sum(total_amount_eur - total_cost) FROM orders WHERE {kept}"),
        ("margin", "SELECT sum(total_amount_eur - total_cost) / sum(total_amount_eur) FROM orders WHERE {kept}"),
        ("return_rate", "SELECT avg((order_status = 'Refunded')::INTEGER) FROM orders"),
        ("cancellation_rate", "SELECT avg((order_status = 'cancelled')::INTEGER) FROM orders"),
    ],
)
def test_a_suggested_metric_is_the_number_a_person_would_reckon(
    shop: tuple[SemanticModel, Connection], name: str, sql: str
) -> None:
    model, connection = shop
    kept = "order_status NOT IN ('Refunded', 'cancelled')"
    ((wanted,),) = connection.execute(sql.format(kept=kept)).fetchall()
    assert value_of(name, model, connection) == pytest.approx(float(wanted))


def test_a_suggestion_says_what_it_is_made_of_and_waits(shop: tuple[SemanticModel, Connection]) -> None:
    model, _ = shop
    assert model.metrics == ()
    revenue = suggested(model)["revenue"]
    assert (revenue.status, revenue.unit) == ("suggested", "EUR")
    assert "Refunded" in revenue.evidence
    assert 0.5 < revenue.confidence < 1
    assert suggested(model)["margin"].unit == "ratio"


def test_an_accepted_metric_is_a_persons_and_no_longer_suggested(shop: tuple[SemanticModel, Connection]) -> None:
    model = accept_metric(shop[0], "revenue")
    assert [(one.name, one.status, one.by_person) for one in model.metrics] == [("revenue", "accepted", ("status",))]
    assert "revenue" not in suggested(model)
    with pytest.raises(KeyError):
        accept_metric(model, "revenue")


def test_price_times_quantity_is_revenue_where_no_amount_is_there(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"order_lines": LINES})
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        ((wanted,),) = connection.execute("SELECT sum(qty * unit_price) FROM order_lines").fetchall()
        assert value_of("revenue", model, connection) == pytest.approx(wanted)
        ((wanted,),) = connection.execute(
            "SELECT sum(qty * unit_price) / count(DISTINCT order_id) FROM order_lines"
        ).fetchall()
        assert value_of("average_order_value", model, connection) == pytest.approx(wanted)
        ((wanted,),) = connection.execute("SELECT sum(qty * unit_price) / sum(qty) FROM order_lines").fetchall()
        assert value_of("average_unit_price", model, connection) == pytest.approx(wanted)


def test_revenue_is_of_the_lines_where_what_is_billed_for_orders_is_there_too(tmp_path: Path) -> None:
    """What is billed has no product: by product it would be counted once for each line."""
    tables = {
        "bills": "SELECT i AS bill_no, i AS order_no, 3.5 * i AS amount FROM range(1, 30) t(i)",
        "goods": "SELECT i AS good_id, 'good ' || i AS good_name FROM range(1, 9) t(i)",
        "orders": "SELECT i AS order_no, DATE '2024-01-01' + i::INTEGER AS ordered_on FROM range(1, 40) t(i)",
        "sold_lines": "SELECT 1 + i % 39 AS order_no, 1 + i % 8 AS good_id, 1.5 * i AS amount FROM range(90) t(i)",
    }
    assert suggested(model_of(tmp_path, tables))["revenue"].entity == "sold_lines"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT i AS farm_id, i * 3 AS total_horses FROM range(30) t(i)",
        "SELECT i AS supplier_id, i * 3.5 AS amount FROM range(30) t(i)",
        "SELECT i AS id, i * 3.5 AS temperature, DATE '2024-01-01' AS day FROM range(30) t(i)",
        "SELECT 1 AS order_id, 2.5 AS amount WHERE false",
    ],
)
def test_no_metric_is_suggested_where_the_columns_do_not_say_one(tmp_path: Path, sql: str) -> None:
    assert model_of(tmp_path, {"things" if "order_id" not in sql else "orders": sql}).suggested_metrics == ()


def test_a_metric_in_words_needs_no_table_where_only_one_has_its_columns_or_metrics_tell(tmp_path: Path) -> None:
    tables = {
        "orders": "SELECT i AS id, i % 9 AS quantity, i * 2 AS amount FROM range(50) t(i)",
        "visits": "SELECT i AS id, i * 3 AS seconds, i * 2 AS amount FROM range(50) t(i)",
    }
    model = model_of(tmp_path, tables)
    items = apply_changes(model, read_changes([{"metric": "items", "set": {"expression": "SUM(quantity)"}}]))
    told = apply_changes(items, read_changes([{"metric": "each", "set": {"expression": "items / COUNT(*)"}}]))
    assert [one.entity for one in told.metrics] == ["orders", "orders"]
    with pytest.raises(InvalidInput, match=r"orders, visits have such columns"):
        apply_changes(model, read_changes([{"metric": "all", "set": {"expression": "SUM(amount)"}}]))
