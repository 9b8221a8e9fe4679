"""What "we" did, told behind what is counted: "how many jobs did we take in during March" counts the jobs of that month."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.linking import link_names
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import tokenise
from core.model import Measure
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
_CLEAR = 0.85


def counted_for_us(text: str, schema: Schema) -> str:
    found = _COUNTED.match(text)
    if found is not None and not _tells_a_date(found["verb"], schema):
        return f"{found['head']}{found['rest']}"
    taken = _TAKEN.match(text)
    if taken is not None and _is_amount(taken["what"], schema):
        return f"total {taken['what']}{taken['rest']}"
    return text


def _tells_a_date(verb: str, schema: Schema) -> bool:
    """“Received” is no helper where rows have a date on which they were."""
    said = stem(verb.split()[0].lower())
    times = (one for entity in schema.model.entities for one in entity.fields if is_temporal(one))
    return any(said in {stem(word) for word in full_words(one.name)} for one in times)


def _is_amount(words: str, schema: Schema) -> bool:
    tokens = tokenise(words)
    links = link_names(tokens, 0, len(tokens), schema).fields
    return bool(links) and isinstance(links[0].field, Measure) and links[0].score >= _CLEAR
