"""Rows of a staged table that add up others: set aside while types are decided, then left out or put back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.import_choices import Choices
from core.import_report import Decision
from core.table import NUMERIC_TYPES, ColumnType
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.sql import count_rows, literal, one_row, quoted
from ingestion.summing_rows import LABEL, LABEL_COLUMNS, SummingRow, find_summing_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingestion.typing_columns import TypedColumn

_FEWEST_ROWS = 3
_MOST_ROWS = 200_000
_MOST_CANDIDATES = 500
_MOST_TOLD = 5
_CLOSING_ROWS = 3
_WHOLE = "staged_with_totals"
_CHOSEN_ROW = re.compile(r"(?:total_row|subtotal)\|(?P<place>.*)\|row (?P<row>\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """`rows` count from 0 and are missing in the staged relation; `chosen` of them were named by a person."""

    rows: frozenset[int]
    chosen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`left_out` are rows of the staged relation, from 1. `put_back`: rows were put back, so types are decided anew."""

    left_out: frozenset[int]
    put_back: bool
    decisions: tuple[Decision, ...]


def set_aside_totals(
    connection: DuckDBPyConnection, relation: str, width: int, choices: Choices, place: str
) -> Aside | None:
    """Takes rows that may be totals out of a staged relation; None where there are none."""
    rows = count_rows(connection, relation)
    chosen = frozenset(row for row in _chosen_rows(choices, place) if row < rows)
    found = _candidates(connection, relation, width, rows) | chosen
    if not found or len(found) > _MOST_CANDIDATES:
        return None
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_WHOLE} AS SELECT * FROM {quoted(relation)} ORDER BY rowid")
    _without(connection, relation, found)
    return Aside(rows=found, chosen=chosen)


def settle_totals(
    connection: DuckDBPyConnection,
    relation: str,
    aside: Aside,
    typed: Sequence[TypedColumn],
    types: Sequence[ColumnType],
    choices: Choices,
    place: str,
) -> Settled:
    """Judges the rows by the numbers of the typed columns; those that are data come back to where they stood."""
    values = (
        column.select if column_type in NUMERIC_TYPES else f"nullif(trim({quoted(column.source)}), '')"
        for column, column_type in zip(typed, types, strict=True)
    )
    cells = ", ".join(
        f"({value})::VARCHAR AS {quoted(column.source)}" for value, column in zip(values, typed, strict=True)
    )
    query = f"SELECT rowid + 1 AS r, {cells} FROM {_WHOLE}"
    declared = frozenset(row + 1 for row in aside.chosen)
    found = find_summing_rows(connection, query, [column.source for column in typed], declared)
    found += _only_chosen(connection, aside.chosen - {row.row - 1 for row in found})
    out = frozenset(row.row - 1 for row in found if _is_out(row, choices, place))
    if out != aside.rows:
        _without(connection, relation, out)
    connection.execute(f"DROP TABLE {_WHOLE}")
    rows_out = frozenset(row + 1 for row in out)
    return Settled(left_out=rows_out, put_back=out != aside.rows, decisions=tuple(_told(found, choices, place)))


def _only_chosen(connection: DuckDBPyConnection, rows: frozenset[int]) -> list[SummingRow]:
    """Rows that only a person calls a total."""
    named = []
    for row in sorted(rows):
        cells = connection.execute(f"SELECT * FROM {_WHOLE} WHERE rowid = {row}").fetchall()
        filled = [cell for cell in (cells[0] if cells else ()) if cell]
        text = " | ".join(filled)[:200]
        label = str(filled[0])[:80] if filled else ""
        named.append(SummingRow(row=row + 1, label=label, text=text, kind="total_row", proven=False, closing=False))
    return named


def _chosen_rows(choices: Choices, place: str) -> Iterable[int]:
    for key in choices.chosen:
        named = _CHOSEN_ROW.fullmatch(key)
        if named and named["place"] == place:
            yield int(named["row"]) - 1


def _candidates(connection: DuckDBPyConnection, relation: str, width: int, rows: int) -> frozenset[int]:
    """Rows that call themselves a total, and a last row that has no name; of a large table only the closing ones."""
    if rows < _FEWEST_ROWS:
        return frozenset()
    named = " OR ".join(
        f"regexp_matches(trim(c{n}), {literal(LABEL)})" for n in range(1, min(width, LABEL_COLUMNS) + 1)
    )
    last = int(one_row(connection, f"SELECT max(rowid) FROM {quoted(relation)}")[0])
    closing = f" AND rowid > {last - _CLOSING_ROWS}" if rows > _MOST_ROWS else ""
    unnamed = f"(rowid = {last} AND trim(coalesce(c1, '')) = '')" if rows > _FEWEST_ROWS else "false"
    found = connection.execute(
        f"SELECT rowid FROM {quoted(relation)} WHERE ({named} OR {unnamed}){closing} LIMIT {_MOST_CANDIDATES + 1}"
    ).fetchall()
    return frozenset(int(row) for (row,) in found)


def _without(connection: DuckDBPyConnection, relation: str, rows: frozenset[int]) -> None:
    condition = f"WHERE rowid NOT IN ({', '.join(map(str, sorted(rows)))})" if rows else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT * FROM {_WHOLE} {condition} ORDER BY rowid"
    )


def _is_out(row: SummingRow, choices: Choices, place: str) -> bool:
    chosen = chosen_value(choices, row.kind, place, f"row {row.row}")
    return row.is_left_out if chosen is None else chosen == "left_out"


def _told(found: Sequence[SummingRow], choices: Choices, place: str) -> Iterable[Decision]:
    """Each row that is left out, and of those that only call themselves a total a few."""
    unsure = [row for row in found if not row.proven and not _is_out(row, choices, place)]
    quiet = {row.row for row in unsure} if len(unsure) > _MOST_TOLD else set()
    for row in found:
        if row.row not in quiet or choices.value(row.kind, place, f"row {row.row}"):
            yield _decision(row, choices, place)


def _decision(row: SummingRow, choices: Choices, place: str) -> Decision:
    part = f"row {row.row}"
    out = _is_out(row, choices, place)
    said = "adds up rows beside it" if row.proven else "may be a total"
    fate = "is left out" if out else "is kept as data"
    chosen = ", as chosen" if choices.value(row.kind, place, part) else ""
    told = Decision(
        kind=row.kind,
        detail=f"Row {row.row} of the table, “{row.label}”, {said} and {fate}{chosen}.",
        before=row.text,
        cells=1,
        confidence=0.95 if row.proven else 0.7,
    )
    value, other = ("left_out", "data") if out else ("data", "left_out")
    return keyed(changeable(told, row.kind, value, other), choices, place, part)
