"""Columns of dates and times: the order of day and month as the data proves it, and how to read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from ingestion.calendar_words import in_plain_words
from ingestion.choosing import UNCHOSEN, ColumnChoices, changeable
from ingestion.date_order import Order, Written, order_decisions, order_of, style_decisions, written_in
from ingestion.evidence import (
    COMPACT_DATE,
    DAY_MONTH_NAME,
    ENDS_IN_ZONE,
    MONTH_FIRST,
    MONTH_NAME_DAY,
    MONTH_YEAR,
    SPOKEN_DAY,
    SPOKEN_MONTH,
    SPOKEN_US,
    WEEKDAY_FIRST,
    WEEKDAY_LAST,
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
    "weekday_first": WEEKDAY_FIRST,
    "weekday_year_last4": WEEKDAY_LAST,
    "weekday_year_last2": WEEKDAY_LAST,
    "spoken4": SPOKEN_DAY,
    "spoken2": SPOKEN_DAY,
    "spoken_us": SPOKEN_US,
    "spoken_month": SPOKEN_MONTH,
}
_NUMERIC_FAMILIES = frozenset({"year_first", "year_first_other", "year_last4", "year_last2"})
_SPOKEN_FAMILIES = frozenset({"spoken4", "spoken2", "spoken_us", "spoken_month"})
_NAMED_FAMILIES = frozenset({"day_name4", "day_name2", "name_day", "month_year"}) | _SPOKEN_FAMILIES
_IN_WORDS = _SPOKEN_FAMILIES | {"weekday_first", "weekday_year_last4", "weekday_year_last2"}
_NEIGHBOURS = 5000
_AS_UTC = "CASE WHEN contains({v}, ':') THEN {v} || 'Z' ELSE {v} || ' 00:00Z' END"
_CHOSEN_ORDER: dict[str, Order] = {"day_month": "dmy", "month_day": "mdy"}
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


def read_dates(evidence: Evidence, likely_order: Order | None = None, chosen: ColumnChoices = UNCHOSEN) -> Reading:
    """The reading of a column whose cells are all dates; text where their order of day and month contradicts.

    `likely_order` holds where the cells themselves prove none.
    """
    written = written_in(evidence)
    orders = written.orders
    wanted = _CHOSEN_ORDER.get(chosen.value("date_order") or "")
    if orders["season"] == orders.total():
        return TEXT
    if wanted is None and (orders["odd"] or (orders["dmy"] and orders["mdy"])):
        detail = f"Day and month stand in both orders ({orders['dmy']:,} and {orders['mdy']:,}), so the dates are kept as text."
        decision = Decision(kind="mixed", detail=detail, cells=evidence.filled)
        return Reading(type="text", decisions=(changeable(decision, "type", "text", "date", "timestamp"),))
    order: Order = wanted or order_of(orders, likely_order)
    reading = _reading(written, order, order_decisions(written, order, likely_order, wanted))
    mixed = () if reading.type == "text" else style_decisions(written, _without_zone(reading.type))
    return replace(reading, lenient=wanted is not None, decisions=(*reading.decisions, *mixed))


def _without_zone(kind: str) -> str:
    return "timestamp" if kind == "timestamptz" else kind


def read_as_dates(wanted: str, evidence: Evidence, likely_order: Order | None, chosen: ColumnChoices) -> Reading:
    """`wanted` is "date" or "timestamp"; numbers are days as spreadsheets count them, YYYYMMDD or seconds since 1970."""
    written = written_in(evidence)
    order = _CHOSEN_ORDER.get(chosen.value("date_order") or "") or order_of(written.orders, likely_order)
    decisions = order_decisions(written, order, likely_order, _CHOSEN_ORDER.get(chosen.value("date_order") or ""))
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


def _reading(written: Written, order: Order, decisions: tuple[Decision, ...]) -> Reading:
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


def _zoned(written: Written, fits: str, decisions: tuple[Decision, ...]) -> Reading:
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
    text = in_plain_words(text) if any(family in _IN_WORDS for family in families) else text
    formats = [*days, *(f"{day} {clock}" for day in days for clock in _CLOCKS if with_clock)]
    tidy = f"regexp_replace({text}, '^([0-9]+)[/.-]([0-9]+)[/.-]([0-9]+)', '\\1-\\2-\\3')"
    tidy = f"regexp_replace(regexp_replace({tidy}, '([0-9])T([0-9])', '\\1 \\2'), '(?i)([0-9]) ?([ap])\\.?m\\.?$', '\\1 \\2M')"
    if any(family in _NAMED_FAMILIES for family in families):
        named = f"regexp_replace(replace({tidy}, 'Sept ', 'Sep '), '[-., ]*[-, ][-., ]*', ' ', 'g')"
        tidy = f"CASE WHEN regexp_matches({text}, '[A-Za-z]{{3}}') THEN {named} ELSE {tidy} END"
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
        "weekday_first": ("%Y-%m-%d",),
        "weekday_year_last4": (f"{order}-%Y",),
        "weekday_year_last2": (f"{order}-%y",),
        "spoken4": ("%d %b %Y",),
        "spoken2": ("%d %b %y",),
        "spoken_us": ("%b %d %Y",),
        "spoken_month": ("%b %Y",),
    }[family]
