"""The tables told another way: as they are declared, with three rows of each where the privacy mode permits.

Small models err otherwise with it than with the prompt that explains, so what both come to is more likely right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from agents.fencing import one_line
from agents.sql_expert.schema_prompt import MOST_COLUMNS, SchemaText, chosen_fields, quoted, type_name
from core.egress import Told
from core.model import Entity, Field, SemanticModel
from core.table import Cell

SAMPLE_ROWS = 3
_LONGEST_CELL = 100
Rows = Mapping[str, Sequence[Sequence[Cell]]]


def plain_schema(model: SemanticModel, tables: Collection[str], rows: Rows) -> SchemaText:
    """`rows` are of each table's fields as `sampled_columns` lists them; none where cells must not be seen."""
    shown = [(entity, chosen_fields(entity, (), MOST_COLUMNS)) for entity in model.entities if entity.name in tables]
    names = {entity.name for entity, _ in shown}
    parts = [
        "\n".join([_create(entity, fields, model, names), *_sampled(entity, fields, rows)]) for entity, fields in shown
    ]
    cells = [_cell(cell) for table in rows.values() for row in table for cell in row if cell is not None]
    told = Told(
        tables=tuple(names),
        columns=tuple(f"{entity.name}.{field.name}" for entity, fields in shown for field in fields),
        cells=tuple(dict.fromkeys(cells)),
    )
    return SchemaText(text="\n\n".join(parts), told=told)


def sampling_sql(entity: Entity) -> str:
    columns = ", ".join(quoted(field.name) for field in chosen_fields(entity, (), MOST_COLUMNS))
    return f"SELECT {columns} FROM {quoted(entity.name)} LIMIT {SAMPLE_ROWS}"


def _create(entity: Entity, fields: Sequence[Field], model: SemanticModel, names: Collection[str]) -> str:
    lines = [f"{quoted(field.name)} {type_name(field)}" for field in fields]
    if entity.key:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, entity.key))})")
    for one in model.relationships:
        if one.from_entity == entity.name and one.to_entity in names:
            own, its = (", ".join(map(quoted, columns)) for columns in (one.from_columns, one.to_columns))
            lines.append(f"FOREIGN KEY ({own}) REFERENCES {quoted(one.to_entity)} ({its})")
    listed = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(entity.name)} (\n  {listed}\n);"


def _sampled(entity: Entity, fields: Sequence[Field], rows: Rows) -> Iterator[str]:
    found = rows.get(entity.name)
    if found:
        yield f"/* {len(found)} rows of {quoted(entity.name)}:"
        yield "\t".join(field.name for field in fields)
        yield from ("\t".join(_cell(cell) for cell in row) for row in found)
        yield "*/"


def _cell(cell: Cell) -> str:
    """One line; nothing of it ends the comment."""
    return one_line(str(cell), _LONGEST_CELL).replace("*/", "* /")
