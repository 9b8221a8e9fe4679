"""What the values of a JSON column look like, merged over all rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingestion.sql import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 10_000


@dataclass(slots=True)
class Shape:
    """How many rows hold each kind of value at one place. `fields` keep the order of their first appearance.

    `unclear` counts empty objects and what cannot be told; `holds` says what the lists hold: "objects", "lists",
    "scalars", "mixed" or "nothing".
    """

    scalars: int = 0
    objects: int = 0
    lists: int = 0
    nulls: int = 0
    unclear: int = 0
    holds: set[str] = field(default_factory=set)
    fields: dict[str, Shape] = field(default_factory=dict)

    @property
    def is_mixed(self) -> bool:
        return (self.scalars > 0) + (self.objects > 0) + (self.lists > 0) > 1

    @property
    def fill(self) -> float:
        """The share of the places under the fields of this object that hold something, 0 to 1."""
        places = self.objects * len(self.fields)
        return sum(inner.rows for inner in self.fields.values()) / places if places else 1.0

    @property
    def rows(self) -> int:
        return self.scalars + self.objects + self.lists + self.nulls + self.unclear


def find_shape(connection: DuckDBPyConnection, relation: str) -> Shape:
    """The shape of column j of `relation`, found in one scan of all rows."""
    found = connection.execute(
        f"SELECT json_structure(j)::VARCHAR, count(*) FROM {quoted(relation)} GROUP BY ALL ORDER BY min(r)"
    )
    shape = Shape()
    while batch := found.fetchmany(_BATCH):
        for structure, rows in batch:
            _add(shape, json.loads(structure) if structure else "NULL", int(rows))
    return shape


def _add(shape: Shape, structure: object, rows: int) -> None:
    if isinstance(structure, Mapping):
        shape.objects += rows
        for key, inner in structure.items():
            _add(shape.fields.setdefault(key, Shape()), inner, rows)
    elif isinstance(structure, list):
        shape.lists += rows
        shape.holds.add(_kind_of_elements(structure))
    elif structure == "NULL":
        shape.nulls += rows
    elif structure == "JSON":
        shape.unclear += rows
    else:
        shape.scalars += rows


def _kind_of_elements(structure: list[object]) -> str:
    first = structure[0] if structure else "NULL"
    if isinstance(first, list):
        return "lists"
    if isinstance(first, Mapping):
        return "objects"
    return {"NULL": "nothing", "JSON": "mixed"}.get(str(first), "scalars")
