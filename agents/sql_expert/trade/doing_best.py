"""Who is best at it, told by a verb alone: “which channel works best”, “which state buys the most”, “the most profitable category”."""

from __future__ import annotations

import re

from agents.sql_expert.dates import UNITS
from agents.sql_expert.several import SEVERAL
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from semantic_layer.words import singular

_DOES = saying(
    "(which|what) {group} [is|are|has|have|had] "
    "(works|work|worked|working|performs|perform|performed|performing|does|do|did|done|doing|goes|runs|run|running) [the] "
    "{how:best|worst|well|badly|poorly} {rest}"
)
_BUYS = saying(
    "(which|what|who) [of our] {group} [has|have] "
    "(buys|buy|bought|purchases|purchase|purchased|brings in|bring in|brought in|generates|generate|generated) "
    "[us] [the] {how:most|least} [money|sales|revenue|from us|overall] {rest}"
)
_WHO_BUYS = saying("who [has|have] (buys|bought|purchases|purchased) [the] {how:most|least} [from us|overall] {rest}")
_PROFITABLE = (
    saying("(which|what) {group} (is|are|was|were) [the] {how:most|least} profitable [one|ones] {rest}"),
    saying("[what is|what are|show|list|which is|which are] [our|the] {how:most|least} profitable {group} {rest}"),
)
_HOW_PROFITABLE = saying("how profitable (is|are|was|were) [each|every|the different|our|the|all our] {group} {rest}")
_BEST_BY = saying(
    "[who are|what are|which are|show|list|show me|who is|what is] [our|the] "
    "{how:best selling|top selling|best|most valuable|worst selling|worst} {group} "
    "(by|in terms of|according to|measured by|based on) {figure} {rest}"
)
_LOW = frozenset({"worst", "worst selling", "least", "badly", "poorly"})


def doing_best(text: str, roles: Roles) -> str:
    found = _BEST_BY.match(text)
    if found is not None and _are_rows(found["group"], roles) and roles.is_figure(found["figure"]):
        return f"{_first(found)} {found['group']} by {found['figure']}{found['rest']}"
    return _by_profit(_by_figure(text, roles), roles)


def _are_rows(group: str, roles: Roles) -> bool:
    return roles.is_named(group) and group.split()[-1].lower() not in UNITS


def _by_figure(text: str, roles: Roles) -> str:
    found = _DOES.match(text)
    if found is not None and roles.figure is not None and roles.is_named(found["group"]):
        return f"which {found['group']} has the {_side(found)} {roles.figure}{found['rest']}"
    who, which = _WHO_BUYS.match(text), _BUYS.match(text)
    if (who is None and which is None) or not roles.has_takings or roles.knows("buy"):
        return text
    if who is not None and len(roles.persons) == 1:
        return f"which {roles.persons[0].label} has the {_side(who)} {roles.figure}{who['rest']}"
    if which is not None and roles.is_named(which["group"]):
        return f"which {which['group']} has the {_side(which)} {roles.figure}{which['rest']}"
    return text


def _by_profit(text: str, roles: Roles) -> str:
    if "profitable" not in text.lower() or not roles.has_profit:
        return text
    for pattern in _PROFITABLE:
        found = pattern.match(text)
        if found is not None and roles.is_named(found["group"]):
            return f"{_ranked(found)} profit{found['rest']}"
    found = _HOW_PROFITABLE.match(text)
    if found is None:
        return text
    return f"profit {'by' if roles.is_named(found['group']) else 'of'} {found['group']}{found['rest']}"


def _ranked(found: re.Match[str]) -> str:
    """The one at the end, or the ten of it where several are asked for."""
    return (
        f"{_first(found)} {found['group']} by"
        if _is_plural(found)
        else f"which {found['group']} has the {_side(found)}"
    )


def _first(found: re.Match[str]) -> str:
    return f"{'bottom' if _side(found) == 'lowest' else 'top'} {SEVERAL if _is_plural(found) else 1}"


def _is_plural(found: re.Match[str]) -> bool:
    word = found["group"].split()[-1].lower()
    return singular(word) != word


def _side(found: re.Match[str]) -> str:
    return "lowest" if found["how"].lower() in _LOW else "highest"
