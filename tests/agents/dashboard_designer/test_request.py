from __future__ import annotations

import pytest

from agents.dashboard_designer.columns import column_meant, wish_for
from agents.dashboard_designer.request import read_request
from charts import Sort
from core.query import OutputColumn
from tests.charts.results import category, column, count, months, revenue

REGION, CHANNEL, PRICE, WEIGHT = category(), category("sales_channel"), revenue("avg_price"), count("item_weight")


@pytest.mark.parametrize(
    ("question", "mark", "layout"),
    [
        ("a stacked bar chart of revenue by region", "bar", "stacked"),
        ("revenue by region and year as grouped bars", "bar", "beside"),
        ("box plot of delivery time by carrier", "box", None),
        ("histogram of order values", "histogram", None),
        ("show the shops on a map", "map", None),
        ("a trend line of orders", "line", None),
        ("stacked area chart of orders by channel", "area", "stacked"),
        ("the number of boxes on stock", None, None),
    ],
)
def test_a_request_names_a_chart_and_its_layout(question: str, mark: str | None, layout: str | None) -> None:
    request = read_request(question)
    assert (request.mark, request.layout) == (mark, layout)


@pytest.mark.parametrize(
    "question",
    [
        "scatter plot of average price against item weight",
        "a scatter chart with average price on the x-axis and item weight on the y axis",
        "scatter of item weight and price, x axis is average price, y axis is item weight",
        "Plot average price versus item weight as a scatter plot",
    ],
)
def test_axes_are_named_in_many_ways(question: str) -> None:
    wish = wish_for(read_request(question), [WEIGHT, PRICE])
    assert (wish.mark, wish.x, wish.y) == ("point", "avg_price", "item_weight")


@pytest.mark.parametrize(
    "question",
    [
        "revenue by region as bars stacked by sales channel",
        "bar chart of revenue by region, coloured by channel",
        "bar chart of revenue per region with a different colour for each sales channel",
        "bars of revenue by region where each sales channel is shown in a different color",
    ],
)
def test_a_series_is_named_in_many_ways(question: str) -> None:
    assert wish_for(read_request(question), [CHANNEL, REGION, revenue()]).series == "sales_channel"


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("bar chart of revenue by region in descending order of revenue", Sort(by="y", descending=True)),
        ("revenue by region as bars, sorted by region in ascending order", Sort(by="x")),
        ("bar chart of revenue by region, rank the y-axis from low to high", Sort(by="y")),
        ("bars of revenue by region, x axis in desc order please", Sort(by="x", descending=True)),
        ("bar chart of the revenue of each region in alphabetical order", Sort(by="x")),
        ("bar chart of revenue by region", None),
        ("bar chart of increasing prices by region, sort by the total number in desc", Sort(by="y", descending=True)),
    ],
)
def test_an_order_is_by_what_is_measured_or_by_what_it_is_of(question: str, sort: Sort | None) -> None:
    assert wish_for(read_request(question), [REGION, revenue()]).sort == sort


@pytest.mark.parametrize(
    "question",
    ["small multiples of revenue by month and region", "revenue by month, one small chart for each region"],
)
def test_small_multiples_are_asked_for(question: str) -> None:
    assert read_request(question).multiples


def test_words_that_fit_two_columns_alike_mean_neither() -> None:
    columns = [column("start_date", "date", "row"), column("end_date", "date", "row")]
    assert column_meant("date", columns) is None
    assert column_meant("the end date", columns) == "end_date"


def test_a_group_of_lines_is_the_series_where_the_axis_is_time() -> None:
    columns: list[OutputColumn] = [months(), REGION, revenue()]
    assert wish_for(read_request("line chart of revenue by month grouped by region"), columns).series == "region"
