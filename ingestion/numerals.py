"""Columns of numbers: which style their cells are written in, and how to read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.import_report import Decision
from ingestion.choosing import UNCHOSEN, ColumnChoices, changeable
from ingestion.evidence import COMPACT_DATE, MONEY, SPACE, Evidence, matches
from ingestion.reading import Reading
from ingestion.spellings import AMBIGUOUS_CURRENCIES, CURRENCIES
from ingestion.sql import literal
from ingestion.wording import counted

_CHOSEN_MARK = {"comma": ",", "point": "."}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """How many cells are written in each style, with each currency sign and with each mark."""

    styles: Counter[str]
    symbols: Counter[str]
    marks: Counter[str]

    @property
    def units(self) -> set[str]:
        return {CURRENCIES[symbol] for symbol in self.symbols if symbol}


def read_numbers(evidence: Evidence, label: str, comma_elsewhere: bool, chosen: ColumnChoices = UNCHOSEN) -> Reading:
    """The reading of a column whose cells are all numbers; text where they are codes or contradict each other."""
    written = _written(evidence)
    as_text = _codes(written.styles, label, chosen) or _kept_as_text(written, chosen)
    if as_text:
        return Reading(type="text", decisions=as_text)
    styles, marks = written.styles, written.marks
    mark = chosen.value("decimal_comma")
    decimal = _CHOSEN_MARK[mark] if mark else _decimal_mark(styles, comma_elsewhere)
    if decimal is None or styles["odd"] or len(written.units) > 1 or (written.units and marks["percent"]):
        return _contradicting(written)
    if set(styles) == {"eight"} and _DATE_WORDS.search(label.replace("_", " ")) and not written.units and not marks:
        return _compact_dates(styles["eight"])
    return _reading(decimal, written, lenient=mark is not None)


def read_as_numbers(wanted: str, evidence: Evidence, comma_elsewhere: bool, chosen: ColumnChoices) -> Reading:
    """`wanted` is "integer", "decimal" or "float": the cells that are such numbers, whatever else the column holds."""
    written = _written(evidence)
    mark = chosen.value("decimal_comma")
    decimal = _CHOSEN_MARK[mark] if mark else _likelier_mark(written.styles, comma_elsewhere)
    number = _as_plain_number(decimal, written)
    unit = _unit(written)
    if wanted == "decimal":
        return Reading(type="decimal", number=number, fits=_fits(decimal, zeros=True), unit=unit)
    exact = f"TRY_CAST({number} AS DECIMAL(38, 9))"
    value = f"CASE WHEN {exact} = trunc({exact}) THEN TRY_CAST({exact} AS BIGINT) END"
    if wanted == "float":
        value = f"TRY_CAST({number} AS DOUBLE)"
    return Reading(
        type="integer" if wanted == "integer" else "float", value=value, fits=_fits(decimal, zeros=True), unit=unit
    )


def _written(evidence: Evidence) -> _Written:
    written = _Written(styles=Counter(), symbols=Counter(), marks=Counter())
    for (style, symbol, mark), cells in evidence.parts("number"):
        written.styles[style] += cells
        written.symbols[symbol] += cells
        written.marks.update(dict.fromkeys(mark.split(), cells))
    return written


def _unit(written: _Written) -> str | None:
    if len(written.units) > 1:
        return None
    return "%" if written.marks["percent"] else next(iter(written.units), None)


def _codes(styles: Counter[str], label: str, chosen: ColumnChoices) -> tuple[Decision, ...]:
    if styles["zeros"] and chosen.value("leading_zeros") != "number":
        detail = f"{counted(styles['zeros'], 'value')} with a leading zero, so “{label}” is kept as text."
        decision = Decision(kind="leading_zeros", detail=detail, cells=styles["zeros"])
        return (changeable(decision, "leading_zeros", "text", "number"),)
    if _CODE_WORDS.search(label.replace("_", " ")) and set(styles) <= _WHOLE:
        detail = f"“{label}” holds codes rather than amounts, so it is kept as text."
        decision = Decision(kind="type", detail=detail, cells=styles.total(), confidence=0.8)
        return (changeable(decision, "type", "text", "integer"),)
    return ()


def _kept_as_text(written: _Written, chosen: ColumnChoices) -> tuple[Decision, ...]:
    """A person wants amounts or percentages to stay as they are written."""
    if written.units and chosen.value("currency") == "text":
        cells = written.symbols.total() - written.symbols[""]
        decision = Decision(kind="currency", detail="The amounts are kept as text, as chosen.", cells=cells)
        return (changeable(decision, "currency", "text", "number"),)
    if written.marks["percent"] and chosen.value("percent") == "text":
        detail = "The percentages are kept as text, as chosen."
        decision = Decision(kind="percent", detail=detail, cells=written.marks["percent"])
        return (changeable(decision, "percent", "text", "number"),)
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


def _likelier_mark(styles: Counter[str], comma_elsewhere: bool) -> str:
    mark = _decimal_mark(styles, comma_elsewhere)
    if mark is not None:
        return mark
    point, comma = (sum(styles[s] for s in group) for group in (_POINT, _COMMA))
    return "," if comma + styles["point3"] > point + styles["comma3"] else "."


def _contradicting(written: _Written) -> Reading:
    cells = written.styles.total()
    if len(written.units) > 1:
        counts = Counter[str]()
        for symbol, count in written.symbols.items():
            counts[CURRENCIES.get(symbol, "no currency")] += count
        found = ", ".join(f"{unit} {count:,}" for unit, count in counts.most_common(6))
        detail = f"The amounts are in several currencies ({found}), so they are kept as text."
        cells = written.symbols.total()
    else:
        detail = "The numbers are written in styles that contradict each other, so they are kept as text."
    decision = Decision(kind="mixed", detail=detail, cells=cells)
    return Reading(type="text", decisions=(changeable(decision, "type", "text", "decimal", "float"),))


def _compact_dates(cells: int) -> Reading:
    detail = "Eight-digit numbers are read as dates (year, month, day)."
    return Reading(
        type="date",
        value="TRY_CAST(try_strptime({v}, '%Y%m%d') AS DATE)",
        fits=matches("{v}", COMPACT_DATE),
        decisions=(
            changeable(
                Decision(kind="type", detail=detail, cells=cells, confidence=0.9), "type", "date", "integer", "text"
            ),
        ),
    )


def _reading(decimal: str, written: _Written, *, lenient: bool) -> Reading:
    styles, marks = written.styles, written.marks
    grouped = sum(styles[s] for s in _GROUPED) + (styles["point3"] if decimal == "," else styles["comma3"])
    dressed = bool(grouped or any(written.symbols) or marks or decimal == "," or styles["zeros"] or lenient)
    if set(styles) <= _WHOLE and not dressed:
        return Reading(type="integer", number="{v}", fits="TRY_CAST({v} AS BIGINT)::VARCHAR = {v}")
    whole = set(styles) <= _WHOLE | {"space", "apostrophe", "zeros"} and not lenient
    return Reading(
        type="integer" if whole else "decimal",
        number=_as_plain_number(decimal, written) if dressed else "{v}",
        fits=_fits(decimal, written, zeros=bool(styles["zeros"])) if dressed else _PLAIN_FITS,
        unit=_unit(written),
        lenient=lenient,
        decisions=_decisions(decimal, grouped, written),
    )


_PLAIN_FITS = "isfinite(TRY_CAST({v} AS DOUBLE))"


def _fits(decimal: str, written: _Written | None = None, *, zeros: bool = False) -> str:
    """The text is a number, and holds no style that would be misread with this decimal mark.

    With `written`, only the currencies and marks that were found may stand around it.
    """
    grouping = "," if decimal == "." else "."
    whole = rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+|[1-9]\d{{0,2}}(?:['’\{grouping}]\d{{2,3}})+|0|{'' if zeros else '[1-9]'}\d*"
    core = rf"(?:(?:{whole})(?:\{decimal}\d*)?|\{decimal}\d+)(?:[eE][-+]?\d+)?"
    money = MONEY if written is None or any(written.symbols) else ""
    if not money and written is not None and not written.marks["parentheses"] and not written.marks["trailing"]:
        return matches("{v}", rf"[-+−]?{core}{SPACE}?%?")
    before, after = (rf"{money}?{SPACE}?", rf"(?:%|{money})?") if money else ("", "%?")
    return matches("{v}", rf"\(?[-+−]?{SPACE}?{before}[-+−]?\(?{core}{SPACE}?{after}\)?-?")


def _as_plain_number(decimal: str, written: _Written) -> str:
    """The text with a decimal point and nothing else around its digits than a minus."""
    bare = "{v}"
    for text in _dress(decimal, written):
        bare = f"replace({bare}, {literal(text)}, '')"
    if written.marks["sign"]:
        bare = f"replace({bare}, '−', '-')"
    if decimal == ",":
        bare = f"replace({bare}, ',', '.')"
    if written.marks["parentheses"] or written.marks["trailing"]:
        bare = f"CASE WHEN contains({{v}}, '(') OR ends_with({{v}}, '-') THEN '-' || replace({bare}, '-', '') ELSE {bare} END"
    return bare


def _dress(decimal: str, written: _Written) -> Iterator[str]:
    """What stands around and between the digits of the cells; a replacement each is much faster than one pattern."""
    yield from sorted((symbol for symbol in written.symbols if symbol), key=len, reverse=True)
    styles, marks = written.styles, written.marks
    if decimal == "," or any(styles[style] for style in ("us", "comma3")):
        yield "." if decimal == "," else ","
    if marks["percent"]:
        yield "%"
    if marks["sign"]:
        yield "+"
    if marks["parentheses"]:
        yield from "()"
    if any(style.startswith("apostrophe") for style in styles):
        yield from "'’"
    if marks["spaced"]:
        yield from " \u00a0\u202f\u2009"


def _decisions(decimal: str, grouped: int, written: _Written) -> tuple[Decision, ...]:
    styles, marks = written.styles, written.marks
    decisions = [*_zeros_as_numbers(styles), *_mark_decisions(decimal, grouped, styles)]
    decisions += [_currency(symbol, cells) for symbol, cells in written.symbols.items() if symbol]
    if any(written.symbols) and written.symbols[""]:
        detail = f"{counted(written.symbols[''], 'amount')} without a currency are read as {_unit(written)} too."
        decisions.append(Decision(kind="currency", detail=detail, cells=written.symbols[""], confidence=0.7))
    if marks["percent"]:
        detail = "Percentages keep the number that was shown (12 for “12%”)."
        decision = Decision(kind="percent", detail=detail, cells=marks["percent"])
        decisions.append(changeable(decision, "percent", "number", "text"))
    negative = marks["parentheses"] + marks["trailing"]
    if negative:
        detail = "Numbers in parentheses or with a minus behind them are read as negative."
        decisions.append(changeable(Decision(kind="type", detail=detail, cells=negative), "type", "decimal", "text"))
    return tuple(decisions)


def _zeros_as_numbers(styles: Counter[str]) -> Iterator[Decision]:
    if styles["zeros"]:
        detail = f"{counted(styles['zeros'], 'value')} with a leading zero are read as numbers, as chosen."
        yield changeable(
            Decision(kind="leading_zeros", detail=detail, cells=styles["zeros"]), "leading_zeros", "number", "text"
        )


def _mark_decisions(decimal: str, grouped: int, styles: Counter[str]) -> Iterator[Decision]:
    """The decimal mark where it is a comma or open, and the marks between thousands."""
    unclear = not any(styles[s] for s in _POINT | _COMMA)
    value, other = ("comma", "point") if decimal == "," else ("point", "comma")
    commas = sum(styles[s] for s in _COMMA) + styles["comma3"]
    told = False
    if decimal == "," and commas:
        detail = "The comma is read as the decimal mark."
        sure = 0.7 if unclear else 1.0
        decision = Decision(kind="decimal_comma", detail=detail, cells=commas, confidence=sure)
        yield changeable(decision, "decimal_comma", value, other)
        told = True
    elif decimal == "." and styles["point3"] and unclear:
        detail = "The point is read as the decimal mark; every number has three digits after it, so it could also group thousands."
        decision = Decision(kind="decimal_comma", detail=detail, cells=styles["point3"], confidence=0.6)
        yield changeable(decision, "decimal_comma", value, other)
        told = True
    if grouped:
        detail = "The marks between groups of three digits are read as thousands separators."
        decision = Decision(kind="thousands", detail=detail, cells=grouped, confidence=0.8 if unclear else 1.0)
        yield decision if told else changeable(decision, "decimal_comma", value, other)


def _currency(symbol: str, cells: int) -> Decision:
    code = CURRENCIES[symbol]
    assumed = symbol in AMBIGUOUS_CURRENCIES
    detail = f"“{symbol}” is {'taken as' if assumed else 'read as'} {code}."
    decision = Decision(
        kind="currency", detail=detail, before=symbol, after=code, cells=cells, confidence=0.7 if assumed else 1.0
    )
    return changeable(decision, "currency", "number", "text")
