"""Which parts of an answered question could be parameters: the values, numbers and periods that it names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.sql_expert.kept.periods import period_within
from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    And,
    Assumption,
    Between,
    Comparison,
    Condition,
    Expression,
    FieldRef,
    In,
    Plan,
    RelativePeriod,
    TextMatch,
    Value,
)
from core.saved import Parameter, ParameterType, ParameterValue
from core.table import ColumnType

_TYPES: dict[ColumnType, ParameterType] = {
    "text": "text",
    "integer": "integer",
    "decimal": "number",
    "float": "number",
    "boolean": "boolean",
    "date": "date",
}
_LEADING = re.compile(r"^(?:in|on|during|for|of|at|within)\s+(?:the\s+)?", re.IGNORECASE)
_PREFIXES = {">": "min", ">=": "min", "<": "max", "<=": "max", "!=": "not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    name: str
    type: ParameterType
    value: ParameterValue
    pointer: str
    field: str | None
    many: bool = False


def proposed_parameters(plan: Plan, question: str, model: SemanticModel) -> tuple[Parameter, ...]:
    """Those whose default is named in the question, each by a name of its own; `words` are what stands there for it."""
    found: dict[str, Parameter] = {}
    for place in (*_in_condition(plan.where, "/where"), *_limits(plan)):
        words = _words(place, plan, question, model)
        if words is None or any(words == one.words for one in found.values()) or not _stands_once(place, plan):
            continue
        name = _free(place.name, found)
        found[name] = Parameter(
            name=name,
            type=place.type,
            label=name.replace("_", " ").capitalize(),
            default=_LEADING.sub("", place.value)
            if isinstance(place.value, str) and place.type == "period"
            else place.value,
            many=place.many,
            field=place.field,
            words=words,
            fills=(place.pointer,),
        )
    return tuple(found.values())


def without_reading(plan: Plan) -> Plan:
    """What is kept of a Plan: how its question was read, and what else it could have meant, belong to the run."""
    return replace(plan, reading=(), assumptions=())


def _in_condition(condition: Condition | None, at: str) -> Iterator[_Place]:
    match condition:
        case And(conditions=parts):
            for number, part in enumerate(parts):
                yield from _in_condition(part, f"{at}/conditions/{number}")
        case Comparison(left=FieldRef() as field, operator=operator, right=Value() as value):
            prefix = _PREFIXES.get(operator)
            yield from _of_value(value, field, f"{at}/right/value", prefix)
        case Between(of=FieldRef() as field, low=Value() as low, high=Value() as high, negated=False):
            yield from _of_value(low, field, f"{at}/low/value", "min")
            yield from _of_value(high, field, f"{at}/high/value", "max")
        case In(of=FieldRef() as field, values=values, plan=None) if values:
            kind = _TYPES.get(values[0].type)
            if kind is not None:
                yield _Place(
                    name=field.name,
                    type=kind,
                    value=tuple(one.value for one in values),
                    pointer=f"{at}/values",
                    field=f"{field.entity}.{field.name}",
                    many=True,
                )
        case TextMatch(of=FieldRef() as field, text=text):
            yield _Place(name=f"{field.name}_words", type="text", value=text, pointer=f"{at}/text", field=None)
        case (
            AbsolutePeriod(of=FieldRef() as field, phrase=phrase)
            | RelativePeriod(of=FieldRef() as field, phrase=phrase)
        ):
            dotted = f"{field.entity}.{field.name}"
            yield _Place(name="period", type="period", value=phrase, pointer=at, field=dotted)


def _of_value(value: Value, field: Expression, pointer: str, prefix: str | None) -> Iterator[_Place]:
    kind = _TYPES.get(value.type)
    if kind is None or value.value is None or not isinstance(field, FieldRef):
        return
    constant = float(value.value) if value.type == "decimal" and isinstance(value.value, str) else value.value
    name = f"{prefix}_{field.name}" if prefix else field.name
    yield _Place(name=name, type=kind, value=constant, pointer=pointer, field=f"{field.entity}.{field.name}")


def _limits(plan: Plan) -> Iterator[_Place]:
    if plan.limit is not None:
        yield _Place(name="top", type="integer", value=plan.limit.count, pointer="/limit/count", field=None)
    if plan.top_per_group is not None:
        yield _Place(
            name="top", type="integer", value=plan.top_per_group.count, pointer="/top_per_group/count", field=None
        )


def _words(place: _Place, plan: Plan, question: str, model: SemanticModel) -> str | None:
    """As they stand in the question; None where it does not name the value."""
    if place.type == "period":
        phrase = str(place.value)
        return _standing(phrase, question) if phrase and period_within(phrase, model) else None
    if isinstance(place.value, tuple):
        return None if len(place.value) != 1 else _words_of(place.value[0], place, plan, question)
    return _words_of(place.value, place, plan, question)


def _words_of(value: object, place: _Place, plan: Plan, question: str) -> str | None:
    meaning = f"{place.field} = '{value}' ("
    for reading in plan.reading:
        if reading.role == "value" and reading.meaning.startswith(meaning):
            return question[reading.start : reading.end] or None
        if reading.role == "number" and place.type in ("integer", "number") and reading.meaning == str(value):
            return question[reading.start : reading.end] or None
    return _standing(str(value), question)


def _stands_once(place: _Place, plan: Plan) -> bool:
    """A value that the Plan holds in a second place too would be changed in one of them alone."""
    constants = place.value if isinstance(place.value, tuple) else (place.value,)
    told = [str(one) for one in constants]
    if place.name.startswith("top"):
        return True
    return all(sum(text == one for text in _constants(plan)) == 1 for one in told)


def _constants(node: object) -> Iterator[str]:
    """Of a Plan and all that it holds: constants, and the words of periods."""
    match node:
        case Value(value=str(value), type="decimal"):
            yield str(float(value))
        case Value(value=value):
            yield str(value)
        case AbsolutePeriod(phrase=phrase) | RelativePeriod(phrase=phrase):
            yield phrase
        case TextMatch(text=text):
            yield text
    if isinstance(node, tuple):
        for each in node:
            yield from _constants(each)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type | Assumption):
        for field in dataclasses.fields(node):
            yield from _constants(getattr(node, field.name))


def _standing(words: str, question: str) -> str | None:
    """Once and as whole words, in whatever case."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", question, re.IGNORECASE)) if words else []
    return found[0].group() if len(found) == 1 else None


def _free(name: str, taken: dict[str, Parameter]) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)
