"""Questions about a lone sheet that are answered by ranking what may be asked of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE sheet1 AS SELECT * FROM (VALUES
    (1994, 'Lisbon', 'Portugal', '2nd', '10,400 m', '12 May 1994'),
    (1995, 'Porto', 'Portugal', '1st', '9,800 m', '3 June 1995'),
    (1997, 'Madrid', 'Spain', '5th', '12,100 m', '30 May 1997'),
    (1998, 'Lyon', 'France', '3rd', '8,700 m', '7 July 1998'),
    (2001, 'Seville', 'Spain', '4th', '11,000 m', '21 April 2001')
) AS t(year, venue, country, position, distance, date_held);
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("races"), _SQL) as sheet:
        yield sheet


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("what was the venue in 1997?", [("Madrid",)]),
        ("which venue is listed after porto?", [("Madrid",)]),
        ("what is the next venue after lyon?", [("Seville",)]),
        ("what venue is listed before madrid?", [("Porto",)]),
        ("what is the last venue on the list?", [("Seville",)]),
        ("how many races were held in spain?", [(2,)]),
        ("which country is the venue porto in?", [("Portugal",)]),
        ("which venue had the longest distance?", [("Madrid",)]),
    ],
)
def test_rows_are_told_by_cells_places_and_amounts(sheet: Shop, question: str, rows: list[tuple[object]]) -> None:
    assert [row[:1] for row in sheet.rows(question)] == rows


def test_what_was_compared_is_told(sheet: Shop) -> None:
    plan = sheet.plan("which venue had the longest distance?")
    assert any(one.topic == "reading" and "distance" in one.chosen.casefold() for one in plan.assumptions)


@pytest.mark.parametrize(
    "question",
    [
        "how many goals were scored in porto in 1342?",
        "who is the manager of the team?",
        "how many points did lyon get?",
    ],
)
def test_what_the_sheet_does_not_say_is_not_answered(sheet: Shop, question: str) -> None:
    with pytest.raises((Declined, Unclear)):
        sheet.plan(question)


def test_words_of_the_reading_stand_where_they_were_said(sheet: Shop) -> None:
    question = "which venue is listed after porto?"
    plan = sheet.plan(question)
    assert all(question[one.start : one.end] == one.words for one in plan.reading)
    assert any(one.role == "value" and one.words == "porto" for one in plan.reading)
