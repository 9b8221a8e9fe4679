"""Periods that are given in words or as two dates, and relative ones told from another day."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import CannotPlan
from agents.sql_expert.fiscal import fiscal_tokens
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.moments import Period
from agents.sql_expert.periods import anchor, period_condition
from agents.sql_expert.schema import schema_of
from agents.sql_expert.tokens import Token, tokenise
from core.errors import InvalidInput
from core.model import Field, SemanticModel
from core.plan import AbsolutePeriod, Condition, FieldRef, RelativePeriod
from semantic_layer import resolve_period

_HINT = "Write it like “last quarter”, “2024”, “since March 2024” or “2024-01-01/2024-03-31”."
Part = TypeVar("Part")


def period_condition_of(phrase: str, of: FieldRef, model: SemanticModel, today: date) -> Condition:
    """Raises InvalidInput for words that are no period, or none for this field; KeyError for an unknown field."""
    entity = model.entity(of.entity)
    field = entity.field(of.name)
    days = _two_dates(phrase)
    if days is not None:
        return AbsolutePeriod(of=of, start=days[0].isoformat(), end=days[1].isoformat(), phrase=phrase)
    found = Filter(operator="period", period=_period(phrase, model), phrase=phrase)
    try:
        condition = period_condition(found, FieldLink(entity=entity, field=field, score=1.0), today)
    except CannotPlan as refused:
        raise InvalidInput(f"“{phrase}” is no period of {field.label}: {refused.message}", hint=_HINT) from None
    return _of(condition, of)


def days_of(phrase: str, model: SemanticModel, today: date) -> tuple[str | None, str | None]:
    """First day, and the day behind the last; None where it is open. Raises InvalidInput."""
    days = _two_dates(phrase)
    if days is not None:
        return days[0].isoformat(), days[1].isoformat()
    period = _period(phrase, model)
    if period.relative is not None:
        told = period.relative
        relative = RelativePeriod(
            of=FieldRef(entity="", name=""),
            how=told.how,
            unit=told.unit,
            count=told.count,
            shift=told.shift,
            anchor=today.isoformat(),
            phrase=phrase,
        )
        return resolve_period(relative, model.calendar)
    if period.low is None and period.high is None:
        raise InvalidInput(f"“{phrase}” has no first and last day.", hint=_HINT)
    return _iso(period.low), _iso(period.high)


def check_period(words: str, model: SemanticModel) -> None:
    """Raises InvalidInput for words that are not one period, and nothing else."""
    if _two_dates(words) is None:
        _period(words, model)


def period_within(words: str, model: SemanticModel) -> bool:
    try:
        check_period(words, model)
    except InvalidInput:
        return False
    return True


def reanchored(part: Part, model: SemanticModel, today: date) -> Part:
    """Relative periods told from today, or from the last day in the data where it ends earlier."""
    if isinstance(part, RelativePeriod) and isinstance(part.of, FieldRef):
        field = _field(part.of, model)
        return part if field is None else dataclasses.replace(part, anchor=anchor(field, today).isoformat())
    if isinstance(part, tuple):
        return type(part)(reanchored(each, model, today) for each in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return cast(Part, _replaced(part, model, today))
    return part


def _replaced(part: Any, model: SemanticModel, today: date) -> Any:
    changed = {}
    for field in dataclasses.fields(part):
        old = getattr(part, field.name)
        new = reanchored(old, model, today)
        if new is not old and new != old:
            changed[field.name] = new
    return dataclasses.replace(part, **changed) if changed else part


def _field(of: FieldRef, model: SemanticModel) -> Field | None:
    try:
        return model.entity(of.entity).field(of.name)
    except KeyError:
        return None


def _period(phrase: str, model: SemanticModel) -> Period:
    tokens: Sequence[Token] = fiscal_tokens(tokenise(phrase), schema_of(model))
    found = date_phrases(tokens)
    if len(found) != 1 or (found[0].first, found[0].last) != (0, len(tokens)):
        raise InvalidInput(f"“{phrase}” is no period.", hint=_HINT)
    return found[0].period


def _two_dates(phrase: str) -> tuple[date, date] | None:
    """The second is the day behind the last."""
    first, slash, last = (part.strip() for part in phrase.partition("/"))
    if not slash:
        return None
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
        behind = days[1] + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    if days[0] > days[1]:
        raise InvalidInput(f"“{phrase}” ends before it begins.", hint=_HINT)
    return days[0], behind


def _of(condition: Condition, of: FieldRef) -> Condition:
    """With the way to the field that the place had, where several lead there."""
    if of.via and isinstance(condition, AbsolutePeriod | RelativePeriod):
        return dataclasses.replace(condition, of=of)
    return condition


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
