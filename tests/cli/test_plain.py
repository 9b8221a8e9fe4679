from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cli.plain import plain, plain_answer
from core.answer import Answer
from core.chart import Chart
from core.result import Result, ResultColumn


def test_an_escape_sequence_is_shown_and_not_obeyed() -> None:
    assert plain("\x1b[31mred\x1b[0m") == "␛[31mred␛[0m"


def test_line_breaks_stay_on_one_line() -> None:
    assert plain("a\r\nb\tc") == "a↵b c"


def test_a_one_byte_control_sequence_and_a_change_of_direction_are_replaced() -> None:
    assert plain("\x9b31m\u202eevil") == "\ufffd31m\ufffdevil"


def test_letters_of_every_script_and_emoji_stay() -> None:
    assert plain("Ünïcødé 東京 שלום 🙂 O'Brien") == "Ünïcødé 東京 שלום 🙂 O'Brien"


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert not [character for character in plain(text) if ord(character) < 32 or 127 <= ord(character) < 160]


def test_an_answer_is_safe_in_its_cells_its_headings_and_its_titles() -> None:
    result = Result(
        columns=(ResultColumn(name="a\x1b]0;b", type="text"),),
        rows=(("\x07",),),
        row_count=1,
        truncated=False,
        elapsed=0,
    )
    chart = Chart(mark="bar", encodings=(), title="\x1b[2J")
    shown = plain_answer(replace(Answer(status="answered"), result=result, chart=chart))
    assert shown.result is not None
    assert shown.result.columns[0].name == "a␛]0;b"
    assert shown.result.rows == (("␇",),)
    assert shown.chart is not None
    assert shown.chart.title == "␛[2J"
