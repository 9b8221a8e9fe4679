"""Rules and a model held against each other: one of them is shown, the receipt says which and why, or it is asked back.

Rules answer alone where their calibrated chance is high enough. Else the model is asked as well: where both come to the
same rows the answer is cross-checked, where they differ the one that is right more often in such questions is shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import sqlglot
from sqlglot import exp

from agents.sql_expert.candidates import Candidate, Understanding
from agents.sql_expert.drafts import Drafted
from agents.sql_expert.explaining import explain
from agents.sql_expert.policy import Decider, Policy, Surety
from agents.sql_expert.rules import decided, query_of, whole_readings
from agents.sql_expert.same_rows import same_rows
from agents.sql_expert.turns.beginning import begun_afresh
from core.answer import Clarification, Option
from core.errors import UserError
from core.query import Query, Weighed
from core.result import Result
from core.ways import Check, Declined, Unclear, Way
from semantic_layer import describe_plan

RULES = "rules"
_MOST_ROWS = 10_000
MOST_READINGS = 6
_LONGEST_LABEL = 300
_MOST_OFFERED = 3

Execute = Callable[[Query, int], Awaitable[Result]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What rules made of a question: `refusal` is why they would not answer with the first of `candidates`."""

    candidates: tuple[Candidate, ...] = ()
    refusal: UserError | None = None

    @property
    def surety(self) -> Surety:
        if self.refusal is None:
            return "sure"
        if isinstance(self.refusal, Unclear):
            return "unsure"
        return "guess" if self.candidates else "none"


class ByBoth:
    """`model` drafts SQL; `follow_up` is asked where the rules decline, before the model is."""

    name = "rules and model"

    def __init__(
        self,
        model: Way[Understanding, Drafted],
        follow_up: Way[Understanding, Query],
        policy: Policy,
        check: Check[Query],
        execute: Execute,
        is_down: Callable[[], bool] = lambda: False,
        second: Callable[[Understanding], Awaitable[Query]] | None = None,
    ) -> None:
        """Where the model `is_down`, sure rules do not wait for it. `second` drafts where rules and model differ."""
        self._second = second
        self._model, self._follow_up, self._policy = model, follow_up, policy
        self._check, self._execute, self._is_down = check, execute, is_down

    async def __call__(self, task: Understanding, /) -> Query:
        """Raises Declined, Unclear."""
        own = read_by_rules(task)
        if own.refusal is None and (self._is_plain(own) or self._is_down()):
            return query_of(own.candidates[0].plan, task)
        followed = await self._followed(task) if own.refusal is not None else None
        if followed is not None:
            return followed
        try:
            drafted = await self._model(task)
        except (Declined, Unclear) as silent:
            return await self._without_model(own, silent, task)
        return await self._with_model(own, drafted, task)

    async def _other(self, task: Understanding) -> Query | None:
        if self._second is None or self._is_down():
            return None
        try:
            return await self._second(task)
        except (Declined, Unclear):
            return None

    async def _agreed(self, own: Own, draft: Query, task: Understanding) -> Query | None:
        """The first reading of the rules that comes to the rows of the draft. Raises Unclear where both are often wrong."""
        for candidate in own.candidates[:MOST_READINGS]:
            query = query_of(candidate.plan, task)
            if await self._is_same(query, draft):
                if self._policy.chance_agreed(own.surety) < self._policy.answer_from:
                    raise _asked_of_rules(own, query, task)
                return _cross_checked(own, query, draft, self._model.name)
        return None

    def _is_plain(self, own: Own) -> bool:
        best = own.candidates[0]
        return self._policy.leaves_it_to_rules(best.confidence, best.features)

    async def _followed(self, task: Understanding) -> Query | None:
        try:
            return await self._follow_up(task)
        except (Declined, Unclear):
            return None

    async def _without_model(self, own: Own, silent: UserError, task: Understanding) -> Query:
        if own.refusal is None:
            told = Weighed(decided_by=RULES, other=self._model.name, agreed=None, told=silent.message)
            return replace(query_of(own.candidates[0].plan, task), weighed=told)
        other = await self._other(task) if own.candidates else None
        if other is not None:
            agreed = await self._agreed(own, other, task)
            if agreed is not None:
                return agreed
            raise await self._asked_back(own, task, other)
        if isinstance(own.refusal, Unclear) or isinstance(silent, Unclear):
            raise own.refusal if isinstance(own.refusal, Unclear) else silent
        raise Declined(
            f"{own.refusal.message} {silent.message}",
            unmatched=getattr(own.refusal, "unmatched", ()),
            hint=own.refusal.hint or silent.hint,
        )

    async def _with_model(self, own: Own, drafted: Drafted, task: Understanding) -> Query:
        """What two come to; where all differ, the likeliest of them or, if none is likely enough, a question back."""
        agreed = await self._agreed(own, drafted.query, task)
        other = await self._other(task) if agreed is None else None
        if agreed is None and other is not None:
            agreed = await self._agreed(own, other, task)
        if agreed is not None:
            return agreed
        twice = other is not None and await self._is_same(other, drafted.query)
        chances = self._chances(own, drafted, of_two=self._second is not None, twice=twice)
        best = max(chances, key=lambda decider: chances[decider])
        if chances[best] >= self._policy.answer_from:
            return self._shown(best, own, drafted, task)
        raise await self._asked_back(own, task, drafted.query, other)

    def _chances(self, own: Own, drafted: Drafted, *, of_two: bool, twice: bool) -> dict[Decider, float]:
        """A draft that a second one does not confirm is less likely than any, and then so are the rules."""
        if twice:
            return {"model": self._policy.chance("model twice", own.surety)}
        if of_two:
            return {"model": self._policy.differing.chance}
        mended = bool(drafted.query.repairs) or drafted.attempts > 1
        model = self._policy.chance("model", own.surety, mended=mended)
        chances: dict[Decider, float] = {"model": drafted.chance if drafted.chance is not None else model}
        if own.candidates:
            chances["rules"] = self._policy.chance("rules", own.surety)
        return chances

    def _shown(self, decider: Decider, own: Own, drafted: Drafted, task: Understanding) -> Query:
        name = self._model.name
        if not own.candidates:
            return replace(drafted.query, weighed=self._alone(own, drafted))
        plan = own.candidates[0].plan
        if decider == "rules":
            told = f"{name} came to other rows; the rules are right more often in such questions."
            return replace(query_of(plan, task), weighed=Weighed(decided_by=RULES, other=name, agreed=False, told=told))
        agreement = f" {drafted.agreement}" if drafted.agreement else ""
        told = (
            f"The rules read it as “{describe_plan(plan, task.model)}”, which gives other rows; "
            f"{name} is right more often in such questions.{agreement}"
        )
        return replace(drafted.query, weighed=Weighed(decided_by=name, other=RULES, agreed=False, told=told))

    def _alone(self, own: Own, drafted: Drafted) -> Weighed:
        reason = own.refusal.message if own.refusal is not None else "The rules have no reading."
        told = f"{reason} {drafted.agreement}" if drafted.agreement else reason
        return Weighed(decided_by=self._model.name, other=RULES, agreed=None, told=told)

    async def _asked_back(self, own: Own, task: Understanding, *drafts: Query | None) -> UserError:
        """A question back with the first reading of the rules and every draft that comes to other rows, likeliest first."""
        readings = [query_of(one.plan, task) for one in own.candidates[:1]]
        for draft in drafts:
            if draft is not None and not [one for one in readings if await self._is_same(one, draft)]:
                readings.append(draft)
        if self._policy.chance("model", own.surety) > self._policy.chance("rules", own.surety):
            readings = [*readings[len(own.candidates[:1]) :], *readings[: len(own.candidates[:1])]]
        options = {_label(one, task): one for one in reversed(readings)}
        question = "Which of these do you mean?" if len(options) > 1 else "Is this what you mean?"
        shown = [
            Option(label=label, plan=one.plan, sql=None if one.plan is not None else one.sql)
            for label, one in reversed(options.items())
        ]
        return Unclear(Clarification(question=question, options=tuple(shown)))

    async def _is_same(self, query: Query, other: Query) -> bool:
        try:
            checked = await self._check(query)
            found = await self._execute(checked, _MOST_ROWS)
            return same_rows(found, await self._execute(other, _MOST_ROWS), each_once=lists_each_once(query))
        except UserError:
            return False


def _asked_of_rules(own: Own, agreed: Query, task: Understanding) -> Unclear:
    """What the rules would have asked, beginning with what the model came to as well."""
    first = Option(label=_label(agreed, task), plan=agreed.plan)
    asked = own.refusal.clarification if isinstance(own.refusal, Unclear) else None
    others = [one for one in asked.options if one.label != first.label] if asked is not None else []
    question = "Which of these do you mean?" if others else "Is this what you mean?"
    return Unclear(Clarification(question=question, options=(first, *others)[:_MOST_OFFERED]))


def _label(reading: Query, task: Understanding) -> str:
    if reading.plan is not None:
        return describe_plan(reading.plan, task.model)
    said = ", ".join(sentence.removeprefix("It ").rstrip(".") for sentence in explain(reading.sql, task.model))
    return said if len(said) <= _LONGEST_LABEL else f"{said[:_LONGEST_LABEL].rstrip()}…"


def lists_each_once(query: Query) -> bool:
    """Rules list each row once where a model may repeat it: both say the same."""
    return query.plan is not None and query.plan.rows is not None and query.plan.rows.distinct


def _cross_checked(own: Own, query: Query, draft: Query, name: str) -> Query:
    """Unsure rules may show more than is asked for; what both show is then taken."""
    told = f"Cross-checked: the rules and {name} came to the same rows."
    if own.surety != "sure" and 0 < _width(draft) < _width(query):
        return replace(draft, weighed=Weighed(decided_by=name, other=RULES, agreed=True, told=told))
    return replace(query, weighed=Weighed(decided_by=RULES, other=name, agreed=True, told=told))


def _width(query: Query) -> int:
    """0 where the columns are only known once it ran."""
    if query.columns:
        return len(query.columns)
    outputs = sqlglot.parse_one(query.sql, read="duckdb")
    shown = outputs.selects if isinstance(outputs, exp.Query) else []
    return 0 if any(isinstance(one, exp.Star) or one.is_star for one in shown) else len(shown)


def read_by_rules(task: Understanding) -> Own:
    try:
        readings = whole_readings(begun_afresh(task))
    except UserError as refusal:
        return Own(refusal=refusal)
    try:
        decided(readings, task.model)
    except UserError as refusal:
        return Own(candidates=readings.candidates, refusal=refusal)
    return Own(candidates=readings.candidates)
