"""The only door to a language model: text in, text out, or a refusal that people understand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from agents.chat_line import Line, chat_over, http_client
from agents.endpoint_failures import EndpointFailures, Failed, TooLong
from agents.kept_answers import Completion, KeptAnswers, answer_key
from agents.model_settings import ModelSettings
from agents.purse import BudgetSpent, Purse
from agents.thoughts import without_thoughts
from agents.usage import UsageMeter
from agents.watched import IN_CIRCLES, Watch, whole_answer
from core.egress import SentRequest, Told
from core.ways import Declined

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

Messages = list[tuple[str, str]]

_VARIED = 0.7
_DOWN_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """`brief`: one token will do."""

    form: Mapping[str, Any] | None = None
    variation: int = 0
    brief: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """What tells this request from another with the same texts."""
        told = [] if self.form is None else [json.dumps(self.form)]
        return (*told, *([f"variation {self.variation}"] if self.variation else []))

    def bound(self, chat: ChatOpenAI, *, temperature: bool, bounded: bool) -> Runnable[Any, BaseMessage]:
        changes: dict[str, Any] = {}
        if self.form is not None:
            changes["response_format"] = _response_format(self.form)
        if self.variation and temperature:
            changes["temperature"] = _VARIED
        if self.brief and bounded:
            changes["extra_body"] = {"max_tokens": 1}
        return chat.bind(**changes) if changes else chat


class Llm:
    """Nothing is loaded or opened before the first question to it. `meter` counts for one run, `purse` bounds it.

    What `kept` has, is not asked again.
    """

    def __init__(
        self,
        settings: ModelSettings,
        meter: UsageMeter | None = None,
        purse: Purse | None = None,
        kept: KeptAnswers | None = None,
        _line: Line | None = None,
    ) -> None:
        self.settings = settings
        self.meter = meter or UsageMeter()
        self._purse = purse or Purse(settings.budgets)
        self._kept = kept
        self._line = _line or Line()
        self._failures = EndpointFailures(settings)

    @property
    def name(self) -> str:
        return self.settings.model

    def for_run(self, meter: UsageMeter, purse: Purse | None = None, kept: KeptAnswers | None = None) -> Llm:
        """The same line to the same model."""
        return Llm(self.settings, meter, purse, kept, self._line)

    async def close(self) -> None:
        if self._line.http is not None:
            await self._line.http.aclose()
            self._line.http = None
            self._line.chats.clear()

    @property
    def failed_just_now(self) -> bool:
        """Whether the endpoint could not be reached, was too slow or failed in the last minute, and has not answered since."""
        at = self._line.failed_at
        return at is not None and monotonic() - at < _DOWN_SECONDS

    @property
    def understood(self) -> dict[str, bool]:
        """What the endpoint was not found to refuse so far, by name."""
        line = self._line
        return {"streaming": line.streaming, "a system message": line.system_role, "temperature": line.temperature}

    async def complete(
        self,
        system: str,
        user: str,
        told: Told | None = None,
        form: Mapping[str, Any] | None = None,
        variation: int = 0,
    ) -> Completion:
        """`told` is what the texts say of the data; what the privacy mode forbids is not sent.

        `form` is the JSON Schema that the answer must have. A `variation` but 0 is another answer to the same, by chance.
        Raises Declined where the model does not answer, or not
        with text. What we broke propagates.
        """
        self._check_privacy(told or Told())
        wanted = _Wanted(form=form, variation=variation)
        if self._kept is None:
            return await self._asked(system, user, told or Told(), wanted)
        key = answer_key(self.settings, (system, user, *wanted.parts))
        found = self._kept.find(key)
        if found is not None:
            self.meter.note_kept_answer()
            return found
        found = await self._asked(system, user, told or Told(), wanted)
        self._kept.keep(key, found)
        return found

    async def read_ahead(self, system: str, told: Told) -> None:
        """Has the endpoint read what later requests begin with; what it would answer is cut off and not looked at."""
        self._check_privacy(told)
        try:
            await self._asked(system, "Question:", told, _Wanted(brief=True))
        except _NoWholeAnswer:
            return

    async def _asked(self, system: str, user: str, told: Told, wanted: _Wanted) -> Completion:
        from langsmith.run_helpers import tracing_context

        self._purse.check(self.meter.spent)
        await self._open()
        request, watch = self._request((system, user), told), Watch()
        try:
            # An environment that traces LangChain programs must not send prompts anywhere else.
            with tracing_context(enabled=False):
                async with asyncio.timeout(self.settings.seconds):
                    message = await self._persistent(request, watch, wanted)
        except TimeoutError:
            self._line.failed_at = monotonic()
            raise self._failures.too_slow() from None
        except (TooLong, BudgetSpent):
            raise
        except Declined:
            self._line.failed_at = monotonic()
            raise
        self._line.failed_at, self._line.without_end = None, 0
        usage: Any = getattr(message, "usage_metadata", None) or {}
        found = Completion(
            text=_text(message),
            prompt_tokens=int(usage.get("input_tokens") or 0),
            completion_tokens=int(usage.get("output_tokens") or 0),
            first_seconds=watch.first,
            seconds=watch.elapsed,
        )
        self.meter.note_answer(found)
        return self._whole(message, found)

    async def _persistent(self, request: SentRequest, watch: Watch, wanted: _Wanted) -> BaseMessage:
        """Tries again, after a growing pause, what may pass; and without what the endpoint does not understand."""
        attempt = 0
        while True:
            chat, messages = await self._chat(), self._messages(*request.texts)
            # Nothing is awaited between these two: of questions asked at once, each sees what the others began to spend.
            self._purse.check(self.meter.spent)
            self.meter.note_call(request)
            try:
                with self._failures.told():
                    asked = wanted.bound(chat, temperature=self._line.temperature, bounded=self._line.bounded)
                    return await whole_answer(asked, messages, watch, streaming=self._line.streaming)
            except Failed as failed:
                if self._line.concede(failed):
                    continue
                pause = None if attempt == self.settings.retries else failed.pause(self.settings.backoff, attempt)
                if pause is None:
                    raise
            await asyncio.sleep(pause)
            attempt += 1

    def _check_privacy(self, told: Told) -> None:
        mode = self.settings.privacy
        forbidden = (
            mode == "none"
            or (told.cells and mode != "samples")
            or (told.purpose == "narration" and not self.settings.sees_values)
        )
        if forbidden:
            raise Declined(f"The privacy mode “{mode}” does not let this be sent to a language model.")

    def _request(self, texts: tuple[str, ...], told: Told) -> SentRequest:
        return SentRequest(
            sent_at=datetime.now(UTC),
            model=self.settings.model,
            host=self.settings.host,
            privacy=self.settings.privacy,
            texts=texts,
            told=told,
        )

    def _messages(self, system: str, user: str) -> Messages:
        if self._line.system_role:
            return [("system", system), ("user", user)]
        return [("user", f"{system}\n\n{user}")]

    async def _chat(self) -> ChatOpenAI:
        """Made once for each set of what the endpoint understands: making one reads the machine's certificates."""
        line = self._line
        key = (line.streaming, line.temperature, line.bounded)
        if key not in line.chats:
            line.chats[key] = await asyncio.to_thread(chat_over, line, self.settings)
        return line.chats[key]

    async def _open(self) -> None:
        async with self._line.opening:
            if self._line.http is None:
                self._line.http = await asyncio.to_thread(http_client, self.settings)

    def _whole(self, message: BaseMessage, found: Completion) -> Completion:
        """Without thoughts; of an answer that was cut off what stands in fences that were closed, the rest goes on about it."""
        reason = message.response_metadata.get("finish_reason")
        if message.additional_kwargs.get("refusal") or reason == "content_filter":
            raise Declined(f"{self.name} declined to answer.")
        text = without_thoughts(found.text)
        if reason not in ("length", IN_CIRCLES):
            if not text:
                raise _NoWholeAnswer(f"{self.name} answered with nothing.")
            return replace(found, text=text)
        before, fence, _ = text.rpartition("```")
        if text.count("```") % 2 or not fence:
            how = "went in circles" if reason == IN_CIRCLES else f"was cut off after {self.settings.max_tokens} tokens"
            raise _NoWholeAnswer(f"The answer of {self.name} {how}.")
        return replace(found, text=before + fence)


class _NoWholeAnswer(Declined):
    """It answered, with nothing or with a part of what it had to say."""


def _response_format(form: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(form), "strict": True}}


def _text(message: BaseMessage) -> str:
    content = message.content
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content)
