"""The connection to an endpoint, and the chats over it for what the endpoint understands."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.endpoint_failures import Failed
from agents.model_settings import ModelSettings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_NO_KEY = "none"
_CONNECT_SECONDS = 10.0
_CONCESSIONS = (
    ("max_tokens", "bounded"),
    ("max_completion_tokens", "bounded"),
    ("temperature", "temperature"),
    ("stream", "streaming"),
    ("system", "system_role"),
    ("roles", "system_role"),
)


@dataclass(slots=True, kw_only=True)
class Line:
    """The connection of a workspace, and what its endpoint was found not to understand."""

    http: Any = None
    streaming: bool = True
    temperature: bool = True
    system_role: bool = True
    bounded: bool = True
    failed_at: float | None = None
    without_end: int = 0
    chats: dict[tuple[bool, bool, bool], ChatOpenAI] = field(default_factory=dict)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    def concede(self, failed: Failed) -> bool:
        """Leaves out what the endpoint does not understand, once each; whether there was such a thing."""
        if failed.unreadable or (failed.without_end and self._ends_so_again()):
            return self._leave("streaming")
        if failed.status in (400, 422):
            return any(word in failed.said and self._leave(part) for word, part in _CONCESSIONS)
        # Templates of chats fail on a role within the server.
        return failed.status >= 500 and "role" in failed.said and self._leave("system_role")

    def _ends_so_again(self) -> bool:
        """An endpoint whose streams never say that they are done is asked for whole answers."""
        self.without_end += 1
        return self.without_end > 1

    def _leave(self, part: str) -> bool:
        was_there: bool = getattr(self, part)
        setattr(self, part, False)
        return was_there


def chat_over(line: Line, settings: ModelSettings) -> ChatOpenAI:
    import httpx2

    from agents.heard_refusals import HearingChat

    silence = settings.stall_seconds if line.streaming else settings.seconds
    hosted = settings.host.endswith("openai.com")
    return HearingChat(
        model=settings.model,
        base_url=settings.endpoint,
        api_key=_secret(settings.api_key or _NO_KEY),
        http_async_client=line.http,
        openai_proxy="",
        use_responses_api=False,
        max_retries=0,
        timeout=httpx2.Timeout(silence, connect=min(silence, _CONNECT_SECONDS)),
        stream_chunk_timeout=settings.stall_seconds,
        stream_usage=line.streaming,
        temperature=0.0 if line.temperature else None,
        max_tokens=settings.max_tokens if hosted and line.bounded else None,
        extra_body={"max_tokens": settings.max_tokens} if line.bounded and not hosted else None,
        callbacks=[],
    )


def http_client(settings: ModelSettings) -> Any:
    """A loopback endpoint is never reached through a proxy, and none may send prompts on to another host."""
    import langchain_openai  # noqa: F401  # loading it takes a second; here it does not hold up the loop
    import openai

    return openai.DefaultAsyncHttpxClient(trust_env=not settings.is_on_this_machine, follow_redirects=False)


def _secret(key: str) -> Any:
    from pydantic import SecretStr

    return SecretStr(key)
