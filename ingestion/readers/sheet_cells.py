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


def elapsed(column: str) -> str:
    """A moment that stands for a length of time, as ISO 8601 writes one; counted from the day zero of either epoch.

    Workbooks count a 29th of February 1900 that never was, so that their days before it are one day late.
    """
    moment = f"TRY_CAST({column} AS TIMESTAMP)"
    zero = (
        f"CASE WHEN {moment} >= TIMESTAMP '1904-01-01' THEN TIMESTAMP '1904-01-01'"
        f" WHEN {moment} >= TIMESTAMP '1900-03-01' THEN TIMESTAMP '1899-12-30' ELSE TIMESTAMP '1899-12-31' END"
    )
    return f"coalesce('PT' || round(epoch({moment}) - epoch({zero}))::BIGINT || 'S', {column})"


def days_and_times(connection: DuckDBPyConnection, rows: str, columns: Sequence[int]) -> dict[int, str]:
    """How to write the columns of days, which workbooks store as midnights, and of times, as moments of day zero.

    `rows` is a relation with a condition; columns that stay as they are are not among the result.
    """
    lengths = one_row(connection, f"SELECT {', '.join(f'max(strlen(c{n}))' for n in columns)} FROM {rows}")
    long_enough = [n for n, length in zip(columns, lengths, strict=True) if (length or 0) >= _STAMP_BYTES]
    if not long_enough:
        return {}
    flags = ", ".join(
        f"count(*) FILTER (strlen(c{n}) >= {_STAMP_BYTES} AND c{n} LIKE '____-__-__ __:__:__%'),"
        f" count(*) FILTER (strlen(c{n}) = {_STAMP_BYTES} AND c{n} LIKE '____-__-__ 00:00:00'),"
        f" count(*) FILTER (strlen(c{n}) >= {_STAMP_BYTES} AND c{n} LIKE '1899-12-3_ __:__:__%'),"
        f" count(*) FILTER (strlen(c{n}) >= {_STAMP_BYTES} AND c{n} LIKE '1904-01-01 __:__:__%')"
        for n in long_enough
    )
    found = one_row(connection, f"SELECT {flags} FROM {rows}")
    changes = {}
    for position, n in enumerate(long_enough):
        stamps, midnights, clocks, late_clocks = found[4 * position : 4 * position + 4]
        if stamps and stamps == midnights:
            changes[n] = f"CASE WHEN ends_with(c{n}, ' 00:00:00') THEN left(c{n}, -{len(' 00:00:00')}) ELSE c{n} END"
        elif clocks or (stamps and stamps == late_clocks):
            changes[n] = f"regexp_replace(c{n}, '^(1899-12-3[01]|1904-01-01) ', '')"
    return changes
