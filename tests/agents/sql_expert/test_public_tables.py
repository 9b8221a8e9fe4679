"""Single public tables: what adjectives and verbs measure where columns are written short, years, bands, money lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_BOATS = """
CREATE TABLE boats AS SELECT * FROM (VALUES
    ('Alma', 'Norway', 1999, 85, 12.5, 21.0, 40000, 25000, DATE '2024-05-01', 2),
    ('Berta', 'Norway', 2012, 120, 18.0, 30.5, 90000, 70000, DATE '2024-06-11', 4),
    ('Cora', 'Japan', 2018, 60, 7.5, 18.0, 30000, 31000, DATE '2024-06-20', 7),
    ('Dina', 'Japan', 2021, 150, 22.0, 33.0, 150000, 120000, DATE '2024-07-02', 7)
) AS t(boat, ctry, built_yr, hp, l_per_100km, top_kmh, budget, cost, listed, seats);
"""
_BUOYS = """
CREATE TABLE readings AS SELECT * FROM (VALUES
    ('Anchor', DATE '2024-01-05', 4.0, -2.0, 30.0, 5.5), ('Anchor', DATE '2024-07-05', 22.0, 14.0, 12.0, 0.0),
    ('Beacon', DATE '2024-01-06', 6.0, 1.0, 21.0, 9.0), ('Beacon', DATE '2024-07-06', 25.0, 13.0, 25.0, 3.5)
) AS t(stn, date, temp_max, temp_min, wspd, prcp);
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("boats"), _BOATS) as boats:
        yield boats


@pytest.fixture(scope="module")
def buoys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("buoys"), _BUOYS) as buoys:
        yield buoys


def test_the_most_efficient_takes_the_least_for_the_same_way(boats: Shop) -> None:
    assert boats.rows("what is the most fuel-efficient Norwegian boat?")[0][0] == "Alma"
    assert boats.rows("which boat is the thirstiest?")[0][0] == "Dina"


def test_an_age_is_told_by_the_year_that_something_is_of(boats: Shop) -> None:
    assert boats.rows("how many boats are older than 10 years?") == [(2,)]
    assert boats.rows("how many boats are older than 2015?") == [(2,)]


def test_years_before_all_dates_are_those_of_the_one_column_of_years(boats: Shop) -> None:
    assert boats.rows("how many boats from 2012 to 2019?") == [(2,)]


def test_over_budget_holds_one_column_against_the_other(boats: Shop) -> None:
    assert boats.rows("which boats went over budget?") == [("Cora",)]


def test_numbers_are_grouped_in_steps(boats: Shop) -> None:
    assert boats.rows("group boats by horsepower in steps of 50") == [(50, 2), (100, 1), (150, 1)]


def test_how_warm_it_got_is_the_highest_of_the_highest(buoys: Shop) -> None:
    assert buoys.rows("how warm did it get in July?") == [(25,)]
    assert buoys.rows("how cold did it get?") == [(-2,)]
    assert buoys.rows("how windy is it usually?") == [(22,)]


def test_how_much_it_rained_is_a_total(buoys: Shop) -> None:
    assert buoys.rows("how much did it rain in January?") == [(14.5,)]


def test_a_place_is_rainier_than_another_by_all_of_its_rows(buoys: Shop) -> None:
    assert buoys.rows("which station is the rainiest on average?")[0][0] == "Beacon"


def test_what_has_so_many_seats_is_a_seater(boats: Shop) -> None:
    assert boats.rows("how many seven-seater boats are there?") == [(2,)]


def test_speed_is_told_by_its_unit(boats: Shop) -> None:
    assert boats.rows("which boat is the fastest?")[0][0] == "Dina"
