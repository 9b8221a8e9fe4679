"""What one comes to: "spend per click" is a ratio of two columns, "revenue per customer by country" of rows and keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import quotient
from agents.sql_expert.fields import CannotPlan
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.schema import Schema
from agents.sql_expert.units_told import UNITS, unit_of
from core.model import Entity, Measure
from core.plan import Aggregate, FieldRef, IsNull, MeasureArithmetic, Order, OutputRef, Plan, PlanMeasure
from semantic_layer.words import word_stems

Read = Callable[[str], Plan | None]
_OPEN = r"^(?:what (?:is|was|are|were)(?: the| our)? |show (?:me )?|give me |calculate |compute |tell me )?(?:the )?"
_TAIL = r"(?P<tail>(?:,?\s+(?:by|per|for|in|during|since|over|last|this|from|across|each|on|at)\b.*)?)[?.!\s]*$"
_PER = re.compile(
    _OPEN
    + r"(?P<average>(?:average|avg|mean) )?(?P<counted>number of |count of )?(?P<left>(?:(?! per | by | for | in )[^?.,])+?) per "
    r"(?P<right>[a-z]+(?: (?!(?:by|per|for|in|during|since|over|last|this|from|across|each|on|at)\b)[a-z]+)?)" + _TAIL,
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\b(?:by|per|for each|in each|across|each|every)\b", re.IGNORECASE)
_FEW = 12


def per_each(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands each part as a question of its own."""
    matched = _PER.match(text.strip())
    if matched is None:
        return
    column = _column(matched["right"], schema)
    left = None if column is None else read(f"total {matched['left']}{matched['tail']}")
    if column is not None and left is not None:
        yield from _by_column(left, *column)
        return
    entity = _entity(matched["right"], schema)
    averaged = matched["average"] is not None and entity is not None and entity.rows > _FEW
    counted = matched["counted"] is not None
    own = read(f"total {matched['left']}{matched['tail']}") if entity is not None and not counted else None
    if own is not None and averaged and _is_averaged_already(own, schema):
        return
    if own is not None and entity is not None and own.entity == entity.name:
        plan = _by_entity(own, entity, schema)
        if plan is not None:
            yield plan
    elif entity is not None and (averaged or _GROUPED.search(matched["tail"])):
        left = own or read(f"number of {matched['left']}{matched['tail']}")
        plan = _by_entity(left, entity, schema) if left is not None else None
        if plan is not None:
            yield plan


def _is_averaged_already(plan: Plan, schema: Schema) -> bool:
    """“The average salary per department” is that of its people, not what a department pays."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    of = value.of if isinstance(value, Aggregate) else None
    field = schema.model.entity(of.entity).field(of.name) if isinstance(of, FieldRef) else None
    return isinstance(field, Measure) and field.aggregation == "avg"


def _by_column(left: Plan, entity: Entity, field: Measure) -> Iterator[Plan]:
    if left.entity != entity.name or len(left.measures) != 1:
        return
    try:
        below = aggregated("sum", FieldLink(entity=entity, field=field, score=1.0))
    except CannotPlan:
        return
    plan = quotient(left, replace(left, measures=(below,)))
    if plan is not None:
        yield plan


def _by_entity(left: Plan, each: Entity, schema: Schema) -> Plan | None:
    """Divided by the different things that have any; None where they cannot be told from the rows that are added up."""
    value = left.measures[0].value if len(left.measures) == 1 else None
    adds = isinstance(value, Aggregate) and value.function in ("sum", "count") and value.where is None
    plain = left.rows is None and left.having is None and left.limit is None and not left.comparisons
    if not adds or not plain:
        return None
    if left.entity == each.name and isinstance(value, Aggregate) and value.function == "sum":
        measure = replace(left.measures[0], name="average", label=f"average {left.measures[0].label.removeprefix('total ')}",
                          value=replace(value, function="avg", plain=True))  # fmt: skip
        return replace(left, measures=(measure,), order=_by_figure(left))
    if left.entity == each.name or len(each.key) != 1:
        return None
    if schema.reach.to_one(left.entity, each.name) is None:
        return None
    few = isinstance(value, Aggregate) and value.function == "count" and _are_few(left, each, schema)
    if few and (plan := _by_all(left, each, schema)) is not None:
        return plan
    key = FieldRef(entity=each.name, name=each.key[0])
    different = Aggregate(function="count_distinct", entity=left.entity, of=key)
    known = IsNull(of=key, negated=True)
    above = replace(value, where=known) if isinstance(value, Aggregate) and value.function == "count" else value
    ratio = MeasureArithmetic(operator="/", left=above, right=different)  # type: ignore[arg-type]
    label = f"{left.measures[0].label} per {each.label}"
    measure = PlanMeasure(name="average", label=label, value=ratio, unit=left.measures[0].unit)
    return replace(left, measures=(measure,), order=_by_figure(left))


def _are_few(left: Plan, each: Entity, schema: Schema) -> bool:
    """“Returns per order”: most orders have none, and those count as well."""
    links = [one for one in schema.model.relationships if one.from_entity == left.entity and one.to_entity == each.name]
    fields = [
        schema.model.entity(left.entity).field(one.from_columns[0]) for one in links if len(one.from_columns) == 1
    ]
    return len(fields) == 1 and 0 < fields[0].profile.distinct < each.rows / 2


def _by_all(left: Plan, each: Entity, schema: Schema) -> Plan | None:
    """Divided by all rows of `each`; None where these do not belong to the groups."""
    homes = [one.of.entity if isinstance(one.of, FieldRef) and not one.grain else None for one in left.dimensions]
    if left.where is not None or any(home is None or schema.reach.to_one(each.name, home) is None for home in homes):
        return None
    below = Aggregate(function="count", entity=each.name)
    ratio = MeasureArithmetic(operator="/", left=left.measures[0].value, right=below)
    measure = PlanMeasure(name="average", label=f"{left.measures[0].label} per {each.label}", value=ratio)
    return replace(left, measures=(measure,), order=_by_figure(left))


def _by_figure(left: Plan) -> tuple[Order, ...]:
    if any(one.grain or one.part for one in left.dimensions):
        return left.order
    return (Order(by=OutputRef(name="average"), descending=True),) if left.dimensions else ()


def _column(words: str, schema: Schema) -> tuple[Entity, Measure] | None:
    """The one column of counts that is called so ("click" for clicks)."""
    said = word_stems(words)
    found = [
        (entity, one)
        for entity in schema.model.entities
        for one in entity.fields
        if isinstance(one, Measure) and one.additivity == "additive" and word_stems(one.name) == said
    ]
    found = found or _told_in(words, schema)
    return found[0] if len(found) == 1 and _entity(words, schema) is None else None


def _told_in(unit: str, schema: Schema) -> list[tuple[Entity, Measure]]:
    """“Per kg”: the columns that are told in it, but for lengths of time, by which figures are grouped."""
    said = UNITS.get(unit.casefold())
    return [
        (entity, one)
        for entity in schema.model.entities
        for one in entity.fields
        if isinstance(one, Measure) and said is not None and said.kind in _DIVIDING and unit_of(one) == said
    ]


_DIVIDING = ("mass", "length", "volume", "data")


def _entity(words: str, schema: Schema) -> Entity | None:
    said = word_stems(words)
    return next((one for one in schema.model.entities if schema.entity_stems[one.name] == said), None)
