"""The values that a caller with row rules may name: looked up among the rows that the rules let it see, and nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core.model import Dimension, Entity, SemanticModel
from core.question import Caller
from core.table import TableVersion
from semantic_layer import ValueIndex
from semantic_layer.value_file import holds_values, write_value_index
from warehouse import guard, open_versions
from warehouse.connection import quoted

LISTING = "seen.values.json"
Columns = Mapping[str, Sequence[str]]


class SomeValues(ValueIndex):
    """Of tables without rules what the whole index has; of the others what `seen` has. Closing it closes nothing of the whole."""

    def __init__(self, whole: ValueIndex, ruled: frozenset[str], seen: ValueIndex) -> None:
        self._remembered = {}
        self._runs = [*whole.runs_of(lambda entity: entity.casefold() not in ruled), *seen.runs_of(lambda _: True)]


async def visible_values(
    whole: ValueIndex, model: SemanticModel, versions: Sequence[TableVersion], caller: Caller, folder: Path
) -> ValueIndex:
    """`model` is told as far as the rules permit. What was indexed for the same rules and versions is used again."""
    ruled = frozenset(rule.table.casefold() for rule in caller.rules)
    columns = {version.table.name: tuple(column.name for column in version.table.columns) for version in versions}
    entities = tuple(entity for entity in model.entities if entity.name.casefold() in ruled)
    shown = {entity.name: _shown(entity, columns, caller) for entity in entities}
    path = folder / _key(shown, versions) / LISTING
    if not path.exists():
        seen = SemanticModel(entities=entities)
        await asyncio.to_thread(_write, seen, shown, [one for one in versions if one.table.name in shown], path)
    os.utime(path.parent)
    return SomeValues(whole, ruled, ValueIndex(path))


def _shown(entity: Entity, columns: Columns, caller: Caller) -> str:
    """The SELECT of the columns whose values can be named, over the visible rows."""
    names = [quoted(field.name) for field in entity.fields if isinstance(field, Dimension) and holds_values(field)]
    return guard(f"SELECT {', '.join(names) or '1'} FROM {quoted(entity.name)}", columns, caller).sql


def _key(shown: Mapping[str, str], versions: Sequence[TableVersion]) -> str:
    named = sorted(f"{one.table.name}\n{one.number}\n{Path(one.path).name}\n{one.relation}" for one in versions)
    return hashlib.sha256("\n\n".join((*named, *_sorted(shown))).encode()).hexdigest()[:32]


def _sorted(shown: Mapping[str, str]) -> Iterator[str]:
    return (f"{name}\n{sql}" for name, sql in sorted(shown.items()))


def _write(model: SemanticModel, shown: Mapping[str, str], versions: Sequence[TableVersion], path: Path) -> None:
    """The hidden rows are not there any more when the values are read: no cursor of the connection can find them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_versions(versions) as connection:
        connection.execute("CREATE SCHEMA visible")
        for name, sql in shown.items():
            connection.execute(f"CREATE TABLE visible.{quoted(name)} AS {sql}")
        for name in shown:
            connection.execute(f"DROP VIEW main.{quoted(name)}")
            connection.execute(f"CREATE VIEW main.{quoted(name)} AS SELECT * FROM visible.{quoted(name)}")
        write_value_index(model, connection, path)
