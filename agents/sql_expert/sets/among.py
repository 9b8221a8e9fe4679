"""One list of rows kept to those that are also, or are not, in another list of the same."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import name_fields, names_rows
from core.model import Entity, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    Not,
    Plan,
    PlanMeasure,
)
from semantic_layer.compiler.walking import field_refs


def kept_among(first: Plan, second: Plan, model: SemanticModel, *, negated: bool) -> Plan | None:
    """None where they are not of the same kind of rows.

    Rows of a table are told by their own conditions; values that stand in many rows by a list of those that do.
    """
    if not is_list(second) or not is_list(first):
        return None
    if first.entity == second.entity and lists_rows(second) and _names_rows(second, model):
        if not lists_rows(first):
            return None
        own = own_parts(second, first)
        if negated and any(_is_looked_up(one, first.entity) for one in own):
            return None
        if not own or (not negated and _exclude_each_other(own_parts(first, second), own)):
            return None
        return with_condition(first, _without(own) if negated else all_of(own))
    field = listed_field(second)
    if field is None or field != listed_field(first):
        return None
    if first.entity == second.entity and not own_parts(second, first):
        return None
    members = In(of=field, plan=replace(second, order=(), limit=None, reading=(), assumptions=()), negated=negated)
    return with_condition(_each_once(first, field, model), members)


def _each_once(plan: Plan, field: FieldRef, model: SemanticModel) -> Plan:
    """Values that stand in many rows are told apart by nothing else."""
    entity = model.entity(field.entity)
    if plan.rows is None or plan.order or names_rows(entity, entity.field(field.name)):
        return plan
    return replace(plan, rows=replace(plan.rows, distinct=True))


def is_list(plan: Plan) -> bool:
    return plan.rows is not None and _is_plain(plan)


def counted(plan: Plan) -> Plan | None:
    """How many there are of what is listed."""
    if plan.rows is None or not _is_plain(plan):
        return None
    field = listed_field(plan)
    if lists_rows(plan):
        value = Aggregate(function="count", entity=plan.entity)
    elif field is not None and plan.rows.distinct:
        value = Aggregate(function="count_distinct", entity=plan.entity, of=field)
    else:
        return None
    return replace(plan, rows=None, measures=(PlanMeasure(name="count", label="count", value=value),), order=())


def own_parts(plan: Plan, other: Plan) -> tuple[Condition, ...]:
    """Conditions of the first that the other has not."""
    others = parts_of(other.where)
    return tuple(one for one in parts_of(plan.where) if one not in others)


def listed_field(plan: Plan) -> FieldRef | None:
    """The one column that is listed."""
    fields = plan.rows.fields if plan.rows is not None else ()
    of = fields[0].of if len(fields) == 1 else None
    return of if isinstance(of, FieldRef) else None


def with_condition(plan: Plan, condition: Condition | None) -> Plan:
    added = parts_of(condition)
    return replace(plan, where=all_of((*parts_of(plan.where), *added)))


def _is_looked_up(condition: Condition, entity: str) -> bool:
    """About a row of another table, of which there may be none."""
    return not isinstance(condition, Exists) and any(one.entity != entity for one in field_refs(condition))


def _exclude_each_other(own: tuple[Condition, ...], others: tuple[Condition, ...]) -> bool:
    """A row has one date and one value in a column."""
    return any(
        isinstance(one, AbsolutePeriod | Comparison | In)
        and type(one) is type(other)
        and set(field_refs(one)) & set(field_refs(other))
        for one in own
        for other in others
    )


def _without(own: tuple[Condition, ...]) -> Condition:
    if len(own) == 1 and isinstance(own[0], Exists | In):
        return replace(own[0], negated=not own[0].negated)
    return Not(condition=own[0] if len(own) == 1 else And(conditions=own))


def _is_plain(plan: Plan) -> bool:
    ranked = plan.limit is not None or plan.top_per_group is not None or bool(plan.comparisons)
    return not ranked and plan.having is None and plan.combine is None


def lists_rows(plan: Plan) -> bool:
    """Each row of the table once, by columns of its own."""
    rows = plan.rows
    return rows is not None and not rows.distinct and all(_is_of(one.of, plan.entity) for one in rows.fields)


def _names_rows(plan: Plan, model: SemanticModel) -> bool:
    """Several rows may have one value of another column: "publishers", of a table of books."""
    entity, rows = model.entity(plan.entity), plan.rows
    told = {one.of.name for one in rows.fields if isinstance(one.of, FieldRef)} if rows is not None else set()
    return not told or any(names_rows(entity, entity.field(name)) for name in told) or told == _names(entity)


def _names(entity: Entity) -> set[str]:
    return {one.name for one in name_fields(entity)}


def _is_of(of: object, entity: str) -> bool:
    return isinstance(of, FieldRef) and of.entity == entity and not of.via
