"""Percentiles and quartiles: "the 90th percentile of price", "p95 latency by service", "the upper quartile of salaries"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.plan import Aggregate, Order, OutputRef, Plan, PlanMeasure

Read = Callable[[str], Plan | None]
_QUARTILES = {"first": 25, "1st": 25, "lower": 25, "second": 50, "third": 75, "3rd": 75, "upper": 75}
_PLACE = re.compile(
    r"\b(?:(?P<percent>\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)?[ -](?:percentile|pctile|pctl)|p(?P<short>\d{2})|"
    rf"(?P<quarter>{'|'.join(_QUARTILES)}) quartile)(?P<value> value)?(?: (?:of|for) (?:the )?)?",
    re.IGNORECASE,
)


def percentiles(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the same of the median."""
    found = _PLACE.search(text)
    if found is None or _PLACE.search(text, found.end()):
        return
    percent = float(found["percent"] or found["short"] or _QUARTILES[found["quarter"].lower()])
    behind = text[found.end() :]
    plan = read(" ".join(f"{text[: found.start()]} median {behind}".split()))
    medians = [one for one in plan.measures if _is_median(one)] if plan is not None else []
    if plan is None or len(medians) != 1 or not 0 < percent < 100:
        return
    yield _at(plan, medians[0], percent)


def _is_median(one: PlanMeasure) -> bool:
    return isinstance(one.value, Aggregate) and one.value.function == "median"


def _at(plan: Plan, median: PlanMeasure, percent: float) -> Plan:
    assert isinstance(median.value, Aggregate)
    said = f"{percent:g}"
    value = replace(median.value, function="quantile", quantile=percent / 100)
    label = median.label.replace("median", f"{said}th percentile", 1)
    name = f"p{said.replace('.', '_')}_{median.name.removeprefix('median_')}"
    made = replace(median, name=name, label=label, value=value)
    order: tuple[Order, ...] = tuple(
        replace(one, by=OutputRef(name=name)) if one.by == OutputRef(name=median.name) else one for one in plan.order
    )
    return replace(plan, measures=tuple(made if one is median else one for one in plan.measures), order=order)
