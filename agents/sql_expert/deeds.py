"""“Which customers placed orders in May” are the customers who did, not the customer of each order.

Verbs that say little of their own are deeds where what is placed, made or left is a table of such rows; a verb that a date
of the people is called by (“signed up”) is one as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.sql_expert.event_times import BOUGHT, DONE
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.linking import link_names
from agents.sql_expert.mainstays import main_event, people
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token, tokenise
from core.model import Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_LIGHT = word_set(
    "placed place made make left leave gave give wrote write posted post submitted submit filed file sent send put"
)
_DID = r"(?:(?:have|has|had|actually|also|ever) )*(?P<verb>[a-z]+(?:ed|ought|ame|ave|ent|ade|ote|eft|ut))\b"
_RANKED = re.compile(
    r"\b(?:most|least|best|worst|top|highest|lowest|largest|biggest|smallest|longest|shortest|first|last|earliest|latest|average|"
    r"more|less|fewer|over|under|above|below|all|every|both|neither|not|never|only|no|per|by|at|than|times?|once|twice|how)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:left|leaves?)\b(?= (?!join|outer))", re.IGNORECASE)
_AND_DID = re.compile(
    r"\b(?P<joint>and|but) (?:(?:then|also|have|had|has|actually|later) )*(?P<verb>[a-z]+ed) (?:again )?"
    r"(?=(?:in|since|before|after|during) )",
    re.IGNORECASE,
)
_BOUGHT_THEN = re.compile(
    r"^(?P<many>how many) (?P<who>[a-z]+(?: [a-z]+)?) (?:(?:have|had|actually|ever) )*(?:bought|purchased)"
    r"(?: (?:something|anything|from us|with us))* (?=(?:in|on|since|during|before|after|last|this|between) )",
    re.IGNORECASE,
)
_OBJECT = 5
"""What a light verb is about stands among so many words behind it."""
_NAMED = 0.6
_IN_FULL = 0.95
_PAST = ("ed", "ame", "ave", "ought", "id", "ent", "ook")


def as_clause(text: str, schema: Schema) -> str:
    """“Which customers who bought tea”; a rank or a comparison stays a sentence, unless what the verb is about follows it."""
    text = _AND_DID.sub(lambda found: _with_theirs(found, schema), _LEFT.sub(lambda found: _made(found, schema), text))
    text = _BOUGHT_THEN.sub(lambda found: _with_events(found, schema), text)
    for who in (one.entity for one in people(schema.model)):
        text = re.sub(
            rf"^(how many {re.escape(who.label)}) (?=[a-z]+ed\b.* and with )", r"\1 who ", text, flags=re.IGNORECASE
        )
        found = re.match(rf"^(?:which|what) (?P<who>{re.escape(who.label)}) {_DID}", text, re.IGNORECASE)
        if found is None:
            continue
        verb, behind = found["verb"].lower(), text[found.end() :]
        plain = not _RANKED.search(text) and (verb in BOUGHT or was_done(verb, who, schema) or began(verb, who))
        if does_lightly(verb, behind, who, schema):
            return f"{found['who']} who have{behind}"
        if plain:
            return f"{found['who']} who {verb}{behind}"
    return text


def _made(found: re.Match[str], schema: Schema) -> str:
    """“Left the most reviews” as “have the most reviews”; who left a company does not."""
    events = {one.from_entity for one in schema.model.relationships}
    return found[0] if _object(tokenise(found.string[found.end() :]), events, schema) is None else "have"


def _with_events(found: re.Match[str], schema: Schema) -> str:
    """“How many customers bought in June” have orders then."""
    event = main_event(schema.model)
    named = (one.entity for one in people(schema.model) if one.entity.label.casefold() == found["who"].casefold())
    if event is None or not any(event.name in _around(who, schema) for who in named):
        return found[0]
    return f"{found['many']} {found['who']} with {event.label} "


def _with_theirs(found: re.Match[str], schema: Schema) -> str:
    """“Signed up in 2023 and ordered in 2025” as “and with orders in 2025”: each has its own time."""
    before = found.string[: found.start()]
    for who in (one.entity for one in people(schema.model)):
        if not re.search(rf"\b{re.escape(who.label)}\b", before, re.IGNORECASE):
            continue
        links = link_names(tokenise(found["verb"]), 0, 1, schema).entities
        named = [one.entity for one in links if one.entity.name in _around(who, schema) and one.score >= _NAMED]
        if named and any(began(word, who) for word in full_words(before)):
            return f"{found['joint']} with {named[0].label} "
    return found[0]


def was_done(verb: str, who: Entity, schema: Schema) -> bool:
    """A verb of coming and buying, or one that names rows of what somebody did."""
    around = _around(who, schema)
    if not around:
        return False
    links = link_names(tokenise(verb), 0, 1, schema).entities
    named = any(link.entity.name in around and link.score >= _NAMED for link in links)
    return named or (verb in DONE and len(people(schema.model)) == 1 and verb.endswith(_PAST))


def began(verb: str, who: Entity) -> bool:
    """“Signed up”, where the people have a date that is called so."""
    return any(stem(verb) in {stem(word) for word in full_words(one.name)} for one in who.fields if is_temporal(one))


def does_lightly(verb: str, behind: str, who: Entity, schema: Schema) -> bool:
    """“Placed an order”, where orders refer to those people."""
    return verb in _LIGHT and _object(tokenise(behind), _around(who, schema), schema) is not None


def _around(who: Entity, schema: Schema) -> set[str]:
    return {one.name for one in schema.model.entities if schema.reach.to_one(one.name, who.name)}


def _object(tokens: Sequence[Token], around: set[str], schema: Schema) -> Entity | None:
    """The table that is named first."""
    for at in range(min(len(tokens), _OBJECT)):
        for link in link_names(tokens, at, at + 1, schema).entities:
            if link.score >= _IN_FULL:
                return link.entity if link.entity.name in around else None
    return None
