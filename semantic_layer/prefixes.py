"""Prefixes that all names of a table, or of all tables, share ("sbTxPrice", "sbTxTax"): they say nothing of a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.model import Entity, Field
from semantic_layer.vocabulary import abbreviations, known_words
from semantic_layer.words import name_words

_FEWEST_COLUMNS = 4
_FEWEST_OF_A_TABLE = 2
_LONGEST_SHORT = 3
_FEWEST_TABLES = 3


def bare_columns(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The words of each column without the prefix that all columns of the table share; empty where there is none."""
    return _bare(tuple(names), _FEWEST_COLUMNS)


def bare_tables(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return _bare(tuple(names), _FEWEST_TABLES)


def is_a_code(words: Iterable[str]) -> bool:
    """Whether a prefix holds what is no word, so that people would rather not read it."""
    return any(word not in known_words() and word not in abbreviations() for word in words)


def prefix_of(name: str, bare: tuple[str, ...]) -> tuple[str, ...]:
    words = name_words(name)
    return words[: len(words) - len(bare)]


def bare_entities(entities: Sequence[Entity]) -> dict[str, Entity]:
    """Each entity by its name, called as it would be without prefixes that are codes; fields keep their order."""
    tables = spoken_tables([entity.name for entity in entities])
    return {entity.name: _bare_entity(entity, tables.get(entity.name, entity.name)) for entity in entities}


def spoken_tables(names: Sequence[str]) -> dict[str, str]:
    """New names of tables whose prefix is a code; the others are left out."""
    return _spoken(bare_tables(names))


def spoken_columns(names: Sequence[str], table: str = "") -> dict[str, str]:
    """New names of columns whose prefix is a code ("sbTxPrice" → "price"); the others are left out.

    Of few columns only a prefix that shortens their `table` is one ("d_date" and "d_year" of "date_dim").
    """
    return {**_without_code(names, table), **named_by_initial(names, table)}


def named_by_initial(names: Sequence[str], table: str) -> dict[str, str]:
    """The column that names the rows of `table`, its initial before it: "dname" of "dept" → "dept_name"."""
    initials = {f"{word[0]}name": word for word in reversed(name_words(table)) if word[0].isalpha()}
    own = {name: f"{initials[name.lower()]}_name" for name in names if name.lower() in initials}
    plain = {name: new for name, new in own.items() if name.lower() not in abbreviations()}
    return plain if len(plain) == 1 and not set(plain.values()) & set(names) else {}


def _without_code(names: Sequence[str], table: str) -> dict[str, str]:
    found = bare_columns(names)
    if found or len(names) >= _FEWEST_COLUMNS:
        return _spoken(found)
    bare = _bare(tuple(names), _FEWEST_OF_A_TABLE)
    prefixes = {"".join(prefix_of(name, words)) for name, words in bare.items()}
    return _spoken(bare) if prefixes and all(_shortens(prefix, table) for prefix in prefixes) else {}


def _shortens(prefix: str, table: str) -> bool:
    words = name_words(table)
    return (
        bool(words)
        and len(prefix) <= _LONGEST_SHORT
        and ("".join(words).startswith(prefix) or "".join(word[0] for word in words).startswith(prefix))
    )


def _spoken(bare: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    spoken = {name: "_".join(words) for name, words in bare.items() if is_a_code(prefix_of(name, words))}
    return spoken if len(set(spoken.values())) == len(spoken) else {}


def _bare_entity(entity: Entity, name: str) -> Entity:
    names = spoken_columns([field.name for field in entity.fields], entity.name)
    fields: tuple[Field, ...] = tuple(replace(one, name=names.get(one.name, one.name)) for one in entity.fields)
    return replace(entity, name=name, fields=fields, key=tuple(names.get(key, key) for key in entity.key))


def _bare(names: tuple[str, ...], fewest: int) -> Mapping[str, tuple[str, ...]]:
    if len(names) < fewest:
        return {}
    words = {name: name_words(name) for name in names}
    shortest = min(len(found) for found in words.values())
    shared = 0
    while shared < shortest - 1 and len({found[shared] for found in words.values()}) == 1:
        shared += 1
    return {name: found[shared:] for name, found in words.items()} if shared > 0 else {}
