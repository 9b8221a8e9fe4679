"""Few of something, or none at all: "customers with fewer than 3 orders" are those without any order, too."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.confidence import mentioned
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.reach import Reach
from core.model import SemanticModel
from core.plan import Aggregate, Comparison, Condition, FieldRef, IsNull, OutputRef, Plan, PlanMeasure, Value


def with_those_of_none(plan: Plan, model: SemanticModel, reach: Reach) -> Plan:
    """The Plan from what is listed rather than from what is counted; itself where none is not among so few."""
    home = _listed(plan, model)
    measure = _few(plan)
    if home is None or measure is None or reach.to_one(plan.entity, home) is None:
        return plan
    kept = tuple(one for one in parts_of(plan.where) if not _is_known(one, home))
    own = conditions_of(home, kept, reach)
    counted = tuple(one for one in kept if own is not None and one not in own)
    if own is None or any(plan.entity not in mentioned(one) for one in counted):
        return plan
    return replace(
        plan,
        entity=home,
        measures=tuple(replace(one, value=_within(one.value, counted)) for one in plan.measures),
        where=all_of(own),
    )


def conditions_of(home: str, conditions: tuple[Condition, ...], reach: Reach) -> tuple[Condition, ...] | None:
    """Those that are about rows of `home` itself; None where a path is told that starts elsewhere."""
    own = tuple(one for one in conditions if all(reach.to_one(home, name) is not None for name in mentioned(one)))
    return None if _walks(own) else own


def _listed(plan: Plan, model: SemanticModel) -> str | None:
    """The one other table whose rows are shown, each told apart by its key."""
    refs = [one.of for one in plan.dimensions if one.grain is None and one.part is None and one.bins is None]
    fields = [one for one in refs if isinstance(one, FieldRef) and not one.via]
    homes = {one.entity for one in fields}
    if len(fields) != len(plan.dimensions) or len(homes) != 1 or plan.rows is not None:
        return None
    home = homes.pop()
    key = model.entity(home).key
    known = bool(key) and set(key) <= {one.name for one in fields}
    return home if known and home != plan.entity else None


def _few(plan: Plan) -> PlanMeasure | None:
    """The count that is to be below a number, where it is the only figure."""
    having = plan.having
    if not isinstance(having, Comparison) or not isinstance(having.left, OutputRef) or len(plan.measures) != 1:
        return None
    measure, right = plan.measures[0], having.right
    value = measure.value
    number = right.value if isinstance(right, Value) else None
    if (
        not isinstance(value, Aggregate)
        or value.function != "count"
        or value.entity != plan.entity
        or value.by is not None
    ):
        return None
    if isinstance(value.of, FieldRef) and value.of.entity != plan.entity:
        return None
    few = having.operator in ("<", "<=") or (having.operator == "=" and number == 0)
    return measure if few and having.left.name == measure.name and isinstance(number, int) else None


def _within(value: object, counted: tuple[Condition, ...]) -> Aggregate:
    if not isinstance(value, Aggregate):
        raise TypeError("only counts are told from none")
    return replace(value, where=all_of((*parts_of(value.where), *counted)))


def _is_known(condition: Condition, home: str) -> bool:
    """That a counted row belongs to some row of what is listed says nothing of those without any."""
    known = isinstance(condition, IsNull) and condition.negated and isinstance(condition.of, FieldRef)
    return known and condition.of.entity == home  # type: ignore[union-attr]


def _walks(node: object) -> bool:
    """Whether a path is told from the counted rows, which are no longer where it starts."""
    if isinstance(node, tuple):
        return any(_walks(one) for one in node)
    if isinstance(node, FieldRef):
        return bool(node.via)
    parts = getattr(type(node), "__dataclass_fields__", {})
    return any(_walks(getattr(node, name)) for name in parts)
