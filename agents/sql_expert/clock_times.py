"""Hours of the clock: “after 6 pm”, “between 8 and 10 am”, “before 9:00”; also of columns that write them as 1830."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.sql_expert.delays import ARRIVING, LEAVING, PLANNED
from agents.sql_expert.moments import DatePhrase, Period, word_at
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token, tokenise
from core.model import Field
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_DAY = 24
_HALVES = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}
_NAMED = {"noon": 12, "midday": 12, "midnight": 24}
_FROM, _UNTIL = ("after", "since", "past", "from"), ("before", "until", "till", "by")


@dataclass(frozen=True, slots=True)
class _Clock:
    """`half` is 0 or 12 where it is said; `sure`: it can be nothing but a time of the clock. Tokens end at `last`."""

    hour: int
    half: int | None
    sure: bool
    last: int

    def of_day(self, half: int | None) -> int:
        if half is None:
            return self.hour
        return self.hour % 12 + half


def clock_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """Only whole hours; None where it may be another number."""
    word = word_at(tokens, at)
    first = _clock(tokens, at + 1)
    if first is None:
        return None
    joint = word_at(tokens, first.last)
    if (word == "between" and joint == "and") or (word == "from" and joint in ("to", "until", "till", "-")):
        return _between(tokens, at, first)
    if not first.sure:
        return None
    hour = first.of_day(first.half)
    if word in _FROM and hour == _DAY:
        return None
    if word in _FROM:
        return _phrase(at, first.last, (hour, _DAY))
    if word in _UNTIL:
        return _phrase(at, first.last, (0, hour))
    return _phrase(at, first.last, (hour, hour + 1)) if word in ("at", "around") and hour < _DAY else None


def _between(tokens: Sequence[Token], at: int, first: _Clock) -> DatePhrase | None:
    """“Between 10 and 2 pm” begins in the morning."""
    second = _clock(tokens, first.last + 1)
    if second is None or not (first.sure or second.sure):
        return None
    end = second.of_day(second.half)
    half = first.half if first.half is not None else second.half
    start = first.of_day(half)
    if first.half is None and half and start > end:
        start = first.of_day(0)
    return _phrase(at, second.last, (start, end)) if start != end else None


def _phrase(first: int, last: int, hours: tuple[int, int]) -> DatePhrase:
    return DatePhrase(first=first, last=last, period=Period(hours=hours, unit="hour"))


def _clock(tokens: Sequence[Token], at: int) -> _Clock | None:
    named = _NAMED.get(word_at(tokens, at))
    if named is not None:
        return _Clock(hour=named, half=None, sure=True, last=at + 1)
    number = tokens[at].number if at < len(tokens) else None
    if not isinstance(number, int) or not 0 <= number <= _DAY or tokens[at].unit:
        return None
    last, minutes = at + 1, False
    if word_at(tokens, last) == ":" and word_at(tokens, last + 1) == "00":
        last, minutes = last + 2, True
    elif word_at(tokens, last) == ":":
        return None
    half = _HALVES.get(word_at(tokens, last))
    if half is not None and number > 12:
        return None
    if half is not None:
        dotted = word_at(tokens, last) in ("a.m", "p.m") and word_at(tokens, last + 1) == "."
        last += 1 + dotted
    elif word_at(tokens, last) == "o" or word_at(tokens, last) == "o'clock":
        return None
    return _Clock(hour=number, half=half, sure=minutes or half is not None, last=last)


def with_clock_columns(text: str, schema: Schema) -> str:
    """“Departing between 6 and 9 am” of a column that writes half past six as 630; `text` itself where there is none."""
    columns = [one for entity in schema.model.entities for one in entity.fields if writes_clock(one)]
    tokens = tokenise(text) if columns else ()
    for at in range(1, len(tokens)):
        phrase = clock_at(tokens, at)
        hours = phrase.period.hours if phrase is not None else None
        verb = next((place for place in range(at - 1, max(-1, at - 4), -1) if tokens[place].folded in _VERBS), None)
        if phrase is None or hours is None or verb is None or hours[0] >= hours[1]:
            continue
        column = _column(columns, tokens[verb].folded, planned="scheduled" in {one.folded for one in tokens[:verb]})
        if column is not None:
            return _told(text, tokens, (verb, at, phrase.last), f"{column.label} {_range(hours)}")
    return text


def _told(text: str, tokens: Sequence[Token], places: tuple[int, int, int], told: str) -> str:
    """“Flights that were scheduled to leave JFK after 6 pm”: flights JFK with a time of so much."""
    verb, at, last = places
    first = verb
    while first and tokens[first - 1].folded in _BEFORE_VERB:
        first -= 1
    between = f"from {text[tokens[verb + 1].start : tokens[at - 1].end]} " if at > verb + 1 else ""
    between = between.replace("from from ", "from ")
    behind = text[tokens[last - 1].end :]
    return f"{text[: tokens[first].start]}{between}with {told}{behind}"


def _range(hours: tuple[int, int]) -> str:
    if hours[0] == 0:
        return f"below {100 * hours[1]}"
    return f"above {100 * hours[0]}" if hours[1] == _DAY else f"between {100 * hours[0]} and {100 * hours[1]}"


def _column(columns: Sequence[Field], verb: str, *, planned: bool) -> Field | None:
    side = LEAVING if verb in LEAVING else ARRIVING
    found = [one for one in columns if side & set(full_words(one.name))]
    meant = [one for one in found if planned == bool(PLANNED & set(full_words(one.name)))]
    return meant[0] if len(meant) == 1 else None


_VERBS = LEAVING | ARRIVING
_BEFORE_VERB = word_set("that which who are were was is scheduled to planned due have had has")


def writes_clock(field: Field) -> bool:
    """Whether its numbers are hours and minutes in one (1830 is half past six)."""
    low, high = field.profile.minimum, field.profile.maximum
    if field.type not in NUMERIC_TYPES or "time" not in full_words(field.name) or low is None or high is None:
        return False
    if isinstance(low, str | bool) or isinstance(high, str | bool):
        return False
    return 0 <= float(low) < 200 and 1900 < float(high) <= 2400  # type: ignore[arg-type]
