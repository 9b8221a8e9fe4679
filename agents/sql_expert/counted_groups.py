"""Counting what meets a condition on its rows: "how many customers have more than 3 orders"."""

from __future__ import annotations

from agents.sql_expert.conditions import Conditions
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.counted_from_none import conditions_of
from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import CannotPlan
from agents.sql_expert.measures import Link, aggregated, count_rows, counted
from agents.sql_expert.reach import Reach
from core.model import Entity, SemanticModel
from core.plan import And, Comparison, Condition, FieldRef, In, OutputRef, Plan, PlanDimension, PlanMeasure, Value

_FROM_NONE = ("<", "<=", "=", "!=")
_MORE = {"<": ">=", "<=": ">", "=": ">"}


def counted_groups(entity: Entity, conditions: Conditions, model: SemanticModel, reach: Reach) -> Plan:
    """The number of rows of `entity` whose key is among those of the groups that meet the condition. Raises CannotPlan."""
    draft, settled = conditions.draft, conditions.settled
    places = [place for place, found in enumerate(draft.filters) if found.counted or found.function]
    link = settled.choices.get(("filter", places[0]))
    found = draft.filters[places[0]]
    number = found.operands[0].number if found.operands else None
    if len(places) != 1 or len(entity.key) != 1 or number is None or link is None:
        raise CannotPlan("Groups that meet this condition cannot be counted.")
    from_none = found.operator in _FROM_NONE and not (found.operator == "=" and number > 0)
    if from_none and found.operator == "!=":
        raise CannotPlan("Rows without any partner would have to be counted too.")
    root = link.entity
    if root.name == entity.name or reach.to_one(root.name, entity.name) is None:
        raise CannotPlan(f"{root.label} cannot be counted for each of {entity.label}.")
    measure = _measure(link, found.function is not None, root)
    right = _number(number)
    key = FieldRef(entity=entity.name, name=entity.key[0])
    operator = _MORE[found.operator] if from_none else found.operator
    having: Condition = Comparison(left=OutputRef(name=measure.name), operator=operator, right=right)  # type: ignore[arg-type]
    if found.operator == "between":
        having = _from_to(found, OutputRef(name=measure.name))
    inner = Plan(
        entity=root.name,
        dimensions=(PlanDimension(name=entity.key[0], label=entity.field(entity.key[0]).label, of=key),),
        measures=(measure,),
        where=conditions.where(root.name),
        having=having,
    )
    if from_none:
        own = conditions_of(entity.name, parts_of(inner.where), reach)
        if own is None:
            raise CannotPlan("It is not clear whose conditions these are.")
        where = all_of((*own, In(of=key, plan=inner, negated=True)))
        return Plan(entity=entity.name, measures=(count_rows(entity),), where=where)
    return Plan(entity=entity.name, measures=(count_rows(entity),), where=In(of=key, plan=inner))


def _from_to(found: Filter, figure: OutputRef) -> Condition:
    """“Between 5 and 10 orders”."""
    low, high = (one.number for one in found.operands)
    if low is None or high is None or found.negated or low <= 0:
        raise CannotPlan("Groups that meet this condition cannot be counted.")
    ends = (
        Comparison(left=figure, operator=">=", right=_number(low)),
        Comparison(left=figure, operator="<=", right=_number(high)),
    )
    return And(conditions=ends)


def _number(number: int | float) -> Value:
    return Value(value=number, type="integer" if isinstance(number, int) else "float")


def _measure(link: Link, summed: bool, root: Entity) -> PlanMeasure:
    return aggregated("sum", link, shown=False) if summed else counted(link, root, distinct=False, shown=False)
