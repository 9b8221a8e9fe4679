"""A statement that a person wrote, run for its rows alone: nothing is charted, worded or counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from time import perf_counter

from core.answer import Receipt
from core.event import Happening, ReceiptReady, SqlWritten, TableReady
from warehouse import guard
from warehouse.repeatable import ANY_ROWS, takes_any_rows
from workspace.opened import Opened

DECIDED_BY = "your SQL"


async def rows_of_statement(sql: str, opened: Opened, rows: int) -> AsyncIterator[Happening]:
    """Raises GuardRefusal, UnknownName and what stops the query. Row rules are in what runs, not in what is shown."""
    started = perf_counter()
    shown = guard(sql, opened.columns) if opened.caller.rules else opened.guard(sql)
    yield SqlWritten(sql=shown.sql, tables=shown.tables)
    guarded = opened.guard(sql) if opened.caller.rules else shown
    result = await opened.run(guarded, rows=rows)
    yield TableReady(columns=result.columns, rows=result.rows, row_count=result.row_count, truncated=result.truncated)
    used = opened.tables_used
    yield ReceiptReady(
        receipt=Receipt(
            decided_by=DECIDED_BY,
            read_as=sql,
            sql=shown.sql,
            tables=tuple(used[name] for name in shown.tables if name in used),
            warnings=(ANY_ROWS,) if takes_any_rows(shown) else (),
            timings={"running": round(perf_counter() - started, 6), "database": round(result.elapsed, 6)},
            from_cache=result.from_cache,
        )
    )
