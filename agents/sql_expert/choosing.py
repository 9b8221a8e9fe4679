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
from agents.sql_expert.policy import Decider, Policy, Surety
from agents.sql_expert.rules import decided, query_of, whole_readings
from agents.sql_expert.same_rows import same_rows
from core.answer import Clarification, Option
from core.errors import UserError
from core.plan import Plan
from core.query import Query, Weighed
from core.result import Result
from core.ways import Check, Declined, Unclear, Way
from semantic_layer import describe_plan

RULES = "rules"
_MOST_ROWS = 10_000
_MOST_READINGS = 6

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
            other = await self._other(task) if own.candidates and own.refusal is not None else None
            agreed = await self._agreed(own, other, task) if other is not None else None
            return agreed if agreed is not None else self._without_model(own, silent, task)
        return await self._with_model(own, drafted, task)

    async def _other(self, task: Understanding) -> Query | None:
        if self._second is None or self._is_down():
            return None
        try:
            return await self._second(task)
        except (Declined, Unclear):
            return None

    async def _agreed(self, own: Own, draft: Query, task: Understanding) -> Query | None:
        """The first reading of the rules that comes to the rows of the draft."""
        for candidate in own.candidates[:_MOST_READINGS]:
            query = query_of(candidate.plan, task)
            if await self._is_same(query, draft):
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

    def _without_model(self, own: Own, silent: UserError, task: Understanding) -> Query:
        if own.refusal is None:
            told = Weighed(decided_by=RULES, other=self._model.name, agreed=None, told=silent.message)
            return replace(query_of(own.candidates[0].plan, task), weighed=told)
        if isinstance(own.refusal, Unclear) or isinstance(silent, Unclear):
            raise own.refusal if isinstance(own.refusal, Unclear) else silent
        raise Declined(
            f"{own.refusal.message} {silent.message}",
            unmatched=getattr(own.refusal, "unmatched", ()),
            hint=own.refusal.hint or silent.hint,
        )

    async def _with_model(self, own: Own, drafted: Drafted, task: Understanding) -> Query:
        agreed = await self._agreed(own, drafted.query, task)
        if agreed is not None:
            return agreed
        if self._second is not None:
            return await self._with_second(own, drafted, task)
        chances = self._chances(own, drafted)
        best = max(chances, key=lambda decider: chances[decider])
        if chances[best] < self._policy.answer_from:
            raise self._asked_back(own, drafted, task)
        return self._shown(best, own, drafted, task)

    async def _with_second(self, own: Own, drafted: Drafted, task: Understanding) -> Query:
        """What two of the three come to; where all differ, each may well be wrong and it is asked back."""
        other = await self._other(task)
        agreed = await self._agreed(own, other, task) if other is not None else None
        if agreed is not None:
            return agreed
        if other is not None and await self._is_same(other, drafted.query):
            return self._shown("model", own, drafted, task)
        if self._policy.differing.chance >= self._policy.answer_from:
            return self._shown("model", own, drafted, task)
        raise self._asked_back(own, drafted, task, other)

    def _chances(self, own: Own, drafted: Drafted) -> dict[Decider, float]:
        mended = bool(drafted.query.repairs) or drafted.attempts > 1
        model = self._policy.chance("model", own.surety, mended=mended)
        chances: dict[Decider, float] = {"model": drafted.chance if drafted.chance is not None else model}
        if own.candidates:
            chances["rules"] = self._policy.chance("rules", own.surety)
        return chances

    def _shown(self, decider: Decider, own: Own, drafted: Drafted, task: Understanding) -> Query:
        name = self._model.name
        if not own.candidates:
            return replace(drafted.query, weighed=self._alone(own, name))
        plan = own.candidates[0].plan
        if decider == "rules":
            told = f"{name} came to other rows; the rules are right more often in such questions."
            return replace(query_of(plan, task), weighed=Weighed(decided_by=RULES, other=name, agreed=False, told=told))
        told = (
            f"The rules read it as “{describe_plan(plan, task.model)}”, which gives other rows; "
            f"{name} is right more often in such questions."
        )
        return replace(drafted.query, weighed=Weighed(decided_by=name, other=RULES, agreed=False, told=told))

    def _alone(self, own: Own, name: str) -> Weighed:
        reason = own.refusal.message if own.refusal is not None else "The rules have no reading."
        return Weighed(decided_by=name, other=RULES, agreed=None, told=reason)

    def _asked_back(self, own: Own, drafted: Drafted, task: Understanding, other: Query | None = None) -> UserError:
        plans: list[Plan] = [one.plan for one in own.candidates[:1]]
        plans += [query.plan for query in (drafted.query, other) if query is not None and query.plan is not None]
        options = {describe_plan(plan, task.model): plan for plan in plans}
        if not options:
            return Declined(
                f"{self._model.name} wrote a query for it that is more likely wrong than right.",
                unmatched=getattr(own.refusal, "unmatched", ()),
                hint="Ask it in other words, with the names of the columns.",
            )
        question = "Which of these do you mean?" if len(options) > 1 else "Is this what you mean?"
        shown = tuple(Option(label=label, plan=plan) for label, plan in options.items())
        return Unclear(Clarification(question=question, options=shown))

    async def _is_same(self, query: Query, other: Query) -> bool:
        try:
            checked = await self._check(query)
            found = await self._execute(checked, _MOST_ROWS)
            return same_rows(found, await self._execute(other, _MOST_ROWS), each_once=_lists_each_once(query))
        except UserError:
            return False


def _lists_each_once(query: Query) -> bool:
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
        readings = whole_readings(task)
    except UserError as refusal:
        return Own(refusal=refusal)
    try:
        decided(readings, task.model)
    except UserError as refusal:
        return Own(candidates=readings.candidates, refusal=refusal)
    return Own(candidates=readings.candidates)
