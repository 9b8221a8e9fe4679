"""Those who have one thing or another, of which each is a table of its own: "clients with invoices or complaints"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.sets.among import counted, is_list, own_parts
from agents.sql_expert.sets.both_and_not import COUNT, before_time
from core.plan import Condition, Exists, FieldRef, IsNull, Or, Plan

Read = Callable[[str], Plan | None]
_EITHER = re.compile(
    r"^(?P<head>.+?) (?:(?P<clause>who|that|which) )?(?P<lead>(?:have|has|had|having|with)(?: (?:made|placed|written|been))?)"
    r"(?: either)? (?P<one>[^,;?]+?) or (?:also )?(?:(?:who |that |which )?(?:have|has|had|with) )?(?P<other>[^,;?]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_DID = re.compile(
    r"^(?P<head>.+?) (?P<clause>who|that|which)(?P<lead>(?: (?:have|has|had|were|was|ever|either))*) (?P<one>\w+ed) or "
    r"(?P<other>\w+ed(?: [^,;?]+?)?)[?.!\s]*$",
    re.IGNORECASE,
)


def either_done(text: str, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`keep` is told which readings a plan is made of."""
    listed = COUNT.sub("which ", text.strip())
    found = _DID.match(listed) or _EITHER.match(listed)
    if found is None:
        return
    head = f"{found['head']} {found['clause'] or ''} {found['lead'].strip()}".replace("  ", " ")
    other, time = before_time(found["other"])
    first, second = (read(f"{head} {done} {time}".strip()) for done in (found["one"], other))
    plan = _either(first, second) if first is not None and second is not None else None
    made = plan if plan is None or listed == text.strip() else counted(plan)
    if made is not None:
        keep(first, second)
        yield made


def _either(first: Plan, second: Plan) -> Plan | None:
    """The rows that meet what is said of the one list alone, or of the other alone; both of other tables."""
    if not is_list(first) or not is_list(second) or first.entity != second.entity or first.rows != second.rows:
        return None
    one, other = own_parts(first, second), own_parts(second, first)
    if len(one) != 1 or len(other) != 1 or not all(map(_is_linked, (*one, *other))) or one == other:
        return None
    shared = tuple(part for part in parts_of(first.where) if part not in one)
    either = Or(conditions=(*one, *other))
    return replace(first, where=all_of((*shared, either)), reading=(), assumptions=())


def _is_linked(condition: Condition) -> bool:
    if isinstance(condition, Exists):
        return not condition.negated
    return isinstance(condition, IsNull) and condition.negated and isinstance(condition.of, FieldRef)
