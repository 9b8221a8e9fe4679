"""One part named in the place of another: “total instead of average”, “not by species, by vet”, “revenue, not orders”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.said import lexemes_of, said_of
from agents.sql_expert.turns.told import grouped_fields, valued_fields
from core.plan import Aggregate, FieldRef, MeasureArithmetic, MeasureExpression, Plan
from semantic_layer.words import full_words, stem

_INSTEAD_OF = re.compile(
    r"^(?P<new>.+?),? (?:instead of|rather than|in place of|but not|and not)(?: the)? (?P<old>.+)$", re.I
)
_NOT_FIRST = re.compile(r"^not (?P<old>[^,]+?)(?:, but|,| but) (?P<new>.+)$", re.I)
_NOT_LAST = re.compile(r"^(?P<new>.+?),? not(?: the)? (?P<old>.+)$", re.I)
_STILL_OPENING = re.compile(
    r"^(?:(?:no|nope|sorry|actually|oops|wait|and|but|i meant?|i want(?:ed)?|make it|show(?: me)?|use)\b[\s,.:;-]*)+",
    re.I,
)
Part = Literal["measure", "group", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    new: str
    old: str


def swap_in(text: str) -> Swap | None:
    """What is named, and what it comes instead of."""
    plain = _STILL_OPENING.sub("", text.strip().rstrip(" ?.!"))
    for pattern in (_NOT_FIRST, _INSTEAD_OF, _NOT_LAST):
        if (matched := pattern.match(plain)) is not None:
            return Swap(new=said_of(matched["new"]).words, old=said_of(matched["old"]).words)
    return None


def part_named(last: Plan, words: str, task: Understanding) -> Part | None:
    """Which part of the plan before the words name; None where they name none."""
    said = {stem(word) for word in full_words(re.sub(r"^(?:(?:by|per|for|in|the|their) )+", "", words))}
    if not said:
        return None
    lexemes = lexemes_of(words, task)
    grouped, valued = grouped_fields(last), valued_fields(last)
    if any(one for one in lexemes if _among(one.values, valued)):
        return "value"
    periods = {one.grain for one in last.dimensions if one.grain}
    if said & periods or any(
        _among(one.fields, grouped) or _names_rows(one.entities, grouped, task) for one in lexemes
    ):
        return "group"
    own: set[str] = set()
    for measure in last.measures:
        own |= {stem(word) for word in full_words(f"{measure.label} {measure.name}")} | _words_of(measure.value)
    return "measure" if said <= own else None


def _among(links: object, fields: list[FieldRef]) -> bool:
    return isinstance(links, tuple) and any(
        FieldRef(entity=one.entity.name, name=one.field.name) in fields for one in links
    )


def _names_rows(links: object, fields: list[FieldRef], task: Understanding) -> bool:
    named = {one.entity.name for one in links} if isinstance(links, tuple) else set()
    return any(
        field.entity in named
        and field.name in (task.model.entity(field.entity).display, *task.model.entity(field.entity).key)
        for field in fields
    )


_COUNTED = frozenset(stem(word) for word in ("number", "count", "quantity", "how", "many"))
_FUNCTIONS = {
    "avg": ("average", "mean"), "sum": ("total", "sum"), "min": ("lowest", "minimum", "smallest"),
    "max": ("highest", "maximum", "largest"), "median": ("median",),
}  # fmt: skip


def _words_of(value: MeasureExpression) -> set[str]:
    if isinstance(value, MeasureArithmetic):
        return _words_of(value.left) | _words_of(value.right)
    if not isinstance(value, Aggregate):
        return set()
    if value.of is None:
        return set(_COUNTED) | {stem(word) for word in full_words(value.entity)}
    field = set(full_words(value.of.name)) if isinstance(value.of, FieldRef) else set()
    return {stem(word) for word in (*field, *_FUNCTIONS.get(value.function, ()))}
