"""Phrases of a request as columns of its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agents.dashboard_designer.request import Request, SortWords
from charts import Sort, Wish
from core.query import OutputColumn
from semantic_layer.words import full_words, name_words, stem, stems

_MEANT = {
    "averag": "avg", "mean": "avg", "total": "sum", "maximum": "max", "maxim": "max", "largest": "max", "highest": "max",
    "minimum": "min", "minim": "min", "smallest": "min", "lowest": "min", "number": "count", "mani": "count",
    "amount": "sum", "frequenc": "count", "quantiti": "count",
}  # fmt: skip
_FILLER = frozenset({"the", "of", "a", "an", "how", "for", "each", "all", "in", "by", "and", "to", "per", "star"})
_COUNTING = frozenset({"count", "sum", "avg", "max", "min"})
_LIKE = 0.34


def wish_for(request: Request, columns: Sequence[OutputColumn]) -> Wish:
    """What of the request the columns can be matched with; the rest is left open."""
    x = column_meant(request.x, columns)
    y = column_meant(request.y, [column for column in columns if column.name != x])
    others = [column for column in columns if column.name not in (x, y)]
    series = column_meant(request.series, others)
    if series is None and request.layout is None and request.mark in ("line", "point", "area") and len(columns) > 2:
        series = column_meant(request.grouped, others)
    return Wish(
        mark=request.mark,
        layout=request.layout,
        x=x,
        y=y,
        series=series,
        sort=_sort(request.sort, columns),
        upright=request.names_axes,
        multiples=request.multiples,
        coloured=request.coloured,
    )


def column_meant(phrase: str | None, columns: Sequence[OutputColumn]) -> str | None:
    """The column whose words are most alike those of the phrase; None where none is, or two are equally."""
    if not phrase:
        return None
    said = _words_of_phrase(phrase)
    ranked = sorted(((_likeness(said, column), column.name) for column in columns), reverse=True)
    if not ranked or ranked[0][0] < _LIKE or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


def _likeness(said: frozenset[str], column: OutputColumn) -> float:
    best = 0.0
    for name in (_words_of_name(column.name), _words_of_phrase(column.label)):
        shared = len(said & name)
        best = max(best, shared / len(said | name) if said | name else 0.0)
    return best


def _words_of_phrase(phrase: str) -> frozenset[str]:
    return frozenset(_MEANT.get(word, word) for word in stems(phrase.replace("_", " "))) - _FILLER


def _words_of_name(name: str) -> frozenset[str]:
    words = {stem(word) for word in (*name_words(name), *full_words(name))}
    return frozenset(_MEANT.get(word, word) for word in words) - _FILLER


def _sort(said: SortWords | None, columns: Sequence[OutputColumn]) -> Sort | None:
    if said is None:
        return None
    by = said.axis or _by(said, columns)
    return Sort(by=by, descending=said.descending) if by else None


def _by(said: SortWords, columns: Sequence[OutputColumn]) -> Literal["x", "y"] | None:
    """By the column that is named: what is measured is long or short, what it is of has a name."""
    words = _words_of_phrase(said.words)
    measures = [column for column in columns if column.role in ("measure", "comparison")] or list(columns[1:2])
    others = [column for column in columns if column not in measures]
    measured = max((_overlap(words, column) for column in measures), default=0.0)
    named = max((_overlap(words, column) for column in others), default=0.0)
    if words & _COUNTING:
        measured += 0.5
    return None if measured == named == 0 else "y" if measured >= named else "x"


def _overlap(words: frozenset[str], column: OutputColumn) -> float:
    """The share of a column's words that are said."""
    names = [name for name in (_words_of_name(column.name), _words_of_phrase(column.label)) if name]
    return max((len(words & name) / len(name) for name in names), default=0.0)
