"""SQL that a person wrote: one read-only statement."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.leaving import CLIENT_CLOSED, ClientLeft, while_there
from api.problems import problem_response
from core.answer import Problem
from wire import dump

router = APIRouter(tags=["queries"])

_STOPPED = Problem(code="busy", message="The query was stopped.", retryable=True)


class Statement(BaseModel):
    sql: str = Field(examples=["SELECT count(*) FROM orders"], max_length=100_000)
    rows: int = Field(default=1000, ge=1, le=10_000, description="The most rows to return.")


@router.post("/queries/execute", summary="Run one read-only statement", response_model=None)
async def execute(
    workspace: CurrentWorkspace, caller: CurrentCaller, statement: Statement, request: Request
) -> Response:
    """Stops the query when the client goes away."""
    run = workspace.run_sql(statement.sql, preview_rows=statement.rows, caller=caller, rows_only=True)
    try:
        answer = await while_there(request, run.answer())
    except ClientLeft:
        await run.cancel()
        return Response(status_code=CLIENT_CLOSED)
    if answer.result is None:
        return problem_response(answer.problem or _STOPPED)
    body = dump(answer.result)
    if answer.receipt is not None:
        body |= {"from_cache": answer.receipt.from_cache, "elapsed": answer.receipt.timings.get("database", 0.0)}
    # A response of its own: what is JSON already is not looked through for what is not.
    return JSONResponse({"run_id": run.id, "sql": answer.query.sql if answer.query else statement.sql, **body})
