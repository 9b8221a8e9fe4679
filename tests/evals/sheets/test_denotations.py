"""What forms give in memory is what their compiled Plans give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agents.sql_expert.schema import schema_of
from agents.sql_expert.sheets.columns import columns_of
from agents.sql_expert.sheets.features import Asked
from agents.sql_expert.sheets.forming import forms_of
from agents.sql_expert.sheets.forms import Form
from agents.sql_expert.sheets.mentions import Mentions, mentions_of
from agents.sql_expert.sheets.planning import plan_of
from agents.sql_expert.sheets.ranking import confidence
from core.errors import UserError
from evals.sheets.denotations import Sheet, denote, sheet_of, sheet_plan
from evals.sheets.examples import Example
from evals.sheets.training import trained, write_weights
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE sheet1 AS SELECT * FROM (VALUES
    (1994, 'Lisbon', 'Portugal', '2nd', '10,400 m', '3–1', DATE '1994-05-12'),
    (1995, 'Porto', 'Portugal', '1st', '9,800 m', '0–2', DATE '1995-06-03'),
    (1997, 'Madrid', 'Spain', '5th', '12,100 m', '2–2', DATE '1997-05-30'),
    (1998, 'Lyon', 'France', '3rd', NULL, '4–0', DATE '1998-07-07'),
    (2001, 'Seville', 'Spain', '4th', '11,000 m', '1–0', DATE '2001-04-21')
) AS t(year, venue, country, position, distance, score, held);
"""
_QUESTIONS = (
    "which venue had the longest distance after 1994?",
    "which of lisbon or madrid had the higher position?",
    "how many venues in spain or portugal besides porto?",
    "what was the score in may between 1994 and 1998?",
)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("races"), _SQL) as sheet:
        yield sheet


def _in_memory(sheet: Shop) -> Sheet:
    columns = columns_of(sheet.model.entities[0])
    return sheet_of(sheet.rows_of(sheet_plan(columns)), columns)


def _run(sheet: Shop, form: Form, mentions: Mentions) -> list[Any]:
    return [row[0] for row in sheet.rows_of(plan_of(form, mentions.columns))]


@pytest.mark.parametrize("question", _QUESTIONS)
def test_in_memory_as_in_the_database(sheet: Shop, question: str) -> None:
    memory = _in_memory(sheet)
    mentions = mentions_of(question, schema_of(sheet.model), sheet.values)
    forms = list(forms_of(mentions))
    assert len(forms) > 50
    for form in forms[:: max(1, len(forms) // 60)]:
        try:
            found = _run(sheet, form, mentions)
        except UserError:
            continue
        expected = denote(form, memory)
        assert _plain(found) == _plain(expected), form


def _plain(cells: list[Any]) -> list[str]:
    numbers = [float(cell) if isinstance(cell, int | float) else cell for cell in cells]
    return sorted({f"{cell:.6f}" if isinstance(cell, float) else str(cell) for cell in numbers} - {"None"})


def test_what_is_right_is_learned_and_written(sheet: Shop, tmp_path: Any) -> None:
    memory = _in_memory(sheet)

    def example(name: str, question: str, right: str) -> Example:
        mentions = mentions_of(question, schema_of(sheet.model), sheet.values)
        forms = tuple(forms_of(mentions))
        given = [_plain(denote(form, memory)) for form in forms]
        rights = tuple(cells == [right] for cells in given)
        answers = tuple(given.index(cells) for cells in given)
        return Example(id=name, question=question, asked=Asked(mentions), forms=forms, right=rights, answers=answers)

    questions = {"lisbon": "2nd", "porto": "1st", "madrid": "5th", "lyon": "3rd", "seville": "4th"}
    examples = {
        venue: [example(venue, f"what position was {venue}?", right) for _ in range(6)]
        for venue, right in questions.items()
    }
    known, points = trained(list(examples), lambda name: examples[name], lambda _name: [])
    assert sum(right for _, right in points) >= len(points) * 0.8
    assert all(0.0 <= confidence(one, known) <= 1.0 for one, _ in points)
    write_weights(tmp_path / "weights.tsv", known)
    assert (tmp_path / "weights.tsv").read_text().count("\t") == len(
        (tmp_path / "weights.tsv").read_text().splitlines()
    )
