"""Columns of numbers: which style their cells are written in, and how to read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from core.import_report import Decision
from ingestion.evidence import COMPACT_DATE, CURRENCIES, MONEY, SPACE, Evidence, matches
from ingestion.reading import TEXT, Reading
from ingestion.sql import literal

_POINT = frozenset({"us", "point", "space_point", "apostrophe_point", "exponent"})
_COMMA = frozenset({"eu", "comma", "space_comma", "apostrophe_comma", "exponent_comma"})
_GROUPED = frozenset(
    {"us", "eu", "space", "space_point", "space_comma", "apostrophe", "apostrophe_point", "apostrophe_comma"}
)
_WHOLE = frozenset({"short", "long", "eight"})
_DATE_WORDS = re.compile(r"date|day|datum|fecha|tag\b|giorno|dato\b|ymd", re.IGNORECASE)
_CODE_WORDS = re.compile(
    r"\b(?:zip|postal|postcode|post code|plz|phone|tel|telephone|mobile|fax|iban|ean|isbn|gtin|upc|ssn)\b",
    re.IGNORECASE,
)


def read_numbers(evidence: Evidence, label: str, comma_elsewhere: bool) -> Reading:
    """The reading of a column whose cells are all numbers; text where they are codes or contradict each other."""
    styles: Counter[str] = Counter()
    symbols: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for (style, symbol, mark), cells in evidence.parts("number"):
        styles[style] += cells
        symbols[symbol] += cells
        marks.update(dict.fromkeys(mark.split(), cells))
    as_text = _codes(styles, label)
    if as_text:
        return Reading(type="text", decisions=as_text)
    decimal = _decimal_mark(styles, comma_elsewhere)
    units = {CURRENCIES[symbol] for symbol in symbols if symbol}
    if decimal is None or styles["odd"] or len(units) > 1 or (units and marks["percent"]):
        return _contradicting(styles, symbols, units)
    if set(styles) == {"eight"} and _DATE_WORDS.search(label.replace("_", " ")) and not units and not marks:
        return _compact_dates(styles["eight"])
    return _reading(decimal, styles, symbols, marks)


def _codes(styles: Counter[str], label: str) -> tuple[Decision, ...]:
    if styles["zeros"]:
        return (
            Decision(
                kind="leading_zeros",
                detail=f"{styles['zeros']} values start with a zero, so “{label}” is kept as text.",
                cells=styles["zeros"],
            ),
        )
    if _CODE_WORDS.search(label.replace("_", " ")) and set(styles) <= _WHOLE:
        detail = f"“{label}” holds codes rather than amounts, so it is kept as text."
        return (Decision(kind="type", detail=detail, cells=styles.total(), confidence=0.8),)
    return ()


def _decimal_mark(styles: Counter[str], comma_elsewhere: bool) -> str | None:
    """A point or a comma; None where the cells contradict each other."""
    point, comma = (sum(styles[s] for s in group) for group in (_POINT, _COMMA))
    if point and comma:
        return None
    if point or comma:
        return "." if point else ","
    if styles["point3"] and styles["comma3"]:
        return None
    if styles["point3"]:
        return "," if comma_elsewhere or (styles["short"] and not styles["long"] and not styles["eight"]) else "."
    if styles["comma3"]:
        return "," if comma_elsewhere and (styles["long"] or not styles["short"]) else "."
    return "."


def _contradicting(styles: Counter[str], symbols: Counter[str], units: Collection[str]) -> Reading:
    if len(units) > 1:
        found = ", ".join(sorted(units))
        detail = f"The amounts are in several currencies ({found}), so they are kept as text."
        return Reading(type="text", decisions=(Decision(kind="mixed", detail=detail, cells=symbols.total()),))
    detail = "The numbers are written in styles that contradict each other, so they are kept as text."
    return Reading(type="text", decisions=(Decision(kind="mixed", detail=detail, cells=styles.total()),))


def _compact_dates(cells: int) -> Reading:
    detail = "Eight-digit numbers are read as dates (year, month, day)."
    return Reading(
        type="date",
        value="TRY_CAST(try_strptime({v}, '%Y%m%d') AS DATE)",
        fits=matches("{v}", COMPACT_DATE),
        decisions=(Decision(kind="type", detail=detail, cells=cells, confidence=0.9),),
    )


def _reading(decimal: str, styles: Counter[str], symbols: Counter[str], marks: Counter[str]) -> Reading:
    grouped = sum(styles[s] for s in _GROUPED) + (styles["point3"] if decimal == "," else styles["comma3"])
    dressed = grouped or any(symbols) or marks or decimal == ","
    if set(styles) <= _WHOLE and not dressed:
        return Reading(type="integer", number="{v}", fits="TRY_CAST({v} AS BIGINT)::VARCHAR = {v}")
    unit = "%" if marks["percent"] else next((CURRENCIES[s] for s in symbols if s), None)
    number = _as_plain_number(decimal, marks) if dressed else "{v}"
    return Reading(
        type="integer" if set(styles) <= _WHOLE | {"space", "apostrophe"} else "decimal",
        number=number,
        fits=_fits(decimal) if dressed else _PLAIN_FITS,
        unit=unit,
        decisions=_decisions(decimal, grouped, styles, symbols, marks),
    )


_PLAIN_FITS = "isfinite(TRY_CAST({v} AS DOUBLE))"


def _fits(decimal: str) -> str:
    """The text is a number, and holds no style that would be misread with this decimal mark."""
    grouping = "," if decimal == "." else "."
    whole = rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+|[1-9]\d{{0,2}}(?:['’\{grouping}]\d{{2,3}})+|0|[1-9]\d*"
    core = rf"(?:(?:{whole})(?:\{decimal}\d*)?|\{decimal}\d+)(?:[eE][-+]?\d+)?"
    return matches("{v}", rf"\(?[-+−]?{SPACE}?{MONEY}?{SPACE}?[-+−]?\(?{core}{SPACE}?(?:%|{MONEY})?\)?-?")


def _as_plain_number(decimal: str, marks: Counter[str]) -> str:
    grouping = "," if decimal == "." else "."
    dress = literal(rf"{MONEY}|[%+()'’{grouping}]|{SPACE}")
    bare = f"replace(regexp_replace({{v}}, {dress}, '', 'g'), '−', '-')"
    if decimal == ",":
        bare = f"replace({bare}, ',', '.')"
    if marks["parentheses"] or marks["trailing"]:
        bare = f"CASE WHEN contains({{v}}, '(') OR ends_with({{v}}, '-') THEN '-' || replace({bare}, '-', '') ELSE {bare} END"
    return bare


def _decisions(
    decimal: str, grouped: int, styles: Counter[str], symbols: Counter[str], marks: Counter[str]
) -> tuple[Decision, ...]:
    decisions = []
    unclear = not any(styles[s] for s in _POINT | _COMMA)
    if decimal == ",":
        cells = sum(styles[s] for s in _COMMA) + styles["comma3"]
        if cells:
            decisions.append(
                Decision(
                    kind="decimal_comma",
                    detail="The comma is read as the decimal mark.",
                    cells=cells,
                    confidence=0.7 if unclear else 1.0,
                )
            )
    elif styles["point3"] and unclear:
        detail = "The point is read as the decimal mark; every number has three digits after it, so it could also group thousands."
        decisions.append(Decision(kind="other", detail=detail, cells=styles["point3"], confidence=0.6))
    if grouped:
        detail = "The marks between groups of three digits are read as thousands separators."
        decisions.append(Decision(kind="thousands", detail=detail, cells=grouped, confidence=0.8 if unclear else 1.0))
    decisions += [_currency(symbol, cells) for symbol, cells in symbols.items() if symbol]
    if marks["percent"]:
        detail = "Percentages keep the number that was shown (12 for “12%”)."
        decisions.append(Decision(kind="percent", detail=detail, cells=marks["percent"]))
    negative = marks["parentheses"] + marks["trailing"]
    if negative:
        detail = "Numbers in parentheses or with a minus behind them are read as negative."
        decisions.append(Decision(kind="type", detail=detail, cells=negative))
    return tuple(decisions)


def _currency(symbol: str, cells: int) -> Decision:
    code = CURRENCIES[symbol]
    assumed = symbol in {"$", "¥", "kr", "Rs", "Rs."}
    detail = f"“{symbol}” is {'taken as' if assumed else 'read as'} {code}."
    return Decision(
        kind="currency", detail=detail, before=symbol, after=code, cells=cells, confidence=0.7 if assumed else 1.0
    )


__all__ = ["TEXT", "read_numbers"]
