"""What the words after a figure say it is a number of."""

from __future__ import annotations

import re

from agents.analyst.backings import Backing
from agents.analyst.claims import Claims
from agents.analyst.figures import WrittenFigure
from agents.analyst.wording import singular

_RATE = re.compile(
    r"\bper \w+|\ban?(?: single)? (?:hour|day|week|month|quarter|year)\b|\b(?:hourly|daily|weekly|monthly|yearly)\b"
)
_IS_RATE = re.compile(r"\bper\b|average|mean|rate|daily|weekly|monthly|yearly|hourly", re.IGNORECASE)
_NOUN = re.compile(r"^ ([A-Za-z]+s)\b")
_NO_NOUNS = frozenset({
    "is", "was", "as", "has", "this", "its", "versus", "across", "less", "plus", "thus", "his", "yes", "makes",
    "comes", "means", "represents", "follows", "leads", "remains", "stands", "shows", "marks", "exceeds", "us",
})  # fmt: skip


def refused_noun(after: str, figure: WrittenFigure, backing: Backing, label: str) -> str | None:
    """A bare number counts what the next word says; a rate is told by "per" or "a day"."""
    rate = _RATE.search(after)
    if rate and not (_IS_RATE.search(label) or backing.claim == "trend"):
        return f"is not a value {rate[0].strip()}"
    noun = _NOUN.match(after)
    bare = figure.kind == "number" and figure.currency is None and figure.unit_word is None
    if noun is None or not bare or backing.claim in {"count", "absence"} or noun[1].casefold() in _NO_NOUNS:
        return None
    known = {singular(word) for word in re.findall(r"\w+", f"{label} {backing.unit or ''}".casefold())}
    return None if singular(noun[1].casefold()) in known else f"does not count {noun[1]}"


def refused_count(after: str, claims: Claims, figure: WrittenFigure, backing: Backing) -> str | None:
    """A count needs its noun within two words."""
    words = {word.strip(".,:;") for word in after.casefold().split()[:2]}
    if figure.kind != "number" or not words & set(backing.nouns):
        return "counts something else"
    return "counts what is missing" if backing.claim == "absence" and not claims.absence else None
