from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.plan import Aggregate, Comparison, Exists, FieldRef, OutputRef, RelativePeriod, ScalarPlan
from core.ways import Unclear
from tests.agents.sql_expert.conftest import Shop


def test_how_many_counts_rows_of_what_is_named(shop: Shop) -> None:
    assert shop.rows("How many customers are there?") == [(4,)]


def test_a_total_by_a_column_of_a_linked_table_is_grouped_over_the_link(shop: Shop) -> None:
    plan = shop.plan("total amount by city")
    assert plan.entity == "orders"
    assert plan.dimensions[0].of == FieldRef(entity="customers", name="city")
    assert dict(shop.rows_of(plan)) == {"London": Decimal("982.5"), "Paris": Decimal("905.0")}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the average price of the products?", 181.2),
        ("median price of products", 30.5),
        ("the lowest price", 9.5),
        ("maximum amount", 799.0),
        ("how many different cities do the customers live in?", 3),
    ],
)
def test_an_aggregate_is_computed_over_the_column_that_is_named(shop: Shop, question: str, answer: float) -> None:
    ((found,),) = shop.rows(question)
    assert float(found) == pytest.approx(answer)


@pytest.mark.parametrize(
    ("question", "grain"),
    [
        ("How did the total amount develop by month?", "month"),
        ("How did the total amount develop by week?", "week"),
        ("total amount over time by quarter", "quarter"),
        ("total amount by month over time", "month"),
        ("total amount over time", "month"),
    ],
)
def test_a_time_that_is_said_twice_groups_once(shop: Shop, question: str, grain: str) -> None:
    assert [dimension.grain for dimension in shop.plan(question).dimensions] == [grain]


def test_a_value_is_found_in_the_data_whatever_its_case(shop: Shop) -> None:
    plan = shop.plan("customers in london")
    assert isinstance(plan.where, Comparison)
    assert plan.where.left == FieldRef(entity="customers", name="city")
    assert [row[0] for row in shop.rows_of(plan)] == ["Grace Hopper", "Alan Turing"]


def test_a_misspelt_value_is_asked_about_with_the_spelling_in_the_data(shop: Shop) -> None:
    with pytest.raises(Unclear) as unclear:
        shop.plan("total amount for kitchn products")
    plan = unclear.value.clarification.options[0].plan
    assert plan is not None
    assert shop.rows_of(plan) == [(Decimal("135.5"),)]
    assert [assumption.topic for assumption in plan.assumptions if assumption.topic == "value"] == ["value"]


def test_values_joined_by_or_are_one_list(shop: Shop) -> None:
    found = shop.rows("names of customers in Paris or London")
    assert {row[0] for row in found} == {"Ada Byron", "Grace Hopper", "Alan Turing"}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("products with price between 20 and 50", {"Kettle", "Teapot", "Desk lamp"}),
        ("products cheaper than 25", {"Teapot", "Stapler"}),
        ("products except kitchen", {"Desk lamp", "Stapler", "Sofa"}),
        ("products with price above average", {"Sofa"}),
        ("customers older than 40", {"Grace Hopper", "Alan Turing", "Edsger Dijkstra"}),
        ("customers with missing email", {"Grace Hopper"}),
        ("customers whose name starts with A", {"Ada Byron", "Alan Turing"}),
    ],
)
def test_conditions_of_every_kind_keep_the_right_rows(shop: Shop, question: str, names: set[str]) -> None:
    assert {row[0] for row in shop.rows(question)} == names


def test_above_average_compares_with_a_plan_of_its_own(shop: Shop) -> None:
    where = shop.plan("products with price above average").where
    assert isinstance(where, Comparison)
    assert isinstance(where.right, ScalarPlan)


def test_without_a_linked_row_is_asked_with_not_exists(shop: Shop) -> None:
    plan = shop.plan("customers without orders")
    assert plan.where == Exists(entity="orders", negated=True)
    assert shop.rows_of(plan) == [("Edsger Dijkstra",)]


def test_the_most_expensive_is_one_row_by_its_price(shop: Shop) -> None:
    plan = shop.plan("the most expensive product in the office category")
    assert plan.limit is not None
    assert plan.limit.count == 1
    assert shop.rows_of(plan) == [("Desk lamp", Decimal("45.0"))]


def test_a_ranking_over_many_rows_of_each_is_added_up_first(shop: Shop) -> None:
    plan = shop.plan("top 3 products by amount")
    assert plan.entity == "orders"
    assert [row[0] for row in shop.rows_of(plan)] == ["Sofa", "Desk lamp", "Kettle"]


def test_who_has_the_most_shows_the_figure_it_is_ranked_by(shop: Shop) -> None:
    plan = shop.plan("Which city has the most customers?")
    assert [measure.shown for measure in plan.measures] == [True]
    assert shop.rows_of(plan) == [("London", 2)]


def test_a_condition_on_a_count_keeps_groups(shop: Shop) -> None:
    plan = shop.plan("cities with more than one customer")
    assert isinstance(plan.having, Comparison)
    assert isinstance(plan.having.left, OutputRef)
    assert shop.rows_of(plan) == [("London",)]


def test_over_time_is_by_month_in_order(shop: Shop) -> None:
    rows = shop.rows("amount over time")
    assert [row[0] for row in rows] == [date(2024, month, 1) for month in range(1, 7)]


def test_a_fragment_needs_no_grammar(shop: Shop) -> None:
    rows = shop.rows("amount london 2024 monthly")
    assert rows[0] == (date(2024, 2, 1), Decimal("44.0"))


def test_a_share_is_of_the_total(shop: Shop) -> None:
    rows = shop.rows("share of amount by category")
    assert sum(row[-1] for row in rows) == pytest.approx(1.0)


def test_a_percentage_of_rows_compares_those_that_meet_the_condition(shop: Shop) -> None:
    ((share,),) = shop.rows("What percentage of orders were cancelled?")
    assert share == pytest.approx(1 / 8)


def test_a_change_is_against_the_period_before(shop: Shop) -> None:
    rows = shop.rows("month over month change in amount")
    assert rows[0][-1] is None
    assert rows[1][-1] == pytest.approx((89 - 61) / 61)


def test_a_running_total_ends_at_the_total(shop: Shop) -> None:
    assert shop.rows("running total of amount by month")[-1][-1] == Decimal("1887.5")


def test_a_relative_period_is_counted_from_the_end_of_the_data_and_says_so(shop: Shop) -> None:
    plan = shop.plan("How many orders last quarter?")
    assert isinstance(plan.where, RelativePeriod)
    assert plan.where.anchor == "2024-06-11"
    assert {"time", "period"} <= {assumption.topic for assumption in plan.assumptions}
    assert shop.rows_of(plan) == [(4,)]


def test_the_default_aggregation_of_a_measure_is_an_assumption(shop: Shop) -> None:
    plan = shop.plan("amount by status")
    value = plan.measures[0].value
    assert isinstance(value, Aggregate)
    assert value.function == "sum"
    assert [assumption.topic for assumption in plan.assumptions] == ["measure"]


def test_every_word_is_read_in_the_order_of_the_question(shop: Shop) -> None:
    text = "average amount of shipped orders"
    reading = shop.plan(text).reading
    assert [text[one.start : one.end] for one in reading] == [one.words for one in reading]
    meanings = {one.words: one.meaning for one in reading}
    assert meanings["shipped"] == "orders.status = 'shipped' (5 rows)"
    assert meanings["amount"] == "orders.amount"
