"""The tables as CREATE TABLE statements with their meaning in comments: all that the privacy mode permits, no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from agents.fencing import one_line
from agents.model_settings import Privacy
from agents.sql_expert.metrics_shown import ShownMetric, metrics_shown
from core.egress import Told
from core.model import Dimension, Entity, Field, Measure, Relationship, SemanticModel
from core.table import TEMPORAL_TYPES, Cell, ColumnType
from semantic_layer.words import full_words, name_words

_TYPES: dict[ColumnType, str] = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "decimal": "DECIMAL",
    "float": "DOUBLE",
    "date": "DATE",
    "time": "TIME",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
    "interval": "INTERVAL",
    "text": "VARCHAR",
    "list": "LIST",
    "struct": "STRUCT",
    "other": "VARCHAR",
}
MOST_COLUMNS = 60
_ALL_VALUES = 8
_SOME_VALUES = 3
_LONGEST_VALUE = 30
_LONGEST_NAME = 60
_LONGEST_METRIC = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaText:
    """`told` says what of the data is in `text`."""

    text: str
    told: Told


def schema_text(
    model: SemanticModel,
    tables: Collection[str],
    columns: Collection[tuple[str, str]],
    privacy: Privacy,
    most: int = MOST_COLUMNS,
) -> SchemaText:
    """With at most so many columns of a table; `columns` before others, likeliest first."""
    shown = [entity for entity in model.entities if entity.name in tables]
    columns = _needed(model, tables, columns)
    fields = [(entity, field) for entity in shown for field in chosen_fields(entity, columns, most)]
    cells = [cell for _, field in fields for cell in _cells(field)] if privacy == "samples" else []
    cells += [text for one in metrics_shown(model, tables, privacy) for text in one.texts]
    told = Told(
        tables=tuple(entity.name for entity in shown),
        columns=tuple(f"{entity.name}.{field.name}" for entity, field in fields),
        cells=tuple(dict.fromkeys(cells)),
    )
    return SchemaText(text=schema_prompt(model, tables, columns, privacy, most), told=told)


def schema_prompt(
    model: SemanticModel,
    tables: Collection[str],
    columns: Collection[tuple[str, str]],
    privacy: Privacy,
    most: int = MOST_COLUMNS,
) -> str:
    """Of a table that is too wide to be shown whole, `columns` come first. Values of cells are only there for "samples"."""
    shown = [entity for entity in model.entities if entity.name in tables]
    columns = _needed(model, tables, columns)
    parts = [
        _create_table(entity, chosen_fields(entity, columns, most), samples=privacy == "samples") for entity in shown
    ]
    names = {entity.name for entity in shown}
    joins = [_join(one) for one in model.relationships if {one.from_entity, one.to_entity} <= names]
    agreed = [_metric(one) for one in metrics_shown(model, tables, privacy)]
    return "\n\n".join(
        [
            *parts,
            *(["Relationships:\n" + "\n".join(joins)] if joins else []),
            *(["Agreed metrics:\n" + "\n".join(agreed)] if agreed else []),
        ]
    )


def _metric(one: ShownMetric) -> str:
    names = ", also called ".join([_clean(one.metric.label), *map(_clean, one.metric.synonyms[:2])])
    return f"- {names}: {one_line(one.sql, _LONGEST_METRIC)}"


def quoted(name: str) -> str:
    """As it must be written in SQL."""
    from semantic_layer.compiler.identifiers import identifier

    return identifier(name).sql(dialect="duckdb")


def type_name(field: Field) -> str:
    """As the table has it: numbers that are written as text are text there."""
    return _TYPES["text" if field.written else field.type]


def _create_table(entity: Entity, fields: list[Field], *, samples: bool) -> str:
    note = _listed("; ".join(_table_notes(entity, samples=samples)))
    lines = []
    for position, field in enumerate(fields):
        comma = "," if position < len(fields) - 1 else ""
        key = " PRIMARY KEY" if entity.key == (field.name,) else ""
        notes = _listed("; ".join(_notes(field, samples=samples)))
        lines.append(f"  {quoted(field.name)} {type_name(field)}{key}{comma}{notes}")
    return "\n".join([f"CREATE TABLE {quoted(entity.name)} ({note}", *lines, ");"])


def _needed(
    model: SemanticModel, tables: Collection[str], columns: Collection[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Those by which tables are joined, then those given."""
    shown = set(tables)
    links = [one for one in model.relationships if {one.from_entity, one.to_entity} <= shown]
    keys = {(one.from_entity, name) for one in links for name in one.from_columns}
    keys |= {(one.to_entity, name) for one in links for name in one.to_columns}
    return (*sorted(keys), *columns)


def chosen_fields(entity: Entity, columns: Collection[tuple[str, str]], most: int) -> list[Field]:
    """All but the hidden ones; of a wide table those of keys and joins, those that come first in `columns`, the first ones."""
    seen = [field for field in entity.fields if not field.hidden]
    if len(seen) <= most:
        return seen
    names = [field.name for field in seen]
    linked = (name for table, name in columns if table == entity.name)
    wanted = dict.fromkeys((*entity.key, entity.display, entity.default_time, *linked, *names))
    kept = set(list(filter(set(names).__contains__, wanted))[:most])
    return [field for field in seen if field.name in kept]


def _table_notes(entity: Entity, *, samples: bool) -> Iterator[str]:
    if samples:
        yield f"{entity.rows} rows"
    yield from _also_called(entity.synonyms, entity.name)


def _also_called(synonyms: Collection[str], name: str) -> Iterator[str]:
    """Not by what its name says already."""
    said = name_words(name)
    told = [one for one in synonyms if name_words(one) != said]
    if told:
        yield "also called " + ", ".join(_clean(one) for one in told[:3])


def _notes(field: Field, *, samples: bool) -> Iterator[str]:
    if full_words(field.label) != full_words(field.name):
        yield _clean(field.label)
    if field.unit:
        yield _clean(field.unit)
    yield from _also_called(field.synonyms, field.name)
    if isinstance(field, Measure) and field.additivity == "non_additive":
        yield "do not sum"
    if samples:
        yield from _values(field)


def _values(field: Field) -> Iterator[str]:
    cells = _cells(field)
    if field.type in TEMPORAL_TYPES and cells:
        yield f"from {cells[0]} to {cells[-1]}"
    elif cells:
        listed = ", ".join(_literal(cell) for cell in cells)
        yield f"values: {listed}" if field.profile.distinct <= len(cells) else f"such as {listed}"


def _cells(field: Field) -> tuple[str, ...]:
    """The values that are shown of a field: of times the first and the last."""
    profile = field.profile
    if field.type in TEMPORAL_TYPES and profile.minimum is not None:
        return tuple(_clean(str(end)) for end in (profile.minimum, profile.maximum))
    if not isinstance(field, Dimension) or field.type != "text" or field.role not in ("category", "flag", "identifier"):
        return ()
    most = _ALL_VALUES if profile.distinct <= _ALL_VALUES else _SOME_VALUES
    return tuple(_shortened(value) for value, _ in profile.top[: 1 if field.role == "identifier" else most])


def _shortened(value: Cell) -> str:
    text = _clean(str(value))
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _join(one: Relationship) -> str:
    pairs = zip(one.from_columns, one.to_columns, strict=True)
    left, right = quoted(one.from_entity), quoted(one.to_entity)
    on = " AND ".join(f"{left}.{quoted(own)} = {right}.{quoted(other)}" for own, other in pairs)
    return f"- {on} ({one.cardinality.replace('_', ' ')})"


def _listed(notes: str) -> str:
    return f" -- {notes}" if notes else ""


def _clean(text: str) -> str:
    """One line, short: text of files must not pass for instructions or end the comment."""
    return one_line(text, _LONGEST_NAME)
