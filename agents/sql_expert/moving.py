"""Averages that move with time: "3 month moving average of revenue", "7 day rolling average of orders by channel"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.number_words import ONES
from agents.sql_expert.dates import UNITS
from core.plan import MovingAverage, Plan

Read = Callable[[str], Plan | None]
_UNIT = r"(?P<unit>day|week|month|quarter|year)s?"
_COUNT = rf"(?P<count>\d+|{'|'.join(ONES)})"
_MOVING = r"(?:moving|rolling|running|trailing) average"
_OPEN = r"^(?:what (?:is|was) |show (?:me )?|give me |calculate |compute |plot )?(?:the |a )?"
_PATTERNS = tuple(
    re.compile(_OPEN + pattern + r"[?.!\s]*$", re.IGNORECASE)
    for pattern in (
        rf"(?:{_COUNT}[- ]{_UNIT} )?{_MOVING} (?:of|for) (?:the )?(?P<what>.+?)",
        rf"(?:moving|rolling|trailing) {_COUNT}[- ]{_UNIT} average (?:of|for) (?:the )?(?P<what>.+?)",
        rf"{_MOVING} (?:of|for) (?:the )?(?P<what>.+?) over (?:the )?(?:last |past |previous )?{_COUNT} {_UNIT}(?P<tail>.*)",
        rf"(?P<what>.+?),? (?:with|as) (?:a |the )?(?:{_COUNT}[- ]{_UNIT} )?{_MOVING}(?P<tail>.*)",
    )
)
_GRAINED = re.compile(
    r"\b(?:by|per|each|every) (?:day|week|month|quarter|year)\b|\b(?:dai|week|month|quarter|year)ly\b", re.I
)
_USUAL = 3


def moving_averages(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands what is averaged, by the period it moves by."""
    for pattern in reversed(_PATTERNS):
        matched = pattern.match(text.strip())
        if matched is None:
            continue
        parts = matched.groupdict()
        what = f"{parts['what']}{parts.get('tail') or ''}"
        unit = (parts.get("unit") or "month").lower()
        asked = what if _GRAINED.search(what) else f"{_before_period(what, unit)}"
        plan = read(asked)
        if plan is None or not plan.measures or not any(one.grain for one in plan.dimensions):
            continue
        own = next(one.grain for one in plan.dimensions if one.grain)
        if parts.get("unit") and UNITS[unit] != own:
            continue
        count = (parts.get("count") or str(_USUAL)).lower()
        window = ONES.get(count) or int(count) if count in ONES or count.isdigit() else _USUAL
        measure = plan.measures[0]
        average = MovingAverage(
            name=f"moving_{measure.name}", label=f"{window} {own} average of {measure.label}", measure=measure.name, window=window
        )  # fmt: skip
        yield replace(plan, comparisons=(average,))


def _before_period(what: str, unit: str) -> str:
    """“Revenue in 2024” by month: the period stays behind."""
    parts = re.split(r"(?= (?:in|for|during|since|from|last|this|over) )", what, maxsplit=1)
    return f"{parts[0]} by {unit}{parts[1] if len(parts) > 1 else ''}"
