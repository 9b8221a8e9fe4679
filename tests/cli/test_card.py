from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from cli.card import print_card, print_clarification, print_declined
from cli.grid import GridColumn, grid
from core.answer import Answer
from core.result import Result, ResultColumn
from tests.cli.examples import ANSWERED, DECLINED, UNCLEAR


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100, highlight=False, markup=False, emoji=False)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_card_goes_from_the_sentences_to_what_to_ask_next(console: Console) -> None:
    print_card(ANSWERED, console, most_rows=20)
    lines = printed(console)
    places = [
        lines.index(text)
        for text in (
            "January led with 71,233.50. February had 1,255.00.",
            "Total (USD)",
            "71,233.50   56.2%",
            "Assumed period: order date (orders are told by it)",
            "Read as: sum of total by month",
            "3 of 3 rows · orders.csv v3, 46,338 rows · 38 ms · decided by rules",
            "Total by channel?",
        )
        if text in lines
    ]
    assert len(places) == 7, lines
    assert places == sorted(places)


def test_a_receipt_tells_its_warnings_and_that_rows_are_kept_ones(console: Console) -> None:
    assert ANSWERED.receipt is not None
    receipt = replace(ANSWERED.receipt, warnings=("Another run may return others.",), from_cache=True)
    print_card(replace(ANSWERED, receipt=receipt), console, most_rows=20)
    assert "Note: Another run may return others." in printed(console)
    assert "rows from the cache" in printed(console)


def test_numbers_end_in_one_column(console: Console) -> None:
    print_card(ANSWERED, console, most_rows=20)
    ends = [
        line.index(figure) + len(figure)
        for line in printed(console).splitlines()
        for figure in ("71,233.50 ", "1,255.00 ")
        if figure in line and "led" not in line and "had" not in line
    ]
    assert len(ends) == 2
    assert len(set(ends)) == 1


def test_nothing_is_coloured_where_there_is_no_terminal(console: Console) -> None:
    print_card(ANSWERED, console, most_rows=20)
    assert "\x1b" not in printed(console)


def test_rows_that_are_not_shown_are_counted(console: Console) -> None:
    print_card(ANSWERED, console, most_rows=1)
    assert "2024-02" not in printed(console)
    assert "… and 2 more rows" in printed(console)


def test_one_figure_is_said_and_not_drawn_as_a_table(console: Console) -> None:
    result = Result(
        columns=(ResultColumn(name="count_of_orders", type="integer"),),
        rows=((5,),),
        row_count=1,
        truncated=False,
        elapsed=0,
    )
    print_card(replace(ANSWERED, result=result), console, most_rows=20)
    assert "count_of_orders" not in printed(console)


def test_a_result_without_a_sentence_is_always_drawn(console: Console) -> None:
    result = Result(
        columns=(ResultColumn(name="n", type="integer"),), rows=((5,),), row_count=1, truncated=False, elapsed=0
    )
    print_card(Answer(status="answered", result=result), console, most_rows=20)
    assert "5" in printed(console)


def test_columns_that_do_not_fit_are_named(console: Console) -> None:
    console.width = 30
    columns = [GridColumn(heading=f"heading_{number}", cells=("0123456789",)) for number in range(5)]
    console.print(grid(columns, console))
    assert "heading_1" in printed(console)
    assert "… and 3 more columns:" in printed(console)
    assert max(map(len, printed(console).splitlines())) <= 30


def test_square_brackets_in_data_are_not_markup(console: Console) -> None:
    console.print(grid([GridColumn(heading="[bold]", cells=("[red]x[/red] :smile:",))], console))
    assert "[bold]" in printed(console)
    assert "[red]x[/red] :smile:" in printed(console)


def test_a_question_back_lists_its_options(console: Console) -> None:
    assert UNCLEAR.clarification is not None
    print_clarification(UNCLEAR.clarification, console)
    assert printed(console).splitlines() == [
        "Which address do you mean?",
        "  1. billing address",
        "  2. shipping address",
    ]


def test_a_refusal_says_why_and_what_there_is(console: Console) -> None:
    print_declined(DECLINED, console)
    assert printed(console).strip() == "“flurble” has no meaning here. There are orders."
