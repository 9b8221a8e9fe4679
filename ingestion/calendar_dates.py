"""Columns of dates and times: the order of day and month as the data proves it, and how to read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from core.import_report import Decision
from ingestion.evidence import (
    DAY_MONTH_NAME,
    MONTH_NAME_DAY,
    MONTH_YEAR,
    YEAR_FIRST,
    YEAR_LAST,
    Evidence,
    matches,
)
from ingestion.reading import Reading
from ingestion.sql import literal, one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PATTERNS = {
    "year_first": YEAR_FIRST,
    "year_first_other": YEAR_FIRST,
    "year_last4": YEAR_LAST,
    "year_last2": YEAR_LAST,
    "day_name4": DAY_MONTH_NAME,
    "day_name2": DAY_MONTH_NAME,
    "name_day": MONTH_NAME_DAY,
    "month_year": MONTH_YEAR,
}
_NEIGHBOURS = 5000
Order = Literal["dmy", "mdy"]
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


def read_dates(evidence: Evidence, likely_order: Order | None = None) -> Reading:
    """The reading of a column whose cells are all dates; text where their order of day and month contradicts.

    `likely_order` holds where the cells themselves prove none.
    """
    families: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    clocks: Counter[str] = Counter()
    for (family, order, clock), cells in evidence.parts("date"):
        families[family] += cells
        orders[order] += cells
        clocks[clock] += cells
    if orders["odd"] or (orders["dmy"] and orders["mdy"]):
        detail = "Day and month stand in both orders, so the dates are kept as text."
        return Reading(type="text", decisions=(Decision(kind="mixed", detail=detail, cells=evidence.filled),))
    day_first = not orders["mdy"] if orders["mdy"] or orders["dmy"] else likely_order != "mdy"
    decisions = _order_decisions(orders, families, day_first, likely_order)
    fits = " OR ".join(matches("{v}", pattern) for pattern in {_PATTERNS[f]: None for f in families})
    if clocks["zone"]:
        return _zoned(families, fits, decisions, day_first)
    with_clock = bool(clocks["clock"] or clocks["other"])
    if set(families) == {"year_first"} and not clocks["other"]:
        return _iso(with_clock)
    parsed = _parse("{v}", families, day_first, with_clock=with_clock)
    if with_clock:
        return Reading(type="timestamp", value=parsed, fits=f"({fits})", decisions=decisions)
    return Reading(type="date", value=f"CAST({parsed} AS DATE)", fits=f"({fits})", decisions=decisions)


def proven_order(evidence: Evidence) -> Order | None:
    """The order of day and month that the cells of a column of dates allow alone; None where they allow both or neither."""
    orders = {order for (_, order, _), _ in evidence.parts("date")}
    if not orders & {"dmy", "mdy"} or {"dmy", "mdy"} <= orders:
        return None
    return "mdy" if "mdy" in orders else "dmy"


def is_unclear(evidence: Evidence) -> bool:
    orders = {order for (_, order, _), _ in evidence.parts("date")}
    return "unclear" in orders and not orders & {"dmy", "mdy", "odd"}


def steadier_order(connection: DuckDBPyConnection, relation: str, column: str, evidence: Evidence) -> Order | None:
    """The order under which the days of neighbouring rows are much closer to each other: tables are often sorted by time."""
    families = Counter({family: cells for (family, _, _), cells in evidence.parts("date")})
    day_first, month_first = (_parse("cell", families, first, with_clock=True) for first in (True, False))
    steps = ", ".join(f"sum(abs(date_diff('day', lag_{name}, {name})))" for name in ("a", "b"))
    a, b = one_row(
        connection,
        f"SELECT {steps} FROM (SELECT a, b, lag(a) OVER (ORDER BY r) AS lag_a, lag(b) OVER (ORDER BY r) AS lag_b FROM"
        f" (SELECT r, {day_first} AS a, {month_first} AS b FROM (SELECT rowid AS r, trim({quoted(column)}) AS cell"
        f" FROM {quoted(relation)} WHERE {quoted(column)} IS NOT NULL ORDER BY rowid LIMIT {_NEIGHBOURS})))",
    )
    if a is None or b is None or min(a, b) * 2 >= max(a, b):
        return None
    return "dmy" if a < b else "mdy"


def _iso(with_clock: bool) -> Reading:
    """The one form that DuckDB casts by itself; a zone or a trailing word would be dropped without a word."""
    if not with_clock:
        return Reading(type="date", value="TRY_CAST({v} AS DATE)", fits="(length({v}) BETWEEN 8 AND 10)")
    clock = "substr({v}, 10)"
    no_zone = f"NOT contains({clock}, '+') AND NOT contains({clock}, '-') AND NOT ends_with({{v}}, 'Z')"
    return Reading(
        type="timestamp", value="TRY_CAST({v} AS TIMESTAMP)", fits=f"(length({{v}}) BETWEEN 8 AND 30 AND {no_zone})"
    )


def read_times() -> Reading:
    formats = ", ".join(literal(clock) for clock in _CLOCKS)
    tidy = "upper(replace({v}, '.M', 'M'))"
    value = f"CAST(try_strptime(regexp_replace({tidy}, '([0-9])([AP]M)', '\\1 \\2'), [{formats}]) AS TIME)"
    return Reading(type="time", value=value, fits=f"({value} IS NOT NULL)")


def _zoned(families: Counter[str], fits: str, decisions: tuple[Decision, ...], day_first: bool) -> Reading:
    if set(families) == {"year_first"}:
        value = "TRY_CAST(regexp_replace({v}, ' ?(UTC|GMT)$', 'Z') AS TIMESTAMPTZ)"
        return Reading(type="timestamptz", value=value, fits=f"({fits})", decisions=decisions)
    detail = "The dates name a time zone in a form that is not known, so they are kept as text."
    return Reading(type="text", decisions=(*decisions, Decision(kind="type", detail=detail, cells=families.total())))


def _parse(text: str, families: Counter[str], day_first: bool, *, with_clock: bool) -> str:
    """A timestamp from `text`, null where no format fits."""
    days = [day for family in families for day in _day_formats(family, day_first)]
    formats = [*days, *(f"{day} {clock}" for day in days for clock in _CLOCKS if with_clock)]
    tidy = f"regexp_replace({text}, '^([0-9]+)[/.-]([0-9]+)[/.-]([0-9]+)', '\\1-\\2-\\3')"
    tidy = f"regexp_replace(regexp_replace({tidy}, '([0-9])T([0-9])', '\\1 \\2'), '(?i)([0-9]) ?([ap])\\.?m\\.?$', '\\1 \\2M')"
    if any(order in family for family in families for order in ("name", "month")):
        tidy = f"regexp_replace(replace({tidy}, 'Sept ', 'Sep '), '[-., ]*[-, ][-., ]*', ' ', 'g')"
        tidy = f"CASE WHEN regexp_matches({text}, '[A-Za-z]{{3}}') THEN {tidy} ELSE {text} END"
    return f"try_strptime({tidy}, [{', '.join(literal(f) for f in formats)}])"


def _day_formats(family: str, day_first: bool) -> tuple[str, ...]:
    order = "%d-%m" if day_first else "%m-%d"
    return {
        "year_first": ("%Y-%m-%d",),
        "year_first_other": ("%Y-%m-%d",),
        "year_last4": (f"{order}-%Y",),
        "year_last2": (f"{order}-%y",),
        "day_name4": ("%d %b %Y", "%d %B %Y"),
        "day_name2": ("%d %b %y", "%d %B %y"),
        "name_day": ("%b %d %Y", "%B %d %Y"),
        "month_year": ("%b %Y", "%B %Y"),
    }[family]


def _order_decisions(
    orders: Counter[str], families: Counter[str], day_first: bool, likely_order: Order | None
) -> tuple[Decision, ...]:
    decisions = []
    proven = orders["dmy"] + orders["mdy"]
    if proven or orders["unclear"]:
        order = "day/month/year" if day_first else "month/day/year"
        if proven:
            detail = f"Dates are read as {order}: {proven:,} of them allow no other order, {orders['unclear']:,} would."
        elif likely_order:
            detail = f"Dates are read as {order}, as the order of the rows or another column suggests; no date here proves it."
        else:
            detail = f"Dates are read as {order}, but no date proves it: {orders['unclear']:,} could be read the other way round."
        sure = 1.0 if proven else 0.8 if likely_order else 0.5
        decisions.append(Decision(kind="date_order", detail=detail, cells=orders["unclear"] or proven, confidence=sure))
    if families["year_last2"] + families["day_name2"]:
        cells = families["year_last2"] + families["day_name2"]
        detail = "Years of two digits are read as 1969 to 2068."
        decisions.append(Decision(kind="type", detail=detail, cells=cells, confidence=0.9))
    if families["month_year"]:
        detail = "A month without a day is read as its first day."
        decisions.append(Decision(kind="type", detail=detail, cells=families["month_year"], confidence=0.9))
    return tuple(decisions)
