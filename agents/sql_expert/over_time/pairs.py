"""Which two periods a question sets against each other, from what stands between and before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from agents.sql_expert.moments import Period, Relative, months_later
from agents.sql_expert.over_time.mentions import Mention, Shift, mentions_of
from agents.sql_expert.tokens import Token, tokenise
from core.plan import Grain
from semantic_layer.vocabulary import word_set

_JOINING = word_set("""
and or to with vs versus against compared comparison relative than over on from in of as opposed the that those for up by set
""") | frozenset(",.?!:")
_AGAINST = frozenset({"vs", "versus", "against", "than", "over", "compared", "relative", "on", "comparison"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """`subject` is held against `base`; both as they were said. `either`: another base is as usual."""

    subject: Period
    base: Period | Shift
    subject_said: str = ""
    base_said: str = ""
    either: Shift | None = None

    @property
    def bases(self) -> tuple[Period | Shift, ...]:
        return (self.base,) if self.either is None else (self.base, self.either)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`rest` is the question without its periods; `set_against` whether it says itself that they are compared.

    `plain` where each period is told by itself, `is_choice` where one of them is asked for, `is_open` where one is not over.
    """

    rest: str
    pair: Against | None
    set_against: bool
    mentioned: int
    plain: bool
    is_choice: bool = False
    is_open: bool = False
    units: tuple[Grain, ...] = ()


def told_in(text: str) -> Told:
    tokens = tokenise(text)
    found = mentions_of(tokens)
    joined = [_is_joined(tokens, one, other) for one, other in pairwise(found)]
    against = any(one.folded in _AGAINST for at in range(len(found)) for one in _before(tokens, found, at))
    periods = [one for one in found if isinstance(one.told, Period)]
    pair = _pair(tokens, found, against=against)
    rest = _without(text, tokens, found)
    shifted = any(isinstance(one.told, Shift) for one in found) or rest.casefold().startswith("compare")
    return Told(
        rest=rest,
        pair=pair,
        set_against=(against or shifted) and not any(one.side for one in found),
        mentioned=len(found),
        is_open=pair is not None and pair.subject.relative is not None and pair.subject.relative.how == "to_date",
        is_choice=rest.casefold().startswith(("which", "what")) and all(joined),
        plain=len(periods) == len(found)
        and not _is_shared(found)
        and all(map(_is_one, periods))
        and _are_of_one_kind(periods),
        units=tuple(one.told.unit for one in found if isinstance(one.told, Shift) and one.told.unit),
    )


def _is_shared(found: Sequence[Mention]) -> bool:
    """“Q1 and Q2 2024”: one year for both."""
    years = [isinstance(one.told, Period) and one.told.low is not None for one in found]
    named = [isinstance(one.told, Period) and bool(one.told.month or one.told.quarter) for one in found]
    return any(years) and any(named)


def _is_one(mention: Mention) -> bool:
    """“First half of 2024” is no month, though months are what it is made of."""
    period = mention.told
    length = _MONTHS.get(period.unit or "") if isinstance(period, Period) else None
    if not isinstance(period, Period) or period.low is None or period.high is None or length is None:
        return True
    return months_later(period.low, length) == period.high


_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _are_of_one_kind(found: Sequence[Mention]) -> bool:
    return len({one.told.unit for one in found if isinstance(one.told, Period)}) < 2


def _before(tokens: Sequence[Token], found: Sequence[Mention], at: int) -> Sequence[Token]:
    """The joining words right before a period, and those it begins with."""
    first = found[at].first
    start = first
    while start and tokens[start - 1].folded in _JOINING and (not at or start > found[at - 1].last):
        start -= 1
    return tokens[start : first + 1]


def _is_joined(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    return all(token.folded in _JOINING for token in tokens[one.last : other.first])


def _without(text: str, tokens: Sequence[Token], found: Sequence[Mention]) -> str:
    """What is said of the periods goes with the words that join them."""
    kept: list[str] = []
    start = 0
    for at, one in enumerate(found):
        cut = one.first
        while (
            cut > 0
            and tokens[cut - 1].folded in _JOINING - {"the", "up", "of", "by"}
            and (not at or cut > found[at - 1].last)
        ):
            cut -= 1
        kept.append(text[start : tokens[cut].start])
        start = tokens[one.last - 1].end
    kept.append(text[start:])
    return " ".join(" ".join(kept).split()).strip(" ?.!,;:")


def _pair(tokens: Sequence[Token], found: Sequence[Mention], *, against: bool) -> Against | None:
    if len(found) == 2:
        return _of_two(tokens, found[0], found[1])
    if len(found) != 1:
        return None
    only, said = found[0], _said(tokens, found[0])
    if isinstance(only.told, Shift):
        return _up_to_now(only.told, said)
    if against:
        relative = only.told.relative
        last = relative is not None and relative.how == "aligned" and (relative.count, relative.shift) == (1, -1)
        return _up_to_now(Shift(unit=only.told.unit), said) if last else None
    return _with_one_before(only.told, said)


def _up_to_now(base: Shift, said: str) -> Against | None:
    """“Is it up on last year?”: this year so far, against as much of the last."""
    if base.unit is None or base.year is not None or base.count != 1:
        return None
    now = Period(relative=Relative(how="to_date", unit=base.unit), unit=base.unit)
    return Against(subject=now, base=base, subject_said=f"this {base.unit} so far", base_said=said)


def _with_one_before(subject: Period, said: str) -> Against | None:
    """“Did it grow in 2024?” is against the year before; a quarter may be against that before, or that of the year before."""
    if subject.low is not None and subject.high is None:
        return _since(subject, said)
    if subject.opened or subject.month or subject.quarter:
        return None if subject.opened else Against(
            subject=subject, base=Shift(), subject_said=said, either=Shift(unit="year")
        )  # fmt: skip
    relative = subject.relative
    yearly = subject.unit == "year" and (relative is None or relative.count == 1)
    if yearly:
        return Against(subject=_so_far(subject), base=Shift(unit="year"), subject_said=said)
    if subject.season is not None:
        return Against(subject=subject, base=Shift(unit="year"), subject_said=said)
    if relative is not None:
        return Against(subject=_so_far(subject), base=Shift(), subject_said=said, either=Shift(unit="year"))
    return Against(subject=subject, base=Shift(), subject_said=said, either=Shift(unit="year"))


def _since(begun: Period, said: str) -> Against | None:
    """“Has it risen since 2022?”: the last whole year against 2022."""
    if begun.unit != "year" or begun.low is None or begun.opened:
        return None
    first = replace(begun, high=months_later(begun.low, 12))
    last = Period(relative=Relative(how="aligned", unit="year", shift=-1), unit="year")
    return Against(subject=last, base=first, base_said=said)


def _so_far(period: Period) -> Period:
    """This year is not over: what there is of it."""
    relative = period.relative
    if relative is None or relative.how != "aligned" or relative.shift != 0 or relative.count != 1:
        return period
    return replace(period, relative=replace(relative, how="to_date"))


def _of_two(tokens: Sequence[Token], one: Mention, other: Mention) -> Against | None:
    said, behind = _said(tokens, one), _said(tokens, other)
    if isinstance(one.told, Shift):
        return None
    if isinstance(other.told, Shift):
        subject = _so_far(one.told)
        return Against(subject=subject, base=other.told, subject_said=said, base_said=behind)
    first, second = _sharing_a_year(one.told, other.told)
    if _is_year_before(first, second) or _is_year_before(second, first):
        later, earlier = (first, second) if _is_year_before(first, second) else (second, first)
        names = (said, behind) if later is first else (behind, said)
        shift = Shift(unit=earlier.unit, count=-(earlier.relative.shift if earlier.relative else -1))
        return Against(subject=_so_far(later), base=shift, subject_said=names[0], base_said=names[1])
    if first.month or second.month or first.quarter or second.quarter:
        return None
    than = any(token.folded == "than" for token in tokens[one.last : other.last])
    if than or _begins(second) < _begins(first):
        return Against(subject=first, base=second, subject_said=said, base_said=behind)
    return Against(subject=second, base=first, subject_said=behind, base_said=said)


def _is_year_before(later: Period, earlier: Period) -> bool:
    """“This year” and “last year”, or “year to date” and “last year”: one of them is not over."""
    now, then = later.relative, earlier.relative
    if now is None or then is None or now.unit != then.unit or then.how != "aligned" or then.count != 1:
        return False
    return then.shift < 0 and now.shift == 0 and now.count == 1 and now.how != "rolling"


def _begins(period: Period) -> tuple[int, date]:
    """For the order of two in time; those told from now come behind those with dates."""
    if period.low is not None:
        return 0, period.low
    relative = period.relative
    return 1, date(5000 + (relative.shift if relative else 0), 1, 1)


def _sharing_a_year(one: Period, other: Period) -> tuple[Period, Period]:
    if one.low is None and other.low is not None:
        return in_year(one, other.low.year), other
    if other.low is None and one.low is not None:
        return one, in_year(other, one.low.year)
    return one, other


def in_year(period: Period, year: int) -> Period:
    """“March” of that year; anything else as it is."""
    if period.opened or not (period.month or period.quarter):
        return period
    low = date(year, period.month or 3 * (period.quarter or 1) - 2, 1)
    return Period(low=low, high=months_later(low, 1 if period.month else 3), unit=period.unit)


def _said(tokens: Sequence[Token], one: Mention) -> str:
    first = one.first
    while tokens[first].folded in ("from", "between", "to", "and", "until", "in", "for", "during", "of", "on", "at", "over",
                                   "the", "vs", "versus", "with", "that") and first < one.last - 1:  # fmt: skip
        first += 1
    words = [token.text if token.text != "'s" else "" for token in tokens[first : one.last]]
    return " ".join(" ".join(words).split())
