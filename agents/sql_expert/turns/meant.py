"""What of the Plan that was told last a word may stand for: its rows, the rows of its groups, or values of a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.references import rows_told_first, subject_of
from agents.sql_expert.turns.stand_in import CannotStandFor, Place
from agents.sql_expert.turns.told import each_condition, field_of
from core.model import Dimension, Entity, SemanticModel
from core.plan import (
    Aggregate,
    Comparison,
    Condition,
    Exists,
    Expression,
    FieldRef,
    In,
    Plan,
    PlanField,
    Rows,
    ScalarPlan,
    Value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantRows:
    """Rows of `entity` that meet `conditions`; `one` where that leaves one of them, or nearly;
    `at_end` where a highest or lowest figure was told, which they have.
    """

    entity: Entity
    conditions: tuple[Condition, ...]
    one: bool = False
    at_end: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        name = naming_field(self.entity)
        return ((self.entity.name, name),) if name is not None else ()

    def condition(self, field: FieldRef, root: str) -> Condition | None:
        if not self.conditions:
            return None
        own = all(isinstance(one, Comparison) and field_of(one) is not None for one in self.conditions)
        if root == self.entity.name or (own and not field.via and self._are_of_own_columns()):
            return all_of(self.conditions)
        only = self.conditions[0]
        if len(self.conditions) == 1 and isinstance(only, In) and only.plan is not None and self._are_of_own_columns():
            return replace(only, of=replace(field, name=field_name(only.of)))
        key = key_of(self.entity)
        if key is None:
            raise CannotStandFor
        of = FieldRef(entity=self.entity.name, name=key)
        rows = Rows(fields=(PlanField(name="subject", label="subject", of=of),))
        return In(of=replace(of, via=field.via), plan=Plan(entity=of.entity, rows=rows, where=all_of(self.conditions)))

    def _are_of_own_columns(self) -> bool:
        fields = [field_of(one) for one in self.conditions]
        return all(one is not None and one.entity == self.entity.name and not one.via for one in fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantValues:
    """The values of a column that were told; `told` is the one that was named, `plan` where they are looked up."""

    places: tuple[Place, ...]
    told: tuple[Value, ...] = ()
    plan: Plan | None = None
    one: bool = False
    at_end: bool = False

    def condition(self, field: FieldRef, root: str) -> Condition | None:
        if self.plan is not None:
            return In(of=field, plan=self.plan)
        if len(self.told) == 1:
            return Comparison(left=field, operator="=", right=self.told[0])
        return In(of=field, values=self.told)


def rows_meant(last: Plan, model: SemanticModel) -> Iterator[MeantRows]:
    """The rows that were told, those first whose names were shown; of a list of all rows, all of them."""
    if last.combine is not None or last.top_per_group is not None:
        return
    yield from _rows_shown(last, model)
    if (best := _rows_at_the_end(last, model)) is not None:
        yield best
        return
    entity = model.entity(subject_of(last, model))
    apart = not last.dimensions or _are_told_apart(last, entity)
    if apart and last.limit is None and last.having is None and (not last.dimensions or entity.name == last.entity):
        listed = last.rows is not None and any(_is_of_one(one) for one in parts_of(last.where))
        yield MeantRows(entity=entity, conditions=parts_of(last.where), one=listed)
        return
    first = rows_told_first(last, model)
    if first is None:
        return
    one = last.limit is not None and last.limit.count == 1
    if apart and _is_of(first, entity):
        yield MeantRows(entity=entity, conditions=(first,), one=one)
    if last.dimensions and not (apart and entity.name == last.entity):
        yield MeantRows(entity=model.entity(last.entity), conditions=(*parts_of(last.where), first))


def _is_of_one(condition: Condition) -> bool:
    """Rows that are told by the one row they are linked to."""
    match condition:
        case In(plan=Plan() as plan, negated=False):
            one = plan.limit is not None and plan.limit.count == 1
            return one or any(_is_of_one(part) for part in parts_of(plan.where))
        case Exists(where=where, negated=False):
            return any(_is_of_one(part) for part in parts_of(where))
        case _:
            return False


def _is_of(first: In, entity: Entity) -> bool:
    return isinstance(first.of, FieldRef) and first.of.entity == entity.name


def _are_told_apart(last: Plan, entity: Entity) -> bool:
    """Whether each group is a row of the table."""
    told = {one.of.name for one in last.dimensions if isinstance(one.of, FieldRef) and one.of.entity == entity.name}
    return bool(told & {entity.display, *entity.key})


def _rows_shown(last: Plan, model: SemanticModel) -> Iterator[MeantRows]:
    """Of a list over one table that shows the names of another's rows alone, these."""
    fields = [one.of for one in last.rows.fields] if last.rows is not None else []
    named = {one.entity for one in fields if isinstance(one, FieldRef)}
    if len(named) != 1 or last.rows is None or len(named) != len({type(one) for one in fields}):
        return
    entity = model.entity(next(iter(named)))
    shown = next(
        (one for one in fields if isinstance(one, FieldRef) and one.name in (entity.display, *entity.key)), None
    )
    key = key_of(entity)
    if entity.name == last.entity or shown is None or key is None:
        return
    of = replace(shown, name=key)
    rows = Rows(fields=(PlanField(name="subject", label="subject", of=of),))
    among = replace(last, rows=rows, assumptions=(), reading=())
    one = last.limit is not None and last.limit.count == 1
    yield MeantRows(entity=entity, conditions=(In(of=replace(of, via=()), plan=among),), one=one)


def _rows_at_the_end(last: Plan, model: SemanticModel) -> MeantRows | None:
    """After the highest price: what has it."""
    value = last.measures[0].value if len(last.measures) == 1 and not last.dimensions else None
    if not isinstance(value, Aggregate) or value.function not in ("max", "min") or not isinstance(value.of, FieldRef):
        return None
    if value.of.entity != last.entity or value.where is not None:
        return None
    plain = replace(last, assumptions=(), reading=())
    best = Comparison(left=value.of, operator="=", right=ScalarPlan(plan=plain))
    return MeantRows(entity=model.entity(last.entity), conditions=(*parts_of(last.where), best), one=True, at_end=True)


def rows_beside(last: Plan, entity: Entity) -> Iterator[MeantRows]:
    """Linked rows that the last question told of: the completed lessons of customers with completed lessons."""
    for one in parts_of(last.where):
        if isinstance(one, Exists) and one.entity == entity.name and not one.negated and one.where is not None:
            yield MeantRows(entity=entity, conditions=parts_of(one.where))


def values_meant(last: Plan, field: FieldRef, model: SemanticModel) -> MeantValues | None:
    """The values of a column that were told, named or grouped by; None where the question told none of them."""
    if last.combine is not None or last.top_per_group is not None:
        return None
    places = tuple(_alike(field, model))
    for one in each_condition(last.where):
        value = one.right if isinstance(one, Comparison) and one.operator == "=" else None
        if field_of(one) == field and isinstance(value, Value) and _is_alone(last, field):
            return MeantValues(places=places, told=(value,), one=True)
        if field_of(one) == field and isinstance(one, In) and not one.negated:
            return MeantValues(places=places, told=one.values, plan=one.plan)
    plan = _values_plan(last, field)
    only = last.limit is not None and last.limit.count == 1
    return MeantValues(places=places, plan=plan, one=only) if plan is not None else None


def _is_alone(last: Plan, field: FieldRef) -> bool:
    return sum(field_of(one) == field for one in each_condition(last.where)) == 1


def _values_plan(last: Plan, field: FieldRef) -> Plan | None:
    plain = replace(last, comparisons=(), assumptions=(), reading=())
    groups = [one for one in last.dimensions if one.of == field and not (one.grain or one.part or one.bins)]
    if groups:
        shown = tuple(replace(one, shown=one is groups[0]) for one in last.dimensions)
        return replace(plain, dimensions=shown, measures=tuple(replace(one, shown=False) for one in last.measures))
    if last.dimensions or (last.measures and last.limit is not None) or last.having is not None:
        return None
    if last.where is None and last.limit is None:
        return None
    rows = Rows(fields=(PlanField(name="subject", label="subject", of=field),))
    return replace(plain, rows=rows, measures=())


def _alike(field: FieldRef, model: SemanticModel) -> Iterator[Place]:
    """The column, and those of other tables that are called the same."""
    own = model.entity(field.entity).field(field.name)
    yield field.entity, field.name
    for entity in model.entities:
        for one in entity.fields:
            same = one.name == own.name and one.type == own.type and not one.hidden
            if same and entity.name != field.entity and own.name not in (entity.display, *entity.key):
                yield entity.name, one.name


def field_name(of: Expression) -> str:
    return of.name if isinstance(of, FieldRef) else ""


def groups_told(last: Plan) -> Sequence[FieldRef]:
    """Columns that were grouped by, each by its own values."""
    return [
        one.of
        for one in last.dimensions
        if isinstance(one.of, FieldRef) and one.shown and not (one.grain or one.part or one.bins)
    ]


def key_of(entity: Entity) -> str | None:
    return entity.key[0] if len(entity.key) == 1 else None


def naming_field(entity: Entity) -> str | None:
    """The column that names the rows, else one of text, else what tells them apart."""
    if entity.display is not None:
        return entity.display
    texts = [one.name for one in entity.fields if isinstance(one, Dimension) and one.type == "text" and not one.hidden]
    return texts[0] if texts else key_of(entity)
