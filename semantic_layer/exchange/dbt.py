"""dbt semantic models (MetricFlow YAML): written as `semantic_models` with measures, which dbt Core reads from 1.6 on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from core.model import Entity, Measure, Metric, SemanticModel
from core.model_change import Lost
from semantic_layer.exchange.carried import Exported, filled, structure_of, written
from semantic_layer.metric_sql import metric_tree

AGGREGATIONS = {
    "sum": "sum", "avg": "average", "min": "min", "max": "max", "median": "median", "count": "count",
    "count_distinct": "count_distinct",
}  # fmt: skip
_RESERVED = frozenset(
    {"nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
     "metric_time"}
)  # fmt: skip
_WINDOWS = {"first": "min", "last": "max", "min": "min", "max": "max"}


@dataclass(slots=True)
class _Writing:
    """Measures have names of their own in the whole project; `measures` are those by their table."""

    model: SemanticModel
    taken: set[str] = field(default_factory=set)
    measures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def free(self, name: str, entity: str) -> str:
        plain = _plain(name)
        tries = (plain, f"{_plain(entity)}_{plain}", *(f"{plain}_{number}" for number in range(2, 10_000)))
        found = next(one for one in tries if one not in self.taken)
        self.taken.add(found)
        return found

    def lose(self, what: str, why: str) -> None:
        self.lost.append(Lost(what=what, why=why))


def export_dbt(model: SemanticModel) -> Exported:
    writing = _Writing(model, taken={_plain(metric.name) for metric in model.metrics})
    parts = [_semantic_model(entity, writing) for entity in model.entities]
    for metric in model.metrics:
        _metric(metric, writing)
    for part in parts:
        part["measures"] = writing.measures.get(part["name"])
    if (model.calendar.week_start, model.calendar.fiscal_year_start) != (0, 1):
        writing.lose("calendar", "dbt has its calendar in the time spine.")
    for synonym in model.synonyms:
        writing.lose(f"synonym {synonym.phrase}", "dbt has no synonyms.")
    return written(filled(semantic_models=[filled(**part) for part in parts], metrics=writing.metrics), writing.lost)


def _semantic_model(entity: Entity, writing: _Writing) -> dict[str, Any]:
    keys = _keys(entity, writing)
    times = [one for one in entity.fields if one.kind == "dimension" and one.role == "time"]
    measures = [one for one in entity.fields if isinstance(one, Measure)]
    writing.measures[_plain(entity.name)] = [
        told for one in measures if (told := _measure(one, entity, writing)) is not None
    ]
    if measures and not times:
        writing.lose(entity.name, "It has no time, without which MetricFlow has no measures: give it one in dbt.")
    told = filled(synonyms=entity.synonyms, display=entity.display) | structure_of(entity)
    if told:
        writing.lose(entity.name, f"dbt has no place for {', '.join(told)}.")
    default = entity.default_time or (times[0].name if times else None)
    return {
        "name": _plain(entity.name),
        "label": entity.label if entity.label != entity.name else None,
        "description": entity.description,
        "model": f"ref('{entity.name}')",
        "defaults": {"agg_time_dimension": _plain(default)} if default else None,
        "primary_entity": None if any(one["type"] == "primary" for one in keys) else _plain(entity.name),
        "entities": keys,
        "dimensions": list(_dimensions(entity, {one["expr"] for one in keys}, writing)),
    }


def _keys(entity: Entity, writing: _Writing) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if len(entity.key) == 1:
        name = _plain(entity.name)
        found[name] = {"name": name, "type": "primary", "expr": entity.key[0]}
    elif entity.key:
        writing.lose(entity.name, f"Its key has several columns ({', '.join(entity.key)}): MetricFlow has keys of one.")
    for one in writing.model.relationships:
        if one.from_entity != entity.name:
            continue
        what = f"relationship {one.name}"
        name = _plain(one.to_entity)
        if len(one.from_columns) > 1 or one.cardinality not in ("many_to_one", "one_to_one"):
            writing.lose(what, "MetricFlow joins by one column, and to a key.")
        elif writing.model.entity(one.to_entity).key != one.to_columns:
            writing.lose(what, f"{', '.join(one.to_columns)} is not the key of {one.to_entity}.")
        elif name in found:
            writing.lose(what, f"{entity.name} refers to {one.to_entity} already: MetricFlow has one such entity.")
        else:
            found[name] = {"name": name, "type": "foreign", "expr": one.from_columns[0]}
    return list(found.values())


def _dimensions(entity: Entity, keys: set[str], writing: _Writing) -> Iterator[dict[str, Any]]:
    for one in entity.fields:
        told = filled(unit=one.unit, synonyms=one.synonyms, hidden=one.hidden or None)
        if told:
            writing.lose(f"{entity.name}.{one.name}", f"dbt has no place for {', '.join(told)}.")
        if isinstance(one, Measure) or one.name in keys:
            continue
        time = one.role == "time" and one.type != "time"
        yield filled(
            name=_plain(one.name),
            type="time" if time else "categorical",
            expr=one.name if _plain(one.name) != one.name else None,
            type_params={"time_granularity": "day" if one.type == "date" else "second"} if time else None,
            label=one.label,
            description=one.description,
        )


def _measure(one: Measure, entity: Entity, writing: _Writing) -> dict[str, Any] | None:
    what = f"{entity.name}.{one.name}"
    if one.aggregation not in AGGREGATIONS:
        writing.lose(what, f"MetricFlow has no {one.aggregation}.")
        return None
    apart = None
    if one.additivity == "semi_additive" and entity.default_time:
        window = _WINDOWS.get(one.over_time or "last")
        if window is None or one.over_time in ("min", "max"):
            writing.lose(what, f"MetricFlow takes the first or the last over time, not the {one.over_time}.")
        apart = {"name": _plain(entity.default_time), "window_choice": window or "max"}
    if one.weight:
        writing.lose(what, f"MetricFlow has no weighted averages (by {one.weight}).")
    return filled(
        name=writing.free(one.name, entity.name),
        agg=AGGREGATIONS[one.aggregation],
        expr=one.name,
        label=one.label,
        description=one.description,
        non_additive_dimension=apart,
    )


def _metric(metric: Metric, writing: _Writing) -> None:
    """A simple metric for each aggregate; a ratio or an expression over them where there are several."""
    tree = metric_tree(metric, writing.model, qualified=True)
    told = filled(unit=metric.unit, synonyms=metric.synonyms)
    if told:
        writing.lose(f"metric {metric.name}", f"dbt has no place for {', '.join(told)}.")
    parts = list(_aggregates(tree)) if tree is not None else []
    if tree is None or not parts:
        writing.lose(f"metric {metric.name}", "It is more than aggregates of columns.")
        return
    measures = [_part(part, metric, len(parts), writing) for part in parts]
    if any(one is None for one in measures):
        writing.lose(f"metric {metric.name}", "MetricFlow has no such aggregate.")
        return
    common = filled(name=_plain(metric.name), label=metric.label, description=metric.description)
    if tree is parts[0]:
        writing.metrics.append(common | {"type": "simple", "type_params": {"measure": measures[0]}})
        return
    names = [str(one) for one in measures]
    writing.metrics += [
        {"name": one, "label": one.replace("_", " "), "type": "simple", "type_params": {"measure": one}}
        for one in names
    ]
    writing.metrics.append(common | _combined(tree, parts, names))


def _combined(tree: exp.Expr, parts: list[exp.Expr], names: list[str]) -> dict[str, Any]:
    divisor = (
        tree.expression.this if isinstance(tree.args.get("expression"), exp.Nullif) else tree.args.get("expression")
    )
    if isinstance(tree, exp.Div) and tree.this is parts[0] and len(parts) == 2 and divisor is parts[1]:
        return {"type": "ratio", "type_params": {"numerator": {"name": names[0]}, "denominator": {"name": names[1]}}}
    for part, name in zip(parts, names, strict=True):
        part.replace(exp.column(name))
    return {"type": "derived", "type_params": {"expr": tree.sql(), "metrics": [{"name": one} for one in names]}}


def _aggregates(tree: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(tree, exp.AggFunc):
        yield tree
        return
    for key in ("this", "expression"):
        part = tree.args.get(key)
        if isinstance(part, exp.Expr):
            yield from _aggregates(part)


def _part(node: exp.Expr, metric: Metric, many: int, writing: _Writing) -> str | None:
    """The name of a measure made for it, in the table whose columns it reads."""
    inner = node.this
    distinct = isinstance(inner, exp.Distinct)
    functions: dict[type[exp.Expr], str] = {
        exp.Sum: "sum",
        exp.Avg: "average",
        exp.Min: "min",
        exp.Max: "max",
        exp.Median: "median",
        exp.Count: "count",
    }
    agg = "count_distinct" if distinct else functions.get(type(node))
    tables = {column.table for column in node.find_all(exp.Column)}
    if agg is None or len(tables) > 1:
        return None
    home = _plain(tables.pop() if tables else metric.entity)
    of = inner.expressions[0] if distinct else inner
    bare = of.copy()
    for column in bare.find_all(exp.Column):
        column.set("table", None)
    name = writing.free(metric.name if many == 1 else f"{metric.name}_{agg}", home)
    text = "1" if isinstance(of, exp.Star) else bare.sql()
    writing.measures.setdefault(home, []).append({"name": name, "agg": agg, "expr": text})
    return name


def _plain(name: str) -> str:
    """MetricFlow: lower case, digits and single underscores, a letter first."""
    plain = re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", name.lower())).strip("_") or "column"
    if plain in _RESERVED:
        return f"{plain}_value"
    return plain if plain[0].isalpha() else f"c_{plain}"
