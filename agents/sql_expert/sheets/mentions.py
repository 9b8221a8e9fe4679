"""Words of a question that stand for columns, cells and numbers of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.sql_expert.fillers import FILLER
from agents.sql_expert.linking import link_names
from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import ASKED, MORE_QUALITIES, QUALITIES
from agents.sql_expert.schema import Schema
from agents.sql_expert.sheets.columns import SheetColumn, columns_of
from agents.sql_expert.tokens import Token, tokenise
from agents.sql_expert.vocabulary import phrases
from core.model import Dimension
from semantic_layer import ValueIndex, ValueMatch
from semantic_layer.value_file import holds_values
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, normalise, singular, stem

LONGEST = 8
_LONGEST_NAME = 4
_MOST_VALUES = 40
_MOST_OUTCOMES = 200
_LONGEST_MISSPELT = 2
_OUTCOMES = {
    word: value
    for value, words in (
        ("w", "win wins won winning victory victories"),
        ("l", "loss losses lost lose losing defeat defeats"),
        ("d", "draw draws drew drawn"),
        ("t", "tie ties tied"),
    )
    for word in words.split()
}
_OUTCOME_HEADERS = frozenset({"result", "outcome", "wl", "score", "decision", "w"})
_STOP = word_set("""
a an the of in on at to for by with from and or is are was were be been do does did has have had he she it they his her
its their him them who what which when where how why whose whom that this these those there if then than as not no all
any each every many much more most less least first last next previous before after only other another same both name
list tell me give show number total amount between into out up down over under above below during since until while per
also ever never yes s one two three
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMention:
    column: int
    first: int
    last: int
    score: float
    by_quality: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMention:
    """`values` are the cells that the words are, or are in; `rows` hold one of them."""

    column: int
    first: int
    last: int
    values: tuple[str, ...]
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    tokens: tuple[Token, ...]
    columns: tuple[SheetColumn, ...]
    rows: int
    named: tuple[ColumnMention, ...]
    cells: tuple[CellMention, ...]
    content: tuple[int, ...]

    @property
    def numbers(self) -> tuple[tuple[int, float], ...]:
        found = ((at, token) for at, token in enumerate(self.tokens) if token.number is not None)
        return tuple((at, float(token.number or 0)) for at, token in found)


def mentions_of(text: str, schema: Schema, index: ValueIndex) -> Mentions:
    entity = schema.model.entities[0]
    columns = columns_of(entity)
    tokens = tokenise(text)
    cells = _cells(text, tokens, columns, index)
    return Mentions(
        tokens=tokens,
        columns=columns,
        rows=entity.rows,
        named=_named(tokens, columns, schema),
        cells=cells,
        content=tuple(at for at, token in enumerate(tokens) if _says_something(token)),
    )


def _says_something(token: Token) -> bool:
    if token.kind in ("number", "quoted"):
        return True
    if token.kind != "word" or token.folded in _STOP or token.folded in FILLER:
        return False
    return (token.folded,) not in phrases() and token.folded not in QUALITIES


def _named(tokens: Sequence[Token], columns: Sequence[SheetColumn], schema: Schema) -> tuple[ColumnMention, ...]:
    places = {column.field.name: place for place, column in enumerate(columns)}
    found: dict[tuple[int, int, int], ColumnMention] = {}
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(tokens)) + 1):
            for link in link_names(tokens, first, last, schema, fuzzy=last == first + 1).fields:
                place = places.get(link.field.name)
                if place is not None:
                    found[place, first, last] = ColumnMention(column=place, first=first, last=last, score=link.score)
        for length in (2, 1):
            words = " ".join(token.folded for token in tokens[first : first + length])
            quality = MORE_QUALITIES.get(words) or QUALITIES.get(words) or (ASKED.get(words) if length == 1 else None)
            for measured in measured_by(quality, schema) if quality is not None else ():
                place = places.get(measured.field.name)
                if place is not None:
                    key = (place, first, first + length)
                    told = ColumnMention(column=place, first=first, last=first + length, score=0.8, by_quality=True)
                    found.setdefault(key, told)
    return tuple(_longest(found.values()))


def _longest(found: Iterable[ColumnMention]) -> list[ColumnMention]:
    """A mention inside of a longer one that fits the same column no worse says nothing more."""
    every = list(found)
    return [
        one
        for one in every
        if not any(
            other is not one and other.column == one.column and other.first <= one.first and other.last >= one.last
            and other.score >= one.score - 0.01 and (other.last - other.first > one.last - one.first)
            for other in every
        )
    ]  # fmt: skip


def _cells(
    text: str, tokens: Sequence[Token], columns: Sequence[SheetColumn], index: ValueIndex
) -> tuple[CellMention, ...]:
    places = {column.field.name: place for place, column in enumerate(columns)}
    spans = {
        (first, last): _words(text, tokens, first, last)
        for first in range(len(tokens))
        for last in range(first + 1, min(first + LONGEST, len(tokens)) + 1)
        if _may_be_cell(tokens, first, last)
    }
    whole = index.lookup_many(dict.fromkeys(spans.values()))
    found: list[CellMention] = []
    for (first, last), words in sorted(spans.items(), key=lambda one: one[0][0] - one[0][1]):
        matches = whole.get(words, ())
        if matches:
            found += _grouped(matches, places, first, last, whole=True)
        elif not _inside(found, first, last):
            found += _parts(words, tokens, first, last, index, columns, places)
    return (*found, *_outcomes(tokens, columns, index, places))


def _outcomes(
    tokens: Sequence[Token], columns: Sequence[SheetColumn], index: ValueIndex, places: dict[str, int]
) -> list[CellMention]:
    """“Losses” are the results that begin with an L ("L 62–84")."""
    held = [place for place, column in enumerate(columns) if _OUTCOME_HEADERS & set(full_words(column.field.label))]
    found: list[CellMention] = []
    for at, token in enumerate(tokens):
        letter = _OUTCOMES.get(token.folded)
        if letter is None or not held:
            continue
        matches = [
            match
            for match in index.lookup(letter, fuzzy=False, limit=_MOST_OUTCOMES)
            if normalise(str(match.value)).split()[0] == letter
        ]
        found += [one for one in _grouped(matches, places, at, at + 1, whole=True) if one.column in held]
    return found


def _words(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    if last == first + 1 and tokens[first].kind == "quoted":
        return tokens[first].folded
    return text[tokens[first].start : tokens[last - 1].end]


def _may_be_cell(tokens: Sequence[Token], first: int, last: int) -> bool:
    ends = (tokens[first], tokens[last - 1])
    if any(token.kind == "symbol" for token in ends):
        return False
    if last == first + 1:
        token = tokens[first]
        return token.kind in ("number", "quoted") or (token.folded not in _STOP and len(token.folded) > 0)
    return any(token.folded not in _STOP for token in tokens[first:last])


def _inside(found: Sequence[CellMention], first: int, last: int) -> bool:
    return any(one.first <= first and one.last >= last for one in found)


def _grouped(
    matches: Sequence[ValueMatch], places: dict[str, int], first: int, last: int, *, whole: bool
) -> list[CellMention]:
    by_column: dict[int, list[ValueMatch]] = {}
    for match in matches:
        if match.field in places:
            by_column.setdefault(places[match.field], []).append(match)
    return [
        CellMention(
            column=column,
            first=first,
            last=last,
            values=tuple(str(match.value) for match in group),
            rows=sum(match.rows for match in group),
            whole=whole,
        )
        for column, group in by_column.items()
    ]


def _parts(
    words: str, tokens: Sequence[Token], first: int, last: int, index: ValueIndex, columns: Sequence[SheetColumn],
    places: dict[str, int],
) -> list[CellMention]:  # fmt: skip
    if not _is_telling(tokens, first, last):
        return []
    normal = normalise(words)
    bare = f" {normal} "
    matches = [
        match
        for match in index.lookup(words, fuzzy=last - first <= _LONGEST_MISSPELT, limit=_MOST_VALUES)
        if match.how != "part" or bare in f" {normalise(str(match.value))} "
    ]
    near = [match for match in matches if match.how in ("stem", "spelling")]
    found = _grouped(near or matches, places, first, last, whole=bool(near))
    return found + _in_prose(bare, first, last, columns, {one.column for one in found})


def _is_telling(tokens: Sequence[Token], first: int, last: int) -> bool:
    ends = (tokens[first], tokens[last - 1])
    if any(token.folded in _STOP for token in ends) or any(token.kind == "symbol" for token in ends):
        return False
    single = tokens[first]
    return (
        last > first + 1 or single.kind in ("quoted", "number") or (len(single.folded) > 2 and _says_something(single))
    )


def _in_prose(bare: str, first: int, last: int, columns: Sequence[SheetColumn], known: set[int]) -> list[CellMention]:
    """Columns whose values are in no index, where the profile holds all of them."""
    found: list[CellMention] = []
    for place, column in enumerate(columns):
        field = column.field
        indexed = isinstance(field, Dimension) and holds_values(field)
        if indexed or place in known or field.type != "text" or len(field.profile.top) < field.profile.distinct:
            continue
        held = [(str(value), rows) for value, rows in field.profile.top if bare in f" {normalise(str(value))} "]
        if held:
            values, rows = tuple(value for value, _ in held), sum(count for _, count in held)
            found.append(CellMention(column=place, first=first, last=last, values=values, rows=rows, whole=False))
    return found


def header_stems(column: SheetColumn) -> tuple[str, ...]:
    return tuple(stem(singular(word)) for word in full_words(column.field.label))
