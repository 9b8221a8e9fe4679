from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from agents.dashboard_designer import Design, DesignByRules, check_chart
from agents.dashboard_designer.asked import asked_mark
from core.chart import Chart, Encoding
from core.plan import Limit, Plan
from core.query import JoinReceipt, OutputColumn, Query
from core.table import Cell
from core.ways import Declined, first_sound
from tests.charts.results import category, count, month, months, result, revenue

TWO: list[list[Cell]] = [["a", Decimal(2)], ["b", Decimal(1)]]


def design(columns: Sequence[OutputColumn], rows: Sequence[Sequence[Cell]], asked: str = "", **query: object) -> Design:
    made = Query(sql="", columns=tuple(columns), **query)  # type: ignore[arg-type]
    return Design(query=made, result=result(columns, rows), title="Revenue by region", asked=asked)


async def test_a_chart_fits_the_shape_and_says_what_it_shows_above_what_was_asked() -> None:
    chart = await DesignByRules()(design([category(), revenue()], TWO))
    assert (chart.mark, chart.title) == ("bar", "a has the highest revenue: €2")
    assert chart.subtitle == "Revenue by region · Revenue, EUR"


async def test_a_chart_of_which_nothing_stands_out_is_called_by_what_was_asked() -> None:
    alike: list[list[Cell]] = [["a", Decimal(2)], ["b", Decimal(2)]]
    assert (await DesignByRules()(design([category(), revenue()], alike))).title == "Revenue by region"


async def test_a_share_is_told_where_the_rows_are_all_there_is() -> None:
    plan = Plan(entity="orders")
    chart = await DesignByRules()(design([category(), revenue()], TWO, plan=plan))
    assert chart.title == "a leads with €2, 66.7% of the revenue"
    cut = Plan(entity="orders", limit=Limit(count=2))
    assert "%" not in (await DesignByRules()(design([category(), revenue()], TWO, plan=cut))).title


async def test_a_single_value_is_drawn_on_a_tile_alone() -> None:
    task = design([revenue()], [[Decimal(5)]])
    assert (await DesignByRules()(replace(task, tile=True))).mark == "number"
    with pytest.raises(Declined):
        await DesignByRules()(task)


async def test_a_pie_that_is_asked_for_is_drawn() -> None:
    assert (await DesignByRules()(design([category(), revenue()], TWO, "revenue by region as a pie"))).mark == "arc"


async def test_a_chart_that_does_not_fit_is_replaced_and_the_note_says_why() -> None:
    chart = await DesignByRules()(design([category(), revenue()], TWO, "revenue by region as a line chart"))
    assert chart.mark == "bar"
    assert chart.note.startswith("A line needs time or an order")


async def test_points_are_refused_where_there_is_one_measure() -> None:
    rows: list[list[Cell]] = [[name, Decimal(n)] for n, name in enumerate("abcdef")]
    chart = await DesignByRules()(design([category(), revenue()], rows, "scatter plot of revenue by region"))
    assert (chart.mark, chart.note[:25]) == ("bar", "Points need two numbers, ")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([], "no rows"), ([["a", Decimal(1)]], "One row"), ([["a", None], ["b", None]], "better than")],
)
async def test_where_no_chart_fits_the_reason_is_told(rows: list[list[Cell]], reason: str) -> None:
    with pytest.raises(Declined, match=reason):
        await DesignByRules()(design([category(), revenue()], rows))


async def test_a_single_value_needs_no_chart() -> None:
    with pytest.raises(Declined, match="single value"):
        await DesignByRules()(design([revenue()], [[Decimal(1)]]))


async def test_rows_without_a_partner_are_called_no_match() -> None:
    join = JoinReceipt(
        relationship="orders_customer",
        left="orders",
        right="customers",
        cardinality="many_to_one",
        fan_out="one",
        aggregated_first=False,
        unmatched="kept",
        rows_without_partner=3,
    )
    columns = [category("city", sources=("customers.city",)), revenue()]
    chart = await DesignByRules()(design(columns, [["Oslo", Decimal(2)], [None, Decimal(1)]], joins=(join,)))
    assert chart.encodings[0].null_label == "no match"


async def test_a_chart_of_the_rules_survives_the_check() -> None:
    task = design([months(), count()], [[month(n), n] for n in range(9)])

    async def check(chart: Chart) -> Chart:
        return check_chart(chart, task.result)

    decided = await first_sound((DesignByRules(),), task, check)
    assert (decided.way, decided.value.mark) == ("rules", "line")


def encoding(channel: str, field: str, scale: str) -> Encoding:
    return Encoding(channel=channel, field=field, scale=scale, title=field)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chart", "reason"),
    [
        (Chart(mark="bar", encodings=(encoding("x", "region", "nominal"),), title=""), "needs y"),
        (Chart(mark="arc", encodings=(encoding("x", "region", "nominal"),), title=""), "needs color and theta"),
        (
            Chart(
                mark="bar",
                encodings=(encoding("x", "gone", "nominal"), encoding("y", "revenue", "quantitative")),
                title="",
            ),
            "gone",
        ),
        (
            Chart(
                mark="bar",
                encodings=(encoding("x", "region", "nominal"), encoding("y", "region", "quantitative")),
                title="",
            ),
            "no length",
        ),
        (
            Chart(
                mark="line",
                encodings=(encoding("x", "revenue", "temporal"), encoding("y", "revenue", "quantitative")),
                title="",
            ),
            "no dates",
        ),
        (
            Chart(
                mark="bar", encodings=(encoding("x", "region", "nominal"), encoding("y", "region", "nominal")), title=""
            ),
            "number for its length",
        ),
    ],
)
def test_an_unsound_chart_is_declined(chart: Chart, reason: str) -> None:
    with pytest.raises(Declined, match=reason):
        check_chart(chart, result([category(), revenue()], TWO))


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("Show revenue by month as a line chart", "line"),
        ("revenue per region as bars", "bar"),
        ("plot a histogram of prices", "histogram"),
        ("Draw a pie chart of orders by channel", "arc"),
        ("a donut of orders by channel", "arc"),
        ("scatter plot of price against weight", "point"),
        ("heatmap of orders by weekday and hour", "rect"),
        ("orders by region, not a pie but bars, as a bar chart", "bar"),
        ("revenue by product line", None),
        ("how many bars are there in Berlin", None),
        ("sales of apple pies", None),
        ("the number of columns per table", None),
        ("what is on the chart", None),
    ],
)
def test_only_words_that_name_a_chart_are_taken_for_one(question: str, mark: str | None) -> None:
    assert asked_mark(question) == mark
