"""What each column is for, told from its type, its name and counts over all its rows."""

from __future__ import annotations

import re
from decimal import Decimal

from core.model import Dimension, DimensionRole, Field, Measure
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.additivity import meaning_of
from semantic_layer.profile import Scanned
from semantic_layer.units import unit_of
from semantic_layer.vocabulary import word_set
from semantic_layer.words import fold, full_words, name_words, readable

Found = tuple[DimensionRole, str]

_KEY_LAST = word_set("""
id ids key code uuid guid pk fk sk number no num nbr nr zip zipcode postcode phone telephone tel fax mobile ssn isbn issn
ean upc gtin barcode sku iban bic vin imei ip mac serial reference ref hash token
""")
_ALWAYS_KEY = frozenset({"id", "ids", "uuid", "guid", "sk", "pk", "fk"})
_KEY_ANYWHERE = frozenset(
    {"zip", "zipcode", "postcode", "postal", "phone", "telephone", "fax", "ssn", "isbn", "barcode"}
)
_NUMBERING = frozenset({"number", "no", "num", "nbr", "nr", "nb"})
_YEAR = frozenset({"year", "season", "vintage", "founded", "established", "opened", "built", "yyyy", "yr"})
_GROUPING = word_set("""
class type kind group category segment level grade floor status state stage zone ward district region round lap season
quarter month week day weekday hour minute year version edition generation cluster cohort tier priority rank ranking position
place gender sex race team line shift platform gate room chapter volume flag label bucket bin batch semester term period
step jersey division department
""")
_QUESTION_FIRST = frozenset({"is", "has", "was", "can", "did", "does", "should", "allow", "allows"})
_YES_NO = tuple(frozenset(pair.split()) for pair in ("no yes", "n y", "false true", "f t", "0 1", "off on"))
_UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_CODE = re.compile(r"(?=.*\d)\S+")
_DATE = re.compile(r"\d{4}[-/.]\d|\d{1,2}[-/.]\d{1,2}[-/.]\d")
_LONG_TEXT = 60.0
_PROSE = word_set("comment comments description note notes review text body message feedback summary remark remarks")
_PROSE_LENGTH = 35.0
_YEARS = (1600, 2100)
"""Within these, numbers that are written as text are years whatever their name ("took office")."""
_FEW = 60
_FEW_ROWS = 5


def field_of(scan: Scanned, *, first: bool = False, reference: str | None = None) -> Field:
    """`first`: it is the table's first column. `reference` says what it refers to, where a relationship was found."""
    found = _referring(reference) or _by_type(scan) or _flag(scan)
    if found is None:
        found = _number(scan, first=first) if scan.column.type in NUMERIC_TYPES else _text(scan, first=first)
    return _measure(scan) if found is None else _dimension(scan, found)


def _dimension(scan: Scanned, found: Found) -> Dimension:
    role, evidence = found
    return Dimension(
        name=scan.column.name,
        label=readable(scan.column.label),
        type=scan.column.type,
        role=role,
        profile=scan.profile,
        unit=scan.column.unit,
        evidence=_told(scan, evidence),
        confidence=_sureness(scan, evidence),
        written=scan.written,
    )


def _sureness(scan: Scanned, evidence: str) -> float:
    """A type is certain, a name nearly; few rows prove little."""
    if scan.column.type == "boolean" or scan.column.type in TEMPORAL_TYPES:
        return 1.0
    sure = 0.95 if "name" in evidence else 0.85
    return round(sure if scan.filled >= _FEW_ROWS else sure - 0.2, 2)


def _measure(scan: Scanned) -> Measure:
    unit = _share_unit(scan, unit_of(scan.column))
    meaning = meaning_of(scan, unit)
    return Measure(
        name=scan.column.name,
        label=readable(scan.column.label),
        type=scan.column.type,
        aggregation=meaning.aggregation,
        additivity=meaning.additivity,
        profile=scan.profile,
        unit=unit,
        confidence=meaning.confidence,
        over_time="last" if meaning.additivity == "semi_additive" else None,
        evidence=_told(
            scan, f"Numbers from {scan.profile.minimum} to {scan.profile.maximum}; the name says {meaning.why}."
        ),
        written=scan.written,
    )


def _told(scan: Scanned, evidence: str) -> str:
    return f"{evidence} They are written as text." if scan.written else evidence


def _share_unit(scan: Scanned, unit: str | None) -> str | None:
    """A percentage that no cell marked as one may be written 0 to 1."""
    highest = scan.profile.maximum
    if unit == "%" and scan.column.unit is None and highest is not None and abs(float(str(highest))) <= 1:
        return "ratio"
    return unit


def _referring(reference: str | None) -> Found | None:
    return ("identifier", reference) if reference else None


def _by_type(scan: Scanned) -> Found | None:
    kind = scan.column.type
    if kind == "boolean":
        return "flag", "True or false."
    if kind in TEMPORAL_TYPES:
        return "time", f"Dates from {scan.profile.minimum} to {scan.profile.maximum}."
    if kind == "time":
        return "category", "Times of day."
    if kind in ("list", "struct", "interval"):
        return "text", f"Each cell is a {kind}."
    if kind == "other":
        return ("identifier", "Unique.") if scan.unique else ("category", "Neither a number, a date nor a text.")
    return None


def _flag(scan: Scanned) -> Found | None:
    low, high = scan.profile.minimum, scan.profile.maximum
    if low is None or high is None or scan.profile.distinct > 2 or not (scan.column.type == "text" or scan.whole):
        return None
    asked = bool(_QUESTION_FIRST & set(name_words(scan.column.name)[:1]))
    spelled = frozenset(fold(_plain(cell)) for cell in (low, high))
    if spelled in _YES_NO and (scan.profile.rows >= 5 or asked):
        return "flag", f"Only “{low}” and “{high}”."
    if asked and any(spelled <= pair for pair in _YES_NO):
        return "flag", f"Only “{low}”, and the name asks a yes-or-no question."
    return None


def _plain(cell: object) -> str:
    text = str(cell)
    return text.removesuffix(".0")


def _number(scan: Scanned, *, first: bool) -> Found | None:
    if not scan.whole or scan.filled == 0:
        return None
    return _year(scan) or _numeric_key(scan, first=first) or _numeric_group(scan)


def _whole_range(scan: Scanned) -> tuple[int, int]:
    """Decimals keep their places even where all of them are whole: "12.00"."""
    return int(Decimal(_plain(scan.profile.minimum))), int(Decimal(_plain(scan.profile.maximum)))


def _year(scan: Scanned) -> Found | None:
    words = full_words(scan.column.name)
    low, high = _whole_range(scan)
    named = bool(_YEAR & set(words[-1:] + words[:1])) and low >= 1000 and high <= 2200
    if named or (scan.written and low >= _YEARS[0] and high <= _YEARS[1] and scan.profile.distinct > 2):
        return "time", f"Years from {low} to {high}."
    return None


def _numeric_key(scan: Scanned, *, first: bool) -> Found | None:
    words, last = name_words(scan.column.name), name_words(scan.column.name)[-1:]
    if _KEY_ANYWHERE & set(words):
        return "identifier", "The name says a number that is never reckoned with."
    counted = words[:1] and words[0] in _NUMBERING and len(words) > 1
    if _KEY_LAST & set(last) and not counted:
        return "identifier", f"The name ends in “{last[0]}”{_and_unique(scan)}."
    if scan.unique and last and last[0].endswith(("id", "no")) and not counted:
        return "identifier", f"The name ends in “{last[0][-2:]}” and no value comes twice."
    if first and scan.unique and scan.filled >= 3 and _runs_without_gaps(scan):
        return "identifier", "Numbers the rows without gaps, in the first column."
    return None


def _runs_without_gaps(scan: Scanned) -> bool:
    """From 0 or 1, or from a number that is no year ("90001")."""
    low, high = _whole_range(scan)
    return (low in (0, 1) or low > 2200) and high - low + 1 == scan.filled


def _numeric_group(scan: Scanned) -> Found | None:
    last = full_words(scan.column.name)[-1:]
    if _GROUPING & set(last) and scan.profile.distinct <= _FEW and not _is_spread(scan):
        return "category", f"Whole numbers with {scan.profile.distinct} values, and the name says “{last[0]}”."
    return None


def _is_spread(scan: Scanned) -> bool:
    """Amounts: hardly a value comes twice, and they lie far apart ("net generation" of power plants)."""
    low, high = float(_plain(scan.profile.minimum)), float(_plain(scan.profile.maximum))
    return scan.profile.distinct > scan.filled / 2 and high - low > 10 * _FEW


def _text(scan: Scanned, *, first: bool) -> Found:
    words, last = name_words(scan.column.name), name_words(scan.column.name)[-1:]
    distinct, filled = scan.profile.distinct, scan.filled
    prose = bool(_PROSE & set(words)) and scan.length > _PROSE_LENGTH and distinct > filled // 2
    if scan.length > _LONG_TEXT or prose:
        return "text", f"Texts of {scan.length:.0f} characters on average."
    keyed = bool(_KEY_LAST & set(last) or _KEY_ANYWHERE & set(words))
    if (keyed and distinct > filled // 2) or _ALWAYS_KEY & set(last):
        return "identifier", f"The name says an identifier{_and_unique(scan)}."
    if scan.unique and distinct > 2 and _are_codes(scan, first=first):
        return "identifier", "Codes without a space, and no value comes twice."
    return "category", f"{distinct:,} different texts in {filled:,} rows."


def _are_codes(scan: Scanned, *, first: bool) -> bool:
    """Told by the first and the last in order; short codes only in the first column."""
    ends = (str(scan.profile.minimum), str(scan.profile.maximum))
    if all(_UUID.fullmatch(end) for end in ends):
        return True
    return first and all(_CODE.fullmatch(end) and not _DATE.match(end) for end in ends)


def _and_unique(scan: Scanned) -> str:
    return " and no value comes twice" if scan.unique else ""
