"""What somebody bought, and when last: “what did Ada buy”, “when did Ada last order”."""

from __future__ import annotations

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles

_WHAT = saying(
    "(what|which products|which items) (did|has|have) {who} [ever] (buy|bought|purchase|purchased|order|ordered|get|got) [from us] {rest}"
)
_WHEN = saying(
    "when did {who} {which:last|first|most recently} "
    "(order|buy|purchase|visit|book|come|come in|pay|place an order|make a purchase|buy anything|order anything) [from us|with us]"
)
_DOES = "refund|refunded|donate|donated|discount|discounted|invoice|invoiced|charge|charged|tip|pay|paid"
_HOW_MUCH = saying(f"how much [money] (did|do|have|has) (we|you|they) {{does:{_DOES}}} {{rest}}")
_HOW_MUCH_OF = saying(
    "how much {what} (did|do|have|has) (we|you|they) "
    "(charge|charged|pay|paid|collect|collected|take|taken|spend|spent|bill|billed) [for|in|on] {rest}"
)
_NOBODY = frozenset({"we", "you", "they", "it", "people", "customers", "everyone"})


def dealings(text: str, roles: Roles) -> str:
    found = _HOW_MUCH_OF.match(text)
    if found is not None and (amount := roles.amount_of(found["what"])) is not None:
        return f"total {amount}{found['rest']}"
    found = _HOW_MUCH.match(text)
    if found is not None and (amount := roles.amount_of(found["does"])) is not None:
        return f"total {amount}{found['rest']}"
    found = _WHAT.match(text)
    if found is not None and roles.wares is not None and _is_somebody(found["who"], roles):
        table = roles.table(roles.wares)
        sales = roles.sales_of(table.name) if table is not None else None
        return f"{roles.wares} with {sales.label} of {found['who']}{found['rest']}" if sales is not None else text
    found = _WHEN.match(text)
    if found is not None and roles.event is not None and _is_somebody(found["who"], roles):
        time = roles.event.field(roles.event.default_time or "")
        return f"{'earliest' if found['which'].lower() == 'first' else 'latest'} {time.label} of {found['who']}"
    return text


def _is_somebody(who: str, roles: Roles) -> bool:
    """A name rather than a table: of all customers it is asked for each."""
    return who.lower() not in _NOBODY and roles.table(who) is None
