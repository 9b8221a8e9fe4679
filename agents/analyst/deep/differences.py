"""“Is the difference between A and B significant?”: groups tested against chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean, stdev

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import CHANCE, NOT_A_CAUSE, Conclusion, Facts, at, column, few, number, rounded
from agents.analyst.deep.series import Settings
from agents.analyst.deep.subject import all_of, conditions_of, subject_of, understood
from agents.analyst.deep.targets import Feature, Target, rows_query, target_of
from agents.analyst.numbers import label_text
from agents.analyst.wording import in_lower
from agents.sql_expert import Understanding
from analysis import GroupTest, ShareTest, compare_groups, compare_shares
from core.analysis import Analysis
from core.plan import Condition, FieldRef, PlanDimension
from core.query import OutputColumn, Query
from core.result import Result
from core.ways import Declined, Unclear

NAME = "difference between groups"
_MOST_GROUPS = 12


def plan_difference(asked: Asked, task: Understanding) -> Analysis:
    subject = subject_of(asked.subject, task)
    target = target_of(subject, task.model)
    if len(asked.others) == 1:
        dimension = _dimension(asked, task)
        return by_dimension(target, dimension, task)
    queries, titles = [], []
    for group in asked.others:
        condition = _group(asked.subject, group, subject.plan.where, task)
        queries.append(_rows(target, condition, task))
        titles.append(f"{target.label} of each row, {group}")
    read_as = (
        f"whether {in_lower(target.label)} differs between {asked.others[0]} and {asked.others[1]} by more than chance"
    )
    return _analysis(target, tuple(queries), tuple(titles), read_as, asked.others)


def by_dimension(target: Target, dimension: PlanDimension, task: Understanding) -> Analysis:
    assert isinstance(dimension.of, FieldRef)
    query = rows_query(target, [Feature(label=dimension.label, of=dimension.of, numeric=False)], task.model)
    read_as = f"whether {in_lower(target.label)} differs by {in_lower(dimension.label)} by more than chance"
    return _analysis(
        target, (query,), (f"{target.label} of each row, with {dimension.label}",), read_as, (), dimension.label
    )


def _analysis(
    target: Target,
    queries: tuple[Query, ...],
    titles: tuple[str, ...],
    read_as: str,
    groups: Sequence[str],
    dimension: str = "Group",
) -> Analysis:
    return Analysis(
        computation=NAME,
        queries=queries,
        titles=titles,
        read_as=read_as,
        settings=(
            ("measure", target.label),
            ("unit", target.unit or ""),
            ("yes or no", target.yes),
            ("dimension", dimension),
            *((f"group {place}", group) for place, group in enumerate(groups, 1)),
        ),
    )


def _dimension(asked: Asked, task: Understanding) -> PlanDimension:
    for said in (f"{asked.subject} by {asked.others[0]}", f"average {asked.subject} by {asked.others[0]}"):
        try:
            plan = understood(said, task)
        except (Declined, Unclear):
            continue
        if len(plan.dimensions) == 1 and isinstance(plan.dimensions[0].of, FieldRef) and not plan.dimensions[0].grain:
            return plan.dimensions[0]
    raise Declined(f"It is not clear what “{asked.others[0]}” groups by.", unmatched=(asked.others[0],))


def _group(subject: str, group: str, known: Condition | None, task: Understanding) -> Condition:
    """The filter that the group's name adds."""
    refused: Declined | Unclear | None = None
    for said in (f"{subject} for {group}", f"{subject} of {group}", f"average {subject} for {group}",
                 f"{subject} in {group}", f"number of {subject} for {group}"):  # fmt: skip
        try:
            plan = understood(said, task)
        except (Declined, Unclear) as declined:
            refused = refused or declined
            continue
        added = [part for part in conditions_of(plan.where) if part not in conditions_of(known)]
        condition = all_of(*added)
        if condition is not None:
            return condition
    raise refused or Declined(f"Nothing in the data matches “{group}”.", unmatched=(group,))


def _rows(target: Target, condition: Condition, task: Understanding) -> Query:
    return rows_query(target, (), task.model, condition)


Groups = list[tuple[str, list[float]]]


def conclude_difference(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where a group has fewer than two rows."""
    settings: Settings = dict(analysis.settings)
    groups, left_out = _groups_in(results, settings)
    yes, label, unit = bool(settings["yes or no"]), str(settings["measure"]), str(settings["unit"]) or None
    if "group 1" not in settings and len(groups) == 1 and not left_out:
        raise Declined(f"There is only one group of {in_lower(str(settings['dimension']))}: {groups[0][0]}.")
    small = next((name for name, values in groups if len(values) < 2), None)
    if len(groups) < 2 or small is not None:
        raise Declined(f"There are too few rows of {small or 'one of the groups'} to compare.")
    found: GroupTest | ShareTest | None
    if yes:
        found = compare_shares({name: [int(sum(values)), len(values) - int(sum(values))] for name, values in groups})
    else:
        found = compare_groups([values for _, values in groups])
    if found is None:
        raise Declined("All rows have the same value, so there is nothing to compare.")
    facts = Facts()
    drafts = [_verdict(facts, found, groups, label)]
    drafts += _sizes(facts, found, groups, unit, yes=yes)
    rank = found.rank_method if isinstance(found, GroupTest) else None
    return Conclusion(
        method=found.method + (f", with the {rank} beside it" if rank else ""),
        columns=_columns(settings, unit, yes=yes),
        rows=tuple(_row(name, values, yes=yes) for name, values in groups),
        facts=tuple(facts.found),
        drafts=tuple(drafts),
        limits=(NOT_A_CAUSE, *few(min(len(values) for _, values in groups)), *left_out),
        mark="bar",
        names=(label, *(name for name, _ in groups)) if len(groups) == 2 else (label,),
        details=(("p", found.p), ("effect size", round(found.effect, 4))),
    )


def _groups_in(results: Sequence[Result], settings: Settings) -> tuple[Groups, tuple[str, ...]]:
    if "group 1" in settings:
        named = [str(settings[f"group {place}"]) for place in range(1, len(results) + 1)]
        return [
            (name, [value for row in result.rows if (value := number(row[0])) is not None])
            for name, result in zip(named, results, strict=True)
        ], ()
    found: defaultdict[str, list[float]] = defaultdict(list)
    for row in results[0].rows:
        value = number(row[0])
        if value is not None and row[1] is not None:
            found[label_text(row[1])].append(value)
    ordered = sorted(found.items(), key=lambda one: -len(one[1]))
    kept = [(name, values) for name, values in ordered[:_MOST_GROUPS] if len(values) >= 2]
    return kept, ("Groups with few rows were left out.",) if len(kept) < len(ordered) else ()


def _columns(settings: Settings, unit: str | None, *, yes: bool) -> tuple[OutputColumn, ...]:
    middle = (
        column("share", "Share", "float", "measure", "ratio")
        if yes
        else column("mean", "Mean", "float", "measure", unit)
    )
    spread = (
        column("those", "Of them", "integer")
        if yes
        else column("deviation", "Standard deviation", "float", "measure", unit)
    )
    return (
        column("group", str(settings["dimension"]), "text", "dimension"),
        column("rows", "Rows", "integer"),
        middle,
        spread,
    )


def _row(name: str, values: Sequence[float], *, yes: bool) -> tuple[str, int, float | None, float | None]:
    if yes:
        return name, len(values), round(fmean(values), 6), sum(values)
    return name, len(values), rounded(fmean(values)), rounded(stdev(values))


def _verdict(facts: Facts, found: GroupTest | ShareTest, groups: Groups, label: str) -> str:
    p = facts.p_value("test", found.p, f"the {found.method}")
    method = found.method if found.method[0].isupper() else f"a {found.method}"
    between = f"between {groups[0][0]} and {groups[1][0]}" if len(groups) == 2 else "between the groups"
    if found.p < CHANCE:
        return f"The difference of {in_lower(label)} {between} is significant ({method}, {p})."
    return f"The difference of {in_lower(label)} {between} may well be chance ({method}, {p})."


def _sizes(facts: Facts, found: GroupTest | ShareTest, groups: Groups, unit: str | None, *, yes: bool) -> list[str]:
    name, measure = ("share", "ratio") if yes else ("mean", unit)
    ordered = sorted(range(len(groups)), key=lambda place: -fmean(groups[place][1]))
    said = {}
    for place in (ordered[0], ordered[-1]):
        value = fmean(groups[place][1])
        shown = round(value, 6) if yes else rounded(value)
        said[place] = facts.add("value", f"{name}:{place}", f"{name} of {groups[place][0]}", shown, name, measure,
                                [at(place, name)])  # fmt: skip
    what = "share" if yes else "mean"
    first, last = ordered[0], ordered[-1]
    sentences = [f"The {what} is {said[first]} for {groups[first][0]}, and {said[last]} for {groups[last][0]}."]
    if isinstance(found, GroupTest) and found.low is not None and found.high is not None:
        low = facts.add("value", "difference_low", "Lower end of the difference", rounded(found.low), "interval", unit)
        high = facts.add(
            "value", "difference_high", "Upper end of the difference", rounded(found.high), "interval", unit
        )
        level = facts.level()
        sentences.append(f"The {level} interval of {groups[0][0]} minus {groups[1][0]} goes from {low} to {high}.")
        rank = facts.p_value("ranks", found.rank_p, f"the {found.rank_method}")
        sentences.append(f"By ranks, so that extreme values count like others: {found.rank_method}, {rank}.")
    return sentences
