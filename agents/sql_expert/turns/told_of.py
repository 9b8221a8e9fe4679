"""A question about what was told before, read as if it named it: “which mountain did he climb?”, “wines from that county”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.candidates import Candidate, Understanding
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import name_fields
from agents.sql_expert.mainstays import people
from agents.sql_expert.reading_parts import found_again
from agents.sql_expert.readings import with_alternatives
from agents.sql_expert.references import subject_of
from agents.sql_expert.rules import readings_of
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.meant import (
    MeantRows,
    MeantValues,
    groups_told,
    naming_field,
    rows_beside,
    rows_meant,
    values_meant,
)
from agents.sql_expert.turns.pointing import Pointer, pointers_in, put_in, with_nouns, with_plain_verb
from agents.sql_expert.turns.reread import read_alone, sound
from agents.sql_expert.turns.same_groups import each_apart
from agents.sql_expert.turns.stand_in import NAME, CannotStandFor, Meant, WithStandIn, with_meant
from agents.sql_expert.turns.told import each_condition, field_of
from agents.sql_expert.turns.which_group import are_behind_groups, of_told_group
from agents.sql_expert.weights import SURE, UNSURE
from core.answer import Clarification, Option
from core.plan import Aggregate, Exists, FieldRef, Plan
from core.ways import Unclear
from semantic_layer import describe_plan
from semantic_layer.words import full_words, singular

_SURELY, _AGO = 0.7, 4


ONE = ("noun", "person", "thing", "place")
SET = ("set",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`rank` is the less, the likelier it is what was meant; `far` how many links lie between that and what is asked of it."""

    plan: Plan
    confidence: float
    rank: tuple[int, ...]
    far: int


def asked_of_told(text: str, task: Understanding, kinds: Sequence[str], *, asks: bool) -> Asked | None:
    """None where no word of those kinds points back, or it cannot be told to what. Raises Unclear, where it `asks`."""
    pointers = pointers_in(text, task)
    if not pointers or len({(one.kind, one.noun.text if one.noun else "") for one in pointers}) > 1:
        return None
    if pointers[0].kind not in kinds:
        return None
    if (of_set := _which_of_set(text, pointers, task)) is not None:
        return of_set
    named = put_in(text, pointers, NAME)
    found = [
        asked
        for back, meant in _all_meant(pointers[0], task)
        for asked in _asked(named, meant, pointers[0], back, text, task)
    ]
    if not found and pointers[0].noun is not None:
        return _by_noun(text, pointers, task)
    if sure := [one for one in found if one.confidence >= SURE]:
        return min(sure, key=lambda one: one.rank)
    if found and asks:
        ranked = sorted(found, key=lambda one: one.rank)
        likely = [one for one in ranked if one.rank[:-1] == ranked[0].rank[:-1]][:_OPTIONS]
        options = tuple(Option(label=describe_plan(one.plan, task.model), plan=one.plan) for one in likely)
        raise Unclear(Clarification(question="Is this what is asked?", options=options))
    return None


def _asked(named: str, meant: Meant, pointer: Pointer, back: int, text: str, task: Understanding) -> Iterator[Asked]:
    entity = meant.places[0][0] if meant.places else ""
    is_person = entity in {one.entity.name for one in people(task.model)}
    singular = pointer.kind in ("person", "thing")
    mismatch = singular and is_person is not (pointer.kind == "person")
    reach = schema_of(task.model).reach
    if pointer.alone and not meant.one:
        return
    which = _WHICH_OF.search(text[: pointer.start]) is not None
    for read in _read(named, meant, task):
        if which and entity not in entities_asked(read.plan):
            continue
        if pointer.noun is None and not pointer.own and not meant.at_end and _only_names(read.plan, meant, task):
            continue
        far = max(reach.any_way(entity, name) or 0 for name in entities_asked(read.plan))
        rank = (int(mismatch), int(singular and not meant.one), far, back)
        if (plan := _carried(read, meant, text, task)) is not None:
            each = each_apart(plan, _plans_told(task)[back], text, reach)
            yield Asked(plan=each, confidence=read.confidence, rank=rank, far=far)


def _by_noun(text: str, pointers: Sequence[Pointer], task: Understanding) -> Asked | None:
    """“Which of those towns have a school?”: of the towns that have one, those that are meant."""
    read = read_alone(with_nouns(text, pointers), task)
    for back, meant in _all_meant(pointers[0], task) if read is not None else ():
        which = _WHICH_OF.search(text[: pointers[0].start]) is not None
        if (
            not isinstance(meant, MeantRows)
            or read is None
            or (which and meant.entity.name not in entities_asked(read))
        ):
            continue
        if (plan := _of_rows(read, meant, task)) is not None:
            return Asked(plan=plan, confidence=SURE, rank=(0, 0, 0, back), far=0)
    return None


def told_group_of(text: str, task: Understanding) -> Plan | None:
    """“Which of them has the highest average nights?” of the groups that were told last; None where rows were told."""
    last = _plans_told(task)[:1]
    pointers = pointers_in(text, task) if last and groups_told(last[0]) else []
    asked = _which_of_set(text, pointers, task) if pointers else None
    return asked.plan if asked is not None else None


def _which_of_set(text: str, pointers: Sequence[Pointer], task: Understanding) -> Asked | None:
    """“Which of them spent the most?”: the one of those rows that did."""
    pointer = pointers[0]
    opened = _WHICH_OF.search(text[: pointer.start])
    if opened is None or len(pointers) > 1 or pointer.kind != "set" or pointer.own or pointer.noun is not None:
        return None
    for back, meant in _all_meant(pointer, task):
        if isinstance(meant, MeantValues):
            asked = f"{text[: opened.start()]}which ‹group›{text[pointer.end :]}"
            if (plan := of_told_group(asked, meant, task)) is not None:
                return Asked(plan=plan, confidence=SURE, rank=(0, 0, 0, back), far=0)
        if meant.one or not isinstance(meant, MeantRows) or are_behind_groups(meant, _plans_told(task)[back]):
            continue
        said = f"{text[: opened.start()]}which of the {meant.entity.label.lower()}{text[pointer.end :]}"
        read = read_alone(said, task)
        if (
            read is not None
            and meant.entity.name in entities_asked(read)
            and (plan := _of_rows(read, meant, task)) is not None
        ):
            return Asked(plan=plan, confidence=SURE, rank=(0, 0, 0, back), far=0)
        return None
    return None


def _of_rows(read: Plan, meant: MeantRows, task: Understanding) -> Plan | None:
    linked = [one for one in parts_of(read.where) if isinstance(one, Exists) and one.entity == meant.entity.name]
    if schema_of(task.model).reach.to_one(read.entity, meant.entity.name) is not None:
        name = naming_field(meant.entity) or ""
        try:
            kept = meant.condition(FieldRef(entity=meant.entity.name, name=name), read.entity)
        except CannotStandFor:
            return None
        return sound(replace(read, where=all_of((*parts_of(read.where), *parts_of(kept)))), task)
    if len(linked) != 1 or linked[0].negated:
        return None
    within = replace(linked[0], where=all_of((*parts_of(linked[0].where), *meant.conditions)))
    where = tuple(within if one is linked[0] else one for one in parts_of(read.where))
    return sound(replace(read, where=all_of(where)), task)


def _only_names(plan: Plan, meant: Meant, task: Understanding) -> bool:
    """“Who climbed it?” asks for no name of what “it” is."""
    if plan.rows is None or not plan.rows.fields or any(full_words(one.words)[-1:] in _NAMES for one in plan.reading):
        return False
    entity = task.model.entity(meant.places[0][0])
    names = {entity.display, *entity.key, *(one.name for one in name_fields(entity))}
    fields = [one.of for one in plan.rows.fields]
    return all(isinstance(one, FieldRef) and one.entity == entity.name and one.name in names for one in fields)


_WHICH_OF = re.compile(r"\bwhich of (?:all )?$", re.IGNORECASE)
_NAMES = (("name",), ("names",))


def entities_asked(plan: Plan) -> set[str]:
    shown = [one.of for one in plan.rows.fields] if plan.rows is not None else []
    shown += [one.of for one in plan.dimensions]
    for measure in plan.measures:
        if isinstance(measure.value, Aggregate):
            shown += [measure.value.of] if measure.value.of is not None else []
    return {plan.entity} | {one.entity for one in shown if isinstance(one, FieldRef)}


def _read(text: str, meant: Meant, task: Understanding) -> Sequence[Candidate]:
    """A verb that says nothing the data could hold (“lessons did he take”) is only that they have to do with each other."""
    if not meant.places:
        return ()
    values = WithStandIn(task.values, meant.places)
    named = replace(task, question=replace(task.question, text=text, history=()), values=values)
    likely = _likeliest(named)
    if likely and likely[0].confidence >= SURE:
        return likely
    plainer = with_plain_verb(text, NAME)
    other = _likeliest(replace(named, question=replace(named.question, text=plainer))) if plainer is not None else ()
    return other if other and (not likely or other[0].confidence > likely[0].confidence) else likely


def _likeliest(task: Understanding) -> Sequence[Candidate]:
    """Several where it is to be asked which of them is meant."""
    likely = [one for one in readings_of(task).candidates if one.confidence >= UNSURE]
    asks = bool(likely) and bool(likely[0].features.get("asked_back"))
    return likely[:_OPTIONS] if asks else likely[:1]


_OPTIONS = 3


def _carried(read: Candidate, meant: Meant, text: str, task: Understanding) -> Plan | None:
    try:
        plan = with_meant(read.plan, meant)
    except CannotStandFor:
        return None
    plan = with_alternatives(plan, task.model, schema_of(task.model).reach)
    return sound(replace(plan, reading=found_again(plan.reading, text)), task)


def _all_meant(pointer: Pointer, task: Understanding) -> Iterator[tuple[int, Meant]]:
    """What was told in the last questions, each with how many questions ago; the latest first."""
    known: list[Meant] = []
    for back, plan in enumerate(_plans_told(task)[:_AGO]):
        for meant in _named(plan, pointer, task) if pointer.noun is not None else _pronounced(plan, pointer, task):
            if meant not in known:
                known.append(meant)
                yield back, meant
        if known and pointer.kind in ("noun", "place"):
            return


def _plans_told(task: Understanding) -> list[Plan]:
    return [turn.plan for turn in reversed(task.question.history) if turn.plan is not None]


def _pronounced(last: Plan, pointer: Pointer, task: Understanding) -> Iterator[Meant]:
    told = list(rows_meant(last, task.model)) if pointer.kind != "place" else []
    if pointer.kind in ("person", "thing"):
        told = [one for one in told if one.conditions]
    yield from told
    if pointer.kind != "person":
        for field in _places_told(last, task) if pointer.kind == "place" else groups_told(last):
            if (values := values_meant(last, field, task.model)) is not None:
                yield values


def _named(last: Plan, pointer: Pointer, task: Understanding) -> Iterator[Meant]:
    """What the noun names: a column that was told, the rows that were, or rows that are linked to them."""
    noun = pointer.noun
    if noun is None:
        return
    entities = [link.entity for link in noun.entities if link.score >= _SURELY]
    fields = [FieldRef(entity=link.entity.name, name=link.field.name) for link in noun.fields if link.score >= _SURELY]
    subject = subject_of(last, task.model)
    told = _fields_told(last)
    if singular(noun.text.casefold()) != noun.text.casefold() and _name_rows_of(last, pointer):
        yield from (one for one in rows_meant(last, task.model) if one.entity.name == last.entity)
    for entity in entities:
        yield from (one for one in rows_meant(last, task.model) if one.entity.name == entity.name)
        yield from rows_beside(last, entity)
        own = naming_field(entity)
        fields += [FieldRef(entity=entity.name, name=own)] if own is not None else []
    first = [one for one in fields if one in told]
    for field in first:
        if (values := values_meant(last, replace(field, via=()), task.model)) is not None:
            yield values
    for entity in entities:
        if entity.name != subject and (linked := _linked(last, entity.name, task)) is not None:
            yield linked
    for field in (one for one in fields if one not in first and one.entity == last.entity):
        if (values := values_meant(last, field, task.model)) is not None:
            yield values


def _name_rows_of(last: Plan, pointer: Pointer) -> bool:
    """“Such injuries”, after a list of accidents with their injury, are these accidents."""
    links = pointer.noun.entities if pointer.noun is not None else ()
    return last.rows is not None and any(link.entity.name == last.entity for link in links)


def _fields_told(last: Plan) -> Sequence[FieldRef]:
    shown = [one.of for one in last.rows.fields if isinstance(one.of, FieldRef)] if last.rows is not None else []
    named = [field for one in each_condition(last.where) if (field := field_of(one)) is not None]
    return [replace(one, via=()) for one in (*groups_told(last), *shown, *named)]


def _places_told(last: Plan, task: Understanding) -> Sequence[FieldRef]:
    """Where people are is told by no name of theirs."""
    persons = {(one.entity.name, field.name) for one in people(task.model) for field in name_fields(one.entity)}
    named = [one for each in each_condition(last.where) if (one := field_of(each)) is not None]
    texts = [
        one
        for one in (*named, *_fields_told(last))
        if task.model.entity(one.entity).field(one.name).type == "text" and (one.entity, one.name) not in persons
    ]
    return [replace(one, via=()) for one in texts]


def _linked(last: Plan, name: str, task: Understanding) -> MeantRows | None:
    """Rows that those which were told refer to: the department of the best paid employee."""
    reach = schema_of(task.model).reach
    for rows in rows_meant(last, task.model):
        if reach.to_one(rows.entity.name, name) is not None and rows.conditions:
            among = Exists(entity=rows.entity.name, where=all_of(rows.conditions))
            return MeantRows(entity=task.model.entity(name), conditions=(among,))
    return None
