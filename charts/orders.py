"""The natural order of categories: months, weekdays, quarters, ranges of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from charts.cells import Plain

_MONTH_WORDS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY_WORDS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_LEVELS = (
    ("very low", "low", "medium", "high", "very high", "critical"),
    ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"),
    ("small", "medium", "large", "extra large"),
    ("bronze", "silver", "gold", "platinum", "diamond"),
    ("bad", "poor", "fair", "average", "good", "very good", "excellent"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("freshman", "sophomore", "junior", "senior"),
)
_QUARTER = re.compile(r"(?:(\d{4})[\s-]*)?q([1-4])(?:[\s-]*(\d{4}))?")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"[12]\d{3}")
_RANGE = re.compile(
    r"(<=?|>=?|under|over|up to)?\s*[$€£]?(\d[\d,]*(?:\.\d+)?)\s*(?:(?:-|–|to)\s*[$€£]?\d[\d,]*(?:\.\d+)?|\+)?\D{0,12}"
)
_MARKED_RANGE = re.compile(r"\d\s*(?:-|–|to)\s*\D?\d|\d\s*\+|^(?:<|>|under |over |up to )")

Key = Callable[[str], tuple[float, float] | None]


def natural_order(values: Sequence[Plain]) -> tuple[Plain, ...] | None:
    """Distinct values in the order their names have by nature, null last; None where they have none."""
    present = [value for value in values if value is not None]
    texts = [value for value in present if isinstance(value, str)]
    if len(texts) < 2 or len(texts) != len(present):
        return None
    nulls = (None,) if len(present) < len(values) else ()
    for key in (*_WORD_KEYS, _quarter, _year_month, _year, *_level_keys(texts)):
        found = _sorted_by(key, texts)
        if found is not None:
            return (*found, *nulls)
    ranges = (
        _sorted_by(_range, texts) if sum(bool(_MARKED_RANGE.search(text.casefold())) for text in texts) > 1 else None
    )
    return None if ranges is None else (*ranges, *nulls)


def _sorted_by(key: Key, texts: Sequence[str]) -> list[str] | None:
    keys: dict[str, tuple[float, float]] = {}
    for text in texts:
        place = key(" ".join(text.casefold().split()))
        if place is None:
            return None
        keys[text] = place
    return sorted(texts, key=lambda text: keys[text])


def _position_in(words: Sequence[str], shortest: int) -> Key:
    def place(text: str) -> tuple[float, float] | None:
        text = text.rstrip(".")
        if len(text) < shortest:
            return None
        found = [index for index, word in enumerate(words) if word.startswith(text) or text == f"{word[:3]}s"]
        return (found[0], 0) if len(found) == 1 else None

    return place


_WORD_KEYS: tuple[Key, ...] = (_position_in(_MONTH_WORDS, 3), _position_in(_DAY_WORDS, 2))


def _level_keys(texts: Sequence[str]) -> list[Key]:
    folded = {text.casefold().strip() for text in texts}
    return [_exactly(levels) for levels in _LEVELS if len(folded & set(levels)) == len(folded)]


def _exactly(levels: Sequence[str]) -> Key:
    return lambda text: (levels.index(text), 0) if text in levels else None


def _quarter(text: str) -> tuple[float, float] | None:
    found = _QUARTER.fullmatch(text)
    return (float(found[1] or found[3] or 0), float(found[2])) if found else None


def _year_month(text: str) -> tuple[float, float] | None:
    found = _YEAR_MONTH.fullmatch(text)
    return (float(found[1]), float(found[2])) if found else None


def _year(text: str) -> tuple[float, float] | None:
    return (float(text), 0) if _YEAR.fullmatch(text) else None


def _range(text: str) -> tuple[float, float] | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    side = {"<": -1, "<=": -1, "under": -1, "up to": -1, ">": 1, ">=": 1, "over": 1}.get(found[1] or "", 0)
    return float(found[2].replace(",", "")), side
