"""What something costs who buys it is its price, where its table tells both a price and what it cost to make or get.

“Total cost of the orders” is what they come to, not what the goods in them cost.
"""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_measure
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from semantic_layer.words import full_words

_COMPARED = re.compile(
    r"(?P<rows>\b[a-z]+) (?:(?:that|which) costs?|costing) (?:us |you |them )?(?P<than>(?:more|less|over|under|at least|at most|between|"
    r"exactly|above|below|up to|no more|no less|\$|€|£|\d)[^?]*)",
    re.IGNORECASE,
)
_RANKED = re.compile(r"^(?P<which>which|what) (?P<rows>[a-z]+)s? costs? (?:the )?(?P<end>most|least)\b", re.IGNORECASE)
_ASKED = re.compile(r"^(?:how much|what) (?:does|do|did|would) (?P<what>.+?) costs?(?P<tail>\W*)$", re.IGNORECASE)
_TOTAL = re.compile(
    r"\btotal costs? (?P<of>(?:of|for) (?:(?:all|the|our|each|every|an?|of) )*(?P<rows>[a-z]+))\b", re.IGNORECASE
)
_TABLE = 0.9
_ENDS = {"most": "highest", "least": "lowest"}


def what_it_costs(text: str, schema: Schema) -> str:
    """`text` itself where it is one figure only that it may be about."""
    text = _COMPARED.sub(lambda found: _compared(found, schema), text)
    text = _RANKED.sub(lambda found: _ranked(found, schema), text)
    text = _TOTAL.sub(lambda found: _come_to(found, schema), text)
    asked, priced = _ASKED.match(text), [one for entity in schema.model.entities if (one := _price(entity)) is not None]
    if asked is not None and len(priced) == 1:
        return f"what is the {priced[0].label} of {asked['what']}{asked['tail']}"
    return text


def _compared(found: re.Match[str], schema: Schema) -> str:
    price = _price_of(found["rows"], schema)
    return found[0] if price is None else f"{found['rows']} with {price.label} {found['than']}"


def _ranked(found: re.Match[str], schema: Schema) -> str:
    price = _price_of(found["rows"], schema)
    return (
        found[0]
        if price is None
        else f"{found['which']} {found['rows']} has the {_ENDS[found['end'].lower()]} {price.label}"
    )


def _come_to(found: re.Match[str], schema: Schema) -> str:
    entity = _named(found["rows"], schema)
    totals = (
        [one for one in entity.fields if is_measure(one) and "total" in full_words(one.name)]
        if entity is not None
        else []
    )
    return f"sum of {totals[0].label} {found['of']}" if len(totals) == 1 else found[0]


def _price_of(rows: str, schema: Schema) -> Field | None:
    entity = _named(rows, schema)
    return _price(entity) if entity is not None else None


def _named(rows: str, schema: Schema) -> Entity | None:
    found = next(iter(links_of(rows, schema).entities), None)
    return found.entity if found is not None and found.score >= _TABLE else None


def _price(entity: Entity) -> Field | None:
    """The one price beside a cost."""
    prices, costs = (
        [one for one in entity.fields if is_measure(one) and word in full_words(one.name)] for word in ("price", "cost")
    )
    return prices[0] if len(prices) == 1 and len(costs) == 1 else None
