"""What business users ask in few words, and what they must never be told silently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.plan import AbsolutePeriod, And, Exists, FieldRef, RelativePeriod
from core.ways import Declined, Unclear
from semantic_layer import compile_plan
from tests.agents.sql_expert.conftest import Shop


def test_a_fragment_of_a_noun_and_a_period_is_a_count(shop: Shop) -> None:
    assert shop.rows("orders last month") == [(1,)]


def test_a_noun_by_a_column_is_a_count_of_each(shop: Shop) -> None:
    assert dict(shop.rows("products by category")) == {"Kitchen": 2, "Office": 2, "Living room": 1}


def test_a_list_with_a_clause_stays_a_list(shop: Shop) -> None:
    assert shop.rows("customers who are older than 60") == [("Edsger Dijkstra",)]


def test_an_amount_without_a_name_is_that_of_the_noun(shop: Shop) -> None:
    plan = shop.plan("list the shipped orders over 50")
    assert plan.entity == "orders"
    assert {row[0] for row in shop.rows_of(plan)} == {100, 103, 105}


def test_a_verb_names_the_rows_of_another_table(shop: Shop) -> None:
    plan = shop.plan("how many customers ordered in May 2024?")
    assert isinstance(plan.where, Exists)
    assert plan.where.entity == "orders"
    assert isinstance(plan.where.where, AbsolutePeriod)
    assert shop.rows_of(plan) == [(1,)]


def test_the_things_that_meet_a_condition_on_their_rows_are_counted(shop: Shop) -> None:
    assert shop.rows("how many customers have more than 2 orders?") == [(2,)]


def test_amounts_of_many_rows_are_summed_before_they_are_compared(shop: Shop) -> None:
    rows = shop.rows("which customers spent more than 500?")
    assert {row[0] for row in rows} == {"Ada Byron", "Alan Turing"}


def test_the_first_of_each_group_is_told_for_every_group(shop: Shop) -> None:
    rows = shop.rows("most expensive product in each category")
    assert {(row[0], row[1]) for row in rows} == {
        ("Kitchen", "Kettle"),
        ("Office", "Desk lamp"),
        ("Living room", "Sofa"),
    }


def test_the_average_count_is_of_those_that_have_any(shop: Shop) -> None:
    ((average,),) = shop.rows("average number of orders per customer")
    assert average == pytest.approx(8 / 3)


def test_the_month_that_ranks_first_is_shown_with_its_figure(shop: Shop) -> None:
    assert shop.rows("best month by amount") == [(date(2024, 3, 1), Decimal("799.0"))] or shop.rows(
        "best month by amount"
    ) == [(date(2024, 5, 1), Decimal("799.0"))]


def test_two_periods_are_compared_side_by_side(shop: Shop) -> None:
    plan = shop.plan("amount this month vs last month")
    assert isinstance(plan.where, RelativePeriod)
    assert plan.where.count == 2
    assert len(shop.rows_of(plan)) == 2


def test_a_misspelt_word_is_read_and_said_so(shop: Shop) -> None:
    plan = shop.plan("avrage amount by status")
    assert [one.chosen for one in plan.assumptions if one.topic == "spelling"] == ["average"]


def test_the_date_that_was_chosen_can_be_changed(shop: Shop) -> None:
    plan = shop.plan("total amount by status in 2024")
    measure = [one for one in plan.assumptions if one.topic == "time"]
    assert measure[0].chosen == "orders.order_date"


def test_every_alternative_of_an_assumption_runs(shop: Shop) -> None:
    plan = shop.plan("amount by status")
    alternatives = [other for one in plan.assumptions for other in one.alternatives]
    assert alternatives
    for other in alternatives:
        assert shop.rows_of(other.plan) != shop.rows_of(plan)
        assert compile_plan(other.plan, shop.model).sql


def test_a_word_that_nothing_is_called_is_named_and_never_dropped(shop: Shop) -> None:
    with pytest.raises(Declined) as declined:
        shop.plan("How many customers from Germany?")
    assert declined.value.unmatched == ("Germany",)


def test_a_date_of_an_event_is_not_that_of_what_it_happened_to(shop: Shop) -> None:
    try:
        plan = shop.plan("how many products were sold in May 2024?")
    except Unclear as unclear:
        plans = [option.plan for option in unclear.clarification.options if option.plan is not None]
        assert all(shop.rows_of(plan) == [(1,)] for plan in plans)
    else:
        assert shop.rows_of(plan) == [(1,)]


def test_a_row_without_a_partner_is_asked_for_by_its_missing_key(shop: Shop) -> None:
    assert shop.rows("how many orders have no customer?") == [(0,)]


def test_a_share_in_a_period_is_of_that_period(shop: Shop) -> None:
    ((share,),) = shop.rows("what percentage of orders were shipped in April 2024?")
    assert share == pytest.approx(1 / 2)


def test_a_list_of_one_category_holds_each_once(shop: Shop) -> None:
    plan = shop.plan("status of orders with amount over 50")
    assert plan.rows is not None
    assert len(shop.rows_of(plan)) == len(set(shop.rows_of(plan)))


def test_a_ranking_leaves_out_rows_that_belong_to_none(shop: Shop) -> None:
    plan = shop.plan("which customer has the most orders?")
    assert not isinstance(plan.where, And)
    assert plan.dimensions[0].of == FieldRef(entity="customers", name="customer_name")
    assert shop.rows_of(plan)[0][-1] == 3
