"""How it goes: “how's business”, “how are sales doing this year”, “growth month over month”, “our strongest month”."""

from __future__ import annotations

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles

_ALL = frozenset({"business", "things", "trade", "we", "it", "company", "shop", "store", "everything"})
_HOW = saying(
    "[so|and] (how's|how’s|how is|how are|how was|how were|how has|how have) [our|the|my] {what} [been] "
    "[doing|going|looking|performing|developing|trending|coming along|evolving] [lately|recently|so far|these days|now] {rest}"
)
_DID = saying("[so|and] how (did|have) (we|things|business|it) (do|done|go|gone|perform|performed) {rest}")
_UNIT = "month|year|quarter|week|day"
_ALONE = saying(
    f"[what is|show|show me|give me] [the|our] (growth|growth rate) {{over:(?:{_UNIT}) (?:over|on|by) (?:{_UNIT})}}"
)
_MONTHLY = saying("[what is|show|show me|give me] [the|our] {unit:monthly|quarterly|weekly|yearly} growth [rate]")
_RANK = "{how:strongest|best|most successful|weakest|worst|slowest|quietest|poorest}"
_PERIODS = (
    saying(f"(which|what) {{unit:{_UNIT}}} (was|is|were) [the|our] {_RANK} [one] [for us|so far|ever] {{rest}}"),
    saying(f"[what was|what is|which was|which is] [the|our] {_RANK} {{unit:{_UNIT}}} [so far|ever] {{rest}}"),
)
_SAYINGS = (_HOW, _DID, _ALONE, _MONTHLY, *_PERIODS)
_LOW = frozenset({"weakest", "worst", "slowest", "quietest", "poorest"})


def going(text: str, roles: Roles) -> str:
    if not any(pattern.match(text) for pattern in _SAYINGS) or roles.figure is None:
        return text
    found = _HOW.match(text)
    if found is not None and (what := _figure(found["what"], roles)) is not None:
        return f"{what} by month{found['rest']}"
    found = _DID.match(text)
    if found is not None and found["rest"]:
        return f"{roles.figure}{found['rest']}"
    found = _ALONE.match(text)
    if found is not None:
        return f"{roles.figure} growth {found['over']}"
    found = _MONTHLY.match(text)
    if found is not None:
        unit = found["unit"].lower().removesuffix("ly")
        return f"{roles.figure} growth {unit} over {unit}"
    for pattern in _PERIODS:
        found = pattern.match(text)
        if found is not None and not found["rest"].startswith((" by ", " for ", " with ")):
            side = "lowest" if found["how"].lower() in _LOW else "highest"
            return f"which {found['unit']} had the {side} {roles.figure}{found['rest']}"
    return text


def _figure(what: str, roles: Roles) -> str | None:
    if what.lower() in _ALL:
        return roles.figure
    if roles.table(what) is not None:
        return f"number of {what}"
    return what if roles.is_named(what) else None
