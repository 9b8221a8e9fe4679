"""“Most reviewed products”, “which book was borrowed the least”: by how many rows of the table of what was done."""

from __future__ import annotations

import re

from agents.sql_expert.nouns_of_verbs import is_noun_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.several import SEVERAL
from core.model import Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_OFTEN = r"(?: (?:often|frequently|commonly|times))?"
_MOST_DONE = re.compile(
    r"(?P<start>^(?:(?:what|which) (?:is|are|was|were) |(?:show|give|tell) (?:me )?|list )?(?:the |our )?)?"
    rf"\b(?P<end>most|least){_OFTEN} "
    r"(?P<verb>[a-z]+ed|bought) (?P<rows>(?:[\w&'’-]+ ){0,2}?[a-z]+)"
    r"(?= (?:in|on|by|during|since|from|at|for|this|last|of all)\b|[?.!\s]*$)",
    re.IGNORECASE,
)
_DONE_MOST = re.compile(
    r"^(?P<lead>(?:which|what) (?P<rows>[a-z]+(?: [a-z]+)?)) (?:is|are|was|were|has been|have been|gets|get|got) "
    rf"(?P<verb>[a-z]+ed|bought)(?: the)? (?P<end>most|least){_OFTEN}(?P<tail>(?: (?:in|on|by|during|since|from|at|for)\b[^?]*)?)"
    r"[?.!\s]*$",
    re.IGNORECASE,
)
_DOES_MOST = re.compile(
    rf"^(?P<lead>(?:which|what) (?P<rows>[a-z]+(?: [a-z]+)??)) (?P<verb>[a-z]+)(?: the)? (?P<end>most|least){_OFTEN}"
    r"(?P<tail>(?: (?:to|into|from|in|on|by|during|since|at|for|with|out of)\b[^?]*)?)[?.!\s]*$",
    re.IGNORECASE,
)
_MOST = {"most": "the most", "least": "the fewest"}
_SIDES = {"most": "top", "least": "bottom"}
_OTHERWISE = word_set("has have had is are was were got gets get did does do made make earns earned")
_OF_FIGURES = word_set("sold selling rated scored paid priced viewed liked")
"""How much of it there was is told by figures, not by rows."""


def most_done(text: str, schema: Schema) -> str:
    """`text` itself where no table, or the rows' own, is called so."""
    found = _DONE_MOST.match(text.strip())
    if found is not None and (done := _table(found["verb"], found["rows"], schema)) is not None:
        return f"{found['lead']} has {_MOST[found['end'].lower()]} {done.label}{found['tail']}?"
    does = _DOES_MOST.match(text.strip())
    if does is not None and does["verb"].lower() not in _OTHERWISE:
        done = _table(does["verb"], does["rows"], schema)
        if done is not None:
            return f"{does['lead']} has {_MOST[does['end'].lower()]} {done.label}{does['tail']}?"
    return _MOST_DONE.sub(lambda found: _with_the_most(found, schema), text)


def _with_the_most(found: re.Match[str], schema: Schema) -> str:
    """In the plural, and without a number, several are asked for."""
    rows, end = found["rows"], found["end"].lower()
    done = _table(found["verb"], rows, schema)
    if done is None:
        return found[0]
    if found["start"] is not None and singular(rows.split()[-1]) != rows.split()[-1]:
        return f"{found['start']}{_SIDES[end]} {SEVERAL} {rows} by number of {done.label}"
    return f"{found['start'] or ''}{rows} with {_MOST[end]} {done.label}"


def _table(verb: str, rows: str, schema: Schema) -> Entity | None:
    said = verb.casefold()
    done = [one for one in schema.model.entities if _is_called(one, said)] if said not in _OF_FIGURES else []
    own = len(done) == 1 and stem(rows.split()[-1]) in {stem(word) for word in full_words(done[0].name)}
    return done[0] if len(done) == 1 and not own else None


def _is_called(entity: Entity, verb: str) -> bool:
    noun = singular(full_words(entity.label)[-1])
    return stem(noun) == stem(verb) or is_noun_of(noun, verb)
