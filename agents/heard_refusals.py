"""Chats whose streams tell of a refusal as whole answers do: langchain-openai leaves it out of a stream."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI


class HearingChat(ChatOpenAI):
    def _convert_chunk_to_generation_chunk(self, chunk: dict[str, Any], *others: Any) -> ChatGenerationChunk | None:
        found = super()._convert_chunk_to_generation_chunk(chunk, *others)
        refusal = _refusal(chunk)
        if found is not None and refusal and isinstance(found.message, AIMessageChunk):
            found.message.additional_kwargs["refusal"] = refusal
        return found


def _refusal(chunk: dict[str, Any]) -> object:
    choices = chunk.get("choices") or chunk.get("chunk", {}).get("choices") or [{}]
    return (choices[0].get("delta") or {}).get("refusal")
