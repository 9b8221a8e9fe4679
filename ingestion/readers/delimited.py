"""CSV, TSV and other delimited text → staged rows, every record accounted for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.bounds import check_size, check_table
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.layout import Layout
from ingestion.readers.dialect import Dialect, chosen_dialect, find_dialect, joined_marks, other_delimiters
from ingestion.readers.encoding import Utf8Text, as_utf8, encoding_decisions
from ingestion.readers.mending import Shape, shape_of
from ingestion.readers.quick_load import WORTH_IT_BYTES, quick_load
from ingestion.readers.records import Record, read_records
from ingestion.readers.stacked import Block, find_blocks
from ingestion.readers.text_body import Body, Tally, body_decisions, load_body
from ingestion.readers.text_layout import layout_decisions, text_layout
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE_BYTES = 1 << 18
_HEAD_RECORDS = 1000
_HEAD_CELLS = 1 << 21
_RELATION = "staged_text"


def read_delimited(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged]]:
    check_size(source)
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text = as_utf8(source, scratch)
    with text.path.open(encoding="utf-8", newline="") as file:
        sample = file.read(_SAMPLE_BYTES)
    if not sample.strip():
        raise UnreadableFile(source.name, "the file holds only blank lines.")
    dialect = chosen_dialect(sample, source) or find_dialect(sample)
    facts = FileFacts(
        format="csv",
        encoding=text.encoding_label,
        delimiter=(dialect.written or dialect.delimiter) or None,
        decisions=(*encoding_decisions(text, source), *_delimiter_decision(sample, dialect, source)),
    )
    if dialect.written:
        text = _with_one_character(text, dialect, scratch)
    return facts, _stage_blocks(source, connection, scratch, text, dialect)


def _delimiter_decision(sample: str, dialect: Dialect, source: Source) -> Iterator[Decision]:
    chosen = source.choices.value("delimiter") is not None
    mark = dialect.written or dialect.delimiter
    if mark in {",", ""} and not chosen:
        return
    value = {"\t": "tab", " ": "space"}.get(mark, mark)
    shown = value if value in {"tab", "space", "spaces"} else f"“{value}”"
    told = Decision(kind="delimiter", detail=f"Cells are separated by {shown}.", by_person=chosen)
    yield keyed(changeable(told, "delimiter", value, *other_delimiters(sample, dialect)), source.choices)


def _with_one_character(text: Utf8Text, dialect: Dialect, scratch: Path) -> Utf8Text:
    path = scratch / "separated.csv"
    with (
        text.path.open(encoding="utf-8", newline="") as file,
        path.open("w", encoding="utf-8", newline="") as out,
    ):
        out.writelines(joined_marks(line, dialect.written) for line in file)
    return replace(text, path=path)


def _stage_blocks(
    source: Source, connection: DuckDBPyConnection, scratch: Path, text: Utf8Text, dialect: Dialect
) -> Iterator[Staged]:
    whole = source.choices.value("header") is not None
    blocks = [Block()] if whole else find_blocks(text.path, dialect, source.size)
    for number, block in enumerate(blocks, start=1):
        label = "" if len(blocks) == 1 else block.title or str(number)
        staged = _stage(
            source, connection, scratch, text, dialect, block, "" if len(blocks) == 1 else f"table {number}"
        )
        yield replace(staged, label=label)


def _stage(
    source: Source,
    connection: DuckDBPyConnection,
    scratch: Path,
    text: Utf8Text,
    dialect: Dialect,
    block: Block,
    place: str,
) -> Staged:
    head = _head(source, text, dialect, block)
    layout = text_layout(head, source, place, block.table)
    if not layout.width:
        raise UnreadableFile(source.name, "no table was found in it: it holds marks but no cells.")
    check_table(source, layout.width)
    first = head[layout.body].line if layout.body < len(head) else 1
    header = head[layout.header[0]].cells if len(layout.header) == 1 else ()
    keep_notes = chosen_value(source.choices, "footer", place) == "data"
    body = Body(source=source, width=layout.width, header=header, keep_notes=keep_notes)
    tally = _quickly(connection, text, dialect, layout, first, body) if block.is_whole else None
    if tally is None:
        shape = shape_of((record.cells for record in head[layout.body :]), layout.width)
        records = _records(text, dialect, block, first, shape) if layout.body < len(head) else iter(())
        kept = [head[index] for index in layout.kept_above]
        tally = load_body(connection, _RELATION, scratch, records, body, kept)
    return Staged(
        relation=_RELATION,
        labels=layout.labels,
        origin=Origin(file=source.name, range=f"line {first}-{max(first, tally.last_line)}"),
        counts=_counts(layout, tally),
        place=place,
        rejected=tuple(tally.shown),
        decisions=(*layout_decisions(layout, head, source, place), *body_decisions(tally, source, place)),
    )


def _counts(layout: Layout, tally: Tally) -> Counts:
    before = len(layout.preamble) + len(layout.header) + len(layout.blank)
    return Counts(
        read=before + tally.read,
        header=len(layout.header) + tally.repeated,
        blank=len(layout.blank) + tally.blank,
        left_out=len(layout.preamble) + tally.left_out,
        rejected=tally.rejected,
    )


def _head(source: Source, text: Utf8Text, dialect: Dialect, block: Block) -> list[Record]:
    """The first records; fewer of a table so wide that they would not fit."""
    head: list[Record] = []
    cells = 0
    for record in itertools.islice(_records(text, dialect, block, block.first), _HEAD_RECORDS):
        check_table(source, len(record.cells))
        head.append(record)
        cells += len(record.cells)
        if cells > _HEAD_CELLS:
            break
    return head


def _records(
    text: Utf8Text, dialect: Dialect, block: Block, first: int, shape: Shape | None = None
) -> Iterator[Record]:
    for record in read_records(text.path, dialect, shape, start=first):
        if block.last is not None and record.line > block.last:
            return
        yield _within(record, block.width) if block.width else record


def _within(record: Record, width: int) -> Record:
    """Without the empty cells right of the table, which stand there because another table of the file is wider."""
    return record if any(cell.strip() for cell in record.cells[width:]) else replace(record, cells=record.cells[:width])


def _quickly(
    connection: DuckDBPyConnection, text: Utf8Text, dialect: Dialect, layout: Layout, first: int, body: Body
) -> Tally | None:
    if body.source.size < WORTH_IT_BYTES or body.keep_notes or layout.kept_above or not layout.width:
        return None
    loaded = quick_load(connection, _RELATION, text, dialect, layout.width, first - 1, tuple(body.header))
    if loaded is None:
        return None
    return Tally(
        kept=loaded.kept,
        blank=loaded.blank,
        repeated=loaded.repeated,
        notes=list(loaded.notes),
        last_line=text.lines,
    )
