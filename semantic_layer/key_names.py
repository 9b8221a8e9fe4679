"""How surely the name of a column says that it refers to a column of another table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.model import Entity, Field
from core.table import TEMPORAL_TYPES
from semantic_layer.entities import entity_words
from semantic_layer.vocabulary import likeness, word_set
from semantic_layer.words import full_words, name_words, singular, stem

_KEY_WORDS = frozenset(
    {"id", "key", "code", "no", "number", "num", "nbr", "fk", "pk", "ref", "reference", "uuid", "sk"}
)
_NAME_WORDS = frozenset({"name", "title"})
_LISTING = frozenset({"code", "list", "lookup", "map", "mapping", "master", "reference", "table", "value"})
_GENERIC = word_set("""
id row record index idx uid uuid guid
code key name title date year month day week time type status number no description value amount price rank note notes
comment position age sex gender latitude longitude level score rating category total count quantity percentage email
phone start end from to
""")
_PERSON_ROLES = word_set("""
manager supervisor boss parent mentor leader superior chief predecessor successor spouse referrer head representative
salesperson agent assignee reporter approver creator owner buyer responsible female male husband wife bride groom winner
loser father mother sender recipient receiver rep author reviewer teacher coach instructor advisor tutor driver doctor
""")
_CALENDAR = frozenset({"calendar", "date", "day"})
_PERSON_TABLES = word_set("""
employee staff person user member worker teacher faculty personnel physician doctor nurse instructor professor officer
colleague people
""")
_SERVING = word_set(  # of those that a table may list: a customer's representative is no customer
    """
rep representative salesperson agent assignee reporter approver reviewer teacher instructor tutor driver doctor
"""
)
_ENDS_OF_WAYS = word_set(  # of what goes from one place to another, or from one person to another
    """
origin destination dest source departure arrival departing arriving from to pickup dropoff collection delivery start end
home away sender recipient receiver consignor consignee sending receiving
"""
)
_FEW_PLACES = 4
_OF_ANYTHING = word_set("parent superior predecessor successor referrer father mother")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameEvidence:
    """`strength` is 0 to 1."""

    strength: float
    why: str


def name_evidence(source: Entity, column: Field, target: Entity, key: Field) -> NameEvidence | None:
    """None where the names say nothing."""
    if source.name == target.name:
        return _self_reference(source, column, key)
    named, owner = _base(column.name), entity_words(target.name)
    same = column.name.casefold() == key.name.casefold()
    if _counts(column) or (source.key == (column.name,) and not same and named == entity_words(source.name)):
        return None
    found = None
    for about in (owner, _listed(owner)):
        if found is None and _belongs(key, about, target):
            found = _of_owner(column, key, named, about, same=same) or _last_of_owner(column, named, about)
    found = found or _by_another_key(column, target, key) or _same_name(source, column, target, key, same=same)
    found = found or _likely_meaning(column, target, key)
    guessed_of_own_key = source.key == (column.name,) and not same and found is not None and found.strength < 0.8
    return None if guessed_of_own_key else found


def _of_owner(
    column: Field, key: Field, named: tuple[str, ...], owner: tuple[str, ...], *, same: bool
) -> NameEvidence | None:
    about = "".join(named) == "".join(owner) != ""
    if about and same:
        return NameEvidence(strength=0.97, why=f"both are called {column.name}")
    if about and (_is_key_name(column.name) or _same_sort(column, key) or _words(column.name) == owner):
        return NameEvidence(strength=0.93, why=f"{column.name} names {' '.join(owner)}")
    if _ends_with(named, owner) and not same:
        return NameEvidence(strength=0.85, why=f"{column.name} ends in the name of {' '.join(owner)}")
    if _ends_with(_words(column.name), _words(key.name)) and not is_generic(key.name):
        return NameEvidence(strength=0.8, why=f"{column.name} ends in {key.name}")
    if _is_key_name(column.name) and _told_further(named, owner):
        return NameEvidence(strength=0.8, why=f"{column.name} begins with the name of {' '.join(owner)}")
    return None


def _by_another_key(column: Field, target: Entity, key: Field) -> NameEvidence | None:
    """“State” may hold the codes of a table of states whose key is the name."""
    if not _same_sort(column, key) or target.key == (key.name,) or _words(column.name) != entity_words(target.name):
        return None
    return NameEvidence(strength=0.91, why=f"{column.name} names {target.name}")


def _told_further(words: tuple[str, ...], owner: tuple[str, ...]) -> bool:
    """“member in charge”: what stands behind a preposition tells which of them."""
    return bool(owner) and words[: len(owner)] == owner and words[len(owner) : len(owner) + 1] in _PREPOSITIONS


_PREPOSITIONS = frozenset((word,) for word in ("in", "on", "at", "for", "of", "with", "under"))


def _last_of_owner(column: Field, named: tuple[str, ...], owner: tuple[str, ...]) -> NameEvidence | None:
    if not _is_key_name(column.name):
        return None
    if len(owner) > 1 and named == owner[-1:]:
        return NameEvidence(strength=0.75, why=f"{column.name} names {' '.join(owner)}")
    if _abbreviates(named, owner):
        return NameEvidence(strength=0.75, why=f"{column.name} shortens {' '.join(owner)}")
    return None


def _same_name(source: Entity, column: Field, target: Entity, key: Field, *, same: bool) -> NameEvidence | None:
    """A name that two tables share says most where it is the other's key and not this one's."""
    if not same or is_generic(column.name):
        return None
    strength = 0.82 if target.key == (key.name,) else 0.68
    if not (_is_key_name(column.name) or column.name.casefold().endswith(("id", "no", "num", "code", "key"))):
        strength -= 0.1
    if source.key == (column.name,):
        strength -= 0.1
    return NameEvidence(strength=strength, why=f"both are called {key.name}")


def _likely_meaning(column: Field, target: Entity, key: Field) -> NameEvidence | None:
    named, owner = _base(column.name), entity_words(target.name)
    if not named or not owner or target.key != (key.name,):
        return None
    if column.type == key.type == "text" and set(named) <= _ENDS_OF_WAYS and key.profile.distinct >= _FEW_PLACES:
        return NameEvidence(strength=0.66, why=f"{column.name} may name one of {target.name}")
    in_role = named[-1] in _PERSON_ROLES and owner[-1] in _PERSON_TABLES
    if not _is_key_name(column.name) and not (in_role and named == _words(column.name) == named[-1:]):
        return None
    if in_role:
        return NameEvidence(strength=0.68, why=f"{column.name} may name one of {target.name}")
    if named[-1] != owner[-1] and likeness(stem(named[-1]), stem(owner[-1])) >= 0.7:
        return NameEvidence(strength=0.65, why=f"{named[-1]} may mean {owner[-1]}")
    return None


def _self_reference(entity: Entity, column: Field, key: Field) -> NameEvidence | None:
    if column.name == key.name:
        return None
    words = _words(column.name)
    about = _words(key.name)
    listed = entity_words(entity.name)[-1:]
    of_people = bool(listed) and listed[0] in _PERSON_TABLES
    roles = (_PERSON_ROLES if of_people else _PERSON_ROLES - _SERVING) & set(words)
    if roles or words[:2] == ("report", "to"):
        strength = 0.8 if of_people or roles & _OF_ANYTHING else 0.66
        return NameEvidence(strength=strength, why=f"{column.name} names another {' '.join(entity_words(entity.name))}")
    if len(words) > len(about) and _ends_with(words, about) and not is_generic(key.name):
        return NameEvidence(strength=0.7, why=f"{column.name} ends in {key.name}")
    return None


def is_named_after(key: str, target: Entity) -> bool:
    """Whether a key column is called by its table, in full or shortened ("sec_id" of section)."""
    owner = entity_words(target.name)
    short = tuple(word for word in name_words(key) if word not in _KEY_WORDS)
    return bool(short) and (_base(key) == owner or _abbreviates(short, owner))


def is_made_of(key: str, target: Entity) -> bool:
    """Whether a key is put together of beginnings of its table's words, in order ("res_type_id" of restaurant types)."""
    short, owner = [word for word in name_words(key) if word not in _KEY_WORDS], entity_words(target.name)
    return len(short) == len(owner) > 0 and all(word.startswith(part) for word, part in zip(owner, short, strict=True))


def is_own_key(key: str, target: Entity) -> bool:
    """Plainly "id", or called by its table: rather where a thing is listed than where it is spoken of."""
    return not _base(key) or is_named_after(key, target)


def calendar_evidence(column: Field, target: Entity, key: Field) -> NameEvidence | None:
    """A date refers to a table of days that is called one; None where either is no date."""
    if not (column.type == key.type in TEMPORAL_TYPES and target.key == (key.name,)):
        return None
    if not _CALENDAR & set(entity_words(target.name)):
        return None
    return NameEvidence(strength=0.75, why=f"{target.name} has one row for each day")


def _listed(owner: tuple[str, ...]) -> tuple[str, ...]:
    """What a table that says of itself that it is a list is one of ("status_codes" → status)."""
    return owner[:-1] if len(owner) > 1 and owner[-1] in _LISTING else owner


def _belongs(key: Field, owner: tuple[str, ...], target: Entity) -> bool:
    """Whether the column is the target's own key or name ("id", "customer_id", "name" in customers)."""
    about = _base(key.name)
    return target.key == (key.name,) or not about or "".join(about) == "".join(owner)


def _ends_with(words: tuple[str, ...], ending: tuple[str, ...]) -> bool:
    return bool(ending) and len(words) > len(ending) and words[-len(ending) :] == ending


def _counts(column: Field) -> bool:
    """Names such as "number_of_loans" and "home_games": they count rows of another table and refer to none."""
    words = name_words(column.name)
    if _is_key_name(column.name) or column.type == "text":
        return False
    return words[:1] in (("number",), ("no",), ("num",), ("count",)) or words[-1:] != tuple(map(singular, words[-1:]))


def _abbreviates(named: tuple[str, ...], owner: tuple[str, ...]) -> bool:
    if not named or not owner:
        return False
    short = "".join(named)
    if short in owner:
        return False
    initials = "".join(word[0] for word in owner)
    return (len(short) >= 3 and "".join(owner).startswith(short)) or (len(owner) > 1 and short == initials)


def _same_sort(column: Field, key: Field) -> bool:
    return column.type == key.type == "text"


@lru_cache(maxsize=16384)
def _is_key_name(name: str) -> bool:
    return bool(_KEY_WORDS & set(name_words(name)[-1:]))


@lru_cache(maxsize=16384)
def is_generic(name: str) -> bool:
    return set(full_words(name)) | set(name_words(name)) <= _GENERIC or name_words(name) in (("id",),)


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in full_words(name))


@lru_cache(maxsize=16384)
def _base(name: str) -> tuple[str, ...]:
    """What a key is of: "customer_id" → customer; "ID" → nothing."""
    words = _words(name)
    while words and (words[-1] in _KEY_WORDS or words[-1] in _NAME_WORDS):
        words = words[:-1]
    while words and words[0] in ("fk", "pk", "ref", "id"):
        words = words[1:]
    return words
