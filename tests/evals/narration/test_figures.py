from __future__ import annotations

from datetime import date

from core.answer import Fact
from core.result import Result, ResultColumn
from evals.narration.figures import unsupported

RESULT = Result(
    columns=(ResultColumn(name="month", type="date"), ResultColumn(name="revenue", type="float")),
    rows=((date(2024, 3, 1), 1234.56), (date(2024, 4, 1), 987654.0)),
    row_count=2,
    truncated=False,
    elapsed=0.0,
)
FACTS = (Fact(id="share:revenue", kind="share", label="Share", value=0.4267, unit="ratio"),)


def loose(text: str) -> tuple[str, ...]:
    return unsupported(text, RESULT, FACTS, "revenue of the top 5 in 2023")


def test_cells_facts_percentages_roundings_and_periods_are_supported() -> None:
    assert loose("In March 2024 it was 1,234.56, about 1,235 or 1.2 thousand; 42.7% is the share.") == ()
    assert loose("Almost 0.99 million over 2 months, of the top 5 since 2023.") == ()


def test_a_figure_from_nowhere_is_told() -> None:
    assert loose("It rose by 17% to 1,235.") == ("17",)
    assert loose("It was 1,236 in 2019.") == ("1,236", "2019")


def test_metres_are_no_millions() -> None:
    length = Fact(id="max:length", kind="value", label="Longest", value=93.0, unit="m")
    assert unsupported("It is 93 m long.", RESULT, (length,), "") == ()
    assert unsupported("It is 93 m.", RESULT, (), "93 m") == ()
    assert unsupported("It is 93 m.", RESULT, (Fact(id="a", kind="value", label="A", value=93.0, unit="USD"),), "") == (
        "93",
    )
