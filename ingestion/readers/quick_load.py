"""Regular delimited text straight into DuckDB: right for every record, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingestion.layout import footer_start
from ingestion.readers.dialect import Dialect
from ingestion.readers.encoding import Utf8Text
from ingestion.sql import count_rows, literal, one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WORTH_IT_BYTES = 1 << 21
_TAIL_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """`blank` and `repeated` headers count records that were read and taken out again; `notes` are the footer's texts."""

    kept: int
    blank: int
    repeated: int
    notes: tuple[str, ...]


def quick_load(
    connection: DuckDBPyConnection,
    relation: str,
    text: Utf8Text,
    dialect: Dialect,
    width: int,
    skip: int,
    header: tuple[str, ...] = (),
) -> Loaded | None:
    """None where a record is irregular, or where lines and records do not add up: then the exact reader must do it."""
    from warehouse import DatabaseError

    if text.has_lone_returns or dialect.escape or not dialect.delimiter or width < 2:
        return None
    try:
        _load(connection, relation, text, dialect, width, skip)
    except DatabaseError:
        return None
    rows = count_rows(connection, relation)
    expected = text.lines - skip
    if rows != expected and (not text.has_quotes or rows + _inner_breaks(connection, relation, width) != expected):
        return None
    blank = _drop(connection, relation, " AND ".join(f"(c{n} IS NULL OR trim(c{n}) = '')" for n in range(1, width + 1)))
    repeated = _drop(connection, relation, _is_header(header)) if len(header) == width else 0
    notes = _drop_footer(connection, relation, width)
    return Loaded(kept=rows - blank - repeated - len(notes), blank=blank, repeated=repeated, notes=notes)


def _load(
    connection: DuckDBPyConnection, relation: str, text: Utf8Text, dialect: Dialect, width: int, skip: int
) -> None:
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(1, width + 1))
    quote = literal(dialect.quote)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT * FROM read_csv({literal(str(text.path))},"
        f" auto_detect=false, header=false, skip={skip}, delim={literal(dialect.delimiter)}, quote={quote},"
        f" escape={quote}, columns={{{columns}}}, max_line_size=10000000, strict_mode=true, null_padding=false)"
    )


def _inner_breaks(connection: DuckDBPyConnection, relation: str, width: int) -> int:
    """Line feeds inside cells."""
    breaks = " + ".join(f"coalesce(length(c{n}) - length(replace(c{n}, chr(10), '')), 0)" for n in range(1, width + 1))
    return int(one_row(connection, f"SELECT sum({breaks}) FROM {quoted(relation)}")[0] or 0)


def _is_header(header: tuple[str, ...]) -> str:
    same = (f"c{n} = {literal(cell)}" if cell else f"c{n} IS NULL" for n, cell in enumerate(header, start=1))
    return " AND ".join(same)


def _drop(connection: DuckDBPyConnection, relation: str, condition: str) -> int:
    (dropped,) = one_row(connection, f"SELECT count(*) FROM {quoted(relation)} WHERE {condition}")
    if dropped:
        connection.execute(f"DELETE FROM {quoted(relation)} WHERE {condition}")
    return int(dropped)


def _drop_footer(connection: DuckDBPyConnection, relation: str, width: int) -> tuple[str, ...]:
    last = int(one_row(connection, f"SELECT coalesce(max(rowid), 0) FROM {quoted(relation)}")[0])
    tail = connection.execute(
        f"SELECT rowid, * FROM {quoted(relation)} WHERE rowid > {last - _TAIL_ROWS} ORDER BY rowid"
    ).fetchall()
    start = footer_start([[cell or "" for cell in row[1:]] for row in tail], width)
    if start == len(tail):
        return ()
    connection.execute(f"DELETE FROM {quoted(relation)} WHERE rowid >= {tail[start][0]}")
    return tuple(" | ".join(cell for cell in row[1:] if cell) for row in tail[start:])
