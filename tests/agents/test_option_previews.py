from __future__ import annotations

import pytest

from agents.option_previews import in_words
from core.query import ColumnRole, OutputColumn, Query
from core.result import Result, ResultColumn
from core.table import Cell


def told(roles: str, *rows: tuple[Cell, ...], count: int | None = None, truncated: bool = False) -> str | None:
    names: dict[str, ColumnRole] = {"d": "dimension", "m": "measure", "r": "row"}
    columns = tuple(
        OutputColumn(name=f"c{at}", label=f"c{at}", type=None, role=names[role]) for at, role in enumerate(roles)
    )
    query = Query(sql="SELECT 1", columns=columns)
    result = Result(
        columns=tuple(ResultColumn(name=column.name, type="other") for column in columns),
        rows=rows,
        row_count=len(rows) if count is None else count,
        truncated=truncated,
        elapsed=0.0,
    )
    return in_words(query, result)


@pytest.mark.parametrize(
    ("preview", "words"),
    [
        (told("m", (12345,)), "12,345"),
        (told("dm", ("Berlin", 12), ("Oslo", 7)), "Berlin 12, Oslo 7"),
        (told("dm", *((name, 1) for name in "abcde")), "a 1, b 1, c 1 and 2 more"),
        (told("dm", *(("a", 1),) * 4, count=2000, truncated=True), "a 1, a 1, a 1 and 1,997+ more"),
        (told("rrrr", (1, "x", None, "y"), (2, "z", None, "y")), "2 rows, the first: 1, x, no value"),
        (told("dm"), "no rows"),
    ],
)
def test_a_reading_is_previewed_by_what_it_comes_to(preview: str | None, words: str) -> None:
    assert preview == words
