"""Figures told in another unit: "total revenue in thousands", "average length in minutes", "how many tonnes did we ship"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import is_measure
from agents.sql_expert.units_told import UNITS, Unit, unit_of
from core.model import Entity, Field, Measure, SemanticModel
from core.plan import Aggregate, FieldRef, MeasureArithmetic, MeasureConstant, MeasureExpression, Plan, PlanMeasure
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
_SCALES = {
    "thousand": 1e3,
    "thousands": 1e3,
    "k": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "billions": 1e9,
}
_IN = re.compile(
    r"^(?P<what>.+?),?\s+(?:(?:told|shown|expressed|measured|given)\s+)?in\s+(?P<unit>[a-z]+)(?:\s+of\s+(?:usd|eur|gbp|dollars|euros|pounds))?"
    r"(?P<tail>(?:,?\s+(?:by|per|for|in|of|during|since|over|last|this|across|each|from|where|who|that|we|did)\b.*)?)[?.!\s]*$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"^how many (?P<unit>[a-z]+)(?: of (?P<what>[a-z]+))?(?: (?P<rest>.+?))?[?.!\s]*$", re.IGNORECASE
)
_DOING = re.compile(
    r"^(?:(?:have|has|had|did|do|does|were|was|are|is)\s+)(?:(?:we|they|you|i|there)\s+)?(?:been\s+)?"
    r"(?:(?:ship|shipped|carry|carried|move|moved|transport|transported|haul|hauled|handle|handled|process|processed|"
    r"go|went|gone|send|sent|record|recorded|have|had)\b\s*)?",
    re.IGNORECASE,
)


def told_in_another(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the figure in the unit that it is kept in."""
    found = _IN.match(text.strip())
    wanted = _wanted(found["unit"].lower()) if found is not None else None
    if found is not None and wanted is not None and not _is_called_so(found["what"], found["unit"], model):
        plan = read(f"{found['what']}{found['tail']}")
        told = _told(plan, wanted, found["unit"].lower(), model) if plan is not None else None
        if told is not None:
            yield told
    yield from _so_many(text, model, read)


def _is_called_so(what: str, unit: str, model: SemanticModel) -> bool:
    """“Price in euros” is a column of its own where one is called so."""
    said = {stem(what.lower().split()[-1]), stem(unit.lower())}
    return any(
        said <= {stem(word) for word in full_words(one.name)} for entity in model.entities for one in entity.fields
    )


def _wanted(word: str) -> float | Unit | None:
    return _SCALES.get(word) or UNITS.get(word)


def _so_many(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“How many tonnes did we ship by sea” is the sum of the one column that is told in such a unit."""
    found = _HOW_MANY.match(text.strip())
    unit = UNITS.get(found["unit"].lower()) if found is not None else None
    if found is None or unit is None or unit.kind == "money":
        return
    columns = [(entity, one) for entity in model.entities for one in entity.fields if _is_told_in(one, unit)]
    if len(columns) != 1:
        return
    entity, field = columns[0]
    of = f"{found['what']} {entity.label}" if found["what"] else entity.label
    plan = read(f"total {field.label} of {of} {_DOING.sub('', found['rest'] or '')}")
    if plan is None or not _sums(plan, entity, field):
        return
    told = _told(plan, unit, found["unit"].lower(), model)
    if told is not None:
        yield told


def _is_told_in(field: Field, unit: Unit) -> bool:
    told = unit_of(field)
    return is_measure(field) and isinstance(field, Measure) and told is not None and told.kind == unit.kind


def _sums(plan: Plan, entity: Entity, field: Field) -> bool:
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    of = value.of if isinstance(value, Aggregate) and value.function == "sum" else None
    return isinstance(of, FieldRef) and (of.entity, of.name) == (entity.name, field.name)


def _told(plan: Plan, wanted: float | Unit, name: str, model: SemanticModel) -> Plan | None:
    if not plan.measures or plan.having is not None or plan.comparisons or plan.combine is not None:
        return None
    measures: list[PlanMeasure] = []
    for one in plan.measures:
        size = wanted if isinstance(wanted, float) else _size(one.value, wanted, model)
        if size is None:
            return None
        value = MeasureArithmetic(operator="/", left=one.value, right=MeasureConstant(value=size))
        unit = one.unit if isinstance(wanted, float) else name
        measures.append(replace(one, value=value, label=f"{one.label} in {name}", unit=unit))
    return replace(plan, measures=tuple(measures))


def _size(value: MeasureExpression, wanted: Unit, model: SemanticModel) -> float | None:
    """How many of the column's own units are one of what is wanted; None where that is not known."""
    of = (
        value.of if isinstance(value, Aggregate) and value.function not in ("count", "count_distinct", "corr") else None
    )
    told = unit_of(model.entity(of.entity).field(of.name)) if isinstance(of, FieldRef) else None
    return wanted.size / told.size if told is not None and told.kind == wanted.kind else None
