"""A synonym that nothing else in the data answers to: the surer for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.qualities import VERBS
from agents.sql_expert.tokens import Token
from agents.sql_expert.vocabulary import FILLER
from core.model import Dimension
from semantic_layer.words import full_words, stem

SYNONYM = "a synonym"
_FAR = 0.9
_SUREST = 0.9
_ONLY_TABLE = 0.8
_VERBAL = ("ed", "ing")
Link = EntityLink | FieldLink
Notion = tuple[str, str]


def surer_alone(
    span: Sequence[Token], entities: tuple[EntityLink, ...], fields: tuple[FieldLink, ...]
) -> tuple[tuple[EntityLink, ...], tuple[FieldLink, ...]]:
    """The links, with those of the one notion raised that the words are a synonym of.

    Columns of one name in several tables are one notion, and so are a table and the columns that refer to its rows.
    A word that stands in a name itself is no other word for it: “amount” may be the net or the gross one.
    """
    own = tuple(link for link in fields if not _refers(link))
    links: tuple[Link, ...] = (*entities, *(own or (() if entities else fields)))
    if any(stem(span[-1].folded) in _stems(_label(link)) for link in links):
        return entities, fields
    best = max((link.score for link in links), default=0.0)
    near = [link for link in links if link.score > _FAR * best]
    if len({_notion(link) for link in near}) != 1 or any(link.evidence != SYNONYM for link in near):
        return entities, fields
    if not _is_noun(span):
        return (entities if own else tuple(replace(one, score=max(_ONLY_TABLE, one.score)) for one in entities)), fields
    raised = {id(link) for link in near}
    return (
        tuple(replace(one, score=max(_ONLY_TABLE, _surer(one))) if id(one) in raised else one for one in entities),
        tuple(replace(one, score=_surer(one)) if id(one) in raised else one for one in fields),
    )


def _is_noun(span: Sequence[Token]) -> bool:
    """What is done is less surely told by a name than what it is done to."""
    word = span[-1].folded
    return len(span) == 1 and word not in FILLER and word not in VERBS and not word.endswith(_VERBAL)


def _surer(link: Link) -> float:
    return max(link.score, min(_SUREST, math.sqrt(link.score)))


def _refers(link: FieldLink) -> bool:
    return isinstance(link.field, Dimension) and link.field.role == "identifier"


def _notion(link: Link) -> Notion:
    """A column called like its table stands for the rows that it names."""
    if isinstance(link, EntityLink) or _stems(link.field.label) == _stems(link.entity.label):
        return ("table", link.entity.name)
    return ("column", link.field.label.casefold())


def _label(link: Link) -> str:
    return link.entity.label if isinstance(link, EntityLink) else link.field.label


def _stems(label: str) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(label))
