from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from charts import choose_chart
from core.chart import Chart, Mark
from core.query import OutputColumn
from core.table import Cell
from tests.charts.results import category, column, count, month, months, result, revenue


def chosen(columns: Sequence[OutputColumn], rows: Iterable[Sequence[Any]], wanted: Mark | None = None) -> Chart | None:
    return choose_chart(result(columns, rows), columns, "Question", wanted=wanted)


def shape(chart: Chart | None) -> tuple[str, dict[str, str]]:
    assert chart is not None
    return chart.mark, {encoding.channel: encoding.field for encoding in chart.encodings}


def sort(chart: Chart | None) -> tuple[str, ...] | None:
    assert chart is not None
    return next(encoding.sort for encoding in chart.encodings if encoding.scale != "quantitative")


def test_a_single_value_gets_no_chart() -> None:
    assert chosen([revenue()], [[Decimal(5)]]) is None


def test_one_row_gets_no_chart() -> None:
    assert chosen([category(), revenue()], [["North", Decimal(5)]]) is None


def test_no_rows_get_no_chart() -> None:
    assert chosen([category(), revenue()], []) is None


def test_rows_listed_as_they_are_get_no_chart() -> None:
    columns = [column("name", "text", "row"), column("price", "decimal", "row")]
    assert chosen(columns, [["a", Decimal(1)], ["b", Decimal(2)]]) is None


def test_columns_without_a_measure_get_no_chart() -> None:
    assert chosen([category(), category("city")], [["North", "Oslo"], ["South", "Rome"]]) is None


def test_a_measure_without_any_value_gets_no_chart() -> None:
    assert chosen([category(), revenue()], [["North", None], ["South", None]]) is None


def test_a_measure_over_months_is_a_line() -> None:
    chart = chosen([months(), revenue()], [[month(n), Decimal(n)] for n in range(12)])
    assert shape(chart) == ("line", {"x": "month", "y": "revenue"})


def test_three_periods_or_fewer_are_bars() -> None:
    chart = chosen([months(), revenue()], [[month(n), Decimal(n)] for n in range(3)])
    assert shape(chart) == ("bar", {"x": "month", "y": "revenue"})


def test_two_measures_of_one_unit_over_time_are_two_lines() -> None:
    columns = [months(), revenue(), revenue("cost")]
    chart = chosen(columns, [[month(n), Decimal(n + 9), Decimal(n + 5)] for n in range(12)])
    assert chart is not None
    assert [encoding.field for encoding in chart.encodings] == ["month", "revenue", "cost"]


def test_a_measure_of_another_unit_is_never_put_on_a_second_axis() -> None:
    columns = [months(), revenue(), count()]
    chart = chosen(columns, [[month(n), Decimal(n + 9), n + 5] for n in range(12)])
    assert shape(chart) == ("line", {"x": "month", "y": "revenue"})
    assert chart is not None
    assert "orders is in the table" in chart.note


def test_measures_of_very_different_size_are_not_put_on_one_axis() -> None:
    columns = [months(), count("views"), count("sales")]
    chart = chosen(columns, [[month(n), 1_000_000 + n, 3] for n in range(12)])
    assert shape(chart) == ("line", {"x": "month", "y": "views"})


def test_time_and_a_category_are_lines_by_colour() -> None:
    rows = [[month(n), region, Decimal(n)] for n in range(12) for region in ("North", "South")]
    assert shape(chosen([months(), category(), revenue()], rows)) == (
        "line",
        {"x": "month", "y": "revenue", "color": "region"},
    )


def test_of_many_series_that_add_up_the_five_largest_are_drawn_beside_all_others_together() -> None:
    rows = [[month(n), f"r{size}", Decimal(size)] for n in range(6) for size in range(1, 11)]
    chart = chosen([months(), category(), revenue()], rows)
    assert chart is not None
    colour = chart.encodings[-1]
    assert (colour.limit, colour.other, colour.sort and colour.sort[:2]) == (5, "Other", ("r10", "r9"))
    assert "Other is 5 more" in chart.note


def test_of_many_series_that_do_not_add_up_the_six_largest_are_drawn_and_the_note_says_so() -> None:
    rows = [[month(n), f"r{size}", Decimal(size)] for n in range(6) for size in range(1, 11)]
    chart = chosen([months(), category(), revenue(additive=False)], rows)
    assert chart is not None
    assert (chart.encodings[-1].limit, chart.encodings[-1].other) == (6, None)
    assert "6 largest of 10" in chart.note


def test_categories_are_bars_the_largest_first() -> None:
    chart = chosen([category(), revenue()], [["a", Decimal(1)], ["b", Decimal(9)], ["c", Decimal(4)]])
    assert shape(chart) == ("bar", {"x": "region", "y": "revenue"})
    assert sort(chart) == ("b", "c", "a")


def test_rows_that_come_smallest_first_stay_so() -> None:
    chart = chosen([category(), revenue()], [[name, Decimal(n)] for n, name in enumerate("dacb", 1)])
    assert sort(chart) == ("d", "a", "c", "b")


def test_more_than_six_categories_lie_flat() -> None:
    rows = [[f"c{n}", Decimal(n)] for n in range(7)]
    assert shape(chosen([category(), revenue()], rows)) == ("bar", {"y": "region", "x": "revenue"})


def test_long_names_lie_flat() -> None:
    rows = [["a rather long name", Decimal(1)], ["b", Decimal(2)]]
    assert shape(chosen([category(), revenue()], rows)) == ("bar", {"y": "region", "x": "revenue"})


def test_months_by_name_keep_the_order_of_the_year() -> None:
    rows = [["March", Decimal(9)], ["january", Decimal(1)], ["Feb", Decimal(5)]]
    assert sort(chosen([category("when"), revenue()], rows)) == ("january", "Feb", "March")


def test_weekdays_by_name_keep_the_order_of_the_week() -> None:
    rows = [["Sun", 1], ["Wed", 9], ["Mon", 5]]
    assert sort(chosen([category("day"), count()], rows)) == ("Mon", "Wed", "Sun")


def test_ranges_keep_the_order_of_their_numbers() -> None:
    rows = [["65+", 1], ["18-25", 9], ["<18", 5], ["26-64", 7]]
    assert sort(chosen([category("age"), count()], rows)) == ("<18", "18-25", "26-64", "65+")


def test_names_that_only_begin_with_a_number_are_sorted_by_value() -> None:
    rows = [["12 Angry Men", 1], ["7 Samurai", 9], ["8½", 5]]
    assert sort(chosen([category("film"), count()], rows)) == ("7 Samurai", "8½", "12 Angry Men")


def test_intervals_of_numbers_are_bars_in_their_order() -> None:
    bins = column("price", "integer", "dimension")
    chart = chosen([bins, count()], [[20, 5], [0, 9], [10, 7]])
    assert shape(chart) == ("bar", {"x": "price", "y": "orders"})
    assert sort(chart) is None


def test_of_more_than_fifty_categories_the_first_twenty_are_drawn_and_the_note_says_so() -> None:
    chart = chosen([category(), revenue()], [[f"c{n}", Decimal(n)] for n in range(80)])
    assert chart is not None
    assert chart.encodings[0].limit == 20
    assert "first 20 of 80" in chart.note


def test_two_categories_of_few_values_stand_beside_each_other() -> None:
    rows = [[region, channel, Decimal(3)] for region in "abcd" for channel in ("Web", "Shop")]
    mark, channels = shape(chosen([category(), category("channel"), revenue()], rows))
    assert mark == "bar"
    assert channels == {"x": "region", "y": "revenue", "color": "channel", "offset": "channel"}


def test_amounts_that_add_up_are_stacked_where_bars_beside_each_other_would_be_too_many() -> None:
    rows = [[f"region {n}", channel, Decimal(3)] for n in range(12) for channel in ("Web", "Shop", "Fair", "Phone")]
    mark, channels = shape(chosen([category(), category("channel"), revenue()], rows))
    assert (mark, "offset" in channels) == ("bar", False)


def test_averages_are_never_stacked() -> None:
    rows = [[f"region {n}", channel, Decimal(3)] for n in range(12) for channel in ("Web", "Shop", "Fair", "Phone")]
    columns = [category(), category("channel"), revenue(additive=False)]
    assert shape(chosen(columns, rows))[0] == "rect"


def test_two_long_dimensions_are_a_heat_map() -> None:
    hours = column("hour", "integer", "dimension", part="hour")
    days = column("day", "integer", "dimension", part="day_of_week")
    rows = [[day, hour, day * hour] for day in range(1, 8) for hour in range(24)]
    assert shape(chosen([days, hours, count()], rows)) == ("rect", {"x": "hour", "y": "day", "color": "orders"})


def test_many_names_with_two_units_are_points() -> None:
    columns = [category("model"), revenue("price"), column("weight", "float", "measure", unit="kg")]
    rows = [[f"m{n}", Decimal(n), float(n * n)] for n in range(40)]
    assert shape(chosen(columns, rows)) == ("point", {"x": "price", "y": "weight"})


def test_rows_of_one_name_are_never_added_up() -> None:
    rows = [["Ann", Decimal(5)], ["Ann", Decimal(7)], ["Bob", Decimal(1)]]
    assert shape(chosen([category("name"), revenue()], rows))[0] == "point"


def test_several_rows_of_one_pair_get_no_chart() -> None:
    rows = [["a", "x", Decimal(5)], ["a", "x", Decimal(7)], ["b", "y", Decimal(1)]]
    assert chosen([category(), category("channel"), revenue()], rows) is None


def test_changes_are_bars_around_zero() -> None:
    change = column("change", "float", "comparison", unit="ratio", of="revenue")
    rows: list[list[Cell]] = [[month(n), Decimal(9), None if n == 0 else (-1) ** n * 0.1] for n in range(12)]
    assert shape(chosen([months(), revenue(), change], rows)) == ("bar", {"x": "month", "y": "change"})


def test_shares_are_drawn_rather_than_what_they_are_shares_of() -> None:
    share = column("share", "float", "comparison", unit="ratio", of="revenue")
    rows: list[list[Cell]] = [["a", Decimal(3), 0.75], ["b", Decimal(1), 0.25]]
    assert shape(chosen([category(), revenue(), share], rows)) == ("bar", {"x": "region", "y": "share"})


def test_a_rank_is_not_drawn() -> None:
    rank = column("rank", "integer", "comparison", of="revenue")
    rows: list[list[Cell]] = [["a", Decimal(30), 1], ["b", Decimal(10), 2], ["c", Decimal(5), 3]]
    assert shape(chosen([category(), revenue(), rank], rows)) == ("bar", {"x": "region", "y": "revenue"})


def test_a_running_total_is_a_line_of_its_own() -> None:
    total = column("so_far", "decimal", "comparison", unit="EUR", of="revenue")
    rows: list[list[Cell]] = [[month(n), Decimal(10 + n), Decimal(sum(range(10, 11 + n)))] for n in range(8)]
    assert shape(chosen([months(), revenue(), total], rows)) == ("line", {"x": "month", "y": "so_far"})


def test_a_moving_average_is_drawn_with_what_it_smooths() -> None:
    average = column("smooth", "float", "comparison", unit="EUR", of="revenue")
    values = [10, 14, 9, 15, 8, 13, 11, 12]
    rows: list[list[Cell]] = [
        [month(n), Decimal(value), None if n < 2 else sum(values[n - 2 : n + 1]) / 3] for n, value in enumerate(values)
    ]
    chart = chosen([months(), revenue(), average], rows)
    assert chart is not None
    assert [encoding.field for encoding in chart.encodings] == ["month", "revenue", "smooth"]


def test_a_dimension_with_one_value_is_told_in_the_note_and_not_drawn() -> None:
    rows = [[date(2024, 1, 1), "a", Decimal(2)], [date(2024, 1, 1), "b", Decimal(1)]]
    chart = chosen([months(), category(), revenue()], rows)
    assert shape(chart) == ("bar", {"x": "region", "y": "revenue"})
    assert chart is not None
    assert chart.note == "month: Jan 2024."


def test_a_result_that_was_cut_off_says_so() -> None:
    columns = [category(), revenue()]
    rows: list[list[Any]] = [["a", Decimal(2)], ["b", Decimal(1)]]
    chart = choose_chart(result(columns, rows, truncated=True), columns, "Question")
    assert chart is not None
    assert "first 2 rows" in chart.note


def test_a_pie_is_drawn_where_it_is_asked_for_and_has_few_slices() -> None:
    rows = [["a", Decimal(2)], ["b", Decimal(1)]]
    assert shape(chosen([category(), revenue()], rows, "arc")) == ("arc", {"theta": "revenue", "color": "region"})


def test_a_pie_of_many_parts_that_add_up_has_four_slices_and_one_of_all_others() -> None:
    chart = chosen([category(), revenue()], [[f"c{n}", Decimal(n + 1)] for n in range(9)], "arc")
    assert chart is not None
    assert (chart.mark, chart.encodings[1].limit, chart.encodings[1].other) == ("arc", 4, "Other")
    assert "Other is 5 more" in chart.note


def test_a_pie_of_many_parts_that_do_not_add_up_becomes_bars_and_the_note_says_why() -> None:
    rows = [[f"c{n}", Decimal(n + 1)] for n in range(9)]
    chart = chosen([category(), revenue(additive=False)], rows, "arc")
    assert chart is not None
    assert chart.mark == "bar"
    assert "parts that make up a whole" in chart.note


def test_a_pie_of_negative_amounts_becomes_bars() -> None:
    assert shape(chosen([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(-1)]], "arc"))[0] == "bar"


def test_bars_over_time_are_drawn_where_they_are_asked_for() -> None:
    rows = [[month(n), Decimal(n)] for n in range(12)]
    assert shape(chosen([months(), revenue()], rows, "bar"))[0] == "bar"


def test_columns_of_free_sql_are_judged_by_their_types_and_names() -> None:
    columns = [column("year", "integer", "unknown"), column("count_star()", "integer", "unknown")]
    assert shape(chosen(columns, [[2000 + n, n] for n in range(9)])) == ("line", {"x": "year", "y": "count_star()"})


def test_the_subtitle_names_the_measure_and_its_currency() -> None:
    chart = chosen([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(1)]])
    assert chart is not None
    assert chart.subtitle == "Revenue, EUR"


def test_categories_without_a_partner_are_called_as_the_caller_says() -> None:
    columns = [category(), revenue()]
    rows: list[list[Cell]] = [["a", Decimal(2)], [None, Decimal(1)]]
    chart = choose_chart(result(columns, rows), columns, "Question", null_labels={"region": "no match"})
    assert sort(chart) == ("a", "no match")
