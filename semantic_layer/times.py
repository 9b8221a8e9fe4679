"""The time a question means when it names none."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Dimension, Field
from core.table import TEMPORAL_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_PLAIN = frozenset(
    {"date", "time", "timestamp", "datetime", "day", "period", "month", "at", "on", "dt", "ts", "moment"}
)
_EVENT = word_set("""
order transaction purchase sale sold invoice invoiced issued billed event occurred posted visit visited start started
departure departed reading measured recorded observed observation played match game payment paid report reported session
filed admission admitted flight trip sent
""")
_AHEAD = frozenset({"scheduled", "appointment"})
_RESERVED = frozenset({"booked", "booking", "reserved", "reservation"})
"""What is booked happens later, on a date that is the row's where there is one."""
_RECORDED = frozenset({"created", "creation", "added", "registered", "registration", "opened", "open", "joined", "hire", "hired",
                       "submitted", "signup", "published", "release", "released", "founded", "inserted"})  # fmt: skip
_LATER = word_set("""
ship shipped shipping shipment delivery delivered due required end ended finish finished arrival arrived return returned
closed close completed completion resolved discharge refund first reply replied response responded answered acknowledged
approval approved decision decided verified confirmed settlement settled pickup picked collected dispatched
""")
_RATHER_NOT = frozenset(
    {"updated", "update", "modified", "changed", "edited", "last", "loaded", "synced", "imported", "expected"}
)
_NEVER = word_set("""
birth birthday born dob death died expiry expiration expires expire deleted valid until renewal
""")
_SOME = 0.05
"""What has not happened yet in so many rows is no date that each of them has."""
_RANKS = (
    (_NEVER, 9), (_RATHER_NOT, 6), (_LATER, 5), (_EVENT, 1), (_AHEAD, 1.2), (_RESERVED, 1.5), (_RECORDED, 3),
)  # fmt: skip


def default_time(entity: tuple[str, ...], fields: Sequence[Field]) -> str | None:
    """The date of the event a row records, before dates of what came later; a birth date dates no row."""
    times = [field for field in fields if isinstance(field, Dimension) and field.role == "time"]
    ranked = sorted(
        (_rank(entity, field), field.profile.nulls / max(field.profile.rows, 1), index)
        for index, field in enumerate(times)
    )
    return times[ranked[0][2]].name if ranked and ranked[0][0] < 9 else None


def _rank(entity: tuple[str, ...], field: Dimension) -> float:
    rank = _rank_of_words(entity, {singular(word) for word in full_words(field.name)} | set(full_words(field.name)))
    if field.type not in TEMPORAL_TYPES and rank < 9:
        rank += 3.5
    if rank >= 9:
        return rank
    missing = field.profile.nulls / max(field.profile.rows, 1)
    return rank + (3 if missing > 0.5 else 1.5 if missing > _SOME else 0)


def _rank_of_words(entity: tuple[str, ...], words: set[str]) -> float:
    for known, rank in _RANKS[:3]:
        if words & known:
            return rank
    if set(entity[-1:]) & words:
        return 0
    if words <= _PLAIN:
        return 0.5
    return next((rank for known, rank in _RANKS[3:] if words & known), 2)
