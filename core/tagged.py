"""Unions that say by their `kind` which member a value is."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any


class TaggedByKind:
    """Marks a union whose members each carry a literal `kind`.

    Codecs that read `typing.Annotated` metadata (pydantic calls the method below, with plain
    dictionaries) pick the member by its tag; trying each member in turn is exponential in
    the depth of a tree.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        members = {kind_of(member): handler.generate_schema(member) for member in typing.get_args(source)}
        return {"type": "tagged-union", "discriminator": "kind", "choices": members}


TAGGED = TaggedByKind()


def kind_of(member: type) -> str:
    """The tag of a dataclass that has a field `kind` with a default."""
    (kind,) = (field for field in dataclasses.fields(member) if field.name == "kind")
    return str(kind.default)
