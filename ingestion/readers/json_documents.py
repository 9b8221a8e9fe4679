"""JSON and NDJSON → staged tables: objects flattened, lists as child tables that carry their parent's key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.bounds import check_size
from ingestion.readers.encoding import as_utf8, encoding_decisions
from ingestion.readers.json_grids import stage_columns, stage_rows
from ingestion.readers.json_roots import Part, parts_of
from ingestion.readers.json_shape import Shape, find_shape
from ingestion.readers.json_tables import Node, stage_node
from ingestion.readers.json_text import ROOT, Records, load_records
from ingestion.readers.json_unnest import elements_of, entries_of
from ingestion.sql import quoted
from ingestion.staged import FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_json(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    check_size(source)
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text = as_utf8(source, scratch, progress)
    records = load_records(source, connection, text.path, scratch)
    if not records.rows:
        raise UnreadableFile(source.name, "there is nothing in the JSON.")
    lines = records.rows > 1 and text.lines >= records.rows and not _is_list(text.path)
    facts = FileFacts(
        format="ndjson" if lines else "json",
        encoding=text.encoding_label,
        decisions=(*encoding_decisions(text, source), *_mended_decision(records)),
    )
    return facts, _stage_parts(source, connection, records)


def _mended_decision(records: Records) -> Iterator[Decision]:
    if records.mended:
        detail = f"The JSON was not quite valid and is read without {', '.join(records.mended)}."
        yield Decision(kind="other", detail=detail, confidence=0.8)
    if records.cut_off:
        detail = "The file ends too early, as if it were cut off: what stands complete before its end is read."
        yield Decision(kind="ragged", detail=detail, cells=records.rejected)


def _is_list(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return file.read(4096).lstrip().startswith("[")


def _stage_parts(source: Source, connection: DuckDBPyConnection, records: Records) -> Iterator[Staged | Decision]:
    shape = find_shape(connection, ROOT)
    parts = parts_of(shape, records.rows)
    for part in parts:
        if part.left_out:
            shown = ", ".join(part.left_out)[:300]
            detail = f"Beside the table, the file holds {counted(len(part.left_out), 'value')} about itself, not kept."
            yield Decision(kind="other", detail=detail, before=shown, cells=len(part.left_out), confidence=0.9)
        lost = records if part is parts[-1] else replace(records, rejected=0, shown=())
        yield from _stage_part(source, connection, part, lost, shape)
    connection.execute(f"DROP TABLE IF EXISTS {quoted(ROOT)}")


def _stage_part(
    source: Source, connection: DuckDBPyConnection, part: Part, records: Records, shape: Shape
) -> Iterator[Staged | Decision]:
    if part.kind == "rows":
        yield stage_rows(source, connection, part)
    elif part.kind in {"columns", "columns_by_key"}:
        yield stage_columns(source, connection, by_key=part.kind == "columns_by_key")
    else:
        yield from stage_node(source, connection, _node(connection, part, records, shape))


def _node(connection: DuckDBPyConnection, part: Part, records: Records, shape: Shape) -> Node:
    if part.kind == "records":
        return Node(relation=ROOT, shape=shape, rejected=records.rejected, rejected_shown=records.shown)
    relation = "json_part"
    if part.kind == "entries":
        entries_of(connection, relation, ROOT, part.path)
        return Node(relation=relation, key_label="key")
    elements_of(connection, relation, ROOT, part.path)
    return Node(relation=relation, title=part.title, rejected=records.rejected, rejected_shown=records.shown)
