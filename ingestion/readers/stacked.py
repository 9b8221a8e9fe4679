"""Several tables below each other in one text file: where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingestion.cell_kinds import filled, kind_of
from ingestion.layout import Layout, find_layout
from ingestion.readers.dialect import Dialect
from ingestion.readers.records import START, At, Record, read_records
from ingestion.readers.runs import MOST_TITLE_LINES, Run, find_runs

MOST_RUNS = 5_000
"""Parts of a file between blank lines; one with more is taken for one table."""
_MOST_NOTES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines count from 1, ends included; `last` is None for the end of the file, `width` 0 for whatever the rows have.

    `title` is the line above the table where it stands alone, `titles` are all such lines; above line `table` are only
    notes. `header` are the names of the columns.
    """

    at: At = START
    last: int | None = None
    width: int = 0
    title: str = ""
    titles: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    table: int = 0

    @property
    def first(self) -> int:
        return self.at.line

    @property
    def is_whole(self) -> bool:
        return self.first == 1 and self.last is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One run of records or several that belong together, with the header they begin with, if any.

    `table` is the line that the table begins at where notes of several cells stand above it.
    """

    at: At
    last: int
    header: tuple[str, ...] = ()
    width: int = 0
    table: int = 0
    is_title: bool = False
    titles: tuple[str, ...] = ()
    is_titled: bool = False


def find_blocks(path: Path, dialect: Dialect, told: Callable[[int], None] = lambda _line: None) -> list[Block] | None:
    """One block for a file of one table; None for one in too many parts to tell. `told` hears which line it is at."""
    if not dialect.delimiter:
        return [Block()]
    parts: list[_Part] = []
    for run in find_runs(_told(read_records(path, dialect, places=True), told)):
        parts.append(_described(run))
        if len(parts) > MOST_RUNS:
            return None
    if len(parts) < 2:
        return [Block()]
    tables = _joined(parts)
    if len(tables) < 2:
        return [Block(table=table.table) for table in tables]
    ends = [later.at.line - 1 for later in tables[1:]]
    return [
        Block(
            at=table.at if number else START,
            last=ends[number] if number < len(ends) else None,
            width=table.width,
            title=table.titles[0] if table.is_titled else "",
            titles=table.titles,
            header=table.header,
            table=table.table,
        )
        for number, table in enumerate(tables)
    ]


def under_one_header(blocks: Sequence[Block]) -> list[list[Block]]:
    """Tables whose columns have the same names, each below titles of its own, go together; in the order of the file."""
    groups: dict[tuple[str, ...], list[Block]] = {}
    for number, block in enumerate(blocks):
        names = tuple(_plain(name) for name in block.header)
        groups.setdefault(names if any(names) else (str(number),), []).append(block)
    found: list[list[Block]] = []
    for group in groups.values():
        titled = sum(1 for block in group if block.titles)
        found += [group] if len(group) > 1 and titled >= len(group) - 1 else [[block] for block in group]
    return sorted(found, key=lambda group: group[0].first)


def section_titles(group: Sequence[Block]) -> list[str]:
    """What each table of a group is called: its titles without those that all of them have."""
    common = set(group[0].titles).intersection(*(block.titles for block in group))
    own = [[title for title in block.titles if title not in common] or list(block.titles) for block in group]
    return [" › ".join(titles) for titles in own]


def _told(records: Iterable[Record], told: Callable[[int], None]) -> Iterator[Record]:
    for record in records:
        told(record.line)
        yield record


def _plain(name: str) -> str:
    """Letters and digits alone: names that differ in spaces and marks are the same."""
    return re.sub(r"[\W_]+", "", name).casefold() or name.strip()


def _described(run: Run) -> _Part:
    rows = [record.cells for record in run.head]
    if run.is_title:
        return _Part(at=run.at, last=run.last, is_title=True, titles=_titles(rows))
    trimmed = [row[: run.used] for row in rows]
    layout = find_layout(trimmed)
    below = trimmed[layout.body :]
    is_table = run.used > 1 and layout.header and below and _names_columns(layout, below)
    above = _titles([trimmed[index] for index in layout.preamble]) if is_table else ()
    titled = bool(above) and filled(rows[0]) == 1 and len(rows) > 1 and filled(rows[1]) != 1
    return _Part(
        at=run.at,
        last=run.last,
        width=run.used,
        header=layout.labels if is_table else (),
        titles=above,
        is_titled=titled,
    )


def _titles(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    lines = ([cell.strip() for cell in row if cell.strip()] for row in rows)
    return tuple(cells[0][:100] for cells in lines if len(cells) == 1)[:MOST_TITLE_LINES]


def _names_columns(layout: Layout, below: Sequence[Sequence[str]]) -> bool:
    """Words over a column of numbers or dates, or a full header of words over three columns or more."""
    if any(label.rstrip().endswith((":", "=")) for label in layout.labels):
        return False
    full = all(layout.labels)
    if full and layout.width > 2 and len(below) > 1:
        return True
    return any(
        label and _is_typed([row[column] for row in below if column < len(row)])
        for column, label in enumerate(layout.labels)
    )


def _is_typed(cells: Sequence[str]) -> bool:
    kinds = [kind for cell in cells if (kind := kind_of(cell)) != "empty"]
    return bool(kinds) and sum(kind in {"number", "date"} for kind in kinds) * 10 >= len(kinds) * 7


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """A part without a header of its own belongs to the table above it, a title to the table below."""
    tables: list[_Part] = []
    title: _Part | None = None
    for part in parts:
        if part.is_title:
            if title is not None:
                tables[-1:] = [replace(tables[-1], last=title.last)] if tables else []
            title = part
            continue
        table = part if title is None else _under(title, part)
        if not tables or _starts_anew(part, tables[-1], titled=title is not None):
            tables.append(table)
        else:
            tables[-1] = _with_rows(tables[-1], part)
        title = None
    if title is not None and tables:
        tables[-1] = replace(tables[-1], last=title.last)
    return tables


def _under(title: _Part, part: _Part) -> _Part:
    titles = (*title.titles, *part.titles)[:MOST_TITLE_LINES]
    return replace(part, at=title.at, titles=titles, is_titled=len(title.titles) == 1)


def _with_rows(above: _Part, part: _Part) -> _Part:
    """Narrow lines over the first header are notes about the file, one to a line with its value beside it."""
    lines = part.at.line - above.at.line
    notes = part.header and not above.header and above.width < part.width and lines <= _MOST_NOTES
    return replace(
        above,
        last=part.last,
        width=max(above.width, part.width),
        header=above.header or part.header,
        table=part.at.line if notes and not above.table else above.table,
    )


def _starts_anew(part: _Part, above: _Part, *, titled: bool) -> bool:
    """A header that is not the one above repeated. Under the same columns it needs a title, else it is a row of words."""
    if not part.header or not above.header:
        return False
    titled = titled or bool(part.titles)
    if part.header == above.header:
        return titled
    return titled or part.width != above.width or not set(part.header) & set(above.header)
