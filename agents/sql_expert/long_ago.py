"""How long ago: “more than 3 months ago” is before that day, “less than a week ago” since it, “3 months ago” that month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from agents.sql_expert.moments import DatePhrase, Period, Relative, number_at, word_at
from agents.sql_expert.tokens import Token
from core.plan import Grain

_LONGER = (("more", "than"), ("longer", "than"), ("over",), ("at", "least"), ("before",), ("until",))
_SHORTER = (
    ("less", "than"),
    ("fewer", "than"),
    ("under",),
    ("within",),
    ("since",),
    ("at", "most"),
    ("no", "more", "than"),
)
_GRAINS = {name: unit for unit in get_args(Grain) for name in (unit, f"{unit}s")}


def ago_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    side, start = _side(tokens, at)
    told = _told(tokens, start)
    if told is None:
        return None
    count, unit, last = told
    if side == "before":
        return DatePhrase(first=at, last=last, period=Period(ago=(count, unit), unit="day"))
    relative = (
        Relative(how="rolling", unit=unit, count=count)
        if side == "since"
        else Relative(how="aligned", unit=unit, shift=-count)
    )
    return DatePhrase(first=at, last=last, period=Period(relative=relative, unit=unit))


def _side(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Which side of the day is meant, where one is said, and where the length of time begins."""
    for side, said in (("before", _LONGER), ("since", _SHORTER)):
        for words in said:
            if all(word_at(tokens, at + place) == word for place, word in enumerate(words)):
                return side, at + len(words)
    return "", at


def _told(tokens: Sequence[Token], at: int) -> tuple[int, Grain, int] | None:
    """“3 months ago”, “a year ago”: how many, of what, and where it ends."""
    count = 1 if word_at(tokens, at) in ("a", "an", "one") else number_at(tokens, at)
    unit = _GRAINS.get(word_at(tokens, at + 1))
    if count is None or unit is None or word_at(tokens, at + 2) not in ("ago", "back"):
        return None
    return count, unit, at + 3
