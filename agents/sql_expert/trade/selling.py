"""What is sold: “our best sellers”, “what sells best in May”, “products that don't sell”."""

from __future__ import annotations

import re

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles

_SELLERS = re.compile(
    r"\b(?P<rank>best|top|biggest|worst|poorest|weakest|slowest)[- ]?sell(?:ers|er)\b|\b(?P<one>best)sell(?:ers|er)\b",
    re.IGNORECASE,
)
_HOW = "{how:best|most|well|worst|least|badly|poorly}"
_SELLS = (
    saying(f"[so] (what|which) [do|does|did] [we|you] (sells|sell|sold|is selling|are selling) [the] {_HOW} {{rest}}"),
    saying(f"[so] (what|which) {{what}} (sells|sell|sold|is selling|are selling|do we sell) [the] {_HOW} {{rest}}"),
)
_NOT = "(do not|don't|don’t|did not|didn't|didn’t|does not|have not|haven't|are not|aren't|never|were never|have never)"
_UNSOLD = saying(
    f"[what|which|list|show|show me] [the|all|our] {{what}} [that|which] {_NOT} [been|being|get|got] "
    "(sell|sold|selling|move|moving) [at all|any more|anymore] {rest}"
)
_RANGE = saying(
    "what [products|things|items|kinds of things|kind of things] (do|does) (we|you|they|the shop|the store) (sell|offer|stock|carry)"
)
_SELLS_OR_STOCKS = re.compile(r"sell|sold|selling|mov(?:e|ing)|offer|stock|carry", re.IGNORECASE)
_LOW = frozenset({"worst", "poorest", "weakest", "slowest", "least", "badly", "poorly"})


def selling(text: str, roles: Roles) -> str:
    if _SELLS_OR_STOCKS.search(text) is None or roles.wares is None or roles.knows("seller"):
        return text
    text = _SELLERS.sub(lambda found: f"{_rank(found['rank'] or found['one'])} selling {roles.wares}", text)
    for pattern in _SELLS:
        found = pattern.match(text)
        what = found.groupdict().get("what") if found is not None else None
        if found is not None and (what is None or roles.is_named(what)):
            return f"{_rank(found['how'])} selling {what or roles.wares}{found['rest']}"
    if _RANGE.match(text):
        return f"list the {roles.wares}"
    unsold = _UNSOLD.match(text)
    table = roles.table(unsold["what"]) if unsold is not None else None
    sales = roles.sales_of(table.name) if table is not None else None
    return f"{unsold['what']} without any {sales.label}{unsold['rest']}" if unsold and sales is not None else text


def _rank(how: str) -> str:
    return "worst" if how.lower() in _LOW else "best"
