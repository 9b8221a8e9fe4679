"""Periods told by “each” and “every”, though a column is called by the unit; years that are no amounts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE tariffs AS SELECT i AS tariff_id, 'Tariff ' || i AS tariff_name, 10.5 * i AS monthly_fee, 90 * i AS yearly_price
    FROM range(1, 5) t(i);
CREATE TABLE subscribers AS SELECT i AS subscriber_id, i % 4 + 1 AS tariff_id, DATE '2023-07-01' + (i * 5)::INT AS joined_on
    FROM range(1, 201) t(i);
CREATE TABLE repairs AS SELECT i AS repair_id, i % 200 + 1 AS subscriber_id, DATE '2023-09-01' + (i * 2)::INT AS brought_on,
    DATE '2023-09-20' + (i * 2 + i % 40)::INT AS returned_on,
    15.25 + (i * 7) % 300 AS charge FROM range(1, 401) t(i);
"""


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("phones"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "unit", "day", "table"),
    [
        ("repairs each month of 2024", "month", "brought_on", "repairs"),
        ("repairs every month in 2024", "month", "brought_on", "repairs"),
        ("number of repairs for each week of 2024", "week", "brought_on", "repairs"),
        ("subscribers each month of 2024", "month", "joined_on", "subscribers"),
        ("how many subscribers joined each month of 2024", "month", "joined_on", "subscribers"),
        ("how many repairs were returned each month of 2024", "month", "returned_on", "repairs"),
    ],
)
def test_each_month_is_a_period_and_no_column_that_begins_alike(
    phones: Shop, asked: str, unit: str, day: str, table: str
) -> None:
    expected = phones.connection.execute(
        f"SELECT date_trunc('{unit}', {day})::DATE AS period, count(*) FROM {table} WHERE year({day}) = 2024 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert phones.rows(asked) == expected


def test_a_year_behind_an_amount_is_its_period(phones: Shop) -> None:
    expected = phones.connection.execute("SELECT sum(charge) FROM repairs WHERE year(brought_on) = 2024").fetchall()
    assert phones.rows("total charges in 2024") == expected
    assert phones.rows("sum of the charge during 2024") == expected


def test_a_number_behind_an_amount_is_its_value(phones: Shop) -> None:
    expected = phones.connection.execute("SELECT count(*) FROM repairs WHERE charge > 200").fetchall()
    assert phones.rows("how many repairs have a charge over 200") == expected
