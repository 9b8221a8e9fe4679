"""Follow-ups by rules: what changes in the last Plan of the conversation, and what stays.

    "and by month?"   other groups      "only Germany"   one more condition    "as a share"   a comparison
    "what about 2023" another condition "the average instead"  another measure "no, by order date"  another time

The changed part is read as a full question about the same measure, so that names, values and dates are
understood exactly as in a first question.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.carrying import ask_whether_carried
from agents.sql_expert.followup_changes import as_part
from agents.sql_expert.references import carried_over, figure_of, flipped, sorted_by, spelled_out, subject_of
from agents.sql_expert.referring import names_first, refers_back
from agents.sql_expert.rules import decided, query_of, whole_readings
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.after_declined import ask_of_answered
from agents.sql_expert.turns.after_none import in_place_of_unknown
from agents.sql_expert.turns.another_figure import by_another_figure
from agents.sql_expert.turns.another_place import asks_for_a_place
from agents.sql_expert.turns.beginning import begun_afresh
from agents.sql_expert.turns.enough_of_each import with_enough_of_each
from agents.sql_expert.turns.exchanging import swapped
from agents.sql_expert.turns.moving_words import asks_how_it_moves
from agents.sql_expert.turns.noting import noted
from agents.sql_expert.turns.of_the_set import asked_of_set
from agents.sql_expert.turns.plainly import in_plain_words
from agents.sql_expert.turns.relating import told_in_relation
from agents.sql_expert.turns.reread import FUNCTION_ALONE, changed, read_alone, sound
from agents.sql_expert.turns.revising import revised
from agents.sql_expert.turns.same_filters import with_same_filters
from agents.sql_expert.turns.same_groups import by_the_same
from agents.sql_expert.turns.standing import relates_to_what_was_told
from agents.sql_expert.turns.swapped import swap_in
from agents.sql_expert.turns.told_of import ONE, SET, asked_of_told, entities_asked, told_group_of
from agents.sql_expert.turns.two_sentences import told_shortly
from core.plan import Plan
from core.query import Query
from core.question import Turn
from core.ways import NotApplicable
from semantic_layer import compile_plan

_OPENING = re.compile(
    r"^(?:no|nope|not that|not|sorry|actually|i meant?|i wanted|rather|make that|oops|wait|"
    r"and|but|now|then|also|only|just|instead|what about|how about|same|"
    r"the same|as an?|by|per|for|in|within|since|before|after|without|excluding|exclude|except|leave out|broken|"
    r"split (?:it|that|this|by)|break (?:it|that|this)|group (?:it|that|this|by)|sort (?:it|that|this|them|by)|"
    r"make (?:it|that|this))\b",
    re.IGNORECASE,
)
_OF_RESULT = re.compile(
    r"^(?:(?:and|but|now|then|ok|okay|so|also|please|can you|could you|no)\b[\s,]*)*"
    r"(?:split|break|broken|group|count|show|plot|chart|list|rank|cut|slice|sum|total|compare|do|make|give|get|see|have)(?: me)? "
    r"(?:it|that|this|them|those|these|the same)(?: (?:all|down|up|out|apart|again|instead))?\s+(?=(?:by|per|for|in|over|across|into)\b)",
    re.IGNORECASE,
)
"""“Split it by month”, “count them by grape”: what was told is meant as a whole."""
_AS_TOLD = re.compile(
    r"^(?:(?:and|but|now|then|ok|please|can you|could you)\b[\s,]*)*(?:show|give|get|see|have|split|break|do|plot|chart|cut|slice)(?: me)? "
    r"(?:it|that|this|the same)(?: down| up| out| again)? (?:by|per|for|in|over|across|into)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:instead|only|alone|too|as well)\W*$", re.IGNORECASE)
_PART = re.compile(
    r"^(?:and |so )*(?:what|which) (?:share|percentage|percent|proportion|fraction|part)(?: of (?:all|the total|them all)(?: \w+)?)? "
    r"(?:is|was|are|were) (?:that|this|it|they|those)\W*$|^(?:and )?(?:as|in) (?:a )?(?:share|percentage|percent|proportion)\W*$",
    re.IGNORECASE,
)


class FollowUp:
    """Before `ByRules`, with `cued`, for what opens like a follow-up; after it, without, for what was no question alone."""

    name = "rules"

    def __init__(self, *, cued: bool) -> None:
        self._cued = cued

    async def __call__(self, task: Understanding, /) -> Query:
        """Raises NotApplicable where nothing was asked before, or the words change nothing of it."""
        task = begun_afresh(task)
        short = await self._told_shortly(task) if self._cued and task.question.history else None
        return compile_plan(short, task.model) if short is not None else self._read(task)

    async def _told_shortly(self, task: Understanding) -> Plan | None:
        """Of two sentences; raises Unclear of what follows a question without an answer."""
        short = await told_shortly(task, self._of_all_ways)
        if short is None and in_place_of_unknown(task) is None:
            await ask_of_answered(task, self._change)
        return short

    def _read(self, task: Understanding) -> Query:
        text = in_plain_words(task.question.text)
        turn = _several_told(task, text) or _last_told(task, text)
        if self._cued and (other := in_place_of_unknown(task)) is not None:
            return query_of(decided(whole_readings(other), task.model), other)
        if turn is None or (last := turn.plan) is None:
            raise NotApplicable("Nothing was asked before.")
        text = by_another_figure(text, last, schema_of(task.model))
        if self._cued and (same := with_same_filters(last, text, task)) is not None:
            return compile_plan(noted(same, turn), task.model)
        if asks_how_it_moves(text, task) and not relates_to_what_was_told(text):
            raise NotApplicable("It asks how something moves, not for a change of what was told.")
        if self._cued and (referred := self._referred(last, text, task)) is not None:
            return compile_plan(noted(referred, turn), task.model)
        plain, text = text, _OF_RESULT.sub("", text)
        if self._cued and not (opens_as_follow_up(text) or swap_in(text) is not None or _OF_RESULT.match(plain)):
            raise NotApplicable("It reads as a question of its own.")
        if refers_back(replace(task, question=replace(task.question, text=text))):
            raise NotApplicable("It is not clear what is referred to.")
        if not self._cued and read_alone(text, task) is not None:
            raise NotApplicable("It was understood alone.")
        if relates_to_what_was_told(text):
            raise NotApplicable("It cannot be told of what was asked before.")
        plan = swapped(last, text, task) or changed(last, text, task)
        return compile_plan(noted(plan, turn), task.model)

    async def _of_all_ways(self, task: Understanding) -> Plan:
        """As a change of what was told, else as a question of its own. Raises Declined, Unclear."""
        try:
            return await self._change(task)
        except NotApplicable:
            plan = decided(whole_readings(task), task.model)
            ask_whether_carried(plan, task)
            return plan

    async def _change(self, task: Understanding) -> Plan:
        """Raises NotApplicable."""
        plan = (await self(task)).plan
        if plan is None:
            raise NotApplicable("What it changes to is no Plan.")
        return plan

    def _referred(self, last: Plan, text: str, task: Understanding) -> Plan | None:
        """What words ask of what was told before; None where they refer to nothing, or it cannot be told."""
        if (plan := asked_of_set(last, task.question.text, task)) is not None:
            return plan
        if (enough := with_enough_of_each(last, text, task)) is not None and sound(enough, task) is not None:
            return enough
        if (plan := told_in_relation(last, text, task) or revised(last, text, task)) is not None:
            return plan
        if _PART.match(text) and (part := as_part(last)) is not None:
            return sound(part, task)
        if (turned := flipped(text, last) or sorted_by(text, last) or figure_of(text, last, task.model)) is not None:
            return sound(turned, task)
        if (asked := asked_of_told(text, task, ONE, asks=not opens_as_follow_up(text))) is not None:
            return asked.plan
        return self._of_set(last, text, task)

    def _of_set(self, last: Plan, text: str, task: Understanding) -> Plan | None:
        """By the noun of what was told last, unless what is asked for is a column of what was told before."""
        if _WHICH_OF_THEM.search(text) and (told := told_group_of(text, task)) is not None:
            return told
        plan = self._spelled(last, text, task)
        if plan is not None and entities_asked(plan) == {subject_of(last, task.model)}:
            return plan
        other = asked_of_told(text, task, SET, asks=not opens_as_follow_up(text))
        return other.plan if other is not None and (plan is None or other.far == 0) else plan

    def _spelled(self, last: Plan, text: str, task: Understanding) -> Plan | None:
        """With the noun that is meant in the place of words that stand for it."""
        spelled = spelled_out(text, last, task.model) if _AS_TOLD.match(text) is None else None
        if spelled is None or names_first(text, task) or (_ONE.search(text) and _of_all_rows(last)):
            return None
        read = read_alone(spelled, task)
        reach = schema_of(task.model).reach
        read = by_the_same(last, read, text, reach) if read is not None else None
        plan = carried_over(last, read, task.model, reach) if read is not None else None
        if plan is None or (_ONE.search(text) and plan.where is None):
            return None
        return sound(plan, task)


_WHICH_OF_THEM = re.compile(r"\bwhich (?:one )?of (?:them|these|those)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:(?i:he|she|him|his|her)|[Ii]t)\b")


def _of_all_rows(last: Plan) -> bool:
    """A list of all rows holds no one row that “it” could be."""
    return last.rows is not None and last.where is None and last.limit is None


def _several_told(task: Understanding, text: str) -> Turn | None:
    """“Which of them …”, asked when one of several was told last, is asked of those several."""
    if _OF_SEVERAL.match(text) is None or not task.question.history or not _tells_one(task.question.history[-1]):
        return None
    return next(
        (turn for turn in reversed(task.question.history) if turn.plan is not None and not _tells_one(turn)), None
    )


def _tells_one(turn: Turn) -> bool:
    plan = turn.plan
    return plan is not None and plan.limit is not None and plan.limit.count == 1 and plan.top_per_group is None


_OF_SEVERAL = re.compile(
    r"^(?:(?:and|so|but|now)[\s,]+)*(?:which|who|what|how many) (?:one |ones )?of (?:them|these|those)\b(?! \w+s\b)",
    re.IGNORECASE,
)


def _last_told(task: Understanding, text: str) -> Turn | None:
    """What was asked last; what was asked before a question that found no answer only where that one is corrected."""
    history = task.question.history
    if _CORRECTING.match(text):
        return next((turn for turn in reversed(history) if turn.plan is not None), None)
    if asks_for_a_place(text):
        ranked = (turn for turn in reversed(history) if turn.plan is not None and turn.plan.limit is not None)
        return next(ranked, history[-1] if history else None)
    return history[-1] if history else None


_CORRECTING = re.compile(r"^(?:no|nope|not|sorry|actually|i mean|rather|oops|wait)\b", re.IGNORECASE)


def opens_as_follow_up(text: str) -> bool:
    """Its first words change what was asked before, where something was."""
    return bool(_OPENING.match(text) or _INSTEAD.search(text) or FUNCTION_ALONE.match(text.rstrip("?!. ")))
