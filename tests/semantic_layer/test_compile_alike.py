"""Rows against a figure of the rows that are like them."""

from __future__ import annotations

import pytest

from core.errors import InvalidInput
from core.plan import Comparison, FieldRef, Plan, PlanField, PlanMeasure, Rows, ScalarPlan
from semantic_layer import compile_plan, describe_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, compare, field, shop


def above_the_average(*alike: FieldRef, where: Comparison | None = None, entity: str = "orders") -> Plan:
    average = PlanMeasure(name="average", label="average amount", value=aggregate("avg", "orders.amount"))
    value = ScalarPlan(plan=Plan(entity=entity, measures=(average,), where=where), alike=alike)
    condition = Comparison(left=field("orders.amount"), operator=">", right=value)
    shown = (PlanField(name="order_id", label="order", of=field("orders.order_id")),)
    return Plan(entity="orders", rows=Rows(fields=shown), where=condition)


def test_a_row_is_compared_with_the_rows_that_share_a_value_with_it(shop_db: Database) -> None:
    found = shop_db.answer(above_the_average(field("orders.status")))
    told = """SELECT order_id FROM orders o
        WHERE amount > (SELECT avg(amount) FROM orders x WHERE x.status = o.status) ORDER BY 1"""
    assert sorted(found) == [tuple(row) for row in shop_db.connection.execute(told).fetchall()] != []


def test_a_condition_keeps_the_rows_that_are_compared_with(shop_db: Database) -> None:
    paid = compare("orders.status", "=", "paid")
    found = shop_db.answer(above_the_average(field("orders.customer_id"), where=paid))
    told = """SELECT order_id FROM orders o WHERE amount > (SELECT avg(amount) FROM orders x
        WHERE x.customer_id = o.customer_id AND x.status = 'paid') ORDER BY 1"""
    assert sorted(found) == [tuple(row) for row in shop_db.connection.execute(told).fetchall()]


def test_rows_of_another_table_are_not_like_these() -> None:
    with pytest.raises(InvalidInput):
        compile_plan(above_the_average(field("orders.status"), entity="customers"), shop())


def test_it_is_described_by_what_is_the_same() -> None:
    assert "of the same status" in describe_plan(above_the_average(field("orders.status")), shop())
