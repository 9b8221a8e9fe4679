"""When something first or last happened for each: “first order of each customer”, “each client's latest visit”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.model import SemanticModel
from core.plan import Aggregate, FieldRef, Order, OutputRef, Plan, PlanMeasure
from semantic_layer.words import plural, singular

Read = Callable[[str], Plan | None]
_OPEN = r"^(?:show |show me |list |give me |what (?:is|was|are|were) |when (?:is|was) )?(?:the )?"
_WHICH = r"(?:very )?(?P<which>first|earliest|last|latest|most recent)"
_KEPT = r" (?:(?:recorded|known|reported|measured|available) )?"
_WHEN = r"(?:'s)?(?: date| day| time)?s?"
_TAIL = r"(?P<tail>(?:\s+(?:in|during|since|from|this|last|after|before)\b.*)?)[?.!\s]*$"
_SAID = (
    re.compile(
        _OPEN + _WHICH + _KEPT + r"(?P<rows>[\w-]+(?: [\w-]+)??)" + _WHEN
        + r" (?:per|(?:of|for|by|per|from|made by|placed by) (?:each|every)(?: of our)?) (?P<group>[\w-]+(?: [\w-]+)?)" + _TAIL,
        re.IGNORECASE,
    ),
    re.compile(
        _OPEN + r"(?:(?:each|every) (?P<group>[\w-]+(?: [\w-]+)?)(?:'s|’s|s') )" + _WHICH
        + r" (?P<rows>[\w-]+(?: [\w-]+)??)" + _WHEN + _TAIL,
        re.IGNORECASE,
    ),
)  # fmt: skip
_FIRST = frozenset({"first", "earliest"})


def first_of_each(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands how many there are of each."""
    found = next((one for pattern in _SAID if (one := pattern.match(text.strip()))), None)
    if found is None:
        return
    yield from _figure_then(found, model, read)
    plan = read(f"number of {plural(singular(found['rows']))} for each {singular(found['group'])}{found['tail']}")
    if plan is None or len(plan.measures) != 1 or not plan.dimensions or plan.rows is not None or plan.having:
        return
    value, time = plan.measures[0].value, model.entity(plan.entity).default_time
    counts = isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.where is None
    if not counts or time is None or any(one.grain is not None or one.part is not None for one in plan.dimensions):
        return
    first = found["which"].lower() in _FIRST
    of = FieldRef(entity=plan.entity, name=time)
    told = Aggregate(function="min" if first else "max", entity=plan.entity, of=of)
    label = f"{'first' if first else 'last'} {model.entity(plan.entity).field(time).label}"
    yield replace(plan, measures=(PlanMeasure(name=label.replace(" ", "_"), label=label, value=told),), order=())


def _figure_then(found: re.Match[str], model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“The latest price of each stock”: the figure that stood there at that time."""
    plan = read(f"average {singular(found['rows'])} by {singular(found['group'])}{found['tail']}")
    if plan is None or len(plan.measures) != 1 or not plan.dimensions or plan.rows is not None or plan.having:
        return
    value = plan.measures[0].value
    if not isinstance(value, Aggregate) or value.function != "avg" or not isinstance(value.of, FieldRef):
        return
    time = model.entity(value.entity).default_time
    field = model.entity(value.of.entity).field(value.of.name)
    if time is None or value.of.entity != value.entity or any(one.grain or one.part for one in plan.dimensions):
        return
    first = found["which"].lower() in _FIRST
    by = FieldRef(entity=value.entity, name=time)
    told = replace(value, function="first" if first else "last", by=by, plain=True)
    label = f"{'first' if first else 'last'} {field.label}"
    measure = PlanMeasure(name=label.replace(" ", "_"), label=label, value=told, unit=field.unit)
    yield replace(plan, measures=(measure,), order=(Order(by=OutputRef(name=measure.name), descending=True),))
