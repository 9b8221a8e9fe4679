"""Units of measures: what a number is said in, what a column is told in, and how many of one are one of the other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agents.sql_expert.fields import CannotPlan
from core.model import Field
from core.table import TEMPORAL_TYPES
from semantic_layer.words import full_words

_KINDS = {
    "time": """
        0.001 ms msec msecs millisecond milliseconds
        1 s sec secs second seconds
        60 min mins minute minutes
        3600 h hr hrs hour hours
        86400 d day days night nights
        604800 week weeks
    """,
    "mass": """
        0.001 mg milligram milligrams
        1 g gram grams gramme grammes
        1000 kg kgs kilo kilos kilogram kilograms
        1000000 t ton tons tonne tonnes
        453.59237 lb lbs pound pounds
        28.349523125 oz ounce ounces
    """,
    "length": """
        0.001 mm millimeter millimeters millimetre millimetres
        0.01 cm centimeter centimeters centimetre centimetres
        1 m meter meters metre metres
        1000 km kms kilometer kilometers kilometre kilometres
        0.0254 inch inches
        0.3048 ft foot feet
        1609.344 mi mile miles
    """,
    "volume": """
        0.001 ml milliliter milliliters millilitre millilitres
        1 l liter liters litre litres
        1000 m3 m³
    """,
    "data": """
        1 byte bytes
        1000 kb kilobyte kilobytes
        1000000 mb megabyte megabytes
        1000000000 gb gigabyte gigabytes
        1000000000000 tb terabyte terabytes
    """,
    "money": """
        0.01 cent cents pence
        1 dollar dollars euro euros usd eur gbp
    """,
}


_NO_TIMES = frozenset(
    {"distance", "height", "width", "depth", "altitude", "elevation", "weight", "price", "cost", "amount", "speed"}
)


class UnknownUnit(CannotPlan):
    """What is meant is clear but for its unit: another column is no better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`size` in the kind's first unit: seconds, grams, metres, litres, bytes, whole money."""

    kind: str
    size: float


UNITS: dict[str, Unit] = {
    word: Unit(kind=kind, size=float(line.split()[0]))
    for kind, lines in _KINDS.items()
    for line in lines.strip().splitlines()
    for word in line.split()[1:]
}


_ELSEWHERE = ("min", "second", "pound", "foot", "mi")


def unit_of(field: Field) -> Unit | None:
    """The unit that its declared unit or its name says; a single letter or “min” of a name says none but at its end."""
    declared = UNITS.get((field.unit or "").casefold())
    if declared is not None:
        return declared
    for words in (full_words(field.name), full_words(field.label)):
        if "per" in words:
            return None
        for at, word in enumerate(reversed(words)):
            if word in UNITS and len(word) > 1 and (at == 0 or word not in _ELSEWHERE):
                return UNITS[word]
    return None


def in_unit_of(number: int | float, unit: str, field: Field) -> int | float:
    """`number` as it stands in the column. Raises CannotPlan where the column is told in something else, or in who knows what."""
    if unit == "%" and abs(number) >= 1 and _is_fraction(field):
        return whole(number / 100)
    said, told = UNITS.get(unit), unit_of(field)
    if said is None or said == told:
        return number
    if said.kind == "time" and field.type in TEMPORAL_TYPES:
        raise CannotPlan(f"{field.label} tells when something was, not how long it took.")
    if said.kind == "time" and told is None and _NO_TIMES & set(full_words(field.name)):
        raise CannotPlan(f"{field.label} is not told in {unit}.")
    if told is None:
        fitting = _only_fitting(number, said, field) if said.kind == "time" else None
        if fitting is not None:
            return fitting
        if said.kind in ("mass", "length", "time", "data") and _is_out_of_range(number, field):
            raise UnknownUnit(f"It is not known in what unit {field.label} is told.")
        return number
    if said.kind != told.kind:
        if "money" in (said.kind, told.kind):
            return number
        raise CannotPlan(f"{field.label} is not told in {unit}.")
    return whole(number * said.size / told.size)


def _is_fraction(field: Field) -> bool:
    """Whether shares are written as parts of one: a discount of 0.2."""
    low, high = field.profile.minimum, field.profile.maximum
    numbers = isinstance(low, int | float | Decimal) and isinstance(high, int | float | Decimal)
    return numbers and -1 <= low <= high <= 1 and field.type != "integer"  # type: ignore[operator]


def whole(value: float) -> int | float:
    rounded = round(value, 9)
    return int(rounded) if float(rounded).is_integer() else rounded


_CLOCK = (1.0, 60.0, 3600.0, 86400.0)


def _only_fitting(number: int | float, said: Unit, field: Field) -> int | float | None:
    """“Longer than three hours”, where values from 4 to 251 can only be told in minutes; None where several units would do."""
    told = [whole(number * said.size / size) for size in _CLOCK]
    found = [one for one in told if not _is_out_of_range(one, field)]
    return found[0] if len(found) == 1 and _is_out_of_range(number, field) else None


def is_met_by_all(operator: str, number: int | float | None, field: Field) -> bool:
    """“Classes of 6 or more” are not those that cost at least 6, where every one does."""
    low, high = field.profile.minimum, field.profile.maximum
    if number is None or not (isinstance(low, int | float | Decimal) and isinstance(high, int | float | Decimal)):
        return False
    return (operator in (">", ">=") and number < float(low)) or (operator in ("<", "<=") and number > float(high))


def _is_out_of_range(number: int | float, field: Field) -> bool:
    """What every row exceeds, or none, is said in another unit than the column is told in."""
    low, high = field.profile.minimum, field.profile.maximum
    if not (isinstance(low, int | float | Decimal) and isinstance(high, int | float | Decimal)):
        return False
    return not float(low) <= number <= float(high)
