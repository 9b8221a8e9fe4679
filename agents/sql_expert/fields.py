"""Small questions about fields and entities that planning asks everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from agents.sql_expert.lexemes import NAMES_A_ROW, EntityLink, FieldLink, ValueLink
from core.errors import UserError
from core.model import Dimension, Entity, Field, Measure, Metric
from core.plan import FieldRef
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.words import full_words, singular, stem

_YEARS = {"year", "founded", "opened", "opening", "established", "built", "formed", "born", "released", "date"}
_MANY_ROWS = 20
_TELLING = 0.3
_NUMBERS = (int, float, Decimal)
_IN_ONE_WORD = {"first": ("forename",), "last": ("surname",)}
_PERSON_NAMES = (("first", "last"), ("given", "family"), ("first", "family"))


class CannotPlan(UserError):
    """A draft that makes no Plan; another reading of it may."""

    code = "cannot_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricField(Measure):
    """A metric that stands where a measure may; no column has its values."""

    metric: Metric


def is_metric(link: object) -> bool:
    return isinstance(link, FieldLink) and isinstance(link.field, MetricField)


def ref(link: FieldLink | ValueLink) -> FieldRef:
    """Raises CannotPlan for a metric, which no row has."""
    if isinstance(link.field, MetricField):
        raise CannotPlan(f"{link.field.label} is told of groups of rows, not of each row.")
    return FieldRef(entity=link.entity.name, name=link.field.name)


def is_temporal(field: Field) -> bool:
    return field.type in TEMPORAL_TYPES


def is_year(field: Field) -> bool:
    """A number that counts years, by its name and its values."""
    low, high = field.profile.minimum, field.profile.maximum
    if field.type not in NUMERIC_TYPES or not isinstance(low, _NUMBERS) or not isinstance(high, _NUMBERS):
        return False
    named = (isinstance(field, Dimension) and field.role == "time") or bool(_YEARS & set(full_words(field.name)))
    return named and 1000 <= low <= high <= 2200


def is_orderable(field: Field) -> bool:
    return field.type in NUMERIC_TYPES or field.type in TEMPORAL_TYPES


def is_comparable(field: Field, number: float | None) -> bool:
    """Whether there is more or less of it; text is set against a number only where there may be some in it (“12 kg”)."""
    if field.type != "text" or number is None or field.written:
        return is_orderable(field) or field.type == "text"
    held = (field.profile.minimum, field.profile.maximum, *(value for value, _ in field.profile.top[:3]))
    return any(character.isdigit() for one in held for character in str(one)[:2])


def is_identifier(field: Field) -> bool:
    return isinstance(field, Dimension) and field.role == "identifier"


def names_rows(entity: Entity, field: Field) -> bool:
    """Whether each row has a value of its own, or nearly; in a few rows that may be chance."""
    if entity.key == (field.name,):
        return True
    telling = entity.rows >= _MANY_ROWS or is_identifier(field) or entity.display == field.name
    return telling and field.profile.distinct >= 0.95 * max(1, entity.rows)


def is_measure(field: Field) -> bool:
    return isinstance(field, Measure) and field.type in NUMERIC_TYPES


_MAIN = ("total", "amount", "revenue", "sales", "price", "value", "cost", "salary")


def main_measure(entity: Entity) -> Field | None:
    """What an entity is measured by where nothing is named: its only number, or the one that is called its total."""
    measures = [one for one in entity.fields if is_measure(one)]
    if len(measures) <= 1:
        return measures[0] if measures and measures[0].unit not in ("%", "ratio") else None
    ranks = {one.name: [at for at, word in enumerate(_MAIN) if word in _words(one)] for one in measures}
    ranked = sorted((one for one in measures if ranks[one.name]), key=lambda one: ranks[one.name][0])
    if not ranked or (len(ranked) > 1 and ranks[ranked[0].name][0] == ranks[ranked[1].name][0]):
        return None
    return ranked[0]


def _words(field: Field) -> frozenset[str]:
    return frozenset((*full_words(field.name), *full_words(field.label)))


def name_fields(entity: Entity) -> tuple[Field, ...]:
    """What names a row to people: its display column, first and last name together, its key, or its first text."""
    by_words = {full_words(one.name): one for one in entity.fields}
    numbered = [by_words.get(("name", number)) for number in ("1", "2")]
    if all(one is not None and one.type == "text" for one in numbered):
        return tuple(one for one in numbered if one is not None)
    for first, last in _PERSON_NAMES:
        said = ((first, "name"), (last, "name"), *(_IN_ONE_WORD.get(one, ()) for one in (first, last)))
        pair = [one for words, one in by_words.items() if words in said]
        if len(pair) == 2:
            return tuple(pair)
    if entity.display and (len(entity.key) != 1 or _tells_rows(entity, entity.field(entity.display))):
        return (entity.field(entity.display),)
    if len(entity.key) == 1:
        return (entity.field(entity.key[0]),)
    return tuple(one for one in entity.fields if isinstance(one, Dimension))[:1]


def _tells_rows(entity: Entity, display: Field) -> bool:
    """Names that are shared by many rows ("subject") do not tell which are meant; a few namesakes are told by people."""
    return display.profile.distinct >= _TELLING * max(1, entity.rows - display.profile.nulls)


def shown_fields(link: EntityLink | FieldLink) -> tuple[FieldLink, ...]:
    if isinstance(link, FieldLink) and link.evidence != NAMES_A_ROW:
        return (link,)
    fields = name_fields(link.entity)
    if not fields:
        raise CannotPlan(f"{link.entity.label} has no column that names its rows.")
    return tuple(FieldLink(entity=link.entity, field=one, score=link.score) for one in fields)


def time_field(entity: Entity) -> Field | None:
    """The default time, else the only time there is, else the only year."""
    if entity.default_time:
        return entity.field(entity.default_time)
    times = [one for one in entity.fields if is_temporal(one)] or [one for one in entity.fields if is_year(one)]
    return times[0] if len(times) == 1 else None


def dates_itself(entity: Entity) -> bool:
    """Whether its usual date is called like its rows: reviews that are reviewed, orders of an order date."""
    time = time_field(entity)
    own = {stem(word) for word in full_words(entity.name)}
    return time is not None and bool(own & {stem(word) for word in full_words(time.name)})


def last_day(field: Field) -> date | None:
    latest = field.profile.maximum
    if isinstance(latest, datetime):
        return latest.date()
    if isinstance(latest, date):
        return latest
    if isinstance(latest, str) and re.match(r"\d{4}-\d\d-\d\d", latest):
        return date.fromisoformat(latest[:10])
    return None


def is_called(entity: Entity, said: str) -> bool:
    """Whether the table has this name, in the singular or the plural."""
    return singular(said.casefold()) in {singular(name.casefold()) for name in (entity.name, entity.label)}


def free_name(wanted: str, taken: Iterable[str]) -> str:
    known = set(taken)
    if wanted not in known:
        return wanted
    number = 2
    while f"{wanted}_{number}" in known:
        number += 1
    return f"{wanted}_{number}"
