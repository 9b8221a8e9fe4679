"""dbt semantic models read: `semantic_models` with measures, and the later form within `models`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from core.model import Entity, SemanticModel
from core.model_change import ModelChange
from semantic_layer.exchange.carried import Imported, Taking, dicts, entity_named, field_named, filled, mapping_at
from semantic_layer.exchange.dbt import AGGREGATIONS

_OURS = {theirs: ours for ours, theirs in AGGREGATIONS.items()}
_SQL = {"sum": "SUM({})", "average": "AVG({})", "min": "MIN({})", "max": "MAX({})", "median": "MEDIAN({})",
        "count": "COUNT({})", "count_distinct": "COUNT(DISTINCT {})", "sum_boolean": "SUM(CASE WHEN {} THEN 1 ELSE 0 END)"}  # fmt: skip
_REFERENCE = re.compile(r"\{\{\s*(?:Dimension|TimeDimension|Entity)\(\s*['\"]([^'\"]+)['\"][^)]*\)[^}]*\}\}")


@dataclass(slots=True)
class _Reading:
    taking: Taking
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Primary and unique entities by name: their table and column."""
    references: list[tuple[str, str, str]] = field(default_factory=list)
    """Foreign entities: their name, table and column."""
    measures: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Measures by name: their table, and what they are as SQL."""
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    """What a dimension of a table is as SQL."""


def import_dbt(document: Any, model: SemanticModel) -> Imported:
    reading = _Reading(Taking(model))
    metrics: list[tuple[dict[str, Any], Entity | None]] = [(one, None) for one in dicts(document.get("metrics"))]
    for each in dicts(document.get("semantic_models")):
        _take_semantic_model(each, reading)
    for each in dicts(document.get("models")):
        if each.get("semantic_model"):
            home = _take_model(each, reading)
            metrics += [(one, home) for one in dicts(each.get("metrics"))]
    for name, table, column in reading.references:
        if name in reading.keys:
            reading.taking.relate(name, (table, [column]), (reading.keys[name][0], [reading.keys[name][1]]))
        else:
            reading.taking.lose(f"entity {name} of {table}", "No table has it as its key.")
    _take_metrics(metrics, reading)
    for kind in ("saved_queries", "exposures"):
        if document.get(kind):
            reading.taking.lose(kind, "They have no place in the model.")
    return reading.taking.imported()


def _take_semantic_model(part: dict[str, Any], reading: _Reading) -> None:
    entity = entity_named(reading.taking.model, part.get("model"), part.get("name"))
    if entity is None:
        reading.taking.lose(f"semantic model {part.get('name')}", "There is no such table.")
        return
    _take_table(part, entity, mapping_at(part, "defaults").get("agg_time_dimension"), reading)
    for one in dicts(part.get("entities")):
        _take_entity(entity, one, str(one.get("expr") or one.get("name")), reading)
    for one in dicts(part.get("dimensions")):
        _take_dimension(entity, one, str(one.get("expr") or one.get("name")), reading)
    for one in dicts(part.get("measures")):
        _take_measure(entity, one, reading)


def _take_model(part: dict[str, Any], reading: _Reading) -> Entity | None:
    entity = entity_named(reading.taking.model, part.get("name"))
    if entity is None:
        reading.taking.lose(f"model {part.get('name')}", "There is no such table.")
        return None
    _take_table(part, entity, part.get("agg_time_dimension"), reading)
    for column in dicts(part.get("columns")):
        own = column.get("entity")
        if own:
            told = own if isinstance(own, dict) else {"type": own}
            _take_entity(entity, {"name": column.get("name"), **told}, str(column.get("name")), reading)
        dimension = column.get("dimension")
        if dimension:
            told = dimension if isinstance(dimension, dict) else {"type": dimension}
            _take_dimension(
                entity,
                {**column, **told, "name": told.get("name") or column.get("name")},
                str(column.get("name")),
                reading,
            )
        elif column.get("description") and (found := field_named(entity, column.get("name"))):
            reading.taking.set_field(entity, found.name, {"description": column["description"]})
    for kind in ("derived_semantics",):
        if part.get(kind):
            reading.taking.lose(f"{kind} of {part.get('name')}", "Computed fields have no place.")
    return entity


def _take_table(part: dict[str, Any], entity: Entity, time: Any, reading: _Reading) -> None:
    values = {"description": part.get("description"), "label": part.get("label")}
    found = field_named(entity, time)
    if time and found is None:
        reading.taking.lose(entity.name, f"Its time “{time}” is no column.")
    reading.taking.set_entity(entity, values | {"default_time": found.name if found else None})


def _take_entity(entity: Entity, one: dict[str, Any], expr: str, reading: _Reading) -> None:
    name, kind = str(one.get("name")), str(one.get("type") or "foreign")
    found = field_named(entity, expr)
    if found is None:
        reading.taking.lose(f"entity {name} of {entity.name}", f"“{expr}” is no column.")
        return
    reading.columns[entity.name, name] = found.name
    if kind in ("primary", "unique"):
        reading.keys.setdefault(name, (entity.name, found.name))
        if kind == "primary":
            reading.taking.set_entity(entity, {"key": [found.name]})
    else:
        reading.references.append((name, entity.name, found.name))


def _take_dimension(entity: Entity, one: dict[str, Any], expr: str, reading: _Reading) -> None:
    found = field_named(entity, expr)
    name = str(one.get("name"))
    if found is None:
        reading.taking.lose(f"{entity.name}.{name}", f"“{expr}” is no column; computed fields have no place.")
        return
    reading.columns[entity.name, name] = found.name
    values = filled(label=one.get("label"), description=one.get("description"))
    if one.get("type") == "time" and not (found.kind == "dimension" and found.role == "time"):
        values["role"] = "time"
    if one.get("type") == "categorical" and found.kind == "measure":
        values["role"] = "category"
    reading.taking.set_field(entity, found.name, values)


def _take_measure(entity: Entity, one: dict[str, Any], reading: _Reading) -> None:
    name, agg = str(one.get("name")), str(one.get("agg")).casefold()
    expr = str(one.get("expr") or name)
    what = f"{entity.name}.{name}"
    if agg not in _SQL:
        reading.taking.lose(what, f"There is no aggregation “{agg}” here.")
        return
    reading.measures[name] = entity.name, _SQL[agg].format("*" if agg == "count" and expr == "1" else expr)
    found = field_named(entity, expr)
    if found is None:
        if one.get("create_metric"):
            values = filled(expression=reading.measures[name][1], entity=entity.name, label=one.get("label"))
            reading.taking.take(f"metric {name}", ModelChange(metric=name, set=values))
        return
    if agg in ("count", "count_distinct", "sum_boolean"):
        return
    values = filled(label=one.get("label"), description=one.get("description"), aggregation=_OURS[agg])
    apart = one.get("non_additive_dimension")
    if isinstance(apart, dict):
        over = {"min": "first", "max": "last"}.get(str(apart.get("window_choice")), "last")
        values |= {"additivity": "semi_additive", "over_time": over}
        if apart.get("window_groupings"):
            reading.taking.lose(what, "window_groupings have no place.")
    if found.kind != "measure":
        values["role"] = "measure"
    reading.taking.set_field(entity, found.name, values)


def _take_metrics(metrics: list[tuple[dict[str, Any], Entity | None]], reading: _Reading) -> None:
    """Those of aggregates first, then those made of other metrics, until none of the rest can be made."""
    waiting = []
    for one, home in metrics:
        kind, name = str(one.get("type") or "simple"), str(one.get("name"))
        params = {**one, **mapping_at(one, "type_params")}
        if kind == "simple":
            _take_simple(name, params, home, reading)
        elif kind in ("ratio", "derived") and not _shifted(params):
            waiting.append((name, kind, params))
        else:
            reading.taking.lose(
                f"metric {name}", f"{kind} metrics over time have no place: ask for them in a question."
            )
    while waiting:
        known = {each.name for each in reading.taking.model.metrics}
        ready = [each for each in waiting if _inputs(each[1], each[2]) <= known]
        if not ready:
            break
        waiting = [each for each in waiting if each not in ready]
        for name, kind, params in ready:
            _take_combined(name, kind, params, reading)
    for name, _, _params in waiting:
        reading.taking.lose(f"metric {name}", "What it is made of was not carried over.")


def _take_simple(name: str, params: dict[str, Any], home: Entity | None, reading: _Reading) -> None:
    what = f"metric {name}"
    measure = params.get("measure")
    told = measure if isinstance(measure, dict) else {"name": measure}
    if measure is not None and str(told.get("name")) in reading.measures:
        table, text = reading.measures[str(told["name"])]
    elif home is not None and str(params.get("agg")).casefold() in _SQL:
        expr = str(params.get("expr") or name)
        agg = str(params["agg"]).casefold()
        table, text = home.name, _SQL[agg].format("*" if agg == "count" and expr == "1" else expr)
    else:
        reading.taking.lose(what, "Its measure was not carried over.")
        return
    where = _where([params.get("filter"), told.get("filter")], table, reading)
    values = filled(
        expression=text, entity=table, where=where, label=params.get("label"), description=params.get("description")
    )
    reading.taking.take(what, ModelChange(metric=name, set=values))
    for part in ("fill_nulls_with", "join_to_timespine", "non_additive_dimension"):
        if params.get(part) or told.get(part):
            reading.taking.lose(what, f"{part} has no place.")


def _take_combined(name: str, kind: str, params: dict[str, Any], reading: _Reading) -> None:
    if kind == "ratio":
        text = f"{_name(params.get('numerator'))} / {_name(params.get('denominator'))}"
    else:
        text = str(params.get("expr"))
        for one in dicts(params.get("input_metrics") or params.get("metrics")):
            if one.get("alias"):
                text = re.sub(rf"\b{re.escape(str(one['alias']))}\b", str(one.get("name")), text)
    values = filled(expression=text, label=params.get("label"), description=params.get("description"))
    if any(isinstance(params.get(side), dict) and params[side].get("filter") for side in ("numerator", "denominator")):
        reading.taking.lose(f"metric {name}", "A filter on one side has no place: make a metric of it.")
        return
    reading.taking.take(f"metric {name}", ModelChange(metric=name, set=values))


def _inputs(kind: str, params: dict[str, Any]) -> set[str]:
    if kind == "ratio":
        return {_name(params.get("numerator")), _name(params.get("denominator"))}
    inputs = params.get("input_metrics") or params.get("metrics") or []
    return {_name(one) for one in inputs}


def _shifted(params: dict[str, Any]) -> bool:
    inputs = params.get("input_metrics") or params.get("metrics") or []
    return any(
        isinstance(one, dict) and (one.get("offset_window") or one.get("offset_to_grain") or one.get("filter"))
        for one in inputs
    )


def _name(told: Any) -> str:
    return str(told.get("name") or told.get("measure")) if isinstance(told, dict) else str(told)


def _where(filters: list[Any], table: str, reading: _Reading) -> str | None:
    """Templates like {{ Dimension('order__status') }} become columns."""

    def column(found: re.Match[str]) -> str:
        name = found[1].split("__")[-1]
        return reading.columns.get((table, name), name)

    flat = [each for one in filters for each in (one if isinstance(one, list) else [one]) if each]
    texts = [f"({_REFERENCE.sub(column, str(each)).strip()})" for each in flat]
    return " AND ".join(texts) or None
