"""Formulas, defined names, several figures, ranked changes and times of linked rows, over a shop with visits and sales."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE shoppers AS SELECT i AS shopper_id, 'Shopper ' || i AS shopper_name,
    CASE i % 3 WHEN 0 THEN 'search' WHEN 1 THEN 'mail' ELSE 'friend' END AS channel,
    CASE i % 2 WHEN 0 THEN 'Leeds' ELSE 'York' END AS city,
    DATE '2023-01-01' + CAST(i * 11 AS INTEGER) AS signup_date
FROM range(1, 61) t(i);
CREATE TABLE items AS SELECT i AS item_id, 'Item ' || i AS item_name,
    CASE i % 2 WHEN 0 THEN 'garden' ELSE 'kitchen' END AS category
FROM range(1, 9) t(i);
CREATE TABLE purchases AS SELECT i AS purchase_id, 1 + i % 57 AS shopper_id, 1 + (i * i) % 8 AS item_id,
    DATE '2023-02-01' + CAST((i * 37) % 690 AS INTEGER) AS purchase_date,
    1 + i % 4 AS quantity, 5.0 + i % 9 AS unit_price,
    CASE WHEN i % 6 = 0 THEN 'refunded' ELSE 'paid' END AS status,
    CASE WHEN i % 9 = 0 THEN DATE '2025-01-01' + CAST(i AS INTEGER) END AS reviewed
FROM range(1, 241) t(i);
CREATE TABLE repairs AS SELECT i AS repair_id, i * 6 AS purchase_id,
    DATE '2025-02-01' + CAST(i AS INTEGER) AS date_repair_asked,
    DATE '2025-02-03' + CAST(2 * i AS INTEGER) AS date_repair_done, i % 2 = 0 AS urgent
FROM range(1, 31) t(i);
"""


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("market"), _SQL) as market:
        yield market


def rounded(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(round(one, 6) if isinstance(one, float) else one for one in row) for row in rows)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "For each city, return the number of shoppers and the number of purchases",
            "SELECT city, count(DISTINCT shopper_id), count(purchase_id) FROM shoppers LEFT JOIN purchases USING (shopper_id) GROUP BY 1",
        ),
        (
            "Return the number of purchases and the average quantity for each category, sorted by average quantity in "
            "descending order. Round to 2 decimals.",
            "SELECT category, count(*), avg(quantity) FROM purchases JOIN items USING (item_id) GROUP BY 1",
        ),
        (
            "What is the ratio of refunded purchases to paid purchases by category?",
            "SELECT category, count(*) FILTER (status = 'refunded') / count(*) FILTER (status = 'paid') "
            "FROM purchases JOIN items USING (item_id) GROUP BY 1",
        ),
        (
            "Return the reorder figure (purchases / shoppers) per channel",
            "SELECT channel, count(purchase_id) / count(DISTINCT shopper_id) "
            "FROM shoppers LEFT JOIN purchases USING (shopper_id) GROUP BY 1",
        ),
        (
            "What is the UPP, defined as total quantity divided by number of purchases, by category?",
            "SELECT category, sum(quantity) / count(*) FROM purchases JOIN items USING (item_id) GROUP BY 1",
        ),
        (
            "What is the difference between the highest and the lowest unit price for each status?",
            "SELECT status, max(unit_price) - min(unit_price) FROM purchases GROUP BY 1",
        ),
        (
            "How many more paid purchases than refunded purchases?",
            "SELECT count(*) FILTER (status = 'paid') - count(*) FILTER (status = 'refunded') FROM purchases",
        ),
    ],
)
def test_formulas_and_several_figures_are_put_together_over_the_same_groups(
    market: Shop, question: str, sql: str
) -> None:
    assert rounded(market.rows(question)) == rounded(market.connection.execute(sql).fetchall())


def test_a_sorted_figure_comes_in_the_order_that_was_said(market: Shop) -> None:
    rows = market.rows(
        "Return the number of purchases and the total quantity for each category, sorted by total quantity ascending"
    )
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)


def test_groups_are_ranked_by_a_change_between_two_periods(market: Shop) -> None:
    sql = """SELECT item_name, count(*) FILTER (year(purchase_date) = 2024) - count(*) FILTER (year(purchase_date) = 2023) AS change
        FROM purchases JOIN items USING (item_id) GROUP BY 1 ORDER BY change DESC LIMIT 1"""
    rows = market.rows("Which item had the largest increase in number of purchases from 2023 to 2024?")
    assert len(rows) == 1
    assert rows[0][3] == market.connection.execute(sql).fetchall()[0][1]


_FIRST = "(SELECT shopper_id, min(purchase_date) AS first FROM purchases GROUP BY 1)"


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "What is the average number of days between signup and first purchase by channel?",
            f"SELECT channel, avg(first - signup_date) FROM shoppers JOIN {_FIRST} USING (shopper_id) GROUP BY 1",
        ),
        (
            "What is the average number of days between signup and first purchase for shoppers that signed up in 2023, by city?",
            f"SELECT city, avg(first - signup_date) FROM shoppers JOIN {_FIRST} USING (shopper_id) "
            "WHERE year(signup_date) = 2023 GROUP BY 1",
        ),
        (
            "How many purchases were made within 30 days after signup?",
            "SELECT count(*) FROM purchases JOIN shoppers USING (shopper_id) "
            "WHERE purchase_date BETWEEN signup_date AND signup_date + 30",
        ),
    ],
)
def test_times_of_linked_rows_are_told_by_the_first_of_them(market: Shop, question: str, sql: str) -> None:
    assert rounded(market.rows(question)) == rounded(market.connection.execute(sql).fetchall())


def test_dates_that_share_a_word_are_told_apart_by_all_of_theirs(market: Shop) -> None:
    sql = "SELECT avg(date_repair_done - date_repair_asked) FROM repairs"
    rows = market.rows("What is the average number of days between repair asked and repair done?")
    assert rounded(rows) == rounded(market.connection.execute(sql).fetchall())


def test_who_did_something_to_a_linked_row_has_one_of_which_that_is_known(market: Shop) -> None:
    sql = "SELECT count(DISTINCT shopper_id) FROM purchases WHERE reviewed IS NOT NULL"
    assert market.rows("How many shoppers reviewed a purchase?") == market.connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    "question",
    [
        "What is the ratio of happy purchases to sad purchases by category?",
        "Return the churn index (complaints / shoppers) per channel",
        "What is the average number of days between signup and first complaint by channel?",
        "Return the number of purchases for each category, sorted by mood",
    ],
)
def test_what_is_not_in_the_data_is_not_answered(market: Shop, question: str) -> None:
    with pytest.raises((Declined, Unclear)):
        market.plan(question)
