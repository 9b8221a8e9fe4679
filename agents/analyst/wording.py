"""English around figures: plurals, articles, prepositions, labels as subjects."""

from __future__ import annotations

from collections.abc import Callable

from agents.analyst.numbers import one_line
from semantic_layer import inflection

_PLACES = frozenset({
    "country", "countries", "region", "city", "cities", "state", "states", "market", "district", "province", "county",
    "continent", "location", "area", "zone", "territory", "town", "village", "origin", "destination", "nation", "place",
    "site", "neighbourhood", "neighborhood", "borough", "municipality",
})  # fmt: skip
_FUNCTION_WORDS = frozenset({
    "average", "number", "total", "sum", "median", "mean", "minimum", "maximum", "smallest", "largest", "highest",
    "lowest", "count", "share", "distinct", "earliest", "latest", "standard", "variance", "percentage", "rate", "change",
    "most", "difference", "correlation", "ratio",
})  # fmt: skip


def plural(noun: str) -> str:
    """Of a label's last word; what is plural already stays, as does what is no word."""
    return _with_last(noun, inflection.plural)


def singular(noun: str) -> str:
    return _with_last(noun, inflection.singular)


def _with_last(noun: str, form: Callable[[str], str]) -> str:
    *words, last = noun.split(" ")
    if not last.isalpha() or not last.isascii():
        return noun
    formed = form(last)
    if last[1:] != last[1:].lower():
        formed = (
            last if formed == last.casefold() else f"{last.removesuffix('s')}{'s' if form is inflection.plural else ''}"
        )
    elif last[0].isupper():
        formed = formed.capitalize()
    return " ".join([*words, formed])


def counted(count: int, noun: str) -> str:
    """As in "1 country", "12 countries"."""
    return f"{count:,} {singular(noun) if count == 1 else plural(noun)}"


def in_lower(label: str) -> str:
    """A label inside a sentence: words in capitals ("GDP", "SKU") stay, and so do values of a condition."""
    said, where, values = one_line(label).partition(" where ")
    words = said.split(" ")
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words) + where + values


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
    return (inflection.plural(words[-1]) == words[-1] and inflection.singular(words[-1]) != words[-1]) or words[
        -1
    ] == "sales"


def preposition(label: str, grain: str | None) -> str:
    """As in "in Germany", "in March 2024", "on 12 May 2024", "in the week of …", "for Bikes"."""
    if grain:
        return {"day": "on", "hour": "at", "minute": "at", "week": "in the"}.get(grain, "in")
    return "in" if set(label.casefold().replace("_", " ").split()) & _PLACES else "for"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
