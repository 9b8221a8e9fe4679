"""One codec for every noun: pydantic's TypeAdapter."""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from core.errors import InvalidInput
from wire.cells import with_cell_types

SPEC_VERSION = 1
"""Version of the JSON that saved specs are written in."""

Noun = TypeVar("Noun")


@cache
def _adapter(noun: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, noun))


def dump(value: Any, noun: Any = None) -> Any:
    """Plain JSON-able objects. Decimals and non-finite floats follow pydantic: decimals as text, NaN as null.

    `noun` is needed only for unions, which have no class of their own.
    """
    return _adapter(noun or cast(Hashable, type(value))).dump_python(value, mode="json")


def dumps(value: Any, noun: Any = None, *, indent: int | None = None) -> str:
    return _adapter(noun or cast(Hashable, type(value))).dump_json(value, indent=indent).decode()


def load(noun: type[Noun], data: Any) -> Noun:
    """Raises InvalidInput that names the place in the data."""
    return loads(noun, json.dumps(data))


def loads(noun: type[Noun], text: str | bytes) -> Noun:
    try:
        value: Noun = _adapter(cast(Hashable, noun)).validate_json(text)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise InvalidInput(f"{place or 'The document'}: {first['msg']}.", stage="reading a spec") from None
    restored: Noun = with_cell_types(value)
    return restored


def json_schema(noun: Any) -> dict[str, Any]:
    return _adapter(noun).json_schema()
