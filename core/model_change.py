"""One change that a person makes to the semantic model; a list of them is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Doing = Literal["set", "accept", "reject", "remove"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """About one of: `target` (a table "orders" or a field "orders.amount"), `metric`, `relationship`, `synonym`, `calendar`.

    `set` holds attributes by name; a metric or relationship that is not there is made of them. A `synonym` means its
    `target`. `calendar` holds what is set of it.
    """

    target: str | None = None
    metric: str | None = None
    relationship: str | None = None
    synonym: str | None = None
    calendar: Mapping[str, Any] | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    do: Doing = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDifference:
    """`what` is dotted ("orders.amount") or named ("metric revenue"); one without an `attribute` came or went."""

    what: str
    attribute: str | None
    before: Any
    after: Any
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What could not be carried over from or to another format; `what` is named as where it comes from."""

    what: str
    why: str
