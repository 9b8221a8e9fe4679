"""Names of a semantic model as stems with their weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agents.sql_expert.vocabulary import FILLER, phrases
from core.model import Entity, Field
from core.table import TEMPORAL_TYPES
from semantic_layer.thesaurus import is_word, reworded
from semantic_layer.vocabulary import known_words, word_set
from semantic_layer.words import full_words, stem

_LIGHT = {
    "id": 0.5, "code": 0.3, "name": 0.35, "number": 0.45, "no": 0.4, "num": 0.45, "type": 0.6, "ref": 0.05,
    "in": 0.02, "of": 0.02, "the": 0.02, "and": 0.02, "for": 0.02, "to": 0.1, "by": 0.1, "is": 0.05,
    "million": 0.15, "billion": 0.15, "usd": 0.1, "euro": 0.15, "dollar": 0.15, "km": 0.1, "kg": 0.1, "cm": 0.1,
    "m": 0.1, "mm": 0.1, "pct": 0.3, "percent": 0.3, "tbl": 0.05, "table": 0.1, "data": 0.2, "list": 0.3,
    "record": 0.3, "info": 0.2, "detail": 0.4, "other": 0.4, "value": 0.4, "amount": 0.5,
    "unit": 0.3, "per": 0.2, "date": 0.6, "time": 0.6, "s": 0.02,
    "made": 0.3, "full": 0.2, "pk": 0.1, "fk": 0.1, "a": 0.02, "an": 0.02,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Stems of one name with their weights; `field` is None for the name of the entity itself.

    `fit` is below 1 for the name in other words, which have to be said whole.
    """

    entity: Entity
    field: Field | None
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    given: bool = False
    fit: float = 1.0


def name_of(entity: Entity, of: Field | None, label: str, entity_words: frozenset[str], *, given: bool) -> Name:
    """“Date order placed” is the date of an order before it is anything else."""
    words = {stem(word): word for word in reversed(full_words(label))}
    stems = tuple(dict.fromkeys(stem(word) for word in full_words(label)))
    only_known = all(one in entity_words or one in _LIGHT_STEMS for one in stems)
    plain = not _CODES.intersection(stems)
    weights = tuple(_weight(one, entity_words, only_known=only_known, plain=plain) for one in stems)
    if of is not None and len(stems) > 1 and stems[0] in {word[0] for word in full_words(entity.name)}:
        weights = (_INITIAL, *weights[1:])  # “gtype” of games
    if of is not None and len(stems) > 1 and _is_mere_prefix(stems[0]):
        weights = (_INITIAL, *weights[1:])  # “un_continent_name”
    if of is not None and of.type in TEMPORAL_TYPES and not entity_words.isdisjoint(stems):
        weights = tuple(
            min(weight, _DONE) if words[one].endswith("ed") else weight
            for one, weight in zip(stems, weights, strict=True)
        )
    return Name(entity=entity, field=of, stems=stems, weights=weights, given=given)


def _is_mere_prefix(one: str) -> bool:
    """Two letters that are no word."""
    return len(one) == 2 and one.isalpha() and one not in _LIGHT_STEMS and one not in known_words() and not is_word(one)


def other_names(name: Name, entity_words: frozenset[str]) -> Iterator[Name]:
    """“Surname” for a last name, “number of seats” for a capacity."""
    for stems, fit in (*reworded(name.stems), *_without_entity(name, entity_words)):
        own = tuple(one for one in dict.fromkeys(stems) if one not in _NOT_SAID)
        weights = tuple(_weight(one, entity_words, only_known=False) for one in own)
        yield Name(entity=name.entity, field=name.field, stems=own, weights=weights, fit=fit)


def _without_entity(name: Name, entity_words: frozenset[str]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The “phone number” of suppliers stands in “supplier_phone”."""
    bare = tuple(one for one in name.stems if one not in entity_words)
    if name.field is not None and bare != name.stems and any(one not in _LIGHT_STEMS for one in bare):
        yield from reworded(bare)


def without_initial(name: str, entity: Entity) -> str | None:
    """“Dlocation” of departments is their location."""
    word = name.casefold()
    begun = word[:1] in {one[0] for one in full_words(entity.name)}
    whole = is_word(stem(word)) or word in known_words()
    return word[1:] if begun and word[1:] in _BARE and not whole else None


def initials_of(name: Name) -> Iterator[Name]:
    """“MPG” for miles per gallon, “YTD” for year to date; no initials that are a word."""
    initials = "".join(one[0] for one in name.stems)
    if name.field is None or not _FEWEST <= len(initials) <= _MOST or not initials.isalpha():
        return
    if not (initials in known_words() or initials in FILLER or (initials,) in phrases() or is_word(initials)):
        yield Name(entity=name.entity, field=name.field, stems=(initials,), weights=(1.0,), fit=_INITIALS)


_BARE = word_set("""
name type date code time title status number location address phone email sex age salary rank city state country year price
""")
_DONE = 0.3
_DIGITS = 0.1
"""“Cars93” are cars, and “sal87” is a salary."""
_INITIAL = 0.1
_FEWEST, _MOST = 3, 5
_INITIALS = 0.7
_NOT_SAID = frozenset({"of", "the"})
"""“Date of birth” is looked up as date and birth."""


def _weight(one: str, entity_words: frozenset[str], *, only_known: bool, plain: bool = True) -> float:
    light = _DIGITS if one.isdigit() and plain and not only_known else _LIGHT_STEMS.get(one)
    if one in entity_words:
        return 0.05 if only_known and light is None else min(0.25, light or 0.25)
    return light if light is not None else 1.0


_CODES = frozenset(map(stem, ("code", "id", "key", "line", "address", "ref")))
"""“Country code 2” is one of several codes, and less of a country than its name."""
_LIGHT_STEMS = {stem(word): weight for word, weight in _LIGHT.items()}
