from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.errors import InvalidInput, UnknownName
from core.plan import (
    And,
    Limit,
    Order,
    OutputRef,
    Plan,
    PlanField,
    Rows,
    SetOperation,
    TopPerGroup,
)
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, ascending, by, compare, descending, field, named, shop, top

COUNT = named("n", aggregate("count", "orders"))
BY_REGION = Plan(entity="orders", dimensions=(by("customers.region"),), measures=(COUNT,))


def listing(*names: str, table: str = "orders", distinct: bool = False, **more: Any) -> Plan:
    fields = tuple(PlanField(name=name, label=name, of=field(f"{table}.{name}")) for name in names)
    return Plan(entity=table, rows=Rows(fields=fields, distinct=distinct), **more)


def test_rows_that_tie_with_the_last_one_are_kept_unless_cut(shop_db: Database) -> None:
    first = replace(BY_REGION, order=(descending("n"),), limit=top(1))
    assert shop_db.answer(first) == [("North", 3), ("South", 3)]
    cut = replace(first, limit=Limit(count=1, ties="cut"))
    assert shop_db.answer(cut) == [("North", 3)]


def test_unknown_values_come_last_both_ways(shop_db: Database) -> None:
    up = listing("order_id", order=(Order(by=field("orders.amount")),))
    down = listing("order_id", order=(Order(by=field("orders.amount"), descending=True),))
    assert [row[0] for row in shop_db.answer(up)] == [5, 4, 8, 2, 3, 6, 1, 7]
    assert [row[0] for row in shop_db.answer(down)] == [1, 3, 6, 2, 8, 4, 5, 7]


def test_a_limit_without_an_order_just_cuts(shop_db: Database) -> None:
    assert len(shop_db.answer(listing("order_id", limit=top(3)))) == 3


def test_groups_come_in_the_order_of_their_dimensions_if_none_is_asked(shop_db: Database) -> None:
    assert shop_db.answer(BY_REGION) == [("North", 3), ("South", 3), (None, 2)]


def test_the_first_of_each_group_keep_their_ties(shop_db: Database) -> None:
    plan = listing(
        "customer_id",
        "order_id",
        "amount",
        where=compare("orders.customer_id", "<", 90, "integer"),
        order=(descending("amount"),),
        top_per_group=TopPerGroup(count=1, within=("customer_id",)),
    )
    assert shop_db.answer(plan) == [(1, 1, Decimal(100)), (2, 3, Decimal(70)), (2, 6, Decimal(70))]
    cut = replace(plan, limit=Limit(count=10, ties="cut"))
    assert [row[1] for row in shop_db.answer(cut)] == [1, 3]
    first = replace(plan, limit=top(1))
    assert [row[1] for row in shop_db.answer(first)] == [1]


def test_the_first_of_each_group_of_an_aggregate(shop_db: Database) -> None:
    plan = Plan(
        entity="lines",
        dimensions=(by("customers.region"), by("products.name", "product")),
        measures=(named("qty", aggregate("sum", "lines.qty")),),
        where=compare("products.name", "!=", None),
        order=(descending("qty"),),
        top_per_group=TopPerGroup(count=1, within=("region",)),
    )
    assert shop_db.answer(plan) == [("South", "Pen", 5), ("North", "Mug", 3), ("North", "Pen", 3)]


def test_having_keeps_groups_before_the_first_are_taken(shop_db: Database) -> None:
    plan = replace(
        BY_REGION, having=compare(OutputRef(name="n"), "<", 3, "integer"), order=(descending("n"),), limit=top(1)
    )
    assert shop_db.answer(plan) == [(None, 2)]


def test_having_may_name_a_dimension_and_conditions_nest(shop_db: Database) -> None:
    both = And(
        conditions=(compare(OutputRef(name="n"), ">=", 2, "integer"), compare(OutputRef(name="region"), "=", "North"))
    )
    assert shop_db.answer(replace(BY_REGION, having=both)) == [("North", 3)]


def test_different_rows_are_listed_once_and_placed_by_their_best(shop_db: Database) -> None:
    assert shop_db.answer(listing("online", distinct=True, order=(ascending("online"),))) == [
        (False,),
        (True,),
        (None,),
    ]
    best = listing("status", distinct=True, order=(Order(by=field("orders.amount"), descending=True),), limit=top(2))
    assert shop_db.answer(best) == [("paid",), (None,)]


def test_groups_may_be_ordered_by_a_field_that_is_not_shown(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.status"),),
        measures=(COUNT,),
        order=(Order(by=field("orders.day"), descending=True),),
        limit=top(2),
    )
    assert shop_db.answer(plan) == [("Paid", 1), (None, 1)]


def test_all_fields_are_listed_where_none_is_named(shop_db: Database) -> None:
    plan = Plan(entity="products", rows=Rows())
    assert shop_db.answer(plan) == shop_db.rows("select * from products")


def test_plans_are_combined_row_by_row(shop_db: Database) -> None:
    buyers = listing("customer_id")
    known = listing("customer_id", table="customers")

    def combined(operator: Any, **more: Any) -> list[Any]:
        plan = replace(buyers, combine=SetOperation(operator=operator, plan=known), **more)
        return [row[0] for row in shop_db.answer(plan)]

    assert combined("union") == [1, 2, 3, 4, 99, None]
    assert combined("intersection") == [1, 2]
    assert combined("difference") == [99, None]
    assert combined("union", order=(descending("customer_id"),), limit=top(2)) == [99, 4]


def test_a_combined_plan_keeps_its_own_limit(shop_db: Database) -> None:
    largest = listing(
        "order_id", order=(Order(by=field("orders.amount"), descending=True),), limit=Limit(count=1, ties="cut")
    )
    latest = listing("order_id", order=(Order(by=field("orders.day"), descending=True),), limit=top(1))
    plan = replace(latest, order=(), limit=None, where=compare("orders.order_id", "=", 8, "integer"))
    union = replace(plan, combine=SetOperation(operator="union", plan=largest))
    assert shop_db.answer(union) == [(1,), (8,)]


@pytest.mark.parametrize(
    "plan",
    [
        replace(BY_REGION, limit=Limit(count=0)),
        replace(BY_REGION, top_per_group=TopPerGroup(count=1, within=("region",))),
        replace(BY_REGION, combine=SetOperation(operator="union", plan=listing("order_id"))),
        replace(BY_REGION, having=compare("orders.amount", ">", 1, "decimal")),
    ],
)
def test_what_cannot_be_kept_or_combined_is_refused(plan: Plan) -> None:
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop())


@pytest.mark.parametrize(
    "plan",
    [
        replace(BY_REGION, order=(descending("m"),)),
        replace(BY_REGION, having=compare(OutputRef(name="m"), ">", 1, "integer")),
        replace(BY_REGION, order=(descending("n"),), top_per_group=TopPerGroup(count=1, within=("m",))),
    ],
)
def test_an_output_that_is_not_there_is_named(plan: Plan) -> None:
    with pytest.raises(UnknownName, match="“m”"):
        compile_plan(plan, shop())
