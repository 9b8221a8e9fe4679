"""Questions: each starts a run."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace, Root
from api.streams.sse import run_stream, stream_response
from core.plan import Plan
from core.question import Caller
from wire import load
from workspace import Run, Workspace

router = APIRouter(tags=["ask"])


class Asked(BaseModel):
    """A question; with `plan`, nothing is understood again; with `reply_to` (a run that asked back), the `option` or `text`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Which region has the highest revenue?"}]}, extra="forbid"
    )

    question: str = Field(default="", max_length=10_000)
    thread_id: str | None = None
    assistant: Literal["sql_expert", "analyst", "dashboard_designer", "advisor"] | None = None
    plan: dict[str, Any] | None = Field(default=None, description="A Plan, to run as it is.")
    reply_to: str | None = Field(default=None, description="The run that asked back.")
    option: int | None = Field(default=None, ge=0, description="The option chosen, counted from 0.")
    mends: str | None = Field(default=None, description="A run whose SQL failed; its error is told to what writes SQL.")
    text: str | None = Field(default=None, max_length=10_000, description="The reply in words, instead of an option.")


@router.post("/ask", status_code=202, summary="Ask a question", response_model=None)
async def ask(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    root: Root,
    asked: Asked,
    accept: Annotated[str, Header()] = "application/json",
) -> Any:
    """Answers 202 with the run's id; with `Accept: text/event-stream`, streams the run at once."""
    run = _start(workspace, asked, caller)
    await run.until_kept()
    if "text/event-stream" in accept:
        headers = {"X-Run-Id": run.id, "X-Thread-Id": run.thread_id or ""}
        return stream_response(run_stream(run.events()), headers)
    location = f"{root}/runs/{run.id}/events"
    body = {"run_id": run.id, "thread_id": run.thread_id, "events": location}
    return JSONResponse(body, status_code=202, headers={"Location": location})


def _start(workspace: Workspace, asked: Asked, caller: Caller) -> Run:
    if asked.reply_to is not None:
        said = asked.option if asked.option is not None else asked.text or asked.question
        return workspace.reply(asked.reply_to, said, caller=caller)
    plan = load(Plan, asked.plan) if asked.plan is not None else None
    return workspace.ask(
        asked.question,
        assistant=asked.assistant,
        plan=plan,
        thread_id=asked.thread_id,
        begins_thread=asked.thread_id is None,
        caller=caller,
        mends=asked.mends,
    )
