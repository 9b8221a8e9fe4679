"""Terms that a question defines in a sentence of its own: "A loyal customer is one who joined before 2020. How many are there?".

A figure is put where its name stands; of rows, those that meet the definition are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.schema import Schema
from core.plan import Aggregate, Comparison, Condition, FieldRef, In, Plan, PlanField, Rows, TextMatch, Value
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
_DEFINED = (
    r"(?:(?:is|are) (?:defined as|considered(?: to be)?|counted as|understood as|taken to be|said to be)|means?|refers? to|denotes?|"
    r"stands? for|counts? as|is|are|=|:=|equals)"
)
_TERM = r"(?P<term>[\w%-]+(?: [\w%-]+){0,3}?)"
_ARTICLE = r"(?:an? |the |any |all |our )?"
_DEFINITIONS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"^(?:if|assume|suppose|say|given that|when) {_ARTICLE}{_TERM} (?:is|are) (?:defined|calculated|computed) as "
        rf"{_ARTICLE}(?P<what>.+)$",
        rf"^(?:let us |let's |please )?(?:define|consider|let|treat|call) {_ARTICLE}{_TERM} (?:as|to be|be|=|to mean) "
        rf"{_ARTICLE}(?P<what>.+)$",
        rf"^(?:let us |let's |we |please )?(?:call|consider|deem|regard) {_ARTICLE}(?P<noun>[\w-]+(?: [\w-]+)?) (?:as )?"
        r"(?P<adjective>[\w-]+) (?:if|when|where) (?:(?:the|its|their) )?(?P<when>.+)$",
        rf"^{_ARTICLE}{_TERM} {_DEFINED} {_ARTICLE}(?P<what>.+)$",
    )
)
_SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=\S)")
_ONE = re.compile(
    r"^(?:(?:one|those|someone|anyone|anybody|people|ones|any|that)\s+)(?P<cond>(?:who|that|which|with|without|having|whose|where|"
    r"over|under|above|below|of|from|in|delivered|made|placed|\w+ed\b).*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOUN = re.compile(
    r"^(?P<noun>[\w-]+(?: [\w-]+){0,2}?)\s+(?P<cond>(?:who|that|which|with|without|having|whose|where|over|under|above|below|from|"
    r"in|joined|placed|made|\w+ed)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FIGURE = re.compile(
    r"\b(?:divided by|times|minus|plus|multiplied by|over the number of|squared|per)\b|\s[/*×÷+−–-]\s|"
    r"^(?:the )?(?:total|sum|average|avg|mean|number|count|share|percentage|proportion|ratio|difference|median)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:please )?(?:what|which|who|how|when|where|return|show|give|list|find|calculate|compute|top|for|by|is|are|do|does|count|"
    r"average|total|number)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`noun` are the rows that it is said of, empty where it is a figure; `meaning` what they meet, or the figure."""

    name: str
    noun: str
    meaning: str


def with_figures_told(text: str) -> str:
    """Figures that were defined stand for their names, in parentheses; `text` itself where none was."""
    told = _told(text)
    if told is None or told[0].noun:
        return text
    term, question = told
    said = re.compile(rf"\b(?:the |our )?{re.escape(term.name)}\b", re.IGNORECASE)
    return said.sub(lambda _: f"({term.meaning})", question) if said.search(question) else text


def rows_told(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands the question of all rows, and a count of those that meet the definition."""
    told = _told(text)
    if told is None or not told[0].noun:
        return
    term, question = told
    said = re.compile(rf"\b{_any_number(term.name)}\b", re.IGNORECASE)
    if not said.search(question):
        plan = _as_quality(term, question, read)
        if plan is not None:
            yield plan
        return
    plain = said.sub(lambda found: _like(found[0], term.noun), question)
    base, kept = read(plain), _meeting(term, read)
    if base is not None and kept is not None and (where := _kept(base, kept, schema)) is not None:
        yield replace(base, where=all_of((*parts_of(base.where), *where)))


def _told(text: str) -> tuple[Term, str] | None:
    """The one sentence that defines, and the others; “if X is …, what is X” has both in one."""
    sentences = _SENTENCES.split(text.strip())
    if len(sentences) == 1:
        lead, comma, rest = text.strip().partition(", ")
        sentences = [lead, rest] if comma and re.match(r"(?:if|assuming|given|when|let)\b", lead, re.IGNORECASE) else []
    for place, sentence in enumerate(sentences):
        others = [*sentences[:place], *sentences[place + 1 :]]
        term = None if not others or _ASKS.match(sentence) or sentence.endswith("?") else _term(sentence.rstrip(".;! "))
        if term is not None and any(_ASKS.match(one) or one.endswith("?") for one in others):
            return term, " ".join(others)
    return None


def _term(sentence: str) -> Term | None:
    for pattern in _DEFINITIONS:
        found = pattern.match(sentence)
        if found is None:
            continue
        groups = found.groupdict()
        if groups.get("adjective"):
            noun = groups["noun"] or ""
            return Term(name=f"{groups['adjective']} {noun}", noun=noun, meaning=f"where {groups['when']}")
        what, name = (groups["what"] or "").strip(), (groups["term"] or "").strip()
        if _FIGURE.search(what) and _ONE.match(what) is None:
            return Term(name=name, noun="", meaning=what)
        one = _ONE.match(what)
        if one is not None:
            return Term(name=name, noun=name.split()[-1], meaning=one["cond"])
        rows = _NOUN.match(what)
        return Term(name=name, noun=rows["noun"], meaning=rows["cond"]) if rows else None
    return None


def _any_number(name: str) -> str:
    """One of them, or several."""
    *before, last = name.split()
    one = singular(last)
    stem = re.escape(one[:-1]) + r"(?:y|ies)" if one.endswith("y") else rf"{re.escape(one)}(?:s|es)?"
    return r"\s+".join([*map(re.escape, before), stem])


def _like(said: str, noun: str) -> str:
    """The noun in the number in which the term was said."""
    *before, last = noun.split()
    one = singular(last)
    several = singular(said.split()[-1].casefold()) != said.split()[-1].casefold()
    if not several:
        return " ".join([*before, one])
    return " ".join([*before, f"{one[:-1]}ies" if re.search(r"[^aeiou]y$", one) else f"{one}s"])


def _meeting(term: Term, read: Read) -> Plan | None:
    """Rows that meet the definition, counted."""
    many = _like("them all s", term.noun) if singular(term.noun) == term.noun else term.noun
    for words in (f"how many {many} {term.meaning}", f"how many {many} are {term.meaning}"):
        plan = read(words)
        if plan is not None and _counts_rows(plan) and plan.where is not None:
            return plan
    return None


def _counts_rows(plan: Plan) -> bool:
    plain = plan.rows is None and plan.having is None and plan.limit is None and not plan.dimensions
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    return plain and isinstance(value, Aggregate) and value.function == "count" and value.where is None


def _kept(base: Plan, kept: Plan, schema: Schema) -> tuple[Condition, ...] | None:
    """The same conditions on rows of the table, or on those that refer to one of them."""
    if base.combine is not None:
        return None
    parts = parts_of(kept.where)
    if base.entity == kept.entity:
        return parts
    if schema.reach.to_one(base.entity, kept.entity) is None:
        return None
    if all(_is_plain(one) for one in parts):
        return parts
    entity = schema.model.entity(kept.entity)
    if len(entity.key) != 1:
        return None
    key = FieldRef(entity=entity.name, name=entity.key[0])
    rows = Rows(fields=(PlanField(name=entity.key[0], label=entity.field(entity.key[0]).label, of=key),))
    return (In(of=key, plan=Plan(entity=entity.name, rows=rows, where=kept.where)),)


def _is_plain(condition: Condition) -> bool:
    if isinstance(condition, Comparison):
        return isinstance(condition.left, FieldRef) and isinstance(condition.right, Value)
    return isinstance(condition, TextMatch) and isinstance(condition.of, FieldRef)


def _as_quality(term: Term, question: str, read: Read) -> Plan | None:
    """“What share of shipments is heavy”, where heavy shipments were defined."""
    quality = term.name.split()[0]
    said = re.compile(rf"\b(?:is|are|was|were) {re.escape(quality)}\b", re.IGNORECASE)
    if len(term.name.split()) < 1 + 1 or not said.search(question):
        return None
    told = re.sub(r"^(?:who|that|which) ", "", term.meaning)
    verb = "" if told != term.meaning else "are "
    return read(said.sub(f"{verb}{told}", question, count=1))
