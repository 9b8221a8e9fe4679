"""Every figure that a sentence writes, with the span of values its digits can stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from agents.analyst.numbers import SYMBOLS, unit_code
from agents.analyst.periods import WrittenPeriod, find_periods
from agents.number_words import ONES, TENS

FigureKind = Literal["number", "percent", "points", "times", "growth", "ordinal", "period", "vague"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFigure:
    """`low` to `high` is what `value` may be rounded from; of a percentage in percent, without its sign.

    `signed` is "-" or "+" where the text has one. `is_year` marks a whole number that may name a year.
    """

    start: int
    end: int
    kind: FigureKind
    value: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    signed: str = ""
    currency: str | None = None
    unit_word: str | None = None
    is_year: bool = False
    period: WrittenPeriod | None = None


_SCALE = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_CURRENCY_WORDS = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP", "yen": "JPY",
    "rupees": "INR", "francs": "CHF", "cents": "cents",
}  # fmt: skip
_FIXED = {
    "twice": ("times", "2", "0.05"), "thrice": ("times", "3", "0.05"), "double": ("times", "2", "0.05"),
    "triple": ("times", "3", "0.05"), "quadruple": ("times", "4", "0.05"), "doubled": ("growth", "100", "5"),
    "tripled": ("growth", "200", "5"), "quadrupled": ("growth", "300", "5"), "halved": ("growth", "-50", "2.5"),
    "half": ("percent", "50", "1"), "a third": ("percent", "33.3", "1"), "one third": ("percent", "33.3", "1"),
    "two thirds": ("percent", "66.7", "1"), "a quarter of": ("percent", "25", "1"),
    "one quarter of": ("percent", "25", "1"), "three quarters of": ("percent", "75", "1"),
    "a fifth of": ("percent", "20", "1"), "a tenth of": ("percent", "10", "1"),
    "by a quarter": ("percent", "25", "1"), "by a fifth": ("percent", "20", "1"), "by a tenth": ("percent", "10", "1"),
    "by one quarter": ("percent", "25", "1"), "by three quarters": ("percent", "75", "1"),
}  # fmt: skip
UNIT_WORDS = frozenset({
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "mi", "mile", "miles", "lb", "lbs", "oz", "l", "ml", "kwh", "mwh",
    "hour", "hours", "minute", "minutes", "seconds", "year", "years", "month", "months", "week", "weeks", "day", "days",
    "°c", "°f", "kilometres", "kilometers", "metres", "meters", "tonnes", "tons", "litres", "liters", "grams",
    "kilograms", "inches", "feet", "ft", "quarters", "mph", "kmh", "mb", "gb", "kb", "hectares", "acres",
    "min", "mins", "h", "hrs", "s", "sec", "secs", "ms", "ha", "knots", "kw", "hpa", "kcal", "bpm", "ppm",
})  # fmt: skip
_MONEY = "|".join([r"US\$", *map(re.escape, SYMBOLS.values())])
_CODES = "|".join([*SYMBOLS, "CHF", "CAD", "AUD", "NZD", "CNY", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN", "ZAR"])
_DIGITS = re.compile(
    rf"(?P<sign>(?<![\w)\]])[-−+]\s?)?(?P<before>{_MONEY}|\b(?:{_CODES})\s?)?(?P<inner>[-−])?"
    r"(?<![\w.,/:])(?P<digits>\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d/]|:\d|[.,]\d)"
    r"(?P<nth>(?:st|nd|rd|th)\b)?"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion|mn|bn|tn)\b|[kKmMbB]\b)?"
    r"(?P<after>\s?percentage points?\b|\s?pp\b|\s?%|\s?per ?cent\b|\s?basis points?\b|-?fold\b|\s?×|x\b|\stimes\b"
    rf"|\s?(?:{_MONEY})|\s(?:{_CODES})\b)?"
)
_WORDS = "|".join([*TENS, *sorted(ONES, key=len, reverse=True)])
_SPELLED = re.compile(
    rf"\b(?:(?:{_WORDS})|a(?=[ -](?:hundred|thousand|million|billion|dozen)))"
    rf"(?:[ -](?:{_WORDS}|hundred|thousand|million|billion|dozen))*\b(?P<after> per ?cent\b| percentage points?\b|fold\b| times\b)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:dozens|hundreds|thousands|millions|billions|couple|hundred|thousand|million|billion|dozen"
    r"|fold|halves|thirds|quarters of|fifths|tenths)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(_FIXED, key=len, reverse=True))})\b", re.IGNORECASE)
_NTH = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:\babout|\baround|\broughly|\bapproximately|\bapprox\.?|\bcirca|~|≈|\bsome) ?$", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|more than|just over|above|at least|exceeding) $", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:under|less than|fewer than|just under|below|nearly|almost|at most|close to) $", re.IGNORECASE
)
_NO_COUNT_BEFORE = re.compile(r"\b(?:no|the|any|each|every|this|that|which|another) $", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[ \u00a0-]?([A-Za-z°]+)")


def find_figures(text: str) -> tuple[WrittenFigure, ...]:
    """In order, without overlaps: periods first, then digits, then words for numbers."""
    found = [WrittenFigure(start=p.start, end=p.end, kind="period", period=p) for p in find_periods(text)]
    for pattern, read in (
        (_DIGITS, _from_digits),
        (_NAMED, _from_name),
        (_SPELLED, _from_words),
        (_NTH, _from_ordinal),
        (_VAGUE, _from_vague),
    ):
        for match in pattern.finditer(text):
            figure = read(match)
            if figure and not any(figure.start < other.end and other.start < figure.end for other in found):
                found.append(_with_neighbours(figure, text) if figure.kind != "vague" else figure)
    return tuple(sorted(found, key=lambda figure: figure.start))


def hedge_before(text: str, start: int) -> int:
    """Where "about", "over" or "nearly" before a figure begins; `start` where there is none."""
    for pattern in (_ABOUT, _OVER, _UNDER):
        if match := pattern.search(text[:start]):
            return match.start()
    return start


def _from_digits(match: re.Match[str]) -> WrittenFigure:
    written = re.sub(r"[,\u202f\u00a0]", "", match["digits"])
    scale = Decimal(10) ** _SCALE.get((match["scale"] or "").strip().casefold(), 0)
    value = Decimal(written) * scale
    places = len(written.partition(".")[2])
    half = Decimal("0.5").scaleb(-places) * scale
    after = (match["after"] or "").strip().casefold()
    kind: FigureKind = "ordinal" if match["nth"] else _kind_of(after)
    money = (match["before"] or "").strip() or ((match["after"] or "").strip() if kind == "number" else "")
    bare = not (money or after or match["scale"] or match["sign"] or match["nth"])
    start = match.start() if match["sign"] or match["before"] or match["inner"] else match.start("digits")
    return WrittenFigure(
        start=start,
        end=match.end(),
        kind="vague" if after.startswith("basis") else kind,
        value=value,
        low=value - half,
        high=value + half,
        signed=(match["sign"] or match["inner"] or "").strip().replace("−", "-"),
        currency=unit_code(money.replace("US$", "$")) if money else None,
        is_year=bare and len(match["digits"]) == 4 and 1500 <= value < 2200,
    )


def _kind_of(after: str) -> FigureKind:
    if after in {"%", "percent", "per cent"}:
        return "percent"
    if after in {"pp", "percentage point", "percentage points"}:
        return "points"
    return "times" if after in {"times", "x", "×"} or after.endswith("fold") else "number"


def _from_name(match: re.Match[str]) -> WrittenFigure:
    kind, value, tolerance = _FIXED[match[0].casefold()]
    size, half = abs(Decimal(value)), Decimal(tolerance)
    return WrittenFigure(
        start=match.start(),
        end=match.end(),
        kind=kind,  # type: ignore[arg-type]
        value=size,
        low=size - half,
        high=size + half,
        signed="-" if value.startswith("-") else "",
    )


def _from_words(match: re.Match[str]) -> WrittenFigure | None:
    after = (match["after"] or "").strip().casefold()
    words = re.split(r"[ -]", match[0][: len(match[0]) - len(match["after"] or "")].casefold())
    if words == ["one"] and (match.string[match.end() :].startswith((" of", " another", "-")) or _is_pronoun(match)):
        return None
    value = Decimal(_spelled_value(words))
    half = Decimal("0.5")
    return WrittenFigure(
        start=match.start(), end=match.end(), kind=_kind_of(after), value=value, low=value - half, high=value + half
    )


def _is_pronoun(match: re.Match[str]) -> bool:
    return _NO_COUNT_BEFORE.search(match.string[: match.start()]) is not None


def _spelled_value(words: list[str]) -> int:
    total, group = 0, 0
    for word in words:
        if word in {"a", "an"}:
            group = 1
        elif word == "dozen":
            group = max(group, 1) * 12
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALE:
            total, group = total + max(group, 1) * int(10 ** _SCALE[word]), 0
        else:
            group += ONES.get(word, 0) or TENS.get(word, 0)
    return total + group


def _from_ordinal(match: re.Match[str]) -> WrittenFigure:
    value = Decimal(_ORDINALS[match[0].casefold()])
    return WrittenFigure(start=match.start(), end=match.end(), kind="ordinal", value=value, low=value, high=value)


def _from_vague(match: re.Match[str]) -> WrittenFigure:
    return WrittenFigure(start=match.start(), end=match.end(), kind="vague")


def _with_neighbours(figure: WrittenFigure, text: str) -> WrittenFigure:
    """A hedge before the figure widens its span, a unit word after it is kept."""
    if figure.kind == "period":
        return figure
    before = text[: figure.start]
    figure = _with_unit(figure, text)
    step = _significant_step(figure)
    if _ABOUT.search(before):
        return replace(figure, low=figure.value - step / 2, high=figure.value + step / 2)
    if _OVER.search(before):
        return replace(figure, low=figure.value, high=figure.value + max(step, _beyond(figure)))
    if _UNDER.search(before):
        return replace(figure, low=figure.value - max(step, _beyond(figure)), high=figure.value)
    return figure


def _beyond(figure: WrittenFigure) -> Decimal:
    """How far "more than half" and "almost tripled" reach: a fifth."""
    is_whole_step = figure.high - figure.low <= 1 or figure.kind == "number"
    return Decimal(0) if is_whole_step else figure.value / 5


def _with_unit(figure: WrittenFigure, text: str) -> WrittenFigure:
    following = _NEXT_WORD.match(text, figure.end)
    word = following[1].casefold() if following else ""
    if word in _CURRENCY_WORDS and following is not None:
        return replace(figure, currency=_CURRENCY_WORDS[word], is_year=False)
    return replace(figure, unit_word=word) if word in UNIT_WORDS else figure


def _significant_step(figure: WrittenFigure) -> Decimal:
    """One unit of the last digit that is not a trailing zero."""
    step = figure.high - figure.low
    if step <= 0:
        return Decimal(1)
    while figure.value and figure.value % (step * 10) == 0:
        step *= 10
    return step
