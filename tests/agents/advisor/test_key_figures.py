"""Key figures that are recognised from a model compute what their words say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from agents.advisor.key_figures import key_figures
from core.plan import Plan
from semantic_layer import compile_plan
from tests.agents.advisor.shop import CREATE, shop
from warehouse import new_version_file


def test_orders_beyond_the_first_of_each_customer_are_those_who_came_back(tmp_path: Path) -> None:
    (figure,) = [one for one in key_figures(shop()) if one.name == "orders_repeated"]
    assert figure.label == "share of orders by customers who came back in the same period"
    assert figure.unit == "ratio"
    query = compile_plan(Plan(entity="orders", measures=(figure.measure,)), shop())
    with new_version_file(tmp_path) as version:
        for statement in CREATE:
            version.connection.execute(statement)
        [(found,)] = version.connection.execute(query.sql, list(query.parameters)).fetchall()
        [(expected,)] = version.connection.execute(
            "SELECT count(*) FILTER (nth > 1) / count(*) FROM"
            " (SELECT row_number() OVER (PARTITION BY customer_id) AS nth FROM orders)"
        ).fetchall()
    assert abs(found - expected) < 1e-9


def test_a_table_without_customers_has_no_such_figure() -> None:
    model = shop()
    orders = model.entity("orders")
    without = replace(orders, fields=tuple(field for field in orders.fields if field.name != "customer_id"))
    model = replace(
        model,
        entities=tuple(without if one.name == "orders" else one for one in model.entities),
        relationships=(),
    )
    assert "orders_repeated" not in {one.name for one in key_figures(model)}
