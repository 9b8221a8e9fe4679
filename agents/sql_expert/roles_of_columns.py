"""Words that name a column by what it is to its table: its key, what names its rows, what they are measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.sql_expert.fields import main_measure
from agents.sql_expert.lexemes import NAMES_A_ROW, FieldLink
from agents.sql_expert.mainstays import takings
from agents.sql_expert.schema import Schema
from core.model import Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_HEAD = 0.5
ONLY_AMOUNT = "the only amount"
Links = dict[tuple[str, str], FieldLink]


def link_by_role(stems: tuple[str, ...], matches: Sequence[Mapping[str, float]], schema: Schema, fields: Links) -> None:
    """Adds to `fields`; `matches` are the stems of the schema that each word may be."""
    if stems in _IDENTIFIERS:
        _keys(schema, fields)
    elif len(stems) > 1 and stems[-1] in _NUMBERED:
        _keys_of(frozenset(stems[:-1]), schema, fields)
    elif stems in _NAMES:
        _displays(schema, fields)
    elif len(stems) == 1 and stems[0] in (*_TAKINGS, *_OUTLAYS):
        _takings(schema, fields, paid=stems[0] in _OUTLAYS)
    elif len(stems) == 2 and stems[-1] in _SIZES:
        _sizes(matches[0], stems[-1], schema, fields)


_NUMBERED = frozenset(map(stem, word_set("number code id identifier no")))
_IDENTIFIERS = frozenset({(stem("id"),), (stem("identifier"),), (stem("identification"),)})


def _keys(schema: Schema, fields: Links) -> None:
    """“id” names the key of any entity, whatever its header is."""
    for entity in schema.model.entities:
        key = entity.field(entity.key[0]) if len(entity.key) == 1 else None
        if key is None:
            continue
        known = fields.get((entity.name, key.name))
        others = [link.score for link in fields.values() if link.entity is entity]
        if known is None:
            fields[entity.name, key.name] = FieldLink(entity=entity, field=key, score=0.75, evidence="the key")
        elif others:  # a reference to other rows is not what its own rows are called by
            fields[entity.name, key.name] = replace(known, score=max(others))


def _keys_of(named: frozenset[str], schema: Schema, fields: Links) -> None:
    """“Flight number” is the key of flights, where no column is called so."""
    if any(link.score >= _HEAD + 0.2 for link in fields.values()):
        return
    for entity in schema.model.entities:
        if len(entity.key) == 1 and schema.entity_stems[entity.name] == named:
            key = entity.field(entity.key[0])
            fields[entity.name, key.name] = FieldLink(entity=entity, field=key, score=0.8, evidence="the key")


_TAKINGS = frozenset(map(stem, word_set("revenue turnover money income takings earnings proceeds receipts bill bills")))
_OUTLAYS = frozenset(map(stem, word_set("cost expense expenditure")))
_PAID = word_set("amount")


def _takings(schema: Schema, fields: Links, *, paid: bool) -> None:
    """“Revenue”, or “costs”, is the column of amounts, where none is called so."""
    if fields and not all(_is_pay(link) for link in fields.values()):
        return
    found = takings(schema.model)
    if paid:
        found = [link for link in found if _PAID & set(full_words(link.field.name))]
        found = found if len(found) == 1 else []
    if found:
        fields.update({key: replace(link, score=_LESS_LIKELY * link.score) for key, link in fields.items()})
    for link in found:
        key = (link.entity.name, link.field.name)
        fields.setdefault(key, replace(link, evidence=ONLY_AMOUNT if len(found) == 1 else link.evidence))


def _is_pay(link: FieldLink) -> bool:
    """What people earn is another income than what is taken in."""
    return link.score < _SPOKEN and not _PAY.isdisjoint(full_words(link.field.name))


_SPOKEN = 0.9
_LESS_LIKELY = 0.6
_PAY = word_set("salary wage wages pay compensation")


_MONEY = word_set("amount total value revenue sales price cost worth")
_SIZES = frozenset(map(stem, word_set("size value worth amount")))


def _is_money(measure: Field) -> bool:
    return measure.unit in ("USD", "EUR", "GBP", "$", "€", "£") or bool(_MONEY & set(full_words(measure.name)))


def _sizes(named: Mapping[str, float], size: str, schema: Schema, fields: Links) -> None:
    """“Deal size” is what deals are measured by, where no column is called so."""
    if any(link.score >= _HEAD for link in fields.values()):
        return
    for entity in schema.model.entities:
        fit = max((fit for one, fit in named.items() if {one} == schema.entity_stems[entity.name]), default=0.0)
        measure = main_measure(entity) if fit else None
        if measure is not None and (stem("size") == size or _is_money(measure)):
            fields[entity.name, measure.name] = FieldLink(
                entity=entity, field=measure, score=max(0.8, fit), evidence="what it is measured by"
            )


_NAMES = frozenset({(stem("name"),), (stem("title"),), (stem("full"), stem("name"))})


_DISPLAYED = 0.7
_IN_OTHER_WORDS = frozenset({"a synonym", "a synonym in part"})


def _displays(schema: Schema, fields: Links) -> None:
    """“name” is the column that names an entity's rows, whatever its header is."""
    for entity in schema.model.entities:
        own = [link for link in fields.values() if link.entity is entity and link.score >= _DISPLAYED]
        if entity.display and all(
            link.evidence in _IN_OTHER_WORDS and link.field.name == entity.display for link in own
        ):
            display = entity.field(entity.display)
            score = max((_DISPLAYED, *(link.score for link in own)))
            fields[entity.name, display.name] = FieldLink(
                entity=entity, field=display, score=score, evidence=NAMES_A_ROW
            )
