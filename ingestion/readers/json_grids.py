"""JSON that is a grid: lists below each other (rows), or lists and objects side by side (columns)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.layout import find_layout
from ingestion.readers.json_roots import Part
from ingestion.readers.json_text import ROOT
from ingestion.readers.json_unnest import elements_of
from ingestion.sql import count_rows, literal, one_row, quoted
from ingestion.staged import Counts, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STAGED = "staged_json"
_GRID = "json_grid"
_HEAD_ROWS = 300


def stage_rows(source: Source, connection: DuckDBPyConnection, part: Part) -> Staged:
    """The header is the list under “columns” beside the data, else found among the first rows."""
    rows = ROOT
    if part.path or count_rows(connection, ROOT) == 1:
        rows = "json_part"
        elements_of(connection, rows, ROOT, part.path)
    width = int(one_row(connection, f"SELECT coalesce(max(json_array_length(j)), 0) FROM {quoted(rows)}")[0])
    if not width:
        return _stage_values(source, connection, rows)
    places = ", ".join(literal(f"/{place}") for place in range(width))
    cells = ", ".join(f"l[{n}] AS c{n}" for n in range(1, width + 1))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_GRID} AS SELECT r, {cells} FROM"
        f" (SELECT r, json_extract_string(j, [{places}]) AS l FROM {quoted(rows)})"
    )
    labels = _labels_beside(connection) if part.path else ()
    return _below_header(source, connection, width, labels)


def _below_header(source: Source, connection: DuckDBPyConnection, width: int, labels: tuple[str, ...]) -> Staged:
    names = ", ".join(f"c{n}" for n in range(1, width + 1))
    body = header = preamble = 0
    if not labels:
        head = connection.execute(f"SELECT {names} FROM {_GRID} ORDER BY r LIMIT {_HEAD_ROWS}").fetchall()
        layout = find_layout([[cell or "" for cell in row] for row in head])
        labels, body, header, preamble = layout.labels, layout.body, len(layout.header), len(layout.preamble)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT {names} FROM {_GRID} WHERE r > {body}")
    read = count_rows(connection, _GRID)
    connection.execute(f"DROP TABLE {_GRID}")
    detail = "The rows are lists; the first is the header." if header else "The rows are lists."
    return Staged(
        relation=_STAGED,
        labels=tuple((*labels, *[""] * width)[:width]),
        origin=Origin(file=source.name),
        counts=Counts(read=read, header=header, left_out=preamble, blank=body - header - preamble),
        decisions=(Decision(kind="header", detail=detail, after=", ".join(labels)[:200], confidence=0.9),),
    )


def _stage_values(source: Source, connection: DuckDBPyConnection, rows: str) -> Staged:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT json_extract_string(j, '$') AS c1 FROM {quoted(rows)}"
    )
    counts = Counts(read=count_rows(connection, _STAGED))
    return Staged(relation=_STAGED, labels=("value",), origin=Origin(file=source.name), counts=counts)


def _labels_beside(connection: DuckDBPyConnection) -> tuple[str, ...]:
    (found,) = one_row(connection, f"SELECT json_extract(j, '/columns')::VARCHAR FROM {quoted(ROOT)}")
    labels = json.loads(found) if found else []
    return tuple(str(label) for label in labels) if isinstance(labels, list) else ()


def stage_columns(source: Source, connection: DuckDBPyConnection, *, by_key: bool) -> Staged:
    """Raises UnreadableFile where the columns have different lengths."""
    labels = [key for (key,) in connection.execute(f"SELECT unnest(json_keys(j)) FROM {quoted(ROOT)}").fetchall()]
    inner = "json_extract(x, '$.*')" if by_key else "x::JSON[]"
    lists = f"list_transform(json_extract(j, '$.*'), lambda x: {inner})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE json_lists AS SELECT {lists} AS l FROM {quoted(ROOT)}")
    lengths = one_row(connection, "SELECT list_distinct(list_transform(l, lambda x: len(x))) FROM json_lists")[0]
    if len(lengths) > 1:
        raise UnreadableFile(source.name, "the lists in it have different lengths, so they are not columns of a table.")
    cells = ", ".join(f"unnest(l[{n}]) AS c{n}" for n in range(1, len(labels) + 1))
    texts = ", ".join(f"json_extract_string(c{n}, '$') AS c{n}" for n in range(1, len(labels) + 1))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT {texts} FROM (SELECT {cells} FROM json_lists)"
    )
    connection.execute("DROP TABLE json_lists")
    detail = "Each key of the file is a column."
    return Staged(
        relation=_STAGED,
        labels=tuple(labels),
        origin=Origin(file=source.name),
        counts=Counts(read=count_rows(connection, _STAGED)),
        decisions=(Decision(kind="header", detail=detail, after=", ".join(labels)[:200], confidence=0.9),),
    )
