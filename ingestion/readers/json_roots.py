"""Which parts of a JSON document are its tables: wrappers are opened, plain records stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingestion.readers.json_fields import MOST_LEVELS, Path, label_of
from ingestion.readers.json_shape import Shape

Kind = Literal["records", "elements", "entries", "columns", "columns_by_key", "rows"]

_USUAL_WRAPPERS = """
content data docs documents elements entries features hits items list objects payload records response result results
rows value values
"""
_WRAPPERS = frozenset(_USUAL_WRAPPERS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`records` are the document itself, `elements` those of a list, `entries` the values of an object whose keys
    are data, `columns` lists side by side (`columns_by_key`: objects side by side), `rows` lists below each other.

    `title` is set where the file holds several tables and names them. `left_out` are places beside them.
    """

    kind: Kind
    path: Path = ()
    title: str = ""
    left_out: tuple[str, ...] = ()


def parts_of(shape: Shape, rows: int) -> list[Part]:
    if shape.lists == rows and shape.holds == {"objects"} and rows > 1:
        return [Part(kind="elements")]
    if shape.lists == rows and (rows > 1 or "objects" not in shape.holds):
        return [Part(kind="rows")]
    if rows > 1 or not shape.objects:
        return [Part(kind="records")]
    lists = [path for path, inner in _lists(shape, ()) if inner.holds & {"objects"}]
    if lists:
        return _opened(shape, lists)
    special = _tabular(shape)
    return [special] if special else [Part(kind="records")]


def _opened(shape: Shape, lists: list[Path]) -> list[Part]:
    beside = tuple(label_of(path) for path in _scalars(shape, ()))
    if len(lists) == 1:
        if beside and (lists[0][-1].lower() not in _WRAPPERS or _identifies(beside)):
            return [Part(kind="records")]
        return [Part(kind="elements", path=lists[0], left_out=beside)]
    names = [path[-1] for path in lists]
    titles = names if len(set(names)) == len(names) else [" ".join(path) for path in lists]
    return [
        Part(kind="elements", path=path, title=title, left_out=beside if path == lists[0] else ())
        for path, title in zip(lists, titles, strict=True)
    ]


def _identifies(beside: tuple[str, ...]) -> bool:
    """A document with an identifier of its own is a record, not a wrapper."""
    return any(name.lower() == "id" or name.lower().endswith(("_id", " id")) or name.endswith("Id") for name in beside)


def _tabular(shape: Shape) -> Part | None:
    """Tables as data frames are written: by column, by index, or split into columns and data."""
    fields = shape.fields
    kinds = list(fields.values())
    if {"columns", "data"} <= set(fields) and "lists" in fields["data"].holds:
        return Part(kind="rows", path=("data",))
    if len(kinds) < 2:
        return None
    if all(inner.lists and inner.holds == {"scalars"} for inner in kinds):
        return Part(kind="columns")
    if all(inner.objects for inner in kinds):
        keys = [list(inner.fields) for inner in kinds]
        plain = all(value.scalars or value.nulls for inner in kinds for value in inner.fields.values())
        numbered = keys[0] == [str(number) for number in range(len(keys[0]))]
        if plain and numbered and all(other == keys[0] for other in keys):
            return Part(kind="columns_by_key")
        union = {key for own in keys for key in own}
        if union and sum(map(len, keys)) >= 0.5 * len(union) * len(keys):
            return Part(kind="entries")
    return None


def _lists(shape: Shape, path: Path) -> Iterator[tuple[Path, Shape]]:
    for key, inner in shape.fields.items():
        if inner.lists:
            yield (*path, key), inner
        elif inner.objects and len(path) < MOST_LEVELS:
            yield from _lists(inner, (*path, key))


def _scalars(shape: Shape, path: Path) -> Iterator[Path]:
    for key, inner in shape.fields.items():
        if inner.objects and len(path) < MOST_LEVELS:
            yield from _scalars(inner, (*path, key))
        elif inner.scalars or (inner.lists and inner.holds & {"scalars"}):
            yield (*path, key)
