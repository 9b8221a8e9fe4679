"""The places of a draft that a name must fill, and the names that fit each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.sql_expert.counted_or_summed import what_it_comes_to
from agents.sql_expert.draft import Draft, Filter, Noun, Operand
from agents.sql_expert.earning import without_wages
from agents.sql_expert.fields import is_identifier, is_measure, is_orderable
from agents.sql_expert.held_values import held_by, scaled
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.mainstays import main_event, people
from agents.sql_expert.makers import without_makers
from agents.sql_expert.measured import measured_by
from agents.sql_expert.panels import only_figure
from agents.sql_expert.people_as_rows import ROWS
from agents.sql_expert.qualities import BUYER, PERSON
from agents.sql_expert.referred import unreferred
from agents.sql_expert.schema import Schema
from agents.sql_expert.sought_after import sought_after, told_by
from agents.sql_expert.telling_columns import tells_row
from agents.sql_expert.told_in import in_unit
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.words import full_words, stem

_NAMED = 0.95
_CLEAR = 0.9
Link = EntityLink | FieldLink | ValueLink
Role = Literal[
    "context", "shown", "counted", "aggregated", "measured", "ranged", "compared", "grouped", "ordered", "value"
]
SlotKey = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`key` tells where in the draft it is; `owner` is the mention it should belong to."""

    key: SlotKey
    role: Role
    links: tuple[Link, ...]
    lexeme: Lexeme | None = None
    owner: Lexeme | None = None


def slots_of(draft: Draft, schema: Schema) -> list[Slot]:
    """Names of entities first, since they tell where the fields are looked for."""
    found = list(_context(draft))
    found.extend(_targets(draft, schema))
    found.extend(_groups(draft, schema))
    found.extend(_filters(draft, schema))
    found.extend(_orders(draft, schema))
    found = [replace(one, links=without_wages(one.links, draft, schema)) if _is_measured(one) else one for one in found]
    return sorted(found, key=lambda slot: 0 if slot.role in ("context", "counted") else 1)


def _is_measured(slot: Slot) -> bool:
    """By an adjective or a verb alone, without a noun for the figure."""
    return slot.lexeme is None and slot.role in ("ordered", "compared")


def _context(draft: Draft) -> Iterator[Slot]:
    seen: set[int] = set()
    for place, lexeme in enumerate(draft.context):
        if lexeme.entities and id(lexeme) not in seen:
            seen.add(id(lexeme))
            yield Slot(key=("context", place), role="context", links=lexeme.entities, lexeme=lexeme)


def _targets(draft: Draft, schema: Schema) -> Iterator[Slot]:
    for place, target in enumerate(draft.targets):
        key = ("target", place)
        if target.function in ("count", "count_distinct"):
            yield from _slot(key, "counted", target.noun, _counted, schema)
        elif target.function in ("min", "max"):
            yield from _slot(key, "ranged", target.noun, _ordered, schema)
        elif target.function:
            yield from _slot(key, "aggregated", target.noun, _numeric, schema)
        else:
            slots = _slot(key, "shown", target.noun, lambda lexeme: unreferred(_any(lexeme), schema), schema)
            yield from (replace(one, links=without_makers(one.links, draft, schema.model)) for one in slots)


def _groups(draft: Draft, schema: Schema) -> Iterator[Slot]:
    for place, group in enumerate(draft.groups):
        if group.noun.lexeme is not None:
            lexeme = group.noun.lexeme
            links = unreferred(_any(lexeme), schema) if group.grain is None else _dated(lexeme)
            yield Slot(key=("group", place), role="grouped", links=tuple(links), lexeme=lexeme)


def _filters(draft: Draft, schema: Schema) -> Iterator[Slot]:
    for place, found in enumerate(draft.filters):
        key = ("filter", place)
        if found.operator == "exists" and found.noun == Noun():
            yield from _popular(key, draft, schema)
        elif found.operator == "exists" and found.noun.lexeme is not None and found.noun.lexeme.entities:
            yield from _slot(key, "counted", found.noun, _existing, schema)
        elif found.operator == "exists" or found.counted:
            yield from _slot(key, "counted", found.noun, _counted, schema)
        elif found.operator in ("null", "flag", "contains", "starts_with", "ends_with"):
            yield from _slot(key, "compared", found.noun, _fields, schema)
        elif found.operator == "period":
            yield from _slot(key, "compared", found.noun, _temporal, schema)
        elif found.noun.lexeme is None and found.noun.quality is None and _holds_values(found):
            yield from _value_slots(place, found, None)
        elif _holds_values(found):
            yield from _value_slots(place, found, found.noun.lexeme)
        elif found.noun.lexeme is None and found.noun.quality is None and (links := in_unit(found, schema)):
            yield Slot(key=key, role="compared", links=tuple(links))
        else:
            fits = _fields if found.operator in ("=", "!=") else _ordered
            yield from _slot(key, "compared", found.noun, fits, schema)


def _value_slots(place: int, found: Filter, noun: Lexeme | None) -> Iterator[Slot]:
    """Each value of a list is settled by the field that the first is found in."""
    operand = found.operands[0]
    lexeme = operand.lexeme
    if lexeme is None:
        return
    named = {(link.entity.name, link.field.name): link.score for link in noun.fields} if noun is not None else None
    links: list[Link] = []
    for link in lexeme.values:
        place_of_value = (link.entity.name, link.field.name)
        if named is None:
            links.append(link)
        elif place_of_value in named:
            links.append(scaled(link, named[place_of_value]))
    if not links and noun is not None:
        links.extend(held_by(noun, lexeme) or noun.fields)
    yield Slot(key=("filter", place), role="value", links=tuple(links), lexeme=lexeme, owner=found.noun.owner)


def _holds_values(found: Filter) -> bool:
    first: Operand | None = found.operands[0] if found.operands else None
    if first is None or first.lexeme is None or found.operator not in ("=", "!="):
        return False
    return bool(first.lexeme.values) and (first.number is None or found.noun.lexeme is not None)


def _orders(draft: Draft, schema: Schema) -> Iterator[Slot]:
    for place, order in enumerate(draft.orders):
        if order.counted and order.noun.lexeme is None and order.superlative:
            key = ("order", place)
            yield from _popular(key, draft, schema) if draft.targets else _happening(key, schema)
        elif order.counted:
            yield from _slot(("order", place), "counted", order.noun, _counted, schema)
        else:
            yield from _slot(("order", place), "ordered", order.noun, _sortable, schema)


def _popular(key: SlotKey, draft: Draft, schema: Schema) -> Iterator[Slot]:
    """“The most popular product”: by the rows of another entity that refer to it."""
    lexeme = draft.targets[0].noun.lexeme if draft.targets else None
    if lexeme is None:
        return
    if not lexeme.entities or (lexeme.fields and lexeme.fields[0].score > lexeme.entities[0].score):
        sought = tuple(sought_after(lexeme, draft, schema)) if lexeme.fields else ()
        if sought:
            yield Slot(key=key, role="counted", links=sought)
        return
    goal = lexeme.entities[0].entity.name
    referring = {one.from_entity for one in schema.model.relationships if one.to_entity == goal} - {goal}
    event = main_event(schema.model)
    told = told_by(event, schema.model.entity(goal), schema) if event is not None else None
    links = [
        EntityLink(entity=schema.model.entity(name), score=0.8 if told is not None and told.name == name else 0.7)
        for name in sorted(referring)
    ]
    if links:
        yield Slot(key=key, role="counted", links=tuple(links))


def _happening(key: SlotKey, schema: Schema) -> Iterator[Slot]:
    """“The busiest month”: by the rows of what happens."""
    event = main_event(schema.model)
    if event is not None:
        yield Slot(key=key, role="counted", links=(EntityLink(entity=event, score=0.8, evidence="what happens"),))


def _slot(
    key: SlotKey, role: Role, noun: Noun, fits: Callable[[Lexeme], Sequence[Link]], schema: Schema
) -> Iterator[Slot]:
    if noun.lexeme is not None:
        yield Slot(key=key, role=role, links=tuple(fits(noun.lexeme)), lexeme=noun.lexeme, owner=noun.owner)
    elif noun.quality is PERSON or noun.quality is BUYER:
        links = tuple(_buyers(schema) if noun.quality is BUYER else _people(schema))
        yield Slot(key=key, role=role, links=links, owner=noun.owner)
    elif noun.quality is not None:
        links_of_it = measured_by(noun.quality, schema) or only_figure(noun.quality, schema)
        yield Slot(key=key, role=role, links=tuple(links_of_it), owner=noun.owner)


def _buyers(schema: Schema) -> list[EntityLink]:
    named = _people(schema)
    buyers = [
        one for one in named if {stem(word) for word in full_words(one.entity.label)} & set(map(stem, BUYER.fields))
    ]
    return buyers or named


def _people(schema: Schema) -> list[EntityLink]:
    """Entities whose rows are people."""
    named = people(schema.model)
    if not named and len(schema.model.entities) == 1:
        return [EntityLink(entity=schema.model.entities[0], score=0.7, evidence=ROWS)]
    return named


def _any(lexeme: Lexeme) -> Sequence[Link]:
    """Columns and entities; a column that has only part of an entity's name is not meant where the entity is named."""
    entity = max((link.score for link in lexeme.entities), default=0.0)
    fields = lexeme.fields if entity < _NAMED else tuple(link for link in lexeme.fields if link.score >= _NAMED)
    if entity >= _NAMED and lexeme.text.casefold().endswith("s"):
        fields = tuple(link for link in fields if link.field.type not in NUMERIC_TYPES or _plural(link))
        fields = tuple(link for link in fields if link in _beside_rows(lexeme) or tells_row(link.field))
    return (*fields, *lexeme.entities)


def _plural(link: FieldLink) -> bool:
    return link.field.name.casefold().endswith("s")


def _fields(lexeme: Lexeme) -> Sequence[Link]:
    """The columns it names, or the keys of the entities it names ("order 103")."""
    keyed = [link for link in lexeme.entities if len(link.entity.key) == 1]
    keys = [
        FieldLink(
            entity=link.entity, field=link.entity.field(link.entity.key[0]), score=0.9 * link.score, evidence="key"
        )
        for link in keyed
    ]
    return (*lexeme.fields, *keys)


def _counted(lexeme: Lexeme) -> Sequence[Link]:
    """References to rows count less than the rows themselves, where those are named as well."""
    named = any(link.score >= _CLEAR for link in lexeme.entities)
    plural = lexeme.text.casefold().endswith("s") and any(link.score >= _NAMED for link in lexeme.entities)
    amounts = [link for link in lexeme.fields if is_measure(link.field) and not _plural(link)] if plural else []
    fields = (
        replace(one, score=0.8 * one.score) if named and is_identifier(one.field) else one
        for one in _beside_rows(lexeme)
        if one not in amounts
    )
    return (*lexeme.entities, *fields)


def _beside_rows(lexeme: Lexeme) -> tuple[FieldLink, ...]:
    """“How many reviews”, where reviews have a column `review`: the rows."""
    rows = {link.entity.name for link in lexeme.entities if link.score >= _NAMED}
    several = lexeme.text.casefold().endswith("s")
    return tuple(one for one in lexeme.fields if not (several and one.entity.name in rows and not _plural(one)))


def _dated(lexeme: Lexeme) -> Sequence[Link]:
    """“By order month”: a column of dates, or the entity whose date it is."""
    return (*(link for link in lexeme.fields if link.field.type in TEMPORAL_TYPES), *lexeme.entities)


def _existing(lexeme: Lexeme) -> Sequence[Link]:
    """“Products without reviews”: rows of the entity, unless a column is named better than it."""
    least = lexeme.entities[0].score
    return (*lexeme.entities, *(link for link in lexeme.fields if link.score > least))


def _numeric(lexeme: Lexeme) -> Sequence[Link]:
    numbers = tuple(
        link for link in lexeme.fields if link.field.type in NUMERIC_TYPES and not is_identifier(link.field)
    )
    if numbers:
        return numbers
    amounts = tuple(found for link in lexeme.entities if (found := what_it_comes_to(link.entity)) is not None)
    several = lexeme.text.casefold().endswith("s")
    return amounts or tuple(link for link in lexeme.entities if several and link.score >= _NAMED)


def _temporal(lexeme: Lexeme) -> Sequence[Link]:
    return lexeme.fields


def _ordered(lexeme: Lexeme) -> Sequence[Link]:
    orderable = tuple(link for link in lexeme.fields if is_orderable(link.field))
    return orderable or lexeme.fields


def _sortable(lexeme: Lexeme) -> Sequence[Link]:
    return (*lexeme.fields, *(lexeme.entities if not lexeme.fields else ()))
