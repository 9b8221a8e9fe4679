"""Which of two is more, whether all are so, what is above the usual; pieces sold, seasons, signs and days."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import whole_readings
from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of, told

_BREWERY = """
CREATE TABLE brews AS SELECT * FROM (VALUES (1, 'Amber Ale', 'Ale', 4.5), (2, 'Bitter Lager', 'Lager', 3.0),
    (3, 'Cherry Ale', 'Ale', 5.5), (4, 'Dark Lager', 'Lager', 3.5)) v(brew_id, name, style, list_price);
ALTER TABLE brews ADD PRIMARY KEY (brew_id);
CREATE TABLE pubs AS SELECT i AS pub_id, 'Pub ' || chr(65 + i::INT) AS name, ['Village', 'Town'][1 + (i % 2)::INT] AS kind
    FROM range(12) t(i);
ALTER TABLE pubs ADD PRIMARY KEY (pub_id);
CREATE TABLE deliveries AS SELECT i AS delivery_id, i % 10 AS pub_id, ['Van', 'Boat'][1 + (i % 3 > 1)::INT] AS route_kind,
    DATE '2023-01-05' + INTERVAL (i * 3) DAY AS delivered_on, CASE WHEN i % 5 = 0 THEN 'BULK' END AS voucher,
    CASE WHEN i % 9 = 0 THEN 'late' ELSE 'done' END AS state FROM range(200) t(i);
ALTER TABLE deliveries ADD PRIMARY KEY (delivery_id);
ALTER TABLE deliveries ALTER delivered_on TYPE DATE;
CREATE TABLE barrels AS SELECT i AS barrel_id, i % 200 AS delivery_id, 1 + (i * 7 + i // 5) % 4 AS brew_id, 1 + i % 6 AS quantity,
    round((1 + i % 6) * (3 + i % 4) * 1.1, 2) AS amount FROM range(640) t(i);
ALTER TABLE barrels ADD PRIMARY KEY (barrel_id);
CREATE TABLE refunds AS SELECT i AS refund_id, i * 7 % 200 AS delivery_id, -round(2.5 + (i * 13) % 40, 2) AS refund_amount,
    ['Broken', 'Stale'][1 + (i % 3 = 0)::INT] AS reason FROM range(30) t(i);
ALTER TABLE refunds ADD PRIMARY KEY (refund_id);
CREATE TABLE notes AS SELECT i AS note_id, (i * 3) % 12 AS pub_id, 1 + i % 5 AS stars FROM range(20) t(i);
ALTER TABLE notes ADD PRIMARY KEY (note_id);
"""
_LAKE = """
CREATE TABLE lake_weather AS SELECT d::DATE AS date, round(10 + 9 * sin(i / 58.0) + i % 7, 1) AS temp_max, round(i % 9 * 0.7, 1) AS wind,
    CASE WHEN i % 4 = 0 THEN 'rain' WHEN i % 31 = 1 THEN 'snow' ELSE 'sun' END AS weather, round((i % 13) - 6.0, 1) AS level_change
    FROM (SELECT i, DATE '2020-01-01' + INTERVAL (i) DAY AS d FROM range(900) t(i));
"""


@pytest.fixture(scope="module")
def brewery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("brewery"), _BREWERY) as opened:
        yield opened


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("lake"), _LAKE) as opened:
        yield opened


def alike(shop: Shop, question: str, sql: str) -> None:
    assert told(shop.first_rows(question)) == told(shop.connection.execute(sql).fetchall())


_LINES = "barrels JOIN deliveries USING (delivery_id) JOIN brews USING (brew_id) JOIN pubs USING (pub_id)"


@pytest.mark.parametrize(
    ("question", "winner"),
    [
        ("Which had more deliveries, Van or Boat?", "Van"),
        ("Which style has the higher total amount, Ale or Lager?", None),
    ],
)
def test_one_of_two_has_the_most(brewery: Shop, question: str, winner: str | None) -> None:
    rows = brewery.first_rows(question)
    assert len(rows) == 1
    assert rows[0][0] in ("Ale", "Lager") if winner is None else rows[0][0] == winner


def test_pieces_sold_are_quantities(brewery: Shop) -> None:
    alike(
        brewery,
        "How many Amber Ales did we sell?",
        f"SELECT sum(quantity) FROM {_LINES} WHERE brews.name = 'Amber Ale'",
    )
    alike(
        brewery,
        "How many units were sold in 2023?",
        f"SELECT sum(quantity) FROM {_LINES} WHERE year(delivered_on) = 2023",
    )
    alike(brewery, "How many deliveries are late?", "SELECT count(*) FROM deliveries WHERE state = 'late'")


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Are all deliveries done?", False),
        ("Does every delivery have a pub?", True),
        ("Do all deliveries have a voucher?", False),
        ("Are there more Van than Boat deliveries?", True),
        ("Did we sell more Amber Ales than Dark Lagers?", None),
    ],
)
def test_yes_and_no_stand_before_their_figures(brewery: Shop, question: str, yes: bool | None) -> None:
    rows = brewery.first_rows(question)
    assert len(rows) == 1
    said, one, other = rows[0]
    if yes is None:
        (first,), (second,) = (
            brewery.connection.execute(f"SELECT sum(quantity) FROM {_LINES} WHERE brews.name = '{name}'").fetchall()[0]
            for name in ("Amber Ale", "Dark Lager")
        )
        assert (said, one, other) == (first > second, first, second)
    else:
        assert said is yes


def test_what_all_should_be_is_never_answered_by_a_list(brewery: Shop) -> None:
    with pytest.raises(Declined):
        brewery.plan("Are all brews frothy?")


def test_with_and_without_stand_beside_each_other(brewery: Shop) -> None:
    rows = dict(brewery.first_rows("number of deliveries with and without a voucher"))
    assert rows == {"with voucher": 40, "without voucher": 160}


def test_one_table_or_another(brewery: Shop) -> None:
    alike(
        brewery,
        "pubs with deliveries or notes",
        "SELECT name FROM pubs WHERE pub_id IN (SELECT pub_id FROM deliveries) OR pub_id IN (SELECT pub_id FROM notes)",
    )


def test_months_above_the_usual(brewery: Shop) -> None:
    months = f"SELECT date_trunc('month', delivered_on)::DATE AS m, sum(amount) AS s FROM {_LINES} GROUP BY 1"
    alike(
        brewery,
        "Which months had above average amount?",
        f"WITH months AS ({months}) SELECT m, s FROM months WHERE s > (SELECT sum(s) / count(*) FROM months)",
    )


def test_the_highest_refund_takes_the_most(brewery: Shop) -> None:
    ((reason, *_),) = brewery.first_rows("Which reason has the highest total refund amount?")
    ((expected,),) = brewery.connection.execute(
        "SELECT reason FROM refunds GROUP BY 1 ORDER BY sum(refund_amount) LIMIT 1"
    ).fetchall()
    assert reason == expected


@pytest.mark.parametrize(
    "question", ["What is its list price?", "How many deliveries did he get?", "Where do they live?"]
)
def test_a_pronoun_with_nothing_before_it_is_not_answered(brewery: Shop, question: str) -> None:
    with pytest.raises(Declined):
        whole_readings(brewery.task(question))


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("days with snow in 2021", "SELECT date FROM lake_weather WHERE weather = 'snow' AND year(date) = 2021"),
        (
            "Which year had the most rainy days?",
            "SELECT date_trunc('year', date)::DATE, count(*) FROM lake_weather WHERE weather = 'rain' GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        ),
        (
            "windiest day of each year",
            "SELECT date_trunc('year', date)::DATE, date, wind FROM lake_weather "
            "QUALIFY rank() OVER (PARTITION BY year(date) ORDER BY wind DESC) = 1",
        ),
        (
            "How many sunny days were there in summer?",
            "SELECT count(*) FROM lake_weather WHERE weather = 'sun' AND month(date) BETWEEN 6 AND 8",
        ),
        (
            "average temp max in June, July or August",
            "SELECT avg(temp_max) FROM lake_weather WHERE month(date) IN (6, 7, 8)",
        ),
        (
            "average wind by season",
            "SELECT CASE WHEN month(date) IN (3, 4, 5) THEN 'spring' WHEN month(date) IN (6, 7, 8) THEN 'summer' "
            "WHEN month(date) IN (9, 10, 11) THEN 'autumn' ELSE 'winter' END, avg(wind) FROM lake_weather GROUP BY 1",
        ),
        (
            "days with negative level change in 2022",
            "SELECT date FROM lake_weather WHERE level_change < 0 AND year(date) = 2022",
        ),
    ],
)
def test_sheets_of_days(lake: Shop, question: str, sql: str) -> None:
    alike(lake, question, sql)


def test_days_in_a_row_are_not_counted_as_days(lake: Shop) -> None:
    with pytest.raises(Declined, match="in a row"):
        lake.plan("How many days in a row did it rain?")
