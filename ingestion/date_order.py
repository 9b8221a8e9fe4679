"""The order of day and month in a column of dates, as its cells prove it, and what is told about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from core.import_report import Decision
from ingestion.choosing import changeable
from ingestion.evidence import Evidence

_SHORT_YEARS = ("year_last2", "day_name2", "weekday_year_last2", "spoken2")
Order = Literal["dmy", "mdy"]
_STYLES = {
    "year_first": "year-month-day",
    "year_first_other": "year/month/day",
    "year_last4": "numbers with the year last",
    "year_last2": "numbers with a short year last",
    "day_name4": "day, name of the month, year",
    "day_name2": "day, name of the month, short year",
    "name_day": "name of the month, day, year",
    "month_year": "month and year",
    "year_month": "year and month",
    "month_first": "month and year in numbers",
    "weekday_first": "weekday and date",
    "weekday_year_last4": "weekday and date in numbers",
    "weekday_year_last2": "weekday and date with a short year",
    "spoken4": "dates in words",
    "spoken2": "dates in words with a short year",
    "spoken_us": "dates in words, month first",
    "spoken_month": "months in words",
}
"""How the families of written dates are called in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many cells are written in each family, in each order of day and month, with each kind of clock."""

    families: Counter[str]
    orders: Counter[str]
    clocks: Counter[str]


def written_in(evidence: Evidence) -> Written:
    written = Written(families=Counter(), orders=Counter(), clocks=Counter())
    for (family, order, clock), cells in evidence.parts("date"):
        written.families[family] += cells
        written.orders[order] += cells
        written.clocks[clock] += cells
    return written


def order_of(orders: Counter[str], likely_order: Order | None) -> Order:
    if orders["mdy"] or orders["dmy"]:
        return "mdy" if orders["mdy"] > orders["dmy"] else "dmy"
    return likely_order or "dmy"


def proven_order(evidence: Evidence) -> Order | None:
    """The order of day and month that the cells of a column of dates allow alone; None where they allow both or neither."""
    orders = {order for (_, order, _), _ in evidence.parts("date")}
    if not orders & {"dmy", "mdy"} or {"dmy", "mdy"} <= orders:
        return None
    return "mdy" if "mdy" in orders else "dmy"


def style_decisions(written: Written, read_as: str) -> tuple[Decision, ...]:
    """What is told where the dates of a column are not all written in the same way, with how many are in each."""
    styles: Counter[str] = Counter()
    for family, cells in written.families.items():
        styles[_STYLES.get(family, "other forms")] += cells
    if len(styles) < 2:
        return ()
    counted_styles = [f"{cells:,} as {style}" for style, cells in styles.most_common()]
    listed = f"{', '.join(counted_styles[:-1])} and {counted_styles[-1]}"
    fewer = styles.total() - max(styles.values())
    detail = f"The dates are written in a mix of {len(styles)} ways: {listed}."
    return (changeable(Decision(kind="mixed", detail=detail, cells=fewer, confidence=0.9), "type", read_as, "text"),)


def is_unclear(evidence: Evidence) -> bool:
    orders = {order for (_, order, _), _ in evidence.parts("date")}
    return "unclear" in orders and not orders & {"dmy", "mdy", "odd"}


def order_decisions(
    written: Written, order: Order, likely_order: Order | None, wanted: Order | None
) -> tuple[Decision, ...]:
    decisions = []
    orders, families = written.orders, written.families
    value, other = ("day_month", "month_day") if order == "dmy" else ("month_day", "day_month")
    proven = orders["dmy"] + orders["mdy"]
    if proven or orders["unclear"]:
        detail, sure = _order_detail(order, orders, likely_order, wanted)
        decision = Decision(kind="date_order", detail=detail, cells=orders["unclear"] or proven, confidence=sure)
        decisions.append(changeable(decision, "date_order", value, other))
    if cells := sum(families[short] for short in _SHORT_YEARS):
        detail = "Years of two digits are read as 1969 to 2068."
        decision = Decision(kind="type", detail=detail, cells=cells, confidence=0.9)
        decisions.append(changeable(decision, "type", "date", "text"))
    months = families["month_year"] + families["year_month"] + families["month_first"] + families["spoken_month"]
    if months:
        detail = "A month without a day is read as its first day."
        decision = Decision(kind="type", detail=detail, cells=months, confidence=0.9)
        decisions.append(changeable(decision, "type", "date", "text"))
    return tuple(decisions)


def _order_detail(
    order: Order, orders: Counter[str], likely_order: Order | None, wanted: Order | None
) -> tuple[str, float]:
    proven = orders["dmy"] + orders["mdy"]
    shown = "day/month/year" if order == "dmy" else "month/day/year"
    if wanted:
        return f"Dates are read as {shown}, as chosen: {orders['unclear']:,} could be read the other way round.", 1.0
    if proven:
        allow = "allows" if proven == 1 else "allow"
        unclear = orders["unclear"]
        return f"Dates are read as {shown}: {proven:,} of them {allow} no other order, {unclear:,} would.", 1.0
    if likely_order:
        return (
            f"Dates are read as {shown}, as the order of the rows or another column suggests; no date here proves it.",
            0.8,
        )
    return (
        f"Dates are read as {shown}, but no date proves it: {orders['unclear']:,} could be read the other way round.",
        0.5,
    )
