"""Snowflake semantic model YAML, as Cortex Analyst reads it."""

from __future__ import annotations

from typing import Any

from core.model import Entity, Field, Measure, Metric, SemanticModel
from core.model_change import Lost, ModelChange
from core.table import ColumnType
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
from semantic_layer.metric_sql import metric_tree

_TYPES: dict[ColumnType, str] = {
    "integer": "NUMBER", "decimal": "NUMBER", "float": "FLOAT", "boolean": "BOOLEAN", "date": "DATE",
    "time": "TIME", "timestamp": "TIMESTAMP_NTZ", "timestamptz": "TIMESTAMP_TZ",
}  # fmt: skip
_AGGREGATIONS = frozenset({"sum", "avg", "min", "max", "median", "count", "count_distinct"})
_MOST_SAMPLES = 5


def export_snowflake(model: SemanticModel) -> Exported:
    """`base_table` names a database and schema to be filled in."""
    lost = [Lost(what="base_table", why="Where the tables are in Snowflake is not known: fill in database and schema.")]
    tables = [_table(entity, model, lost) for entity in model.entities]
    several = [metric for metric in model.metrics if _home(metric, model) is None]
    whole = filled(
        name="tablespeak",
        tables=tables,
        relationships=[
            {
                "name": one.name,
                "left_table": one.from_entity,
                "right_table": one.to_entity,
                "relationship_columns": [
                    {"left_column": own, "right_column": key}
                    for own, key in zip(one.from_columns, one.to_columns, strict=True)
                ],
            }
            for one in model.relationships
            if _is_to_one(one.name, one.cardinality, lost)
        ],
        metrics=[found for metric in several if (found := _metric(metric, model, lost)) is not None],
    )
    if (model.calendar.week_start, model.calendar.fiscal_year_start) != (0, 1):
        lost.append(Lost(what="calendar", why="Snowflake has no calendar in a semantic model."))
    return written(whole, lost)


def import_snowflake(document: Any, model: SemanticModel) -> Imported:
    taking = Taking(model)
    for table in dicts(document.get("tables")):
        _take_table(table, taking)
    for one in dicts(document.get("relationships")):
        _take_relationship(one, taking)
    waiting: list[tuple[dict[str, Any], Entity | None]] = [(one, None) for one in dicts(document.get("metrics"))]
    for table in dicts(document.get("tables")):
        entity = entity_named(taking.model, mapping_at(table, "base_table").get("table"), table.get("name"))
        if entity is not None:
            waiting += [(one, entity) for one in dicts(table.get("metrics"))]
            waiting += [(one, entity) for one in dicts(table.get("measures")) if not _column(one, entity)]
    for one, home in sorted(waiting, key=lambda each: each[1] is None):
        _take_metric(one, home, taking)
    for part in ("verified_queries", "custom_instructions", "module_custom_instructions", "variables"):
        if document.get(part):
            taking.lose(part, "It has no place in the model.")
    return taking.imported()


def _table(entity: Entity, model: SemanticModel, lost: list[Lost]) -> dict[str, Any]:
    told = filled(display=entity.display, default_time=entity.default_time) | structure_of(entity)
    if told:
        lost.append(
            Lost(what=entity.name, why=f"Snowflake has no {' or '.join(name.replace('_', ' ') for name in told)}.")
        )
    fields = [(field, _field(field, entity, model, lost)) for field in entity.fields]
    metrics = [metric for metric in model.metrics if _home(metric, model) == entity.name]
    return filled(
        name=entity.name,
        description=entity.description,
        synonyms=_phrases(entity.name, entity.name, entity.label, entity.synonyms, model),
        base_table={"database": "DATABASE", "schema": "PUBLIC", "table": entity.name},
        primary_key={"columns": list(entity.key)} if entity.key else None,
        dimensions=[told for field, told in fields if field.kind == "dimension" and field.role != "time"],
        time_dimensions=[told for field, told in fields if field.kind == "dimension" and field.role == "time"],
        facts=[told for field, told in fields if isinstance(field, Measure)],
        metrics=[found for metric in metrics if (found := _metric(metric, model, lost)) is not None],
    )


def _field(field: Field, entity: Entity, model: SemanticModel, lost: list[Lost]) -> dict[str, Any]:
    target = f"{entity.name}.{field.name}"
    values = filled(unit=field.unit)
    if isinstance(field, Measure):
        values |= filled(aggregation=field.aggregation if field.aggregation != "sum" else None, weight=field.weight)
        values |= filled(
            additivity=field.additivity if field.additivity != "additive" else None, over_time=field.over_time
        )
    elif field.hidden:
        values["hidden"] = True
    if values:
        lost.append(Lost(what=target, why=f"Snowflake has no place for {', '.join(values)}."))
    enumerated = field.kind == "dimension" and field.role in ("category", "flag")
    return filled(
        name=field.name,
        synonyms=_phrases(target, field.name, field.label, field.synonyms, model),
        description=field.description,
        expr=field.name if field.name.isidentifier() else f'"{field.name}"',
        data_type=_TYPES.get(field.type, "VARCHAR"),
        access_modifier="private_access" if field.hidden and isinstance(field, Measure) else None,
        sample_values=[str(value) for value, _ in field.profile.top[:_MOST_SAMPLES]] if enumerated else None,
    )


def _metric(metric: Metric, model: SemanticModel, lost: list[Lost]) -> dict[str, Any] | None:
    home = _home(metric, model)
    tree = metric_tree(metric, model, qualified=home is None)
    if tree is None:
        lost.append(Lost(what=f"metric {metric.name}", why="It is more than one expression over columns."))
        return None
    if metric.unit:
        lost.append(Lost(what=f"metric {metric.name}", why="Snowflake has no place for unit."))
    return filled(
        name=metric.name,
        synonyms=_phrases("", metric.name, metric.label, metric.synonyms, model),
        description=metric.description,
        expr=tree.sql("snowflake"),
    )


def _home(metric: Metric, model: SemanticModel) -> str | None:
    tree = metric_tree(metric, model, qualified=True)
    if tree is None:
        return metric.entity
    tables = {column.table for column in tree.find_all(_column_class()) if column.table}
    return metric.entity if tables <= {metric.entity} else None


def _column_class() -> Any:
    from sqlglot import exp

    return exp.Column


def _is_to_one(name: str, cardinality: str, lost: list[Lost]) -> bool:
    if cardinality in ("many_to_one", "one_to_one"):
        return True
    lost.append(
        Lost(what=f"relationship {name}", why=f"Snowflake has no {cardinality.replace('_', ' ')} relationships.")
    )
    return False


def _phrases(target: str, name: str, label: str, synonyms: tuple[str, ...], model: SemanticModel) -> list[str]:
    own = [label] if label.casefold() not in (name.casefold(), name.replace("_", " ").casefold()) else []
    return list(dict.fromkeys([*own, *synonyms, *(one.phrase for one in model.synonyms if one.target == target)]))


def _column(one: dict[str, Any], entity: Entity) -> Field | None:
    return field_named(entity, one.get("expr") or one.get("name"))


def _take_table(table: dict[str, Any], taking: Taking) -> None:
    name = str(table.get("name"))
    entity = entity_named(taking.model, mapping_at(table, "base_table").get("table"), name)
    if entity is None:
        taking.lose(f"table {name}", "There is no such table.")
        return
    values: dict[str, Any] = {
        "description": table.get("description"),
        "synonyms": texts_of(table.get("synonyms")) or None,
    }
    key = texts_of(mapping_at(table, "primary_key").get("columns"))
    if key:
        values["key"] = key
    taking.set_entity(entity, values)
    for kind in ("dimensions", "time_dimensions", "facts", "measures"):
        for one in dicts(table.get(kind)):
            _take_field(kind, one, entity, taking)
    for one in dicts(table.get("filters")):
        taking.lose(f"{name}.{one.get('name')}", "Named filters have no place: put them into a metric.")


def _take_field(kind: str, one: dict[str, Any], entity: Entity, taking: Taking) -> None:
    what = f"{entity.name}.{one.get('name')}"
    field = _column(one, entity)
    if field is None:
        if kind != "measures":
            taking.lose(what, f"“{one.get('expr')}” is no column; computed fields have no place.")
        return
    values = filled(description=one.get("description"), synonyms=texts_of(one.get("synonyms")))
    if kind in ("facts", "measures") and field.kind != "measure":
        values["role"] = "measure"
    if kind == "time_dimensions" and not (field.kind == "dimension" and field.role == "time"):
        values["role"] = "time"
    if kind == "dimensions" and field.kind == "measure":
        values["role"] = "identifier" if one.get("unique") else "category"
    aggregation = str(one.get("default_aggregation") or "").casefold()
    if aggregation in _AGGREGATIONS:
        values["aggregation"] = aggregation
    if one.get("access_modifier") == "private_access":
        values["hidden"] = True
    taking.set_field(entity, field.name, values)
    if one.get("cortex_search_service") or one.get("cortex_search_service_name"):
        taking.lose(what, "The search service has no place: values are looked up here.")


def _take_relationship(one: dict[str, Any], taking: Taking) -> None:
    what = f"relationship {one.get('name')}"
    start, end = entity_named(taking.model, one.get("left_table")), entity_named(taking.model, one.get("right_table"))
    if start is None or end is None:
        taking.lose(what, "One of its tables is not there.")
        return
    pairs = [
        (field_named(start, pair.get("left_column")), field_named(end, pair.get("right_column")))
        for pair in dicts(one.get("relationship_columns"))
    ]
    if not pairs or any(own is None or key is None for own, key in pairs):
        taking.lose(what, "One of its columns is not there.")
        return
    taking.relate(
        str(one.get("name")),
        (start.name, [own.name for own, _ in pairs if own]),
        (end.name, [key.name for _, key in pairs if key]),
    )


def _take_metric(one: dict[str, Any], entity: Entity | None, taking: Taking) -> None:
    name = str(one.get("name")).casefold()
    values = filled(description=one.get("description"), synonyms=texts_of(one.get("synonyms")))
    values |= filled(entity=entity.name if entity else None)
    values["expression"] = duckdb_text(str(one.get("expr")), "snowflake")
    taking.take(f"metric {name}", ModelChange(metric=name, set=values))
