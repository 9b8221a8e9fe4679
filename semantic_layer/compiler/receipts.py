"""What the joins of a statement do, from the counts that the model keeps with each relationship."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from core.query import JoinReceipt
from semantic_layer.compiler.paths import Hop
from semantic_layer.compiler.scope import Scope


def receipts_of(scope: Scope, unmatched: Literal["kept", "dropped"]) -> Iterator[JoinReceipt]:
    for joined in scope.joined.values():
        yield join_receipt(joined.hop, "dropped" if joined.required else unmatched, aggregated_first=False)
    for bridge in scope.bridges:
        yield join_receipt(bridge.hop, unmatched, aggregated_first=True)


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
