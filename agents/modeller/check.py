"""What a language model wrote of names, as far as it may be shown to a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agents.fencing import lures, one_line
from agents.modeller.wanted import Wanted
from core.model import Entity, SemanticModel
from core.model_change import ModelChange
from semantic_layer.words import normalise

_LONGEST_LABEL, _LONGEST_DESCRIPTION, _LONGEST_SYNONYM = 60, 240, 40
_MOST_SYNONYMS = 4


def checked(text: str, wanted: Sequence[Wanted], model: SemanticModel) -> tuple[ModelChange, ...]:
    """Lines that are no JSON, name nothing that was asked about or say nothing new are left out."""
    by_target = {one.target.casefold(): one for one in wanted}
    found: dict[str, ModelChange] = {}
    for told in _objects(text):
        one = by_target.get(str(told.get("of", "")).replace('"', "").casefold())
        if one is not None and one.target not in found:
            values = dict(_values(told, one, _taken(one, model)))
            if values:
                found[one.target] = ModelChange(target=one.target, set=values)
    return tuple(found.values())


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """One object a line, or a whole array of them, with or without fences around."""
    whole = _loaded(text[text.find("[") : text.rfind("]") + 1]) if text.strip().startswith(("[", "```")) else None
    if isinstance(whole, list):
        yield from (one for one in whole if isinstance(one, dict))
        return
    for line in text.splitlines():
        told = _loaded(line.strip().rstrip(","))
        if isinstance(told, dict):
            yield told


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _values(told: dict[str, Any], one: Wanted, taken: frozenset[str]) -> Iterator[tuple[str, Any]]:
    label = _sound(told.get("label"), _LONGEST_LABEL)
    if label and "label" in one.open and label != one.fact.label and normalise(label) not in taken:
        yield "label", label
    description = _sound(told.get("description"), _LONGEST_DESCRIPTION)
    if description and "description" in one.open and description != one.fact.description:
        yield "description", description
    if "synonyms" in one.open:
        known = taken | {normalise(word) for word in (one.fact.name, one.fact.label, label, *one.fact.synonyms)}
        new = tuple(_synonyms(told.get("synonyms"), known))[:_MOST_SYNONYMS]
        if new:
            yield "synonyms", (*one.fact.synonyms, *new)


def _synonyms(told: Any, known: Iterable[str]) -> Iterator[str]:
    seen = set(known)
    for each in told if isinstance(told, list) else ():
        word = _sound(each, _LONGEST_SYNONYM)
        if len(word) > 1 and any(letter.isalpha() for letter in word) and normalise(word) not in seen:
            seen.add(normalise(word))
            yield word


def _sound(told: Any, longest: int) -> str:
    """One line of plain text; nothing where it is too long, no text, or may lead a reader elsewhere."""
    if not isinstance(told, str) or len(told) > longest or lures(told):
        return ""
    return one_line(told, longest).strip()


def _taken(one: Wanted, model: SemanticModel) -> frozenset[str]:
    """What other names around it are called: a word must not mean two of them."""
    if isinstance(one.fact, Entity):
        others: list[Any] = [entity for entity in model.entities if entity.name != one.fact.name]
    else:
        entity = model.entity(one.target.removesuffix(f".{one.fact.name}"))
        others = [field for field in entity.fields if field.name != one.fact.name]
    return frozenset(normalise(word) for other in others for word in (other.name, other.label, *other.synonyms))
