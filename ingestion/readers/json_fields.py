"""From the shape of JSON values to columns and child tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.readers.json_shape import Shape
from ingestion.sql import literal

Path = tuple[str, ...]

MOST_LEVELS = 8
_MOST_PLAIN_KEYS = 60
_SPARSE_FILL = 0.34
_GEOJSON = {"type", "geometry", "properties"}
_COORDINATES = ("geometry", "coordinates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A column. `guarded` leaves objects and lists out; `mixed` says that some rows hold those."""

    path: Path
    label: str
    guarded: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A child table: the elements of a list or, `by_key`, the entries of an object whose keys are data."""

    path: Path
    label: str
    by_key: bool = False
    mixed: bool = False


def fields_of(shape: Shape, value_label: str, *, branching: bool) -> list[Leaf | Branch]:
    """Without `branching`, lists stay text. `value_label` names what is not an object."""
    found = list(_fields(shape, (), branching))
    if set(shape.fields) >= _GEOJSON and shape.fields["properties"].objects:
        found = _of_geojson(shape, found)
    if shape.scalars or shape.lists:
        value = Leaf(path=(), label=value_label, guarded=shape.objects > 0, mixed=shape.is_mixed)
        found.insert(0, value)
    return found


def label_of(path: Path) -> str:
    return " › ".join(step for step in path if step.strip())


def pointer(path: Path) -> str:
    """A JSON pointer as an SQL literal."""
    steps = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
    return literal(steps or "$")


def _fields(shape: Shape, path: Path, branching: bool) -> Iterator[Leaf | Branch]:
    for key, inner in shape.fields.items():
        yield from _field(inner, (*path, key), branching)


def _field(shape: Shape, path: Path, branching: bool) -> Iterator[Leaf | Branch]:
    label = label_of(path)
    if shape.lists and shape.holds - {"nothing"}:
        as_table = branching and shape.holds & {"objects", "scalars", "mixed"} and "lists" not in shape.holds
        if as_table:
            yield Branch(path=path, label=label, mixed=shape.is_mixed)
        else:
            yield Leaf(path=path, label=label, mixed=shape.is_mixed)
        return
    if shape.objects:
        if len(path) >= MOST_LEVELS:
            yield Leaf(path=path, label=label)
            return
        if branching and _keys_are_data(shape):
            yield Branch(path=path, label=label, by_key=True, mixed=shape.is_mixed)
            return
        if shape.scalars:
            yield Leaf(path=path, label=label, guarded=True, mixed=True)
        yield from _fields(shape, path, branching)
        return
    yield Leaf(path=path, label=label, guarded=bool(shape.unclear or shape.lists))


def _keys_are_data(shape: Shape) -> bool:
    return len(shape.fields) > _MOST_PLAIN_KEYS and shape.fill < _SPARSE_FILL


def _of_geojson(shape: Shape, found: list[Leaf | Branch]) -> list[Leaf | Branch]:
    """Features: properties under their own names, points as longitude and latitude."""
    kept: list[Leaf | Branch] = []
    for item in found:
        if item.path == ("type",) or item.path[:2] == _COORDINATES:
            continue
        if item.path[0] == "properties" and len(item.path) > 1:
            label = label_of(item.path[1:])
            kept.append(
                Leaf(path=item.path, label=label, guarded=item.guarded, mixed=item.mixed)
                if isinstance(item, Leaf)
                else Branch(path=item.path, label=label, by_key=item.by_key, mixed=item.mixed)
            )
        else:
            kept.append(item)
    coordinates = shape.fields["geometry"].fields.get("coordinates", Shape())
    if coordinates.holds & {"scalars"}:
        kept += [
            Leaf(path=(*_COORDINATES, str(place)), label=label, guarded=True)
            for place, label in enumerate(("longitude", "latitude"))
        ]
    if coordinates.holds & {"lists", "mixed"}:
        kept.append(Leaf(path=_COORDINATES, label="geometry › coordinates"))
    return kept
