"""What the endpoint of a language model can do, found by trying it. Nothing of anybody's data is sent."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from agents.endpoint_failures import TooLong
from agents.kept_answers import Completion
from agents.llm import Llm
from agents.purse import BudgetSpent
from agents.sql_expert.answer_text import sql_in
from core.errors import UserError
from core.finding import Finding, Soundness
from core.ways import Declined
from warehouse import guard

_TrialOf = Callable[[], Awaitable[tuple[Soundness, str]]]

_SYSTEM = "You are being tested. Do exactly what is asked and write nothing else."
_COUNTING = "Write the numbers from 1 to 60, separated by spaces."
_FORM = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "number": {"type": "integer"}},
    "required": ["city", "number"],
    "additionalProperties": False,
}
_SCHEMA = (
    "You write one DuckDB SELECT statement in a ```sql block.\n"
    "CREATE TABLE customers (customer_id BIGINT PRIMARY KEY, name VARCHAR, country VARCHAR);\n"
    "CREATE TABLE orders (order_id BIGINT PRIMARY KEY, customer_id BIGINT, ordered_on DATE, amount DECIMAL(9, 2));"
)
_COLUMNS = {
    "customers": ("customer_id", "name", "country"),
    "orders": ("order_id", "customer_id", "ordered_on", "amount"),
}
_QUESTIONS = {
    "How many orders were placed in 2024?": ("count", "2024"),
    "What is the total amount by country?": ("sum", "group by", "join"),
    "Which three customers spent the most?": ("sum", "order by", "limit 3"),
}
_LONG, _SHORT = 6000, 2500
"""Tokens, about, of the prompts that try how much the model can read at once."""
_TOKENS_A_LINE = 14
_USUAL_PROMPT, _USUAL_ANSWER = 1500, 120
_QUICK, _SLOW = 6.0, 30.0
_CHARACTERS_A_TOKEN = 4


@dataclass(slots=True, kw_only=True)
class _Speeds:
    """Tokens a second."""

    written: float = 0.0
    read: float = 0.0


class ModelDoctor:
    def __init__(self, llm: Llm) -> None:
        self._llm = llm
        self._speeds = _Speeds()

    async def trials(self) -> AsyncIterator[Finding]:
        """One after another, each told as soon as it is over; where the model does not answer at all, only that."""
        answering = await self._tried("answers", self._answers)
        yield answering
        if answering.status == "failed":
            return
        yield self._understands()
        yield await self._tried("speed", self._writes)
        yield await self._tried("context", self._reads)
        yield await self._tried("JSON schema", self._keeps_a_form)
        yield await self._tried("SQL", self._writes_sql)
        yield self._advice()

    async def _tried(self, name: str, trial: _TrialOf) -> Finding:
        try:
            status, told = await trial()
        except Declined as refused:
            return Finding(name=name, status="failed", told=" ".join(filter(None, (refused.message, refused.hint))))
        return Finding(name=name, status=status, told=told)

    async def _answers(self) -> tuple[Soundness, str]:
        found = await self._llm.complete(_SYSTEM, "Write the word READY.")
        if "ready" not in found.text.casefold():
            return "weak", "it answers, but not with the word that it was asked for"
        return "ok", f"the first words after {found.first_seconds or found.seconds:.1f} s"

    def _understands(self) -> Finding:
        refused = [name for name, is_understood in self._llm.understood.items() if not is_understood]
        told = f"it refuses {', '.join(refused)}; it is asked without" if refused else ", ".join(self._llm.understood)
        return Finding(name="understands", status="weak" if refused else "ok", told=told)

    async def _writes(self) -> tuple[Soundness, str]:
        found = await self._llm.complete(_SYSTEM, _COUNTING)
        tokens = found.completion_tokens or len(found.text) // _CHARACTERS_A_TOKEN
        self._speeds.written = tokens / max(found.seconds - found.first_seconds, 0.01)
        counted = "" if found.completion_tokens else ", estimated: it counts no tokens"
        return "ok", f"{self._speeds.written:.0f} tokens a second{counted}"

    async def _reads(self) -> tuple[Soundness, str]:
        last: Declined | None = None
        for tokens in (_LONG, _SHORT):
            try:
                found = await self._recalled(tokens)
            except BudgetSpent:
                raise
            except Declined as refused:
                last = refused
                continue
            self._speeds.read = (found.prompt_tokens or tokens) / max(found.first_seconds or found.seconds, 0.01)
            known = "violet-harbour" in found.text.casefold()
            told = f"{found.prompt_tokens or tokens:,} tokens read at {self._speeds.read:,.0f} a second"
            if known and tokens == _LONG:
                return "ok", told
            return "weak", told if known else f"{told}, but what stood first was forgotten"
        if last is not None and not isinstance(last, TooLong):
            raise last
        return "failed", f"not even {_SHORT:,} tokens can be read at once; raise the context size of the endpoint"

    async def _recalled(self, tokens: int) -> Completion:
        lines = "\n".join(
            f"Line {at}: the value of item {at} is {at * 37 % 1000}." for at in range(tokens // _TOKENS_A_LINE)
        )
        return await self._llm.complete(
            _SYSTEM, f"The code word is violet-harbour.\n{lines}\nWhat is the code word? Write only it."
        )

    async def _keeps_a_form(self) -> tuple[Soundness, str]:
        asked = "Name the capital of France and the number of days in a week, as JSON with city and number."
        try:
            found = await self._llm.complete(_SYSTEM, asked, form=_FORM)
        except BudgetSpent:
            raise
        except Declined:
            return "weak", "not understood; nothing here needs it"
        try:
            kept = set(json.loads(found.text)) == {"city", "number"}
        except (json.JSONDecodeError, TypeError):
            kept = False
        return ("ok", "kept") if kept else ("weak", "accepted, but not kept; nothing here needs it")

    async def _writes_sql(self) -> tuple[Soundness, str]:
        right = 0
        for question, parts in _QUESTIONS.items():
            found = await self._llm.complete(_SCHEMA, f"Question: {question}\nWrite the SQL.")
            right += _is_sound(found.text, parts)
        told = f"{right} of {len(_QUESTIONS)} simple questions"
        return ("ok" if right == len(_QUESTIONS) else "weak" if right else "failed"), told

    def _advice(self) -> Finding:
        seconds = _USUAL_PROMPT / max(self._speeds.read, 1.0) + _USUAL_ANSWER / max(self._speeds.written, 1.0)
        usual = f"a usual question takes about {seconds:.0f} s on new tables"
        timeout = int(max(60.0, seconds * 6) // 10 * 10)
        if seconds <= _QUICK:
            return Finding(name="profile", status="ok", told=f"quick: {usual}")
        if seconds <= _SLOW:
            return Finding(
                name="profile", status="ok", told=f"patient: {usual}; set TABLESPEAK_MODEL_TIMEOUT={timeout}"
            )
        told = f"slow: {usual}; a smaller model, or more of it on the graphics card, would help; TABLESPEAK_MODEL_TIMEOUT={timeout}"
        return Finding(name="profile", status="weak", told=told)


def _is_sound(text: str, parts: tuple[str, ...]) -> bool:
    try:
        sql = guard(sql_in(text), _COLUMNS).sql
    except UserError:
        return False
    said = re.sub(r"\s+", " ", sql.casefold())
    return all(part in said for part in parts)
