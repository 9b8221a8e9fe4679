"""People by one of their names: “customers named Grace” of full names, “with the surname Rossi”."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_called
from agents.sql_expert.schema import Schema
from core.model import Entity
from semantic_layer import ValueIndex

_BE = r"(?:(?:who|that|which) )?(?:(?P<be>are|is|were|was) )?"
_ONE = r"(?P<name>[A-Z][\w'’-]+)(?! [A-Z])(?=[\s?.!,]|$)"
_FIRST = r"(?:first|given|christian|fore) ?names?"
_LAST = r"(?:last|family|sur) ?names?"
_PATTERNS = tuple(
    (re.compile(rf"\b(?P<rows>[a-z]+) {told} {_ONE}"), side)
    for told, side in (
        (rf"{_BE}(?:named|called)", ""),
        (rf"(?:with|having|by) (?:the |an? )?{_FIRST}(?: of)?", "first"),
        (rf"whose {_FIRST} (?:is|are)", "first"),
        (rf"(?:with|having|by) (?:the |an? )?{_LAST}(?: of)?", "last"),
        (rf"whose {_LAST} (?:is|are)", "last"),
    )
)


def by_given_name(text: str, schema: Schema, values: ValueIndex) -> str:
    """As what the column of names begins, or ends, with; `text` itself where the name stands there alone, or no name has it."""
    for pattern, side in _PATTERNS:
        found = pattern.search(text)
        entity = _called(found["rows"], schema) if found is not None else None
        if found is None or entity is None or entity.display is None:
            continue
        end = _end(found["name"], entity, values, side)
        if end is None:
            continue
        told = f"'{found['name']} '" if end == "first" else f"' {found['name']}'"
        verb = "starts" if end == "first" else "ends"
        have = "have a" if found.groupdict().get("be") else "whose"
        label = entity.field(entity.display).label
        clause = f"{label} {verb} with {told}" if have == "whose" else f"{label} that {verb} with {told}"
        return f"{text[: found.end('rows')]} {have} {clause}{text[found.end() :]}"
    return text


def _called(rows: str, schema: Schema) -> Entity | None:
    named = [one for one in schema.model.entities if is_called(one, rows)]
    return named[0] if len(named) == 1 else None


def _end(name: str, entity: Entity, values: ValueIndex, side: str) -> str | None:
    """Where the name stands in those of the rows; None where it is a whole one, or stands at both ends and it is not said."""
    held = [
        str(one.value).casefold()
        for one in values.lookup(name)
        if (one.entity, one.field) == (entity.name, entity.display)
    ]
    word = name.casefold()
    if word in held:
        return None
    ends = [
        end
        for end, there in (
            ("first", any(one.startswith(f"{word} ") for one in held)),
            ("last", any(one.endswith(f" {word}") for one in held)),
        )
        if there and side in ("", end)
    ]
    return ends[0] if len(ends) == 1 else None
