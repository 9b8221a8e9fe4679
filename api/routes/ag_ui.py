"""AG-UI: a run of an agent, over server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sse_starlette import ServerSentEvent

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.streams.sse import stream_response
from core.errors import InvalidInput, UnknownName
from core.question import ASSISTANTS, Caller
from workspace import Chat, Run, Workspace

if TYPE_CHECKING:
    from ag_ui.core import RunAgentInput

router = APIRouter(tags=["AG-UI"])


@router.post("/streams/ag-ui", summary="Run the agent (AG-UI 1.0)", response_model=None)
async def run_agent(workspace: CurrentWorkspace, caller: CurrentCaller, request: Request) -> Response:
    """Takes a RunAgentInput; a question back ends with an interrupt, whose `resume` is the reply."""
    wanted = _input_of(await request.body())
    run = _start(workspace, wanted, caller)
    await run.until_kept()
    return stream_response(_frames(run, wanted), {"X-Run-Id": run.id})


def _input_of(body: bytes) -> RunAgentInput:
    from ag_ui.core import RunAgentInput

    try:
        return RunAgentInput.model_validate_json(body)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise InvalidInput(f"{place or 'The body'}: {first['msg']}.", stage="reading a RunAgentInput") from None


def _start(workspace: Workspace, wanted: RunAgentInput, caller: Caller) -> Run:
    key = f"ag-ui {wanted.thread_id}"
    asked = tuple(text for text in map(_text, wanted.messages) if text.strip())
    for entry in wanted.resume or ():
        if entry.status == "resolved":
            state = Chat(name=key, asked=asked).state
            return workspace.reply(entry.interrupt_id, _reply(entry.payload), caller=caller, key=state)
    if not asked:
        raise InvalidInput("There is no question.", hint="The last message must be one of the user, with a text.")
    chosen = wanted.forwarded_props.get("assistant") if isinstance(wanted.forwarded_props, dict) else None
    if chosen is not None and chosen not in ASSISTANTS:
        raise UnknownName("assistant", str(chosen), ASSISTANTS)
    return workspace.ask_in_chat(Chat(name=key, asked=asked, lasting=key), assistant=chosen, caller=caller)


def _text(message: Any) -> str:
    """What the person said; nothing for a message of somebody else."""
    if message.role != "user":
        return ""
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in message.content if part.type == "text")


def _reply(payload: Any) -> int | str:
    match payload:
        case int() if not isinstance(payload, bool) and payload >= 0:
            return payload
        case str() if payload.strip():
            return payload
        case {"option": int(option)} if option >= 0:
            return option
        case {"text": str(text)} if text.strip():
            return text
        case _:
            raise InvalidInput("The reply names no option.", hint="Send {option: 0}, or {text: ...}.")


async def _frames(run: Run, wanted: RunAgentInput) -> AsyncIterator[ServerSentEvent]:
    from api.streams.ag_ui import AgentRun

    agent_run = AgentRun(thread_id=wanted.thread_id, run_id=wanted.run_id)
    async with aclosing(run.events()) as events:
        async for event in events:
            for told in agent_run.events(event):
                yield ServerSentEvent(told.model_dump_json(by_alias=True), sep="\n")
