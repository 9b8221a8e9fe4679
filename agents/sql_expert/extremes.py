"""“The highest, lowest and average cost” are figures of a column; “the highest mountain” is a row."""

from __future__ import annotations

from itertools import pairwise

from agents.sql_expert.draft import Draft, Noun
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import quality
from agents.sql_expert.reader import Reader, is_numeric
from core.plan import AggregateFunction
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_EXTREMES: dict[str, AggregateFunction] = {
    "highest": "max", "maximum": "max", "largest": "max", "biggest": "max",
    "lowest": "min", "minimum": "min", "smallest": "min",
}  # fmt: skip


def are_figures(reader: Reader) -> bool:
    """Whether the superlative here stands in a list with an aggregate, or with the other end of the same column.

    “The highest total revenue” is no list: its words follow without a comma or an “and”.
    """
    first = reader.peek()
    if first is None or reader.section != "select":
        return False
    if _is_beside_figures(reader):
        return True
    if _word(first) not in _EXTREMES:
        return False
    if reader.draft.targets and not (reader.joined or reader.functions):
        return False
    ends: set[str] = set(reader.functions)
    measured, apart = False, True
    for lexeme in reader.lexemes[reader.at :]:
        cue = lexeme.cue("aggregate")
        end = _EXTREMES.get(_word(lexeme)) or (cue.value if cue is not None else None)
        if end is not None and not apart:
            break
        if end is not None:
            ends.add(end)
            apart = False
        elif not _joins_figures(lexeme):
            break
        apart = apart or any(one.kind in ("and", "punctuation") for one in lexeme.cues)
        measured = measured or is_numeric(lexeme)
    return measured and len(ends) > 1


def _is_beside_figures(reader: Reader) -> bool:
    """“The number of parcels, the average fee and the heaviest weight”: one more figure of a list of figures."""
    targets, column, after = reader.draft.targets, reader.peek(1), reader.peek(2)
    if not (reader.joined and targets and all(one.function for one in targets)) or column is None:
        return False
    ended = after is None or any(one.kind in (*_ENDING, "punctuation") for one in after.cues)
    return ended and is_numeric(column) and not column.entities


_ENDING = ("and", "group", "each", "preposition", "clause")


def is_ranked_by_figure(reader: Reader) -> bool:
    """“The best variety at each site by yield”."""
    behind = reader.lexemes[reader.at + 1 :]
    return any(one.text.casefold() in ("by", "according to") and is_numeric(other) for one, other in pairwise(behind))


def extreme(lexeme: Lexeme) -> AggregateFunction:
    """Of a word that `are_figures` found to be one of a list."""
    cue = lexeme.cue("superlative")
    measured = quality(cue.value) if cue is not None else None
    descending = measured.descending if measured is not None else cue is None or cue.value in ("desc", "best")
    return _EXTREMES.get(_word(lexeme)) or ("max" if descending else "min")


def _word(lexeme: Lexeme) -> str:
    return lexeme.text.casefold().removeprefix("the ")


def _joins_figures(lexeme: Lexeme) -> bool:
    joining = any(cue.kind in ("and", "punctuation", "count") for cue in lexeme.cues)
    return joining or lexeme.kind == "filler" or is_numeric(lexeme)


_BAD = word_set("""
delay cost expense error defect loss complaint churn refund return cancellation debt wait latency lag downtime
accident death fatality failure incident fee penalty pollution crime unemployment risk late cancelled canceled
overdue absent missed failed rejected abandoned absence arrear
lost damaged defective broken faulty disputed denied spoiled wasted unpaid
""")


def is_bad_figure(label: str) -> bool:
    """More of what is called so is worse."""
    return not _BAD.isdisjoint(map(singular, full_words(label)))


def is_bad(mention: Lexeme) -> bool:
    """More of it is worse."""
    return bool(mention.fields) and not _BAD.isdisjoint(map(singular, full_words(mention.fields[0].field.name)))


def without_waiting(draft: Draft) -> None:
    """“The top three branches with the most members” are ranked once, by what is named behind."""
    ranked = [order for order in draft.orders if order.superlative]
    if draft.limit and len(ranked) == 2 and ranked[0].noun == Noun() and not ranked[0].counted:
        first, last = ranked
        if first.descending == last.descending and last.noun.lexeme is not None:
            draft.orders = [order for order in draft.orders if order is not first]
