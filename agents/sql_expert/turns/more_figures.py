"""A figure beside those that were told of the same groups: “show the average rating as well”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import free_name
from agents.sql_expert.turns.more_columns import what_is_added
from agents.sql_expert.turns.reread import figures_of_groups
from agents.sql_expert.turns.said import Said
from core.plan import OutputRef, Plan


def with_more_figures(last: Plan, said: Said, task: Understanding) -> Plan | None:
    what = what_is_added(said.text)
    if what is None or not last.measures or last.comparisons or last.combine is not None:
        return None
    words = re.sub(r"^the ", "", what)
    read = figures_of_groups(last, words, task) or figures_of_groups(last, f"total {words}", task)
    if read is None:
        return None
    known = [one.value for one in last.measures]
    taken = [*(one.name for one in last.dimensions), *(one.name for one in last.measures)]
    added = tuple(
        replace(one, name=free_name(one.name, taken)) for one in read.measures if one.value not in known and one.shown
    )
    if not added:
        return None
    shown = tuple(replace(one, shown=True) for one in last.measures)
    order = last.order or (read.order if all(not isinstance(one.by, OutputRef) for one in read.order) else ())
    return replace(last, measures=(*shown, *added), order=order)
