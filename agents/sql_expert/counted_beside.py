"""Nouns told beside each other, each as a figure: “orders, customers and revenue by month”, “how many orders and how much revenue”.

A table that is named in the plural is counted, a column of numbers stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.fields import is_measure, is_metric
from agents.sql_expert.known_ratios import TOTAL_COST
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.linking import NameLinks, links_of
from agents.sql_expert.mainstays import people
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import tokenise
from core.model import Measure
from semantic_layer.words import singular

_ASKED = re.compile(
    r"^(?P<lead>(?:(?:show|give|tell|get|list|report|compare)(?: me| us)? |what (?:is|are|was|were) |i (?:want|need) )?(?:the |our )?)"
    r"(?P<items>(?:(?!\b(?:by|per|for|in|during|since|from|on|at|last|this|each|across|did|do|does|have|has|are|is|was|were|broken|with|"
    r"who|that|which|where|whose|to|over|under)\b)[^?!;:.()])+?)"
    r"(?P<tail>\s+(?:by|per|for|in|during|since|from|on|at|last|this|each|across|did|do|does|have|are|were|was|broken)\b[^?!;:()]*)?"
    r"(?P<end>[?.!]*)$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+|\s+as well as\s+", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:the )?(?:total )?(?:how many|number of|numbers of|count of)\s+", re.IGNORECASE)
_FIGURE = re.compile(
    r"^(?:the |our )?(?:how much|total|sum|average|avg|mean|median|min|max|minimum|maximum|highest|lowest)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"^how much\s+", re.IGNORECASE)
_GROUPED = re.compile(r"^\s+(?:by|per|for each|in each|for every|each|across|broken)\b", re.IGNORECASE)
_THERE = re.compile(
    r"^\s+(?:did|do|have|are|were|was) (?:we|there|you|they|i)(?: (?:have|had|get|got|make|made|see|take|process|sell|receive))?\b",
    re.IGNORECASE,
)
_HAVE = re.compile(r"^\s+(?:do|does|did) (?P<who>.+?) have(?P<rest>\b.*)$", re.IGNORECASE)
_MOST = 5
_TABLE, _COLUMN, _KIND = 0.95, 0.6, 0.85


def counted_beside(text: str, schema: Schema) -> str:
    """`text` itself where one of the nouns is neither a table nor a number, or where the rows may be meant."""
    found = _ASKED.match(text.strip())
    items = _JOINT.split(found["items"].strip()) if found is not None else []
    if found is None or not 2 <= len(items) <= _MOST:
        return text
    tail = found["tail"] or ""
    counted = _COUNTED.match(items[0]) is not None or _HOW_MUCH.match(items[0]) is not None
    if not counted and not _GROUPED.match(tail) and not all(_is_number(one, schema) for one in items):
        return text
    items = _with_all_costs([one.strip() for one in items], schema)
    told = [_told(one, schema, kinds=counted) for one in items]
    plain = told == items and not _THERE.match(tail) and not _are_of_several(items, schema)
    if any(one is None for one in told) or (plain and told == _JOINT.split(found["items"].strip())):
        return text
    if not counted and not any(_is_number(one, schema) for one in items) and _RANKED.search(text):
        return text
    if _are_of_several(items, schema):
        told = [f"total {one}" if one is not None and _adds_up(one, schema) else one for one in told]
    lead = "" if counted else found["lead"]
    tail = _HAVE.sub(lambda one: f" of {one['who']}{one['rest']}", _THERE.sub("", tail))
    if tail and not _GROUPED.match(tail) and _are_of_several(items, schema):
        *before, last = [f"{one}{tail}" for one in _with_what_they_did([str(one) for one in told], tail, schema)]
        return f"{lead}{', '.join(before)} and {last}{found['end']}"
    return f"{lead}{', '.join(map(str, told[:-1]))} and {told[-1]}{tail}{found['end']}"


_RANKED = re.compile(r"\b(?:most|least|highest|lowest|top|best|worst|largest|smallest|ordered|sorted)\b", re.IGNORECASE)


def _with_what_they_did(told: list[str], tail: str, schema: Schema) -> list[str]:
    """“Orders and customers in 2024”: the customers who ordered then, whenever they were added."""
    if not date_phrases(tokenise(tail)):
        return told
    persons = {one.entity.name for one in people(schema.model)}
    homes = [_home(links_of(_COUNTED.sub("", one), schema)) for one in told]
    for at, home in enumerate(homes):
        event = next((one for one in homes if one and home and one != home and schema.reach.to_one(one, home)), None)
        if home in persons and event is not None:
            told[at] = f"{told[at]} with {schema.model.entity(event).label}"
    return told


def _with_all_costs(items: list[str], schema: Schema) -> list[str]:
    """Beside a revenue or a profit stands what all that was sold cost, not what one piece costs."""
    known = next(iter(links_of(_ALL_COSTS, schema).fields), None)
    if known is None or not is_metric(known) or not any(_RESULT.search(one) for one in items):
        return items
    return [_ALL_COSTS if _COST.fullmatch(one) else one for one in items]


_ALL_COSTS = TOTAL_COST.partition("|")[0]
_RESULT = re.compile(r"\b(?:revenue|sales|profit|margin|turnover|income)\b", re.IGNORECASE)
_COST = re.compile(r"(?:the |our )?(?:total )?(?:costs?|expenses)", re.IGNORECASE)


def _told(item: str, schema: Schema, *, kinds: bool) -> str | None:
    counted = _COUNTED.match(item)
    noun = item[counted.end() :] if counted else _HOW_MUCH.sub("", item)
    if counted is not None:
        kind = _is_kind(noun, schema) and not _is_table(noun, schema)
        return f"number of different {noun}" if kind else f"number of {noun}"
    if _FIGURE.match(item) or _is_number(item, schema):
        return noun
    if _is_table(noun, schema):
        return f"number of {noun}"
    return f"number of different {noun}" if kinds and _is_kind(noun, schema) else None


def _is_kind(noun: str, schema: Schema) -> bool:
    """“Destinations”, where a column tells them."""
    best = next(iter(links_of(noun, schema).fields), None)
    last = noun.split()[-1].casefold() if noun.split() else ""
    return best is not None and best.score >= _KIND and best.field.type == "text" and singular(last) != last


def _is_table(noun: str, schema: Schema) -> bool:
    """“Orders”, not “order”: one of them would be its name."""
    links = links_of(noun, schema).entities
    last = noun.split()[-1].casefold() if noun.split() else ""
    return bool(links) and links[0].score >= _TABLE and singular(last) != last


def _are_of_several(items: Sequence[str], schema: Schema) -> bool:
    """“Revenue and refunds by month”: each is a figure of a table of its own, by its own date."""
    found = [links_of(_FIGURE.sub("", _COUNTED.sub("", one)).strip(), schema) for one in items]
    homes = [_home(one) for one in found]
    return None not in homes and len(set(homes)) > 1


def _home(links: NameLinks) -> str | None:
    named: list[EntityLink | FieldLink] = [*links.fields, *links.entities]
    return max(named, key=lambda one: one.score).entity.name if named else None


def _adds_up(item: str, schema: Schema) -> bool:
    """A bare column of numbers that is added up unless something else is said."""
    best = next(iter(links_of(item, schema).fields), None)
    measure = best.field if best is not None and _is_number(item, schema) and not _FIGURE.match(item) else None
    return isinstance(measure, Measure) and measure.aggregation == "sum"


def _is_number(noun: str, schema: Schema) -> bool:
    """“Refunds”, said for the table of returns as well, are what its column tells."""
    links = links_of(_HOW_MUCH.sub("", noun), schema)
    best, table = next(iter(links.fields), None), next(iter(links.entities), None)
    if best is None or best.score < _COLUMN or not (is_metric(best) or is_measure(best.field)):
        return False
    return table is None or best.score > table.score or (table.score < _TABLE and table.entity is best.entity)
