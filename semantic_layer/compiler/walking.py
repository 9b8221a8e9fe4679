"""Walking through the parts of a Plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from core.plan import FieldRef, Related, ScalarPlan


def field_refs(node: object) -> Iterator[FieldRef]:
    """The fields of a part of a Plan, without those inside of sub-plans and of linked rows."""
    if isinstance(node, FieldRef):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from field_refs(item)
    elif dataclasses.is_dataclass(node) and not isinstance(node, ScalarPlan | Related | type):
        for part in dataclasses.fields(node):
            if part.name != "plan":
                yield from field_refs(getattr(node, part.name))
