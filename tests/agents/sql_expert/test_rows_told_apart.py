"""Conditions between columns, places in a ranking, rows that no single row can be, and lengths of life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE drivers AS SELECT * FROM (VALUES
    (1, 'Mara', DATE '1980-05-02', 'Oslo'), (2, 'Nils', DATE '1995-07-09', 'Oslo'), (3, 'Ove', DATE '1970-01-20', 'Bergen'),
    (4, 'Pia', DATE '2001-11-30', 'Bergen'), (5, 'Rut', DATE '1988-03-03', 'Narvik')
) AS t(driver_id, driver_name, birth_date, city);
CREATE TABLE trips AS SELECT * FROM (VALUES
    (1, 1, DATE '2025-01-03', DATE '2025-01-05', 120.0, 80.0), (2, 1, DATE '2025-02-01', DATE '2025-02-09', 60.0, 75.0),
    (3, 2, DATE '2025-02-11', DATE '2025-02-12', 300.0, 110.0), (4, 3, DATE '2025-03-01', DATE '2025-03-04', 45.0, 30.0),
    (5, 3, DATE '2025-03-20', DATE '2025-03-21', 210.0, 260.0), (6, NULL, DATE '2025-04-02', DATE '2025-04-03', 90.0, 40.0),
    (7, NULL, DATE '2025-04-05', DATE '2025-04-07', 80.0, 40.0), (8, NULL, DATE '2025-04-08', DATE '2025-04-09', 70.0, 40.0)
) AS t(trip_id, driver_id, departure_date, arrival_date, income, fuel_cost);
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("fleet"), _SQL) as fleet:
        yield fleet


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how many trips have an income below the fuel cost?", 2),
        ("number of trips where fuel cost is greater than income", 2),
        ("how many drivers are older than 40?", 2),
    ],
)
def test_columns_are_compared_with_each_other_or_with_today(fleet: Shop, question: str, count: int) -> None:
    assert fleet.rows(question) == [(count,)]


def test_the_second_highest_is_below_the_highest(fleet: Shop) -> None:
    ((found,),) = fleet.rows("second highest income")
    assert float(found) == 210.0


def test_rows_of_nobody_are_no_group_that_has_enough(fleet: Shop) -> None:
    assert {row[0] for row in fleet.rows("drivers with more than 1 trip")} == {"Mara", "Ove"}


def test_what_no_row_can_be_at_once_is_asked_of_several(fleet: Shop) -> None:
    rows = fleet.rows("which city has both drivers born before 1985 and drivers born after 1990?")
    assert {row[0] for row in rows} == {"Oslo", "Bergen"}


def test_a_period_behind_no_rows_is_theirs(fleet: Shop) -> None:
    rows = fleet.rows("drivers with no trips in February")
    assert {row[0] for row in rows} == {"Ove", "Pia", "Rut"}


def test_a_refusal_says_what_could_be_answered(fleet: Shop) -> None:
    with pytest.raises(Declined) as declined:
        fleet.plan("how many zorgs per city?")
    assert declined.value.unmatched == ("zorgs",)
    assert declined.value.hint


def test_the_data_ends_where_it_ends(fleet: Shop) -> None:
    assert fleet.rows("total income last month")
    assert fleet.plan("total income by month").dimensions[0].grain == "month"
    assert fleet.rows("total income by month")[0][0] == date(2025, 1, 1)


def test_top_of_several_is_more_than_one(fleet: Shop) -> None:
    limit = fleet.plan("top 2 drivers by income").limit
    assert limit is not None
    assert limit.count == 2
