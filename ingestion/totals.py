"""Closing rows that only add up the rows above them; kept as data they would double every sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import NUMERIC_TYPES, Column
from ingestion.sql import count_rows, literal, one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingestion.typing_columns import TypedColumn

_MOST_TOTAL_ROWS = 3
_WORDS = r"total|totals|sum|summe|gesamt|insgesamt|gesamtsumme|totaal|totale|suma|somme|итого|всего|合計|总计"
_EXACT = re.compile(rf"(?:grand |overall |sub|sub-)?(?:{_WORDS})\s*:?", re.IGNORECASE)
_STARTS = re.compile(rf"(?:grand |overall )?(?:{_WORDS})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """`cells` as staged; `label` is the cell that names it."""

    cells: tuple[str | None, ...]
    label: str

    @property
    def decision(self) -> Decision:
        before = " | ".join(cell for cell in self.cells if cell)[:200]
        detail = f"The closing row “{self.label}” adds up the rows above it and is left out."
        return Decision(kind="total_row", detail=detail, before=before, cells=1, confidence=0.9)


def set_aside_totals(connection: DuckDBPyConnection, relation: str) -> list[TotalRow]:
    """Take the rows that call themselves a total off the end of a staged relation."""
    rows = count_rows(connection, relation)
    if rows < _MOST_TOTAL_ROWS:
        return []
    closing = connection.execute(
        f"SELECT rowid, * FROM {quoted(relation)} ORDER BY rowid DESC LIMIT {_MOST_TOTAL_ROWS}"
    ).fetchall()
    found: list[TotalRow] = []
    for row_id, *cells in closing:
        label = next((cell.strip() for cell in cells if cell and cell.strip()), "")
        filled = sum(1 for cell in cells if cell and cell.strip())
        if not _STARTS.match(label) or filled < 2:
            break
        found.append(TotalRow(cells=tuple(cells), label=label))
        connection.execute(f"DELETE FROM {quoted(relation)} WHERE rowid = {row_id}")
    return found[::-1]


def put_back(connection: DuckDBPyConnection, relation: str, totals: Sequence[TotalRow]) -> None:
    for total in totals:
        connection.execute(f"INSERT INTO {quoted(relation)} VALUES ({_values(total)})")


def add_up(
    connection: DuckDBPyConnection,
    table: str,
    columns: Sequence[Column],
    typed: Sequence[TypedColumn],
    totals: Sequence[TotalRow],
) -> bool:
    """Whether each total says so in so many words, or is the sum of a column of `table`."""
    numeric = [position for position, column in enumerate(columns) if column.type in NUMERIC_TYPES]
    if not numeric:
        return False
    sums = one_row(
        connection, f"SELECT {', '.join(f'sum({quoted(columns[p].name)})' for p in numeric)} FROM {quoted(table)}"
    )
    return all(_is_total(connection, total, [typed[p] for p in numeric], sums) for total in totals)


def _is_total(
    connection: DuckDBPyConnection, total: TotalRow, typed: Sequence[TypedColumn], sums: Sequence[object]
) -> bool:
    names = ", ".join(f"c{number}" for number in range(1, len(total.cells) + 1))
    wanted = ", ".join(column.select for column in typed)
    values = one_row(connection, f"SELECT {wanted} FROM (VALUES ({_values(total)})) t({names})")
    compared = [(float(v), float(str(s))) for v, s in zip(values, sums, strict=True) if v is not None and s is not None]
    proven = any(value and abs(value - added) <= 0.006 * max(1.0, abs(added) ** 0.5) for value, added in compared)
    return proven or (bool(compared) and _EXACT.fullmatch(total.label) is not None)


def _values(total: TotalRow) -> str:
    return ", ".join("NULL::VARCHAR" if cell is None else f"{literal(cell)}::VARCHAR" for cell in total.cells)
