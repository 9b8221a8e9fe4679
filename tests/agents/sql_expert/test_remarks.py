"""Remarks that ask for nothing of their own."""

from __future__ import annotations

import pytest

from tests.agents.sql_expert.conftest import Shop


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("list the customers without orders, by doing a left join from customers to orders", "list the customers without orders"),
        ("customers whose name contains 'AD' (case-insensitive)", "customers whose name contains 'AD'"),
        ("number of orders between 2024-02-01 and 2024-03-31 (inclusive)", "number of orders between 2024-02-01 and 2024-03-31"),
        ("show the distinct list of cities of customers", "show the distinct cities of customers"),
        ("number of orders last month (excluding the current month)", "number of orders last month"),
    ],
)  # fmt: skip
def test_how_to_do_it_changes_nothing(shop: Shop, question: str, plain: str) -> None:
    assert sorted(shop.rows(question)) == sorted(shop.rows(plain))


def test_remarks_are_told_as_they_stand(shop: Shop) -> None:
    question = "customers whose name contains 'AD' (case-insensitive)"
    told = [one for one in shop.plan(question).reading if one.meaning == "what is done in any case"]
    assert [question[one.start : one.end] for one in told] == ["case-insensitive"]


def test_a_rolling_period_without_the_current_month_is_no_remark(shop: Shop) -> None:
    whole = shop.rows("number of orders in the past 24 months")
    assert shop.rows("number of orders in the past 24 months excluding the current month") != whole
