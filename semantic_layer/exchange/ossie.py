"""Apache Ossie (formerly Open Semantic Interchange), core specification 0.2.

What it has no words for goes into a custom extension of ours, which other tools may ignore.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from core.model import Entity, Field, Measure, Metric, SemanticModel
from core.model_change import Lost, ModelChange
from semantic_layer.changes import WEEKDAYS
from semantic_layer.differences import attribute_values
from semantic_layer.exchange.carried import (
    Exported,
    Imported,
    Taking,
    dicts,
    duckdb_text,
    entity_named,
    field_named,
    filled,
    mapping_at,
    structure_of,
    texts_of,
    written,
)  # fmt: skip
from semantic_layer.measure_text import condition_text, measure_text
from semantic_layer.metric_sql import metric_tree

VERSION = "0.2.0.dev0"
VENDOR = "TABLESPEAK"
_DIALECTS = {
    "DUCKDB": "duckdb",
    "ANSI_SQL": "",
    "SNOWFLAKE": "snowflake",
    "DATABRICKS": "databricks",
    "BIGQUERY": "bigquery",
}
_OURS = "Only Tablespeak reads it: it stands in a custom extension."


def export_ossie(model: SemanticModel) -> Exported:
    lost: list[Lost] = []
    metrics = [one for metric in model.metrics if (one := _metric(metric, model, lost)) is not None]
    whole = filled(
        name="tablespeak",
        datasets=[_dataset(entity, model, lost) for entity in model.entities],
        relationships=[
            {
                "name": one.name, "from": one.from_entity, "to": one.to_entity,
                "from_columns": list(one.from_columns), "to_columns": list(one.to_columns),
            }
            for one in model.relationships
        ],
        metrics=metrics,
        custom_extensions=_extension({"calendar": _calendar(model)}),
    )  # fmt: skip
    lost += [
        Lost(what=f"relationship {one.name}", why="Many-to-many: Ossie has only many-to-one.")
        for one in model.relationships
        if one.cardinality == "many_to_many"
    ]
    return written({"version": VERSION, "semantic_model": [whole]}, lost)


def _calendar(model: SemanticModel) -> dict[str, Any]:
    return {"week_start": WEEKDAYS[model.calendar.week_start], "fiscal_year_start": model.calendar.fiscal_year_start}


def import_ossie(document: Any, model: SemanticModel) -> Imported:
    taking = Taking(model)
    for whole in _models(document):
        for dataset in dicts(whole.get("datasets")):
            _take_dataset(dataset, taking)
        for one in dicts(whole.get("relationships")):
            _take_relationship(one, taking)
        for one in dicts(whole.get("metrics")):
            _take_metric(one, taking)
        calendar = _ours(whole).get("calendar")
        if isinstance(calendar, dict) and calendar != _calendar(taking.model):
            taking.take("calendar", ModelChange(calendar=calendar))
    return taking.imported()


def _models(document: Any) -> Iterator[dict[str, Any]]:
    """A list of models, a single one, or the parts of one at the top of the file."""
    told = document.get("semantic_model")
    yield from dicts(told if isinstance(told, list) else [told if isinstance(told, dict) else document])


def _dataset(entity: Entity, model: SemanticModel, lost: list[Lost]) -> dict[str, Any]:
    phrases = [one.phrase for one in model.synonyms if one.target == entity.name]
    ours = filled(
        label=entity.label if entity.label != entity.name else None,
        display=entity.display,
        default_time=entity.default_time,
    ) | structure_of(entity)
    if ours:
        lost.append(Lost(what=entity.name, why=f"{', '.join(ours)}: {_OURS}"))
    return filled(
        name=entity.name,
        source=entity.name,
        primary_key=list(entity.key),
        description=entity.description,
        ai_context=filled(synonyms=[*entity.synonyms, *phrases]),
        fields=[_field(field, entity, model, lost) for field in entity.fields],
        custom_extensions=_extension(ours),
    )


def _field(field: Field, entity: Entity, model: SemanticModel, lost: list[Lost]) -> dict[str, Any]:
    target = f"{entity.name}.{field.name}"
    values = attribute_values(field)
    names = ("role", "unit", "hidden", "aggregation", "additivity", "over_time", "weight")
    ours = filled(**{name: values.get(name) or None for name in names})
    told = [name for name in ours if name != "role"]
    if told:
        lost.append(Lost(what=target, why=f"{', '.join(told)}: {_OURS}"))
    phrases = [one.phrase for one in model.synonyms if one.target == target]
    return filled(
        name=field.name,
        expression=_expression(f'"{field.name}"' if not field.name.isidentifier() else field.name),
        dimension=None if isinstance(field, Measure) else {"is_time": field.role == "time"},
        label=field.label,
        description=field.description,
        ai_context=filled(synonyms=[*field.synonyms, *phrases]),
        custom_extensions=_extension(ours),
    )


def _metric(metric: Metric, model: SemanticModel, lost: list[Lost]) -> dict[str, Any] | None:
    tree = metric_tree(metric, model, qualified=True)
    if tree is None:
        lost.append(Lost(what=f"metric {metric.name}", why="It is more than one expression over columns."))
        return None
    ours = filled(
        label=metric.label,
        unit=metric.unit,
        entity=metric.entity,
        expression=measure_text(metric.expression, model, metric.entity),
        where=None if metric.where is None else condition_text(metric.where, metric.entity, model),
    )
    return filled(
        name=metric.name,
        expression=_expression(tree.sql()),
        description=metric.description,
        ai_context=filled(synonyms=list(metric.synonyms)),
        custom_extensions=_extension(ours),
    )


def _expression(text: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": text}]}


def _extension(data: dict[str, Any]) -> list[dict[str, str]]:
    return [{"vendor_name": VENDOR, "data": json.dumps(data, ensure_ascii=False)}] if data else []


def _ours(thing: dict[str, Any]) -> dict[str, Any]:
    for one in dicts(thing.get("custom_extensions")):
        if str(one.get("vendor_name")).upper() == VENDOR:
            try:
                data = json.loads(str(one.get("data")))
            except ValueError:
                return {}
            return data if isinstance(data, dict) else {}
    return {}


def _take_dataset(dataset: dict[str, Any], taking: Taking) -> None:
    name = str(dataset.get("name"))
    entity = entity_named(taking.model, dataset.get("source"), name)
    if entity is None:
        taking.lose(f"dataset {name}", "There is no such table.")
        return
    ours = _ours(dataset)
    values = {"description": dataset.get("description"), "synonyms": _synonyms(dataset) or None}
    values |= {key: ours.get(key) for key in ("label", "display", "default_time", "hierarchies", "spine", "snapshots")}
    if dataset.get("primary_key"):
        values["key"] = texts_of(dataset["primary_key"])
    taking.set_entity(entity, values)
    for one in dicts(dataset.get("fields")):
        _take_field(one, entity, taking)
    for one in dataset.get("unique_keys") or ():
        if one != dataset.get("primary_key"):
            taking.lose(f"dataset {name}", "A second unique key has no place.")
    _others(dataset, f"dataset {name}", taking)


def _take_field(one: dict[str, Any], entity: Entity, taking: Taking) -> None:
    what = f"{entity.name}.{one.get('name')}"
    text, _ = _text(one)
    field = field_named(entity, text) or (field_named(entity, one.get("name")) if not text else None)
    if field is None:
        taking.lose(what, f"“{text or one.get('name')}” is no column; computed fields have no place.")
        return
    values = {key: one[key] for key in ("label", "description") if one.get(key)}
    if _synonyms(one):
        values["synonyms"] = _synonyms(one)
    if isinstance(one.get("dimension"), dict) and one["dimension"].get("is_time") and field.kind == "measure":
        values["role"] = "time"
    allowed = ("role", "unit", "hidden", "aggregation", "additivity", "over_time", "weight")
    values |= {key: value for key, value in _ours(one).items() if key in allowed}
    taking.set_field(entity, field.name, values)
    _others(one, what, taking)


def _take_relationship(one: dict[str, Any], taking: Taking) -> None:
    what = f"relationship {one.get('name')}"
    start, end = entity_named(taking.model, one.get("from")), entity_named(taking.model, one.get("to"))
    if start is None or end is None:
        taking.lose(what, "One of its tables is not there.")
        return
    taking.relate(
        str(one.get("name")),
        (start.name, texts_of(one.get("from_columns"))),
        (end.name, texts_of(one.get("to_columns"))),
    )


def _take_metric(one: dict[str, Any], taking: Taking) -> None:
    ours, name = _ours(one), str(one.get("name"))
    text, dialect = _text(one)
    if not text:
        taking.lose(f"metric {name}", "None of its dialects is SQL that is read here.")
        return
    values = {key: ours[key] for key in ("label", "unit", "entity", "where") if ours.get(key)}
    values |= filled(description=one.get("description"), synonyms=_synonyms(one))
    values["expression"] = ours.get("expression") or duckdb_text(text, dialect)
    taking.take(f"metric {name}", ModelChange(metric=name, set=values))
    _others(one, f"metric {name}", taking)


def _text(thing: dict[str, Any]) -> tuple[str, str]:
    """The expression in the dialect that is nearest, and the dialect."""
    told = {
        str(one.get("dialect")).upper(): str(one.get("expression"))
        for one in dicts(mapping_at(thing, "expression").get("dialects"))
    }
    return next(((told[name], dialect) for name, dialect in _DIALECTS.items() if name in told), ("", ""))


def _synonyms(thing: dict[str, Any]) -> list[str]:
    context = thing.get("ai_context")
    if isinstance(context, str):
        return []
    return texts_of(context.get("synonyms")) if isinstance(context, dict) else []


def _others(thing: dict[str, Any], what: str, taking: Taking) -> None:
    context = thing.get("ai_context")
    parts = ["ai_context"] if isinstance(context, str) else [key for key in context or () if key != "synonyms"]
    for part in parts:
        taking.lose(what, f"{part} of its ai_context has no place.")
    for one in dicts(thing.get("custom_extensions")):
        if str(one.get("vendor_name")).upper() != VENDOR:
            taking.lose(what, f"The extension of {one.get('vendor_name')} has no place.")
