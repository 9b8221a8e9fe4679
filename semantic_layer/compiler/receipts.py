"""What the joins of a statement do, from the counts that the model keeps with each relationship."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from core.query import JoinReceipt
from semantic_layer.compiler.paths import Hop
from semantic_layer.compiler.scope import Scope


def look_up_receipts(scopes: Iterable[Scope], unmatched: Literal["kept", "dropped"]) -> tuple[JoinReceipt, ...]:
    receipts = (
        join_receipt(joined.hop, "dropped" if joined.required else unmatched, aggregated_first=joined.deduplicated)
        for scope in scopes
        for joined in scope.joined.values()
    )
    return tuple(dict.fromkeys(receipts))


def join_receipt(hop: Hop, unmatched: Literal["kept", "dropped"], *, aggregated_first: bool) -> JoinReceipt:
    """The counts are those of the whole tables, before any filter."""
    found = hop.relationship
    return JoinReceipt(
        relationship=found.name,
        left=hop.left,
        right=hop.right,
        cardinality=hop.cardinality,
        fan_out="one" if hop.to_one else "many",
        aggregated_first=aggregated_first,
        unmatched=unmatched,
        rows_without_partner=found.from_unmatched + found.from_null if hop.forward else found.to_unmatched,
        unmatched_sample=found.unmatched_sample if hop.forward else (),
    )
