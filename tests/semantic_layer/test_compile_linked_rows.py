from __future__ import annotations

from datetime import date

import pytest

from core.errors import InvalidInput
from core.plan import Aggregate, Comparison, Expression, Plan, PlanField, Related, Rows
from semantic_layer import describe_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, constant, field, named, shop


def first_day() -> Related:
    return Related(aggregate=Aggregate(function="min", entity="orders", of=field("orders.day")))


def listed(value: Expression) -> Plan:
    fields = (
        PlanField(name="name", label="name", of=field("customers.name")),
        PlanField(name="value", label="value", of=value),
    )
    return Plan(entity="customers", rows=Rows(fields=fields))


def test_each_row_is_shown_with_what_its_linked_rows_come_to(shop_db: Database) -> None:
    assert sorted(shop_db.answer(listed(first_day()))) == [
        ("Ann", date(2023, 11, 30)),
        ("Bob", date(2024, 1, 31)),
        ("Cy", None),
        ("Dee", None),
    ]


def test_a_count_of_no_linked_rows_is_0(shop_db: Database) -> None:
    counted = Related(aggregate=Aggregate(function="count", entity="orders"))
    assert sorted(shop_db.answer(listed(counted))) == [("Ann", 3), ("Bob", 3), ("Cy", 0), ("Dee", 0)]


def test_what_linked_rows_come_to_is_aggregated_again(shop_db: Database) -> None:
    counted = Related(aggregate=Aggregate(function="count", entity="orders"))
    plan = Plan(entity="customers", measures=(named("average", aggregate("avg", counted, entity="customers")),))
    assert shop_db.answer(plan) == [(1.5,)]


def test_what_linked_rows_come_to_is_told_in_words() -> None:
    counted = Related(aggregate=Aggregate(function="count", entity="orders"))
    many = Comparison(left=counted, operator=">", right=constant(2))
    assert "number of orders" in describe_plan(Plan(entity="customers", rows=Rows(), where=many), shop()).casefold()


def test_a_value_of_the_row_itself_is_no_figure_of_its_linked_rows(shop_db: Database) -> None:
    names = Related(aggregate=Aggregate(function="count_distinct", entity="orders", of=field("customers.name")))
    with pytest.raises(InvalidInput, match="one value of each row"):
        shop_db.answer(listed(names))
