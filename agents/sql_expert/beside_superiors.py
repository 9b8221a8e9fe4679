"""People beside those they report to: "who earns more than their manager", "each employee and their boss", team sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import free_name, is_temporal, is_year, name_fields
from agents.sql_expert.schema import Schema
from agents.sql_expert.sets.among import counted, is_list, lists_rows
from agents.sql_expert.sets.both_and_not import COUNT
from agents.sql_expert.superiors import is_self
from core.model import Entity, Field, Relationship
from core.plan import (
    Aggregate,
    Comparison,
    ComparisonOperator,
    FieldRef,
    IsNull,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanField,
    PlanMeasure,
    Rows,
)
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, word_stems

Read = Callable[[str], Plan | None]
_ABOVE = r"(?:manager|boss|supervisor|superior|line manager|team lead|lead|head|chief)s?"
_OWN = r"(?:their|his|her|its)(?: (?:own|direct|immediate))*"
_THAN = re.compile(
    rf"^(?P<before>.+?) (?P<way>(?:more|less|higher|lower|greater|smaller|bigger|longer|shorter|earlier|later|sooner|older|younger|"
    rf"better)(?: [a-z]+)*? than|before|after|above|below|exceeds?) (?:that of |the [a-z]+ of )?{_OWN} {_ABOVE}"
    r"(?:['’]s?(?P<behind>(?: own)?(?: [a-z]+){0,2})| (?:does|do|did|is|are|was|were|earns?|has|have))?[?.!\s]*$",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"^(?:(?:list|show(?: me)?|give me|display|find|get) )?(?:(?:the |all |each |every |our )*)(?P<who>[a-z]+(?: [a-z]+)?)(?:['’]s)?"
    r"(?: names?)?,? (?:and|with|together with|along with|alongside|next to|beside|plus) (?:the names? of )?"
    rf"{_OWN} {_ABOVE}(?:['’]s?)?(?: names?)?[?.!\s]*$",
    re.IGNORECASE,
)
_TEAMS = re.compile(
    r"^(?:how many|number of|count of) (?P<who>(?:direct )?[a-z]+) (?:(?:does|do) (?:each|every) "
    rf"{_ABOVE} (?:have|manage|lead|supervise|oversee)|(?:report(?:s|ing)? to|under|managed by|per|by|for) (?:each|every)? ?{_ABOVE})"
    r"(?: under (?:them|him|her))?[?.!\s]*$",
    re.IGNORECASE,
)
_PEOPLE = word_set("who people person everyone everybody report reports subordinate staff")
_KINDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (word_set(said), word_set(named))
    for said, named in (
        ("earn earns earned earning paid pay pays make makes money", "salary pay wage compensation income earnings"),
        (
            "hired joined started employed here worked working serving served tenure seniority company",
            "hired hire joined join started start since employed employment",
        ),
        ("older younger age born", "age birth born birthday birthdate dob"),
    )
)
_ASKED = word_set("which what how many list show all the")
_SAYING = frozenset[str]().union(*(verbs for verbs, _ in _KINDS)) | word_set("""
who that which is are was were be been have has had get gets got with a an by us the firm their at in
""")
_LESS = word_set("less lower smaller shorter before earlier sooner younger below")
_LASTING = word_set("longer shorter")
_AGED = word_set("older younger")


def beside_superiors(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands who is asked for."""
    links = [one for one in schema.model.relationships if is_self(one, one.from_entity)]
    if len(links) != 1:
        return
    entity = schema.model.entity(links[0].from_entity)
    for reader in (_compared, _pairs, _teams):
        plan = reader(text.strip(), entity, links[0], read)
        if plan is not None:
            yield plan


def _compared(text: str, entity: Entity, link: Relationship, read: Read) -> Plan | None:
    listed = COUNT.sub("which ", text)
    found = _THAN.match(listed)
    split = _split(found["before"], entity) if found is not None else None
    who = _whom(split[0], entity, read) if split is not None else None
    if found is None or split is None or who is None:
        return None
    said = [*split[1], *full_words(found["way"]), *full_words(found["behind"] or "")]
    field = _field(said, entity)
    if field is None:
        return None
    own, above = (FieldRef(entity=entity.name, name=field.name, via=via) for via in ((), (link.name,)))
    beyond = Comparison(left=own, operator=_operator(found["way"], field), right=above)
    plan = Plan(entity=entity.name, rows=Rows(fields=_names(entity, ())), where=all_of((*parts_of(who.where), beyond)))
    return plan if listed == text else counted(plan)


def _split(before: str, entity: Entity) -> tuple[str, list[str]] | None:
    """Who it is, and the verb or noun of what is compared: the last words that say nothing else."""
    words = before.split()
    of_columns = frozenset[str]().union(*(word_stems(one.name) for one in entity.fields)) - word_stems(entity.name)
    first = len(words)
    while first and (words[first - 1].lower() in _SAYING or word_stems(words[first - 1]) & of_columns):
        first -= 1
    if first == 0 and words[0].lower() == "who":
        first = 1
    who = " ".join(words[:first])
    return (who, [word.lower() for word in words[first:]]) if who and who.lower() not in _ASKED else None


def _operator(way: str, field: Field) -> ComparisonOperator:
    """Whoever has been here longer has the earlier date; so has whoever is older."""
    words = set(full_words(way))
    less = bool(words & _LESS)
    turned = (is_temporal(field) or is_year(field)) and bool(words & (_LASTING | _AGED))
    return "<" if less != turned else ">"


def _field(said: Sequence[str], entity: Entity) -> Field | None:
    """The one column that the verb or the noun of the comparison is about."""
    stems = word_stems(" ".join(said))
    named = [one for one in entity.fields if word_stems(one.name) <= stems]
    if not named:
        wanted = frozenset[str]().union(*(names for verbs, names in _KINDS if not verbs.isdisjoint(said)))
        named = [one for one in entity.fields if wanted & set(full_words(one.name)) and one.type != "text"]
    return named[0] if len(named) == 1 else None


def _whom(said: str, entity: Entity, read: Read) -> Plan | None:
    """Rows of the table that are meant."""
    words = [singular(word) for word in full_words(said)]
    if words and words[-1] in _PEOPLE | {singular(word) for word in full_words(entity.label)} and len(words) <= 2:
        said = f"list {entity.label}"
    plan = read(said)
    return plan if plan is not None and is_list(plan) and plan.entity == entity.name and lists_rows(plan) else None


def _pairs(text: str, entity: Entity, link: Relationship, read: Read) -> Plan | None:
    found = _PAIRS.match(text)
    who = _whom(found["who"], entity, read) if found is not None else None
    if who is None:
        return None
    return Plan(
        entity=entity.name, rows=Rows(fields=(*_names(entity, ()), *_names(entity, (link.name,)))), where=who.where
    )


def _teams(text: str, entity: Entity, link: Relationship, read: Read) -> Plan | None:
    found = _TEAMS.match(text)
    if found is None or _whom(found["who"], entity, read) is None:
        return None
    count = PlanMeasure(
        name="count", label=f"number of {entity.label}", value=Aggregate(function="count", entity=entity.name)
    )
    reference = FieldRef(entity=entity.name, name=link.from_columns[0])
    names = tuple(PlanDimension(name=one.name, label=one.label, of=one.of) for one in _names(entity, (link.name,)))
    return Plan(
        entity=entity.name,
        dimensions=(*names, PlanDimension(name="reference", label=link.from_columns[0], of=reference, shown=False)),
        measures=(count,),
        where=IsNull(of=reference, negated=True),
        order=(Order(by=OutputRef(name="count"), descending=True),),
    )


def _names(entity: Entity, via: tuple[str, ...]) -> tuple[PlanField, ...]:
    found: list[PlanField] = []
    for one in name_fields(entity):
        name = free_name(f"manager_{one.name}" if via else one.name, [other.name for other in found])
        label = f"{one.label} (manager)" if via else one.label
        found.append(PlanField(name=name, label=label, of=FieldRef(entity=entity.name, name=one.name, via=via)))
    return tuple(found)
