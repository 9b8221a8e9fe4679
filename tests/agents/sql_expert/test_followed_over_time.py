"""Sheets that follow figures over time, and columns of the calendar, of delays and of two ends beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_TIDES = """
CREATE TABLE buoys AS SELECT code, d::DATE AS date, round(100 + 9 * sin(i) + o + i * (3 + o / 40.0) / 9.0, 2) AS level
    FROM (SELECT unnest(['NOR', 'SUD', 'OST']) AS code, unnest([0, 40, 90]) AS o),
    (SELECT i, DATE '2019-01-01' + INTERVAL (i) MONTH AS d FROM range(48) t(i));
"""
_CROPS = """
CREATE TABLE hops AS SELECT farm, breed, year, round(20 + f * 3 + b * 2 + (year * 7 + f * b) % 5, 1) AS yield
    FROM (SELECT unnest(['Elm', 'Ash', 'Oak']) AS farm, unnest([1, 2, 3]) AS f),
    (SELECT unnest(['Gold', 'Tall', 'Early']) AS breed, unnest([1, 3, 2]) AS b), (SELECT unnest([2020, 2021]) AS year);
"""
_FERRIES = """
CREATE TABLE piers AS SELECT * FROM (VALUES ('ALT', 'Alta North'), ('BRO', 'Bronby'), ('CAS', 'Castle Bay'), ('DUN', 'Dunmere'))
    v(pid, name);
ALTER TABLE piers ADD PRIMARY KEY (pid);
CREATE TABLE trips AS SELECT i AS trip_id, 100 + i % 7 AS trip, 2022 AS year, 1 + (i // 28) % 12 AS month, 1 + i % 28 AS day,
    6 + i % 12 AS hour, make_timestamp(2022, 1 + (i // 28) % 12, 1 + i % 28, 6 + i % 12, 0, 0) + INTERVAL 7 HOUR AS sailed_utc,
    ['ALT', 'BRO'][i % 2 + 1] AS from_pier, ['BRO', 'CAS', 'ALT'][i % 3 + 1] AS to_pier,
    i % 9 - 3 AS dep_delay, i % 11 - 4 AS arr_delay, 20 + i % 50 AS crossing_time, ['Sun', 'Moon'][i % 2 + 1] AS company
    FROM range(900) t(i);
ALTER TABLE trips ADD PRIMARY KEY (trip_id);
"""


@pytest.fixture(scope="module")
def buoys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("buoys"), _TIDES) as opened:
        yield opened


@pytest.fixture(scope="module")
def hops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("hops"), _CROPS) as opened:
        yield opened


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("ferries"), _FERRIES) as opened:
        yield opened


def _alike(shop: Shop, question: str, sql: str) -> None:
    def told(rows: list[tuple[object, ...]]) -> list[str]:
        return sorted(
            repr(tuple(round(float(one), 6) if isinstance(one, float) else str(one) for one in row)) for row in rows
        )

    assert told(shop.first_rows(question)) == told(shop.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("how many buoys are there", "SELECT count(DISTINCT code) FROM buoys"),
        ("highest and lowest level of each buoy", "SELECT code, max(level), min(level) FROM buoys GROUP BY 1"),
        ("latest level of each buoy", "SELECT code, arg_max(level, date) FROM buoys GROUP BY 1"),
        ("first recorded level per buoy", "SELECT code, arg_min(level, date) FROM buoys GROUP BY 1"),
        ("Which codes have more than 40 rows?", "SELECT code FROM buoys GROUP BY 1 HAVING count(*) > 40"),
        ("Which buoys never went above 130?", "SELECT code FROM buoys GROUP BY 1 HAVING max(level) <= 130"),
        ("what is the lowest level and when was it", "SELECT date, level FROM buoys ORDER BY level LIMIT 1"),
        ("In how many months was SUD above 150?", "SELECT count(*) FROM buoys WHERE code = 'SUD' AND level > 150"),
    ],
)
def test_rows_of_what_is_followed_over_time_are_not_counted(buoys: Shop, question: str, sql: str) -> None:
    _alike(buoys, question, sql)


def test_what_rose_most_is_told_by_the_only_figure(buoys: Shop) -> None:
    rose = buoys.rows("Which buoy rose the most from January 2019 to January 2022?")
    expected = buoys.connection.execute(
        "SELECT code FROM buoys GROUP BY 1 ORDER BY sum(level) FILTER (date = '2022-01-01') - sum(level) FILTER (date = '2019-01-01') DESC"
    ).fetchone()
    assert expected is not None
    assert rose[0][0] == expected[0]


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("Which breed is the best?", "SELECT breed, avg(yield) a FROM hops GROUP BY 1 ORDER BY a DESC LIMIT 1"),
        (
            "worst farm for Tall",
            "SELECT farm, avg(yield) a FROM hops WHERE breed = 'Tall' GROUP BY 1 ORDER BY a LIMIT 1",
        ),
        (
            "share of total yield by farm",
            "SELECT farm, sum(yield), sum(yield) / sum(sum(yield)) OVER () FROM hops GROUP BY 1",
        ),
        (
            "Which breeds yielded more than 30 on average?",
            "SELECT breed, avg(yield) FROM hops GROUP BY 1 HAVING avg(yield) > 30",
        ),
        ("highest yield and its farm", "SELECT farm, yield FROM hops ORDER BY yield DESC LIMIT 1"),
    ],
)
def test_the_best_of_a_sheet_is_told_by_its_only_figure(hops: Shop, question: str, sql: str) -> None:
    _alike(hops, question, sql)


def test_what_did_better_than_the_year_before(hops: Shop) -> None:
    better = {row[0] for row in hops.rows("Which breeds did better in 2021 than in 2020?")}
    rows = hops.connection.execute(
        "SELECT breed FROM hops GROUP BY 1 HAVING avg(yield) FILTER (year = 2021) > avg(yield) FILTER (year = 2020)"
    ).fetchall()
    assert better == {row[0] for row in rows}


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("total trips", "SELECT count(*) FROM trips"),
        ("trips per day in March", "SELECT make_date(year, month, day), count(*) FROM trips WHERE month = 3 GROUP BY 1"),
        ("trips by weekday", "SELECT isodow(make_date(year, month, day)), count(*) FROM trips GROUP BY 1"),
        ("how many trips per day on average", "SELECT count(*) / count(DISTINCT make_date(year, month, day)) FROM trips"),
        ("trips on March 5th", "SELECT count(*) FROM trips WHERE month = 3 AND day = 5"),
        ("How many trips left late?", "SELECT count(*) FROM trips WHERE dep_delay > 0"),
        ("What share of trips by Moon arrived early?", "SELECT avg((arr_delay < 0)::INT) FROM trips WHERE company = 'Moon'"),
        ("piers without trips", "SELECT name FROM piers WHERE pid NOT IN (SELECT from_pier FROM trips UNION SELECT to_pier FROM trips)"),
    ],
)  # fmt: skip
def test_columns_of_the_calendar_and_of_delays(ferries: Shop, question: str, sql: str) -> None:
    _alike(ferries, question, sql)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Was the average level higher in 2022 than in 2019?", True),
        ("Did OST ever go above 500?", False),
        ("was NOR ever above 100", True),
    ],
)
def test_whether_it_ever_was_so(buoys: Shop, question: str, answer: bool) -> None:
    assert buoys.first_rows(question)[0][0] is answer


@pytest.mark.parametrize("asked", ["how many are there?", "how many?", "how many is that"])
def test_a_count_of_nothing_named_is_no_count_of_any_table(ferries: Shop, asked: str) -> None:
    with pytest.raises(Declined):
        ferries.rows(asked)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("busiest route", "SELECT origin, destination, count(*) FROM rides GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1"),
        ("How many rides were more than 2 hours late?", "SELECT count(*) FROM rides WHERE arrival_delay > 120"),
        ("which 3 days had the most rides?", "SELECT day, count(*) FROM rides GROUP BY 1 ORDER BY 2 DESC LIMIT 3"),
    ],
)
def test_routes_and_lateness(tmp_path: Path, question: str, sql: str) -> None:
    rides = """CREATE TABLE rides AS SELECT i AS ride_id, ['Ulm', 'Graz', 'Linz'][1 + (i % 5) // 2] AS origin,
        ['Brno', 'Pilsen'][1 + (i % 7) // 4] AS destination, i % 200 - 20 AS arrival_delay,
        DATE '2023-01-01' + ((i * i) % 37)::INT AS day FROM range(400) t(i)"""
    with shop_of(tmp_path, rides) as opened:
        _alike(opened, question, sql)
