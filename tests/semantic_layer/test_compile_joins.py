from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.errors import InvalidInput
from core.plan import (
    Arithmetic,
    Exists,
    FieldRef,
    MeasureArithmetic,
    Order,
    OutputRef,
    Plan,
    PlanField,
    RelativePeriod,
    Rows,
)
from core.ways import Unclear
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, descending, field, named, shop, top

TOTAL = named("total", aggregate("sum", "orders.amount"))
REGION = by("customers.region")
CATEGORY = by("products.category")


def test_a_look_up_keeps_rows_without_a_partner(shop_db: Database) -> None:
    plan = Plan(entity="orders", dimensions=(REGION,), measures=(TOTAL,))
    assert shop_db.answer(plan) == [("North", Decimal(150)), ("South", Decimal(170)), (None, Decimal(1))]


def test_rows_without_a_partner_are_dropped_where_that_is_asked(shop_db: Database) -> None:
    plan = Plan(entity="orders", dimensions=(REGION,), measures=(TOTAL,), unmatched="dropped")
    assert shop_db.answer(plan) == [("North", Decimal(150)), ("South", Decimal(170))]


def test_a_join_tells_what_it_does() -> None:
    (receipt,) = compile_plan(Plan(entity="orders", dimensions=(REGION,), measures=(TOTAL,)), shop()).joins
    assert (receipt.left, receipt.right, receipt.cardinality) == ("orders", "customers", "many_to_one")
    assert (receipt.fan_out, receipt.aggregated_first, receipt.unmatched) == ("one", False, "kept")
    assert (receipt.rows_without_partner, receipt.unmatched_sample) == (2, ("99",))


def test_a_sum_is_not_inflated_by_its_details(shop_db: Database) -> None:
    """The fan-out trap: order 1 has two lines, order 3 has two."""
    plan = Plan(
        entity="orders",
        dimensions=(REGION,),
        measures=(TOTAL, named("qty", aggregate("sum", "lines.qty")), named("lines", aggregate("count", "lines"))),
    )
    assert shop_db.answer(plan) == [
        ("North", Decimal(150), 6, 3),
        ("South", Decimal(170), 10, 3),
        (None, Decimal(1), None, 0),
    ]


def test_tables_that_share_only_a_dimension_do_not_multiply(shop_db: Database) -> None:
    """The chasm trap: lines and reviews of one product never meet; what only one of them has is kept."""
    plan = Plan(
        entity="lines",
        dimensions=(CATEGORY,),
        measures=(named("qty", aggregate("sum", "lines.qty")), named("stars", aggregate("sum", "reviews.stars"))),
    )
    assert shop_db.answer(plan) == [("Home", None, 1), ("Kitchen", 4, 4), ("Office", 8, 8), (None, 4, None)]
    without = replace(plan, unmatched="dropped")
    assert shop_db.answer(without) == [("Kitchen", 4, 4), ("Office", 8, 8)]


def test_details_are_told_by_the_plans_entity_and_add_no_group(shop_db: Database) -> None:
    """Two orders have no customer: they are no customer's, and no group of their own. Cy and Dee have none."""
    plan = Plan(
        entity="customers",
        dimensions=(by("customers.name"),),
        measures=(named("orders", aggregate("count", "orders")), TOTAL),
    )
    assert shop_db.answer(plan) == [
        ("Ann", 3, Decimal(150)),
        ("Bob", 3, Decimal(170)),
        ("Cy", 0, None),
        ("Dee", 0, None),
    ]
    receipts = compile_plan(plan, shop()).joins
    assert any(receipt.aggregated_first and receipt.rows_without_partner == 2 for receipt in receipts)


def test_measures_of_two_tables_can_be_divided(shop_db: Database) -> None:
    rate = MeasureArithmetic(
        operator="/", left=aggregate("sum", "orders.amount"), right=aggregate("count", "customers")
    )
    plan = Plan(entity="customers", dimensions=(REGION,), measures=(named("rate", rate),))
    assert shop_db.answer(plan) == [("North", 75.0), ("South", 170.0), (None, None)]
    whole = Plan(entity="customers", measures=(named("rate", rate),))
    assert shop_db.answer(whole) == [(pytest.approx(321 / 4),)]


def test_a_condition_reaches_every_table_that_is_aggregated(shop_db: Database) -> None:
    plan = Plan(
        entity="customers",
        measures=(named("customers", aggregate("count", "customers")), TOTAL),
        where=compare("customers.region", "=", "North"),
    )
    assert shop_db.answer(plan) == [(2, Decimal(150))]
    with_orders = replace(plan, where=Exists(entity="orders"))
    assert shop_db.answer(with_orders) == [(2, Decimal(320))]


def test_expressions_may_look_up_other_tables(shop_db: Database) -> None:
    revenue = Arithmetic(operator="*", left=field("lines.qty"), right=field("products.price"))
    plan = Plan(
        entity="lines",
        dimensions=(REGION,),
        measures=(named("revenue", aggregate("sum", revenue, entity="lines")),),
    )
    assert shop_db.answer(plan) == [("North", Decimal("12.0")), ("South", Decimal("10.0"))]


def test_several_ways_to_a_table_are_asked_about_and_each_answer_runs(shop_db: Database) -> None:
    plan = Plan(
        entity="orders", dimensions=(by("addresses.city"),), measures=(named("n", aggregate("count", "orders")),)
    )
    with pytest.raises(Unclear) as raised:
        compile_plan(plan, shop())
    options = raised.value.clarification.options
    assert [option.label for option in options] == ["shipping address", "billing address"]
    assert options[0].plan is not None
    assert options[1].plan is not None
    assert shop_db.answer(options[0].plan) == [("Oslo", 2), ("Rome", 5), (None, 1)]
    assert shop_db.answer(options[1].plan) == [("Oslo", 3), ("Rome", 4), (None, 1)]


def test_each_way_back_from_the_plans_entity_runs_too(shop_db: Database) -> None:
    shipped = Plan(
        entity="addresses", dimensions=(by("addresses.city"),), measures=(named("n", aggregate("count", "orders")),)
    )
    used = Plan(
        entity="addresses",
        measures=(named("n", aggregate("count", "addresses")),),
        where=Exists(entity="orders", where=compare("orders.status", "=", "paid")),
    )
    answers = []
    for plan in (shipped, used):
        with pytest.raises(Unclear) as raised:
            compile_plan(plan, shop())
        answers.append([shop_db.answer(option.plan) for option in raised.value.clarification.options if option.plan])
    assert answers == [[[("Oslo", 2), ("Rome", 5), (None, 1)], [("Oslo", 3), ("Rome", 4), (None, 1)]], [[(2,)], [(2,)]]]


def test_two_ways_to_a_table_can_be_used_side_by_side(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(
            by(field("addresses.city", "shipping_address"), "ship"),
            by(field("addresses.city", "billing_address"), "bill"),
        ),
        measures=(named("n", aggregate("count", "orders")),),
    )
    handwritten = """
        select s.city, b.city, count(*) from orders o left join addresses s on s.address_id = o.ship_id
        left join addresses b on b.address_id = o.bill_id group by 1, 2 order by 1 nulls last, 2 nulls last
    """
    assert shop_db.answer(plan) == shop_db.rows(handwritten)


def test_a_way_can_be_several_look_ups_long(shop_db: Database) -> None:
    plan = Plan(
        entity="lines",
        dimensions=(by(field("addresses.city", "line_order", "shipping_address"), "city"),),
        measures=(named("qty", aggregate("sum", "lines.qty")),),
    )
    assert shop_db.answer(plan) == [("Oslo", 9), ("Rome", 7)]


def test_a_row_belongs_once_to_each_group_on_the_many_side(shop_db: Database) -> None:
    """Ann has two paid orders with a line in Office: her credit counts once."""
    plan = Plan(
        entity="customers",
        dimensions=(by("orders.status"),),
        measures=(
            named("customers", aggregate("count", "customers")),
            named("credit", aggregate("sum", "customers.credit")),
        ),
    )
    assert shop_db.answer(plan) == [
        ("Paid", 1, Decimal(20)),
        ("open", 1, Decimal(10)),
        ("paid", 2, Decimal(30)),
        (None, 3, Decimal(50)),
    ]
    assert not any(column.additive for column in compile_plan(plan, shop()).columns)
    far = Plan(entity="customers", dimensions=(CATEGORY,), measures=(named("n", aggregate("count", "customers")),))
    assert shop_db.answer(far) == [("Kitchen", 2), ("Office", 2), (None, 3)]


def test_rows_are_listed_with_what_they_refer_to(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        rows=Rows(
            fields=(
                PlanField(name="id", label="id", of=field("orders.order_id")),
                PlanField(name="name", label="name", of=field("customers.name")),
            )
        ),
        order=(Order(by=field("customers.name"), descending=True), Order(by=field("orders.day"))),
        limit=top(20),
    )
    assert shop_db.answer(plan) == [
        (3, "Bob"),
        (6, "Bob"),
        (8, "Bob"),
        (1, "Ann"),
        (2, "Ann"),
        (7, "Ann"),
        (4, None),
        (5, None),
    ]


@pytest.mark.parametrize(
    "plan",
    [
        Plan(entity="customers", rows=Rows(), where=compare("orders.status", "=", "paid")),
        Plan(entity="customers", rows=Rows(), order=(Order(by=field("orders.day")),)),
        Plan(
            entity="customers",
            dimensions=(by("group.select"),),
            measures=(named("n", aggregate("count", "customers")),),
        ),
        Plan(entity="customers", measures=(named("n", aggregate("sum", field("orders.amount"), entity="customers")),)),
        Plan(entity="orders", rows=Rows(), where=Exists(entity="group")),
        Plan(entity="orders", dimensions=(by(field("addresses.city", "line_product"), "city"),)),
        Plan(entity="orders", dimensions=(by(field("customers.name", "shipping_address"), "name"),)),
        Plan(
            entity="lines",
            measures=(named("qty", aggregate("sum", "lines.qty")), named("stars", aggregate("avg", "reviews.stars"))),
            where=compare("orders.status", "=", "paid"),
        ),
    ],
)
def test_what_a_join_could_not_do_safely_is_refused(plan: Plan) -> None:
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop())


def test_keys_of_different_types_are_compared_as_text(shop_db: Database) -> None:
    model = shop()
    as_text = tuple(
        replace(entity, fields=(replace(entity.fields[0], type="text"), *entity.fields[1:]))
        if entity.name == "customers"
        else entity
        for entity in model.entities
    )
    shop_db.connection.execute(
        "create or replace table numbered as select customer_id::text customer_id, * exclude customer_id from customers"
    )
    texts = replace(
        model,
        entities=tuple(
            replace(entity, name="numbered") if entity.name == "customers" else entity for entity in as_text
        ),
        relationships=tuple(
            replace(relationship, to_entity="numbered") if relationship.to_entity == "customers" else relationship
            for relationship in model.relationships
        ),
    )
    plan = Plan(entity="orders", dimensions=(by(FieldRef(entity="numbered", name="region")),), measures=(TOTAL,))
    sql = compile_plan(plan, texts).sql
    assert shop_db.rows(sql) == [("North", Decimal(150)), ("South", Decimal(170)), (None, Decimal(1))]


def test_a_query_names_the_tables_it_reads() -> None:
    plan = Plan(entity="orders", measures=(TOTAL,), dimensions=(REGION,), where=Exists(entity="lines"))
    assert set(compile_plan(plan, shop()).tables) == {"orders", "customers", "lines"}


def test_the_first_of_groups_of_several_tables(shop_db: Database) -> None:
    last = RelativePeriod(of=field("orders.day"), how="aligned", unit="year", anchor="2024-05-05", phrase="this year")
    plan = Plan(
        entity="orders",
        dimensions=(by("customers.name"),),
        measures=(TOTAL, named("qty", aggregate("sum", "lines.qty"))),
        where=last,
        having=compare(OutputRef(name="total"), ">", 0, "decimal"),
        order=(descending("qty"),),
        limit=top(1),
    )
    assert shop_db.answer(plan) == [("Bob", Decimal(170), 10)]
