"""Units that names and headers carry: "price_eur", "Weight (kg)", "growth %"."""

from __future__ import annotations

import re

from core.table import Column
from semantic_layer.words import name_words

_CURRENCIES = """
usd eur gbp jpy chf cad aud nzd cny inr brl mxn sek nok dkk pln czk huf ron try zar rub krw sgd hkd thb idr myr php vnd
aed sar ils egp ngn kes ars clp cop pen uah
"""
_UNITS = """
% pct percent percentage perc
USD dollar dollars $
EUR euro euros €
GBP £ pounds_sterling
JPY yen ¥
INR rupee rupees ₹
kg kgs kilogram kilograms kilo kilos
g gram grams
mg milligram milligrams
t tonne tonnes
lb lbs pound pounds
oz ounce ounces
km kms kilometer kilometers kilometre kilometres
m meter meters metre metres
cm centimeter centimeters centimetre centimetres
mm millimeter millimeters millimetre millimetres
mi mile miles
ft feet
in inch inches
yd yard yards
km² sqkm km2
m² sqm m2
sq_ft sqft ft2 square_feet
ha hectare hectares
acres acre
l liter liters litre litres
ml milliliter milliliters millilitre
gal gallon gallons
km/h kmh kph
mph mph
knots knot knots kts
s seconds secs
ms millisecond milliseconds msec
min minutes mins
h hours hrs
days days
weeks weeks
months months
years years yrs
°C celsius degc °c
°F fahrenheit degf °f
kWh kwh
MWh mwh
kW kw
MW mw
W watt watts
V volt volts
hPa hpa
bar bar
mmHg mmhg
bpm bpm
kcal kcal
kB kb
MB mb
GB gb
TB tb
Hz hz
MHz mhz
GHz ghz
ppm ppm
mpg mpg
billion billion billions bn
million million millions mln
thousand thousand thousands
"""
_BY_SPELLING = {
    spelling: unit
    for line in _UNITS.strip().splitlines()
    for unit, *spellings in [line.split()]
    for spelling in (unit.casefold(), *spellings)
} | {code: code.upper() for code in _CURRENCIES.split()}
_ONLY_IN_BRACKETS = {
    "m": "m",
    "g": "g",
    "l": "l",
    "t": "t",
    "h": "h",
    "s": "s",
    "in": "in",
    "min": "min",
    "w": "W",
    "v": "V",
}
_OTHER_MEANING = frozenset({"try", "bar", "pen", "cop", "ron", "mi", "gal", "in", "clp", "min"})
_MONEY = frozenset({"total", "amount", "price", "cost", "revenue", "sales", "paid", "spent", "fee", "value"})
_BRACKETED = re.compile(r"[(\[]\s*(?:in\s+)?([^()\[\]]{1,16}?)\s*[)\]]")
_LAST_SYMBOL = re.compile(r"([%$€£¥₹]|°[CcFf])\s*$|^\s*([$€£¥₹])")


def unit_of(column: Column) -> str | None:
    """The unit the cells carried, else one the header or name tells; None where there is none."""
    return column.unit or _bracketed(column.label) or _symbol(column.label) or _last_word(column.name, column.label)


def unit_of_words(words: str) -> str | None:
    """That a spelling stands for ("euros")."""
    return _BY_SPELLING.get(words.casefold().strip("()[]"))


def without_unit(label: str, unit: str) -> str:
    """A heading whose unit is told beside it: "Unit Price (EUR)" → "Unit Price", "fee eur" → "fee"."""
    bare = _LAST_SYMBOL.sub(
        "", _BRACKETED.sub(lambda one: "" if _bracketed(one.group()) == unit else one.group(), label)
    )
    words = bare.split()
    if len(words) > 1 and (unit_of_words(words[-1]) == unit or (words[-1], unit) in _WRITTEN_OUT):
        words = words[:-2] if words[-2].casefold() == "in" else words[:-1]
    return " ".join(words) if words and words[-1].casefold() not in _JOINING else label


def _bracketed(label: str) -> str | None:
    for inside in _BRACKETED.findall(label):
        folded = str(inside).casefold()
        unit = _BY_SPELLING.get(folded) or _ONLY_IN_BRACKETS.get(folded)
        if unit or (folded == "%"):
            return unit or "%"
    return None


def _symbol(label: str) -> str | None:
    found = _LAST_SYMBOL.search(label)
    if found is None:
        return None
    symbol = (found.group(1) or found.group(2)).casefold()
    return _BY_SPELLING.get(symbol, "%" if symbol == "%" else None)


def _last_word(name: str, label: str) -> str | None:
    """Only after another word: a column named "miles" counts miles, one named "in_transit" is no length."""
    words = name_words(label) or name_words(name)
    if not words:
        return None
    last = words[-1]
    if last == "min" and set(words[:-1]) & _SPANS:
        return "min"
    if last in _OTHER_MEANING or "per" in words:
        return None
    if last in ("pound", "pounds") and _MONEY & set(words):
        return "GBP"
    if len(words) > 1 and last in ("days", "weeks", "months", "years") and words[-2] not in _SPANS:
        return None
    if len(words) == 1 and last in (
        "days",
        "weeks",
        "months",
        "years",
        "feet",
        "pounds",
        "inches",
        "million",
        "billion",
    ):
        return None
    return _BY_SPELLING.get(last) if len(last) > 1 else None


_JOINING = frozenset({"in", "of", "per", "as"})
_WRITTEN_OUT = frozenset({("minimum", "min"), ("min", "min")})
_SPANS = frozenset(
    [
        "duration",
        "time",
        "age",
        "tenure",
        "length",
        "delay",
        "lag",
        "lead",
        "in",
        "of",
        "term",
        "stay",
        "wait",
        "waiting",
        "travel",
        "response",
        "resolution",
        "handling",
        "playing",
        "delivery",
        "runtime",
        "service",
        "experience",
        "since",
    ]
)
