"""How numbers behave when many rows are put together, told from the words of their names."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Additivity, Aggregation
from semantic_layer.profile import Scanned
from semantic_layer.words import full_words, name_words, singular

_COUNTED_FIRST = frozenset({"number", "no", "num", "nb", "count", "total", "sum", "cumulative"})
_COUNTED_LAST = frozenset({"count", "total", "amount", "quantity", "sum", "revenue", "sales", "units", "sold"})
_SHARE_OR_AMOUNT = frozenset({"discount", "tax", "commission", "interest", "vat", "fee", "margin", "bonus"})
_OF_A_SALE = frozenset({"sale", "sold", "selling", "hammer", "paid", "purchase"})
_ACCOUNTING = frozenset({"net", "gross", "operating", "total"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`words` are looked for, in the singular, among those of a name."""

    aggregation: Aggregation
    additivity: Additivity
    why: str
    words: str = ""
    confidence: float = 0.9


_RATE = Meaning(
    aggregation="avg",
    additivity="non_additive",
    why="a share, rate or average, which has no meaning when added up",
    words="""
rate ratio percent percentage share proportion average mean median factor coefficient probability likelihood confidence
correlation margin growth yield density std stddev deviation variance quantile percentile per index pct
""",
)
_PROPERTY = Meaning(
    aggregation="avg",
    additivity="non_additive",
    why="a property of each row, which has no meaning when added up",
    words="""
price rating score star age temperature speed velocity pace height latitude longitude elevation altitude gpa grade mark
iq humidity pressure wind bmi depth width thickness diameter radius angle satisfaction quality rank ranking position mpg
horsepower acceleration cylinder displacement voltage ph hardness brightness magnitude intensity frequency minimum
maximum highest lowest tariff level concentration glucose cholesterol pulse visibility degree year msrp size sepal
petal flipper beak bedroom bathroom temp tmp lat lon lng alt tz timezone humid dew dewp dewpoint visib gust efficiency
odds kelvin capita percap life lifespan expectancy
""",
)
_AMOUNT_OF_EACH = Meaning(
    aggregation="avg",
    additivity="additive",
    why="an amount of each row that is usually compared by its average",
    words="""
salary wage pay compensation income weight mass length duration runtime distance delay latency tenure experience lag
wait time
""",
)
_LEVEL = Meaning(
    aggregation="sum",
    additivity="semi_additive",
    why="a level at a point in time, which adds up across rows of one time but not over time",
    words="""
balance stock inventory headcount onhand population capacity backlog outstanding reserve subscriber follower inhabitant
occupancy holding employee pop
""",
)
_ADDITIVE = Meaning(aggregation="sum", additivity="additive", why="a number that adds up")
_UNKNOWN = Meaning(aggregation="sum", additivity="additive", why="nothing against adding it up", confidence=0.6)


def meaning_of(scan: Scanned, unit: str | None) -> Meaning:
    """The first that fits, from what cannot be added to what can."""
    words = frozenset(singular(word) for word in (*name_words(scan.column.name), *full_words(scan.column.name)))
    last = frozenset(full_words(scan.column.name)[-1:]) | frozenset(name_words(scan.column.name)[-1:])
    counted = bool(last & _COUNTED_LAST)
    if unit in ("%", "ratio") or (_has(_RATE, words) and not counted) or _is_share(scan, words):
        return _RATE
    if _has(_LEVEL, words) and "price" not in words:
        return _LEVEL
    if counted or frozenset(full_words(scan.column.name)[:1]) & _COUNTED_FIRST:
        return _ADDITIVE
    if "price" in words and words & _OF_A_SALE:
        return _AMOUNT_OF_EACH
    if _has(_PROPERTY, words) or {"unit", "cost"} <= words:
        return _PROPERTY
    if _has(_AMOUNT_OF_EACH, words) and not words & _ACCOUNTING:
        return _AMOUNT_OF_EACH
    return _UNKNOWN if unit is None else _ADDITIVE


def meaning_of_table(name: str) -> Meaning | None:
    """What the figures of a table are, where its own name says it: sectors in a table of employment, cities in one of rents."""
    words = frozenset(singular(word) for word in (*name_words(name), *full_words(name)))
    if words & _LEVELS_OF_TABLES or _has(_LEVEL, words):
        return _LEVEL
    return _PROPERTY if words & _PROPERTIES_OF_TABLES else None


_LEVELS_OF_TABLES = frozenset({"employment", "unemployment", "workforce", "payroll", "asset", "debt", "membership"})
_PROPERTIES_OF_TABLES = frozenset(
    {"price", "rate", "temperature", "temp", "rating", "score", "share", "percentage", "index"}
)


def _has(meaning: Meaning, words: frozenset[str]) -> bool:
    return not words.isdisjoint(meaning.words.split())


def _is_share(scan: Scanned, words: frozenset[str]) -> bool:
    low, high = scan.profile.minimum, scan.profile.maximum
    if scan.whole or not words & _SHARE_OR_AMOUNT or low is None or high is None:
        return False
    return float(str(low)) >= 0 and float(str(high)) <= 1
