"""Questions for figures as analysts put them: formulas, several figures, and groups ranked by one.

Each part is read as a question of its own, over the same groups; the figures are put together on the plans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.asked_outputs import Framed, framed
from agents.sql_expert.composing import (
    all_figures,
    as_share_if_said,
    averaged_alike,
    ends_for_all,
    is_figure,
    joined_by,
    summed_alike,
)
from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.definitions import defined
from agents.sql_expert.formulas import Figure, Formula, Part, formula_of, parts_said
from agents.sql_expert.listed_figures import with_noun
from core.plan import (
    Aggregate,
    ArithmeticOperator,
    Limit,
    MeasureArithmetic,
    MeasureConstant,
    Order,
    OutputRef,
    Plan,
)
from semantic_layer.words import singular, stem, word_stems

Read = Callable[[str], Plan | None]
_FIGURE = re.compile(
    r"^(?:number|count|total|sum|average|avg|mean|median|min|max|minimum|maximum|how (?:many|much)|highest|lowest|biggest|smallest|"
    r"largest|longest|shortest|latest|earliest|most recent|share|percentage|percent|proportion|standard deviation|\w+ rate)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*,\s*(?:and\s+|as well as\s+)?|\s+and\s+|\s+as well as\s+|\s+along with\s+|\s+together with\s+", re.IGNORECASE
)
_OPENED_PAIR = re.compile(r"\b(?:between|difference (?:in|of)|sum of)\b(?!.*\band\b)", re.IGNORECASE)
_THEIR = re.compile(r"^(?:(?:also|and|both|return|show|the|their|its|our|his|her)\s+)+", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_RANKED = re.compile(
    r"^(?:which|what|who)?(?:\s*(?:are|is))?\s*(?:the\s+)?(?:top\s+)?(?P<most>\d+|one|two|three|four|five|ten)?\s*(?P<group>[\w -]+?)\s+"
    r"(?:had|has|have|saw|show(?:ed|s)?|with|experienced|achieved|recorded)\s+the\s+(?P<end>highest|largest|biggest|greatest|most|lowest|"
    r"smallest|least)\s+(?P<figure>.+)$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^(?P<share>percentage |percent |relative |% )?(?P<change>increase|rise|gain|decrease|drop|decline|fall|reduction|change)"
    r"(?P<rate> rate)? (?:in|of) (?:the |their )?(?P<what>.+?) (?:from|between) (?P<one>.+?) (?:to|and) (?P<other>.+)$",
    re.IGNORECASE,
)
_DOWN = frozenset({"decrease", "drop", "decline", "fall", "reduction"})
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_MOST = 6
_HELD = re.compile(r"\([^()]+\)")


def figured(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands each figure as a question of its own."""
    asked = framed(defined(text))
    ranked = _RANKED.match(asked.figures)
    if ranked is not None:
        plan = _ranked(ranked, asked, read)
        if plan is not None:
            yield plan
        return
    plan = _defined(asked, read) or _listed(asked, read)
    if plan is not None and (finished := _arranged(plan, asked)) is not None:
        yield as_share_if_said(finished, text)


def _defined(asked: Framed, read: Read) -> Plan | None:
    figure: Figure | None = formula_of(asked.figures)
    if figure is None and _HELD.fullmatch(asked.figures):
        figure = Part(words=asked.figures.strip("()"))
    return _of(figure, asked.tail, read) if figure is not None else None


def _of(figure: Figure, tail: str, read: Read, operator: ArithmeticOperator = "/") -> Plan | None:
    if isinstance(figure, Part):
        return _leaf(figure.words, tail, read, operator)
    if isinstance(figure.right, Part) and _NUMBER.match(figure.right.words):
        left = _of(figure.left, tail, read, figure.operator)
        return None if left is None else _by_number(left, figure.operator, float(figure.right.words))
    left = _of(figure.left, tail, read, figure.operator)
    if left is None:
        return None
    right = (
        _headed_alike(figure, tail, read)
        or _of(figure.right, tail, read, figure.operator)
        or _headed(figure, tail, read)
    )
    if right is None:
        return None
    if ends_for_all(left, right, " ".join(parts_said(figure.right))):
        left = _told_of_both(figure.operator, left, right)
    if left is not None and figure.operator == "/":
        left = summed_alike(left, right, f"{figure.left.words}{tail}", read) if isinstance(figure.left, Part) else left
        right = averaged_alike(left, right, " ".join(parts_said(figure.right)))
    return None if left is None else joined_by(figure.operator, left, right)


def _headed_alike(figure: Formula, tail: str, read: Read) -> Plan | None:
    """“The average price of A and B”: words that say no figure of their own are another of the first."""
    if not isinstance(figure.left, Part) or not isinstance(figure.right, Part) or figure.operator != "-":
        return None
    if not _FIGURE.match(figure.left.words) or _FIGURE.match(figure.right.words):
        return None
    return _headed(figure, tail, read)


def _told_of_both(operator: ArithmeticOperator, left: Plan, right: Plan) -> Plan | None:
    """“The gap between claimed and paid on approved claims” is among these, where both add up columns of one row."""
    one, other = left.measures[0].value, right.measures[0].value
    sums = isinstance(one, Aggregate) and isinstance(other, Aggregate) and one.function == other.function != "count"
    alike = left.entity == right.entity and set(parts_of(left.where)) <= set(parts_of(right.where))
    if operator != "-" or not sums or not alike or getattr(one, "of", None) == getattr(other, "of", None):
        return None
    return replace(left, where=right.where)


def _headed(figure: Formula, tail: str, read: Read) -> Plan | None:
    """“The average price of A to B” is to that of B."""
    if not isinstance(figure.left, Part) or not isinstance(figure.right, Part):
        return None
    head = re.match(r".*\b(?:of|for|in|from|by|on)\s+", figure.left.words, re.IGNORECASE)
    return _leaf(f"{head[0]}{figure.right.words}", tail, read, figure.operator) if head else None


def _leaf(words: str, tail: str, read: Read, operator: ArithmeticOperator) -> Plan | None:
    """A noun alone stands for how many there are; where it is added or taken away, for what it comes to."""
    openings = (
        ("",) if _FIGURE.match(words) else ("", "number of ") if operator == "/" else ("", "total ", "number of ")
    )
    for opening in openings:
        plan = read(f"{opening}{words}{tail}")
        if plan is not None and is_figure(plan):
            return plan
    return None


def _by_number(left: Plan, operator: ArithmeticOperator, value: float) -> Plan:
    own = left.measures[0]
    measure = MeasureArithmetic(operator=operator, left=own.value, right=MeasureConstant(value=value))
    label = f"{own.label} {operator} {value:g}"
    return replace(left, measures=(replace(own, label=label, value=measure),))


def _listed(asked: Framed, read: Read) -> Plan | None:
    items = _items(asked.figures)
    if not 2 <= len(items) <= _MOST:
        return None
    figures = [formula_of(one) or Part(words=one) for one in items]
    said = [isinstance(one, Formula) or bool(_FIGURE.match(one.words)) for one in figures]
    if not any(said):
        return None
    tail, first = asked.tail, 0
    if not tail.strip() or (" for each " not in tail and " by " not in tail and " per " not in tail):
        first = said.index(True)
        tail = "".join(f" {'and' if at else 'by'} {one}" for at, one in enumerate(items[:first])) + tail
    grouped = word_stems(tail)
    plans: list[Plan] = []
    for one, item, told in zip(figures[first:], items[first:], said[first:], strict=True):
        if not told and word_stems(item) <= grouped | _NAMES:
            continue
        plan = _of(one, tail, read) if told else None
        if plan is None or (plans and ends_for_all(plans[0], plan, item)):
            return None
        plans.append(plan)
    if not plans or not all(one.dimensions for one in plans) or (len(plans) == 1 and not first):
        return None
    return all_figures(plans)


_NAMES = frozenset(stem(word) for word in ("name", "names"))


def _items(words: str) -> list[str]:
    """Told one after the other; “the difference between A and B” is one."""
    items: list[str] = []
    for one in _apart(words):
        if items and _OPENED_PAIR.search(items[-1]):
            items[-1] = f"{items[-1]} and {one}"
        else:
            items.append(_THEIR.sub("", one))
    items = [one for one in items if one]
    return [with_noun(one, items[at + 1 :]) for at, one in enumerate(items)]


def _apart(words: str) -> Iterator[str]:
    """What stands in parentheses is not taken apart."""
    start = 0
    for joint in _JOINT.finditer(words):
        if words[: joint.start()].count("(") == words[: joint.start()].count(")"):
            yield words[start : joint.start()]
            start = joint.end()
    yield words[start:]


def _ranked(found: re.Match[str], asked: Framed, read: Read) -> Plan | None:
    """“The 5 products with the largest increase in units from 2022 to 2023”."""
    changed = _CHANGE.match(f"{found['figure']}{asked.tail}")
    figure = _change(changed) if changed is not None else formula_of(found["figure"])
    if figure is None:
        return None
    tail = f" for each {_one(found['group'])}"
    plan = _of(figure, tail if changed is not None else f"{asked.tail}{tail}", read)
    if plan is None or not plan.dimensions:
        return None
    said = (found["most"] or "").casefold()
    most = _ONES.get(said) or (int(said) if said.isdigit() else asked.most or 1)
    down = found["end"].casefold() not in ("lowest", "smallest", "least")
    by = Order(by=OutputRef(name=plan.measures[0].name), descending=down)
    return replace(plan, order=(by,), limit=Limit(count=most, ties="cut"))


def _one(group: str) -> str:
    *before, last = group.split()
    return " ".join([*before, singular(last)])


def _change(found: re.Match[str]) -> Formula:
    one, other = (Part(words=f"{found['what']} in {found[side]}") for side in ("one", "other"))
    if found["change"].casefold() in _DOWN:
        return _share_of(Formula(operator="-", left=one, right=other), one, found)
    return _share_of(Formula(operator="-", left=other, right=one), one, found)


def _share_of(change: Formula, before: Part, found: re.Match[str]) -> Formula:
    return Formula(operator="/", left=change, right=before) if found["share"] or found["rate"] else change


def _arranged(plan: Plan, asked: Framed) -> Plan | None:
    """None where it is not known what the rows are sorted by."""
    if asked.descending is None and not asked.sorted_by and asked.most is None:
        return plan
    by = _sorted_by(plan, asked.sorted_by) if asked.sorted_by else plan.measures[0].name
    if by is None:
        return None
    down = asked.descending if asked.descending is not None else not asked.sorted_by
    limit = Limit(count=asked.most, ties="cut") if asked.most else None
    return replace(plan, order=(Order(by=OutputRef(name=by), descending=down),), limit=limit)


def _sorted_by(plan: Plan, words: str) -> str | None:
    """The output that has most of the words, where one alone has."""
    said = word_stems(words)
    outputs = [(one.name, one.label) for one in plan.measures] + [(one.name, one.label) for one in plan.dimensions]
    told = sorted(((len(said & word_stems(f"{label} {name}")), name) for name, label in outputs), reverse=True)
    if not told or not told[0][0] or (len(told) > 1 and told[0][0] == told[1][0]):
        return None
    return told[0][1]
