"""The connection to an endpoint, and the chats over it for what the endpoint understands."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.model_settings import ModelSettings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_NO_KEY = "none"


@dataclass(slots=True, kw_only=True)
class Line:
    """The connection of a workspace, and what its endpoint was found not to understand."""

    http: Any = None
    streaming: bool = True
    temperature: bool = True
    system_role: bool = True
    bounded: bool = True
    failed_at: float | None = None
    chats: dict[tuple[bool, bool, bool], ChatOpenAI] = field(default_factory=dict)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)


def chat_over(line: Line, settings: ModelSettings) -> ChatOpenAI:
    from langchain_openai import ChatOpenAI

    hosted = settings.host.endswith("openai.com")
    return ChatOpenAI(
        model=settings.model,
        base_url=settings.endpoint,
        api_key=_secret(settings.api_key or _NO_KEY),
        http_async_client=line.http,
        openai_proxy="",
        use_responses_api=False,
        max_retries=0,
        timeout=settings.stall_seconds,
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
