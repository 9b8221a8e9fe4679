"""Every form that a question's mentions allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from agents.sql_expert.sheets.columns import TIMES
from agents.sql_expert.sheets.conditions import sets_of, wheres_of
from agents.sql_expert.sheets.forms import PLACE, Act, Form, Where
from agents.sql_expert.sheets.mentions import Mentions

_MOST_OUTS, _MOST_RANKS, _FEW_SETS, _MOST_BESIDE = 9, 5, 9, 6
Rows = tuple[tuple[Where, ...], bool]


def forms_of(mentions: Mentions) -> Iterator[Form]:
    wheres = wheres_of(mentions)
    sets = sets_of(wheres)
    outs = _outs(mentions)
    yield from _looked_up(sets, outs)
    yield from _extremes(sets[:_FEW_SETS], outs, _ranks(mentions), _wanted(mentions))
    yield from _beside(wheres, sets, outs, mentions)
    yield from _counted(sets, outs)
    yield from _aggregated(sets[:_FEW_SETS], mentions)
    yield from _frequent(sets[:_FEW_SETS], outs)
    yield from _of_two(wheres, mentions)
    yield from _same(wheres, outs, mentions)


def _outs(mentions: Mentions) -> list[int]:
    named = sorted({one.column for one in mentions.named}, key=lambda column: column)
    rest = [place for place in range(len(mentions.columns)) if place not in named]
    return [*named, *rest][:_MOST_OUTS]


def _ranks(mentions: Mentions) -> list[int]:
    named = {one.column for one in mentions.named}
    ranked = [place for place, column in enumerate(mentions.columns) if column.amount is not None]
    ranked.sort(key=lambda place: (place not in named, mentions.columns[place].shape not in TIMES, place))
    return [PLACE, *ranked[:_MOST_RANKS]]


def _wanted(mentions: Mentions) -> int:
    """“The top three”, “the first two”."""
    for at, number in mentions.numbers:
        before = mentions.tokens[at - 1].folded if at else ""
        if (
            before in ("top", "first", "last", "bottom", "which", "what")
            and 2 <= number <= 10
            and number == int(number)
        ):
            return int(number)
    return 1


def _looked_up(sets: Sequence[Rows], outs: Sequence[int]) -> Iterator[Form]:
    for where, either in sets[1:]:
        for out in outs:
            yield Form(act="look up", out=out, where=where, either=either)


def _extremes(sets: Sequence[Rows], outs: Sequence[int], ranks: Sequence[int], wanted: int) -> Iterator[Form]:
    for where, either in sets:
        for rank in ranks:
            for out in outs:
                for descending in (False, True):
                    yield Form(act="extreme", out=out, rank=rank, descending=descending, where=where, either=either)
                    if wanted > 1:
                        yield Form(act="extreme", out=out, rank=rank, descending=descending, where=where,
                                   either=either, count=wanted)  # fmt: skip


def _beside(wheres: Sequence[Where], sets: Sequence[Rows], outs: Sequence[int], mentions: Mentions) -> Iterator[Form]:
    times = [place for place, column in enumerate(mentions.columns) if column.shape in TIMES][:1]
    named = [one for one in wheres if one.operator == "="][:_MOST_BESIDE]
    more = [where for where, either in sets if len(where) == 2 and not either][:2]
    for where in [*((one,) for one in named), *more]:
        for rank in (PLACE, *times):
            for descending in (False, True):
                for out in outs:
                    yield Form(act="beside", out=out, rank=rank, descending=descending, where=where)
                yield Form(act="count beside", rank=rank, descending=descending, where=where)


def _counted(sets: Sequence[Rows], outs: Sequence[int]) -> Iterator[Form]:
    for where, either in sets:
        yield Form(act="count", where=where, either=either)
        for out in outs:
            yield Form(act="count different", out=out, where=where, either=either)


def _aggregated(sets: Sequence[Rows], mentions: Mentions) -> Iterator[Form]:
    acts: tuple[Act, ...] = ("sum", "avg", "max", "min", "range")
    for where, either in sets:
        for place, column in enumerate(mentions.columns):
            if column.amount is None:
                continue
            for act in acts if column.shape not in TIMES else ("range",):
                yield Form(act=act, rank=place, where=where, either=either)


def _frequent(sets: Sequence[Rows], outs: Sequence[int]) -> Iterator[Form]:
    for where, either in sets:
        for out in outs:
            for descending in (False, True):
                yield Form(act="most frequent", out=out, descending=descending, where=where, either=either)


def _of_two(wheres: Sequence[Where], mentions: Mentions) -> Iterator[Form]:
    pairs = [pair for pair in combinations(wheres, 2) if _are_two(*pair)][:5]
    for pair in pairs:
        named = tuple(sorted(pair, key=lambda one: one.first))
        for descending in (False, True):
            yield Form(act="more frequent of two", out=named[0].column, descending=descending, named=named)
        yield Form(act="difference of counts", named=named)
        for place, column in enumerate(mentions.columns):
            if column.amount is None or place == named[0].column:
                continue
            for descending in (False, True):
                yield Form(act="which of two", out=named[0].column, rank=place, descending=descending, named=named)
            yield Form(act="difference", rank=place, named=named)
        for descending in (False, True):
            yield Form(act="which of two", out=named[0].column, rank=PLACE, descending=descending, named=named)


def _are_two(one: Where, other: Where) -> bool:
    apart = one.last <= other.first or other.last <= one.first
    return apart and one.column == other.column and one.kind == other.kind and one.operator == other.operator == "="


def _same(wheres: Sequence[Where], outs: Sequence[int], mentions: Mentions) -> Iterator[Form]:
    named = [one for one in wheres if one.kind == "value"][:4]
    told = {one.column for one in mentions.named}
    for one in named:
        for rank in range(len(mentions.columns)):
            if rank == one.column or (told and rank not in told):
                continue
            for out in outs:
                if out != rank:
                    yield Form(act="same", out=out, rank=rank, where=(one,))
