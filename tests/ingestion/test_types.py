from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from tests.ingestion.conftest import Read

ReadColumn = Callable[..., Read]


def test_whole_numbers_are_integers(read_column: ReadColumn) -> None:
    found = read_column("1", "-20", "3000")
    assert found.column("x").type == "integer"
    assert found.cells("x") == [1, -20, 3000]


def test_a_postcode_with_leading_zeros_stays_text(read_column: ReadColumn) -> None:
    found = read_column("01234", "12345")
    assert found.cells("x") == ["01234", "12345"]
    assert found.decision("leading_zeros", "x") is not None


def test_money_keeps_its_cents_and_gives_its_unit(read_column: ReadColumn) -> None:
    found = read_column("$1,234.50", "$2.00", "($3.25)")
    assert found.cells("x") == [Decimal("1234.50"), Decimal("2.00"), Decimal("-3.25")]
    assert found.column("x").unit == "USD"


def test_a_decimal_comma_is_read_and_told(read_column: ReadColumn) -> None:
    found = read_column("1.234,56", "7,1", "-0,25")
    assert found.cells("x") == [Decimal("1234.56"), Decimal("7.10"), Decimal("-0.25")]
    assert found.decision("decimal_comma", "x") is not None


def test_percentages_keep_the_number_that_was_shown(read_column: ReadColumn) -> None:
    found = read_column("12%", "7.5 %")
    assert found.cells("x") == [Decimal("12.0"), Decimal("7.5")]
    assert found.column("x").unit == "%"


def test_amounts_in_several_currencies_stay_text(read_column: ReadColumn) -> None:
    found = read_column("$1", "€2")
    assert found.column("x").type == "text"
    assert found.decision("mixed", "x") is not None


def test_the_order_of_day_and_month_is_proven_by_the_data(read_column: ReadColumn) -> None:
    found = read_column("02/03/2020", "13/01/2020")
    assert found.cells("x") == [date(2020, 3, 2), date(2020, 1, 13)]
    decision = found.decision("date_order", "x")
    assert decision is not None
    assert decision.confidence == 1.0


def test_dates_in_both_orders_stay_text(read_column: ReadColumn) -> None:
    assert read_column("13/01/2020", "01/13/2020").column("x").type == "text"


def test_dates_are_read_in_many_spellings(read_column: ReadColumn) -> None:
    assert read_column("2020-01-05", "2020-11-30").cells("x") == [date(2020, 1, 5), date(2020, 11, 30)]
    assert read_column("5 Jan 2020", "30 November 2020").cells("x") == [date(2020, 1, 5), date(2020, 11, 30)]
    assert read_column("Jan 5, 2020", "November 30, 2020").cells("x") == [date(2020, 1, 5), date(2020, 11, 30)]
    assert read_column("05.01.20", "30.11.20").cells("x") == [date(2020, 1, 5), date(2020, 11, 30)]
    assert read_column("20200105", "20201130", header="Order date").cells("order_date") == [
        date(2020, 1, 5),
        date(2020, 11, 30),
    ]


def test_times_of_day_and_zones_are_kept(read_column: ReadColumn) -> None:
    assert read_column("2020-01-05T10:00:01.5", "2020-01-05 10:00").cells("x") == [
        datetime(2020, 1, 5, 10, 0, 1, 500000),  # noqa: DTZ001
        datetime(2020, 1, 5, 10, 0),  # noqa: DTZ001
    ]
    zoned = read_column("2020-01-05T10:00:00Z", "2020-01-05T10:00:00+02:00")
    assert zoned.column("x").type == "timestamptz"
    assert zoned.cells("x")[1] == datetime(2020, 1, 5, 8, tzinfo=UTC)
    assert read_column("9:05", "17:30:10", "1:15 PM").cells("x") == [time(9, 5), time(17, 30, 10), time(13, 15)]


def test_yes_and_no_are_booleans(read_column: ReadColumn) -> None:
    assert read_column("Yes", "no", "yes").cells("x") == [True, False, True]


def test_letters_that_may_be_south_and_north_stay_text(read_column: ReadColumn) -> None:
    found = read_column("N", "S", "S")
    assert found.cells("x") == ["N", "S", "S"]
    decision = found.decision("boolean", "x")
    assert decision is not None
    assert [each.value for each in decision.alternatives] == ["boolean"]


def test_words_for_no_value_are_empty_among_numbers_but_kept_in_text(read_column: ReadColumn) -> None:
    assert read_column("1", "N/A", "-", "NA").cells("x") == [1, None, None, None]
    assert read_column("Oslo", "NA", "-").cells("x") == ["Oslo", "NA", None]
    assert read_column("A", "+", "-").cells("x") == ["A", "+", "-"]


def test_na_is_no_value_in_text_where_it_is_none_among_numbers(read: Callable[..., Read]) -> None:
    table = read(b"name,radius,kind\nIo,1821,rocky\nLeda,NA,NA\nEuropa,1560,NA\n")
    assert table.cells("kind") == ["rocky", None, None]


def test_a_column_of_numbers_with_a_word_stays_text_and_says_so(read_column: ReadColumn) -> None:
    found = read_column("1", "2", "abc")
    assert found.cells("x") == ["1", "2", "abc"]
    decision = found.decision("mixed", "x")
    assert decision is not None
    assert decision.cells == 1


def test_an_open_order_of_day_and_month_follows_the_run_of_the_rows(read_column: ReadColumn) -> None:
    assert read_column("01/02/2020", "02/02/2020", "03/02/2020", "04/02/2020").cells("x")[1] == date(2020, 2, 2)
    found = read_column("02/01/2020", "02/02/2020", "02/03/2020", "02/04/2020")
    assert found.cells("x")[3] == date(2020, 2, 4)
    decision = found.decision("date_order", "x")
    assert decision is not None
    assert decision.confidence < 1


def test_decisions_show_a_cell_before_and_after(read_column: ReadColumn) -> None:
    decision = read_column("1.234,56", "7,1").decision("decimal_comma", "x")
    assert decision is not None
    assert (decision.before, decision.after, decision.cells) == ("1.234,56", "1234.56", 2)


def test_whole_numbers_too_long_to_calculate_with_stay_text(read_column: ReadColumn) -> None:
    assert read_column("12345678901234567890", "5").column("x").type == "text"


def test_numbers_grouped_by_points_are_told_from_decimals(read_column: ReadColumn) -> None:
    assert read_column("1.500", "250", "12.000").cells("x") == [1500, 250, 12000]
    assert read_column("1.500", "2500", "12.000").cells("x") == [Decimal("1.500"), 2500, 12]
    assert read_column("1,500", "250", "12,000").cells("x") == [1500, 250, 12000]


def test_spaces_around_text_are_removed_and_told(read_column: ReadColumn) -> None:
    found = read_column("Oslo ", " Rome", "Lima")
    assert found.cells("x") == ["Oslo", "Rome", "Lima"]
    assert found.decision("other", "x") is not None


def test_many_digits_on_either_side_of_the_point_are_kept(read_column: Callable[..., Read]) -> None:
    found = read_column("1234567890123456.5", "0.123456")
    assert found.cells("x") == [Decimal("1234567890123456.5"), Decimal("0.123456")]


def test_durations_are_told_from_times_of_day(read_column: ReadColumn) -> None:
    assert read_column("2h 30m", "45 min").cells("x") == [timedelta(hours=2, minutes=30), timedelta(minutes=45)]
    assert read_column("PT5M", "P1DT2H").cells("x") == [timedelta(minutes=5), timedelta(days=1, hours=2)]
    assert read_column("36:15:00", "1:00:30").cells("x") == [
        timedelta(hours=36, minutes=15),
        timedelta(hours=1, seconds=30),
    ]
    assert read_column("1:15:00", "0:05:30", header="Duration").column("duration").type == "interval"
    assert read_column("1:15:00", "0:05:30").column("x").type == "time"


def test_clocks_that_may_be_minutes_or_hours_stay_text_and_can_be_chosen(read_column: ReadColumn) -> None:
    found = read_column("3:45", "61:10", header="length")
    assert found.column("length").type == "text"
    decision = found.decision("duration", "length")
    assert decision is not None
    assert [other.value for other in decision.alternatives] == ["interval", "time"]


def test_amounts_of_one_letter_are_not_durations(read_column: ReadColumn) -> None:
    assert read_column("5m", "10m").column("x").type == "text"


def test_true_and_false_are_read_in_many_languages(read_column: ReadColumn) -> None:
    for yes, no in (("Ja", "Nein"), ("oui", "non"), ("Да", "Нет"), ("sim", "não"), ("はい", "いいえ"), ("✓", "✗")):
        assert read_column(yes, no, yes).cells("x") == [True, False, True]


def test_a_column_of_one_such_word_alone_stays_text(read_column: ReadColumn) -> None:
    assert read_column("no", "no").column("x").type == "text"


def test_zoned_and_unzoned_moments_are_told(read_column: ReadColumn) -> None:
    found = read_column("2020-01-05T10:00:00+02:00", "2020-01-05T10:00:00")
    assert found.cells("x") == [datetime(2020, 1, 5, 8, tzinfo=UTC), datetime(2020, 1, 5, 10, tzinfo=UTC)]
    decision = found.decision("time_zone", "x")
    assert decision is not None
    assert decision.confidence < 1


def test_each_spelling_of_no_value_is_named(read_column: ReadColumn) -> None:
    decision = read_column("1.5", "n.a.", "—", "#N/A").decision("nulls", "x")
    assert decision is not None
    assert all(word in decision.detail for word in ("n.a.", "—", "#N/A"))


def test_months_without_a_day_are_dates_and_told(read_column: ReadColumn) -> None:
    for cells in (("2024-01", "2024-11"), ("01/2024", "11/2024"), ("Jan 2024", "Nov 2024")):
        found = read_column(*cells)
        assert found.cells("x") == [date(2024, 1, 1), date(2024, 11, 1)]
        assert found.decision("type", "x") is not None


def test_seasons_are_not_months(read_column: ReadColumn) -> None:
    assert read_column("2010-11", "2011-12", "2012-13").cells("x")[0] == "2010-11"
    assert read_column("2010-11", "2011-12").cells("x") == ["2010-11", "2011-12"]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["5. Januar 2024", "17. März 2024", "1. Dez. 2024"], ["2024-01-05", "2024-03-17", "2024-12-01"]),
        (["1er janvier 2024", "14 août 2024", "3 févr. 2024"], ["2024-01-01", "2024-08-14", "2024-02-03"]),
        (["5 de enero de 2024", "14 de septiembre de 2024"], ["2024-01-05", "2024-09-14"]),
        (["5 gennaio 2024", "14 ott 2024"], ["2024-01-05", "2024-10-14"]),
        (["5 de março de 2024", "14 out. 2024"], ["2024-03-05", "2024-10-14"]),
        (["5 mei 2024", "14 maart 2024", "3 Oct 2024"], ["2024-05-05", "2024-03-14", "2024-10-03"]),
        (["05-Okt-24", "17-Mai-24"], ["2024-10-05", "2024-05-17"]),
        (["Monday, January 5, 2024", "Fri Mar 1, 2024"], ["2024-01-05", "2024-03-01"]),
        (["Mo, 05.02.2024", "Di, 20.02.2024"], ["2024-02-05", "2024-02-20"]),
        (["Sat 2024-02-03", "Sun 2024-02-04"], ["2024-02-03", "2024-02-04"]),
        (["März 2024", "Oktober 2024"], ["2024-03-01", "2024-10-01"]),
        (["vrijdag 5 januari 2024", "lundi 8 janvier 2024"], ["2024-01-05", "2024-01-08"]),
    ],
)
def test_dates_in_words_of_several_languages_are_dates(
    read_column: ReadColumn, cells: list[str], days: list[str]
) -> None:
    found = read_column(*cells)
    assert found.column("x").type == "date"
    assert [day.isoformat() for day in found.cells("x")] == days


def test_words_that_only_look_like_months_stay_text(read_column: ReadColumn) -> None:
    assert read_column("5 marco polo 2024", "3 set 2024 b").column("x").type == "text"


def test_a_clock_behind_a_date_in_words_is_read(read_column: ReadColumn) -> None:
    found = read_column("5. Mai 2024 13:45", "7. Juni 2024 08:00")
    assert found.cells("x") == [datetime(2024, 5, 5, 13, 45), datetime(2024, 6, 7, 8, 0)]  # noqa: DTZ001


def test_dates_in_several_styles_are_read_and_each_style_is_counted(read: Callable[..., Read]) -> None:
    found = read("d;n\n02/03/2024;1\n25/04/2024;2\n3 April 2024;3\n2024-06-05;4\n")
    assert [str(day) for day in found.cells("d")] == ["2024-03-02", "2024-04-25", "2024-04-03", "2024-06-05"]
    told = found.decision("mixed", "d")
    assert told is not None
    assert "3 ways: 2 as numbers with the year last" in told.detail


def test_cells_of_nothing_but_spaces_are_named_when_they_are_left_empty(read: Callable[..., Read]) -> None:
    told = read('d;n\n1;1\n" ";2\n--;3\n').decision("nulls", "d")
    assert told is not None
    assert told.detail == "2 cells with “--” or nothing but quotes or spaces are left empty."
