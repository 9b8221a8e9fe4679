"""Columns of dates and times: the order of day and month as the data proves it, and how to read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from core.import_report import Decision
from ingestion.choosing import UNCHOSEN, ColumnChoices, changeable
from ingestion.evidence import (
    COMPACT_DATE,
    DAY_MONTH_NAME,
    ENDS_IN_ZONE,
    MONTH_FIRST,
    MONTH_NAME_DAY,
    MONTH_YEAR,
    YEAR_FIRST,
    YEAR_LAST,
    YEAR_MONTH,
    ZONE,
    Evidence,
    matches,
)
from ingestion.reading import TEXT, Reading
from ingestion.sql import literal, one_row, quoted
from ingestion.wording import counted

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
    "year_month": YEAR_MONTH,
    "month_first": MONTH_FIRST,
}
_NUMERIC_FAMILIES = frozenset({"year_first", "year_first_other", "year_last4", "year_last2"})
_NAMED_FAMILIES = frozenset({"day_name4", "day_name2", "name_day", "month_year"})
_NEIGHBOURS = 5000
_AS_UTC = "CASE WHEN contains({v}, ':') THEN {v} || 'Z' ELSE {v} || ' 00:00Z' END"
Order = Literal["dmy", "mdy"]
_CHOSEN_ORDER: dict[str, Order] = {"day_month": "dmy", "month_day": "mdy"}
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


def read_dates(evidence: Evidence, likely_order: Order | None = None, chosen: ColumnChoices = UNCHOSEN) -> Reading:
    """The reading of a column whose cells are all dates; text where their order of day and month contradicts.

    `likely_order` holds where the cells themselves prove none.
    """
    written = _written(evidence)
    orders = written.orders
    wanted = _CHOSEN_ORDER.get(chosen.value("date_order") or "")
    if orders["season"] == orders.total():
        return TEXT
    if wanted is None and (orders["odd"] or (orders["dmy"] and orders["mdy"])):
        detail = f"Day and month stand in both orders ({orders['dmy']:,} and {orders['mdy']:,}), so the dates are kept as text."
        decision = Decision(kind="mixed", detail=detail, cells=evidence.filled)
        return Reading(type="text", decisions=(changeable(decision, "type", "text", "date", "timestamp"),))
    order: Order = wanted or _order_of(orders, likely_order)
    reading = _reading(written, order, _order_decisions(written, order, likely_order, wanted))
    return replace(reading, lenient=wanted is not None)


def read_as_dates(wanted: str, evidence: Evidence, likely_order: Order | None, chosen: ColumnChoices) -> Reading:
    """`wanted` is "date" or "timestamp"; numbers are days as spreadsheets count them, YYYYMMDD or seconds since 1970."""
    written = _written(evidence)
    order = _CHOSEN_ORDER.get(chosen.value("date_order") or "") or _order_of(written.orders, likely_order)
    decisions = _order_decisions(written, order, likely_order, _CHOSEN_ORDER.get(chosen.value("date_order") or ""))
    written.families["year_first"] += 1
    text = f"regexp_replace({{v}}, {literal('(:[0-9.]+)' + ZONE + '$')}, '\\1')" if written.clocks["zone"] else "{v}"
    parsed = f"coalesce({_parse(text, written.families, order == 'dmy', with_clock=True)}, {_of_digits('{v}')})"
    if wanted == "timestamp" and written.clocks["zone"]:
        return replace(_zoned(written, "true", decisions), decisions=decisions)
    value = parsed if wanted == "timestamp" else f"CAST({parsed} AS DATE)"
    return Reading(
        type="date" if wanted == "date" else "timestamp",
        value=value,
        fits=f"({value}) IS NOT NULL",
        decisions=decisions,
    )


def _of_digits(text: str) -> str:
    return (
        f"CASE WHEN {matches(text, COMPACT_DATE)} THEN try_strptime({text}, '%Y%m%d')"
        f" WHEN {matches(text, '[1-9][0-9]{4}(?:[.][0-9]+)?')}"
        f" THEN TIMESTAMP '1899-12-30' + to_microseconds(CAST({text}::DOUBLE * 86400000000 AS BIGINT))"
        f" WHEN {matches(text, '1[0-9]{9}')} THEN make_timestamp({text}::BIGINT * 1000000)"
        f" WHEN {matches(text, '1[0-9]{12}')} THEN make_timestamp({text}::BIGINT * 1000) END"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """How many cells are written in each family, in each order of day and month, with each kind of clock."""

    families: Counter[str]
    orders: Counter[str]
    clocks: Counter[str]


def _written(evidence: Evidence) -> _Written:
    written = _Written(families=Counter(), orders=Counter(), clocks=Counter())
    for (family, order, clock), cells in evidence.parts("date"):
        written.families[family] += cells
        written.orders[order] += cells
        written.clocks[clock] += cells
    return written


def _order_of(orders: Counter[str], likely_order: Order | None) -> Order:
    if orders["mdy"] or orders["dmy"]:
        return "mdy" if orders["mdy"] > orders["dmy"] else "dmy"
    return likely_order or "dmy"


def _reading(written: _Written, order: Order, decisions: tuple[Decision, ...]) -> Reading:
    families, clocks = written.families, written.clocks
    fits = " OR ".join(matches("{v}", pattern) for pattern in {_PATTERNS[f]: None for f in families})
    if clocks["zone"]:
        return _zoned(written, fits, decisions)
    with_clock = bool(clocks["clock"] or clocks["other"])
    if set(families) == {"year_first"} and not clocks["other"]:
        return _iso(with_clock)
    if not with_clock and set(families) <= _NUMERIC_FAMILIES:
        return _of_numbers(families, order, decisions)
    parsed = _parse("{v}", families, order == "dmy", with_clock=with_clock)
    if with_clock:
        return Reading(type="timestamp", value=parsed, fits=f"({fits})", decisions=decisions)
    return Reading(type="date", value=f"CAST({parsed} AS DATE)", fits=f"({fits})", decisions=decisions)


def _of_numbers(families: Counter[str], order: Order, decisions: tuple[Decision, ...]) -> Reading:
    """Dates of numbers alone, parsed without patterns: a year cut short would be one before 1000."""
    formats = ", ".join(literal(day) for family in families for day in _day_formats(family, order == "dmy"))
    value = f"CAST(try_strptime(replace(replace({{v}}, '/', '-'), '.', '-'), [{formats}]) AS DATE)"
    fits = f"({value} >= DATE '1000-01-01')"
    if len(families) > 1:
        fits = "(" + " OR ".join(matches("{v}", pattern) for pattern in {_PATTERNS[f]: None for f in families}) + ")"
    return Reading(type="date", value=value, fits=fits, decisions=decisions)


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
        return Reading(type="date", value="TRY_CAST({v} AS DATE)", fits="(strlen({v}) BETWEEN 8 AND 10)")
    clock = "substr({v}, 10)"
    no_zone = f"NOT contains({clock}, '+') AND NOT contains({clock}, '-') AND NOT ends_with({{v}}, 'Z')"
    return Reading(
        type="timestamp", value="TRY_CAST({v} AS TIMESTAMP)", fits=f"(strlen({{v}}) BETWEEN 8 AND 30 AND {no_zone})"
    )


def read_times() -> Reading:
    formats = ", ".join(literal(clock) for clock in _CLOCKS)
    tidy = "upper(replace({v}, '.M', 'M'))"
    value = f"CAST(try_strptime(regexp_replace({tidy}, '([0-9])([AP]M)', '\\1 \\2'), [{formats}]) AS TIME)"
    return Reading(type="time", value=value, fits=f"({value} IS NOT NULL)")


def _zoned(written: _Written, fits: str, decisions: tuple[Decision, ...]) -> Reading:
    """Moments with a zone; those of a column that also holds some without one are taken as UTC, and told."""
    if set(written.families) <= {"year_first"}:
        without = written.clocks.total() - written.clocks["zone"]
        value = _moment("{v}")
        detail = "The time zones that the values name are kept: they are moments, shown in one zone."
        if without:
            value = f"CASE WHEN regexp_matches({{v}}, {literal(ENDS_IN_ZONE)}) THEN {value} ELSE {_moment(_AS_UTC)} END"
            detail = f"{counted(without, 'value')} without a time zone are taken as UTC."
        told = Decision(
            kind="time_zone", detail=detail, cells=written.clocks["zone"], confidence=0.7 if without else 1.0
        )
        return Reading(
            type="timestamptz",
            value=value,
            fits=f"({fits})",
            decisions=(*decisions, changeable(told, "type", "timestamp", "text")),
        )
    detail = "The dates name a time zone in a form that is not known, so they are kept as text."
    told = Decision(kind="time_zone", detail=detail, cells=written.clocks["zone"])
    return Reading(type="text", decisions=(*decisions, changeable(told, "type", "text", "timestamp", "date")))


def _moment(text: str) -> str:
    return f"TRY_CAST(regexp_replace({text}, ' ?(UTC|GMT)$', 'Z') AS TIMESTAMPTZ)"


def _parse(text: str, families: Counter[str], day_first: bool, *, with_clock: bool) -> str:
    """A timestamp from `text`, null where no format fits."""
    days = [day for family in families for day in _day_formats(family, day_first)]
    formats = [*days, *(f"{day} {clock}" for day in days for clock in _CLOCKS if with_clock)]
    tidy = f"regexp_replace({text}, '^([0-9]+)[/.-]([0-9]+)[/.-]([0-9]+)', '\\1-\\2-\\3')"
    tidy = f"regexp_replace(regexp_replace({tidy}, '([0-9])T([0-9])', '\\1 \\2'), '(?i)([0-9]) ?([ap])\\.?m\\.?$', '\\1 \\2M')"
    if any(family in _NAMED_FAMILIES for family in families):
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
        "year_month": ("%Y-%m", "%Y/%m"),
        "month_first": ("%m/%Y", "%m-%Y"),
    }[family]


def _order_decisions(
    written: _Written, order: Order, likely_order: Order | None, wanted: Order | None
) -> tuple[Decision, ...]:
    decisions = []
    orders, families = written.orders, written.families
    value, other = ("day_month", "month_day") if order == "dmy" else ("month_day", "day_month")
    proven = orders["dmy"] + orders["mdy"]
    if proven or orders["unclear"]:
        detail, sure = _order_detail(order, orders, likely_order, wanted)
        decision = Decision(kind="date_order", detail=detail, cells=orders["unclear"] or proven, confidence=sure)
        decisions.append(changeable(decision, "date_order", value, other))
    if families["year_last2"] + families["day_name2"]:
        cells = families["year_last2"] + families["day_name2"]
        detail = "Years of two digits are read as 1969 to 2068."
        decision = Decision(kind="type", detail=detail, cells=cells, confidence=0.9)
        decisions.append(changeable(decision, "type", "date", "text"))
    months = families["month_year"] + families["year_month"] + families["month_first"]
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
