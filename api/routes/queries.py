"""SQL that a person wrote: one read-only statement."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import CurrentWorkspace
from api.problems import problem_response
from wire import dump

router = APIRouter(tags=["queries"])


class Statement(BaseModel):
    sql: str = Field(examples=["SELECT count(*) FROM orders"], max_length=100_000)
    rows: int = Field(default=1000, ge=1, le=10_000, description="The most rows to return.")


@router.post("/queries/execute", summary="Run one read-only statement", response_model=None)
async def execute(workspace: CurrentWorkspace, statement: Statement) -> Any:
    run = workspace.run_sql(statement.sql, preview_rows=statement.rows)
    answer = await run.answer()
    if answer.problem is not None or answer.result is None:
        assert answer.problem is not None
        return problem_response(answer.problem)
    return {"run_id": run.id, "sql": answer.query.sql if answer.query else statement.sql, **dump(answer.result)}
