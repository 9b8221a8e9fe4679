"""SQL that a person wrote: one read-only statement."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.dependencies import CurrentWorkspace
from api.problems import problem_response
from core.answer import Problem
from wire import dump

router = APIRouter(tags=["queries"])

_LOOK_SECONDS = 0.25
_STOPPED = Problem(code="busy", message="The query was stopped.", retryable=True)


class Statement(BaseModel):
    sql: str = Field(examples=["SELECT count(*) FROM orders"], max_length=100_000)
    rows: int = Field(default=1000, ge=1, le=10_000, description="The most rows to return.")


@router.post("/queries/execute", summary="Run one read-only statement", response_model=None)
async def execute(workspace: CurrentWorkspace, statement: Statement, request: Request) -> Any:
    """Stops the query when the client goes away."""
    run = workspace.run_sql(statement.sql, preview_rows=statement.rows)
    answering = asyncio.ensure_future(run.answer())
    while not answering.done():
        await asyncio.wait([answering], timeout=_LOOK_SECONDS)
        if not answering.done() and await request.is_disconnected():
            await run.cancel()
    answer = answering.result()
    if answer.result is None:
        return problem_response(answer.problem or _STOPPED)
    return {"run_id": run.id, "sql": answer.query.sql if answer.query else statement.sql, **dump(answer.result)}
