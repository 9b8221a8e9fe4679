"""Names that differ by their endings only, such as “engine” and “engines”, or “carried” and “carrier”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.tokens import Token
from agents.sql_expert.vocabulary import FILLER
from core.model import Measure
from semantic_layer.words import full_words, singular, stem

_OTHERWISE_SPELT = 0.85
_SYNONYM, _NO_HEAD = "a synonym", 0.85
_DOER, _LESS = ("er", "or", "ers", "ors"), 0.5


def as_spelt_first(span: Sequence[Token], fields: dict[tuple[str, str], FieldLink]) -> None:
    """Where one is named letter by letter, the others are hardly meant."""
    whole = [key for key, link in fields.items() if link.evidence == "same words"]
    if len(whole) < 2:
        return
    said = tuple(word for token in span if token.kind == "word" for word in full_words(token.text))
    spelt = {key[0] for key in whole if full_words(fields[key].field.name) == said}
    for key in whole:
        link = fields[key]
        if key[0] in spelt and full_words(link.field.name) != said:
            fields[key] = replace(link, score=link.score * _OTHERWISE_SPELT)


def done_by_others(
    span: Sequence[Token], entities: dict[str, EntityLink], fields: dict[tuple[str, str], FieldLink]
) -> None:
    """What somebody “carried” is hardly told by the word for a carrier, and “associated” things are no associates."""
    if len(span) != 1 or not span[0].folded.endswith("ed") or len(span[0].folded) < 5:
        return
    said = span[0].folded
    if said in FILLER:
        for name in [one for one, link in entities.items() if link.evidence == _SYNONYM]:
            del entities[name]
    for name, link in entities.items():
        if _is_doer(link.entity.label, said):
            entities[name] = replace(link, score=link.score * _LESS)
    for key, held in fields.items():
        if _is_doer(held.field.name, said):
            fields[key] = replace(held, score=held.score * _LESS)


def rows_first(
    span: Sequence[Token], entities: dict[str, EntityLink], fields: dict[tuple[str, str], FieldLink]
) -> None:
    """“Orders” are rows of “customer_orders” before those of “order_items”, and before an amount of another name."""
    said = span[0].folded if len(span) == 1 else ""
    heads = {name for name, link in entities.items() if link.evidence != _SYNONYM and _is_head(link.entity.name, said)}
    if not heads:
        return
    for name, link in entities.items():
        if name not in heads:
            entities[name] = replace(link, score=link.score * _NO_HEAD)
    if singular(said) == said:
        return
    least = max(entities[name].score for name in heads)
    for key, held in fields.items():
        if held.evidence == _SYNONYM and isinstance(held.field, Measure):
            fields[key] = replace(held, score=min(held.score, least * _NO_HEAD))


def _is_head(name: str, said: str) -> bool:
    words = full_words(name)
    return bool(words) and stem(words[-1]) == stem(said)


def _is_doer(name: str, said: str) -> bool:
    """“Ordered” holds all of “order”, which is nobody's name for who did it."""
    alike = [word for word in full_words(name) if stem(word) == stem(said)]
    return bool(alike) and all(word.endswith(_DOER) and not said.startswith(singular(word)) for word in alike)
