"""Sets of those who have only such, few or none; rows against the average of their group; other units. Over a small haulier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE depots AS SELECT i AS depot_id, 'Depot ' || i AS depot_name, ['Leeds', 'York'][i % 2 + 1] AS town,
    ['Y', 'N'][i % 2 + 1] AS heated FROM range(1, 6) t(i);
CREATE TABLE drivers AS SELECT i AS driver_id, 'Driver ' || i AS driver_name, i % 4 + 1 AS depot_id,
    CAST(20000 + (i * 7919) % 15000 AS INTEGER) AS salary FROM range(1, 31) t(i);
CREATE TABLE loads AS SELECT i AS load_id, (i * i) % 23 + 1 AS driver_id,
    CASE WHEN (i * i) % 23 < 5 THEN 'timber' ELSE ['timber', 'steel', 'grain'][i % 3 + 1] END AS goods,
    ['Acme', 'Bolt', 'Core', 'Dune', 'Echo', 'Fern'][(i * i) % 6 + 1] AS client,
    100.0 + (i * 37) % 9000 AS weight_kg, 15 + (i * 13) % 400 AS duration_min, 10 + (i * 11) % 150 AS height,
    round(50 + (i * 17.3) % 900, 2) AS fee, DATE '2024-01-01' + CAST(i AS INTEGER) AS loaded_on
    FROM range(1, 241) t(i);
"""


@pytest.fixture(scope="module")
def haulier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("haulier"), _SQL) as opened:
        yield opened


def told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def firsts(rows: list[tuple[Any, ...]]) -> list[Any]:
    return sorted(row[0] for row in rows)


@pytest.mark.parametrize(
    "asked",
    [
        "drivers earning more than their depot's average",
        "drivers whose salary is above the average for their depot",
        "which drivers have a salary higher than the average of their depot?",
        "who earns more than the average salary in their depot?",
    ],
)
def test_a_row_is_compared_with_the_average_of_its_own_group(haulier: Shop, asked: str) -> None:
    expected = told(
        haulier,
        "SELECT driver_name FROM drivers d WHERE salary > (SELECT avg(salary) FROM drivers x WHERE x.depot_id = d.depot_id)",
    )
    assert firsts(haulier.rows(asked)) == firsts(expected)


def test_rows_against_their_group_are_counted(haulier: Shop) -> None:
    expected = told(
        haulier, "SELECT count(*) FROM loads l WHERE fee > (SELECT avg(fee) FROM loads x WHERE x.goods = l.goods)"
    )
    assert haulier.rows("how many loads have a fee above the average for the same goods?") == expected


def test_groups_are_compared_with_the_average_of_all(haulier: Shop) -> None:
    expected = told(
        haulier,
        "SELECT goods FROM loads GROUP BY 1 HAVING avg(fee) > (SELECT avg(fee) FROM loads) ORDER BY avg(fee) DESC",
    )
    rows = haulier.rows("goods whose average fee is above the overall average")
    assert [row[0] for row in rows] == [row[0] for row in expected]


def test_what_each_of_has_many_rows_is_not_taken_for_one_row(haulier: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        haulier.plan("which clients have a fee above the average?")


@pytest.mark.parametrize("asked", ["drivers who only carried timber", "drivers with only timber loads"])
def test_only_such_leaves_out_those_who_have_others(haulier: Shop, asked: str) -> None:
    expected = told(
        haulier,
        "SELECT driver_name FROM drivers JOIN loads USING (driver_id) GROUP BY 1 HAVING bool_and(goods = 'timber')",
    )
    try:
        assert firsts(haulier.rows(asked)) == firsts(expected) != []
    except (Declined, Unclear):
        assert asked != "drivers with only timber loads"


def test_only_such_of_a_column_is_told_by_its_groups(haulier: Shop) -> None:
    expected = told(haulier, "SELECT client FROM loads GROUP BY 1 HAVING bool_and(goods = 'timber')")
    assert firsts(haulier.rows("which clients only have timber loads?")) == firsts(expected)


def test_only_before_rows_says_nothing_more(haulier: Shop) -> None:
    expected = told(haulier, "SELECT count(*) FROM loads WHERE goods = 'steel'")
    assert len(haulier.rows("show only steel loads")) == expected[0][0]


@pytest.mark.parametrize("few", ["fewer than 3", "less than 3", "at most 2"])
def test_few_may_be_none(haulier: Shop, few: str) -> None:
    sql = "SELECT driver_name FROM drivers LEFT JOIN loads USING (driver_id) GROUP BY 1 HAVING count(load_id) < 3"
    assert firsts(haulier.rows(f"drivers with {few} loads")) == firsts(told(haulier, sql)) != []
    assert haulier.rows(f"how many drivers have {few} loads?") == told(haulier, f"SELECT count(*) FROM ({sql})")


def test_few_of_a_kind_are_counted_among_that_kind(haulier: Shop) -> None:
    sql = """SELECT driver_name FROM drivers d LEFT JOIN loads l ON l.driver_id = d.driver_id AND goods = 'steel'
        GROUP BY 1 HAVING count(load_id) < 2"""
    assert firsts(haulier.first_rows("drivers with fewer than 2 steel loads")) == firsts(told(haulier, sql)) != []


def test_a_number_in_another_unit_is_turned_into_that_of_the_column(haulier: Shop) -> None:
    assert haulier.rows("how many loads weigh more than 5 tonnes?") == told(
        haulier, "SELECT count(*) FROM loads WHERE weight_kg > 5000"
    )
    assert haulier.rows("how many loads weigh under 250000 grams?") == told(
        haulier, "SELECT count(*) FROM loads WHERE weight_kg < 250"
    )
    assert haulier.rows("how many loads have a duration over 3 hours?") == told(
        haulier, "SELECT count(*) FROM loads WHERE duration_min > 180"
    )


def test_a_unit_that_no_row_can_be_told_in_is_not_guessed(haulier: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        haulier.plan("loads with a height over 3 km")


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("total fee in thousands", "SELECT sum(fee) / 1000 FROM loads"),
        ("total weight in tonnes", "SELECT sum(weight_kg) / 1000 FROM loads"),
        ("average duration in hours", "SELECT avg(duration_min) / 60 FROM loads"),
        ("how many tonnes went to Acme?", "SELECT sum(weight_kg) / 1000 FROM loads WHERE client = 'Acme'"),
        ("how many tonnes of steel did we carry?", "SELECT sum(weight_kg) / 1000 FROM loads WHERE goods = 'steel'"),
    ],
)
def test_a_figure_is_told_in_the_unit_that_is_asked_for(haulier: Shop, asked: str, sql: str) -> None:
    assert haulier.rows(asked)[0][0] == pytest.approx(told(haulier, sql)[0][0])


def test_a_verb_that_says_more_is_not_left_out(haulier: Shop) -> None:
    for asked in ("how many tonnes did we lose?", "how many tonnes were damaged?"):
        with pytest.raises((Declined, Unclear)):
            haulier.plan(asked)


def test_a_figure_without_a_known_unit_is_not_told_in_another(haulier: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        haulier.plan("average height in metres")


def test_so_many_for_each_hundred_divides_by_all_of_them(haulier: Shop) -> None:
    assert haulier.rows("loads per 100 drivers")[0][0] == pytest.approx(800)
    expected = told(haulier, "SELECT client, 10 * avg(CAST(goods = 'steel' AS INT)) FROM loads GROUP BY 1")
    assert dict(haulier.rows("steel loads per 10 loads by client")) == pytest.approx(dict(expected))


def test_so_many_of_what_is_not_counted_is_no_condition(haulier: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        haulier.plan("loads per 100 engines by depot")


def test_a_figure_per_unit_is_by_the_column_that_is_told_in_it(haulier: Shop) -> None:
    expected = told(haulier, "SELECT goods, sum(fee) / sum(weight_kg) FROM loads GROUP BY 1")
    assert dict(haulier.rows("fee per kg by goods")) == pytest.approx(dict(expected))


def test_a_change_from_one_year_to_the_other_is_of_the_whole_years(haulier: Shop) -> None:
    found = haulier.rows("how did total fees change from May 2024 to June 2024?")
    expected = told(
        haulier,
        "SELECT sum(fee) FILTER (month(loaded_on) = 5), sum(fee) FILTER (month(loaded_on) = 6) FROM loads",
    )
    assert found[0][:2] == pytest.approx(expected[0])


def test_never_with_a_value_is_about_that_value(haulier: Shop) -> None:
    expected = told(
        haulier,
        "SELECT driver_name FROM drivers WHERE driver_id NOT IN (SELECT driver_id FROM loads WHERE goods = 'steel')",
    )
    assert firsts(haulier.rows("drivers who never had a load of steel")) == firsts(expected)


def test_a_range_before_what_it_is_of_is_between_its_ends(haulier: Shop) -> None:
    expected = told(haulier, "SELECT count(*) FROM loads WHERE duration_min BETWEEN 60 AND 90")
    assert haulier.rows("how many loads with 60 to 90 minutes duration?") == expected


def test_how_something_is_distributed_is_its_distribution(haulier: Shop) -> None:
    assert haulier.rows("how are goods distributed across loads?") == haulier.rows("distribution of goods")


def test_a_column_of_yes_and_no_is_not_missing_where_it_says_no(haulier: Shop) -> None:
    expected = told(haulier, "SELECT count(*) FROM depots WHERE heated = 'N'")
    assert haulier.rows("how many depots are not heated?") == expected
    assert haulier.rows("how many depots without heated?") == expected
