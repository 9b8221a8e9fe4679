from __future__ import annotations

from datetime import date

from charts import adjust, vega_lite
from core.chart import CategoryOrder, Chart, ChartAdjustment, Encoding
from tests.charts.results import amounts, category, month, months, result, revenue

REGIONS = [("North", 50), ("South", 40), ("East", 30), ("West", 20), ("Mid", 10), (None, 5)]
COLUMNS = [category(), revenue()]
BY_REGION = result(COLUMNS, [(name, amounts(value)[0]) for name, value in REGIONS])
MONTHLY = result([months(), revenue()], [(month(at), amounts(value)[0]) for at, value in enumerate((5, 50, 500))])


def _named(chart: Chart) -> Encoding:
    return next(each for each in chart.encodings if each.scale == "nominal")


def test_the_categories_over_the_top_ones_are_added_up_and_come_last() -> None:
    adjusted = adjust(BY_REGION, COLUMNS, "Revenue", "", ChartAdjustment(top=3))
    assert adjusted is not None
    assert _named(adjusted.chart).sort == ("North", "South", "East", "Other")
    assert adjusted.result.rows[-1] == ("Other", 35.0)
    drawn = vega_lite(adjusted.chart, adjusted.result)["data"]["values"]
    assert sum(row["revenue"] for row in drawn) == 155


def test_a_category_that_is_called_other_already_is_not_mixed_with_the_others() -> None:
    rows = [("Other", 50.0), ("b", 40.0), ("c", 30.0), ("d", 20.0), ("e", 10.0)]
    adjusted = adjust(result(COLUMNS, rows), COLUMNS, "Revenue", "", ChartAdjustment(top=2))
    assert adjusted is not None
    assert _named(adjusted.chart).sort == ("Other", "b", "All others")


def test_averages_are_not_added_up() -> None:
    columns = [category(), revenue(additive=False)]
    adjusted = adjust(BY_REGION, columns, "Average", "", ChartAdjustment(top=3))
    assert adjusted is not None
    assert [row[0] for row in adjusted.result.rows] == ["North", "South", "East"]


def test_bars_are_sorted_as_asked() -> None:
    def order(sort: CategoryOrder) -> tuple[str, ...] | None:
        adjusted = adjust(BY_REGION, COLUMNS, "Revenue", "", ChartAdjustment(sort=sort))
        assert adjusted is not None
        return _named(adjusted.chart).sort

    assert order("smallest") == ("no value", "Mid", "West", "East", "South", "North")
    assert order("name") == ("East", "Mid", "no value", "North", "South", "West")


def test_bars_can_be_turned_and_lines_cannot() -> None:
    upright = adjust(BY_REGION, COLUMNS, "Revenue", "", ChartAdjustment())
    turned = adjust(BY_REGION, COLUMNS, "Revenue", "", ChartAdjustment(swap=True))
    over_time = adjust(MONTHLY, [months(), revenue()], "Revenue", "", ChartAdjustment(mark="line", swap=True))
    assert upright is not None
    assert turned is not None
    assert over_time is not None
    assert {_named(upright.chart).channel, _named(turned.chart).channel} == {"x", "y"}
    assert over_time.refused["swap"] is not None


def test_a_logarithmic_scale_is_for_lines_over_values_above_zero() -> None:
    columns = [months(), revenue()]
    line = adjust(MONTHLY, columns, "Revenue", "", ChartAdjustment(mark="line", log=True))
    bars = adjust(MONTHLY, columns, "Revenue", "", ChartAdjustment(mark="bar", log=True))
    with_zero = result(columns, [(month(0), amounts(0)[0]), (month(1), amounts(5)[0])])
    zero = adjust(with_zero, columns, "Revenue", "", ChartAdjustment(mark="line", log=True))
    assert line is not None
    assert bars is not None
    assert zero is not None
    assert vega_lite(line.chart, line.result)["encoding"]["y"]["scale"]["type"] == "log"
    assert bars.refused["log"] is not None
    assert zero.refused["log"] is not None
    assert "log" not in str(vega_lite(bars.chart, bars.result)["layer"])


def test_each_kind_of_chart_is_possible_or_says_what_it_needs() -> None:
    adjusted = adjust(BY_REGION, COLUMNS, "Revenue", "", ChartAdjustment())
    assert adjusted is not None
    assert adjusted.marks["bar"] is None
    assert adjusted.marks["line"] == "A line needs time or an order along its axis."
    assert adjusted.marks["rect"] == "A heat map needs two dimensions."


def test_one_row_has_no_chart_to_adjust() -> None:
    one = result([months(), revenue()], [(date(2025, 1, 1), amounts(5)[0])])
    assert adjust(one, [months(), revenue()], "Revenue", "", ChartAdjustment()) is None
