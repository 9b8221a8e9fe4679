"""Follow-ups by rules: what changes in the last Plan of the conversation, and what stays.

    "and by month?"   other groups      "only Germany"   one more condition    "as a share"   a comparison
    "what about 2023" another condition "the average instead"  another measure "no, by order date"  another time

The changed part is read as a full question about the same measure, so that names, values and dates are
understood exactly as in a first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import (
    as_change,
    as_part,
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
from agents.sql_expert.references import FUNCTIONS, carried_over, figure_of, flipped, sorted_by, spelled_out
from agents.sql_expert.referring import names_first, refers_back
from agents.sql_expert.rules import readings_of
from agents.sql_expert.schema import schema_of
from agents.sql_expert.values import whole_values
from agents.sql_expert.weights import SURE
from core.errors import UserError
from core.plan import Comparison, Exists, FieldRef, Plan
from core.query import Query
from core.ways import NotApplicable
from semantic_layer import compile_plan

_CUE = re.compile(
    r"^(?:(?:no|nope|not that|sorry|actually|i meant?|i want(?:ed)?|rather|make (?:that|it)|oops|wait)\b[\s,.:;]*|"
    r"(?:and|but|now|then|ok|okay|so|also|please)\b[\s,]*)*"
    r"(?P<rest>(?:(?:only|just|instead|what about|how about|same|the same|as|by|per|for|in|within|since|before|after"
    r"|without|excluding|exclude|except|leave out|drop|remove|top|bottom"
    r"|split|break|broken|group|sort|order|show|make|compare|use|limit)\b)?.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = re.compile(
    r"^(?:no|nope|not that|not|sorry|actually|i meant?|i wanted|rather|make that|oops|wait|"
    r"and|but|now|then|also|only|just|instead|what about|how about|same|"
    r"the same|as an?|by|per|for|in|within|since|before|after|without|excluding|exclude|except|leave out|broken|"
    r"split (?:it|that|this|by)|break (?:it|that|this)|group (?:it|that|this|by)|sort (?:it|that|this|them|by)|"
    r"make (?:it|that|this))\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\b(?:split|break|broken|also|drill|additionally|as well|too|further|each of (?:them|those|these))\b",
    re.IGNORECASE,
)
_OF_RESULT = re.compile(
    r"^(?:(?:and|but|now|then|ok|okay|so|also|please|can you|could you|no)\b[\s,]*)*"
    r"(?:split|break|broken|group|count|show|plot|chart|list|rank|cut|slice|sum|total|compare|do|make|give|get|see|have)(?: me)? "
    r"(?:it|that|this|them|those|these|the same)(?: (?:all|down|up|out|apart|again|instead))?\s+(?=(?:by|per|for|in|over|across|into)\b)",
    re.IGNORECASE,
)
"""“Split it by month”, “count them by grape”: what was told is meant as a whole."""
_INSTEAD = re.compile(r"\binstead\W*$", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:shares?|percent(?:age)?s?|proportions?|%)", re.IGNORECASE)
_PART = re.compile(
    r"^(?:and |so )*(?:what|which) (?:share|percentage|percent|proportion|fraction|part)(?: of (?:all|the total|them all)(?: \w+)?)? "
    r"(?:is|was|are|were) (?:that|this|it|they|those)\W*$|^(?:and )?(?:as|in) (?:a )?(?:share|percentage|percent|proportion)\W*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\b(?:change|growth|difference|compared? (?:to|with) the (?:previous|last))\b", re.IGNORECASE)
_TOP = re.compile(
    r"\b(?P<end>top|bottom|best|worst|first|last)\s+(?P<count>\d{1,4})\b(?!\s*(?:day|week|month|quarter|year))", re.I
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


_FUNCTION = re.compile(
    r"^(?:(?:and|now|show|use|what about|how about)\s+)*(?:the |its )?"
    r"(?P<word>average|mean|median|total|sum|minimum|maximum|lowest|highest)(?:\s+instead|\s*,? please)*$",
    re.IGNORECASE,
)


class FollowUp:
    """Before `ByRules`, with `cued`, for what opens like a follow-up; after it, without, for what was no question alone."""

    name = "rules"

    def __init__(self, *, cued: bool) -> None:
        self._cued = cued

    async def __call__(self, task: Understanding, /) -> Query:
        """Raises NotApplicable where nothing was asked before, or the words change nothing of it."""
        text = task.question.text.strip()
        last = _last_told(task, text)
        if last is None:
            raise NotApplicable("Nothing was asked before.")
        if self._cued and (referred := self._referred(last, text, task)) is not None:
            return compile_plan(referred, task.model)
        text = _OF_RESULT.sub("", text)
        if self._cued and not (opens_as_follow_up(text) or _OF_RESULT.match(task.question.text.strip())):
            raise NotApplicable("It reads as a question of its own.")
        if refers_back(replace(task, question=replace(task.question, text=text))):
            raise NotApplicable("It is not clear what is referred to.")
        if not self._cued and _read(text, task) is not None:
            raise NotApplicable("It was understood alone.")
        plan = changed(last, text, task)
        return compile_plan(plan, task.model)

    def _referred(self, last: Plan, text: str, task: Understanding) -> Plan | None:
        """What words ask of what was told before; None where they refer to nothing, or it cannot be told."""
        if _PART.match(text) and (part := as_part(last)) is not None:
            return _sound(part, task)
        if (turned := flipped(text, last) or sorted_by(text, last) or figure_of(text, last, task.model)) is not None:
            return _sound(turned, task)
        spelled = spelled_out(text, last, task.model)
        if spelled is None or names_first(text, task) or (_ONE.search(text) and _of_all_rows(last)):
            return None
        read = _read(spelled, task)
        plan = carried_over(last, read, task.model, schema_of(task.model).reach) if read is not None else None
        return _sound(plan, task) if plan is not None else None


_ONE = re.compile(r"\b(?:(?i:he|she|him|his|her)|[Ii]t)\b")


def _of_all_rows(last: Plan) -> bool:
    """A list of all rows holds no one row that “it” could be."""
    return last.rows is not None and last.where is None and last.limit is None


def _last_told(task: Understanding, text: str) -> Plan | None:
    """What was asked last; what was asked before a question that found no answer only where that one is corrected."""
    history = task.question.history
    if _CORRECTING.match(text):
        return next((turn.plan for turn in reversed(history) if turn.plan is not None), None)
    return history[-1].plan if history else None


_CORRECTING = re.compile(r"^(?:no|nope|not|sorry|actually|i mean|rather|oops|wait)\b", re.IGNORECASE)


def opens_as_follow_up(text: str) -> bool:
    """Its first words change what was asked before, where something was."""
    return bool(_OPENING.match(text) or _INSTEAD.search(text) or _FUNCTION.match(text.rstrip("?!. ")))


def changed(last: Plan, text: str, task: Understanding) -> Plan:
    """Raises NotApplicable."""
    for plan in _changes(last, text, task):
        if plan is not None and plan != last:
            return plan
    raise NotApplicable("The words change nothing of what was asked before that could be understood.")


def _changes(last: Plan, text: str, task: Understanding) -> Iterator[Plan | None]:
    matched = _CUE.match(text)
    rest = _TAIL.sub("", matched["rest"] if matched else text)
    function = _FUNCTION.match(rest.rstrip("?!. "))
    if function:
        yield with_function(last, FUNCTIONS[function["word"].lower()])
    top = _TOP.search(rest)
    if top and last.measures:
        yield limited(last, int(top["count"]), descending=top["end"].lower() not in ("bottom", "worst", "last"))
    if _SHARE.search(rest) and last.measures:
        yield as_share(last) if last.dimensions else as_part(last)
    if _CHANGE.search(rest) and last.measures:
        yield as_change(last)
    bare = _LEAD.sub("", rest) or rest
    if _GROUPED.search(rest):
        yield _regrouped(last, bare, task, further=_FURTHER.search(text) is not None)
    yield _narrowed(last, bare, task)
    yield _measured(last, bare, task)
    yield _regrouped(last, f"by {bare}", task, bare=True)


def _regrouped(
    last: Plan, words: str, task: Understanding, *, further: bool = False, bare: bool = False
) -> Plan | None:
    """`further` splits the groups there are; `bare` words that are conditions name no groups."""
    read = _read(f"{measure_phrase(last, task.model)} {words}", task, least=SURE if bare else _LIKELY)
    if read is None or not read.dimensions or (bare and read.where is not None):
        return None
    if further and last.limit is None and not {one.of for one in last.dimensions} & {one.of for one in read.dimensions}:
        return _sound(split_further(last, read), task)
    other_time = on_other_time(last, read, task.model)
    return _sound(other_time or with_groups(last, read), task)


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
        return _sound(told, task)
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
        read = _read(joined, task, least=_LIKELY)
        if read is not None and _same_measures(last, read) and _keeps_less(read):
            return _sound(with_conditions(last, read), task)
        if read is not None and last.dimensions and read.having is not None and not conditions_of(read):
            return _sound(with_enough(last, read), task)
    return None


def _keeps_less(read: Plan) -> bool:
    """Whether anything is said of the rows; that rows of another table are linked to them was not asked."""
    return any(not isinstance(one, Exists) or one.where is not None or one.negated for one in conditions_of(read))


def _measured(last: Plan, words: str, task: Understanding) -> Plan | None:
    read = _read(f"{words} {group_phrase(last)}".strip(), task)
    if read is None or not read.measures or len(read.dimensions) != len(last.dimensions):
        return None
    return _sound(with_measures(last, read), task)


def _same_measures(last: Plan, read: Plan) -> bool:
    """The same figures by the same groups; values that are named beside each other may be told apart too."""
    groups = [one.of for one in read.dimensions]
    told = {one.left for one in conditions_of(read) if isinstance(one, Comparison) and one.operator == "="}
    return len(read.measures) == len(last.measures) and all(
        one.of in groups or one.of in told for one in last.dimensions
    )


def _read(text: str, task: Understanding, *, least: float = SURE) -> Plan | None:
    """What is said with the words of the plan before it needs to be less sure than a question of its own."""
    alone = replace(task, question=replace(task.question, text=text, history=()))
    candidates = readings_of(alone).candidates
    best = candidates[0] if candidates else None
    if best is None or best.confidence < least or best.features.get("asked_back"):
        return None
    return with_alternatives(best.plan, task.model, schema_of(task.model).reach)


_LIKELY = 0.6


def _sound(plan: Plan, task: Understanding) -> Plan | None:
    try:
        compile_plan(plan, task.model)
    except UserError:
        return None
    return plan
