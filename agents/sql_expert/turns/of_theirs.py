"""What those who were told did, of the rows that say so: “what did they buy?” is about order lines of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.reach import Reach
from core.plan import Condition, Exists


def of_theirs(read: Sequence[Condition], told: Sequence[Condition], subject: str, reach: Reach) -> Condition | None:
    """The linked rows that were asked for, of those of `subject` that were told, however else the two may be linked.

    None where more is said than that there are such rows, or they are not each of one row of `subject`.
    """
    linked = [one for one in read if isinstance(one, Exists) and not one.negated and not one.via]
    if not linked or len(linked) != len(read) or len({one.entity for one in linked}) != 1:
        return None
    if reach.to_one(linked[0].entity, subject) is None or any(isinstance(one, Exists) for one in told):
        return None
    inner = dict.fromkeys(part for one in linked for part in parts_of(one.where))
    return replace(linked[0], where=all_of((*inner, *told)))
