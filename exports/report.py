"""What a document is made from: an answer, or the tiles of a dashboard in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.answer import Receipt
from core.chart import ChartTable
from core.figures import column_styles, written
from core.plan import Plan
from core.result import Result
from core.table import NUMERIC_TYPES
from exports.visible import visible

MOST_ROWS = 500
"""Rows of a table that a document shows; the remainder is stated."""
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One answer. `title` states the finding; `result` holds the first rows of `rows` in all, `source` (Arrow) the whole.

    `picture` is the chart as SVG and `png` as PNG, both without a title. `link` reopens the answer. `problem` stands
    instead of a result that could not be had. `notes` are whole sentences.
    """

    title: str
    question: str = ""
    sentences: tuple[str, ...] = ()
    result: Result | None = None
    rows: int = 0
    more: bool = False
    plan: Plan | None = None
    source: Path | None = None
    table: ChartTable | None = None
    picture: str | None = None
    png: bytes | None = None
    receipt: Receipt | None = None
    link: str | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`dashboard`: the parts are tiles, told under one title; else there is one part. `filters` are in words, `news` are lines on
    what changed since `since`.
    """

    title: str
    parts: tuple[Part, ...]
    made_at: datetime
    description: str = ""
    filters: tuple[str, ...] = ()
    link: str | None = None
    dashboard: bool = False
    news: tuple[str, ...] = ()
    since: datetime | None = None

    @property
    def every_filter(self) -> tuple[str, ...]:
        """Of the whole and of each part, each once."""
        of_parts = (filtered.label for part in self.parts if part.receipt for filtered in part.receipt.filters)
        return tuple(dict.fromkeys((*self.filters, *of_parts)))

    @property
    def sources(self) -> tuple[str, ...]:
        """Tables and their versions, each once."""
        used = (used for part in self.parts if part.receipt for used in part.receipt.tables)
        return tuple(dict.fromkeys(f"{one.file} v{one.version}" for one in used))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTable:
    """Rows as people read them. `right` says of each column whether it holds numbers; `left_out` is said below the rows."""

    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str = ""


def written_table(part: Part, most: int = MOST_ROWS) -> WrittenTable | None:
    """None where there are no rows to show."""
    result = part.result
    if result is None or not result.rows or not result.columns:
        return None
    styles = column_styles(result, part.plan)
    rows = tuple(
        tuple(_cell(written(cell, style), right=style.right) for cell, style in zip(row, styles, strict=True))
        for row in result.rows[:most]
    )
    return WrittenTable(
        headings=tuple(visible(style.heading) for style in styles),
        right=tuple(column.type in NUMERIC_TYPES for column in result.columns),
        rows=rows,
        left_out=_left_out(part, len(rows)),
    )


def is_said_already(part: Part) -> bool:
    """A single figure stands in the sentence; a table of one cell would say it twice."""
    result = part.result
    return bool(part.sentences) and result is not None and len(result.rows) == 1 and len(result.columns) == 1


def _cell(text: str, *, right: bool) -> str:
    return visible(text.replace("-", _MINUS, 1) if right and text.startswith("-") else text)


def _left_out(part: Part, shown: int) -> str:
    if part.more and part.rows <= shown:
        return f"The first {shown:,} rows are shown; there are more."
    rest = part.rows - shown
    if rest <= 0:
        return ""
    more = "more than " if part.more else ""
    return f"The first {shown:,} of {more}{part.rows:,} rows are shown; {more}{rest:,} are not."
