"""The period before or after the one that was told: “and the month before”, “same month the year before”, “the next one”."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import in_that_year
from agents.sql_expert.turns.reread import read_alone
from agents.sql_expert.turns.said import Said, bare, is_joining, lexemes_of
from agents.sql_expert.turns.told import each_condition, exchanged, is_period
from core.plan import AbsolutePeriod, Condition, FieldRef, Plan, RelativePeriod
from semantic_layer import resolve_period

_UNIT = r"(?P<unit>day|week|month|quarter|year|one|period)"
_SIDE = r"(?P<side>before|earlier|prior|previous|preceding|after|later|following|next)"
_NEIGHBOUR = re.compile(
    rf"^(?:(?:in |for |vs |versus )?(?:the )?(?:same (?:\w+ )?(?:in |of )?)?(?:the |a |one )?"
    rf"(?:{_UNIT} {_SIDE}|{_SIDE.replace('side', 'side2')} {_UNIT.replace('unit', 'unit2')}))(?: (?:that|this|it|then))?$",
    re.IGNORECASE,
)
_LATER = ("after", "later", "following", "next")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def with_other_period(last: Plan, said: Said, task: Understanding) -> Plan | None:
    periods = [one for one in each_condition(last.where) if is_period(one)]
    if len(periods) != 1 or last.combine is not None or said.without:
        return None
    told = _from_day_to_day(periods[0], task)
    if told is None:
        return None
    if (matched := _NEIGHBOUR.match(said.words.strip())) is not None:
        unit, side = (matched["unit"] or matched["unit2"]).lower(), (matched["side"] or matched["side2"]).lower()
        other: Condition | None = _neighbour(told, unit, later=side in _LATER, same="same" in said.words.lower())
    else:
        other = _in_that_year(told, said, task) or _as_said(last, told, said, task)
    if other is None:
        return None

    def instead(condition: Condition) -> Condition:
        return other if condition == periods[0] else condition

    return replace(last, where=exchanged(last.where, instead))


def _from_day_to_day(period: Condition, task: Understanding) -> AbsolutePeriod | None:
    if isinstance(period, RelativePeriod):
        start, end = resolve_period(period, task.model.calendar)
        return AbsolutePeriod(of=period.of, start=start[:10], end=end[:10], phrase=period.phrase)
    whole = isinstance(period, AbsolutePeriod) and period.start and period.end
    return period if whole and isinstance(period, AbsolutePeriod) else None


def _neighbour(told: AbsolutePeriod, unit: str, *, later: bool, same: bool) -> AbsolutePeriod | None:
    start, end = date.fromisoformat(str(told.start)[:10]), date.fromisoformat(str(told.end)[:10])
    length = _months(start, end)
    if unit in ("one", "period"):
        return _moved(told, start, end, length or 0, later=later) if length else _by_days(told, start, end, later=later)
    if unit in ("day", "week"):
        days = 1 if unit == "day" else 7
        return _by_days(told, start, end, later=later) if (end - start).days == days else None
    step = _MONTHS[unit]
    if length is None:
        return _moved(told, start, end, step, later=later) if same or unit == "year" else None
    if length <= step:
        return _moved(told, start, end, step, later=later)
    if same:
        return None
    low, high = (end, _plus(end, step)) if later else (_plus(start, -step), start)
    return _period(told, low, high)


def _months(start: date, end: date) -> int | None:
    """Whole months of the calendar; None where it is another length."""
    if start.day != 1 or end.day != 1:
        return None
    return 12 * (end.year - start.year) + end.month - start.month


def _plus(day: date, months: int) -> date:
    total = 12 * day.year + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28) if day.day > 28 else day.day)


def _moved(told: AbsolutePeriod, start: date, end: date, months: int, *, later: bool) -> AbsolutePeriod:
    step = months if later else -months
    return _period(told, _plus(start, step), _plus(end, step))


def _by_days(told: AbsolutePeriod, start: date, end: date, *, later: bool) -> AbsolutePeriod:
    step = end - start if later else start - end
    return _period(told, start + step, end + step)


def _period(told: AbsolutePeriod, start: date, end: date) -> AbsolutePeriod:
    return replace(told, start=start.isoformat(), end=end.isoformat(), phrase=_named(start, end))


def _named(start: date, end: date) -> str:
    length = _months(start, end)
    if length == 12 and start.month == 1:
        return str(start.year)
    if length == 3 and start.month % 3 == 1:
        return f"Q{start.month // 3 + 1} {start.year}"
    if length == 1:
        return start.strftime("%B %Y")
    return f"{start.isoformat()} to {(end - timedelta(days=1)).isoformat()}"


def _in_that_year(told: AbsolutePeriod, said: Said, task: Understanding) -> AbsolutePeriod | None:
    """“And in August?” after July 1987: a month or quarter without a year is of the year that was told."""
    lexemes = lexemes_of(bare(said.words), task)
    if len(lexemes) != 1 or lexemes[0].date is None:
        return None
    period, year = lexemes[0].date.period, int(str(told.start)[:4])
    last_day = date.fromisoformat(str(told.end)[:10]) - timedelta(days=1)
    if last_day.year != year or period.low is not None or period.high is not None:
        return None
    if period.month is not None:
        low, length = date(year, period.month, 1), 1
    elif period.quarter is not None:
        low, length = date(year, 3 * period.quarter - 2, 1), 3
    else:
        return None
    return _opened(told, period.opened, low, _plus(low, length))


def _as_said(last: Plan, told: AbsolutePeriod, said: Said, task: Understanding) -> Condition | None:
    """“And in 2024?” after customers with visits in 2025: of the same visits, whatever other dates customers have."""
    lexemes = [one for one in lexemes_of(said.words, task) if not is_joining(one)]
    if len(lexemes) != 1 or lexemes[0].date is None or lexemes[0].names or not isinstance(told.of, FieldRef):
        return None
    words = said.words if bare(said.words) != said.words or lexemes[0].date.period.opened else f"in {said.words}"
    label = task.model.entity(told.of.entity).label
    read = read_alone(f"number of {label} {words}", task, least=_LIKELY)
    periods = list(each_condition(read.where)) if read is not None else []
    if len(periods) != 1 or not isinstance(periods[0], AbsolutePeriod | RelativePeriod):
        return None
    return in_that_year(replace(periods[0], of=told.of), replace(last, where=told))


_LIKELY = 0.6


def _opened(told: AbsolutePeriod, opened: str, low: date, high: date) -> AbsolutePeriod | None:
    """“Until March” after 2024 is January to March of that year."""
    start, end = date.fromisoformat(str(told.start)[:10]), date.fromisoformat(str(told.end)[:10])
    ends = {"": (low, high), "since": (low, end), "after": (high, end), "until": (start, high), "before": (start, low)}
    first, behind = ends[opened]
    return _period(told, first, behind) if first < behind else None
