"""From files to answers, over data that nobody here made, against rows computed by pandas."""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from core.answer import Answer
from core.event import StatusChanged
from tests.journeys.frames import FILES, frame, write_files
from tests.journeys.questions import QUESTIONS, Asked
from workspace import FileAdded, Workspace

ALL_ROWS = 10_000
TOLERANCE = 1e-6

Row = tuple[object, ...]


class Journey:
    """One workspace open at a time, on one event loop."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._runner = asyncio.Runner()
        self._open: Workspace | None = None

    def ask(self, workspace: str, question: str) -> Answer:
        if self._open is None or self._open.name != workspace:
            self.close_workspace()
            self._open = Workspace.open(workspace, self._data_dir)
            self._runner.run(self._fill(self._open))
        return self._runner.run(_answer(self._open, question))

    async def _fill(self, workspace: Workspace) -> None:
        paths = write_files(workspace.name, self._data_dir / "files" / workspace.name)
        added = [news async for news in workspace.add(paths) if not isinstance(news, StatusChanged)]
        assert [type(outcome) for outcome in added] == [FileAdded] * len(paths), added

    def close_workspace(self) -> None:
        if self._open is not None:
            self._runner.run(self._open.close())
            self._open = None

    def close(self) -> None:
        self.close_workspace()
        self._runner.close()


async def _answer(workspace: Workspace, question: str) -> Answer:
    return await workspace.ask(question, preview_rows=ALL_ROWS).answer()


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    journey = Journey(tmp_path_factory.mktemp("journeys"))
    yield journey
    journey.close()


@pytest.mark.parametrize("asked", [pytest.param(asked, id=asked.question) for asked in QUESTIONS])
def test_an_answer_has_the_rows_that_pandas_computes(asked: Asked, journey: Journey) -> None:
    first = Path(FILES[asked.workspace][0]).stem
    expected = _rows(asked.expected(frame(asked.workspace, first)))
    answer = journey.ask(asked.workspace, asked.question)
    assert answer.status == "answered", f"{answer.status}: {answer.text or answer.clarification or answer.problem}"
    assert answer.result is not None
    assert _holds(answer.result.rows, expected, ordered=asked.ordered), _differing(answer, expected)


def test_the_questions_are_forty_of_many_forms() -> None:
    assert len({asked.question for asked in QUESTIONS}) == 40
    assert len({asked.form for asked in QUESTIONS}) >= 25


def _rows(expected: object) -> list[Row]:
    if isinstance(expected, pd.Series):
        expected = expected.reset_index()
    if not isinstance(expected, pd.DataFrame):
        expected = pd.DataFrame([expected])
    return [tuple(map(_plain, row)) for row in expected.astype(object).itertuples(index=False)]


def _plain(cell: object) -> object:
    """Nulls as None, moments at midnight as days, numbers as floats."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == datetime.min.time() else cell.replace(tzinfo=None)
    if isinstance(cell, str | bool | date):
        return cell
    if isinstance(cell, int | float | Decimal) or hasattr(cell, "__float__"):
        return float(cell)
    return cell


def _holds(rows: Sequence[Row], expected: Sequence[Row], *, ordered: bool) -> bool:
    """Whether some choice of columns of `rows` is `expected`; more columns may be there, more rows may not."""
    if len(rows) != len(expected):
        return False
    if not expected:
        return True
    found = [tuple(map(_plain, row)) for row in rows]
    columns = itertools.permutations(range(len(found[0])), len(expected[0]))
    return any(
        _same([tuple(row[at] for at in chosen) for row in found], expected, ordered=ordered) for chosen in columns
    )


def _same(found: Sequence[Row], expected: Sequence[Row], *, ordered: bool) -> bool:
    if ordered:
        return all(_same_row(*pair) for pair in zip(found, expected, strict=True))
    left = list(expected)
    for row in found:
        match = next((position for position, other in enumerate(left) if _same_row(row, other)), None)
        if match is None:
            return False
        left.pop(match)
    return True


def _same_row(found: Row, expected: Row) -> bool:
    return all(_same_cell(*pair) for pair in zip(found, expected, strict=True))


def _same_cell(found: object, expected: object) -> bool:
    if isinstance(found, date) and isinstance(expected, float):
        return found == date(int(expected), 1, 1)
    if isinstance(found, float) and isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return found == expected


def _differing(answer: Answer, expected: Sequence[Row]) -> str:
    read_as = answer.receipt.read_as if answer.receipt else ""
    found = answer.result.rows[:5] if answer.result else ()
    return f"read as {read_as!r}; found {found}; expected {len(expected)} rows such as {list(expected[:5])}"
