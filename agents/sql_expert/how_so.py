"""How warm, how late, how rainy: figures asked for by an adjective or a verb, of the one column that it measures.

"How warm did it get in July?" is the highest temperature, "how late are flights usually?" the average delay,
"how much did it rain in May?" the total of the rain.
"""

from __future__ import annotations

import re

from agents.number_words import ONES
from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import Quality, quality
from agents.sql_expert.schema import Schema
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words

_ADJECTIVES = {
    "warm": "warmest", "hot": "hottest", "cold": "coldest", "cool": "coolest", "windy": "windiest", "rainy": "rainiest",
    "wet": "wettest", "sunny": "sunniest", "snowy": "snowiest", "humid": "most humid", "late": "most delayed",
    "delayed": "most delayed", "punctual": "most delayed", "crowded": "most crowded", "powerful": "most powerful",
    "fast": "fastest", "strong": "strongest", "deep": "deepest", "deadly": "deadliest",
    "efficient": "most efficient", "economical": "most efficient", "sweet": "sweetest",
}  # fmt: skip
_LIKE = "|".join(_ADJECTIVES)
_BE = r"(?:is|are|was|were)"
_GETS = re.compile(
    rf"^how (?P<how>{_LIKE}) (?:did|does|has|have|can) (?:it|the \w+|they) (?:ever )?(?:get|gets|got|gotten|become|became)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    rf"^how (?P<how>{_LIKE}) {_BE} (?:it|the weather)(?P<often> (?:usually|typically|normally|generally|on average))?\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_USUALLY = re.compile(
    rf"^how (?P<how>{_LIKE}) {_BE} (?P<what>[\w ]+?) (?:usually|typically|normally|generally|on average|in general)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_FALLS = re.compile(r"^how much (?:did|does|has) it (?P<what>rain|snow)(?:ed)?\b(?P<rest>.*)$", re.IGNORECASE)
_FALLEN = {"rain": "rainiest", "snow": "snowiest"}
_SEATER = re.compile(
    rf"\b(?P<many>\d+|{'|'.join(ONES)})[- ]seaters?\b(?P<what> (?!from\b|with\b|in\b|of\b|under\b|over\b|are\b)\w+)?",
    re.IGNORECASE,
)
_LEAST = 0.7


def how_so(text: str, schema: Schema) -> str:
    """The same question with the column's name; `text` itself where no column, or more than one, is measured so."""
    plain = text = _with_seats(text.strip(), schema)
    if found := _FALLS.match(plain):
        column = _column(_FALLEN[found["what"].lower()], schema)
        return f"total {column}{found['rest']}" if column else text
    if found := _GETS.match(plain):
        measured = _quality(found["how"])
        column = _column(_ADJECTIVES[found["how"].lower()], schema)
        end = "highest" if measured is None or measured.descending else "lowest"
        return f"{end} {column}{found['rest']}" if column else text
    found = _OF_IT.match(plain) or _USUALLY.match(plain)
    column = _column(_ADJECTIVES[found["how"].lower()], schema) if found is not None else None
    if found is None or column is None:
        return text
    what = found.groupdict().get("what")
    return f"average {column}{' of ' + what if what else ''}{found['rest']}"


def _with_seats(text: str, schema: Schema) -> str:
    """“Seven-seaters” are what has 7 seats, where a column counts them."""
    fields = [one for entity in schema.model.entities for one in entity.fields if one.type in NUMERIC_TYPES]
    return _SEATER.sub(_seats, text) if any("seats" in full_words(one.name) for one in fields) else text


def _seats(found: re.Match[str]) -> str:
    said = found["many"].casefold()
    what = found["what"] or ""
    many = str(ONES.get(said, said))
    return f"{what.strip() or 'all'} with {many} seats"


def _quality(adjective: str) -> Quality | None:
    return quality(_ADJECTIVES[adjective.lower()])


def _column(adjective: str, schema: Schema) -> str | None:
    """The label of the column that the adjective is about, where none is as near to it."""
    measured = quality(adjective)
    links = [one for one in measured_by(measured, schema) if one.field.type in NUMERIC_TYPES] if measured else []
    links.sort(key=lambda one: -one.score)
    if not links or links[0].score < _LEAST or (len(links) > 1 and links[1].score > links[0].score - 0.01):
        return None
    return links[0].field.label
