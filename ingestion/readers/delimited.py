"""CSV, TSV and other delimited text → staged rows, every record accounted for."""

from __future__ import annotations

import csv
import itertools
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision, RejectedRow
from core.table import Origin
from ingestion.layout import Layout, find_layout, footer_start, is_blank
from ingestion.readers.dialect import Dialect, find_dialect
from ingestion.readers.encoding import Utf8Text, as_utf8
from ingestion.readers.mending import shape_of
from ingestion.readers.quick_load import WORTH_IT_BYTES, quick_load
from ingestion.readers.records import Record, read_records
from ingestion.sql import literal, quoted
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE_BYTES = 1 << 18
_HEAD_RECORDS = 1000
_TAIL_RECORDS = 30
_MOST_REJECTED_SHOWN = 20
_RELATION = "staged_text"
_MENDED = {
    "surplus": "had an empty cell too many, which is taken out",
    "quote": "had a stray quote, which is kept as a character",
    "inner quote": "had quotes inside of a quoted cell, which are kept as characters",
    "separator": "used another separator than the rest of the file",
}


def read_delimited(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged]]:
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text = as_utf8(source, scratch)
    with text.path.open(encoding="utf-8", newline="") as file:
        sample = file.read(_SAMPLE_BYTES)
    if not sample.strip():
        raise UnreadableFile(source.name, "the file holds only blank lines.")
    dialect = find_dialect(sample)
    facts = FileFacts(
        format="csv",
        encoding=text.encoding_label,
        delimiter=dialect.delimiter or None,
        decisions=_file_decisions(text, dialect),
    )
    return facts, iter([_stage(source, connection, scratch, text, dialect)])


def _file_decisions(text: Utf8Text, dialect: Dialect) -> tuple[Decision, ...]:
    decisions = []
    if text.encoding not in {"utf-8", "utf-8-sig", "ascii"}:
        detail = f"The text is read as {text.encoding_label}."
        decisions.append(Decision(kind="encoding", detail=detail, confidence=text.sure))
    if text.repaired:
        detail = "Control characters in place of quotes and dashes are read as those (an old Windows text)."
        decisions.append(Decision(kind="encoding", detail=detail, confidence=0.9))
    if dialect.delimiter not in {",", ""}:
        shown = {"\t": "tab", " ": "space"}.get(dialect.delimiter, f"“{dialect.delimiter}”")
        decisions.append(Decision(kind="delimiter", detail=f"Cells are separated by {shown}."))
    return tuple(decisions)


@dataclass(slots=True)
class _Tally:
    """What became of the records below the header."""

    kept: int = 0
    blank: int = 0
    padded: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    shown: list[RejectedRow] = field(default_factory=list)
    last_line: int = 0


def _stage(source: Source, connection: DuckDBPyConnection, scratch: Path, text: Utf8Text, dialect: Dialect) -> Staged:
    head = list(itertools.islice(read_records(text.path, dialect), _HEAD_RECORDS))
    layout = find_layout([record.cells for record in head])
    first = head[layout.body].line if layout.body < len(head) else 1
    tally = _quickly(source, connection, text, dialect, layout, first)
    if tally is None:
        shape = shape_of((record.cells for record in head[layout.body :]), layout.width)
        records = read_records(text.path, dialect, shape, start=first)
        tally = _exactly(connection, scratch, records if layout.body < len(head) else (), layout.width)
    before = len(layout.preamble) + len(layout.header) + len(layout.blank)
    return Staged(
        relation=_RELATION,
        labels=layout.labels,
        origin=Origin(file=source.name, range=f"line {first}-{max(first, tally.last_line)}"),
        counts=Counts(
            read=before + tally.kept + tally.blank + tally.rejected + len(tally.notes),
            header=len(layout.header),
            blank=len(layout.blank) + tally.blank,
            left_out=len(layout.preamble) + len(tally.notes),
            rejected=tally.rejected,
        ),
        rejected=tuple(tally.shown),
        decisions=tuple(_layout_decisions(layout, head, tally)),
    )


def _quickly(
    source: Source, connection: DuckDBPyConnection, text: Utf8Text, dialect: Dialect, layout: Layout, first: int
) -> _Tally | None:
    if source.size < WORTH_IT_BYTES:
        return None
    loaded = quick_load(connection, _RELATION, text, dialect, layout.width, first - 1)
    if loaded is None:
        return None
    return _Tally(kept=loaded.kept, blank=loaded.blank, notes=list(loaded.notes), last_line=text.lines)


def _exactly(connection: DuckDBPyConnection, scratch: Path, records: Iterable[Record], width: int) -> _Tally:
    tally = _Tally()
    body = scratch / "body.csv"
    _write_body(body, records, width, tally)
    _load(connection, _RELATION, body, width)
    return tally


def _write_body(path: Path, records: Iterable[Record], width: int, tally: _Tally) -> None:
    """Rectangular, fully quoted rows for DuckDB; the last ones are held back until the footer is known."""
    held: deque[Record] = deque()
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for record in records:
            held.append(record)
            if len(held) > _TAIL_RECORDS:
                _keep(held.popleft(), width, tally, write)
        rows = list(held)
        body_end = footer_start([record.cells for record in rows], width)
        for record in rows[:body_end]:
            _keep(record, width, tally, write)
        for record in rows[body_end:]:
            if is_blank(record.cells):
                tally.blank += 1
            else:
                tally.notes.append(" | ".join(record.cells)[:200])


def _keep(record: Record, width: int, tally: _Tally, write: object) -> None:
    cells = record.cells
    if is_blank(cells):
        tally.blank += 1
        return
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            tally.rejected += 1
            if len(tally.shown) < _MOST_REJECTED_SHOWN:
                reason = f"{len(cells)} cells where the table has {width}"
                tally.shown.append(RejectedRow(line=record.line, text=" | ".join(cells)[:300], reason=reason))
            return
        cells = cells[:width]
    elif len(cells) < width:
        tally.padded += 1
        cells = [*cells, *([""] * (width - len(cells)))]
    tally.kept += 1
    if record.mended:
        tally.mended[record.mended] += 1
    tally.last_line = record.line
    write(cells)  # type: ignore[operator]


def _load(connection: DuckDBPyConnection, relation: str, body: Path, width: int) -> None:
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(1, width + 1))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT * FROM read_csv({literal(str(body))},"
        f" auto_detect=false, header=false, delim=',', quote='\"', escape='\"', new_line='\\n', columns={{{columns}}},"
        " max_line_size=1000000000, strict_mode=true, parallel=false)"
    )


def _layout_decisions(layout: Layout, head: list[Record], tally: _Tally) -> Iterator[Decision]:
    if layout.header:
        line = head[layout.header[0]].line
        shown = ", ".join(layout.labels)[:200]
        detail = (
            f"The header is on line {line}."
            if len(layout.header) == 1
            else f"The header is {len(layout.header)} rows from line {line}."
        )
        yield Decision(kind="header", detail=detail, after=shown)
    else:
        detail = "There is no header row, so the columns are numbered."
        yield Decision(kind="header", detail=detail, cells=layout.width, confidence=0.8)
    if layout.preamble:
        before = " | ".join(head[layout.preamble[0]].cells)[:200]
        detail = f"Above the table {counted(len(layout.preamble), 'line')} of titles or notes left out."
        yield Decision(kind="preamble", detail=detail, before=before, cells=len(layout.preamble), confidence=0.9)
    if tally.notes:
        detail = f"Below the table {counted(len(tally.notes), 'line')} of notes left out."
        yield Decision(kind="footer", detail=detail, before=tally.notes[0], cells=len(tally.notes), confidence=0.8)
    for how, rows in tally.mended.items():
        detail = f"{counted(rows, 'row')} {_MENDED[how]}."
        yield Decision(kind="ragged", detail=detail, cells=rows, confidence=0.9)
    if tally.padded:
        detail = f"Fewer cells than the header in {counted(tally.padded, 'row')}; the missing ones are empty."
        yield Decision(kind="ragged", detail=detail, cells=tally.padded)
    if tally.rejected:
        detail = f"More cells than the header in {counted(tally.rejected, 'row')}, which {'is' if tally.rejected == 1 else 'are'} not kept."
        yield Decision(kind="ragged", detail=detail, cells=tally.rejected)
