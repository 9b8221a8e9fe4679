"""Rates, ratios, lengths of time, states and figures side by side, over a help desk with parcels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE teams AS SELECT i AS team_id, 'Team ' || i AS team_name FROM range(1, 4) t(i);
CREATE TABLE cases AS SELECT i AS case_id, 1 + i % 3 AS team_id,
    CASE i % 2 WHEN 0 THEN 'phone' ELSE 'mail' END AS channel,
    CASE WHEN i % 5 = 0 THEN 'cancelled' ELSE 'done' END AS status,
    DATE '2024-01-01' + CAST(i AS INTEGER) AS opened_on,
    CASE WHEN i % 4 <> 0 THEN DATE '2024-01-01' + CAST(i + 1 + i % 7 AS INTEGER) END AS closed_on,
    DATE '2024-01-01' + CAST(i + 4 AS INTEGER) AS due_date,
    i % 6 = 0 AS escalated, 10.0 + i AS cost, 2.0 * i AS revenue
FROM range(1, 121) t(i);
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("desk"), _SQL) as desk:
        yield desk


def scalar(desk: Shop, sql: str) -> float:
    found = desk.connection.execute(sql).fetchone()
    assert found is not None
    return float(found[0])


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("cancellation rate", "SELECT avg(CAST(status = 'cancelled' AS INT)) FROM cases"),
        ("what is the ratio of cancelled cases to done cases?", "SELECT 24 / 96"),
        ("how many unclosed cases are there?", "SELECT count(*) FROM cases WHERE closed_on IS NULL"),
        ("number of escalated cases", "SELECT count(*) FROM cases WHERE escalated"),
        ("how many cases are not escalated?", "SELECT count(*) FROM cases WHERE NOT escalated"),
        ("average days from opened to closed", "SELECT avg(closed_on - opened_on) FROM cases"),
        ("average time to close in days", "SELECT avg(closed_on - opened_on) FROM cases"),
        ("how many cases were closed late?", "SELECT count(*) FROM cases WHERE closed_on > due_date"),
        (
            "how many cases took longer than 5 days to close?",
            "SELECT count(*) FROM cases WHERE closed_on - opened_on > 5",
        ),
        ("number of cases opened on weekends", "SELECT count(*) FROM cases WHERE isodow(opened_on) > 5"),
        ("total revenue minus total cost", "SELECT sum(revenue) - sum(cost) FROM cases"),
    ],
)
def test_figures_that_no_column_holds_are_worked_out(desk: Shop, question: str, sql: str) -> None:
    ((found,),) = desk.rows(question)
    assert float(found) == pytest.approx(scalar(desk, sql))


@pytest.mark.parametrize("question", ["share of cancelled cases by channel", "cancellation rate by channel"])
def test_a_rate_by_groups_is_of_each_group(desk: Shop, question: str) -> None:
    asked = "SELECT channel, avg(CAST(status = 'cancelled' AS INT)) FROM cases GROUP BY 1"
    expected = dict(desk.connection.execute(asked).fetchall())
    assert dict(desk.rows(question)) == pytest.approx(expected)


def test_counts_of_two_tables_are_counted_apart(desk: Shop) -> None:
    assert desk.rows("how many cases and how many teams do we have?") == [(120, 3)]


@pytest.mark.parametrize("question", ["average cost for phone versus mail", "average cost of phone and mail cases"])
def test_two_values_are_told_side_by_side(desk: Shop, question: str) -> None:
    assert {row[0] for row in desk.rows(question)} == {"phone", "mail"}


def test_two_periods_are_told_side_by_side(desk: Shop) -> None:
    rows = desk.rows("total cost in January 2024 vs February 2024")
    assert [row[0].month for row in rows] == [1, 2]


def test_a_distribution_counts_rows_in_round_intervals(desk: Shop) -> None:
    plan = desk.plan("distribution of cost")
    assert plan.dimensions[0].bins is not None
    assert plan.dimensions[0].bins.width == 20
    assert sum(row[1] for row in desk.rows_of(plan)) == 120


def test_a_distribution_of_few_values_counts_each(desk: Shop) -> None:
    assert desk.rows("distribution of channel") == [("mail", 60), ("phone", 60)]
