from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from charts import Wish, choose_chart, finding
from core.chart import Mark
from core.query import OutputColumn
from tests.charts.gallery import gallery
from tests.charts.results import category, column, count, month, months, result, revenue


def said(
    columns: Sequence[OutputColumn], rows: Sequence[Sequence[Any]], wanted: Mark | Wish | None = None, **more: Any
) -> str | None:
    rows_of = result(columns, rows, truncated=more.pop("truncated", False))
    until = more.pop("until", None)
    chart = choose_chart(rows_of, columns, "Asked", wanted=wanted, until=until)
    assert chart is not None
    return finding(chart, rows_of, **more)


REGIONS = [["North", Decimal(60)], ["South", Decimal(30)], ["East", Decimal(10)]]


def test_the_leader_of_bars_is_told_with_its_share_where_the_rows_add_up() -> None:
    assert said([category(), revenue()], REGIONS, adds_up=True) == "North leads with €60, 60% of the revenue"
    assert said([category(), revenue()], REGIONS) == "North has the highest revenue: €60"
    assert said([category(), revenue()], REGIONS, "arc", adds_up=True) == "North leads with €60, 60% of the revenue"


def test_no_share_is_told_of_values_below_zero() -> None:
    rows = [*REGIONS, ["West", Decimal(-5)]]
    assert said([category(), revenue()], rows, adds_up=True) == "North has the highest revenue: €60"


def test_two_that_lead_alike_leave_nothing_to_say() -> None:
    assert said([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(2)], ["c", Decimal(1)]]) is None


def test_rows_that_were_cut_are_no_ground_to_say_anything() -> None:
    assert said([category(), revenue()], REGIONS, truncated=True) is None


def test_a_line_is_told_from_its_first_to_its_last_whole_period() -> None:
    rows = [[month(0), Decimal(100)], [month(1), Decimal(90)], [month(2), Decimal(125)], [month(3), Decimal(7)]]
    assert said([months(), revenue()], rows[:3], "line") == "Revenue rose 25% from Jan 2024 to Mar 2024, to €125"
    assert (
        said([months(), revenue()], rows, until=date(2024, 4, 9))
        == "Revenue rose 25% from Jan 2024 to Mar 2024, to €125"
    )
    flat = [[month(n), Decimal(100 + n % 2)] for n in range(5)]
    assert said([months(), revenue()], flat) == "Revenue is much the same in May 2024 as in Jan 2024: €100"


def test_a_change_from_nothing_has_no_percentage() -> None:
    rows = [[month(n), Decimal(n * 5)] for n in range(4)]
    assert said([months(), revenue()], rows) == "Revenue went from €0 in Jan 2024 to €15 in Apr 2024"


def test_of_several_lines_the_one_ahead_at_the_end_is_told() -> None:
    rows = [[month(n), name, Decimal(size * (n + 1))] for n in range(5) for name, size in (("a", 1), ("b", 3))]
    assert said([months(), category(), revenue()], rows) == "b is ahead in May 2024 with €15"


@pytest.mark.parametrize(
    ("slope", "words"),
    [
        (2, "Weight and price rise together (r = 1.00)"),
        (-2, "Weight and price move against each other (r = \u22121.00)"),
    ],
)
def test_points_are_told_by_how_they_are_related(slope: int, words: str) -> None:
    columns = [column("weight", "integer", "measure"), column("price", "integer", "measure")]
    assert said(columns, [[n, slope * n] for n in range(12)], "point") == words


def test_few_points_prove_nothing() -> None:
    columns = [column("weight", "integer", "measure"), column("price", "integer", "measure")]
    assert said(columns, [[n, n] for n in range(5)], "point") is None


def test_years_are_periods_and_no_amounts() -> None:
    columns = [column("year", "integer", "dimension", part="year"), count()]
    assert (
        said(columns, [[2019, 50], [2020, 60], [2021, 75], [2022, 100]]) == "Orders rose 100% from 2019 to 2022, to 100"
    )


@pytest.mark.parametrize("name", sorted(gallery()))
def test_a_title_is_one_short_line_or_none(name: str) -> None:
    chart, rows = gallery()[name]
    told = finding(chart, rows)
    assert told is None or (len(told) <= 110 and "\n" not in told and "None" not in told)
