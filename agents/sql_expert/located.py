"""Conditions with the table whose rows they are on, and which of them no row can meet together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.sql_expert.clock_times import writes_clock
from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import CannotPlan, is_measure, is_orderable
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.states import yes_value
from core.model import Entity, Field, SemanticModel
from core.plan import AbsolutePeriod, Comparison, Condition, FieldRef, IsNull, Or, Value
from semantic_layer.words import full_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A condition on rows of `entity`."""

    filter: Filter
    entity: str
    condition: Condition | None
    negated: bool = False


def has_any(link: FieldLink, *, negated: bool) -> Condition:
    """“Any gold medals”: a number above 0, where 0 stands in the column; yes, of yes and no; else whether anything stands there."""
    of = FieldRef(entity=link.entity.name, name=link.field.name)
    yes = yes_value(link.field)
    if yes is not None and yes.type == "boolean":
        return Comparison(left=of, operator="=", right=Value(value=not negated, type="boolean"))
    if yes is not None:
        return Comparison(left=of, operator="!=" if negated else "=", right=yes)
    none_there = _none_of(link.field)
    if none_there is not None:
        return Comparison(left=of, operator="=" if negated else "!=", right=none_there)
    if negated and never_missing(link) and not (link.score >= _BY_NAME and link.evidence == "same words"):
        raise CannotPlan(f"{link.field.label} is never missing.")
    missing = IsNull(of=of, negated=not negated)
    if not is_measure(link.field) or link.field.profile.minimum != 0 or writes_clock(link.field):
        return missing
    none = Value(value=0, type="integer")
    if not negated:
        return Comparison(left=of, operator=">", right=none)
    return Or(conditions=(missing, Comparison(left=of, operator="=", right=none)))


def never_missing(link: FieldLink) -> bool:
    """Whether each row has one, and one that is not nought."""
    profile = link.field.profile
    return profile.nulls == 0 and (not is_measure(link.field) or profile.minimum != 0)


_BY_NAME = 0.95
"""A column that is called by its name may be asked for what it lacks, though it lacks nothing."""


def _none_of(field: Field) -> Value | None:
    """What stands in a column that is never empty where there is none: “None”, “no”."""
    told = [value for value, _ in field.profile.top if isinstance(value, str) and value.strip().casefold() in _NONE]
    if field.type != "text" or field.profile.nulls or len(told) != 1:
        return None
    return Value(value=str(told[0]), type="text")


_NONE = frozenset({"none", "nil", "n/a", "not any", "absent", "without", "nothing"})


def linking_columns(root: str, entity: str, model: SemanticModel) -> tuple[str, ...]:
    """Columns by which rows of `root` are linked to the one row of `entity` that each may have."""
    direct = [
        one.to_columns if one.to_entity == entity else one.from_columns
        for one in model.relationships
        if {one.from_entity, one.to_entity} == {root, entity} and one.cardinality == "one_to_one"
    ]
    return direct[0] if len(direct) == 1 else ()


def set_apart(remote: dict[tuple[str, int], list[Located]], one: Located) -> None:
    """“an order of tea and an order of coffee”: two values of one column are two rows."""
    groups = {number: found for (entity, number), found in remote.items() if entity == one.entity}
    opened = max((number for number, found in groups.items() if found[0].condition is None), default=0)
    turned = one.condition is None and opened in groups and groups[opened][0].negated != one.negated
    number = (
        max(groups) + 1 if turned else opened
    )  # “with orders in 2025 and without orders before”: behind it is of the latter
    while any(contradict(one, other) for other in remote.get((one.entity, number), ())):
        number += 1
    remote.setdefault((one.entity, number), []).append(one)


def contradict(one: Located, other: Located) -> bool:
    first, second = one.condition, other.condition
    if one.filter.joiner == "or" or other.filter.joiner == "or":
        return False
    if isinstance(first, AbsolutePeriod) and isinstance(second, AbsolutePeriod):
        return first.of == second.of and (_before(first.end, second.start) or _before(second.end, first.start))
    if not isinstance(first, Comparison) or not isinstance(second, Comparison) or first.left != second.left:
        return False
    if first.operator == second.operator == "=":
        return first.right != second.right
    return _is_beyond(first, second) or _is_beyond(second, first)


def none_can_meet(conditions: Sequence[Condition]) -> bool:
    """More than so much, and less than what is no more than that."""
    bounds = [one for one in conditions if isinstance(one, Comparison)]
    return any(one.left == other.left and _is_beyond(one, other) for one in bounds for other in bounds)


def _before(end: str | None, start: str | None) -> bool:
    return end is not None and start is not None and end <= start


def _is_beyond(above: Comparison, below: Comparison) -> bool:
    """More than the one and less than the other, which is no more."""
    if above.operator not in (">", ">=") or below.operator not in ("<", "<="):
        return False
    low = above.right.value if isinstance(above.right, Value) else None
    high = below.right.value if isinstance(below.right, Value) else None
    return isinstance(low, int | float) and isinstance(high, int | float) and low >= high


def is_age(found: Filter) -> bool:
    return found.noun.quality is not None and found.noun.quality.fields[:1] == ("age",)


def age_of(entity: Entity, found: Filter) -> Field | None:
    """“Women under 30” are told by their age, where rows have one and no amount."""
    ages = [one for one in entity.fields if "age" in full_words(one.name) and is_orderable(one)]
    numbers = [one.number for one in found.operands if one.unit in ("", "year", "years")]
    return ages[0] if len(ages) == 1 and numbers and all(one is not None and 1 < one < 120 for one in numbers) else None
