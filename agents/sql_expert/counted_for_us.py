"""What "we" did, told behind what is counted: "how many jobs did we take in during March" counts the jobs of that month."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.states import is_flag
from agents.sql_expert.time_words import time_said
from core.model import Field, Measure
from semantic_layer.words import full_words, stem

_WE = r"(?:we|you|they|i|the (?:shop|company|club|firm|team|school|office|business|practice|clinic|store|charity|centre|center)|our \w+)"
_HANDLED = (
    r"(?:take|taken|took|get|got|gotten|have|had|do|done|did|handle|handled|see|seen|receive|received|process|processed|"
    r"deal with|dealt with|log|logged|record|recorded|register|registered|carry out|carried out|run|host|hosted|hold|held|"
    r"put on|put through|work on|worked on|look after|looked after|field|fielded|bring in|brought in|make|made|write|wrote)"
    r"(?: in| on| out| through)?"
)
_COUNTED = re.compile(
    rf"^(?P<head>(?:and |so )?(?:how many|what number of|the number of) (?P<what>(?:(?! did | do | have | has | had ).)+?)) "
    rf"(?:did|do|does|have|has|had) {_WE} (?:ever |actually |really |already |just )?(?P<verb>{_HANDLED})"
    r"(?P<rest>(?:\s+(?:in|during|on|since|between|last|this|from|for|by|per|to|before|after|so far|over|each|every|at|within)\b.*)?\W*)$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    rf"^(?P<head>(?:and |so )?(?:what|how much)(?: money)?) (?:did|do|have|has|had) {_WE} "
    r"(?:earn|earned|make|made|take|taken|charge|charged|bill|billed|collect|collected|get|bring in|pull in|receive|received|"
    r"pay|paid|spend|spent)(?: in| out)? (?:in|from|on|for|through|off) (?:our |the )?(?P<what>\w+(?: \w+)?)"
    r"(?P<rest>(?:\s+(?:in|during|on|since|between|last|this|from|for|by|per|before|after|so far|over|each|at)\b.*)?\W*)$",
    re.IGNORECASE,
)
_DID = re.compile(
    rf"^(?P<head>(?:and |so )?(?:how many|what number of|the number of)) (?:new )?(?P<what>(?:(?! did | do | have | has | had ).)+?) "
    rf"(?:did|do|does|have|has|had) {_WE} (?P<verb>\w+(?: in| on| out| up| off)?) (?P<rest>(?:in|during|on|since|between|"
    rf"last|this|from|before|after)\b.*)$",
    re.IGNORECASE,
)
_CLEAR = 0.85


def counted_for_us(text: str, schema: Schema) -> str:
    found = _COUNTED.match(text)
    if found is not None and not _tells_a_date(found["verb"], schema):
        return f"{found['head']}{found['rest']}"
    did = _DID.match(text)
    if did is not None and (date := _date_of(did["what"], did["verb"], schema)) is not None:
        return f"{did['head']} {did['what']} with {date.label} {did['rest']}"
    taken = _TAKEN.match(text)
    if taken is not None and _is_amount(taken["what"], schema):
        return f"total {taken['what']}{taken['rest']}"
    return text


def _date_of(what: str, verb: str, schema: Schema) -> Field | None:
    """The date on which the rows that are counted were opened, sold, shipped."""
    links = links_of(what, schema).entities
    if not links or links[0].score < _ROWS:
        return None
    return time_said(verb, [one for one in links[0].entity.fields if is_temporal(one)])


_ROWS = 0.6
_YEARED = re.compile(r"\b(?P<year>(?:19|20)\d\d) (?P<what>[a-z]+s)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?P<most>(?:the )?(?:most|fewest|least)) (?P<kind>\w+ed) (?P<rows>\w+s)\b", re.IGNORECASE)


def of_each_kind(text: str, schema: Schema) -> str:
    """“The most attended bookings” are the most bookings that are attended; “2025 pickups” have that pickup date."""
    found = _MOST.search(text)
    if found is not None and _is_flag_of(found["kind"], found["rows"], schema):
        text = f"{text[: found.start()]}{found['most']} {found['rows']} that are {found['kind']}{text[found.end() :]}"
    yeared = _YEARED.search(text)
    links = links_of(yeared["what"], schema) if yeared is not None else None
    if (
        yeared is not None
        and links is not None
        and not links.entities
        and links.fields
        and is_temporal(links.fields[0].field)
    ):
        text = f"{text[: yeared.start()]}with {links.fields[0].field.label} in {yeared['year']}{text[yeared.end() :]}"
    return text


def _is_flag_of(kind: str, rows: str, schema: Schema) -> bool:
    named, counted = links_of(kind, schema), links_of(rows, schema)
    entities = {link.entity.name for link in counted.entities if link.score >= _ROWS}
    return any(is_flag(link.field) and link.entity.name in entities and link.score >= _CLEAR for link in named.fields)


def _tells_a_date(verb: str, schema: Schema) -> bool:
    """“Received” is no helper where rows have a date on which they were."""
    said = stem(verb.split()[0].lower())
    times = (one for entity in schema.model.entities for one in entity.fields if is_temporal(one))
    return any(said in {stem(word) for word in full_words(one.name)} for one in times)


def _is_amount(words: str, schema: Schema) -> bool:
    links = links_of(words, schema).fields
    return bool(links) and isinstance(links[0].field, Measure) and links[0].score >= _CLEAR
