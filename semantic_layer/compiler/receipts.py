"""What the joins of a statement do, from the counts that the model keeps with each relationship."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from core.model import SemanticModel
from core.query import JoinReceipt
from semantic_layer.compiler.paths import Hop
from semantic_layer.compiler.scope import Scope


def receipts_of(scope: Scope, unmatched: Literal["kept", "dropped"]) -> Iterator[JoinReceipt]:
    for joined in scope.joined.values():
        yield join_receipt(joined.hop, "dropped" if joined.required else unmatched, scope.model, aggregated_first=False)
    for bridge in scope.bridges:
        yield join_receipt(bridge.hop, unmatched, scope.model, aggregated_first=True)


def join_receipt(
    hop: Hop, unmatched: Literal["kept", "dropped"], model: SemanticModel, *, aggregated_first: bool
) -> JoinReceipt:
    """The counts are those of the whole tables, before any filter."""
    relationship = hop.relationship
    rows = model.entity(hop.left).rows
    alone = relationship.from_unmatched + relationship.from_null if hop.forward else relationship.to_unmatched
    dropped = min(alone, rows) if unmatched == "dropped" else 0
    return JoinReceipt(
        relationship=relationship.name,
        left=hop.left,
        right=hop.right,
        cardinality=hop.cardinality,
        fan_out="one" if hop.to_one else "many",
        aggregated_first=aggregated_first,
        unmatched=unmatched,
        rows_without_partner=alone,
        unmatched_sample=relationship.unmatched_sample if hop.forward else (),
        declared=hop.declared,
        found=hop.found,
        rows_in=rows,
        rows_kept=rows - dropped,
        rows_dropped=dropped,
    )
