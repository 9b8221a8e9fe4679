"""The records below a header → a staged relation, with a tally of what became of each."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.import_report import Decision, RejectedRow
from ingestion.bounds import check_table
from ingestion.cell_kinds import filled_columns, is_blank, kind_of
from ingestion.choosing import changeable, keyed
from ingestion.layout import footer_start
from ingestion.readers.mending import Shape
from ingestion.readers.records import Record
from ingestion.sql import literal, quoted
from ingestion.staged import LONGEST_REJECTED_TEXT, MOST_REJECTED_KEPT, Source
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Write = Callable[[Sequence[str]], Any]

_TAIL_RECORDS = 30
_COUNTED_EVERY = 1 << 16
_LONGEST_LINE = 2_097_152
_MENDED = {
    "surplus": "had an empty cell too many, which is taken out",
    "quote": "had a stray quote, which is kept as a character",
    "inner quote": "had quotes inside of a quoted cell, which are kept as characters",
    "separator": "used another separator than the rest of the file",
}
_RULE = re.compile(r"[ |+:]*|[ |+:]*[-=_─═]{4}[-=_─═ |+:]*")
_SHORTEST_RULE = 4
_WIDEST = 3
"""A row of more than so many times the cells of the header is none of the table."""
_COMMENTS = ("#", "//", "%%")


@dataclass(slots=True)
class Tally:
    """What became of the records below the header. `wider` rows have cells beyond it, in `extra` columns of their own."""

    kept: int = 0
    blank: int = 0
    padded: int = 0
    wider: int = 0
    extra: int = 0
    repeated: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    notes_kept: bool = False
    comments: list[str] = field(default_factory=list)
    rules: int = 0
    shown: list[RejectedRow] = field(default_factory=list)
    last_line: int = 0
    longest_row: int = 0

    @property
    def read(self) -> int:
        return self.kept + self.blank + self.rejected + self.repeated + self.left_out

    @property
    def left_out(self) -> int:
        return len(self.notes) * (not self.notes_kept) + len(self.comments) + self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is known of the rows of a table. `header` are the cells of its header where that is one row.

    `beyond` says what becomes of rows with cells beyond the header: "kept", "left_out", or None where their other cells
    decide by `shape`. With `sectioned`, the section that a row stands in is its last cell.
    """

    source: Source
    width: int
    header: Sequence[str] = ()
    keep_notes: bool = False
    shape: Shape | None = None
    beyond: str | None = None
    sectioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Rows that stand together, and rows over their header that a person wants as data."""

    records: Iterable[Record]
    above: Iterable[Record] = ()
    section: str = ""


def load_body(
    connection: DuckDBPyConnection, relation: str, scratch: Path, passages: Iterable[Passage], body: Body
) -> Tally:
    """Fully quoted rows for DuckDB; the last ones of a passage are held back until its footer is known."""
    tally = Tally(notes_kept=body.keep_notes)
    path = scratch / "body.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for passage in passages:
            write = partial(_write_in_section, writer, passage.section) if body.sectioned else writer
            _keep_all(passage, body, tally, write)
    _load(connection, relation, path, body, tally)
    path.unlink()
    return tally


def _write_in_section(write: Write, section: str, cells: Sequence[str]) -> Any:
    return write([section, *cells])


def _keep_all(passage: Passage, body: Body, tally: Tally, write: Write) -> None:
    held: deque[Record] = deque()
    for record in passage.above:
        _keep(record, body, tally, write)
    for record in passage.records:
        held.append(record)
        if len(held) > _TAIL_RECORDS:
            _keep(held.popleft(), body, tally, write)
    _close(list(held), body, tally, write)


def _close(rows: list[Record], body: Body, tally: Tally, write: Write) -> None:
    end = footer_start([record.cells for record in rows], body.width)
    for record in rows[:end]:
        _keep(record, body, tally, write)
    for record in rows[end:]:
        if is_blank(record.cells):
            tally.blank += 1
            continue
        tally.notes.append(" | ".join(record.cells)[:200])
        if body.keep_notes:
            _keep(record, body, tally, write)


def _keep(record: Record, body: Body, tally: Tally, write: Write) -> None:
    cells, width = record.cells, body.width
    if is_blank(cells):
        tally.blank += 1
        return
    if _is_rule(cells):
        tally.rules += 1
        return
    if len(cells) != width:
        fitted = _fitted(record, body, tally)
        if fitted is None:
            return
        cells = fitted
    elif cells == body.header:
        tally.repeated += 1
        return
    tally.kept += 1
    if tally.kept % _COUNTED_EVERY == 0:
        check_table(body.source, width, tally.kept)
    if record.mended:
        tally.mended[record.mended] += 1
    tally.last_line = record.line
    tally.longest_row = max(tally.longest_row, write(cells))


def _is_rule(cells: Sequence[str]) -> bool:
    """A line drawn between rows of a printed table; shorter dashes may be cells without a value."""
    return all(_RULE.fullmatch(cell) for cell in cells if cell) and len(max(cells, key=len)) >= _SHORTEST_RULE


def _fitted(record: Record, body: Body, tally: Tally) -> list[str] | None:
    """A record with more or fewer cells than the table; None where it is no row of it."""
    cells, width = record.cells, body.width
    if cells[0].lstrip().startswith(_COMMENTS) and not (body.header and body.header[0].startswith(_COMMENTS)):
        tally.comments.append(" | ".join(cells)[:200])
        return None
    if len(cells) < width:
        tally.padded += 1
        return [*cells, *([""] * (width - len(cells)))]
    used = width + filled_columns(cells[width:])[-1] + 1 if any(cell.strip() for cell in cells[width:]) else width
    if used == width:
        return cells[:width]
    if _belongs(cells, used, body):
        tally.wider += 1
        tally.extra = max(tally.extra, used - width)
        return cells[:used]
    tally.rejected += 1
    if len(tally.shown) < MOST_REJECTED_KEPT:
        reason = f"{len(cells)} cells where the table has {width}"
        text = " | ".join(cells)[:LONGEST_REJECTED_TEXT]
        tally.shown.append(RejectedRow(line=record.line, text=text, reason=reason))
    return None


def _belongs(cells: Sequence[str], used: int, body: Body) -> bool:
    """Whether a row with more cells than the header is one of the table: what stands under its columns of values are values."""
    if body.beyond is not None or used > _WIDEST * body.width:
        return body.beyond == "kept" and used <= _WIDEST * body.width
    kinds = body.shape.kinds if body.shape else ()
    typed = [column for column, kind in enumerate(kinds) if kind in {"number", "date"}]
    if not typed or typed[-1] == 0 or kind_of(cells[typed[-1]]) == "empty":
        return False
    return all(kind_of(cells[column]) in {"empty", kinds[column]} for column in typed)


def _load(connection: DuckDBPyConnection, relation: str, path: Path, body: Body, tally: Tally) -> None:
    """DuckDB 1.5 sets aside several times the longest line that it is told to expect."""
    longest = max(_LONGEST_LINE, 4 * tally.longest_row + 16)
    names = [f"c{number}" for number in range(1, body.width + tally.extra + 1)]
    section = [f"c{len(names) + 1}"] if body.sectioned else []
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in (*section, *names))
    selected = ", ".join((*names, *section))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT {selected} FROM read_csv({literal(str(path))},"
        f" auto_detect=false, header=false, delim=',', quote='\"', escape='\"', new_line='\\n', columns={{{columns}}},"
        f" max_line_size={longest}, strict_mode=true, parallel=false, null_padding={tally.extra > 0})"
    )


def body_decisions(tally: Tally, source: Source, place: str) -> Iterator[Decision]:
    if tally.notes:
        value, other = ("data", "left_out") if tally.notes_kept else ("left_out", "data")
        kept = "kept as data, as chosen" if tally.notes_kept else "left out"
        detail = f"Below the table {counted(len(tally.notes), 'line')} of notes {kept}."
        decision = Decision(kind="footer", detail=detail, before=tally.notes[0], cells=len(tally.notes), confidence=0.8)
        yield keyed(changeable(decision, "footer", value, other), source.choices, place)
    if tally.repeated:
        detail = f"The header stands again in {counted(tally.repeated, 'row')} further down, left out."
        yield Decision(kind="header", detail=detail, cells=tally.repeated)
    if tally.comments:
        detail = f"Among the rows {counted(len(tally.comments), 'comment line')} left out."
        yield Decision(kind="other", detail=detail, before=tally.comments[0], cells=len(tally.comments))
    if tally.rules:
        detail = f"Among the rows {counted(tally.rules, 'line')} of dashes left out."
        yield Decision(kind="other", detail=detail, cells=tally.rules)
    for decision in _ragged(tally):
        yield keyed(decision, source.choices, place)


def _ragged(tally: Tally) -> Iterator[Decision]:
    for how, rows in tally.mended.items():
        detail = f"{counted(rows, 'row')} {_MENDED[how]}."
        yield Decision(kind="ragged", detail=detail, cells=rows, confidence=0.9)
    if tally.padded:
        detail = f"Fewer cells than the header in {counted(tally.padded, 'row')}; the missing ones are empty."
        yield Decision(kind="ragged", detail=detail, cells=tally.padded)
    if tally.wider:
        where = "a column of its own" if tally.extra == 1 else f"{tally.extra} columns of their own"
        detail = f"More cells than the header in {counted(tally.wider, 'row')}; what is beyond it has {where}."
        decision = Decision(kind="ragged", detail=detail, cells=tally.wider, confidence=0.7)
        yield changeable(decision, "ragged", "kept", "left_out")
    if tally.rejected:
        are = "is" if tally.rejected == 1 else "are"
        detail = f"More cells than the header in {counted(tally.rejected, 'row')}, which {are} not kept."
        decision = Decision(kind="ragged", detail=detail, cells=tally.rejected, confidence=0.7)
        yield decision if tally.wider else changeable(decision, "ragged", "left_out", "kept")
