"""Parts of a year told by their place in it: “the last quarter of 2024” is Q4 2024, “the first two months of 2025” run into March."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from agents.sql_expert.moments import months_later

_PLACES = {
    "first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": -1, "final": -1, "closing": -1,
}  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "couple of": 2}
_PART = re.compile(
    rf"\b(?P<lead>(?:in|during|for|of|over|from) )?(?:the )?(?P<place>{'|'.join(_PLACES)}) (?:(?P<count>\d+|{'|'.join(_COUNTS)}) )?"
    r"(?P<unit>day|week|month|quarter)s? (?:of|in) (?:the year )?(?P<year>(?:19|20)\d\d)\b(?!-)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"\b(?P<year>(?:19|20)\d\d)[ -]?(?P<part>[qh][1-4])\b", re.IGNORECASE)


def parts_of_years(text: str) -> str:
    """The same dates by their names, or as a stretch of days."""
    text = _YEAR_FIRST.sub(lambda found: f"{found['part'].upper()} {found['year']}", text)
    return _PART.sub(_named, text)


def _named(found: re.Match[str]) -> str:
    place, year, unit = _PLACES[found["place"].lower()], int(found["year"]), found["unit"].lower()
    said = (found["count"] or "1").lower()
    count = _COUNTS.get(said) or int(said)
    if count > 1 and place not in (1, -1):
        return found[0]
    lead = found["lead"] or ""
    if count == 1 and unit == "quarter":
        return f"{lead}Q{place if place > 0 else 4} {year}"
    if count == 1 and unit == "month":
        return f"{lead}{calendar.month_name[place if place > 0 else 12]} {year}"
    low, high = _stretch(place, count, unit, year)
    return f"on {low}" if low == high else f"between {low} and {high}"


def _stretch(place: int, count: int, unit: str, year: int) -> tuple[date, date]:
    """First and last day."""
    first, end = date(year, 1, 1), date(year, 12, 31)
    skipped = place - 1 if place > 0 else 0
    if unit in ("day", "week"):
        days = 7 if unit == "week" else 1
        if place < 0:
            return end - timedelta(days=days * count - 1), end
        return first + timedelta(days=days * skipped), first + timedelta(days=days * (skipped + count) - 1)
    months = 3 if unit == "quarter" else 1
    if place < 0:
        return months_later(first, 12 - months * count), end
    return months_later(first, months * skipped), months_later(first, months * (skipped + count)) - timedelta(days=1)
