"""Two links between the same tables, held against each other: "billed in CA and shipped to WA", "shipped to another city than billed"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.conjunction import all_of
from agents.sql_expert.ways_between import joined_by_ways, words_of_way
from core.model import Entity, Relationship, SemanticModel
from core.plan import Comparison, Condition, FieldRef, Plan
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

Read = Callable[[str], Plan | None]
_WORD = re.compile(r"[\w'’-]+")
_JOINT = re.compile(r",? (?:and|but)(?: (?:were|are|was|is))? |,? (?:were|are|was|is) ", re.IGNORECASE)
_OPENER = word_set("with where whose that which having have has were are was is who go goes went")
_UNLIKE = word_set("different differ differs another other mismatched")
_ALIKE = word_set("same match matches matching identical equal")
_LIGHT = word_set("""
the a an than as from to they were are is was it their its of and with where whose that which have having has do does did be been
one ones both in at go goes went sent
""")


@dataclass(frozen=True, slots=True)
class Ways:
    """Two links with the same tables at both ends, and the stems that each is told by."""

    first: Relationship
    second: Relationship
    stems: tuple[frozenset[str], frozenset[str]]

    def of(self, word: str) -> Relationship | None:
        said = stem(word.casefold())
        told = [said in stems for stems in self.stems]
        return None if told[0] == told[1] else (self.first if told[0] else self.second)


def ways_apart(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question with one of the two ways, or with none."""
    for ways in _parallel(model):
        words = list(_WORD.finditer(text))
        told = [(at, way) for at, one in enumerate(words) if (way := ways.of(one[0])) is not None]
        if len({way.name for _, way in told}) != 2:
            continue
        said = {one[0].casefold() for one in words}
        if said & (_UNLIKE | _ALIKE) or _to_the_other(words, told):
            yield from _compared(text, words, ways, model, read)
        else:
            yield from _both(text, words, told, read)


def _parallel(model: SemanticModel) -> Iterator[Ways]:
    found = [one for one in model.relationships if len(one.from_columns) == 1]
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if (one.from_entity, one.to_entity) == (other.from_entity, other.to_entity):
                stems = tuple(frozenset(map(stem, words_of_way(link.name))) for link in (one, other))
                yield Ways(one, other, (stems[0] - stems[1], stems[1] - stems[0]))


def _head(words: Sequence[re.Match[str]], ways: Ways | None, text: str) -> str:
    """What is asked of the rows, before anything is said of them."""
    for one in words[1:]:
        word = one[0].casefold()
        if word in _OPENER | _UNLIKE | _ALIKE or (ways is not None and ways.of(word) is not None):
            return re.sub(r"\s+(?:the|do|does|did)$", "", text[: one.start()].rstrip())
    return ""


def _to_the_other(words: Sequence[re.Match[str]], told: Sequence[tuple[int, Relationship]]) -> bool:
    """“Shipped to the billing address”, “a shipping address that is not the billing address”: no place stands between the two."""
    (first, _), (last, _) = told[0], told[-1]
    between = [one[0].casefold() for one in words[first + 1 : last]]
    if "not" in between:
        return not {"and", "but", "in", "to"} & set(between)
    return bool({"to", "from"} & set(between)) and set(between) <= _LIGHT - {"and"}


def _compared(
    text: str, words: Sequence[re.Match[str]], ways: Ways, model: SemanticModel, read: Read
) -> Iterator[Plan]:
    head = _head(words, ways, text)
    behind = [one[0].casefold() for one in words if one.start() >= len(head)]
    target = model.entity(ways.first.to_entity)
    nouns = [one for one in behind if one not in _LIGHT | _UNLIKE | _ALIKE | {"not"} and ways.of(one) is None]
    column = _named(nouns, target)
    plan = read(head) if head and column is not None else None
    if plan is None or column is None or plan.entity != ways.first.from_entity:
        return
    unlike = bool(_UNLIKE & set(behind)) != ("not" in behind)
    left, right = (_held(way, column) for way in (ways.first, ways.second))
    apart: Condition = Comparison(left=left, operator="!=" if unlike else "=", right=right)
    yield replace(plan, where=all_of((plan.where, apart) if plan.where is not None else (apart,)), reading=())


def _named(nouns: Sequence[str], target: Entity) -> str | None:
    """The column that is named, or nothing where the rows themselves are; None where anything else is said."""
    said = {singular(one) for one in nouns}
    if said and said <= {singular(word) for word in full_words(target.label)}:
        return ""
    columns = [one.name for one in target.fields if said == {singular(word) for word in full_words(one.label)}]
    return columns[0] if len(columns) == 1 else None


def _held(way: Relationship, column: str) -> FieldRef:
    if column:
        return FieldRef(entity=way.to_entity, name=column, via=(way.name,))
    return FieldRef(entity=way.from_entity, name=way.from_columns[0])


def _both(
    text: str, words: Sequence[re.Match[str]], told: Sequence[tuple[int, Relationship]], read: Read
) -> Iterator[Plan]:
    """One clause for each of the ways, the second told of the same rows."""
    (first, way), (turn, other) = told[0], next(one for one in told if one[1] is not told[0][1])
    start = words[first].end()
    joints = list(_JOINT.finditer(text[start : words[turn].start()]))
    if not joints:
        return
    opening = text[: words[first].start()].rstrip()
    behind = re.sub(r"^the ", "", text[start + joints[-1].end() :], flags=re.IGNORECASE)
    one = read(text[: start + joints[-1].start()])
    another = read(f"{opening} {behind}") if one is not None else None
    plan = joined_by_ways(one, another, (way.name, other.name)) if one is not None and another is not None else None
    if plan is not None:
        yield plan
