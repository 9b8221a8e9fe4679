"""Groups of which one period, place or kind comes to more than another: "customers who spent more in 2025 than in 2024".

The question for the group that has the most is read once for each; both figures stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import both_figures
from agents.sql_expert.sets.both_and_not import COUNT
from agents.sql_expert.sets.than_named import ENDINGS, counted_groups
from core.model import SemanticModel
from core.plan import (
    Aggregate,
    And,
    Comparison,
    ComparisonOperator,
    Condition,
    FieldRef,
    IsNull,
    Or,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    Value,
)

Read = Callable[[str], Plan | None]
_PLACED = r"(?:in|on|at|during|from|via|through|by|with|for|under|over)"
_THAN = re.compile(
    r"^(?:(?:which|what|list|show(?: me)?|find|give me|in which|in what) )?(?:the |all |our |any )*"
    r"(?P<who>[a-z]+(?: [a-z]+)?)(?: (?:who|that|which|whose|where|when))?(?P<verb>(?: [a-z]+){1,3}?) (?:an? |the )?"
    rf"(?P<way>{'|'.join(ENDINGS)}|better|worse)(?P<what>(?: (?!than\b|{_PLACED}\b)[a-z]+){{0,3}}) "
    rf"(?P<one>{_PLACED} (?:(?! than )[^?!;:,])+?) than (?:they did |it did |it was |they were )?(?P<other>[^?!;:,]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"^{_PLACED} ", re.IGNORECASE)
_HAVING = frozenset({"with", "has", "have", "had", "having", "got", "get", "were", "was", "is", "are", "there"})
_WELL = {"better": "most", "worse": "least"}
_NOTHING = Value(value=0, type="integer")


def than_elsewhere(text: str, model: SemanticModel, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`read` understands the question for the one that has the most; `keep` is told which readings were taken."""
    listed = COUNT.sub("which ", text.strip())
    found = _THAN.match(listed)
    if found is None:
        return
    opening, (one, other) = _opening(found), _both_places(found)
    first, second = read(f"{opening} {one}"), read(f"{opening} {other}")
    figures = [_figure_of(plan) for plan in (first, second)]
    if first is None or figures[0] is None or figures[1] is None or not first.order:
        return
    operator: ComparisonOperator = ">" if first.order[0].descending else "<"
    plan = _set_against(figures[0], figures[1], (one, other), operator)
    made = plan if plan is None or listed == text.strip() else counted_groups(plan, model)
    if made is not None:
        keep(first, second)
        yield made


def _opening(found: re.Match[str]) -> str:
    """“Which customers spent the most”."""
    verb, way = found["verb"].strip(), found["way"].lower()
    most = ENDINGS.get(way) or _WELL[way]
    verb = verb if verb.split()[0].lower() not in _HAVING else "had"
    return f"which {found['who']} {verb} the {most}{found['what']}"


def _both_places(found: re.Match[str]) -> tuple[str, str]:
    """“On the web than in stores”; the preposition may be said once."""
    one, other = found["one"].strip(), found["other"].strip()
    said = _PREPOSITION.match(one)
    return one, other if _PREPOSITION.match(other) or said is None else f"{said[0]}{other}"


def _figure_of(plan: Plan | None) -> Plan | None:
    """The figure of every group; of things that a sheet follows, that of each."""
    if (
        plan is None
        or plan.limit is None
        or len(plan.order) != 1
        or plan.having is not None
        or plan.combine is not None
    ):
        return None
    if plan.rows is not None:
        return _of_rows(plan, plan.order[0])
    if len(plan.measures) != 1 or not plan.dimensions or plan.top_per_group is not None or plan.comparisons:
        return None
    return replace(plan, order=(), limit=None, measures=(replace(plan.measures[0], shown=True),))


def _of_rows(plan: Plan, order: Order) -> Plan | None:
    """Rows that are ranked by a column, told by the first that is shown: the average of each."""
    by = order.by
    shown = [one for one in plan.rows.fields if one.of != by] if plan.rows is not None else []
    if not isinstance(by, FieldRef) or by.entity != plan.entity or len(shown) != 1:
        return None
    dimension = PlanDimension(name=shown[0].name, label=shown[0].label, of=shown[0].of)
    value = Aggregate(function="avg", entity=by.entity, of=by)
    measure = PlanMeasure(name=f"average_{by.name}", label=f"average {by.name.replace('_', ' ')}", value=value)
    return Plan(entity=plan.entity, dimensions=(dimension,), measures=(measure,), where=plan.where)


def _set_against(one: Plan, other: Plan, places: tuple[str, str], operator: ComparisonOperator) -> Plan | None:
    plan = both_figures(one, other)
    if plan is None or len(plan.measures) != 2:
        return None
    measures = tuple(
        replace(measure, label=f"{measure.label} {place}") for measure, place in zip(plan.measures, places, strict=True)
    )
    left, right = (OutputRef(name=measure.name) for measure in measures)
    more: Condition = Comparison(left=left, operator=operator, right=right)
    if _adds_up(measures[0]):
        less, some = (right, left) if operator == ">" else (left, right)
        nothing = And(conditions=(IsNull(of=less), Comparison(left=some, operator=">", right=_NOTHING)))
        more = Or(conditions=(more, nothing))
    return replace(plan, measures=measures, having=more)


def _adds_up(measure: PlanMeasure) -> bool:
    """Of what adds up, nothing is less than something."""
    return isinstance(measure.value, Aggregate) and measure.value.function == "sum"
