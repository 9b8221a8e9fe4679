"""What a second sentence says is returned: columns of the groups or rows that were asked for, and the figure itself.

"Which 5 owners had the highest total fees? Return the surname, first name and total."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import free_name
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from core.plan import Aggregate, FieldRef, Plan, PlanDimension, PlanField, PlanMeasure, Rows
from semantic_layer.words import stem, word_stems

Read = Callable[[str], Plan | None]
_RETURNED = re.compile(
    r"^(?P<asked>.+?)(?:\s*[.?!;:]\s*(?:please\s+|and\s+)?|,?\s+and\s+)(?:return|show|output|display|include|give|list|provide)(?:\s+me)?\s+"
    r"(?:(?:the|their|its|only|both|each)\s+)*(?P<items>[^.?!;:()]+?)[.?!;\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_JOINT = re.compile(r"\s*,\s*(?:and\s+|as well as\s+)?|\s+and\s+|\s+along with\s+|\s+as well as\s+", re.IGNORECASE)
_THEIR = re.compile(r"^(?:(?:the|their|its|his|her|corresponding|respective|each)\s+)+", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|for) (?:the |each |their |its )?(?:\w+)$", re.IGNORECASE)
_FIGURES = frozenset(map(stem, ["figure", "value", "result"]))
_KINDS: dict[str, frozenset[str]] = {
    function: _FIGURES | frozenset(map(stem, words.split()))
    for function, words in (
        ("sum", "total amount sum"), ("count", "number count total"), ("count_distinct", "number count total"), ("avg", "average mean"),
        ("ratio", "ratio rate percentage share"), ("min", "date time"), ("max", "date time"),
    )
}  # fmt: skip
_MOST_WORDS = 5


def returned(text: str, schema: Schema, read: Read, sure: Callable[[str], bool]) -> Iterator[Plan]:
    """`read` understands what stands before as a question of its own; nothing where all is `sure` as it stands."""
    found = _RETURNED.match(text.strip())
    if found is None or len(found["asked"].split()) < 2 * 2:
        return
    items = [_THEIR.sub("", one.strip()) for one in _JOINT.split(found["items"]) if one.strip()]
    if any(len(one.split()) > _MOST_WORDS for one in items):
        return
    plan = None if sure(text) else read(found["asked"])
    if plan is None or plan.combine is not None or plan.comparisons:
        return
    shown = _of_groups(plan, items, schema) if plan.rows is None else _of_rows(plan, items, schema)
    if shown is not None:
        yield shown


def _of_groups(plan: Plan, items: list[str], schema: Schema) -> Plan | None:
    """None where an item is neither a figure of the plan nor a column of its groups."""
    if not plan.dimensions or plan.top_per_group is not None:
        return None
    columns: list[PlanDimension] = []
    figures: list[PlanMeasure] = []
    for item in items:
        told = _told(item, plan) or _beside(item, plan, schema, whole=True) or _figure(item, plan)
        told = told or _beside(item, plan, schema, whole=False)
        if isinstance(told, PlanDimension):
            columns.append(told)
        elif told is not None and told not in figures:
            figures.append(told)
        else:
            return None
    kept = tuple(replace(one, shown=False) for one in plan.dimensions if all(one.of != other.of for other in columns))
    names = [*(one.name for one in plan.measures), *(one.name for one in kept)]
    named: list[PlanDimension] = []
    for one in columns:
        if all(one.of != known.of for known in named):
            named.append(replace(one, name=free_name(one.name, [*names, *(known.name for known in named)]), shown=True))
    measures = tuple(replace(one, shown=one in figures) for one in plan.measures)
    if not named:
        return None
    return replace(plan, dimensions=(*named, *kept), measures=measures)


def _told(item: str, plan: Plan) -> PlanDimension | None:
    """A group that is called so."""
    said = _stems(item)
    if not said:
        return None
    return next((one for one in plan.dimensions if one.shown and said <= _stems(f"{one.label} {one.name}")), None)


def _beside(item: str, plan: Plan, schema: Schema, *, whole: bool) -> PlanDimension | None:
    """A column of the rows that the groups are; `whole`: by its whole name."""
    found = [
        (entity, field)
        for entity in _grouped(plan, schema)
        if (field := _column(_stems(item), entity, whole=whole)) is not None
    ]
    if len(found) != 1:
        return None
    entity, field = found[0]
    refs = [one.of for one in plan.dimensions if isinstance(one.of, FieldRef)]
    via = next((one.via for one in refs if one.entity == entity.name), ())
    return PlanDimension(name=field.name, label=field.label, of=FieldRef(entity=entity.name, name=field.name, via=via))


def _grouped(plan: Plan, schema: Schema) -> list[Entity]:
    """Tables whose single rows the groups are: told by their key."""
    refs = [one.of for one in plan.dimensions if isinstance(one.of, FieldRef)]
    entities = [schema.model.entity(name) for name in dict.fromkeys(one.entity for one in refs)]
    keyed = {(one.entity, one.name) for one in refs}
    return [one for one in entities if one.key and all((one.name, name) in keyed for name in one.key)]


def _column(said: frozenset[str], entity: Entity, *, whole: bool = False) -> Field | None:
    own = _stems(entity.name)
    columns = [(one, _stems(one.name)) for one in entity.fields if not one.hidden]
    called = [one for one, words in columns if words == said or words == said - own or words - own == said - own]
    if not called and not whole:
        called = [one for one, words in columns if said - own and said - own < words]
    return called[0] if len(called) == 1 else None


def _figure(item: str, plan: Plan) -> PlanMeasure | None:
    """The one figure that has all of the words, or of whose kind they are."""
    said = _stems(item)
    told = [one for one in plan.measures if said and said <= _stems(f"{one.label} {one.name}") | _kind(one)]
    return told[0] if len(told) == 1 else None


def _kind(measure: PlanMeasure) -> frozenset[str]:
    value = measure.value
    return _KINDS.get(value.function if isinstance(value, Aggregate) else "ratio", _FIGURES)


def _of_rows(plan: Plan, items: list[str], schema: Schema) -> Plan | None:
    entity = schema.model.entity(plan.entity)
    fields: list[PlanField] = []
    for item in items:
        field = _column(_stems(item), entity) or _column(_stems(_OF.sub("", item)), entity)
        if field is None:
            return None
        if all(field.name != one.name for one in fields):
            of = FieldRef(entity=entity.name, name=field.name)
            fields.append(PlanField(name=field.name, label=field.label, of=of))
    return replace(plan, rows=Rows(fields=tuple(fields), distinct=False))


def _stems(words: str) -> frozenset[str]:
    return word_stems(words) - {stem("of")}
