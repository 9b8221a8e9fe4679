"""Several tables below each other in one text file: where each begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingestion.layout import Layout, find_layout, is_blank, kind_of
from ingestion.readers.dialect import Dialect
from ingestion.readers.records import Record, read_records

LARGEST_LOOKED_THROUGH = 1 << 23
"""Bytes; a larger file is taken for one table."""
_MOST_BLOCKS = 400
_HEAD_ROWS = 300
_MOST_NOTES = 100
_FEWEST_ROWS_OF_A_WIDTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines count from 1, ends included; `last` is None for the end of the file, `width` 0 for whatever the rows have.

    `title` is the line above the table where it stands alone; above line `table` are only notes.
    """

    first: int = 1
    last: int | None = None
    width: int = 0
    title: str = ""
    table: int = 0

    @property
    def is_whole(self) -> bool:
        return self.first == 1 and self.last is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Records from `start` to before `end` that belong together, with the header they begin with, if any.

    `table` is the record that the table begins at where notes of several cells stand above it.
    """

    start: int
    end: int
    header: tuple[str, ...] = ()
    width: int = 0
    table: int = 0
    is_title: bool = False


def find_blocks(path: Path, dialect: Dialect, size: int) -> list[Block]:
    """One block for a file of one table."""
    if size > LARGEST_LOOKED_THROUGH or not dialect.delimiter:
        return [Block()]
    records = list(read_records(path, dialect))
    runs = [_described(records, run) for run in _runs(records)]
    if not 1 < len(runs) <= _MOST_BLOCKS:
        return [Block()]
    tables = _joined(runs)
    if len(tables) < 2:
        return [Block(table=records[table.table].line if table.table else 0) for table in tables]
    ends = [records[later.start].line - 1 for later in tables[1:]]
    return [
        Block(
            first=1 if number == 0 else records[table.start].line,
            last=ends[number] if number < len(ends) else None,
            width=table.width,
            title=_title(records[table.start : table.end]),
            table=records[table.table].line if table.table else 0,
        )
        for number, table in enumerate(tables)
    ]


def _runs(records: Sequence[Record]) -> list[_Run]:
    """Split at blank records, and where rows of one width are followed by rows of another."""
    runs: list[_Run] = []
    start: int | None = None
    for index, record in enumerate(records):
        if is_blank(record.cells):
            if start is not None:
                runs.append(_Run(start=start, end=index))
            start = None
        elif start is None:
            start = index
    if start is not None:
        runs.append(_Run(start=start, end=len(records)))
    return [part for run in runs for part in _by_width(records, run)]


def _by_width(records: Sequence[Record], run: _Run) -> list[_Run]:
    widths = [len(record.cells) for record in records[run.start : run.end]]
    starts = [0]
    for index in range(1, len(widths)):
        before, after = widths[starts[-1] : index], widths[index : index + _FEWEST_ROWS_OF_A_WIDTH]
        steady = len(after) == _FEWEST_ROWS_OF_A_WIDTH and len(set(after)) == 1 and after[0] > 1
        if widths[index] != widths[index - 1] and steady and len(set(before)) == 1:
            starts.append(index)
    ends = [*starts[1:], len(widths)]
    return [_Run(start=run.start + first, end=run.start + end) for first, end in zip(starts, ends, strict=True)]


def _described(records: Sequence[Record], run: _Run) -> _Run:
    rows = [record.cells for record in records[run.start : run.end]][:_HEAD_ROWS]
    if all(_filled(row) == 1 for row in rows) and len(rows) <= 3:
        return replace(run, is_title=True)
    used = max(max(column for column, cell in enumerate(row, start=1) if cell.strip()) for row in rows)
    trimmed = [row[:used] for row in rows]
    layout = find_layout(trimmed)
    below = trimmed[layout.body :]
    is_table = used > 1 and layout.header and below and _names_columns(layout, below)
    return replace(run, width=used, header=layout.labels if is_table else ())


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


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """A run without a header of its own belongs to the table above it, a title to the table below."""
    tables: list[_Run] = []
    title: _Run | None = None
    for run in runs:
        if run.is_title:
            if title is not None:
                tables[-1:] = [replace(tables[-1], end=title.end)] if tables else []
            title = run
            continue
        start = run.start if title is None else title.start
        if not tables or _starts_anew(run, tables[-1], titled=title is not None):
            tables.append(replace(run, start=start))
        else:
            tables[-1] = _with_rows(tables[-1], run)
        title = None
    if title is not None and tables:
        tables[-1] = replace(tables[-1], end=title.end)
    return tables


def _with_rows(above: _Run, run: _Run) -> _Run:
    """Narrow lines over the first header are notes about the file, one to a line with its value beside it."""
    notes = run.header and not above.header and above.width < run.width and run.start - above.start <= _MOST_NOTES
    return replace(
        above,
        end=run.end,
        width=max(above.width, run.width),
        header=above.header or run.header,
        table=run.start if notes and not above.table else above.table,
    )


def _starts_anew(run: _Run, above: _Run, *, titled: bool) -> bool:
    """A header that is not the one above repeated. Under the same columns it needs a title, else it is a row of words."""
    if not run.header or not above.header:
        return False
    if run.header == above.header:
        return titled
    return titled or run.width != above.width or not set(run.header) & set(above.header)


def _title(records: Sequence[Record]) -> str:
    first = [cell.strip() for cell in records[0].cells if cell.strip()] if records else []
    return first[0][:100] if len(first) == 1 and len(records) > 1 and _filled(records[1].cells) != 1 else ""


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())
