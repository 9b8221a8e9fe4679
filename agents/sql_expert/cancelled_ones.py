"""“Cancelled flights” of a table that does not say so, but has a planned time and none at which it happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.delays import LEAVING, PLANNED
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from core.plan import Assumption, Plan
from semantic_layer import ValueIndex
from semantic_layer.words import full_words, singular, stem

Read = Callable[[str], Plan | None]
_WORD = re.compile(r"\bcancel(?:l?ed|l?ations?|s)?\b", re.IGNORECASE)
_OFF = re.compile(
    r"\bcalled off\b|\bdid not (?:take off|depart|leave|run|happen)\b|\bnever (?:took off|departed|left|ran)\b", re.I
)


def cancelled_ones(text: str, schema: Schema, values: ValueIndex, read: Read) -> Iterator[Plan]:
    """`read` understands the question about rows without such a time; it is told what they were taken for."""
    plain = _OFF.sub("cancelled", text.strip())
    said = _WORD.search(plain)
    if said is None or _is_held(schema, values):
        return
    found = [(entity, time) for entity in schema.model.entities if (time := _time_of(entity)) is not None]
    if len(found) != 1:
        return
    entity, time = found[0]
    for asked in _asked(plain, entity.label, f"without {time.label}"):
        plan = read(asked)
        if plan is not None:
            why = f"Nothing says which {entity.label} were cancelled; those without a {time.label} are taken for that."
            assumed = Assumption(topic="value", chosen=f"{entity.name}.{time.name}", why=why)
            yield replace(plan, assumptions=(*plan.assumptions, assumed))
            return


def _is_held(schema: Schema, values: ValueIndex) -> bool:
    """Whether a column or a value of the data is called so."""
    root = stem("cancelled")
    names = [one.name for entity in schema.model.entities for one in (entity, *entity.fields)]
    if any(stem(word) in (root, stem("cancellation")) for name in names for word in full_words(name)):
        return True
    return any(values.lookup(word, fuzzy=False) for word in ("cancelled", "canceled"))


def _time_of(entity: Entity) -> Field | None:
    """What is missing where nothing happened: of a planned time that each row has, the time itself."""
    planned = [one for one in entity.fields if PLANNED & set(full_words(one.name)) and not one.profile.nulls]
    times = [
        one
        for one in entity.fields
        if 0 < one.profile.nulls < one.profile.rows / 2
        and any(set(full_words(plan.name)) - PLANNED == set(full_words(one.name)) for plan in planned)
    ]
    leaving = [one for one in times if LEAVING & set(full_words(one.name))]
    return next(iter(leaving or times), None)


def _asked(text: str, rows: str, without: str) -> Iterator[str]:
    one = singular(rows)
    such = rf"(?:{rows}|{one})"
    were = "(?:that |which )?(?:have |has |had )?(?:were|was|are|is|got|get|been|be)"
    for pattern, told in (
        (rf"\bcancell?ation rate(?: of {such})?\b", f"share of {rows} {without}"),
        (rf"\b(?:{one} )?cancell?ations?\b(?: of {such})?", f"{rows} {without}"),
        (rf"\bcancell?ed ({such})\b", rf"\1 {without}"),
        (rf"\b({such})((?: [\w'’-]+)*?) {were} cancell?ed\b", rf"\1\2 {without}"),
        (rf"\b({such})((?: [\w'’-]+)*?) cancell?ed\b", rf"\1\2 {without}"),
        (rf"\bcancell?(?:ed|s)? (the (?:most|fewest) )({such})\b", rf"has \1\2 {without}"),
        (rf"\b({such}) (?:did|does|do) ([\w .'’-]+?) cancel\b", rf"\1 {without} did \2 have"),
        (r"\b(?:were|was|are|is|got) cancell?ed\b", f"are {without}"),
    ):
        changed = re.sub(pattern, told, text, flags=re.IGNORECASE)
        if changed != text and not _WORD.search(changed):
            yield changed
