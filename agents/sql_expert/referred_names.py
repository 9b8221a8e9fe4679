"""References that are asked for are shown by the names of the rows they refer to: "who is his doctor", not doctor 17."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import free_name, is_identifier, name_fields
from agents.sql_expert.schema import Schema
from core.model import Entity, Relationship
from core.plan import FieldRef, Plan, PlanDimension, PlanField
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_CODES = word_set("id identifier identification number no code key ref reference nr num")


def with_names_of_referred(plan: Plan, draft: Draft, schema: Schema) -> Plan:
    """The plan itself where a number, a code or an ID was asked for, or where the rows that are meant have no names."""
    named = [lexeme for lexeme, _ in draft.used if not any(cue.kind == "count" for cue in lexeme.cues)]
    said = {singular(word) for lexeme in named for word in full_words(lexeme.text)}
    if (
        draft.everything
        or draft.distinct
        or draft.asked == "when"
        or said & _CODES
        or (plan.rows is None and not plan.dimensions)
    ):
        return plan
    return _in_groups(_in_rows(plan, schema), schema)


def _in_rows(plan: Plan, schema: Schema) -> Plan:
    if plan.rows is None or not plan.rows.fields or plan.combine is not None:
        return plan
    shown = {one.of for one in plan.rows.fields}
    fields: list[PlanField] = []
    for one in plan.rows.fields:
        for other in _named(one, schema):
            if other is one or other.of not in shown:
                fields.append(replace(other, name=free_name(other.name, [known.name for known in fields])))
    return replace(plan, rows=replace(plan.rows, fields=tuple(fields)))


def _named(shown: PlanField, schema: Schema) -> list[PlanField]:
    found = _referred(shown.of, schema)
    if found is None:
        return [shown]
    labels = [(of, _label(shown.label, label)) for of, label in found]
    return [PlanField(name=label.replace(" ", "_"), label=label, of=of) for of, label in labels]


def _in_groups(plan: Plan, schema: Schema) -> Plan:
    """The reference stays, unshown, so that two rows of one name are told apart."""
    if not any(_referred(one.of, schema) for one in plan.dimensions if one.shown):
        return plan
    made: list[PlanDimension] = []
    for one in plan.dimensions:
        found = _referred(one.of, schema) if one.shown and one.grain is None and one.part is None else None
        if not found:
            made.append(one)
            continue
        labels = [(of, _label(one.label, label)) for of, label in found]
        taken = [known.name for known in plan.dimensions] + [known.name for known in plan.measures]
        names = [free_name(label.replace(" ", "_"), taken) for _, label in labels]
        made += [PlanDimension(name=name, label=label, of=of) for name, (of, label) in zip(names, labels, strict=True)]
        made.append(replace(one, shown=False))
    return replace(plan, dimensions=tuple(made))


def _referred(of: object, schema: Schema) -> list[tuple[FieldRef, str]] | None:
    """Columns that name the row a column of numbers refers to, with their labels."""
    if not isinstance(of, FieldRef) or of.via:
        return None
    entity = schema.model.entity(of.entity)
    column = entity.field(of.name)
    if entity.key == (of.name,) or not is_identifier(column) or column.type not in NUMERIC_TYPES:
        return None
    ways = [one for one in schema.model.relationships if _starts_at(one, of)]
    if len(ways) != 1 or len(ways[0].to_columns) != 1:
        return None
    goal = schema.model.entity(ways[0].to_entity)
    if not _has_names(goal):
        return None
    return [(FieldRef(entity=goal.name, name=one.name, via=(ways[0].name,)), one.label) for one in name_fields(goal)]


def _starts_at(one: Relationship, of: FieldRef) -> bool:
    return (one.from_entity, one.from_columns) == (of.entity, (of.name,)) and one.cardinality in (
        "many_to_one",
        "one_to_one",
    )


def _has_names(goal: Entity) -> bool:
    names = name_fields(goal)
    return bool(names) and all(one.name not in goal.key and one.type == "text" for one in names)


def _label(reference: str, name: str) -> str:
    """“Manager last name” for the last name behind a manager ID."""
    words = [word for word in reference.split() if word.casefold() not in _CODES]
    return " ".join([*words, *(word for word in name.split() if word not in words)])
