"""What people in business take for granted: revenue, rates, bands, halves of a year, units of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agents.sql_expert import Understanding, understand
from agents.sql_expert.turns.reread import changed
from core.plan import AbsolutePeriod, MovingAverage
from core.question import Question
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE accounts AS SELECT i AS account_id, 'Account ' || i AS company,
    ['Retail', 'Energy', 'Health'][i % 3 + 1] AS industry, DATE '2023-01-10' + (i * 9)::INT AS signup_date,
    CASE WHEN i % 5 = 0 THEN DATE '2024-06-01' + i::INT END AS churned_on FROM range(1, 41) t(i);
CREATE TABLE visits AS SELECT i AS visit_id, (i * 7) % 40 + 1 AS account_id, TIMESTAMP '2024-01-01' + INTERVAL (i * 29) HOUR AS started_at,
    ['Web', 'Phone', 'Store'][i % 3 + 1] AS channel, (i * 37) % 3000 AS duration_seconds, i % 4 = 0 AS converted,
    CASE WHEN i % 11 = 0 THEN NULL ELSE ['Ana', 'Ben'][i % 2 + 1] END AS agent,
    ['Closed Won', 'Closed Lost', 'Proposal'][i % 3 + 1] AS stage FROM range(1, 301) t(i);
CREATE TABLE adverts AS SELECT DATE '2024-01-01' + i::INT AS day, ['Mail', 'Search'][i % 2 + 1] AS medium,
    1000 + i * 7 AS impressions, 40 + i % 97 AS clicks, 1 + i % 4 AS conversions, 10.5 + i AS spend FROM range(0, 200) t(i);
"""


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("trade"), _SQL) as opened:
        yield opened


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


@pytest.mark.parametrize("asked", ["click through rate by medium", "ctr by medium", "clicks per impression by medium"])
def test_a_known_ratio_is_that_of_the_totals(trade: Shop, asked: str) -> None:
    expected = _told(trade, "SELECT medium, sum(clicks) / sum(impressions) FROM adverts GROUP BY 1")
    assert dict(trade.rows(asked)) == pytest.approx(dict(expected))


def test_what_one_costs_is_no_group_for_each_number(trade: Shop) -> None:
    expected = _told(trade, "SELECT sum(spend) / sum(conversions) FROM adverts")
    assert trade.rows("cost per conversion")[0][0] == pytest.approx(expected[0][0])
    with pytest.raises((Declined, Unclear)):
        trade.plan("spend by clicks")


def test_a_rate_among_some_is_by_all_of_those(trade: Shop) -> None:
    expected = _told(trade, "SELECT avg(converted::INT) FROM visits WHERE channel = 'Web'")
    assert trade.rows("conversion rate of visits for Web")[0][0] == pytest.approx(expected[0][0])


def test_a_said_unit_of_time_is_turned_into_that_of_the_column(trade: Shop) -> None:
    expected = _told(trade, "SELECT count(*) FROM visits WHERE duration_seconds > 1200")
    assert trade.rows("how many visits were longer than 20 minutes?") == expected


def test_a_moving_average_moves_by_the_period_that_is_said(trade: Shop) -> None:
    plan = trade.plan("3 month moving average of spend")
    assert [one.grain for one in plan.dimensions] == ["month"]
    assert isinstance(plan.comparisons[0], MovingAverage)
    assert plan.comparisons[0].window == 3


def test_bands_are_as_wide_as_they_are_said_to_be(trade: Shop) -> None:
    expected = _told(trade, "SELECT duration_seconds // 600 * 600, count(*) FROM visits GROUP BY 1")
    assert dict(trade.rows("histogram of duration in steps of 600")) == dict(expected)


def test_half_a_year_is_six_months(trade: Shop) -> None:
    expected = _told(trade, "SELECT sum(spend) FROM adverts WHERE day < '2024-07-01'")
    assert trade.rows("total spend in the first half of 2024") == expected


def test_since_a_month_is_since_the_last_one_that_began(trade: Shop) -> None:
    where = trade.plan("total spend since March").where
    assert isinstance(where, AbsolutePeriod)
    assert (where.start, where.end) == ("2024-03-01", None)


def test_one_word_of_a_state_tells_it_where_no_other_has_it(trade: Shop) -> None:
    expected = _told(trade, "SELECT count(*) FROM visits WHERE stage = 'Closed Won'")
    assert trade.rows("how many visits were won?") == expected


def test_a_date_that_only_some_rows_have_tells_their_state(trade: Shop) -> None:
    expected = _told(trade, "SELECT count(*) FROM accounts WHERE churned_on IS NOT NULL")
    assert trade.rows("how many churned accounts are there?") == expected


def test_what_nobody_has_is_unassigned(trade: Shop) -> None:
    expected = _told(trade, "SELECT count(*) FROM visits WHERE agent IS NULL")
    assert trade.rows("number of unassigned visits") == expected


def test_weekends_stand_beside_weekdays(trade: Shop) -> None:
    expected = _told(
        trade,
        "SELECT CASE WHEN isodow(started_at) >= 6 THEN 'weekend' ELSE 'weekday' END, count(*) FROM visits GROUP BY 1",
    )
    assert dict(trade.rows("weekend vs weekday visits")) == dict(expected)


def test_new_ones_of_a_period_began_in_it(trade: Shop) -> None:
    expected = _told(trade, "SELECT date_trunc('quarter', signup_date)::DATE, count(*) FROM accounts GROUP BY 1")
    assert dict(trade.rows("new accounts per quarter")) == dict(expected)


@pytest.mark.parametrize("asked", ["visits running in July", "what is the response rate", "account value by industry"])
def test_a_word_that_says_more_is_never_left_out(trade: Shop, asked: str) -> None:
    with pytest.raises((Declined, Unclear)):
        trade.plan(asked)


def _changed(shop: Shop, first: str, text: str) -> list[tuple[Any, ...]]:
    today = date(2024, 12, 31)
    question = Question(text=text, today=today)
    last = understand(Understanding(question=Question(text=first, today=today), model=shop.model, values=shop.values))
    return shop.rows_of(changed(last, text, Understanding(question=question, model=shop.model, values=shop.values)))


def test_a_further_split_keeps_the_groups_there_are(trade: Shop) -> None:
    expected = _told(trade, "SELECT channel, converted, count(*) FROM visits GROUP BY ALL")
    assert set(_changed(trade, "number of visits by channel", "split that by converted")) == set(expected)


def test_other_groups_of_a_rate_are_groups_of_the_rate(trade: Shop) -> None:
    rows = _changed(trade, "conversion rate of visits by channel", "by month")
    assert all(0 <= float(str(row[-1])) <= 1 for row in rows)
    assert len(rows) > 3
