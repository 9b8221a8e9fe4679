"""Tables whose rows refer to other rows of the same: “employees who report to Payam”, “who is Payam's manager?”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import CannotPlan, name_fields
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.schema import Schema
from agents.sql_expert.turns.told import exchanged
from core.model import Relationship
from core.plan import Comparison, Condition, FieldRef, In, IsNull, Plan, PlanField, Rows, TextMatch, Value
from semantic_layer.vocabulary import word_set
from semantic_layer.words import name_words, stem

_FORWARD = ("many_to_one", "one_to_one")
_KEY_WORDS = word_set("id key code no number num fk ref by to of ssn")
_OF_PEOPLE = word_set("manager mgr supervisor superior super boss chief head leader lead report reports reporting")
_PERSON = r"(?:managers?|boss(?:es)?|supervisors?|superiors?)"
_LEADS = r"(?:manages?|supervises?|leads?|oversees?|heads?|directs?)"
_LED = r"(?:managed|supervised|led|overseen|headed|directed)"
_BELOW = re.compile(
    rf"\b(?:(?:report(?:s|ed|ing)?|answer(?:s|ing)?)\s+(?:directly\s+)?to|work(?:s|ed|ing)?\s+(?:directly\s+)?(?:for|under)"
    rf"|{_LED}\s+by|{_PERSON}\s+(?:is|are|was)|(?:direct\s+reports?|subordinates?)\s+(?:of|does|do|did|has))\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(rf"\b(?:{_PERSON}\s+(?:of|for)|who(?:m)?\s+{_LEADS})\b", re.IGNORECASE)
_OWN_ABOVE = re.compile(rf"^\s*(?:'s|’s|s'|s’)\s+{_PERSON}\b", re.IGNORECASE)
_ASKED_OF = re.compile(r"\bwho(?:m)?\s+(?:does|do|did)\s*$", re.IGNORECASE)
_TO_WHOM = re.compile(r"^\s*(?:(?:report|answer)\s+to|work\s+(?:for|under))\b", re.IGNORECASE)
_LIGHT = re.compile(r"\b(?:the|a|an|employee|person|manager|named|called|mr|mrs|ms|dr)\b", re.IGNORECASE)
_MAY_BE_ELSE = re.compile(rf"\b(?:{_PERSON}\s+(?:is|are|was)|work(?:s|ed|ing)?\s+(?:for|under))\b", re.IGNORECASE)
_DIRECTLY = re.compile(r"\b(report(?:s|ed|ing)?|answer(?:s|ing)?|work(?:s|ed|ing)?)\s+directly\b", re.IGNORECASE)
_WHOSE = re.compile(
    rf"\b(?:whose|who have|who has|with)\s+(?:an?\s+)?{_PERSON}\s+(?:is|are|was|called|named)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The values that name a row, and on which side of it the rows are that are meant."""

    values: tuple[Lexeme, ...]
    above: bool


def with_superiors(plan: Plan, draft: Draft, schema: Schema) -> Plan:
    """The plan with its conditions on the row above, where the words say so. Raises CannotPlan where nobody is named."""
    links = [one for one in schema.model.relationships if is_self(one, plan.entity)]
    if len(links) != 1:
        return plan
    [link] = links
    said = _said(_in_order(draft))
    if said is None:
        return plan
    if not said.values:
        raise CannotPlan("It is not said by name who they report to.")
    if said.above:
        return _names_above(plan, link, schema)
    names = {str(one.value.value).casefold() for lexeme in said.values for one in lexeme.values}
    names |= {lexeme.text.casefold() for lexeme in said.values}
    moved = exchanged(plan.where, lambda one: _moved(one, link, names))
    if moved is None or moved == plan.where:
        raise CannotPlan("It is not clear who is meant by whom they report to.")
    return _without_reference(replace(plan, where=moved), link, schema)


def plainly_told(text: str, schema: Schema) -> str:
    """“Whose manager is” as “managed by”, “directly” left out, where rows refer to rows above them."""
    if not any(is_self(one, one.from_entity) for one in schema.model.relationships):
        return text
    return _WHOSE.sub("managed by", _DIRECTLY.sub(lambda found: found[1], text))


def is_self(link: Relationship, entity: str) -> bool:
    words = {word for word in name_words(link.from_columns[0]) if word not in _KEY_WORDS}
    of_people = bool(words & _OF_PEOPLE) or "report" in {stem(word) for word in words}
    return (
        link.from_entity == link.to_entity == entity
        and len(link.from_columns) == 1
        and link.cardinality in _FORWARD
        and of_people
    )


def _in_order(draft: Draft) -> list[Lexeme]:
    return sorted([*(lexeme for lexeme, _ in draft.used), *draft.leftover], key=lambda one: one.start)


def _said(lexemes: Sequence[Lexeme]) -> _Said | None:
    """None where nothing is said of it; without values where whoever is above is not named."""
    text, places = "", list[tuple[int, Lexeme]]()
    for lexeme in lexemes:
        text += " " if text else ""
        places.append((len(text), lexeme))
        text += lexeme.text
    for start, end, values in _named(places):
        before, behind = text[:start].rstrip(" \"'“"), text[end:]
        if _OWN_ABOVE.match(behind) or (_ASKED_OF.search(before) and _TO_WHOM.match(behind)):
            return _Said(values=values, above=True)
        for pattern, above in ((_BELOW, False), (_ABOVE, True)):
            if _stands_behind(pattern, before):
                return _Said(values=values, above=above)
    return _Said(values=(), above=False) if _BELOW.search(text) and not _MAY_BE_ELSE.search(text) else None


def _stands_behind(pattern: re.Pattern[str], before: str) -> bool:
    """Whether nothing but light words stand between the last match and the end."""
    last = max((found.end() for found in pattern.finditer(before)), default=None)
    return last is not None and not re.search(r"\w", _LIGHT.sub("", before[last:]))


def _named(places: Sequence[tuple[int, Lexeme]]) -> Iterator[tuple[int, int, tuple[Lexeme, ...]]]:
    """Values that stand side by side, as a first and a last name do, with where they begin and end."""
    run: list[tuple[int, Lexeme]] = []
    for start, lexeme in [*places, (0, None)]:
        if lexeme is not None and lexeme.values and lexeme.kind in ("mention", "quoted"):
            run.append((start, lexeme))
        elif run:
            yield run[0][0], run[-1][0] + len(run[-1][1].text), tuple(one for _, one in run)
            run = []


def _moved(condition: Condition, link: Relationship, names: set[str]) -> Condition | None:
    """None where only the reference itself was asked to be there."""
    match condition:
        case IsNull(of=of, negated=True) if _is_reference(of, link):
            return None
        case Comparison(left=left, right=right) if _is_about(left, [right], link, names):
            return replace(condition, left=_above(left, link))
        case In(of=of, values=values) if _is_about(of, values, link, names):
            return replace(condition, of=_above(of, link))
        case TextMatch(of=of, text=text) if _is_about(of, [Value(value=text, type="text")], link, names):
            return replace(condition, of=_above(of, link))
        case _:
            return condition


def _is_about(of: object, values: Sequence[object], link: Relationship, names: set[str]) -> bool:
    own = isinstance(of, FieldRef) and of.entity == link.from_entity and not of.via
    told = [str(one.value).casefold() for one in values if isinstance(one, Value)]
    return own and bool(told) and all(any(one in name or name in one for name in names) for one in told)


def _above(of: object, link: Relationship) -> FieldRef:
    assert isinstance(of, FieldRef)
    return replace(of, via=(link.name,))


def _is_reference(of: object, link: Relationship) -> bool:
    return isinstance(of, FieldRef) and (of.entity, of.name) == (link.from_entity, link.from_columns[0]) and not of.via


def _without_reference(plan: Plan, link: Relationship, schema: Schema) -> Plan:
    """“Managed by” asks for no manager's number beside the rows."""
    if plan.rows is None or not any(_is_reference(one.of, link) for one in plan.rows.fields):
        return plan
    rest = tuple(one for one in plan.rows.fields if not _is_reference(one.of, link))
    return replace(plan, rows=replace(plan.rows, fields=rest or _names(link, schema, ())))


def _names(link: Relationship, schema: Schema, via: tuple[str, ...]) -> tuple[PlanField, ...]:
    entity = schema.model.entity(link.to_entity)
    return tuple(
        PlanField(name=one.name, label=one.label, of=FieldRef(entity=entity.name, name=one.name, via=via))
        for one in name_fields(entity)
    )


def _names_above(plan: Plan, link: Relationship, schema: Schema) -> Plan:
    if plan.rows is None or plan.combine is not None:
        raise CannotPlan("It is not clear what is asked of the row above.")
    return replace(plan, rows=Rows(fields=_names(link, schema, (link.name,)), distinct=plan.rows.distinct))
