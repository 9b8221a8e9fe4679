"""A document's tables and passages → staged relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import LimitReached
from core.import_report import Decision
from core.table import Origin, PagePart
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.documents.found import Document, FoundTable
from ingestion.documents.headers import Header, find_header, labels_of
from ingestion.documents.passages import Passage, passages
from ingestion.layout import is_blank
from ingestion.names import without_extension
from ingestion.staged import Counts, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TABLE, _TEXT = "staged_document_table", "staged_passages"
_TEXT_LABELS = ("document", "passage", "page", "section", "text")
_NUMBERED = re.compile(
    r"(?:table|tabelle|tableau|tabla|tabel|tab\.)\s*[\dIVX.\-]*\d*[a-z]?\s*[:.–—-]?\s*", re.IGNORECASE
)
_LONGEST_CAPTION = 60


def stage_document(document: Document, source: Source, connection: DuckDBPyConnection) -> Iterator[Staged | Decision]:
    alone = len(document.tables) == 1
    for table in document.tables:
        yield _stage_table(table, source, connection, alone=alone)
    found = passages(document.blocks)
    if not found:
        return
    if chosen_value(source.choices, "passages") == "left_out":
        detail = f"The text of the document ({counted(len(found), 'passage')}) is left out."
        yield keyed(
            changeable(Decision(kind="passages", detail=detail), "passages", "left_out", "read"), source.choices
        )
    else:
        yield _stage_passages(found, source, connection)


def _stage_table(table: FoundTable, source: Source, connection: DuckDBPyConnection, *, alone: bool) -> Staged:
    _check_size(table, source)
    grid = table.grid()
    header = find_header(table, grid, source.choices.value("header", table.place))
    filled = _fill_down(table, grid, header)
    rows = [row for row in grid[header.body :] if not is_blank(row)]
    blank = len(grid) - header.body - len(rows)
    _create(connection, _TABLE, table.width, rows)
    labels = labels_of(table, header)
    return Staged(
        relation=_TABLE,
        labels=labels,
        origin=_origin(table, source, header),
        counts=Counts(
            read=len(grid),
            header=len(header.rows),
            blank=blank,
            left_out=header.body - len(header.rows),
        ),
        label=_label(table, alone=alone),
        place=table.place,
        decisions=tuple(
            keyed(told, source.choices, table.place) for told in _told(table, grid, header, labels, filled)
        ),
    )


def _check_size(table: FoundTable, source: Source) -> None:
    limits = source.limits
    if table.width > limits.columns or table.width * table.height > limits.cells:
        raise LimitReached(
            f"{source.name} ({table.place}): the table has {counted(table.width, 'column')} and"
            f" {counted(table.height, 'row')}, more than may be read.",
            limit="columns" if table.width > limits.columns else "cells",
            stage="reading",
        )


def _fill_down(table: FoundTable, grid: list[list[str]], header: Header) -> int:
    """A cell merged over several data rows holds its value in each of them."""
    filled = 0
    for cell in table.cells:
        for row in range(max(cell.row, header.body - 1) + 1, cell.row_end + 1):
            if cell.row >= header.body and not grid[row][cell.column]:
                grid[row][cell.column] = cell.text
                filled += 1
    return filled


def _create(connection: DuckDBPyConnection, relation: str, width: int, rows: Sequence[Sequence[str]]) -> None:
    import pyarrow as pa

    columns = [pa.array([row[position] or None for row in rows], pa.string()) for position in range(width)]
    arrow = pa.table(columns, names=[f"c{position}" for position in range(1, width + 1)])
    connection.register("arriving_document", arrow)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT * FROM arriving_document")
    finally:
        connection.unregister("arriving_document")


def _origin(table: FoundTable, source: Source, header: Header) -> Origin:
    first = table.parts[0] if table.parts else None
    return Origin(
        file=source.name,
        page=first.page if first else None,
        box=first.box if first else None,
        range=table.place,
        parts=_data_parts(table, header),
    )


def _data_parts(table: FoundTable, header: Header) -> tuple[PagePart, ...]:
    """The parts by rows of data, where the document's count has the header in it."""
    kept: dict[int, int] = {}
    grid_rows = {cell.row for cell in table.cells}
    for row in range(header.body, table.height):
        if row in grid_rows:
            kept[row] = len(kept) + 1
    found = []
    for part in table.parts:
        rows = [kept[row] for row in range(part.first_row - 1, part.last_row) if row in kept]
        if rows:
            found.append(replace(part, first_row=rows[0], last_row=rows[-1]))
    return tuple(found)


def _label(table: FoundTable, *, alone: bool) -> str:
    caption = _NUMBERED.sub("", table.caption, count=1).strip(" .:")
    if caption and len(caption) <= _LONGEST_CAPTION:
        return caption
    return "" if alone else table.place


def _told(
    table: FoundTable, grid: Sequence[Sequence[str]], header: Header, labels: Sequence[str], filled: int
) -> Iterator[Decision]:
    if header.rows:
        where = f"row {header.rows[0] + 1}" if len(header.rows) == 1 else f"rows {header.value}"
        detail = f"The header of {table.place} is {where}."
        others = ["none"]
        if header.body < len(grid) - 1:
            others.append(str(header.body + 1))
        told = Decision(kind="header", detail=detail, after=", ".join(labels)[:200])
        yield changeable(told, "header", header.value, *others)
    else:
        detail = "There is no header row, so the columns are numbered."
        told = Decision(kind="header", detail=detail, confidence=0.8)
        yield changeable(told, "header", "none", *(["1"] if len(grid) > 1 else []))
    if header.body > len(header.rows):
        left = [row for row in range(header.body) if row not in header.rows]
        before = " | ".join(cell for cell in grid[left[0]] if cell)[:200]
        detail = f"Above the header {counted(len(left), 'row')} of titles or notes left out."
        yield Decision(kind="preamble", detail=detail, before=before, cells=len(left), confidence=0.9)
    if filled:
        detail = f"Merged cells are filled into {counted(filled, 'cell')} below their first."
        yield Decision(kind="merged_cells", detail=detail, cells=filled)
    if table.hidden_rows:
        detail = f"{counted(table.hidden_rows, 'row')} that the page does not show left out."
        yield Decision(kind="hidden", detail=detail, cells=table.hidden_rows)
    if table.joins:
        pages = len(table.parts)
        told = Decision(kind="joined_pages", detail=table.joins, cells=pages, confidence=0.9)
        yield changeable(told, "joined_pages", "joined", "apart")


def _stage_passages(found: Sequence[Passage], source: Source, connection: DuckDBPyConnection) -> Staged:
    import pyarrow as pa

    arrow = pa.table(
        {
            "c1": pa.array([source.name] * len(found), pa.string()),
            "c2": pa.array(range(1, len(found) + 1), pa.int32()),
            "c3": pa.array([passage.page for passage in found], pa.int32()),
            "c4": pa.array([passage.section or None for passage in found], pa.string()),
            "c5": pa.array([passage.text for passage in found], pa.string()),
        }
    )
    connection.register("arriving_passages", arrow)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_TEXT} AS SELECT * FROM arriving_passages")
    finally:
        connection.unregister("arriving_passages")
    detail = f"The text of the document is read as {counted(len(found), 'passage')}."
    told = changeable(Decision(kind="passages", detail=detail, cells=len(found)), "passages", "read", "left_out")
    return Staged(
        relation=_TEXT,
        labels=_TEXT_LABELS,
        origin=Origin(file=source.name, range="text"),
        counts=Counts(read=len(found)),
        title=f"{without_extension(source.name)} text",
        place="text",
        typed=True,
        decisions=(keyed(told, source.choices),),
    )
