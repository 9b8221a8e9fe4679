"""What speaks for a form and against it: its words, its columns, its conditions, and what it leaves out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agents.sql_expert.sheets.columns import TIMES, Shape
from agents.sql_expert.sheets.forms import NONE, PLACE, Form, Where
from agents.sql_expert.sheets.mentions import ColumnMention, Mentions, header_stems
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_ASKING = ("how many", "how much", "how long", "who", "whom", "when", "where", "which", "what", "name", "how")
_NEAR = 5
_SURELY = 0.8
_FIGURES = frozenset({"count", "count different", "sum", "avg", "max", "min", "range", "difference",
                      "difference of counts", "count beside"})  # fmt: skip


def family(form: Form, mentions: Mentions) -> str:
    """What is done, as words of the question are weighed for it."""
    if form.act not in ("extreme", "beside", "which of two", "most frequent", "more frequent of two", "count beside"):
        return form.act
    way = "down" if form.descending else "up"
    if form.rank == NONE:
        return f"{form.act} {way}"
    return f"{form.act} {way} {rank_kind(form.rank, mentions)}"


def rank_kind(rank: int, mentions: Mentions) -> str:
    if rank == PLACE:
        return "place"
    shape = mentions.columns[rank].shape
    if shape in TIMES:
        return "time"
    ranked = not _RANKED.isdisjoint(full_words(mentions.columns[rank].field.label))
    return "rank" if ranked else "duration" if shape == "duration" else "amount"


_RANKED = frozenset({"rank", "position", "place", "finish", "standing", "seed"})


@dataclass
class Asked:
    """A question's words, worked out once for all of its forms."""

    mentions: Mentions

    @cached_property
    def words(self) -> tuple[str, ...]:
        tokens = [token.folded for token in self.mentions.tokens if token.kind in ("word", "number")]
        plain = ["#" if token.replace(".", "").replace(",", "").isdigit() else token for token in tokens]
        pairs = (f"{one} {other}" for one, other in itertools.pairwise(plain))
        return tuple(dict.fromkeys((*plain, *pairs)))

    @cached_property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """Stems of the first words of each column's header."""
        return tuple(header_stems(column)[:3] for column in self.mentions.columns)

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if word in _RANKING)

    @cached_property
    def covering(self) -> tuple[tuple[int, range], ...]:
        """Columns and the tokens that name them."""
        return tuple((one.column, range(one.first, one.last)) for one in self.mentions.named if one.score >= 0.5)

    @cached_property
    def asking(self) -> str:
        words = [token.folded for token in self.mentions.tokens]
        pairs = {" ".join(words[at : at + 2]): at for at in range(len(words) - 1, -1, -1)}
        firsts = {word: at for at, word in reversed(list(enumerate(words)))}
        places = [(pairs.get(one, firsts.get(one, 99)), one) for one in _ASKING]
        return min(places, key=lambda one: (one[0], -len(one[1])))[1] if min(places)[0] < 99 else "none"

    @cached_property
    def asking_at(self) -> int:
        words = [token.folded for token in self.mentions.tokens]
        last = self.asking.split()[-1]
        return words.index(last) if last in words else -1

    @cached_property
    def asked(self) -> dict[int, float]:
        """Columns named right behind the word that asks, with how well they fit."""
        near = [
            one for one in self.mentions.named if 0 <= one.first - self.asking_at - 1 < _NEAR and not one.by_quality
        ]
        if not near:
            return {}
        first = min(one.first for one in near)
        found: dict[int, float] = {}
        for one in near:
            if one.first == first:
                found[one.column] = max(found.get(one.column, 0.0), one.score)
        return found

    @cached_property
    def named(self) -> dict[int, ColumnMention]:
        best: dict[int, ColumnMention] = {}
        for one in self.mentions.named:
            if one.column not in best or best[one.column].score < one.score:
                best[one.column] = one
        return best

    @cached_property
    def noun(self) -> str:
        """The word right behind the one that asks."""
        after = self.asking_at + 1
        tokens = self.mentions.tokens
        return stem(singular(tokens[after].folded)) if 0 < after < len(tokens) else ""

    @cached_property
    def best_cells(self) -> tuple[tuple[int, int, bool], ...]:
        """The spans that are cells, each once; those inside of longer ones left out."""
        spans = {(one.first, one.last, one.whole) for one in self.mentions.cells}
        return tuple(
            one
            for one in spans
            if not any(o[0] <= one[0] and o[1] >= one[1] and (o[1] - o[0]) > (one[1] - one[0]) for o in spans)
        )


def features_of(form: Form, asked: Asked) -> Iterator[tuple[str, float]]:
    """Without those of words, which `word_features` gives for the form's family."""
    yield from _of_shown(form, asked)
    yield from _of_rank(form, asked)
    yield from _of_conditions(form, asked)
    yield from _left_out(form, asked)


def word_features(form_family: str, asked: Asked) -> Iterator[str]:
    yield f"is {form_family}"
    for word in asked.words:
        yield f"{word} → {form_family}"


def _group(form: Form) -> str:
    return "figure" if form.act in _FIGURES else form.act


def _of_shown(form: Form, asked: Asked) -> Iterator[tuple[str, float]]:
    if form.out == NONE:
        yield f"{asked.asking} asks figure", 1.0
        return
    mentions, column = asked.mentions, asked.mentions.columns[form.out]
    group = _group(form)
    yield f"{asked.asking} shows {column.shape} by {group}", 1.0
    yield f"{asked.asking} shows {column.shape}", 1.0
    named = asked.named.get(form.out)
    if asked.asked:
        yield ("shown is asked", asked.asked[form.out]) if form.out in asked.asked else ("another is asked", 1.0)
        if form.out in asked.asked and asked.asked[form.out] >= max(asked.asked.values()):
            yield "shown is asked best", 1.0
    elif named is not None:
        yield "shown is named elsewhere", named.score
    elif asked.named:
        yield "shown is not named", 1.0
    yield f"shown at {min(form.out, 3)}", 1.0
    unique = column.field.profile.distinct >= 0.9 * max(1, mentions.rows)
    yield f"{asked.asking} shows {'names' if unique else 'groups'}", 1.0
    used = any(one.column == form.out and one.operator == "=" for one in form.where)
    if used:
        yield f"shown is fixed {group}", 1.0
    for header in asked.headers[form.out]:
        yield f"{asked.asking} shows ~{header}", 1.0
        if asked.noun:
            yield f"{asked.noun} shows ~{header}", 1.0


def _of_rank(form: Form, asked: Asked) -> Iterator[tuple[str, float]]:
    if form.rank in (NONE, PLACE):
        return
    column = asked.mentions.columns[form.rank]
    group = _group(form) if form.act in ("extreme", "beside", "which of two", "difference", "same") else form.act
    named = asked.named.get(form.rank)
    yield f"rank is {column.shape} in {group}", 1.0
    if named is not None:
        yield f"rank is named in {group}", named.score
        yield "rank is named by an adjective", float(named.by_quality)
    else:
        yield f"rank is not named in {group}", 1.0
    if form.rank == form.out:
        yield f"rank is shown in {group}", 1.0
    if form.rank in asked.asked and form.act not in ("sum", "avg", "max", "min", "range", "difference"):
        yield "rank is asked for", 1.0
    for header in asked.headers[form.rank]:
        for word in asked.ranking:
            yield f"{word} by ~{header}", 1.0


_RANKING = word_set("""
longest shortest highest lowest fastest slowest best worst first last biggest largest smallest oldest youngest tallest
earliest latest most least more less fewer better higher lower winner won top bottom finished older younger longer
shorter faster slower larger smaller bigger earlier later when long old tall
""")


def _of_conditions(form: Form, asked: Asked) -> Iterator[tuple[str, float]]:
    wheres = form.where or form.named
    group = _group(form)
    yield f"{len(wheres)} conditions in {group}", 1.0
    for one in wheres:
        yield f"by {one.kind}{' whole' if one.whole else ''}", 1.0
        named = asked.named.get(one.column)
        if named is not None and not (named.first < one.last and one.first < named.last):
            near = 1.0 if abs(named.last - one.first) <= 2 or abs(one.last - named.first) <= 2 else 0.5
            yield f"{one.kind} of a named column", near * named.score
        if one.kind != "value":
            yield from _of_number(one, asked)
        if one.rows is not None:
            yield f"{_few(one.rows, asked.mentions.rows)} in {form.act}", 1.0
    if form.either:
        yield "either", 1.0
        yield ("or is said" if "or" in asked.words else "or is not said"), 1.0


def _of_number(one: Where, asked: Asked) -> Iterator[tuple[str, float]]:
    shape: Shape = asked.mentions.columns[one.column].shape
    year = 1500 <= one.number <= 2100
    yield f"{one.kind} {'told' if one.told else 'plain'} {'year' if year else 'small'} of {shape}", 1.0


def _few(rows: int, of: int) -> str:
    return "one row" if rows == 1 else "few rows" if rows <= 3 else "many rows" if rows < of else "all rows"


def left_out(form: Form, asked: Asked) -> list[int]:
    """Tokens that say something, which no part of the form is about."""
    covered = _covered(form, asked)
    wanted = form.count if form.count > 1 else None
    tokens = asked.mentions.tokens
    return [
        at for at in asked.mentions.content if at not in covered and (wanted is None or tokens[at].number != wanted)
    ]


def _covered(form: Form, asked: Asked) -> set[int]:
    covered: set[int] = set()
    for one in (*form.where, *form.named):
        covered.update(range(one.first, one.last))
    used = _used(form)
    for column, tokens in asked.covering:
        if column in used:
            covered.update(tokens)
    return covered


def _used(form: Form) -> set[int]:
    return {form.out, form.rank, *(one.column for one in (*form.where, *form.named))}


def _left_out(form: Form, asked: Asked) -> Iterator[tuple[str, float]]:
    tokens, covered, used = asked.mentions.tokens, _covered(form, asked), _used(form)
    open_ = left_out(form, asked)
    numbers = sum(tokens[at].number is not None for at in open_)
    quoted = sum(tokens[at].kind == "quoted" for at in open_)
    words = len(open_) - numbers - quoted
    yield "words left out", float(min(words, 4))
    yield f"{min(words, 3)} words left out", 1.0
    yield "numbers left out", float(min(numbers, 2))
    yield "quotes left out", float(quoted)
    cells = [one for one in asked.best_cells if not any(at in covered for at in range(one[0], one[1]))]
    yield "whole cells left out", float(sum(one[2] for one in cells))
    yield "cells left out", float(sum(not one[2] for one in cells))
    lost = [
        one
        for one in asked.named.values()
        if one.column not in used
        and one.score >= _SURELY
        and not any(at in covered for at in range(one.first, one.last))
    ]
    yield "columns left out", float(min(3, len(lost)))
    if form.count > 1:
        yield "several wanted", 1.0
