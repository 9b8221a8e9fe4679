"""Whether a statement gives the same rows whenever it runs over the same tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.guarding import Guarded

# A word anywhere in the text is enough: a column or text that happens to be called so costs a run, never a wrong row.
_PASSING = re.compile(
    r"\b(?:random|setseed|uuid\w*|gen_random_uuid|now|today|age|ago|current_\w+|get_current_\w+|localtime|localtimestamp|"
    r"transaction_timestamp|tablesample|reservoir|bernoulli|sample|nextval|currval|getvariable|txid_current)\b",
    re.IGNORECASE,
)

ANY_ROWS = "It keeps some rows without an order that says which: another run may return others."


def is_repeatable(guarded: Guarded) -> bool:
    return _PASSING.search(guarded.sql) is None


def takes_any_rows(guarded: Guarded) -> bool:
    """It keeps some rows without an order that says which: another run may return others."""
    from sqlglot import exp

    return any(
        (query.args.get("limit") or query.args.get("offset")) and not query.args.get("order")
        for query in guarded.tree.find_all(exp.Query)
    )
