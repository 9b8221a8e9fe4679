"""The changed part of a follow-up, read as a full question about the same measure.

Names, values and dates are so understood exactly as in a first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import (
    as_change,
    as_part,
    as_part_of_groups,
    as_share,
    conditions_of,
    limited,
    on_other_time,
    split_further,
    with_conditions,
    with_enough,
    with_function,
    with_groups,
    with_measures,
)
from agents.sql_expert.followup_phrases import group_phrase, measure_phrase
from agents.sql_expert.readings import with_alternatives
from agents.sql_expert.references import FUNCTIONS
from agents.sql_expert.rules import readings_of
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.best_end import turns_round
from agents.sql_expert.turns.whole import numbers_kept
from agents.sql_expert.values import whole_values
from agents.sql_expert.weights import SURE
from core.errors import UserError
from core.plan import Aggregate, Comparison, Exists, FieldRef, Plan
from core.ways import NotApplicable
from semantic_layer import compile_plan
from semantic_layer.words import full_words, stem

_CUE = re.compile(
    r"^(?:(?:no|nope|not that|sorry|actually|i meant?|i want(?:ed)?|rather|make (?:that|it)|oops|wait)\b[\s,.:;]*|"
    r"(?:and|but|now|then|ok|okay|so|also|please)\b[\s,]*)*"
    r"(?P<rest>(?:(?:only|just|instead|what about|how about|same|the same|as|by|per|for|in|within|since|before|after"
    r"|without|excluding|exclude|except|leave out|drop|remove|top|bottom"
    r"|split|break|broken|group|sort|order|show|make|compare|use|limit)\b)?.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FURTHER = re.compile(
    r"\b(?:split|break|broken|also|drill|additionally|as well|too|further|each of (?:them|those|these))\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:shares?|percent(?:age)?s?|proportions?|%)", re.IGNORECASE)
_OF_EACH = re.compile(
    r"\b(?:of|among|out of|over) (?:all|the total|total|its|their|the)\b.*|\b(?:within|in|of|per|for) (?:each|every)\b|\bper \w+",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\b(?:change|growth|difference|compared? (?:to|with) the (?:previous|last))\b", re.IGNORECASE)
_TOP = re.compile(
    r"\b(?P<end>top|bottom|best|worst|first|last|highest|lowest|biggest|smallest|largest)\s+(?P<count>\d{1,4})\b(?!\s*(?:day|week|month|quarter|year))",
    re.I,
)
_GROUPED = re.compile(
    r"\b(?:by|per|for (?:each|every)|across|split|break|broken|group(?:ed)?)\b|\b(?:dai|week|month|quarter|year)ly\b",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:only|just|instead|same|the same|show|use|make|do|it|that|this|them|those|me|down|split|break|broken|group(?:ed)?|"
    r"what about|how about|the|ones?|out)\b[\s,]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,]*(?:ones? )?(?:ones?|instead|please|only|too|as well|then)?[\s?.!]*$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^(?:for|in|within|on|at|from|to|of|with|without|excluding|except|not|since|before|after|between|during|over|under|"
    r"above|below|until|where|whose|that|which|last|this|more|less|fewer|at least|at most)\b",
    re.IGNORECASE,
)
FUNCTION_ALONE = re.compile(
    r"^(?:(?:and|now|show|use|what about|how about)\s+)*(?:the |its )?"
    r"(?P<word>average|mean|median|total|sum|minimum|maximum|lowest|highest)(?:\s+instead|\s*,? please)*$",
    re.IGNORECASE,
)


def changed(last: Plan, text: str, task: Understanding) -> Plan:
    """Raises NotApplicable."""
    for plan in _changes(last, text, task):
        if plan is not None and plan != last:
            return plan
    raise NotApplicable("The words change nothing of what was asked before that could be understood.")


def _changes(last: Plan, text: str, task: Understanding) -> Iterator[Plan | None]:
    matched = _CUE.match(text)
    rest = _TAIL.sub("", matched["rest"] if matched else text)
    function = FUNCTION_ALONE.match(rest.rstrip("?!. "))
    if function:
        yield with_function(last, FUNCTIONS[function["word"].lower()])
    top = _TOP.search(rest)
    if top and last.measures:
        highest = top["end"].lower() not in ("bottom", "worst", "last", "lowest", "smallest")
        few = limited(last, int(top["count"]), descending=highest != turns_round(top["end"], last))
        others = _others(_TOP, rest)
        yield _narrowed(few, others, task) if others else few
    if _SHARE.search(rest) and last.measures and not _others(_SHARE, rest):
        yield as_share(last) if last.dimensions else as_part(last)
    if _CHANGE.search(rest) and last.measures and not _others(_CHANGE, rest):
        yield as_change(last)
    bare = _LEAD.sub("", rest) or rest
    if (share := _SHARE.search(rest)) is not None and last.measures and not names_a_column(share[0], task):
        yield as_part_of_groups(last) if _OF_EACH.search(rest) else None
        return
    if _GROUPED.search(rest):
        yield regrouped(last, bare, task, further=_FURTHER.search(text) is not None)
    yield _narrowed(last, bare, task)
    yield _measured(last, bare, task) or _totalled(last, bare, task)
    if _CORRECTED.match(text):
        yield _measured(last, bare, task, least=_LIKELY)
    if last.rows is None:
        yield regrouped(last, f"by {bare}", task, bare=True)


def names_a_column(word: str, task: Understanding) -> bool:
    """“Only those with a share above 10”; of “10%” it is not known what it is of."""
    said = stem(word.lower())
    names = (name for entity in task.model.entities for field in entity.fields for name in (field.name, field.label))
    return word == "%" or any(said in map(stem, full_words(name)) for name in names)


def _others(pattern: re.Pattern[str], rest: str) -> str:
    """What is said beside: “in 2024” of “the top 3 in 2024”."""
    return " ".join(_SAYS_NOTHING.sub(" ", pattern.sub(" ", rest)).split()).strip("?.!, ")


_SAYS_NOTHING = re.compile(
    r"\b(?:as|an?|the|it|its|them|those|these|that|this|of|only|just|show|me|make|see|give|display|in|each|one|ones|what|"
    r"is|are|was|by|total|whole|all|overall|please|over|time|relative|terms|from|to|previous|last|period|month|quarter|year)\b"
    r"(?! (?:\d|january|february|march|april|may|june|july|august|september|october|november|december))",
    re.IGNORECASE,
)


def regrouped(last: Plan, words: str, task: Understanding, *, further: bool = False, bare: bool = False) -> Plan | None:
    """`further` splits the groups there are; `bare` words that are conditions name no groups."""
    read = read_alone(f"{measure_phrase(last, task.model)} {words}", task, least=SURE if bare else _LIKELY)
    if read is None and not bare:
        read = _groups_alone(last, words, task)
    if read is None or not read.dimensions or (bare and read.where is not None) or not numbers_kept(words, read):
        return None
    if further and last.limit is None and not {one.of for one in last.dimensions} & {one.of for one in read.dimensions}:
        return sound(split_further(last, read), task)
    other_time = on_other_time(last, read, task.model)
    return sound(other_time or with_groups(last, read), task)


def _groups_alone(last: Plan, words: str, task: Understanding) -> Plan | None:
    """The groups, where every likely reading of how many rows there are by them has the same."""
    text = f"number of {task.model.entity(last.entity).label} {words}"
    alone = replace(task, question=replace(task.question, text=text, history=()))
    likely = [one.plan for one in readings_of(alone).candidates if one.confidence >= _LIKELY]
    kinds = {tuple((one.of, one.grain, one.part) for one in plan.dimensions if one.shown) for plan in likely}
    return likely[0] if len(kinds) == 1 and likely[0].where is None and likely[0].limit is None else None


def _one_group(last: Plan, words: str, task: Understanding) -> Plan | None:
    """“Only Sales”, where departments were told: a value of a column that is grouped by."""
    grouped = [one.of for one in last.dimensions if one.grain is None and one.part is None]
    found = [
        link
        for link in whole_values(task.values, [words], task.model).get(words, ())
        if FieldRef(entity=link.entity.name, name=link.field.name) in grouped
    ]
    if len(found) != 1:
        return None
    of = FieldRef(entity=found[0].entity.name, name=found[0].field.name)
    return with_conditions(last, replace(last, where=Comparison(left=of, operator="=", right=found[0].value)))


def _narrowed(last: Plan, words: str, task: Understanding) -> Plan | None:
    if (told := _one_group(last, re.sub(r"^(?:for|in|of) ", "", words), task)) is not None:
        return sound(told, task)
    figure, groups = measure_phrase(last, task.model), group_phrase(last)
    subject, rows = f"{figure} {groups}".strip(), task.model.entity(last.entity).label
    described = (
        f"{figure.removesuffix(rows)}{words} {rows} {groups}"
        if figure.endswith(rows)
        else f"{figure} of {words} {rows} {groups}"
    )
    for joined in (f"{subject} {words}", f"{subject} for {words}", f"{subject} in {words}", described.strip()):
        if joined.endswith(f" {words}") and not _PREPOSITION.match(words) and joined == f"{subject} {words}":
            continue
        read = read_alone(joined, task, least=_LIKELY)
        if read is not None and not numbers_kept(words, read):
            continue
        if read is not None and _same_measures(last, read) and _keeps_less(read):
            return sound(with_conditions(last, read), task)
        if read is not None and last.dimensions and read.having is not None and not conditions_of(read):
            return sound(with_enough(last, read), task)
    return None


def _keeps_less(read: Plan) -> bool:
    """Whether anything is said of the rows; that rows of another table are linked to them was not asked."""
    return any(not isinstance(one, Exists) or one.where is not None or one.negated for one in conditions_of(read))


def remeasured(last: Plan, words: str, task: Understanding) -> Plan | None:
    """Another figure by the same groups: another function of the same column, or another column."""
    function = FUNCTIONS.get(re.sub(r"^the ", "", words.lower()))
    if function is not None:
        return with_function(last, function)
    return _measured(last, words, task) or _measured(last, f"total {re.sub('^the ', '', words)}", task)


def figures_of_groups(last: Plan, words: str, task: Understanding) -> Plan | None:
    """The figures alone, where they can be told by the very groups of the plan before."""
    read = _measured(last, words, task)
    same = read is not None and [one.of for one in read.dimensions] == [one.of for one in last.dimensions]
    return read if same else None


_CORRECTED = re.compile(r"^(?:(?:no|nope|sorry|actually|oops|wait)\b[\s,.:;]*)*i (?:meant?|wanted)\b", re.IGNORECASE)


def _measured(last: Plan, words: str, task: Understanding, *, least: float = SURE) -> Plan | None:
    read = read_alone(f"{words} {group_phrase(last)}".strip(), task, least=least)
    if read is None or not read.measures or len(read.dimensions) != len(last.dimensions):
        return None
    if not numbers_kept(words, read):
        return None
    return sound(with_measures(last, read), task)


def _totalled(last: Plan, words: str, task: Understanding) -> Plan | None:
    """“I meant gross” after a total of the net amount."""
    value = last.measures[0].value if len(last.measures) == 1 else None
    summed = isinstance(value, Aggregate) and value.function == "sum"
    return _measured(last, f"total {re.sub('^the ', '', words)}", task) if summed else None


def _same_measures(last: Plan, read: Plan) -> bool:
    """The same figures by the same groups; values that are named beside each other may be told apart too."""
    if last.rows is not None:
        return read.entity == last.entity and not read.dimensions and len(read.measures) == 1
    groups = [one.of for one in read.dimensions]
    told = {one.left for one in conditions_of(read) if isinstance(one, Comparison) and one.operator == "="}
    return len(read.measures) == len(last.measures) and all(
        one.of in groups or one.of in told for one in last.dimensions
    )


def read_alone(text: str, task: Understanding, *, least: float = SURE) -> Plan | None:
    """What is said with the words of the plan before it needs to be less sure than a question of its own."""
    alone = replace(task, question=replace(task.question, text=text, history=()))
    candidates = readings_of(alone).candidates
    best = candidates[0] if candidates else None
    if best is None or best.confidence < least or best.features.get("asked_back"):
        return None
    return with_alternatives(best.plan, task.model, schema_of(task.model).reach)


_LIKELY = 0.6


def sound(plan: Plan, task: Understanding) -> Plan | None:
    try:
        compile_plan(plan, task.model)
    except UserError:
        return None
    return plan
