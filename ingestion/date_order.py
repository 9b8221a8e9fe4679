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
        return (
            f"Dates are read as {shown}: {proven:,} of them allow no other order, {orders['unclear']:,} would.",
            1.0,
        )
    if likely_order:
        return (
            f"Dates are read as {shown}, as the order of the rows or another column suggests; no date here proves it.",
            0.8,
        )
    return (
        f"Dates are read as {shown}, but no date proves it: {orders['unclear']:,} could be read the other way round.",
        0.5,
    )
