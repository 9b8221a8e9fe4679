"""Those that have only such: "customers who only bought tea" bought tea, and nothing else.

The question without "only" is read first: it tells who is asked for, and which of their rows they have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import names_rows
from core.model import Dimension, SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    IsNull,
    Not,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    RelativePeriod,
    TextMatch,
    Value,
)
from semantic_layer.vocabulary import word_set

Read = Callable[[str], Plan | None]
_ONLY = r"(?:only|exclusively|solely|always)(?:\s+ever)?|(?:ever\s+only)|nothing\s+but"
_AUXILIARY = r"(?:(?:who|that|which|have|has|had|did|do|are|were|is|was)\s+)*"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<head>.{{3,}}?\s+{_AUXILIARY})(?:{_ONLY})\s+(?P<rest>(?!\d|one\b|two\b|three\b|the\b|those\b|once\b|twice\b).+)$",
        rf"^(?P<head>.{{3,}}?\s+(?:who|that|which)\s+(?:[a-z]+\s+){{1,2}}?)(?:{_ONLY})\s+(?P<rest>(?!\d|one\b|two\b|the\b|once\b).+)$",
        rf"^(?P<head>.{{3,}}?\s+with)\s+(?:{_ONLY})\s+(?P<rest>(?!\d|one\b|two\b|the\b|those\b).+)$",
    )
)
_THEIR = r"(?:of )?(?:their|its|his|her|the)"
_ALL_THEIR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<head>.{{3,}}?) (?:(?:who|that|which) )?(?:had|have|has|with) all {_THEIR} (?P<rows>\w+) (?:been |being )?"
        r"(?P<such>[\w-]+)[?.! ]*$",
        r"^(?P<head>.{3,}?) whose (?P<rows>\w+) (?:were |are |have |had |got )?all (?:been |being |were )?(?P<such>[\w-]+)[?.! ]*$",
        r"^(?P<head>.{3,}?) where all (?:of )?(?:their|its|the) (?P<rows>\w+) (?:were |are |got |have been )?(?P<such>[\w-]+)[?.! ]*$",
        rf"^(?P<head>.{{3,}}?) (?:who|that|which) (?:have |has |had )?(?P<such>\w+ed) all {_THEIR} (?P<rows>\w+)[?.! ]*$",
    )
)
_ASKED = word_set("show list give find me get count tell how many which what who all see display include")


def only_such(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the word."""
    for pattern in _PATTERNS:
        found = pattern.match(text.strip())
        if found is None or set(found["head"].casefold().split()) <= _ASKED:
            continue
        plan = read(f"{found['head'].strip()} {found['rest']}")
        made = _only(plan, model) if plan is not None else None
        if made is not None:
            yield made


def all_theirs(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Customers who had all of their orders cancelled”: there are cancelled ones, and none that are not."""
    for pattern in _ALL_THEIR:
        found = pattern.match(text.strip())
        if found is None:
            continue
        for said in (f"{found['such']} {found['rows']}", f"{found['rows']} that were {found['such']}"):
            plan = read(f"{found['head']} with {said}")
            listed = plan is not None and any(isinstance(one, Exists) for one in parts_of(plan.where))
            made = _only(plan, model) if plan is not None and listed else None
            if made is not None:
                yield made


def _only(plan: Plan, model: SemanticModel) -> Plan | None:
    if plan.having is not None or plan.combine is not None or plan.limit is not None or plan.top_per_group is not None:
        return None
    linked = [one for one in parts_of(plan.where) if isinstance(one, Exists) and not one.negated]
    if len(linked) == 1 and (other := _any_other(linked[0])) is not None:
        return replace(plan, where=all_of((*parts_of(plan.where), other)))
    return _by_groups(plan, model) if not linked else None


def _any_other(such: Exists) -> Exists | None:
    """Rows of the same kind and time that are not such."""
    times, meant = _apart(parts_of(such.where))
    if not meant and len(times) == 1:
        times, meant = (), times
    if not meant or not all(map(_is_about_values, meant)):
        return None
    return replace(such, where=all_of((*times, Not(condition=_all(meant)))), negated=True)


def _by_groups(plan: Plan, model: SemanticModel) -> Plan | None:
    """“Shippers that only use road”, where shippers are a column of the shipments: groups without any other row."""
    field = _kind(plan)
    entity = model.entity(plan.entity)
    if field is None or field.entity != plan.entity or plan.order:
        return None
    column = entity.field(field.name)
    if not isinstance(column, Dimension) or names_rows(entity, column) or column.profile.distinct >= 0.9 * entity.rows:
        return None
    times, meant = _apart(parts_of(plan.where))
    if not meant or not all(isinstance(one, Comparison | In | TextMatch) and _told_of(one) != field for one in meant):
        return None
    such, other = (
        PlanMeasure(
            name=name, label=name, value=Aggregate(function="count", entity=plan.entity, where=where), shown=False
        )
        for name, where in (("such", _all(meant)), ("others", Not(condition=_all(meant))))
    )
    shown = PlanDimension(name=field.name, label=column.label, of=field)
    groups = Plan(
        entity=plan.entity, dimensions=(shown,), measures=(such, other), having=_ONLY_SUCH, where=all_of(times)
    )
    if plan.measures:
        return replace(plan, where=In(of=field, plan=groups))
    return replace(groups, reading=plan.reading, assumptions=plan.assumptions)


def _kind(plan: Plan) -> FieldRef | None:
    """The one column that is listed, or whose different values are counted."""
    if plan.rows is not None:
        field = plan.rows.fields[0].of if len(plan.rows.fields) == 1 else None
        return field if isinstance(field, FieldRef) else None
    value = plan.measures[0].value if len(plan.measures) == 1 and not plan.dimensions else None
    counted = isinstance(value, Aggregate) and value.function == "count_distinct" and value.where is None
    return value.of if counted and isinstance(value, Aggregate) and isinstance(value.of, FieldRef) else None


_ZERO = Value(value=0, type="integer")
_ONLY_SUCH = And(
    conditions=(
        Comparison(left=OutputRef(name="such"), operator=">", right=_ZERO),
        Comparison(left=OutputRef(name="others"), operator="=", right=_ZERO),
    )
)


def _apart(conditions: tuple[Condition, ...]) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    times = tuple(one for one in conditions if isinstance(one, AbsolutePeriod | RelativePeriod))
    return times, tuple(one for one in conditions if one not in times)


def _told_of(condition: Comparison | In | TextMatch) -> object:
    return condition.left if isinstance(condition, Comparison) else condition.of


def _is_about_values(condition: Condition) -> bool:
    return isinstance(condition, Comparison | In | IsNull | TextMatch | AbsolutePeriod | RelativePeriod)


def _all(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[0] if len(conditions) == 1 else And(conditions=conditions)
