"""English around figures: plurals, articles, prepositions, labels as subjects."""

from __future__ import annotations

from agents.analyst.numbers import one_line

_IRREGULAR = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "mouse": "mice",
    "datum": "data", "data": "data", "series": "series", "species": "species", "status": "statuses",
    "staff": "staff", "equipment": "equipment", "analysis": "analyses", "index": "indexes", "day of week": "days of the week",
}  # fmt: skip
_PLACES = frozenset({
    "country", "countries", "region", "city", "cities", "state", "states", "market", "district", "province", "county",
    "continent", "location", "area", "zone", "territory", "town", "village", "origin", "destination", "nation", "place",
    "site", "neighbourhood", "neighborhood", "borough", "municipality",
})  # fmt: skip
_FUNCTION_WORDS = frozenset({
    "average", "number", "total", "sum", "median", "mean", "minimum", "maximum", "smallest", "largest", "highest",
    "lowest", "count", "share", "distinct", "earliest", "latest", "standard", "variance", "percentage", "rate", "change",
    "most",
})  # fmt: skip


def plural(noun: str) -> str:
    """Of a label's last word; what is plural already stays."""
    words = noun.split(" ")
    last = words[-1]
    folded = last.casefold()
    if noun.casefold() in _IRREGULAR:
        return _IRREGULAR[noun.casefold()]
    if folded in _IRREGULAR:
        many = _IRREGULAR[folded]
    elif folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        many = last
    elif folded.endswith("y") and folded[-2:-1] not in "aeiou":
        many = f"{last[:-1]}ies"
    elif folded.endswith(("ss", "sh", "ch", "x", "z", "us")):
        many = f"{last}es"
    elif not folded[-1:].isalpha():
        many = last
    else:
        many = f"{last}s"
    return " ".join([*words[:-1], many])


def singular(noun: str) -> str:
    words = noun.split(" ")
    last = words[-1]
    folded = last.casefold()
    one = next((single for single, many in _IRREGULAR.items() if many == folded), None)
    if one is not None:
        return " ".join([*words[:-1], one])
    if folded.endswith("ies") and len(folded) > 4:
        last = f"{last[:-3]}y"
    elif folded.endswith(("sses", "shes", "ches", "xes", "zes", "uses")):
        last = last[:-2]
    elif folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        last = last[:-1]
    return " ".join([*words[:-1], last])


def counted(count: int, noun: str) -> str:
    """As in "1 country", "12 countries"."""
    return f"{count:,} {singular(noun) if count == 1 else plural(noun)}"


def in_lower(label: str) -> str:
    """A label inside a sentence: words in capitals ("GDP", "SKU") stay."""
    words = one_line(label).split(" ")
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words)


def as_subject(label: str) -> str:
    """As in "Revenue" and "The average price"."""
    lowered = in_lower(label)
    first = lowered.split(" ")[0]
    with_article = f"the {lowered}" if first in _FUNCTION_WORDS else lowered
    return with_article[:1].upper() + with_article[1:]


def as_object(label: str) -> str:
    """As in "revenue" and "average price"."""
    return in_lower(label)


def is_plural(label: str) -> bool:
    """Whether it is "orders were" or "the number of orders was"."""
    words = label.casefold().split(" ")
    if words[0] in _FUNCTION_WORDS or not words[-1]:
        return False
    return plural(words[-1]) == words[-1] and words[-1] not in _IRREGULAR


def preposition(label: str, grain: str | None) -> str:
    """As in "in Germany", "in March 2024", "on 12 May 2024", "in the week of …", "for Bikes"."""
    if grain:
        return {"day": "on", "hour": "at", "minute": "at", "week": "in the"}.get(grain, "in")
    return "in" if set(label.casefold().replace("_", " ").split()) & _PLACES else "for"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
