"""What a cell looks like before anything is known of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Row = Sequence[str]
Kind = Literal["empty", "number", "date", "text"]

_NUMBER = re.compile(
    r"[-+−(]?\s?(?:[$€£¥₹]|[A-Z]{3})?\s?[-+−]?(?:\d[\d.,' \u00a0\u202f]*|\.\d+)(?:[eE][-+]?\d+)?\s?(?:%|[$€£¥₹]|[A-Z]{3})?\)?-?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2}.*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?[- ,]+\d{2,4}.*|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}.*"
)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_NO_VALUE = frozenset({"", "-", "--", "—", "–", "?", "na", "n/a", "nan", "null", "none", "#n/a", "."})


def kind_of(cell: str) -> Kind:
    text = cell.strip()
    if text.lower() in _NO_VALUE:
        return "empty"
    if _NUMBER.fullmatch(text) and not _DATE.fullmatch(text):
        return "number"
    return "date" if _DATE.fullmatch(text) else "text"


def is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell.strip()) is not None


def is_value(cell: str) -> bool:
    """A number or a date; years may as well be names of columns."""
    return kind_of(cell) in {"number", "date"} and not is_year(cell)


def is_blank(row: Row) -> bool:
    return not any(cell.strip() for cell in row)


def filled_columns(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row) if cell.strip()]


def filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())
