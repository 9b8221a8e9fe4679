"""What a measure is of each row: the number that is averaged or added up, or whether the row is one of those counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agents.advisor.subjects import categories, looked_up_from
from agents.analyst.deep.building import MOST_ROWS
from agents.analyst.deep.subject import (
    Subject,
    aggregate_of,
    all_of,
    conditions_of,
    field_of,
    is_group,
    numbers_of,
)
from agents.analyst.wording import in_lower, plural
from agents.sql_expert.fields import free_name
from core.model import Dimension, SemanticModel
from core.plan import (
    Aggregate,
    Branch,
    Case,
    Condition,
    Exists,
    Expression,
    FieldRef,
    IsNull,
    Limit,
    MeasureArithmetic,
    MeasureExpression,
    Plan,
    PlanField,
    Rows,
    Value,
)
from core.query import Query
from core.table import NUMERIC_TYPES
from core.ways import Declined
from semantic_layer import compile_plan, describe_condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`yes` is set where each row either is one of those asked for (1) or not (0); `source` are columns it is made from."""

    entity: str
    label: str
    of: Expression
    yes: bool
    where: Condition | None = None
    unit: str | None = None
    source: tuple[FieldRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A column that rows are told apart by."""

    label: str
    of: FieldRef
    numeric: bool


def target_of(subject: Subject, model: SemanticModel) -> Target:
    """Raises Declined for a measure that no row has a part of."""
    where = all_of(subject.where, subject.period)
    value = subject.measure.value
    found = aggregate_of(value, model)
    label = subject.measure.label
    if found is not None and found.function == "count" and found.where is None:
        state, rest = state_of(found.entity, subject.where, model)
        if state is not None:
            return _in_state(found.entity, state, all_of(rest, subject.period), model)
    if found is None:
        found = _counted(value, model)
        if found is None:
            raise Declined(f"{label} is told of groups of rows, not of each row.", hint="Ask about one column.")
        return _yes(found, label, where, model)
    if found.function == "count_distinct":
        raise Declined(f"{label} is told of groups of rows, not of each row.", hint="Ask about one column.")
    if isinstance(found.of, FieldRef) and field_of(found.of, model).type in NUMERIC_TYPES and found.function != "count":
        field = field_of(found.of, model)
        return Target(
            entity=subject.entity,
            label=field.label,
            of=found.of,
            yes=False,
            where=all_of(where, found.where),
            unit=field.unit,
            source=(found.of,),
        )
    return _yes(found, label, where, model)


def _counted(value: MeasureExpression, model: SemanticModel) -> Aggregate | None:
    """Of a rate (“cancelled orders per order”), what is counted."""
    return aggregate_of(value.left, model) if isinstance(value, MeasureArithmetic) and value.operator == "/" else None


def _yes(found: Aggregate, label: str, where: Condition | None, model: SemanticModel) -> Target:
    """Rows that meet a condition, or things that something else refers to (orders with a return)."""
    if found.where is not None and not (where is None and isinstance(found.where, Exists)):
        return _flag(found.entity, label, found.where, where)
    if isinstance(found.where, Exists):
        return _flag(found.entity, label, found.where, None)
    referred = [one for one in model.relationships
                if one.from_entity == found.entity and one.cardinality in ("many_to_one", "one_to_one")]  # fmt: skip
    if not referred:
        raise Declined(
            f"Every row is one of {label}, so nothing tells them from others.", hint="Name a number or a state."
        )
    main = max(referred, key=lambda one: model.entity(one.to_entity).rows)
    exists = Exists(entity=found.entity, via=(main.name,), where=where)
    named = model.entity(main.to_entity).label.lower()
    return _flag(main.to_entity, f"{model.entity(found.entity).label.lower()} of {named}", exists, None)


def state_of(entity: str, where: Condition | None, model: SemanticModel) -> tuple[Condition | None, Condition | None]:
    """What rows are by their own columns of groups (“cancelled”), and the other filters."""
    parts = conditions_of(where)
    own = [part for part in parts if _is_state(part, entity, model)]
    return all_of(*own), all_of(*(part for part in parts if part not in own))


def _is_state(part: Condition, entity: str, model: SemanticModel) -> bool:
    refs = tuple(refs_in(part))
    return bool(refs) and all(ref.entity == entity and not ref.via and is_group(field_of(ref, model)) for ref in refs)


def _in_state(entity: str, state: Condition, where: Condition | None, model: SemanticModel) -> Target:
    rows = plural(in_lower(model.entity(entity).label))
    return _flag(entity, f"{rows} where {describe_condition(state, model)}", state, where)


def happened(subject: Subject, model: SemanticModel) -> Target:
    """“Guests cancel”, “orders are returned”: which rows are so, or of what they did, which of those.

    Raises Declined where the words say no state and nothing that happened.
    """
    parts = conditions_of(subject.where)
    done = [part for part in parts if isinstance(part, Exists) and not part.negated]
    if len(done) == 1 and len(parts) == 1 and subject.plan.having is None:
        state, rest = state_of(done[0].entity, done[0].where, model)
        if state is not None:
            return _in_state(done[0].entity, state, rest, model)
        return _flag(subject.entity, describe_condition(done[0], model), done[0], subject.period)
    state, rest = state_of(subject.entity, subject.where, model)
    if state is None or subject.plan.having is not None:
        raise Declined(
            "It is not clear what the question “why” is about.", hint="Ask “what drives ...?” of a number or a state."
        )
    return _in_state(subject.entity, state, all_of(rest, subject.period), model)


def _flag(entity: str, label: str, condition: Condition, where: Condition | None) -> Target:
    one, none = Value(value=1, type="integer"), Value(value=0, type="integer")
    of = Case(branches=(Branch(when=condition, then=one),), otherwise=none)
    return Target(entity=entity, label=label, of=of, yes=True, where=where, source=tuple(refs_in(condition)))


def refs_in(node: object) -> Iterable[FieldRef]:
    """Of sub-plans and linked rows as well."""
    import dataclasses

    if isinstance(node, FieldRef):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from refs_in(part)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for field in dataclasses.fields(node):
            yield from refs_in(getattr(node, field.name))


def features_of(target: Target, model: SemanticModel, most: int) -> tuple[Feature, ...]:
    """Own and looked-up groups and numbers, without what the target is made from."""
    entity = model.entity(target.entity)
    taken = {(ref.entity, ref.name) for ref in target.source}
    found = [
        Feature(label=one.label, of=one.of, numeric=False)
        for one in categories(entity, model)
        if isinstance(one.of, FieldRef) and _few_groups(one.of, model)
    ]
    found += [
        Feature(label=one.label, of=FieldRef(entity=entity.name, name=one.name), numeric=True)
        for one in numbers_of(entity)
    ]
    found += [
        Feature(label=one.label, of=FieldRef(entity=other.name, name=one.name, via=(relationship.name,)), numeric=True)
        for relationship, other in looked_up_from(entity, model)
        for one in numbers_of(other)
    ]
    free = [one for one in found if (one.of.entity, one.of.name) not in taken]
    return tuple(free)[:most]


def _few_groups(of: FieldRef, model: SemanticModel) -> bool:
    field = field_of(of, model)
    return isinstance(field, Dimension) and field.profile.distinct <= 50


def rows_query(
    target: Target, features: Iterable[Feature], model: SemanticModel, where: Condition | None = None
) -> Query:
    """One row for each row of the target's entity: the target first, then each feature."""
    names: list[str] = []
    fields = []
    for label, of in (("target", target.of), *((f"feature {place}", one.of) for place, one in enumerate(features, 1))):
        name = free_name(label.replace(" ", "_"), names)
        names.append(name)
        fields.append(PlanField(name=name, label=label, of=of))
    filled = None if target.yes else IsNull(of=target.of, negated=True)
    plan = Plan(
        entity=target.entity,
        rows=Rows(fields=tuple(fields)),
        where=all_of(target.where, where, filled),
        limit=Limit(count=MOST_ROWS + 1, ties="cut"),
    )
    return compile_plan(plan, model)
