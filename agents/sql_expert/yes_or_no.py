"""Questions that yes or no answers: "are there any ...", "did we sell more in May than in June?", with the figures they rest on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from agents.sql_expert.all_of_them import all_of_them
from agents.sql_expert.compared_pairs import more_pairs
from agents.sql_expert.composing import all_figures, both_figures
from agents.sql_expert.sets.both_and_not import before_time
from agents.sql_expert.whether import anyone_said, listed_any, pairs_of
from core.model import SemanticModel
from core.plan import (
    Aggregate,
    Branch,
    Case,
    Comparison,
    ComparisonOperator,
    Condition,
    FieldRef,
    Plan,
    PlanMeasure,
    ScalarPlan,
    Value,
)
from semantic_layer import ValueIndex
from semantic_layer.describe import measure_words
from semantic_layer.describe_conditions import Words

Read = Callable[[str], Plan | None]
_HELPER = r"(?:did|does|do|was|were|is|are|has|have|had)"
_MORE = r"(?P<way>more|fewer|less|higher|lower|larger|bigger|greater|smaller)"
_END = r"[?.!\s]*(?:show both|both figures)?[?.!\s]*$"
_PLACE = r"(?:in|on|during|for|from|at|through|via|by)"
_THINGS = rf"(?P<what>(?:(?! than | {_PLACE} ).)+?)"
_OTHER = r"(?P<other>[^?.!;]+?)"
_BETWEEN = (
    re.compile(
        rf"^(?P<helper>did|does|do|have|has) (?P<who>.+?) {_MORE}(?: {_THINGS})? (?P<one>{_PLACE} .+?) than {_OTHER}{_END}",
        re.I,
    ),
    re.compile(
        rf"^(?P<helper>did|does|do|have|has|is|are) (?P<one>.+?) {_MORE}(?: {_THINGS})? than {_OTHER}{_END}", re.I
    ),
)
_COUNTED = re.compile(
    rf"^(?:are there|were there|do we have|did we have|is there) {_MORE} (?P<what>.+?) than {_OTHER}{_END}", re.I
)
_FIGURE = re.compile(
    rf"^(?:is|was|are|were) (?:the |our )?(?P<what>.+?) (?P<at>of|in|for|on|from|at|via|by) (?P<one>.+?) {_MORE} than "
    rf"(?:that |those |the one )?(?:(?:of|in|for|on|from|at|via|by) )?{_OTHER}{_END}",
    re.I,
)
_ANY = re.compile(
    r"^(?:are there|is there|were there|was there|do we have|did we have|have we got|have there been|has there been) "
    r"(?P<any>any|a|an|some)?\s*(?P<what>[^?.!]+)[?.!\s]*$",
    re.I,
)
_EVER = re.compile(
    r"^(?:has|have|did|was|were) (?P<any>any|a|an|some) (?P<what>[^?.!]+?)(?: ever| already| yet)(?: been)? "
    r"(?P<done>\w+)(?P<rest>[^?.!]*)[?.!\s]*$",
    re.I,
)
_LESS = frozenset({"fewer", "less", "lower", "smaller"})


def yes_or_no(
    text: str, model: SemanticModel, values: ValueIndex, read: Read, keep: Callable[..., None]
) -> Iterator[Plan]:
    """`read` understands each figure as a question of its own; `keep` is told which of them a plan is made of."""
    plain = text.strip()
    for pair, way in chain(_pairs(plain), pairs_of(plain, model), more_pairs(plain, model, values)):
        one, other = (read(part) for part in pair)
        plan = _compared(one, other, way, model) if one is not None and other is not None else None
        if plan is not None:
            keep(one, other)
            yield plan
            return
    yield from all_of_them(plain, model, read, keep)
    yield from any_such(plain, read)
    counted = listed_any(plain, model, read)
    whether = _any(counted) if counted is not None else None
    if whether is not None:
        yield whether


def any_such(text: str, read: Read) -> Iterator[Plan]:
    """“Are there any …”, “has any … ever been …”: whether there are, and how many."""
    plain = _EVER.sub(
        lambda one: f"are there any {one['what']} that were {one['done']}{one['rest']}", anyone_said(text)
    )
    found = _ANY.match(plain)
    if found is not None and not re.search(r"\bthan (?!\$?\d)|\bor\b|\?.*\?", found["what"]):
        counted = read(f"how many {found['what']}")
        plan = _any(counted) if counted is not None else None
        if plan is not None:
            yield plan


def _pairs(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Two questions for figures, and the word that says which should be more."""
    if found := _COUNTED.match(text):
        yield (f"how many {found['what']}", f"how many {found['other']}"), found["way"]
        head, place, one = _parted(found["what"])
        if place:
            other = found["other"] if re.match(rf"{_PLACE} ", found["other"]) else f"{place} {found['other']}"
            yield (f"how many {head} {place} {one}", f"how many {head} {other}"), found["way"]
    if found := _FIGURE.match(text):
        what, at = found["what"], found["at"]
        yield (f"{what} {at} {found['one']}", f"{what} {at} {found['other']}"), found["way"]
    if found := _BETWEEN[0].match(text):
        asked = f"how many {found['what']}" if found["what"] else "how much"
        place = found["one"].split()[0]
        other = found["other"] if re.match(rf"{_PLACE} ", found["other"]) else f"{place} {found['other']}"
        helper, who = found["helper"], found["who"]
        yield (f"{asked} {helper} {who} {found['one']}", f"{asked} {helper} {who} {other}"), found["way"]
    if found := _BETWEEN[1].match(text):
        asked = f"how many {found['what']}" if found["what"] else "how much"
        subject, _, verb = found["one"].rpartition(" ")
        if subject:
            helper, (other, time) = found["helper"], before_time(found["other"])
            yield (
                (
                    f"{asked} {helper} {subject} {verb} {time}".strip(),
                    f"{asked} {helper} {other} {verb} {time}".strip(),
                ),
                found["way"],
            )


def _parted(words: str) -> tuple[str, str, str]:
    found = re.match(rf"^(?P<head>.+?) (?P<place>{_PLACE}) (?P<one>.+)$", words)
    return (found["head"], found["place"], found["one"]) if found else (words, "", "")


def _compared(one: Plan, other: Plan, way: str, model: SemanticModel) -> Plan | None:
    """Both figures in one row, behind whether the first is the more, or the less."""
    both = both_figures(one, other) or all_figures((one, other))
    if both is None or both.dimensions or len(both.measures) != 2 or one.measures[0].unit != other.measures[0].unit:
        return None
    if one.entity == other.entity and _columns(one.where) != _columns(other.where):
        return None
    operator: ComparisonOperator = "<" if way.casefold() in _LESS else ">"
    answer = Comparison(left=_scalar(one), operator=operator, right=_scalar(other))
    words = Words(model, both.entity)
    figures = (replace(each, label=measure_words(each.value, words)) for each in both.measures)
    return replace(both, measures=(_answer(both.entity, answer), *figures))


def _columns(node: object) -> frozenset[FieldRef]:
    """What a condition is about: figures that are kept apart by different columns are no pair."""
    if isinstance(node, FieldRef):
        return frozenset([node])
    if isinstance(node, tuple):
        return frozenset().union(*map(_columns, node))
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return frozenset()
    return frozenset().union(*(_columns(getattr(node, part.name)) for part in dataclasses.fields(node)))


def _scalar(plan: Plan) -> ScalarPlan:
    return ScalarPlan(plan=replace(plan, order=(), reading=(), assumptions=()))


def _any(counted: Plan) -> Plan | None:
    """Whether there are such rows, and how many."""
    value = counted.measures[0].value if len(counted.measures) == 1 else None
    plain = counted.rows is None and not counted.dimensions and counted.having is None and counted.combine is None
    if not plain or not isinstance(value, Aggregate) or value.function != "count" or counted.where is None:
        return None
    if value.of is not None or value.where is not None:
        return None
    own = replace(counted.measures[0], value=replace(value, where=counted.where))
    return replace(counted, measures=(_answer(counted.entity, counted.where), own), where=None)


def _answer(entity: str, condition: Condition) -> PlanMeasure:
    yes, no = (Value(value=value, type="boolean") for value in (True, False))
    value = Aggregate(
        function="max", entity=entity, of=Case(branches=(Branch(when=condition, then=yes),), otherwise=no)
    )
    return PlanMeasure(name="answer", label="answer", value=value)
