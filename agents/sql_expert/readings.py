"""How each word was understood, and what was chosen where the question was open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agents.sql_expert.alternatives import other_aggregates, other_times
from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import is_metric, is_temporal, last_day, time_field
from agents.sql_expert.lexemes import EntityLink, Lexeme, ValueLink
from agents.sql_expert.lone_sheets import TAKEN_FOR_ROWS
from agents.sql_expert.named_times import taken_for
from agents.sql_expert.reach import Reach
from agents.sql_expert.settling import Settled
from agents.sql_expert.slots import Link
from core.model import Measure, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Assumption,
    Condition,
    Exists,
    FieldRef,
    Not,
    Or,
    Plan,
    RelativePeriod,
    WordReading,
)

_WORD_ROLES = frozenset(
    ("entity", "field", "value", "function", "comparison", "number", "date", "order", "filler")
)  # fmt: skip


def reading_of(draft: Draft, settled: Settled) -> tuple[WordReading, ...]:
    chosen = _chosen(draft, settled)
    readings = [_reading(lexeme, role, chosen.get(id(lexeme))) for lexeme, role in draft.used]
    return tuple(sorted(readings, key=lambda reading: reading.start))


def _chosen(draft: Draft, settled: Settled) -> dict[int, Link]:
    places: dict[str, list[Lexeme | None]] = {
        "target": [target.noun.lexeme for target in draft.targets],
        "group": [group.noun.lexeme for group in draft.groups],
        "order": [order.noun.lexeme for order in draft.orders],
        "context": list(draft.context),
        "filter": [found.noun.lexeme for found in draft.filters],
    }
    found: dict[int, Link] = {}
    for (kind, place), link in settled.choices.items():
        lexeme = places[kind][place]
        if lexeme is not None:
            found[id(lexeme)] = link
        if kind == "filter":
            for operand in draft.filters[place].operands:
                if operand.lexeme is not None:
                    found[id(operand.lexeme)] = _value_of(operand.lexeme, link)
    return found


def _value_of(lexeme: Lexeme, link: Link) -> Link:
    if isinstance(link, EntityLink):
        return link
    for value in lexeme.values:
        if value.entity.name == link.entity.name and value.field.name == link.field.name:
            return value
    return link


def _reading(lexeme: Lexeme, role: str, link: Link | None) -> WordReading:
    meaning, confidence = _meaning(lexeme, role, link)
    if link is not None and role in ("field", "entity"):
        role = "entity" if isinstance(link, EntityLink) else "field"
    return WordReading(
        words=lexeme.text,
        start=lexeme.start,
        end=lexeme.end,
        role=role if role in _WORD_ROLES else "filler",  # type: ignore[arg-type]
        meaning=meaning,
        confidence=confidence,
    )


def _meaning(lexeme: Lexeme, role: str, link: Link | None) -> tuple[str, float]:
    if isinstance(link, ValueLink) and role == "value":
        rows = f"{link.rows} row" if link.rows == 1 else f"{link.rows:,} rows"
        return f"{link.entity.name}.{link.field.name} = '{link.value.value}' ({rows})", link.score
    if isinstance(link, EntityLink):
        return link.entity.name, link.score
    if link is not None and is_metric(link):
        return f"metric {link.field.name}", link.score
    if link is not None and role in ("field", "entity"):
        return f"{link.entity.name}.{link.field.name}", link.score
    if lexeme.number is not None:
        return str(lexeme.number), 1.0
    cue = lexeme.cues[0] if lexeme.cues else None
    return (f"{cue.kind} {cue.value}".strip() if cue is not None and role != "filler" else role), 1.0


def assumptions_of(
    draft: Draft, plan: Plan, settled: Settled, model: SemanticModel, today: date
) -> tuple[Assumption, ...]:
    found = [*_about_time(draft, plan, model, today), *_about_grain(draft, plan, model)]
    found += _about_measures(draft, plan, model)
    found.extend(_about_rows(draft, settled))
    found.extend(_about_values(settled))
    found.extend(
        Assumption(topic="spelling", chosen=lexeme.respelt, why=f"“{lexeme.text}” is close to “{lexeme.respelt}”.")
        for lexeme, _ in draft.used
        if lexeme.respelt
    )
    return tuple(found)


def _about_time(draft: Draft, plan: Plan, model: SemanticModel, today: date) -> list[Assumption]:
    found: list[Assumption] = []
    for period in _periods(plan.where):
        if not isinstance(period.of, FieldRef):
            continue
        entity = model.entity(period.of.entity)
        field = entity.field(period.of.name)
        named = any(noun.lexeme is not None for noun in (one.noun for one in draft.filters if one.period))
        if not named and time_field(entity) is field:
            found.append(
                Assumption(
                    topic="time",
                    chosen=f"{entity.name}.{field.name}",
                    why="No date was named; this is the default.",
                    basis="defined",
                )
            )
        for phrase, why in taken_for([period.phrase]).items():
            found.append(Assumption(topic="period", chosen=phrase, why=why))
        latest = last_day(field)
        if isinstance(period, RelativePeriod) and latest is not None and latest < today:
            why = f"The data ends on {latest.isoformat()}, so “{period.phrase}” is counted from there."
            found.append(Assumption(topic="period", chosen=period.anchor, why=why))
    return found


def _about_grain(draft: Draft, plan: Plan, model: SemanticModel) -> list[Assumption]:
    """The date that groups are told by, where only "by month" was said."""
    named = any(group.noun.lexeme is not None for group in draft.groups if group.grain or group.part)
    if named:
        return []
    return [
        Assumption(
            topic="time", chosen=f"{one.of.entity}.{one.of.name}", why="No date was named; this is the nearest one."
        )
        for one in plan.dimensions
        if (one.grain or one.part) and isinstance(one.of, FieldRef) and len(_times(plan, model)) > 1
    ]


def _times(plan: Plan, model: SemanticModel) -> list[str]:
    """Dates of all entities that are linked to the plan's own; one alone needs no choice."""
    linked = {plan.entity}
    for one in model.relationships:
        if one.from_entity in linked:
            linked.add(one.to_entity)
    return [
        field.name
        for entity in model.entities
        if entity.name in linked
        for field in entity.fields
        if is_temporal(field)
    ]


def with_alternatives(plan: Plan, model: SemanticModel, reach: Reach) -> Plan:
    """The same Plan, its assumptions with what else they could be."""
    bare = replace(plan, assumptions=(), reading=())
    seen: dict[tuple[str, str], Assumption] = {}
    for one in plan.assumptions:
        seen.setdefault((one.topic, one.chosen), _extended(one, bare, model, reach))
    return replace(plan, assumptions=tuple(seen.values()))


def _extended(one: Assumption, plan: Plan, model: SemanticModel, reach: Reach) -> Assumption:
    if one.topic == "time":
        entity, _, name = one.chosen.partition(".")
        return replace(one, alternatives=other_times(plan, FieldRef(entity=entity, name=name), model, reach))
    measure = (
        next((part for part in plan.measures if part.label == one.chosen), None) if one.topic == "measure" else None
    )
    return one if measure is None else replace(one, alternatives=other_aggregates(plan, measure, model))


def _periods(condition: Condition | None) -> list[AbsolutePeriod | RelativePeriod]:
    if isinstance(condition, AbsolutePeriod | RelativePeriod):
        return [condition]
    if isinstance(condition, And | Or):
        return [period for one in condition.conditions for period in _periods(one)]
    if isinstance(condition, Not):
        return _periods(condition.condition)
    if isinstance(condition, Exists):
        return _periods(condition.where)
    return []


def _about_measures(draft: Draft, plan: Plan, model: SemanticModel) -> list[Assumption]:
    asked = {target.function for target in draft.targets} | {order.function for order in draft.orders}
    found: list[Assumption] = []
    for measure in plan.measures:
        value = measure.value
        if not isinstance(value, Aggregate) or value.function in asked or not isinstance(value.of, FieldRef):
            continue
        field = model.entity(value.of.entity).field(value.of.name)
        if isinstance(field, Measure):
            why = (
                f"{field.label} is added up unless a question says otherwise."
                if value.function == "sum"
                else (f"{field.label} is aggregated by {value.function} unless a question says otherwise.")
            )
            found.append(Assumption(topic="measure", chosen=measure.label, why=why, basis="defined"))
    return found


def _about_rows(draft: Draft, settled: Settled) -> list[Assumption]:
    """What a sheet's rows were taken for, where nothing but the question says it."""
    links = [
        link for link in settled.choices.values() if isinstance(link, EntityLink) and link.evidence in TAKEN_FOR_ROWS
    ]
    said = [one.text for one, _ in draft.used if any(link.evidence in TAKEN_FOR_ROWS for link in one.entities)]
    if not links:
        return []
    why = f"Nothing in the data is called “{said[0]}”; its rows are taken for that." if said else "Its rows were meant."
    return [Assumption(topic="table", chosen=links[0].entity.name, why=why)]


def _about_values(settled: Settled) -> list[Assumption]:
    return [
        Assumption(
            topic="value",
            chosen=f"{link.entity.name}.{link.field.name} = '{link.value.value}'",
            why="The spelling in the question is close to this value.",
        )
        for link in settled.choices.values()
        if isinstance(link, ValueLink) and not link.exact
    ]
