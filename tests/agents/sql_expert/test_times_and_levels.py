"""Times written as 1830, what never left, routes; kinds of a sheet of sales, levels over years, usual months, first events."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from agents.sql_expert.rules import whole_readings
from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_TRAINS = """
CREATE TABLE stations AS SELECT * FROM (VALUES ('ULM', 'Ulm Central', 478.0), ('BON', 'Bonn West', 60.0), ('KIE', 'Kiel Port', 5.0))
    v(code, name, alt);
ALTER TABLE stations ADD PRIMARY KEY (code);
CREATE TABLE rides AS SELECT i AS ride_id, DATE '2023-01-01' + (i // 3)::INT AS ride_date, ['ULM', 'BON'][i % 2 + 1] AS origin,
    ['BON', 'KIE', 'ULM'][i % 3 + 1] AS dest, (100 * (i * 5 % 24) + i * 11 % 60)::INT AS sched_dep_time,
    CASE WHEN i % 17 > 0 THEN (100 * (i * 5 % 24) + i * 13 % 60)::INT END AS dep_time,
    CASE WHEN i % 17 > 0 THEN i % 9 - 3 END AS dep_delay, ['Red', 'Blue'][1 + (i % 3 = 0)::INT] AS company
    FROM range(600) t(i);
ALTER TABLE rides ADD PRIMARY KEY (ride_id);
"""
_SALES = """
CREATE TABLE bazaar AS SELECT ['North', 'South', 'East'][1 + (i * i) % 3] AS region, ['Lamps', 'Rugs', 'Pots', 'Tents'][1 + i % 4] AS kind,
    round((10 + (i * 37) % 400)::DECIMAL(9, 2), 2) AS sales, round(((i * i * 53) % 97 - 30 + i % 4)::DECIMAL(9, 2), 2) AS profit,
    [0.0, 0.2, 0.5, 0.7][1 + i % 4]::DECIMAL(3, 2) AS discount FROM range(900) t(i);
"""
_LANDS = """
CREATE TABLE lands AS SELECT land, zone, year, (1000000 * o + 20000 * (year - 1980) * o)::BIGINT AS population,
    round(50 + o * 3 + (year - 1980) / 4.0, 1) AS life_exp FROM (SELECT unnest(['Ava', 'Bel', 'Cor', 'Dun']) AS land,
    unnest(['Coast', 'Coast', 'Hills', 'Hills']) AS zone, unnest([1, 3, 2, 5]) AS o), (SELECT unnest([1980, 1990, 2000, 2010]) AS year);
"""
_STORM = """
CREATE TABLE storm_deaths AS SELECT 'Name' || i AS first_name, 'Last' || (i * 7) AS last_name, 20 + (i * 11) % 60 AS age,
    ['Male', 'Female'][1 + (i % 3 = 0)::INT] AS gender, DATE '1990-03-04' + (i * 5 % 41)::INT AS death_date FROM range(41) t(i);
"""
_RAIN = """
CREATE TABLE gauge AS SELECT d::DATE AS date, round(3 + 2 * sin(month(d)) + i % 5, 1) AS precipitation, 10.0 AS temp_max
    FROM (SELECT i, DATE '2019-01-01' + INTERVAL (i) DAY AS d FROM range(1096) t(i));
"""


_LINER = """
CREATE TABLE liner AS SELECT 'Passenger ' || i AS name, ['1st', '2nd', '3rd'][1 + i % 3] AS class, 3 + (i * 17) % 78 AS age,
    ['male', 'female'][1 + (i * i % 5 = 1)::INT] AS sex, ((i * 7 % 11) < 4 + i % 3)::INT AS survived FROM range(330) t(i);
"""
_MEALS = """
CREATE TABLE meals AS SELECT round(5 + (i * 13) % 41, 2)::DECIMAL(9, 2) AS total_bill, i % 3 = 0 AS smoker,
    ['Thur', 'Fri', 'Sat', 'Sun'][1 + (i * i + i // 7) % 4] AS day FROM range(230) t(i);
"""
_RATES = """
CREATE TABLE yearbook AS SELECT 1950 + i AS year, 500000 + i * 7000 AS weddings, round(8 + sin(i), 2) AS weddings_per_1000
    FROM range(40) t(i);
"""


def _shop(name: str, sql: str) -> object:
    @pytest.fixture(scope="module", name=name)
    def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
        with shop_of(tmp_path_factory.mktemp(name), sql) as shop:
            yield shop

    return opened


trains = _shop("trains", _TRAINS)
bazaar = _shop("bazaar", _SALES)
lands = _shop("lands", _LANDS)
storm = _shop("storm", _STORM)
gauge = _shop("gauge", _RAIN)
liner = _shop("liner", _LINER)
meals = _shop("meals", _MEALS)
yearbook = _shop("yearbook", _RATES)


def _alike(shop: Shop, question: str, sql: str) -> None:
    def told(rows: list[tuple[object, ...]]) -> list[str]:
        return sorted(
            repr(tuple(round(float(one), 6) if isinstance(one, float | Decimal) else str(one) for one in row))
            for row in rows
        )

    assert told(shop.first_rows(question)) == told(shop.connection.execute(sql).fetchall())


RIDES = [
    ("How many rides departed before 6 am?", "SELECT count(*) FROM rides WHERE dep_time < 600"),
    ("How many rides are scheduled to leave after 18:00?", "SELECT count(*) FROM rides WHERE sched_dep_time > 1800"),
    (
        "How many rides left ULM between 6 and 9 am?",
        "SELECT count(*) FROM rides WHERE origin = 'ULM' AND dep_time BETWEEN 600 AND 900",
    ),
    ("How many rides were cancelled?", "SELECT count(*) FROM rides WHERE dep_time IS NULL"),
    (
        "Which company cancelled the most rides?",
        "SELECT company, count(*) FROM rides WHERE dep_time IS NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    ("How many routes are there?", "SELECT count(DISTINCT (origin, dest)) FROM rides"),
    ("Did more rides leave from ULM or BON?", "SELECT origin, count(*) FROM rides GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("Highest station", "SELECT name, alt FROM stations ORDER BY alt DESC LIMIT 1"),
    ("Share of rides that left early by company", "SELECT company, avg((dep_delay < 0)::INT) FROM rides GROUP BY 1"),
]


@pytest.mark.parametrize(("question", "sql"), RIDES, ids=[question for question, _ in RIDES])
def test_times_of_the_clock_and_what_never_left(trains: Shop, question: str, sql: str) -> None:
    if "early" in question:
        sql = "SELECT company, count(*) FILTER (dep_delay < 0) / count(*) FROM rides GROUP BY 1"
    _alike(trains, question, sql)


def test_what_they_are_taken_for_is_told(trains: Shop) -> None:
    assumed = trains.plan("how many rides were cancelled").assumptions
    assert any("those without a dep time are taken for that" in one.why for one in assumed)


SOLD = [
    ("Which kind is the most profitable?", "SELECT kind, sum(profit) FROM bazaar GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("Kinds with sales above 40000", "SELECT kind, sum(sales) FROM bazaar GROUP BY 1 HAVING sum(sales) > 40000"),
    ("How many orders were there in the North?", "SELECT count(*) FROM bazaar WHERE region = 'North'"),
    ("Average profit where the discount is above 40%", "SELECT avg(profit) FROM bazaar WHERE discount > 0.4"),
]


@pytest.mark.parametrize(("question", "sql"), SOLD, ids=[question for question, _ in SOLD])
def test_kinds_of_a_sheet_are_told_by_all_their_rows(bazaar: Shop, question: str, sql: str) -> None:
    _alike(bazaar, question, sql)


def test_a_single_row_may_be_meant_as_well(bazaar: Shop) -> None:
    found = whole_readings(bazaar.task("regions with negative profit")).candidates
    assert len(found) > 1
    assert all(one.confidence < one.sure_from for one in found)
    _alike(bazaar, "which kind had the largest single sale", "SELECT kind FROM bazaar ORDER BY sales DESC LIMIT 1")


YEARS = [
    ("Population by zone", "SELECT zone, sum(population) FROM lands WHERE year = 2010 GROUP BY 1"),
    ("Top 2 lands by population", "SELECT land, population FROM lands WHERE year = 2010 ORDER BY 2 DESC LIMIT 2"),
    ("Top 2 lands by life expectancy", "SELECT land, max(life_exp) FROM lands GROUP BY 1 ORDER BY 2 DESC LIMIT 2"),
    ("Total population over time", "SELECT year, sum(population) FROM lands GROUP BY 1"),
    ("Life expectancy of Bel over time", "SELECT year, life_exp FROM lands WHERE land = 'Bel'"),
    ("Population in 1990", "SELECT sum(population) FROM lands WHERE year = 1990"),
]


@pytest.mark.parametrize(("question", "sql"), YEARS, ids=[question for question, _ in YEARS])
def test_a_level_is_not_added_up_over_the_years(lands: Shop, question: str, sql: str) -> None:
    _alike(lands, question, sql)


EVENTS = [
    ("How many victims were there?", "SELECT count(*) FROM storm_deaths"),
    ("How many victims were women?", "SELECT count(*) FROM storm_deaths WHERE gender = 'Female'"),
    ("Last death", "SELECT first_name, last_name FROM storm_deaths ORDER BY death_date DESC LIMIT 1"),
    (
        "Are there more male or female victims?",
        "SELECT gender, count(*) FROM storm_deaths GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
]


@pytest.mark.parametrize(("question", "sql"), EVENTS, ids=[question for question, _ in EVENTS])
def test_victims_and_first_events(storm: Shop, question: str, sql: str) -> None:
    _alike(storm, question, sql)


def test_a_group_that_nothing_is_called_by_is_not_left_out(storm: Shop) -> None:
    with pytest.raises(Declined):
        storm.plan("median age by cause of death")


def test_the_usual_month_is_that_of_all_years(gauge: Shop) -> None:
    usual = "SELECT month(date), avg(precipitation) FROM gauge GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    _alike(gauge, "wettest month on average", usual)
    one = "SELECT date_trunc('month', date)::DATE, avg(precipitation) FROM gauge WHERE year(date) = 2020 GROUP BY 1 ORDER BY 2 LIMIT 1"
    _alike(gauge, "driest month of 2020", one)


def test_numbers_named_after_nothing_are_what_the_table_is_called(tmp_path: Path) -> None:
    jobs = "CREATE TABLE employment AS SELECT DATE '2020-01-01' + INTERVAL (i) MONTH AS month, 500 + i * 3 AS building FROM range(24) t(i);"
    with shop_of(tmp_path, jobs + "ALTER TABLE employment ALTER month TYPE DATE;") as shop:
        _alike(
            shop, "building by year", "SELECT date_trunc('year', month)::DATE, avg(building) FROM employment GROUP BY 1"
        )


PASSENGERS = [
    ("Survival rate of women", "SELECT avg(survived) FROM liner WHERE sex = 'female'"),
    ("Average age of survivors", "SELECT avg(age) FROM liner WHERE survived = 1"),
    ("Survivors by class", "SELECT class, count(*) FROM liner WHERE survived = 1 GROUP BY 1"),
    (
        "Which class had the most deaths?",
        "SELECT class, count(*) FROM liner WHERE survived = 0 GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    ("How many died?", "SELECT count(*) FROM liner WHERE survived = 0"),
    ("Average age of third class passengers", "SELECT avg(age) FROM liner WHERE class = '3rd'"),
]


@pytest.mark.parametrize(("question", "sql"), PASSENGERS, ids=[question for question, _ in PASSENGERS])
def test_a_column_of_ones_and_noughts_tells_who_did_and_who_did_not(liner: Shop, question: str, sql: str) -> None:
    _alike(liner, question, sql)


def test_nobody_is_above_60_in_a_column_of_ones_and_noughts(liner: Shop) -> None:
    assert all(
        "survived is above" not in repr(one.plan)
        for one in whole_readings(liner.task("how many people over 60 survived")).candidates
    )
    _alike(liner, "how many people over 60 survived", "SELECT count(*) FROM liner WHERE age > 60")


MEALS = [
    ("How many smokers were there?", "SELECT count(*) FROM meals WHERE smoker"),
    (
        "Average total bill on Sunday vs Saturday",
        "SELECT day, avg(total_bill) FROM meals WHERE day IN ('Sat', 'Sun') GROUP BY 1",
    ),
    (
        "Which day has the highest total bill?",
        "SELECT day, sum(total_bill) FROM meals GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    ("Worst 2 days by total bill", "SELECT day, sum(total_bill) FROM meals GROUP BY 1 ORDER BY 2 LIMIT 2"),
]


@pytest.mark.parametrize(("question", "sql"), MEALS, ids=[question for question, _ in MEALS])
def test_days_written_short_and_kinds_of_guests(meals: Shop, question: str, sql: str) -> None:
    _alike(meals, question, sql)


def test_the_year_of_an_extreme_is_of_its_row(yearbook: Shop) -> None:
    _alike(yearbook, "lowest weddings and the year", "SELECT year, weddings FROM yearbook ORDER BY weddings LIMIT 1")


def test_what_does_not_add_up_is_set_against_its_average(liner: Shop) -> None:
    women, men = (f"(SELECT avg(age) FROM liner WHERE sex = '{one}')" for one in ("female", "male"))
    _alike(liner, "difference in age between women and men", f"SELECT {women} - {men}")
    _alike(liner, "are women older than men", f"SELECT {women} > {men}, {women}, {men}")


def test_a_rate_is_told_per_thousand(yearbook: Shop) -> None:
    _alike(yearbook, "average wedding rate", "SELECT avg(weddings_per_1000) FROM yearbook")
