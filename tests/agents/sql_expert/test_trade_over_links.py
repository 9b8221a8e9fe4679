"""Questions of trade over linked tables: rates by what lines tell, who is busiest, the first of each, the first group alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agents.sql_expert.dates_told import dates_told
from tests.agents.sql_expert.conftest import Shop, shop_of

_DELI = """
CREATE TABLE clerks AS SELECT * FROM (VALUES (1, 'Ann Lee'), (2, 'Bo Falk'), (3, 'Cy Moor')) AS t(clerk_id, clerk_name);
CREATE TABLE buyers AS SELECT * FROM (VALUES
    (1, 'Kiosk', 'retail'), (2, 'Canteen', 'food'), (3, 'Cafe', 'food'), (4, 'Corner', 'retail')
) AS t(buyer_id, buyer_name, trade);
CREATE TABLE goods AS SELECT i AS good_id, 'good ' || i AS good_name,
    ['cheese', 'wine', 'bread'][i % 3 + 1] AS family FROM range(1, 10) t(i);
CREATE TABLE orders AS SELECT i AS order_no, 1 + (i * i) % 4 AS buyer_id, CASE WHEN i % 4 = 0 THEN 1 ELSE 2 END AS clerk_id,
    DATE '2024-01-01' + i::INTEGER AS ordered_on FROM range(1, 41) t(i);
CREATE TABLE order_lines AS SELECT 1 + i % 40 AS order_no, 1 + i // 40 AS good_id,
    5.0 + i % 7 AS amount, 1 + i % 3 AS quantity FROM range(200) t(i);
CREATE TABLE returns AS SELECT i AS return_no, 1 + (i * 7) % 40 AS order_no, 1 + ((i * 7) % 200) // 40 AS good_id,
    DATE '2024-03-01' + i::INTEGER AS returned_on FROM range(25) t(i);
"""


@pytest.fixture(scope="module")
def deli(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("deli"), _DELI) as shop:
        yield shop


def told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def test_a_rate_by_what_only_lines_tell_is_of_the_lines(deli: Shop) -> None:
    wanted = told(
        deli,
        """SELECT family, count(r.return_no) / count(*) FROM order_lines l JOIN goods USING (good_id)
        LEFT JOIN returns r ON (r.order_no, r.good_id) = (l.order_no, l.good_id) GROUP BY family""",
    )
    assert dict(deli.first_rows("return rate by family")) == pytest.approx(dict(wanted))


def test_the_busiest_has_most_of_what_happens(deli: Shop) -> None:
    assert "Bo Falk" in deli.first_rows("Who is our busiest clerk?")[0]


def test_the_first_of_each_is_dated(deli: Shop) -> None:
    wanted = dict(told(deli, "SELECT buyer_id, min(ordered_on) FROM orders GROUP BY 1"))
    found = deli.first_rows("first order of every buyer")
    assert sorted(row[-1] for row in found) == sorted(wanted.values())


def test_the_best_figure_in_each_group_may_be_said_last(deli: Shop) -> None:
    rows = deli.first_rows("top 1 goods in every family by quantity")
    assert {row[0] for row in rows} == {"cheese", "bread", "wine"}
    assert ("cheese", "good 3", 81) in rows


def test_what_is_asked_of_the_first_group_is_of_its_rows_alone(deli: Shop) -> None:
    by_buyer = """SELECT buyer_name, trade, sum(amount) AS total FROM order_lines JOIN orders USING (order_no)
        JOIN buyers USING (buyer_id) GROUP BY 1, 2"""
    ((wanted,),) = told(
        deli,
        f"""WITH b AS ({by_buyer}) SELECT buyer_name FROM b WHERE trade =
        (SELECT trade FROM b GROUP BY trade ORDER BY sum(total) DESC LIMIT 1) ORDER BY total DESC LIMIT 1""",
    )
    ((found, *_),) = deli.first_rows("top buyer in our best trade")
    assert found in (wanted, told(deli, f"SELECT buyer_id FROM buyers WHERE buyer_name = '{wanted}'")[0][0])


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("orders in the last week of June 2024", "orders  between 2024-06-24 and 2024-06-30"),
        ("visits in the first 3 days of March 2023", "visits  between 2023-03-01 and 2023-03-03"),
        ("fees since the beginning of 2022", "fees since 2022"),
        ("orders last week", "orders last week"),
    ],
)
def test_parts_of_a_month_are_dates(said: str, read: str) -> None:
    assert dates_told(said) == read
