"""Single sheets as they are shared: years in the names of columns, values written short, kinds told by a number, one noun for the rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import whole_readings
from agents.sql_expert.units_of_periods import with_periods_behind
from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_CLUBS = """
CREATE TABLE rowing24 AS SELECT 'Rower ' || chr((64 + i)::INT) AS rower, ['Lake', 'River', 'Sea'][i % 3 + 1] AS club22,
    ['Lake', 'River', 'Sea'][(i + i // 7) % 3 + 1] AS club23, 5 + i * 7 % 11 AS wins22, 4 + i * 5 % 13 AS wins23,
    40 + i * 9 % 70 AS wins, ['N', 'W'][i % 2 + 1] AS shore, CASE WHEN i % 5 = 0 THEN NULL ELSE 900 + i * 131 % 800 END AS fee23
    FROM range(1, 27) t(i);
"""
_SKIFFS = """
CREATE TABLE skiffs AS SELECT 'Skiff ' || i AS skiff, ['2', '4', '8', 'open'][i % 4 + 1] AS oars, 1 + i % 3 AS masts,
    300.0 + i * 37 % 411 AS rent, 40 + i * 13 % 50 AS weight, ['carb', 'alum', 'timb'][i % 3 + 1] AS hull,
    ['None', 'Canvas', 'Vinyl'][i % 3 + 1] AS cover, ['Leisure', 'Race'][i % 2 + 1] AS kind, i % 4 = 0 AS damaged,
    ['Regatta', 'Non-regatta'][i * 5 % 7 % 2 + 1] AS regatta, ['North Bay', 'South Bay', 'Mill'][i % 5 % 3 + 1] AS pier
    FROM range(1, 61) t(i);
"""


@pytest.fixture(scope="module")
def rowers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("rowers"), _CLUBS) as opened:
        yield opened


@pytest.fixture(scope="module")
def skiffs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("skiffs"), _SKIFFS) as opened:
        yield opened


def _alike(shop: Shop, question: str, sql: str) -> None:
    def rounded(rows: list[tuple[object, ...]]) -> list[str]:
        return sorted(repr(tuple(round(one, 6) if isinstance(one, float) else one for one in row)) for row in rows)

    assert rounded(shop.rows(question)) == rounded(shop.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many athletes have no 2023 fee?", "SELECT count(*) FROM rowing24 WHERE fee23 IS NULL"),
        ("total wins in 2022 per 2022 club", "SELECT club22, sum(wins22) FROM rowing24 GROUP BY 1"),
        (
            "which clubs of 2023 have more than 8 athletes?",
            "SELECT club23 FROM rowing24 GROUP BY 1 HAVING count(*) > 8",
        ),
        (
            "how many rowers were in the same club in 2022 and 2023",
            "SELECT count(*) FROM rowing24 WHERE club22 = club23",
        ),
        ("how many athletes are on the W shore?", "SELECT count(*) FROM rowing24 WHERE shore = 'W'"),
        ("total wins in 2022 and 2023", "SELECT sum(wins22), sum(wins23) FROM rowing24"),
        (
            "how much did the total wins grow from 2022 to 2023?",
            "SELECT sum(wins23) - sum(wins22) FROM rowing24",
        ),
        ("what is the correlation between wins 22 and wins 23?", "SELECT corr(wins22, wins23) FROM rowing24"),
    ],
)
def test_years_in_the_names_of_columns_go_to_what_is_told_for_them(rowers: Shop, question: str, sql: str) -> None:
    _alike(rowers, question, sql)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("how many 4-oar skiffs are there?", "SELECT count(*) FROM skiffs WHERE oars = '4'"),
        ("average rent of skiffs with 2 or 8 oars", "SELECT avg(rent) FROM skiffs WHERE oars IN ('2', '8')"),
        (
            "how much more do 4-oar skiffs cost to rent than 2-oar ones".replace(" to rent", ""),
            "SELECT avg(rent) FILTER (oars = '4') - avg(rent) FILTER (oars = '2') FROM skiffs",
        ),
        (
            "how much heavier are Race skiffs than Leisure ones?",
            "SELECT avg(weight) FILTER (kind = 'Race') - avg(weight) FILTER (kind = 'Leisure') FROM skiffs",
        ),
        (
            "how many more skiffs are in Mill than in North Bay?",
            "SELECT count(*) FILTER (pier = 'Mill') - count(*) FILTER (pier = 'North Bay') FROM skiffs",
        ),
        ("how many skiffs have a carbon hull?", "SELECT count(*) FROM skiffs WHERE hull = 'carb'"),
        ("how many skiffs come without any cover?", "SELECT count(*) FROM skiffs WHERE cover = 'None'"),
        (
            "number of skiffs that are neither Race nor damaged",
            "SELECT count(*) FROM skiffs WHERE kind <> 'Race' AND NOT damaged",
        ),
        (
            "How many skiffs are not in Mill and not in North Bay?",
            "SELECT count(*) FROM skiffs WHERE pier = 'South Bay'",
        ),
        (
            "what percentage of skiffs with a rent above 500 are damaged?",
            "SELECT avg(damaged::INT) FROM skiffs WHERE rent > 500",
        ),
        (
            "of the Race skiffs, what share have a timber hull?",
            "SELECT avg((hull = 'timb')::INT) FROM skiffs WHERE kind = 'Race'",
        ),
        (
            "how many Race skiffs are heavier than the average Race skiff?",
            "SELECT count(*) FROM skiffs WHERE kind = 'Race' AND weight > (SELECT avg(weight) FROM skiffs WHERE kind = 'Race')",
        ),
        ("how many of the skiffs are a regatta", "SELECT count(*) FROM skiffs WHERE regatta = 'Regatta'"),
    ],
)
def test_kinds_shares_and_differences_of_one_sheet(skiffs: Shop, question: str, sql: str) -> None:
    _alike(skiffs, question, sql)


def test_a_pronoun_that_stands_for_nothing_is_told_apart(skiffs: Shop) -> None:
    with pytest.raises(Declined):
        whole_readings(skiffs.task("which of them has the highest rent?"))


_HELPDESK = """
CREATE TABLE desks AS SELECT i AS desk_id, ['North', 'South', 'East'][i % 3 + 1] AS team, 20.0 + i AS hourly_cost,
    DATE '2019-01-01' + (i * 97)::INT AS hired_on FROM range(1, 13) t(i);
CREATE TABLE bills AS SELECT i AS bill_id, i % 12 + 1 AS desk_id, 10.0 * i AS amount, ['Open', 'Paid', 'Overdue'][i % 3 + 1] AS status,
    DATE '2025-01-01' + (i * 5)::INT AS due_on, CASE WHEN i % 3 = 1 THEN DATE '2025-01-09' + (i * 5)::INT END AS paid_on,
    CASE WHEN i % 7 = 0 THEN 2 ELSE 0 END AS reopened_count, i % 5 + 1.0 AS satisfaction FROM range(1, 41) t(i);
"""


_LEVELS = """
CREATE TABLE levels AS SELECT town, yr AS year, 1000 + yr % 7 * length(town) AS population
    FROM (VALUES ('Aston'), ('Bray'), ('Cole')) a(town), range(2015, 2025) b(yr);
"""


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("helpdesk"), _HELPDESK) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("average satisfaction of paid bills", "SELECT avg(satisfaction) FROM bills WHERE status = 'Paid'"),
        ("overdue bills total amount", "SELECT sum(amount) FROM bills WHERE status = 'Overdue'"),
        (
            "average hourly cost and earliest hire date by team",
            "SELECT team, avg(hourly_cost), min(hired_on) FROM desks GROUP BY 1",
        ),
    ],
)
def test_figures_of_rows_that_have_states_and_times(helpdesk: Shop, question: str, sql: str) -> None:
    _alike(helpdesk, question, sql)


def test_whether_there_are_any_is_answered_by_yes_or_no(helpdesk: Shop) -> None:
    assert helpdesk.rows("are there any open bills that haven't been paid?")[0][0] is True
    assert helpdesk.rows("are there any bills with an amount over 5000?")[0][0] is False


def test_a_level_is_added_up_over_what_has_one_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    with shop_of(tmp_path_factory.mktemp("towns"), _LEVELS) as towns:
        _alike(towns, "population by year", "SELECT year, sum(population) FROM levels GROUP BY 1")


def test_a_unit_of_a_period_is_asked_for_in_that_period() -> None:
    assert (
        with_periods_behind("Which month of 2024 had the lowest revenue?")
        == "Which month had the lowest revenue in 2024?"
    )
    assert (
        with_periods_behind("Which day of the week had the most orders?")
        == "Which day of the week had the most orders?"
    )
