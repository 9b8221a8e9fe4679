"""The columns that an adjective may be about: “heaviest” is told by a weight, “worst rated” by a score and by no price."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Ordering
from agents.sql_expert.fields import is_measure, is_orderable, is_temporal, is_year, main_measure
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.linking import CONTRARY
from agents.sql_expert.mainstays import paid_rates, takings
from agents.sql_expert.qualities import SPENT, Quality
from agents.sql_expert.schema import Schema
from agents.sql_expert.taken_away import is_taken_away
from core.model import Entity, Field, Measure
from core.table import TEMPORAL_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_CLOCK = frozenset(["milliseconds", "seconds", "minutes", "hours", "nights", "days", "weeks"])
"""Columns that count units of time are called in the plural: “day” is a date."""
_RATES = frozenset({"rate", "rates"})
_COINS = ("USD", "EUR", "GBP", "$", "€", "£")
_OTHER_END = 0.2
_OF_A_PART = 0.07
_PART = word_set("us domestic dvd foreign international overseas opening weekend")
"""What was taken in the whole world says more than what was taken in a part of it."""
_HIGH = frozenset(map(stem, ["maximum", "max", "high", "highest"]))
_LOW = frozenset(map(stem, ["minimum", "min", "low", "lowest"]))
"""The hottest day is told by its highest temperature, the coldest by its lowest."""
BIRTH = word_set("birth born dob birthday birthdate")


def measured_by(quality: Quality, schema: Schema) -> list[FieldLink]:
    """Fields that an adjective may be about, by the words of their names."""
    found = paid_rates(schema.model) if "salary" in quality.fields else []
    for entity in schema.model.entities:
        for one in entity.fields:
            words = {*full_words(one.name), *full_words(one.label)}
            stems = set(map(stem, words))
            rank = _rank(quality, words, entity, one)
            temporal = one.type in TEMPORAL_TYPES
            if rank is not None and (is_orderable(one) or temporal):
                score = 0.95 - 0.06 * rank - 0.02 * (len(stems) - 1) - (_turned(entity) if stems & CONTRARY else 0.0)
                score -= _OF_A_PART if quality.money and words & _PART else 0.0
                score -= _OTHER_END if stems & (_LOW if quality.descending else _HIGH) else 0.0
                found.append(FieldLink(entity=entity, field=one, score=score, evidence="what the adjective measures"))
            elif quality.time and (temporal or is_year(one)) and not words & BIRTH:
                default = entity.default_time == one.name
                found.append(FieldLink(entity=entity, field=one, score=0.9 if default else 0.7, evidence="a time"))
    found = _named_alone([*found, *_by_their_date(quality, found, schema)])
    if "tariff" in quality.fields:
        found = [*found, *_by_what_it_comes_to(found, schema)]
    if not quality.money:
        return found
    if quality.fields != SPENT:
        return found or takings(schema.model)
    spent = [one for one in found if stem("spend") in {stem(word) for word in full_words(one.field.name)}]
    return spent or _revenue(schema) or takings(schema.model) or found


def _by_their_date(quality: Quality, found: list[FieldLink], schema: Schema) -> list[FieldLink]:
    """“The oldest order”: the earliest, where nothing else tells the age of the rows."""
    if "built" not in quality.fields:
        return []
    aged = {one.entity.name for one in found}
    dated = [(one, field) for one in schema.model.entities for field in one.fields if field.name == one.default_time]
    return [
        FieldLink(entity=one, field=field, score=_DATED, evidence="a time")
        for one, field in dated
        if one.name not in aged
    ]


_DATED = 0.8


def _by_what_it_comes_to(found: list[FieldLink], schema: Schema) -> list[FieldLink]:
    """“The most expensive order” by its total, where only a fee that is a part of it would be told."""
    priced = {one.entity.name for one in found if not _FEES & set(full_words(one.field.name))}
    fees = {one.entity.name for one in found} - priced
    totals = [(one, main_measure(one)) for one in schema.model.entities if one.name in fees]
    return [
        FieldLink(entity=one, field=total, score=1.0, evidence="what the adjective measures")
        for one, total in totals
        if total is not None and _TOTALS & set(full_words(total.name))
    ]


_FEES = word_set("fee charge tariff tax")
_TOTALS = word_set("total amount price value sum")


def _turned(entity: Entity) -> float:
    """What a column of refunds or costs loses: less where its table tells nothing else (“the largest refund”)."""
    return 0.2 if sum(is_measure(one) for one in entity.fields) == 1 else 0.5


_OF_ONE = word_set("price cost fee rate value margin weight profit")
"""“Unit cost” tells of one unit, not how many were sold."""


def _named_alone(found: list[FieldLink]) -> list[FieldLink]:
    """Beside a price, the lowest and the highest price are not what “expensive” is about."""
    alone = {(one.entity.name, one.score) for one in found if len(full_words(one.field.name)) == 1}
    return [
        replace(one, score=one.score - _BESIDE)
        if set(full_words(one.field.name)) & _ENDS and any(name == one.entity.name for name, _ in alone)
        else one
        for one in found
    ]


_BESIDE = 0.2
_ENDS = word_set("maximum max minimum min highest lowest high low")


def descends(order: Ordering, link: FieldLink) -> bool:
    """The oldest has the highest age, and the earliest date of birth."""
    aged = order.noun.quality is not None and order.noun.quality.fields[:1] == ("age",)
    flips = (aged and (is_temporal(link.field) or is_year(link.field))) or is_slowness(order, link)
    return order.descending != (flips or is_taken_away(link.field))


def is_slowness(order: Ordering, link: FieldLink) -> bool:
    """The fastest has the highest speed, and took the fewest minutes."""
    first = order.noun.quality.fields[:1] if order.noun.quality is not None else ()
    words = set(full_words(link.field.name))
    return (first == ("speed",) and not words & _SPEED) or (first == ("economy",) and bool(words & _USED))


_SPEED = word_set("speed kmh kph mph knots")
_USED = word_set("100km consumption l litres liters litre liter used use kwh")
"""What a machine takes to do the same: the most efficient takes the least."""


def is_long_in_two_ways(quality: Quality, entity: Entity) -> bool:
    """“The longest trip”, where trips have a distance and a duration: both are how long it was."""
    if not set(_CLOCK) & set(quality.fields) or "distance" not in quality.fields:
        return False
    words = [set(full_words(one.name)) for one in entity.fields if isinstance(one, Measure)]
    return any(one & _SPANS for one in words) and any(one & (_CLOCK | {"duration", "time"}) for one in words)


_SPANS = word_set("distance km kilometers kilometres miles mileage")


def _rank(quality: Quality, words: set[str], entity: Entity, field: Field) -> int | None:
    """How far behind the best word the name's own comes; None where the adjective is about something else."""
    if quality.time and words & BIRTH:
        return None
    called = [one for one in quality.fields if _is_called(one, words, entity, field, score=quality.average)]
    return min(
        (quality.fields.index(quality.alike[0] if one in quality.alike else one) for one in called), default=None
    )


_MOMENTS = word_set("""
dep departure depart arr arrival arrive start started begin beginning end ended ending finish finished open opening close closing
sched scheduled created updated order ordered pickup delivery check checkin checkout hour login logout stamp
""")
"""“Departure time” tells when something was, not how long it took."""


_TURNED_TO = word_set("dir direction bearing deg degrees")
"""Where the wind comes from says nothing of how strong it is."""


def _is_called(word: str, words: set[str], entity: Entity, field: Field, *, score: bool) -> bool:
    """“Rate” and “rating” have one stem: a score may be called rate, a nightly or hourly rate is none."""
    if word in _CLOCK:
        return word in words
    if word == "units" and words & _OF_ONE:
        return False
    if (word == "time" and words & _MOMENTS) or (word == "wind" and words & _TURNED_TO):
        return False
    if word != "rate":
        return stem(word) in {stem(one) for one in words - _RATES}
    own = {stem(one) for one in full_words(entity.name)}
    bare = {stem(one) for one in words - _RATES} <= own and field.unit not in _COINS
    return bool(words & _RATES) and (bare or not score)


def _revenue(schema: Schema) -> list[FieldLink]:
    """What is spent is what is sold, where the model tells which column that is."""
    named = [one for one in schema.names if one.given and one.field is not None and one.stems == (stem("revenue"),)]
    return [FieldLink(entity=one.entity, field=one.field, score=0.92, evidence="revenue") for one in named if one.field]
