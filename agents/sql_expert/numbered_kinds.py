"""Rows told by a number before a column: “3-bedroom flats”, “4 and 6 cylinder cars”."""

from __future__ import annotations

import re

from agents.number_words import ONES
from agents.sql_expert.dates import UNITS
from agents.sql_expert.fields import is_identifier
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.vocabulary import UNIT_WORDS
from core.model import Dimension, Field
from core.table import NUMERIC_TYPES
from semantic_layer.words import singular

_COUNT = rf"(?:\d+|{'|'.join(ONES)})"
_JOINT = r"(?:\s*,\s*|\s+(?:and|or|and/or|vs\.?|versus)\s+)"
_SIZED = re.compile(
    rf"(?<![\w$€£.,-])(?P<counts>{_COUNT}(?:-?{_JOINT}{_COUNT})*)(?P<tie>[- ])(?P<what>[a-z]{{3,}})"
    rf"(?P<more>(?:{_JOINT}{_COUNT}[- ](?P=what))*) (?P<rows>[a-z]{{3,}})\b",
    re.IGNORECASE,
)
_LIMITING = re.compile(
    r"\b(?:top|first|last|bottom|than|least|most|over|under|above|below|about|next|previous|past|within|between|to|is|are|="
    r"|the (?:\w+est|best|worst|most \w+|least \w+))\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"\b(?P<lead>with|has|have|having) (?P<counts>{_COUNT}(?:\s*,\s*{_COUNT})*,?\s+or\s+{_COUNT}) (?P<what>[a-z]{{3,}})\b(?! per\b)",
    re.IGNORECASE,
)
_CLEAR, _TIED, _ROWS = 0.85, 0.65, 0.45


def of_each_size(text: str, schema: Schema) -> str:
    """“3-bedroom flats” are flats with that many bedrooms; `text` itself where no column holds the number."""

    def told(found: re.Match[str]) -> str:
        tied = found["tie"] == "-"
        if not tied and _LIMITING.search(text[: found.start()]):
            return found[0]
        counts = [_digits(one) for one in re.findall(_COUNT, f"{found['counts']} {found['more'] or ''}", re.IGNORECASE)]
        field = _counted(found["what"], counts, schema, least=_TIED if tied else _CLEAR)
        if field is None or not _are_rows(found["rows"], schema, tied=tied):
            return found[0]
        return f"{found['rows']} with {field.label} {' or '.join(counts)}"

    def listed(found: re.Match[str]) -> str:
        counts = [_digits(one) for one in re.findall(_COUNT, found["counts"], re.IGNORECASE)]
        field = _counted(found["what"], counts, schema)
        return f"{found['lead']} {field.label} {' or '.join(counts)}" if field is not None else found[0]

    return _LISTED.sub(listed, _SIZED.sub(told, text))


def _digits(said: str) -> str:
    return str(ONES.get(said.lower(), said))


def _counted(what: str, counts: list[str], schema: Schema, *, least: float = _CLEAR) -> Field | None:
    """The column that is called so and may hold the numbers; the unit of a length of time is none."""
    if what.lower() in UNITS or what.lower() in UNIT_WORDS:
        return None
    links = links_of(what, schema)
    if links.entities or not links.fields or links.fields[0].score < least:
        return None
    field = links.fields[0].field
    return field if not is_identifier(field) and all(may_hold(field, one) for one in counts) else None


def may_hold(field: Field, number: str) -> bool:
    """Whether it is a column of numbers, or of codes of which the number is one (“4” beside “studio”)."""
    if field.type in NUMERIC_TYPES:
        return True
    return isinstance(field, Dimension) and any(str(value) == number for value, _ in field.profile.top)


def _are_rows(word: str, schema: Schema, *, tied: bool) -> bool:
    if tied:
        return True
    called = any(link.score >= _ROWS for link in links_of(word, schema).entities)
    return called or singular(word.lower()) != word.lower()
