"""Specs as documents: what stands at its default is left out, what is unknown is refused, and the order is that of the noun."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from core.errors import InvalidInput
from core.suggest import close_names
from wire.codec import SPEC_VERSION, dump, json_schema, load

Noun = TypeVar("Noun")
VERSION_KEY = "spec_version"


def spec_object(noun: Any) -> dict[str, Any]:
    """Plain JSON-able objects, the keys in the order of the fields."""
    return {VERSION_KEY: SPEC_VERSION, **_short(noun)}


def read_spec(noun: type[Noun], data: Any) -> Noun:
    """Raises InvalidInput that names the place of what is wrong, missing or unknown."""
    if not isinstance(data, Mapping):
        raise InvalidInput("The spec is no mapping at its top.", stage="reading a spec")
    given = {key: value for key, value in data.items() if key != VERSION_KEY}
    version = data.get(VERSION_KEY, SPEC_VERSION)
    if version != SPEC_VERSION:
        raise InvalidInput(
            f"{VERSION_KEY}: this release reads version {SPEC_VERSION}, not {version}.", stage="reading a spec"
        )
    spec = load(noun, given)
    unknown = next(_unknown(given, dump(spec)), None)
    if unknown is not None:
        place, known = unknown
        name = place[-1]
        close = close_names(name, known, most=1)
        hint = f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(sorted(known))}."
        raise InvalidInput(f"{'.'.join(place)}: there is no such key.", hint=hint, stage="reading a spec")
    return spec


def spec_schema(noun: Any, title: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a spec; keys that it does not name are not allowed."""
    schema = json_schema(noun)
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
    properties = {VERSION_KEY: {"const": SPEC_VERSION, "default": SPEC_VERSION}, **schema.pop("properties", {})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": title,
        "properties": properties,
    }


def _short(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {
            field.name: _short(part) for field, part in kept if field.name == "kind" or not _is_default(field, part)
        }
    if isinstance(value, Mapping):
        return {str(key): _short(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_short(part) for part in value]
    return value


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return field.default is not dataclasses.MISSING and value == field.default and type(value) is type(field.default)


def _unknown(given: Any, known: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Keys of `given` that did not come through the noun."""
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, part in given.items():
            if key not in known:
                yield (*place, str(key)), [str(one) for one in known]
            else:
                yield from _unknown(part, known[key], (*place, str(key)))
    elif isinstance(given, list) and isinstance(known, list):
        for number, (part, other) in enumerate(zip(given, known, strict=False)):
            yield from _unknown(part, other, (*place, str(number)))
