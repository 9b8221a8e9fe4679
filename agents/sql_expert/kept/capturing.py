"""Words of a question as the value of a parameter, or nothing where they are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.kept.periods import days_of, period_within
from agents.sql_expert.tokens import Token, tokenise
from core.errors import InvalidInput
from core.saved import Parameter, ParameterValue, Scalar
from semantic_layer import ValueIndex, ValueMatch
from semantic_layer.words import normalise

_JOINTS = frozenset({"and", "or", ",", "&"})
_WHOLE = ("exact", "normalised")


def captured(parameter: Parameter, tokens: Sequence[Token], task: Understanding) -> ParameterValue:
    """None where the words are no value of the parameter. Values of a field are spelled as in the data."""
    if not parameter.many:
        return _one(parameter, tokens, task)
    whole = _one(parameter, tokens, task)
    if whole is not None:
        return (whole,)
    parts = [_one(parameter, part, task) for part in _parts(tokens)]
    return None if len(parts) < 2 or None in parts else tuple(parts)


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.folded in _JOINTS:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _one(parameter: Parameter, tokens: Sequence[Token], task: Understanding) -> Scalar:
    if not tokens:
        return None
    words = task.question.text[tokens[0].start : tokens[-1].end]
    match parameter.type:
        case "text":
            return _text(parameter, tokens[0].folded if len(tokens) == 1 else words, task)
        case "integer" | "number":
            return _number(parameter, tokens)
        case "period":
            return words if period_within(words, task.model) else None
        case "date":
            return _day(words, task)
        case _:
            return None


def _text(parameter: Parameter, words: str, task: Understanding) -> str | None:
    if parameter.choices:
        known = [one for one in parameter.choices if isinstance(one, str) and normalise(one) == normalise(words)]
        return known[0] if len(known) == 1 else None
    if parameter.field is None:
        return None
    entity, _, field = parameter.field.rpartition(".")
    found = _whole_values(task.values, words)
    own = [match for match in found if (match.entity, match.field) == (entity, field)]
    best = [match for match in own if match.how == "exact"] or own
    if len(best) != 1 or _means_more(parameter, best[0], found, task):
        return None
    return best[0].value


def _whole_values(values: ValueIndex, words: str) -> tuple[ValueMatch, ...]:
    return tuple(match for match in values.lookup_many([words]).get(words, ()) if match.how in _WHOLE)


def _means_more(parameter: Parameter, own: ValueMatch, found: Sequence[ValueMatch], task: Understanding) -> bool:
    """“Georgia” is a city and a state, where the verified “Paris” was a city alone."""
    others = {(match.entity, match.field) for match in found} - {(own.entity, own.field)}
    if not others:
        return False
    defaults = parameter.default if isinstance(parameter.default, tuple) else (parameter.default,)
    known = {(match.entity, match.field) for one in defaults for match in _whole_values(task.values, str(one))}
    return not others <= known


def _number(parameter: Parameter, tokens: Sequence[Token]) -> int | float | None:
    """In the unit that the verified one was written in: 20 % is not 20."""
    if len(tokens) != 1 or tokens[0].number is None:
        return None
    number = tokens[0].number
    if tokens[0].unit not in {token.unit for token in tokenise(parameter.words or "")}:
        return None
    return None if parameter.type == "integer" and not isinstance(number, int) else number


def _day(words: str, task: Understanding) -> str | None:
    try:
        start, end = days_of(words, task.model, task.question.today)
    except InvalidInput:
        return None
    if (
        start is None
        or end is None
        or date.fromisoformat(start[:10]) + timedelta(days=1) != date.fromisoformat(end[:10])
    ):
        return None
    return start[:10]
