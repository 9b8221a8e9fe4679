"""The last rows by their date: “the last 5 orders” are the latest, “customers whose first order was in 2025” had none before."""

from __future__ import annotations

import re

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.fields import is_called
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import tokenise
from core.model import Entity
from semantic_layer.words import full_words, singular

_COUNT = r"\d+|two|three|four|five|six|seven|eight|nine|ten|twenty"
_ROWS = re.compile(
    rf"\b(?P<end>last|first) (?P<count>{_COUNT}) (?P<rows>[a-z]+(?: [a-z]+)??)\b"
    r"(?! (?:date|day|time|id|name|number|status|amount|total)\b)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<lead>(?:(?:what|which|when) (?:is|was|were|are) |show(?: me)? )?(?:the )?)(?P<end>last|first) (?P<rows>[a-z]+(?: [a-z]+)??)"
    r"(?= (?:of|by|from|placed by|made by|for) )",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"(?P<start>\b(?:latest|earliest) (?P<rows>[a-z]+)) by (?=[A-Z])")
_BY_ANYONE = re.compile(
    r"(?P<start>\b(?:latest|earliest) (?P<rows>[a-z]+)) by (?=(?:an? |any )[a-z]+|[a-z]+ [a-z]+s\b(?=\W*$| in | on ))",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\b(?:whose|with their|with a) (?P<end>first|last|latest|earliest|most recent) (?P<rows>[a-z]+(?: [a-z]+)??) "
    r"(?:(?:was|were|is|came|happened|took place|placed|made|being) )*(?P<when>(?:in|on|before|after|since|during|until)\b[^?.,]*)",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\b(?:(?:who|that|which) )?(?:(?:have|has|had) )?(?:placed|made|had|got|did|left|wrote) their (?P<end>first|last) "
    r"(?P<rows>[a-z]+(?: [a-z]+)??) (?P<when>(?:in|on|before|after|since|during|until)\b[^?.,]*)",
    re.IGNORECASE,
)
_END, _E = r"(?P<end>first|last|latest|earliest|most recent)", r"(?P<rows>[a-z]+(?: [a-z]+)??)"
_EACH = re.compile(
    rf"^(?:when|on (?:which|what) (?:date|day)) (?:did|does|was) (?:each|every|the) (?P<who>[a-z]+)(?:['’]s)? "
    rf"(?:(?:place|make|have|get|write|leave|do) )?(?:(?:their|his|its) )?(?:very )?{_END} {_E}(?: placed| made)?(?P<tail>\W*)$"
    rf"|^(?:(?:show|list)(?: me)? )?(?:the )?dates? of (?:the |their )?{_END.replace('end', 'end2')} {_E.replace('rows', 'rows2')} "
    r"(?:of|for|by|per) (?:each |every )?(?P<who2>[a-z]+)(?P<tail2>\W*)$"
    rf"|^(?:(?:show|list)(?: me)? )?(?:all )?(?P<who3>[a-z]+) (?:with|and) (?:the )?"
    rf"(?:dates? of )?(?:the )?their {_END.replace('end', 'end3')} "
    rf"{_E.replace('rows', 'rows3')}(?: dates?)?(?P<tail3>\W*)$"
    rf"|^(?:(?:show|list)(?: me)? )?(?:the )?{_END.replace('end', 'end4')} {_E.replace('rows', 'rows4')} "
    r"(?:by|per) (?:each |every )?(?P<who4>[a-z]+)(?P<tail4>\W*)$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"(?<![\w'’])(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,3}}?)['’]s {_END} {_E}(?= (?:in|on|before|after|placed|made)\b|\W*$)"
)
_ENDS = {"first": "earliest", "last": "latest"}


def latest_rows(text: str, schema: Schema) -> str:
    """`text` itself where the rows have no date of their own."""
    text = _ROWS.sub(lambda found: _dated(found, schema, f" {found['count']}"), text)
    text = _OF.sub(lambda found: f"{found['lead']}{_dated(found, schema, '', lead=found['lead'])}", text)
    text = _BY_NAME.sub(
        lambda found: found[0] if _entity(found["rows"], schema) is None else f"{found['start']} of ", text
    )
    text = _BY_ANYONE.sub(
        lambda found: f"{found['start']} of " if _is_one_row(found["rows"], schema) else found[0], text
    )
    text = _OWNED.sub(lambda found: _owned(found, schema), _EACH.sub(lambda found: _of_each(found, schema), text))
    for pattern in (_WHOSE, _DID):
        text = pattern.sub(lambda found: _at_one_end(found, schema), text)
    return text


def _names_rows(who: str, schema: Schema) -> bool:
    """“First order by customer” is of each; “by month” and “by channel” are told as they are."""
    return any(is_called(one, who) for one in schema.model.entities)


def _is_one_row(rows: str, schema: Schema) -> bool:
    return singular(rows.casefold()) == rows.casefold() and _entity(rows, schema) is not None


def _dated(found: re.Match[str], schema: Schema, count: str, lead: str = "") -> str:
    if _entity(found["rows"], schema) is None:
        return found[0].removeprefix(lead)
    return f"{_ENDS[found['end'].lower()]}{count} {found['rows']}"


def _of_each(found: re.Match[str], schema: Schema) -> str:
    """“When did each customer place their first order”, by customer."""
    side = next(side for side in ("", "2", "3", "4") if found[f"who{side}"])
    entity = _entity(found[f"rows{side}"], schema)
    grouped = side == "4" and not _names_rows(found["who4"], schema)
    if entity is None or entity.default_time is None or grouped:
        return found[0]
    end = "first" if found[f"end{side}"].lower() in ("first", "earliest") else "last"
    return (
        f"{end} {entity.field(entity.default_time).label} of each {singular(found[f'who{side}'])}{found[f'tail{side}']}"
    )


def _owned(found: re.Match[str], schema: Schema) -> str:
    if _entity(found["rows"], schema) is None:
        return found[0]
    end = "earliest" if found["end"] in ("first", "earliest") else "latest"
    return f"the {end} {found['rows']} of {found['name']}"


def _entity(rows: str, schema: Schema) -> Entity | None:
    """The table whose rows are called so, where they have a date of their own."""
    said = [singular(word) for word in full_words(rows)]
    for one in schema.model.entities:
        names = [[singular(word) for word in full_words(name)] for name in (one.name, one.label)]
        if said in names and one.default_time is not None and any(f.name == one.default_time for f in one.fields):
            return one
    return None


def _at_one_end(found: re.Match[str], schema: Schema) -> str:
    """With one then, and none before (or after): what began before a day has its first before it."""
    entity, when = _entity(found["rows"], schema), found["when"].strip()
    beyond = _beyond(when, first=found["end"].lower() in ("first", "earliest"))
    if entity is None or beyond is None:
        return found[0]
    return (
        f"with {entity.label} {when} but without {entity.label} {beyond}" if beyond else f"with {entity.label} {when}"
    )


def _beyond(when: str, *, first: bool) -> str | None:
    """The stretch in which there must be none; empty where there may be any, None where it cannot be told."""
    word, _, period = when.partition(" ")
    word = word.lower()
    phrases = date_phrases(tokenise(when))
    if len(phrases) != 1 or not period:
        return None
    if word in ("in", "during", "on"):
        return f"{'before' if first else 'after'} {period}"
    if word == "since":
        return f"before {period}" if first else ""
    if word == "before":
        return "" if first else f"since {period}"
    return "" if (word == "after") != first else None
