"""What was heeded of the model in a Plan's measures, told as assumptions that people can take back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.model import SemanticModel
from core.plan import Aggregate, Alternative, Assumption, FieldRef, Plan
from semantic_layer.compiler.meaning import levels_in, replaced, weight_of
from semantic_layer.compiler.measures import aggregates, written_out
from semantic_layer.compiler.scope import field_of
from semantic_layer.inflection import plural

_AT = {"last": "the last", "first": "the first"}


def with_assumptions(plan: Plan, model: SemanticModel) -> Plan:
    """The Plan with an assumption for each measure that is not over the rows as they stand; said once."""
    told = {(one.topic, one.chosen) for one in plan.assumptions}
    parts = dict.fromkeys(part for measure in plan.measures for part in aggregates(written_out(measure.value, model)))
    added = [one for part in parts for one in _assumed(part, plan, model) if (one.topic, one.chosen) not in told]
    return replace(plan, assumptions=(*plan.assumptions, *added)) if added else plan


def _assumed(part: Aggregate, plan: Plan, model: SemanticModel) -> Iterator[Assumption]:
    weight = weight_of(part, model)
    if weight is not None and isinstance(part.of, FieldRef):
        label, by = field_of(model, part.of).label.lower(), field_of(model, weight).label.lower()
        yield Assumption(
            topic="average",
            chosen=f"average {label}, weighted by {by}",
            why=f"Each row stands for a {by} of its own.",
            alternatives=_taken_back(f"average {label} of the rows", part, plan),
            basis="defined",
        )
    levels = levels_in(part, model)
    snapshots = model.entity(part.entity).snapshots
    if not levels or snapshots is None:
        return
    label = " and ".join(level.label.lower() for level in levels)
    time = " and ".join(model.entity(part.entity).field(name).label.lower() for name in snapshots.time)
    how = levels[0].over_time or "last"
    each = "" if snapshots.shared else " of each"
    chosen = f"{label}: average over {plural(time)}" if how == "avg" else f"{label} at {_AT.get(how, how)} {time}{each}"
    yield Assumption(
        topic="level over time",
        chosen=chosen,
        why="It is a level at a point in time, which does not add up over time.",
        alternatives=_taken_back(f"{label} added up over all rows", part, plan),
        basis="defined",
    )


def _taken_back(label: str, part: Aggregate, plan: Plan) -> tuple[Alternative, ...]:
    changed = replaced(plan, part, replace(part, plain=True))
    return () if changed == plan else (Alternative(label=label, plan=changed),)
