"""Rows and groups against one that is named: "tools more expensive than the Hilti drill", "branches with more orders than Kiel".

The question for the one with the most is read first; it tells by what they are compared. What the named one has takes the
place of the rank. "Than the average branch" compares groups with what a group comes to on average.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import name_fields
from agents.sql_expert.qualities import quality
from agents.sql_expert.sets.above_typical import against_typical
from agents.sql_expert.sets.among import counted
from agents.sql_expert.sets.both_and_not import COUNT, before_time
from core.model import SemanticModel
from core.plan import (
    Aggregate,
    Comparison,
    ComparisonOperator,
    Expression,
    FieldRef,
    In,
    IsNull,
    OutputRef,
    Plan,
    PlanMeasure,
    ScalarPlan,
    Value,
)
from semantic_layer import ValueIndex
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
ENDINGS = {
    "higher": "highest", "lower": "lowest", "larger": "largest", "bigger": "biggest", "greater": "highest", "smaller": "smallest",
    "longer": "longest", "shorter": "shortest", "older": "oldest", "younger": "youngest", "taller": "tallest",
    "heavier": "heaviest", "lighter": "lightest", "cheaper": "cheapest", "dearer": "dearest", "pricier": "priciest",
    "costlier": "costliest", "faster": "fastest", "slower": "slowest", "newer": "newest", "more": "most", "fewer": "fewest",
    "less": "least",
}  # fmt: skip
_THAN = re.compile(
    r"^(?:(?:which|what|list|show(?: me)?|find|name|give me|are there any) )?(?:the |all |our |any |other |all the |all our )*"
    r"(?P<subject>[a-z]+(?: [a-z]+){0,4}?) (?:an? )?"
    rf"(?P<way>{'|'.join(ENDINGS)})(?P<what>(?: (?!than\b)[a-z]+){{0,3}}) than (?:the |that of |our )?(?P<named>[^?.!;:]+?)"
    r"(?: (?:do|does|did|has|have|had|is|are|was|were))?[?.!\s]*$",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    rf"\bwhose (?P<what>[a-z]+(?: [a-z]+){{0,2}}) (?:is|are|was|were) (?P<way>{'|'.join(ENDINGS)}) than\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"^(?:did|do|does|is|are|was|were|has|have|had)\b", re.IGNORECASE)
_DOING = re.compile(r"^(?P<stem>[a-z]{2,})ing$", re.IGNORECASE)
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_HAVING = frozenset({"with", "has", "have", "had", "having", "at", "got", "get"})
_TYPICAL = re.compile(r"^(?:an? |our |typical )?(?:average|typical)(?: (?P<group>[a-z]+(?: [a-z]+)?))?$", re.IGNORECASE)


def than_named(text: str, model: SemanticModel, values: ValueIndex, read: Read) -> Iterator[Plan]:
    """`read` understands the question for the one that has the most, or the least."""
    text = _WHOSE.sub(r"with a \g<way> \g<what> than", text.strip())
    listed = COUNT.sub("which ", text)
    found = _THAN.match(listed)
    if found is None:
        return
    named, time = before_time(found["named"])
    named = named if _YES_OR_NO.match(listed) else _as_held(named, values)
    typical = _TYPICAL.match(named)
    if typical is None and not any(one.how in ("exact", "normalised") for one in values.lookup(named, fuzzy=False)):
        return
    most = f"the {ENDINGS[found['way'].lower()]} {found['what'].strip()} {time}".strip()
    for who, verb in _subjects(found["subject"].lower()):
        if (
            typical is None
            and not found["what"]
            and verb not in ("is", "has")
            and quality(f"{verb} the {ENDINGS[found['way'].lower()]}") is None
        ):
            continue
        if typical is not None and not _is_group(typical["group"], who):
            continue
        ranked = read(f"{'who' if who == 'who' else f'which {who}'} {verb} {most}")
        made = _against(ranked, named if typical is None else None, model, values) if ranked is not None else None
        done = made if made is None or listed == text else counted(made) or counted_groups(made, model)
        if done is not None:
            yield done
            return


def _as_held(named: str, values: ValueIndex) -> str:
    """“Consumers”, of a column that holds “Consumer”."""
    *before, last = named.split() or [""]
    one = " ".join((*before, singular(last)))
    known = [
        any(match.how in ("exact", "normalised") for match in values.lookup(said, fuzzy=False)) for said in (named, one)
    ]
    return one if known == [False, True] else named


def _is_group(group: str | None, who: str) -> bool:
    """“Than average” is that of those who are asked for."""
    return who == "who" or group is None or singular(group.split()[-1].lower()) == who.split()[-1]


def _subjects(words: str) -> Iterator[tuple[str, str]]:
    """Who it is and what they do: “tool”, “is”; “employee”, “earns”; “branch”, “has”."""
    told = words.split()
    clause = next((at for at, word in enumerate(told) if at and word in ("that", "which", "who")), None)
    said = [word for at, word in enumerate(told) if at == 0 or word not in ("that", "which", "who")]
    for count in (1, 2) if clause is None else (clause,):
        did = said[count:]
        if len(did) > 2 or len(said) < count or (count > 1 and clause is None and said[count - 1].endswith("ed")):
            continue
        verb = did[-1] if did else "is"
        doing = _DOING.match(verb)
        who = " ".join((*said[: count - 1], singular(said[count - 1])))
        if verb in _HAVING or verb in _BEING:
            yield who, "has" if verb in _HAVING else "is"
        else:
            yield who, f"{doing['stem']}s" if doing is not None else verb


def _against(ranked: Plan, named: str | None, model: SemanticModel, values: ValueIndex) -> Plan | None:
    if len(ranked.order) != 1 or ranked.limit is None or ranked.combine is not None or ranked.having is not None:
        return None
    operator: ComparisonOperator = ">" if ranked.order[0].descending else "<"
    open_plan = replace(ranked, limit=None)
    by = ranked.order[0].by
    if isinstance(by, OutputRef):
        return _groups_against(open_plan, named, operator, model, values)
    return _rows_against(open_plan, by, named, operator, model, values) if named is not None else None


def _rows_against(
    plan: Plan, by: Expression, named: str, operator: ComparisonOperator, model: SemanticModel, values: ValueIndex
) -> Plan | None:
    entity = model.entity(plan.entity)
    columns = [FieldRef(entity=entity.name, name=one.name) for one in name_fields(entity)]
    row = _named_row(named, columns, values)
    if row is None or plan.rows is None or not isinstance(by, FieldRef) or by.entity != entity.name:
        return None
    figure = Aggregate(function="max" if operator == ">" else "min", entity=entity.name, of=by)
    held = Plan(entity=entity.name, measures=(PlanMeasure(name="named", label="named", value=figure),), where=row)
    more = Comparison(left=by, operator=operator, right=ScalarPlan(plan=held))
    names = tuple(one for one in plan.rows.fields if one.of in columns)
    rows = replace(plan.rows, fields=names or plan.rows.fields)
    return replace(plan, rows=rows, where=all_of((*parts_of(plan.where), more)))


def _groups_against(
    plan: Plan, named: str | None, operator: ComparisonOperator, model: SemanticModel, values: ValueIndex
) -> Plan | None:
    shown = [one for one in plan.dimensions if one.shown]
    if len(plan.measures) != 1 or len(shown) != 1 or not isinstance(shown[0].of, FieldRef):
        return None
    if named is None:
        known = tuple(IsNull(of=one.of, negated=True) for one in plan.dimensions)
        where = all_of(tuple(one for one in parts_of(plan.where) if one not in known))
        return against_typical(replace(plan, order=(), where=where), model, above=operator == ">")
    row = _named_row(named, [shown[0].of], values)
    if row is None:
        return None
    measure = plan.measures[0]
    held = Plan(entity=plan.entity, measures=(measure,), where=all_of((*parts_of(plan.where), row)))
    more = Comparison(left=OutputRef(name=measure.name), operator=operator, right=ScalarPlan(plan=held))
    return replace(plan, having=more)


def counted_groups(plan: Plan, model: SemanticModel) -> Plan | None:
    """How many there are of groups that are rows of a table, told by its key."""
    keys = [one for one in plan.dimensions if not one.shown]
    of = keys[0].of if len(keys) == 1 else None
    if not isinstance(of, FieldRef) or model.entity(of.entity).key != (of.name,):
        return None
    measures = tuple(replace(one, shown=False) for one in plan.measures)
    inner = replace(plan, dimensions=(replace(keys[0], shown=True),), measures=measures, order=())
    count = PlanMeasure(name="count", label="count", value=Aggregate(function="count", entity=of.entity))
    return Plan(entity=of.entity, measures=(count,), where=In(of=of, plan=inner))


def _named_row(named: str, columns: list[FieldRef], values: ValueIndex) -> Comparison | None:
    """The row that is called so, in one of the columns that rows are named by."""
    for match in values.lookup(named, fuzzy=False):
        for column in columns:
            if match.how in ("exact", "normalised") and (match.entity, match.field) == (column.entity, column.name):
                return Comparison(left=column, operator="=", right=Value(value=match.value, type="text"))
    return None
