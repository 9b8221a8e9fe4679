"""One row by the number that it goes by: “order 10001”, “the lines of order no. 10001”, “what was in order #10001”."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_called
from agents.sql_expert.schema import Schema
from agents.sql_expert.sought_after import lines_of
from core.model import Entity
from core.table import NUMERIC_TYPES
from semantic_layer import ValueIndex
from semantic_layer.words import singular

_NUMBERED = re.compile(
    r"\b(?P<words>(?:[a-z]+ )?[a-z]+) (?:(?:number|num\.?|no\.?|nr\.?|id|#) ?|#)?(?P<number>\d{1,12})"
    r"(?=[?.!,]*\s*$|[?,]? (?:and|or|was|is|had|has|did)\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\b(?:of|in|for|from|on|with|about|to) (?:the )?$", re.IGNORECASE)
_OPEN = re.compile(
    r"^(?:(?:show|list|give|find|get|display|look up|open|pull up)(?: me)? )?(?:all |the )?"
    r"(?:(?:details?|information|info|everything|data) (?:of|about|on|for|in) )?(?:the )?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"^what (?:was|is|were|are) (?:ordered |sold |included |contained )?(?:in|on) (?:the )?$", re.IGNORECASE
)


def row_by_number(text: str, schema: Schema, values: ValueIndex) -> str:
    """With the key named; `text` itself where no table with numbers for its rows is called so."""
    found = _NUMBERED.search(text)
    entity, rows = _called(found["words"], schema) if found is not None else (None, "")
    if found is None or entity is None:
        return text
    number, behind = found["number"], text[found.end() :]
    if any(one.how in ("exact", "normalised") for one in values.lookup(f"{rows} {number}", fuzzy=False)):
        return text  # a name that ends with a number
    before = text[: found.end("words") - len(rows)]
    inside = _inside(entity, schema) if _WITHIN.match(before) else None
    if inside is not None:
        return f"{inside.label} for {rows} {number}{behind}"
    if _OPEN.match(before):
        return f"{entity.label} with {entity.field(entity.key[0]).label} {number}{behind}"
    joint = _JOINT.search(before)
    return f"{before[: joint.start()]}for {rows} {number}{behind}" if joint else f"{before}{rows} {number}{behind}"


def _called(words: str, schema: Schema) -> tuple[Entity | None, str]:
    """The table whose rows are called so, each by a number, and the words for it."""
    for rows in (words, words.split()[-1]):
        said = singular(rows.casefold())
        for one in schema.model.entities if said == rows.casefold() else ():
            if is_called(one, said) and len(one.key) == 1 and one.field(one.key[0]).type in NUMERIC_TYPES:
                return one, rows
    return None, ""


def _inside(entity: Entity, schema: Schema) -> Entity | None:
    """Its lines: the one table without dates of its own that refers to it."""
    lines = lines_of(entity.name, schema)
    return lines[0] if len(lines) == 1 else None
