"""Columns of years: "older than ten years" by the year they are of, "from 2015 to 2018" where no date reaches so far back."""

from __future__ import annotations

import re
from datetime import date, datetime

from agents.sql_expert.constants import constant
from agents.sql_expert.dates import UNITS
from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import is_year, last_day, ref
from agents.sql_expert.lexemes import FieldLink, ValueLink
from agents.sql_expert.located import is_age
from agents.sql_expert.measured import BIRTH
from agents.sql_expert.periods import anchor, earlier
from core.plan import Comparison, ComparisonOperator, Condition, DateDifference, Value
from semantic_layer.words import full_words

_FIRST_YEAR = 1000
_SAID: dict[str, ComparisonOperator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_DENIED: dict[ComparisonOperator, ComparisonOperator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED: dict[str, ComparisonOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def tells_age(found: Filter) -> bool:
    """“Older than 10 years”, “newer than 5 years”; “newer than 2015” compares the years themselves."""
    number, quality = found.operands[0].number, found.noun.quality
    if found.operator not in _TURNED:
        return False
    return is_age(found) or (quality is not None and quality.time and number is not None and number < _FIRST_YEAR)


def older_than(found: Filter, link: FieldLink | ValueLink, today: date) -> Condition:
    """“Older than 10 years” is of an earlier year; “older than 2010” too."""
    operand = found.operands[0]
    number = operand.number
    if number is None:
        right = constant(operand, link.field)
    else:
        right = Value(value=int(number if number >= _FIRST_YEAR else today.year - number), type="integer")
    operator = _TURNED[found.operator] if is_age(found) else _SAID[found.operator]
    return Comparison(left=ref(link), operator=_DENIED[operator] if found.negated else operator, right=right)


def aged(found: Filter, link: FieldLink | ValueLink, today: date) -> Condition:
    """“Older than 40” by the date of birth: years to today; “older than 2 weeks”: before that day, from the last that there is."""
    unit, count = UNITS.get(found.operands[0].unit), int(found.operands[0].number or 0)
    if unit is None or BIRTH & set(full_words(link.field.name)):
        age = DateDifference(unit="year", start=ref(link), end=Value(value=today.isoformat(), type="date"))
        return Comparison(left=age, operator=found.operator, right=Value(value=count, type="integer"))  # type: ignore[arg-type]
    day = earlier(anchor(link.field, today), count, unit)
    return Comparison(left=ref(link), operator=_TURNED[found.operator], right=Value(value=day.isoformat(), type="date"))


def year_meant(link: FieldLink, found: Filter) -> FieldLink:
    """The one column of years of the same rows, where none of their dates is in what was said and such a year is."""
    period = found.period
    if period is None or period.low is None or period.high is None or period.unit != "year":
        return link
    first, last = _first_day(link), last_day(link.field)
    if first is None or last is None or (period.low <= last and first < period.high):
        return link
    years = [one for one in link.entity.fields if is_year(one)]
    if len(years) != 1 or not _spans(years[0].profile.minimum, years[0].profile.maximum, period.low, period.high):
        return link
    return FieldLink(entity=link.entity, field=years[0], score=link.score, evidence=link.evidence)


def _first_day(link: FieldLink) -> date | None:
    earliest = link.field.profile.minimum
    if isinstance(earliest, datetime):
        return earliest.date()
    if isinstance(earliest, str):
        return date.fromisoformat(earliest[:10]) if re.match(r"\d{4}-\d\d-\d\d", earliest) else None
    return earliest if isinstance(earliest, date) else None


def _spans(lowest: object, highest: object, low: date, high: date) -> bool:
    numbers = isinstance(lowest, int | float) and isinstance(highest, int | float)
    return numbers and float(lowest) < high.year and float(highest) >= low.year  # type: ignore[arg-type]
