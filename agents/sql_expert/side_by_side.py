"""Figures of several values or periods beside each other: "web versus store", "2023 and 2024"."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft, Filter, Grouping
from agents.sql_expert.fields import is_measure
from agents.sql_expert.lexemes import FieldLink, ValueLink
from agents.sql_expert.moments import Period, Relative
from agents.sql_expert.settling import Settled


def side_by_side(draft: Draft, settled: Settled) -> tuple[Draft, Settled]:
    """A figure asked for two values of a column, or for two periods, is told for each of them."""
    joined = draft.joined_periods and not _lists_columns(draft, settled)
    measured = draft.versus or joined or any(target.function for target in draft.targets)
    if not measured or draft.share or draft.average_count:
        return draft, settled
    return _of_periods(draft, settled) if _periods(draft) else _of_values(draft, settled)


def _lists_columns(draft: Draft, settled: Settled) -> bool:
    """“Directors with films in 1999 and 2000” are those with both, rather than figures of each year."""
    links = [settled.choices.get(("target", place)) for place in range(len(draft.targets))]
    return bool(links) and all(isinstance(link, FieldLink) and not is_measure(link.field) for link in links)


def _of_values(draft: Draft, settled: Settled) -> tuple[Draft, Settled]:
    places = [place for place, found in enumerate(draft.filters) if _is_value(found)]
    for place in places:
        link = settled.choices.get(("filter", place))
        if not isinstance(link, ValueLink):
            continue
        same = [other for other in places if _same_field(settled, place, other)]
        operands = tuple(operand for other in same for operand in draft.filters[other].operands)
        listed = len(same) > 1 or draft.versus or draft.filters[place].listed_with == "and"
        if len(operands) < 2 or not listed or _says_one_value(settled, same) or _is_grouped(draft, settled, link):
            continue
        first = replace(draft.filters[place], operands=operands, listed_with="or")
        gone = {other for other in same if other != place}
        return _grouped(_without(draft, settled, gone, {place: first}), link)
    return draft, settled


def _of_periods(draft: Draft, settled: Settled) -> tuple[Draft, Settled]:
    places = _periods(draft)
    unit = draft.filters[places[0]].period.unit  # type: ignore[union-attr]
    filters = list(draft.filters)
    filters[places[1]] = replace(filters[places[1]], joiner="or")
    part = [Grouping(part="month")] if draft.filters[places[0]].period.month else [Grouping(grain=unit)]  # type: ignore[union-attr]
    groups = draft.groups if any(group.grain for group in draft.groups) else [*draft.groups, *part]
    return replace(draft, filters=filters, groups=groups), settled


def _periods(draft: Draft) -> list[int]:
    """Two whole periods of one length, one right behind the other, with nothing said of what else they are of."""
    places = [place for place, found in enumerate(draft.filters) if found.operator == "period"]
    if len(places) != 2 or places[1] != places[0] + 1:
        return []
    one, other = (draft.filters[place] for place in places)
    if one.period is None or other.period is None or one.negated or other.negated:
        return []
    bounded = _is_bounded(one.period) == _is_bounded(other.period) != ""
    both = draft.versus or other.joiner == "or" or draft.joined_periods
    return places if bounded and both and one.period.unit == other.period.unit else []


def _is_bounded(period: Period) -> str:
    """How a period is told that has two ends; empty for one that is open."""
    if period.low and period.high:
        return "dates"
    if period.month and not period.opened:
        return "month"
    return "relative" if _is_whole(period.relative) else ""


def _is_whole(relative: Relative | None) -> bool:
    """“This month”, “last month”."""
    return relative is not None and relative.how == "aligned" and relative.count == 1


def _is_value(found: Filter) -> bool:
    return found.operator == "=" and not found.negated and not found.counted and found.joiner == "and"


def _same_field(settled: Settled, place: int, other: int) -> bool:
    one, two = settled.choices.get(("filter", place)), settled.choices.get(("filter", other))
    return isinstance(one, ValueLink) and isinstance(two, ValueLink) and one.field is two.field


def _says_one_value(settled: Settled, same: list[int]) -> bool:
    """“Female students (sex is F)” says one thing twice."""
    links = [settled.choices[("filter", place)] for place in same]
    return len(same) > 1 and len({link.value.value for link in links if isinstance(link, ValueLink)}) < len(same)


def _is_grouped(draft: Draft, settled: Settled, link: ValueLink) -> bool:
    groups = (settled.choices.get(("group", place)) for place in range(len(draft.groups)))
    return any(isinstance(one, FieldLink) and one.field is link.field for one in groups)


def _without(draft: Draft, settled: Settled, gone: set[int], changed: dict[int, Filter]) -> tuple[Draft, Settled]:
    """The draft without some filters, and the choices for what is left of them."""
    kept = [place for place in range(len(draft.filters)) if place not in gone]
    filters = [changed.get(place, draft.filters[place]) for place in kept]
    moved = {("filter", place): ("filter", at) for at, place in enumerate(kept)}
    choices = {moved.get(key, key): link for key, link in settled.choices.items() if key[0] != "filter" or key in moved}
    return replace(draft, filters=filters), replace(settled, choices=choices)


def _grouped(both: tuple[Draft, Settled], link: ValueLink) -> tuple[Draft, Settled]:
    draft, settled = both
    column = FieldLink(entity=link.entity, field=link.field, score=link.score, evidence="its values are compared")
    choices = {**settled.choices, ("group", len(draft.groups)): column}
    return replace(draft, groups=[*draft.groups, Grouping()]), replace(settled, choices=choices)
