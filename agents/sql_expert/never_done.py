"""What somebody never did, told by a verb: "customers who have never booked anything with us" are without any booking.

Only where the words name rows of another table, or a verb of doing business that says no more than that there are some:
what a word adds that the data does not know is never taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.fillers import FILLER
from agents.sql_expert.linking import REWORDED, link_names
from agents.sql_expert.mainstays import main_event, people
from agents.sql_expert.nouns_of_verbs import is_noun_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.sought_after import told_by
from agents.sql_expert.states import is_flag
from agents.sql_expert.tokens import Token, tokenise
from core.model import Entity
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import word_set
from semantic_layer.words import singular

_NEVER = re.compile(
    r"^(?P<head>.+?)\s+(?:(?:and|but)\s+)?(?:(?:who|that|which|have|has|had|were|was|are|is|did|do|does|['’]ve|ever)\s+)*"
    r"(?P<not>never(?:\s+ever|\s+actually|\s+yet)?|(?:haven|hasn|hadn|didn|don|doesn)['’]?t(?:\s+(?:ever|yet|actually|even))?"
    r"|(?:have|has|had|did|do|does)\s+not(?:\s+(?:ever|yet|actually|even))?)\s+"
    r"(?P<done>[^?,.;:()]+?)(?P<rest>\s*(?:[,;:(].*)?[?.!]*)$",
    re.IGNORECASE,
)
_DEALING = word_set("""
be been use used have had come came visit visited book booked order ordered buy bought purchase purchased take taken took
attend attended show shown turn turned appear appeared happen happened run ran make made do done handle handled serve
served go gone went set place placed get got receive received give gave given donate donated bring brought pay paid
sign signed see seen call
called contact contacted carry carried join joined play played work worked need needed sell sold hold held own owned
write written wrote prescribe prescribed treat treated create created issue issued file filed open opened submit submitted
post posted perform performed rent rented hire hired lease leased borrow borrowed subscribe subscribed enrol enrolled enroll
contribute contributed
""")
_PASSIVE = word_set("be been being yet ever actually")
_LIGHT = word_set("""
anything anyone anybody anywhere something any a an the us our we them me my it its their single one in on at to for with by
of from up out off back foot once time times all at ever yet again so far here there thing things set see
""")
_PERSON = word_set("people person persons folks everyone everybody anyone somebody those ones")
_LITERAL = 0.95
_WITHIN, _NAMED, _IN_PART, _BEFORE_DATE = (
    3,
    0.6,
    0.5,
    word_set("in since during on after before until between over for within the"),
)


def without_rows(text: str, schema: Schema, values: ValueIndex) -> str:
    """The question with “without any orders” in the place of the verb; `text` itself where it says nothing of the kind."""
    found = _NEVER.match(text)
    if found is None:
        return text
    subject = _subject(found["head"], schema)
    if subject is None:
        return text
    named = _by_name(found["head"], subject)
    core, time = _before_time(found["done"])
    rows = _rows_of(core, subject, schema, values, sure=found["not"].lower().startswith("never"))
    if rows is None:
        return text
    head = _OPEN_END.sub("", named)
    return " ".join(f"{head} without any {rows.label} {time}".split()) + found["rest"]


_OFTEN = re.compile(
    r"^(?P<head>.+)\s+(?:(?:and|but)\s+)?(?:(?:who|that|which|have|has|had|['’]ve|we)\s+)*(?P<done>\w+(?: \w+){0,3}?)\s+"
    r"(?P<many>(?:more|fewer|less) than|at least|at most|exactly|only|over)\s+(?P<times>\d+) times?\b"
    r"(?P<rest>(?! (?:the|their|its|his|her|as|that|what|of|our|average|avg|mean|median)\b).*)$",
    re.IGNORECASE,
)


def with_so_many_rows(text: str, schema: Schema, values: ValueIndex) -> str:
    """“Customers who came in more than twice” are those with more than 2 visits."""
    found = _OFTEN.match(text)
    subject = _subject(found["head"], schema) if found is not None else None
    if found is None or subject is None:
        return text
    rows = _rows_of(found["done"], subject, schema, values, sure=True)
    if rows is None:
        return text
    head = _OPEN_END.sub("", _by_name(found["head"], subject))
    many = "exactly" if found["many"].lower() == "only" else found["many"]
    return f"{head} with {many} {found['times']} {rows.label}{found['rest']}"


_ASKED = re.compile(
    r"^(?:(?:which|what|how many|list|show(?: me)?|find|all) (?:of )?(?:(?:the|our|all) )*)+", re.IGNORECASE
)


def with_rows(text: str, schema: Schema, values: ValueIndex) -> str:
    """“Which clients bought in 2023” as “clients with orders in 2023”, or the clause that the verb opens as one.

    The question as it stands where the rows that are named are not followed by a verb of doing business.
    """
    words = text.rstrip("?.! ").split()
    for at in range(1, min(len(words), _WITHIN + 4)):
        head, behind = " ".join(words[:at]), [word for word in words[at:] if word.lower() not in _BEFORE_VERB]
        verb = behind[0].lower() if behind else ""
        if verb not in _DEALING - _LIGHT_VERBS and not (verb.endswith("ed") and len(verb) > 4):
            continue
        subject = _subject(head, schema)
        plain = " ".join(word for word in _ASKED.sub("", f"{head} ").split() if word.lower() not in _BEFORE_VERB)
        if subject is None or not plain:
            return text
        core, time = _before_time(" ".join(behind))
        rows = _rows_of(core, subject, schema, values, sure=True) if core else None
        if rows is not None:
            return " ".join(f"{plain} with any {rows.label} {time}".split())
        return f"{plain} who {' '.join(behind)}"
    return text


_BEFORE_VERB = word_set("who that which have has had did actually ever")
_LIGHT_VERBS = word_set("be been set show need needed call used use had have do did")
_OPEN_END = re.compile(r"\s+(?:(?:and|but|who|that|which|are|is|has|have),?\s*)+$", re.IGNORECASE)


def _by_name(head: str, subject: Entity) -> str:
    """“People” by what they are called in the data."""
    return re.sub(
        rf"\b(?:{'|'.join(sorted(_PERSON - {'those', 'ones'}))})\b", subject.label, head, count=1, flags=re.IGNORECASE
    )


def _subject(head: str, schema: Schema) -> Entity | None:
    """The table that is named last before the verb."""
    tokens = tokenise(head)
    for last in range(len(tokens), 0, -1):
        for first in range(max(0, last - _WITHIN), last):
            links = link_names(tokens, first, last, schema).entities
            if links and links[0].score >= _NAMED:
                return links[0].entity
        if tokens[last - 1].folded in _PERSON and (found := people(schema.model)):
            return found[0].entity if len(found) == 1 else _of_the_event([one.entity for one in found], schema)
    return None


def _of_the_event(persons: Sequence[Entity], schema: Schema) -> Entity | None:
    """“How many people gave”: those that what happens refers to."""
    event = main_event(schema.model)
    near = [one for one in persons if event is not None and schema.reach.to_one(event.name, one.name) == 1]
    return near[0] if len(near) == 1 else None


def _before_time(done: str) -> tuple[str, str]:
    """The verb and its objects, and the period that they are told for."""
    tokens = tokenise(done)
    phrases = date_phrases(tokens)
    if not phrases:
        return done, ""
    first = phrases[0].first
    while first and tokens[first - 1].folded in _BEFORE_DATE:
        first -= 1
    return done[: tokens[first].start], done[tokens[first].start :]


def _rows_of(core: str, subject: Entity, schema: Schema, values: ValueIndex, *, sure: bool) -> Entity | None:
    """The table of what was never done; None where the words say more than that."""
    tokens = [one for one in tokenise(core) if one.kind == "word"]
    if not tokens or len(tokens) != len(tokenise(core)):
        return None
    around = [
        one
        for one in schema.model.entities
        if one.name != subject.name and schema.reach.to_one(one.name, subject.name) is not None
    ]
    named: dict[str, float] = {}
    for at, token in enumerate(tokens):
        if not _is_heard(tokens, at, subject, around, schema, values, named):
            return None
        if token.folded in FILLER and token.folded not in _DEALING and at == 0 and not named:
            return None
    if named:
        best = max(named.items(), key=lambda one: one[1])[0]
        return schema.model.entity(best)
    if not sure or tokens[0].folded not in _DEALING:
        return None
    near = [one for one in around if schema.reach.to_one(one.name, subject.name) == 1]
    event = main_event(schema.model)
    if event is not None and subject.name == event.name:
        return None
    return near[0] if len(near) == 1 else next((one for one in near if one is event), None)


def _is_heard(
    tokens: Sequence[Token],
    at: int,
    subject: Entity,
    around: Sequence[Entity],
    schema: Schema,
    values: ValueIndex,
    named: dict[str, float],
) -> bool:
    """Whether a word says no more than that there are rows, or which table they are of; that is noted in `named`."""
    word = tokens[at].folded
    links = link_names(tokens, at, at + 1, schema)
    reached = {one.name for one in around}
    done = next((one for one in around if is_noun_of(singular(one.label.casefold()), word)), None)
    if done is not None:
        named[done.name] = _LITERAL
        return True
    held = any(one.how in ("exact", "normalised") for one in values.lookup(word, fuzzy=False))
    if held and not any(link.score >= _LITERAL for link in links.entities):
        return False
    for link in links.entities:
        if link.entity.name in reached and link.score >= (_NAMED if link.evidence in REWORDED else _IN_PART):
            named[link.entity.name] = max(link.score, named.get(link.entity.name, 0.0))
    if any(link.entity.name in reached for link in links.entities) or word in _LIGHT:
        return True
    lines = [told_by(link.entity, subject, schema) for link in links.entities if link.score >= _LITERAL]
    if lines and (line := lines[0]) is not None:
        named[line.name] = _LITERAL  # products are ordered by the lines of orders
        return True
    own = [link.field for link in links.fields if link.entity.name == subject.name and link.score >= _NAMED]
    if at == 0 and any(is_temporal(one) or is_flag(one) for one in own):
        return False
    if at and any(link.entity.name == subject.name and link.score >= _LITERAL for link in links.fields):
        return False
    owners = {link.entity.name for link in links.fields if link.score >= 0.5}
    for name in owners & reached:
        named.setdefault(name, 0.5)
    linked = bool(owners) or bool(links.entities)
    first = all(one.folded in _PASSIVE for one in tokens[:at])
    return linked or (first and word in _DEALING) or singular(word) in _LIGHT
