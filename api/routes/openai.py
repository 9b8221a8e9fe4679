"""OpenAI's chat completions: any frontend that speaks them can ask here; its model picker picks the assistant.

A model is `WORKSPACE` or `WORKSPACE/ASSISTANT`. The conversation is what the frontend sends; the questions in it are
kept as a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import ServerSentEvent

from api.dependencies import NAME_IN_PATH, AllWorkspaces, CurrentCaller
from api.leaving import CLIENT_CLOSED, ClientLeft, while_there
from api.problems import STATUS_OF
from api.streams.openai import DONE, Chunk, Completion, answer_without_run, ends_done, error_object, whole_without_run
from api.streams.openai_extras import extra_answer, person_said
from api.streams.sse import data_frame, stream_response
from core.errors import InvalidInput, UnknownName
from core.event import Event, RunCancelled, RunFailed
from core.question import ASSISTANTS, Assistant, Caller
from workspace import Chat, Run, Workspace, Workspaces

router = APIRouter(tags=["OpenAI"])


class Message(BaseModel):
    model_config = ConfigDict(extra="allow")

    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content if part.get("type") == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatCompletion(BaseModel):
    """What else a client sends (temperature, tools, ...) says nothing here and is passed over."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {"model": "sample", "messages": [{"role": "user", "content": "How many orders are there by channel?"}]}
            ]
        },
    )

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = False
    stream_options: StreamOptions | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """Empty where the last message of the user is blank."""
        said = [person_said(message.text) for message in self.messages if message.role == "user"]
        return tuple(text for text in said if text.strip()) if said and said[-1].strip() else ()


@router.get("/v1/models", summary="The workspaces, and each assistant of them, as models")
async def list_models(
    request: Request, workspaces: AllWorkspaces, x_workspace: Annotated[str | None, Header()] = None
) -> dict[str, Any]:
    chosen = request.path_params.get(NAME_IN_PATH, x_workspace)
    names = (chosen,) if chosen is not None else workspaces.names()
    return {"object": "list", "data": [_model(each) for name in names for each in _models_of(name)]}


@router.get("/v1/models/{model:path}", summary="One model")
async def show_model(request: Request, workspaces: AllWorkspaces, model: str) -> dict[str, Any]:
    _chosen(workspaces, model, request.path_params.get(NAME_IN_PATH))
    return _model(model)


@router.post("/v1/chat/completions", summary="Ask as a chat completion, streamed or whole", response_model=None)
async def complete(
    request: Request,
    workspaces: AllWorkspaces,
    caller: CurrentCaller,
    wanted: ChatCompletion,
    x_workspace: Annotated[str | None, Header()] = None,
) -> Response:
    """SQL, tables and charts come as Markdown; `tools` are never called."""
    workspace, assistant = _chosen(workspaces, wanted.model, request.path_params.get(NAME_IN_PATH, x_workspace))
    without_run = await asyncio.to_thread(extra_answer, workspace, [message.text for message in wanted.messages])
    if without_run is not None:
        return _extra(wanted, without_run)
    if not wanted.asked or wanted.messages[-1].role not in {"user", "tool"}:
        raise InvalidInput("There is no question.", hint="The last message must be one of the user.")
    run = workspace.ask_in_chat(_chat(wanted, caller), assistant=assistant, caller=caller)
    await run.until_kept()
    completion = Completion(
        model=wanted.model, include_usage=bool(wanted.stream_options and wanted.stream_options.include_usage)
    )
    if wanted.stream:
        return stream_response(_frames(run, completion), {"X-Run-Id": run.id})
    return await _whole(request, run, completion)


def _chat(wanted: ChatCompletion, caller: Caller) -> Chat:
    return Chat(name=f"openai {caller.name} {wanted.model}", asked=wanted.asked)


async def _frames(run: Run, completion: Completion) -> AsyncIterator[ServerSentEvent]:
    async with aclosing(run.events()) as events:
        async for event in events:
            for chunk in completion.chunks(event):
                yield data_frame(chunk)
            if ends_done(event):
                yield data_frame(DONE)


async def _whole(request: Request, run: Run, completion: Completion) -> Response:
    try:
        events = await while_there(request, _collected(run))
    except ClientLeft:
        await run.cancel()
        return Response(status_code=CLIENT_CLOSED)
    match events[-1].happening:
        case RunFailed(problem=problem):
            status = STATUS_OF.get(problem.code, 500)
            kind = "server_error" if status >= 500 else "invalid_request_error"
            return JSONResponse(error_object(problem.message, problem.code, hint=problem.hint, kind=kind), status)
        case RunCancelled():
            return JSONResponse(error_object("The run was stopped.", "cancelled"), STATUS_OF["cancelled"])
        case _:
            return JSONResponse(completion.whole(events), headers={"X-Run-Id": run.id})


async def _collected(run: Run) -> list[Event]:
    return [event async for event in run.events()]


def _extra(wanted: ChatCompletion, text: str) -> Response:
    if not wanted.stream:
        return JSONResponse(whole_without_run(wanted.model, text))
    return stream_response(_without_run(answer_without_run(wanted.model, text)))


async def _without_run(chunks: Iterator[Chunk]) -> AsyncIterator[ServerSentEvent]:
    for chunk in chunks:
        yield data_frame(chunk)
    yield data_frame(DONE)


def _chosen(workspaces: Workspaces, model: str, workspace: str | None) -> tuple[Workspace, Assistant | None]:
    """Raises UnknownName."""
    known = (workspace,) if workspace is not None else workspaces.names()
    for name in known:
        for assistant in (None, *ASSISTANTS):
            if model == _model_id(name, assistant):
                return workspaces.get(name), assistant
    raise UnknownName("model", model, [each for name in known for each in _models_of(name)])


def _models_of(workspace: str) -> list[str]:
    return [_model_id(workspace, assistant) for assistant in (None, *ASSISTANTS)]


def _model_id(workspace: str, assistant: Assistant | None) -> str:
    return workspace if assistant is None else f"{workspace}/{assistant}"


def _model(model: str) -> dict[str, Any]:
    return {"id": model, "object": "model", "created": 0, "owned_by": "tablespeak"}
