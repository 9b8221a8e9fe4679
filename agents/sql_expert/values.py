"""Phrases of a question → values in the data, as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from core.model import SemanticModel
from core.plan import Value
from semantic_layer import ValueIndex, ValueMatch
from semantic_layer.words import normalise

_WEAKEST_PART = 0.6
Links = dict[str, tuple[ValueLink, ...]]


def whole_values(index: ValueIndex, phrases: Sequence[str], model: SemanticModel) -> Links:
    """Values that are written as in the data, but for case, accents and punctuation."""
    found = index.lookup_many(phrases)
    return {phrase: _links(matches, model) for phrase, matches in found.items()}


def close_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel, *, parts: bool) -> Links:
    """Values in another form of the words or misspelt; with `parts`, values that the words are a part of."""
    found: Links = {}
    for phrase in phrases:
        kept = [match for match in index.lookup(phrase) if match.how != "part" or (parts and _is_most(match))]
        if kept:
            found[phrase] = _links(kept, model)
    return found


def bracketed_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel) -> Links:
    """Values that are the phrase and a remark in brackets ("Jamaica (JAM)"), where there is one alone in its column."""
    found: Links = {}
    for phrase in phrases:
        kept = [
            match
            for match in index.lookup(phrase, fuzzy=False)
            if _without_remark(str(match.value)) == normalise(phrase)
        ]
        if kept and len({(match.entity, match.field) for match in kept}) == len(kept):
            found[phrase] = _links((replace(match, how="normalised", similarity=0.93) for match in kept), model)
    return found


def _without_remark(value: str) -> str:
    opened = min((at for at in (value.find("("), value.find("[")) if at > 0), default=0)
    return normalise(value[:opened]) if opened else ""


def _is_most(match: ValueMatch) -> bool:
    return match.similarity >= _WEAKEST_PART


def _links(matches: Iterable[ValueMatch], model: SemanticModel) -> tuple[ValueLink, ...]:
    links: list[ValueLink] = []
    for match in matches:
        entity = model.entity(match.entity)
        field = entity.field(match.field)
        links.append(
            ValueLink(
                entity=entity,
                field=field,
                value=Value(value=match.value, type=field.type),
                rows=match.rows,
                score=match.similarity,
                exact=match.how in ("exact", "normalised", "stem"),
            )
        )
    return tuple(links)
