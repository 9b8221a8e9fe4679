"""Tables: what there is to ask about."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentCaller, CurrentWorkspace
from wire import dump

router = APIRouter(tags=["tables"])


@router.get("/tables", summary="The tables of the workspace")
def list_tables(workspace: CurrentWorkspace) -> dict[str, Any]:
    return {
        "tables": [
            {**dump(version.table), "version": version.number, "imported_at": version.imported_at.isoformat()}
            for version in workspace.tables()
        ]
    }


@router.get("/tables/{name}", summary="One table: columns, what they mean, and the first rows")
async def show_table(
    workspace: CurrentWorkspace, caller: CurrentCaller, name: str, rows: int = Query(default=50, ge=0, le=1000)
) -> dict[str, Any]:
    version, entity = await workspace.describe(name)
    quoted = name.replace('"', '""')
    sql = f'SELECT * FROM "{quoted}" LIMIT {rows}'
    answer = await workspace.run_sql(sql, preview_rows=rows, caller=caller, rows_only=True).answer()
    return {
        **dump(version.table),
        "version": version.number,
        "imported_at": version.imported_at.isoformat(),
        "entity": dump(entity),
        "first_rows": dump(answer.result) if answer.result else None,
    }
