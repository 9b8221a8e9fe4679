"""Runs of records: what stands between blank lines, or has another width than what stands above it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingestion.cell_kinds import filled, filled_columns, is_blank
from ingestion.readers.records import At, Record

MOST_TITLE_LINES = 3
_HEAD_RECORDS = 300
_FEWEST_ROWS_OF_A_WIDTH = 3


@dataclass(slots=True)
class Run:
    """`head` are its first records, `used` the columns up to the last that holds something in any of them."""

    at: At
    head: list[Record] = field(default_factory=list)
    records: int = 0
    last: int = 0
    used: int = 0
    width: int = 0
    is_steady: bool = True
    """Whether all records have as many cells."""
    is_title: bool = True

    def add(self, record: Record) -> None:
        width = len(record.cells)
        if self.records and width != self.width:
            self.is_steady = self.records == 1 and _differs_in_blanks(self.head[0].cells, width)
        self.width = width
        self.records += 1
        self.last = record.line
        if len(self.head) < _HEAD_RECORDS:
            self.head.append(record)
            self.used = max(self.used, filled_columns(record.cells)[-1] + 1)
            self.is_title = self.is_title and len(self.head) <= MOST_TITLE_LINES and filled(record.cells) == 1


def find_runs(records: Iterable[Record]) -> Iterator[Run]:
    """Split at blank records, and where rows of one width are followed by rows of another."""
    run: Run | None = None
    waiting: deque[Record] = deque()
    for record in records:
        if not is_blank(record.cells):
            waiting.append(record)
            if len(waiting) < _FEWEST_ROWS_OF_A_WIDTH:
                continue
            first = waiting.popleft()
            if run is not None and _begins_another(run, first, waiting):
                yield run
                run = None
            run = _with(run, first)
            continue
        for held in waiting:
            run = _with(run, held)
        waiting.clear()
        if run is not None:
            yield run
            run = None
    for held in waiting:
        run = _with(run, held)
    if run is not None:
        yield run


def _with(run: Run | None, record: Record) -> Run:
    run = run or Run(At(line=record.line, offset=record.offset))
    run.add(record)
    return run


def _begins_another(run: Run, first: Record, following: Iterable[Record]) -> bool:
    width = len(first.cells)
    if width == run.width or width < 2 or not run.is_steady or any(len(record.cells) != width for record in following):
        return False
    return run.records > 1 or not _differs_in_blanks(run.head[0].cells, width)


def _differs_in_blanks(cells: list[str], width: int) -> bool:
    """A header with a separator too many at its end is as wide as its rows."""
    return len(cells) > width and is_blank(cells[width:])
