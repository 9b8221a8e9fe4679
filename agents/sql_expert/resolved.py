"""What the words of a question may stand for, for a prompt: values of the data, and the tables that matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fillers import RELATING
from agents.sql_expert.lexemes import FieldLink, Lexeme, ValueLink
from agents.sql_expert.rules import lexemes_of
from agents.sql_expert.schema import schema_of

_SURE = 0.8
_NAMED = 0.9
_MOST_COLUMNS = 120
_MOST_TABLES = 14
_FEW_TABLES = 4
_MOST_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Characters `start` to `end` of the question stand for `value` in each of `columns` (dotted), as the data spells it.

    `value` is None where words are quoted, or are only a part of values.
    """

    start: int
    end: int
    words: str
    value: str | None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """`tables` are those that the question is about, likeliest first; all of them where they are few.

    `columns` are likeliest first: the best that each part of the question may speak of, then the second best.
    `told` are of each part of the question the tables that it may speak of; `is_vague` where a word is unknown, or a verb
    that may relate any two things.
    """

    values: tuple[Resolved, ...]
    tables: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    told: tuple[frozenset[str], ...] = ()
    is_vague: bool = False


def link_question(task: Understanding, *, narrow: bool = False) -> Linked:
    """`narrow`: never all tables, and few of those that the question is about."""
    lexemes = lexemes_of(task, schema_of(task.model))
    return Linked(
        values=tuple(found for one in lexemes if (found := _resolved(one)) is not None),
        tables=_tables(task, lexemes, _FEW_TABLES if narrow else None),
        columns=_columns_in_turn(lexemes),
        told=tuple(frozenset(link.entity.name for link in (*one.entities, *_column_links(one))) for one in lexemes),
        is_vague=any(one.kind == "unknown" or one.text.casefold() in RELATING for one in lexemes),
    )


def _resolved(lexeme: Lexeme) -> Resolved | None:
    if lexeme.kind == "filler" or (not lexeme.values and lexeme.kind != "quoted"):
        return None
    named = max([*(link.score for link in lexeme.fields), *(link.score for link in lexeme.entities)], default=0.0)
    if named >= _NAMED:
        return None
    best = lexeme.values[0] if lexeme.values else None
    sure = best is not None and (best.exact or best.score >= _SURE)
    return Resolved(
        start=lexeme.start,
        end=lexeme.end,
        words=lexeme.text,
        value=str(best.value.value) if sure and best else None,
        columns=_columns(lexeme.values, str(best.value.value)) if sure and best else (),
    )


def _column_links(lexeme: Lexeme) -> list[FieldLink | ValueLink]:
    return [*lexeme.fields, *lexeme.values]


def _columns_in_turn(lexemes: Iterable[Lexeme]) -> tuple[tuple[str, str], ...]:
    """The best of each part, then the second best of each, and so on."""
    parts = [sorted(_column_links(one), key=lambda link: -link.score) for one in lexemes]
    turns = zip_longest(*parts)
    return tuple(
        dict.fromkeys((link.entity.name, link.field.name) for turn in turns for link in turn if link is not None)
    )


def _columns(links: Iterable[ValueLink], value: str) -> tuple[str, ...]:
    same = [f"{link.entity.name}.{link.field.name}" for link in links if str(link.value.value) == value]
    return tuple(dict.fromkeys(same))[:_MOST_LINKS]


def _tables(task: Understanding, lexemes: Iterable[Lexeme], few: int | None) -> tuple[str, ...]:
    everything = [entity.name for entity in task.model.entities]
    columns = sum(len(entity.fields) for entity in task.model.entities)
    if few is None and columns <= _MOST_COLUMNS and len(everything) <= _MOST_TABLES:
        return tuple(everything)
    most = few or _MOST_TABLES
    scores: dict[str, float] = {}
    for lexeme in lexemes:
        own: dict[str, float] = {}
        for entity_link in lexeme.entities:
            own[entity_link.entity.name] = max(own.get(entity_link.entity.name, 0.0), 1.5 * entity_link.score)
        for link in _column_links(lexeme):
            own[link.entity.name] = max(own.get(link.entity.name, 0.0), link.score)
        for name, score in own.items():
            scores[name] = scores.get(name, 0.0) + score
    chosen = sorted(scores, key=lambda name: -scores[name])[: max(2, most - 2)] or everything[:most]
    return tuple(dict.fromkeys((*chosen, *_between(task, chosen))))[:most]


def _between(task: Understanding, chosen: list[str]) -> list[str]:
    """Tables that link two of the chosen ones."""
    ends: dict[str, set[str]] = {}
    for one in task.model.relationships:
        for here, there in ((one.from_entity, one.to_entity), (one.to_entity, one.from_entity)):
            if there in chosen:
                ends.setdefault(here, set()).add(there)
    return sorted((name for name, linked in ends.items() if len(linked) > 1), key=lambda name: -len(ends[name]))
