"""The way that answers with what a person verified, where a question is that one but for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followups import opens_as_follow_up
from agents.sql_expert.kept.capturing import captured
from agents.sql_expert.kept.filling import fill
from agents.sql_expert.kept.same_words import Key, Names, keys_at, names_of
from agents.sql_expert.tokens import Token, tokenise
from core.plan import Assumption, Plan
from core.query import Query, Verification
from core.saved import Parameter, ParameterValue, SavedQuery
from core.ways import NotApplicable

_MOST_CAPTURED = 8
_LEAD = re.compile(
    r"^(?:(?:please|kindly)\s+|(?:can|could|would|will)\s+you\s+|(?:show|give|tell)\s+(?:me|us)\s+|(?:show|display)\s+"
    r"|what\s+(?:is|are|was|were)\s+|what['’]s\s+|i\s+(?:want|need|would\s+like)\s+to\s+(?:see|know)\s+|let\s+me\s+see\s+)+",
    re.IGNORECASE,
)
_PUNCTUATION = frozenset("?.!,;:")
_EMPTY_WORDS = frozenset({"the", "please"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    query: SavedQuery
    number: int
    by: str
    at: datetime

    @property
    def mark(self) -> Verification:
        return Verification(name=self.query.name, title=self.query.title, number=self.number, by=self.by, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    entry: Verified
    given: Mapping[str, ParameterValue]
    words: Mapping[str, str]
    fixed: int


class VerifiedQuery:
    """Answers only where every word says the same, but for politeness, articles and the words that fill a parameter.

    Names and synonyms that the model gives one thing say the same.
    """

    name = "verified query"

    def __init__(self, entries: Sequence[Verified]) -> None:
        self._entries = entries

    async def __call__(self, task: Understanding, /) -> Query:
        """Raises NotApplicable where no verified question is this one, and what stops the one that is."""
        question = task.question
        follows = any(turn.plan is not None for turn in question.history)
        if follows and opens_as_follow_up(question.text.strip()):
            raise NotApplicable("It changes the question before.")
        found = [match for entry in self._entries for match in _matches(entry, task)]
        if not found:
            raise NotApplicable("No verified question is this one.")
        best = max(found, key=lambda match: (match.fixed, match.entry.at))
        entry = best.entry
        filled = fill(entry.query, best.given, task.model, question.today)
        plan = filled.query.plan
        return replace(
            filled.query,
            plan=None if plan is None else _told(plan, best, task),
            view=entry.query.chart,
            verified=entry.mark,
        )


def _matches(entry: Verified, task: Understanding) -> Iterator[_Match]:
    if not entry.query.question:
        return
    names = names_of(task.model)
    wanted = _template(entry.query.question, entry.query.parameters, names)
    tokens = _content(task.question.text)
    fixed = sum(not isinstance(part, Parameter) for part in wanted)
    for filled in _aligned(wanted, tokens, task, names):
        given = {name: value for name, (value, _) in filled.items()}
        yield _Match(entry=entry, given=given, words={name: words for name, (_, words) in filled.items()}, fixed=fixed)
        return


def _template(question: str, parameters: tuple[Parameter, ...], names: Names) -> tuple[Key | Parameter, ...]:
    """The words of a verified question, with parameters in the place of the words that stand for them."""
    tokens = _content(question)
    inside = _parameters_at(tokens, question, parameters)
    parts: list[Key | Parameter] = []
    place = 0
    while place < len(tokens):
        parameter = inside[place]
        if parameter is not None:
            if not parts or parts[-1] is not parameter:
                parts.append(parameter)
            place += 1
            continue
        free = next((at for at in range(place, len(tokens)) if inside[at] is not None), len(tokens))
        keys, place = next(keys_at(tokens[:free], place, names))
        parts.extend(keys)
    return tuple(parts)


def _parameters_at(
    tokens: Sequence[Token], question: str, parameters: tuple[Parameter, ...]
) -> tuple[Parameter | None, ...]:
    places = sorted(_places(question, parameters), key=lambda place: place[0])
    return tuple(
        next((one for start, end, one in places if start <= token.start and token.end <= end), None) for token in tokens
    )


def _places(question: str, parameters: Sequence[Parameter]) -> Iterator[tuple[int, int, Parameter]]:
    for one in parameters:
        if one.words:
            pattern = rf"(?<!\w){re.escape(one.words)}(?!\w)"
            for found in list(re.finditer(pattern, question, re.IGNORECASE))[:1]:
                yield *found.span(), one


def _content(text: str) -> tuple[Token, ...]:
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    return tuple(
        token
        for token in tokenise(text)
        if token.start >= start
        and not (token.kind == "symbol" and token.text in _PUNCTUATION)
        and not (token.kind == "word" and token.folded in _EMPTY_WORDS)
    )


def _aligned(
    wanted: Sequence[Key | Parameter], tokens: Sequence[Token], task: Understanding, names: Names
) -> Iterator[dict[str, tuple[ParameterValue, str]]]:
    if not wanted:
        if not tokens:
            yield {}
        return
    first = wanted[0]
    if isinstance(first, Parameter):
        yield from _captured(first, wanted[1:], tokens, task, names)
    elif tokens:
        for keys, end in keys_at(tokens, 0, names):
            if tuple(wanted[: len(keys)]) == keys:
                yield from _aligned(wanted[len(keys) :], tokens[end:], task, names)


def _captured(
    first: Parameter, rest: Sequence[Key | Parameter], tokens: Sequence[Token], task: Understanding, names: Names
) -> Iterator[dict[str, tuple[ParameterValue, str]]]:
    following = rest[0] if rest else None
    for length in range(min(_MOST_CAPTURED, len(tokens)), 0, -1):
        if not _goes_on(tokens, length, following, names):
            continue
        value = captured(first, tokens[:length], task)
        if value is None:
            continue
        words = task.question.text[tokens[0].start : tokens[length - 1].end]
        for others in _aligned(rest, tokens[length:], task, names):
            yield {first.name: (value, words), **others}


def _goes_on(tokens: Sequence[Token], place: int, following: Key | Parameter | None, names: Names) -> bool:
    if following is None or place == len(tokens):
        return following is None and place == len(tokens)
    return isinstance(following, Parameter) or any(keys[0] == following for keys, _ in keys_at(tokens, place, names))


def _told(plan: Plan, match: _Match, task: Understanding) -> Plan:
    """Each parameter as an assumption: what it is now, where from, and what else it can be."""
    return replace(plan, assumptions=tuple(_assumptions(match, task)))


def _assumptions(match: _Match, task: Understanding) -> Iterator[Assumption]:
    saved = match.entry.query
    for one in saved.parameters:
        default = _spoken(one.default)
        value = match.given.get(one.name, one.default)
        said = one.name in match.words
        if said:
            why = f"“{match.words[one.name]}” fills the parameter “{one.label or one.name}”; it was verified with {default}."
        else:
            why = f"The parameter “{one.label or one.name}” stands at its default."
        yield Assumption(topic=one.name, chosen=_spoken(value), why=why, basis="guessed" if said else "defined")


def _spoken(value: ParameterValue) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)
