"""Metrics that people make, change, accept, reject and remove."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import wire
from core.errors import InvalidInput, UnknownName, UserError
from core.model import EVERYTHING, Metric, SemanticModel
from core.model_change import ModelChange
from core.plan import Condition, MeasureExpression, MetricRef, Plan, PlanMeasure
from semantic_layer.change_values import named, optional_text, text, texts
from semantic_layer.compiler import compile_plan
from semantic_layer.measure_text import entity_of_measure, read_condition, read_measure
from semantic_layer.metric_suggestions import accept_metric
from semantic_layer.metric_targets import read_target

METRIC_ATTRIBUTES = ("name", "label", "description", "unit", "synonyms", "entity", "expression", "where", "target")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


def changed_metrics(model: SemanticModel, change: ModelChange) -> SemanticModel:
    """Raises InvalidInput and UnknownName."""
    name = change.metric or ""
    known = [one.name for one in model.metrics]
    suggested = [one.name for one in model.suggested_metrics]
    match change.do:
        case "accept":
            accepted = accept_metric(model, named("suggested metric", name, suggested))
            return accepted if not change.set else changed_metrics(accepted, replace(change, do="set"))
        case "reject":
            return _without(model, named("suggested metric", name, suggested))
        case "remove":
            return _without(model, named("metric", name, (*known, *suggested)))
    if name in suggested and name not in known:
        return changed_metrics(model, replace(change, do="accept"))
    return _set(model, name, change.set)


def _without(model: SemanticModel, name: str) -> SemanticModel:
    used = [one.name for one in model.metrics if one.name != name and name in _metrics_in(one.expression)]
    if used:
        raise InvalidInput(f"The metric {name} is used by {', '.join(used)}.", hint="Change or remove that first.")
    return replace(
        model,
        metrics=tuple(one for one in model.metrics if one.name != name),
        suggested_metrics=tuple(one for one in model.suggested_metrics if one.name != name),
        removed=tuple(dict.fromkeys((*model.removed, f"metric {name}"))),
    )


def _set(model: SemanticModel, name: str, values: Mapping[str, Any]) -> SemanticModel:
    wanted = {named("attribute", key, METRIC_ATTRIBUTES): value for key, value in values.items()}
    old = next((one for one in model.metrics if one.name == name), None)
    if old is None and "expression" not in wanted:
        known = [one.name for one in (*model.metrics, *model.suggested_metrics)]
        raise UnknownName("metric", name, known)
    if not wanted:
        raise InvalidInput(f"Nothing of the metric {name} is set.", hint=f"Set one of {', '.join(METRIC_ATTRIBUTES)}.")
    others = replace(model, metrics=tuple(one for one in model.metrics if one.name != name))
    metric = _checked(_metric(others, old, name, wanted), others)
    at = next((place for place, one in enumerate(model.metrics) if one.name == name), len(model.metrics))
    return replace(
        model,
        metrics=(*model.metrics[:at], metric, *model.metrics[at + 1 :]),
        suggested_metrics=tuple(one for one in model.suggested_metrics if one.name != metric.name),
        removed=tuple(one for one in model.removed if one != f"metric {metric.name}"),
    )


def _metric(model: SemanticModel, old: Metric | None, name: str, wanted: Mapping[str, Any]) -> Metric:
    entities = [one.name for one in model.entities]
    entity = named("table", wanted["entity"], entities) if wanted.get("entity") else (old.entity if old else None)
    expression = _expression(wanted["expression"], model, entity) if "expression" in wanted else None
    if expression is None:
        assert old is not None
        expression = old.expression
    home = entity or entity_of_measure(expression, model)
    where = _where(wanted["where"], model, home) if "where" in wanted else (old.where if old else None)
    new_name = text("name", wanted.get("name", name))
    if not _NAME.fullmatch(new_name):
        raise InvalidInput(
            f"“{new_name}” cannot be the name of a metric.",
            hint="Use letters, digits and underscores; the label may be anything.",
        )
    if new_name in {one.name for one in model.metrics}:
        raise InvalidInput(f"There is a metric named {new_name} already.")
    base = old or Metric(
        name=name, label=name.replace("_", " "), entity=home, expression=expression, by_person=(EVERYTHING,)
    )
    told: dict[str, Any] = {key: optional_text(key, wanted[key]) for key in ("description", "unit") if key in wanted}
    if "label" in wanted:
        told["label"] = text("label", wanted["label"])
    synonyms = texts("synonyms", wanted["synonyms"]) if "synonyms" in wanted else base.synonyms
    if "target" in wanted:
        told["target"] = read_target(wanted["target"])
    by_person = base.by_person if EVERYTHING in base.by_person else tuple(dict.fromkeys((*base.by_person, *wanted)))
    return replace(
        base,
        name=new_name,
        entity=home,
        expression=expression,
        where=where,
        synonyms=synonyms,
        by_person=by_person,
        **told,
    )


def _expression(value: Any, model: SemanticModel, entity: str | None) -> MeasureExpression:
    if isinstance(value, str):
        return read_measure(value, model, entity)
    holder = wire.load(PlanMeasure, {"name": "value", "label": "value", "value": value})
    return holder.value


def _where(value: Any, model: SemanticModel, entity: str) -> Condition | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return read_condition(value, model, entity)
    return wire.load(Plan, {"entity": entity, "where": value}).where


def _checked(metric: Metric, model: SemanticModel) -> Metric:
    """What cannot be compiled alone is no metric."""
    with_it = replace(model, metrics=(*model.metrics, metric))
    measure = PlanMeasure(name="value", label="value", value=MetricRef(name=metric.name))
    try:
        compile_plan(Plan(entity=metric.entity, measures=(measure,)), with_it)
    except UserError as refused:
        raise InvalidInput(
            f"The metric {metric.name} cannot be computed: {refused.message}", hint=refused.hint
        ) from None
    return metric


def _metrics_in(expression: MeasureExpression) -> set[str]:
    if isinstance(expression, MetricRef):
        return {expression.name}
    sides = (getattr(expression, "left", None), getattr(expression, "right", None))
    return {name for side in sides if side is not None for name in _metrics_in(side)}
