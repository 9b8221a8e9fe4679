"""The AI SDK's chats (`useChat`): a question, its answer as a UI message stream, and resuming after a reload."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import ServerSentEvent

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.streams.ai_sdk import DONE, HEADERS, UiMessage, kept_message, user_message
from api.streams.sse import data_frame, stream_response
from core.errors import InvalidInput
from core.question import Assistant
from workspace import Chat, FollowedRun, Run

router = APIRouter(tags=["AI SDK"])


class UiPart(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str
    text: str | None = None


class UiMessageSent(BaseModel):
    model_config = ConfigDict(extra="allow")

    role: str
    parts: list[UiPart] = Field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.type == "text" and part.text)


class UiChat(BaseModel):
    """What `DefaultChatTransport` posts; `assistant` may be put into its `body`."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(min_length=1, max_length=150)
    messages: list[UiMessageSent]
    trigger: Literal["submit-message", "regenerate-message"] | str = "submit-message"
    assistant: Assistant | None = None


@router.post("/streams/ai-sdk", summary="Ask in a chat of the AI SDK", response_model=None)
async def chat(workspace: CurrentWorkspace, caller: CurrentCaller, sent: UiChat) -> Response:
    """Answers with a UI message stream (version 1)."""
    said = [message.text for message in sent.messages if message.role == "user"]
    asked = tuple(text for text in said if text.strip())
    if not asked or not said[-1].strip():
        raise InvalidInput("There is no question.", hint="The last message must be one of the user, with a text.")
    key = _key(sent.id)
    run = workspace.ask_in_chat(Chat(name=key, asked=asked, lasting=key), assistant=sent.assistant, caller=caller)
    await run.until_kept()
    return _streamed(run)


@router.get("/streams/ai-sdk/{chat_id}/stream", summary="Resume the answer of a chat", response_model=None)
async def resume(workspace: CurrentWorkspace, chat_id: str) -> Response:
    """The whole answer from its start, and then what comes; 204 where none goes on."""
    run = workspace.open_run_of_chat(_key(chat_id))
    return Response(status_code=204) if run is None else _streamed(run)


@router.get("/streams/ai-sdk/{chat_id}", summary="The messages of a chat, for a page that opens it again")
def messages(workspace: CurrentWorkspace, chat_id: str) -> dict[str, list[dict[str, Any]]]:
    """As `UIMessage`s. An answer that goes on is left out: it comes when the chat is resumed."""
    kept: list[dict[str, Any]] = []
    for run in workspace.runs_of_chat(_key(chat_id)):
        kept.append(user_message(run.id, run.question))
        if run.status is not None:
            kept.append(kept_message(workspace.kept_events(run.id)))
    return {"messages": kept}


def _key(chat_id: str) -> str:
    return f"ai-sdk {chat_id}"


def _streamed(run: Run | FollowedRun) -> Response:
    return stream_response(_frames(run), {**HEADERS, "X-Run-Id": run.id})


async def _frames(run: Run | FollowedRun) -> AsyncIterator[ServerSentEvent]:
    message = UiMessage()
    async with aclosing(run.events()) as events:
        async for event in events:
            for part in message.parts(event):
                yield data_frame(part)
    yield data_frame(DONE)
