"""Cells of a sheet as a person sees them: merged ones filled, formats that add a sign, days without a midnight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingestion.readers.workbook_parts import Area
from ingestion.sql import literal, one_row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_STAMP_BYTES = len("2024-01-05 00:00:00")


def fill_merged(connection: DuckDBPyConnection, grid: str, merges: Sequence[tuple[int, Area]]) -> None:
    """A cell merged over several rows holds its value in each; each Area comes with its column in the grid."""
    for column in sorted({column for column, _ in merges}):
        spans = ", ".join(f"({area.first_row}, {area.last_row})" for number, area in merges if number == column)
        connection.execute(
            f"UPDATE {grid} SET c{column} = filled.v FROM ("
            f"SELECT s.first, s.last, g.c{column} AS v FROM (VALUES {spans}) s(first, last) JOIN {grid} g ON g.r = s.first"
            f" WHERE g.c{column} IS NOT NULL) filled WHERE r > filled.first AND r <= filled.last"
        )


def shown(column: str, symbol: str | None) -> str:
    """The cell as the sheet shows it, where its format adds a percent sign or a currency."""
    number = f"TRY_CAST({column} AS DOUBLE)"
    if symbol == "%":
        return f"CASE WHEN {number} IS NULL THEN {column} ELSE round({number} * 100, 10)::VARCHAR || '%' END"
    if symbol:
        return f"CASE WHEN {number} IS NULL THEN {column} ELSE {literal(symbol)} || {column} END"
    return column


def clock_and_midnight(connection: DuckDBPyConnection, relation: str, width: int) -> None:
    """Workbooks store a day as midnight and a time as a moment of day zero."""
    flags = ", ".join(
        f"count(*) FILTER (strlen(c{n}) >= {_STAMP_BYTES} AND c{n} LIKE '____-__-__ __:__:__%'),"
        f" count(*) FILTER (strlen(c{n}) = {_STAMP_BYTES} AND c{n} LIKE '____-__-__ 00:00:00'),"
        f" count(*) FILTER (strlen(c{n}) >= {_STAMP_BYTES} AND c{n} LIKE '1899-12-3_ __:__:__%')"
        for n in range(1, width + 1)
    )
    found = one_row(connection, f"SELECT {flags} FROM {relation}")
    for n in range(1, width + 1):
        stamps, midnights, clocks = found[3 * n - 3 : 3 * n]
        if stamps and stamps == midnights:
            change = f"regexp_replace(c{n}, ' 00:00:00$', '')"
        elif clocks:
            change = f"regexp_replace(c{n}, '^1899-12-3[01] ', '')"
        else:
            continue
        connection.execute(f"UPDATE {relation} SET c{n} = {change}")
