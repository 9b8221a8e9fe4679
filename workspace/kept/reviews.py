"""What people said of answers: right, or wrong with a cause; wrong ones are reviewed, each with fixes and what they would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from catalog import Catalog, FeedbackRecord, Overtaken, ReviewStatus, RunRecord
from core.answer import Problem, problem_of
from core.chart import Mark
from core.errors import InvalidInput, UnknownName, UserError
from core.plan import Plan
from core.question import Caller, check_owner
from core.result import Result
from core.saved import CAUSES, Cause, Feedback, SavedQuery, Verdict, ViewSettings
from workspace.kept.queries import SavedEntry, SavedQueries, runnable
from workspace.kept.verifying import VerifiedAnswers

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared

_TOPICS: dict[str, frozenset[str]] = {
    "table": frozenset({"table", "rows", "reading"}),
    "filter": frozenset({"value", "spelling"}),
    "period": frozenset({"period", "time"}),
    "calculation": frozenset({"measure", "average", "level over time"}),
}
_MOST_FIXES = 6
_PREVIEW_ROWS = 20
_LONGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of an answer; `sql`, `plan` or `mark` is how it should have been."""

    verdict: Verdict
    cause: Cause | None = None
    words: str = ""
    sql: str | None = None
    plan: Plan | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """`label` says where it comes from: the person, or another reading of the question."""

    label: str
    query: SavedQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What SQL gives now: rows, or why there are none."""

    label: str
    sql: str | None
    result: Result | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPreview:
    """The answer as it was given, run again, beside each fix, in the order of its number."""

    record: FeedbackRecord
    before: Given
    fixes: tuple[Given, ...]


class Reviews:
    def __init__(
        self,
        workspace: str,
        catalog: Catalog,
        shared: Callable[[], Shared],
        clock: Callable[[], date],
        queries: SavedQueries,
        verified: VerifiedAnswers,
    ) -> None:
        self._workspace, self._kept = workspace, catalog.feedback
        self._shared, self._clock = shared, clock
        self._queries, self._verified = queries, verified

    async def give(self, run: RunRecord, said: Said, caller: Caller) -> FeedbackRecord:
        """Raises InvalidInput for a run without an answer, and what the fix is refused for."""
        if run.status is None or (said.verdict == "right" and run.status != "answered"):
            raise InvalidInput("That run has no answer yet.", hint="Say what you think of it once it has ended.")
        if said.verdict == "wrong" and said.cause is None:
            raise InvalidInput("What was wrong with it?", hint=f"Name a cause: {', '.join(CAUSES)}.")
        if len(said.words) > _LONGEST:
            raise InvalidInput(f"That is longer than {_LONGEST:,} characters.")
        feedback = Feedback(
            run_id=run.id,
            verdict=said.verdict,
            question=run.question,
            cause=said.cause if said.verdict == "wrong" else None,
            words=said.words,
            sql=said.sql,
            plan=said.plan,
            mark=said.mark,
            asked_sql=run.sql,
            asked_plan=run.plan,
            alone=await self._queries.alone.question_of(run),
        )
        if said.sql is not None or said.plan is not None:
            await self._queries.check_runs(_fixed(feedback, said.plan, said.sql))
        return self._kept.give(self._workspace, feedback, caller.name)

    def of_run(self, run_id: str) -> tuple[FeedbackRecord, ...]:
        """Newest first."""
        return self._kept.list(self._workspace, run_id=run_id)

    def list(
        self, *, verdict: Verdict | None = "wrong", status: ReviewStatus | None = "open"
    ) -> tuple[FeedbackRecord, ...]:
        """By cause, in the order of `CAUSES`, the newest of each first."""
        found = self._kept.list(self._workspace, verdict=verdict, status=status)
        return tuple(sorted(found, key=lambda one: _place(one.feedback.cause)))

    async def preview(self, feedback_id: str, caller: Caller) -> ReviewPreview:
        """Runs the answer and each fix over the current tables, as the caller may see them. Raises UnknownName."""
        record = self._get(feedback_id)
        said = record.feedback
        from workspace.visible import seen_by

        async with self._shared().lend() as opened:
            seen = await seen_by(opened, caller)
            before = await self._given("The answer", _fixed(said, said.asked_plan, said.asked_sql), seen)
            fixes = [await self._given(fix.label, fix.query, seen) for fix in fixes_of(said)]
        return ReviewPreview(record=record, before=before, fixes=tuple(fixes))

    async def accept(self, feedback_id: str, fix: int, caller: Caller, *, by: str | None = None) -> SavedEntry:
        """Saves and verifies the fix, so that the question is answered by it from now on.

        Of a right answer, what it was read from. Raises NotAllowed, UnknownName, InvalidInput and Overtaken.
        """
        record = self._open(feedback_id)
        check_owner(caller, "decide on a review")
        fixes = fixes_of(record.feedback)
        if not 0 <= fix < len(fixes):
            raise InvalidInput(
                f"There are {len(fixes)} fixes." if fixes else "There is no fix yet.",
                hint="Count them from 0." if fixes else "Send SQL or a Plan with the feedback, then accept it.",
            )
        query = fixes[fix].query
        named = replace(query, name=self._queries.free_name(query.title), owner=caller.name)
        await self._queries.check_runs(named)
        if not self._kept.decide(self._workspace, feedback_id, "accepted", by=caller.name, query=named.name):
            raise Overtaken("Somebody else has just decided on that.")
        try:
            entry = await self._queries.keep(named, caller, base=0)
        except BaseException:
            self._kept.reopen(self._workspace, feedback_id)
            raise
        return self._verified.verify(entry.name, caller, by=by)

    def reject(self, feedback_id: str, caller: Caller) -> FeedbackRecord:
        """Raises NotAllowed, UnknownName, and InvalidInput where it was decided already."""
        check_owner(caller, "decide on a review")
        self._open(feedback_id)
        if not self._kept.decide(self._workspace, feedback_id, "rejected", by=caller.name):
            raise Overtaken("Somebody else has just decided on that.")
        return self._get(feedback_id)

    def reopen(self, feedback_id: str, caller: Caller) -> FeedbackRecord:
        """Back into the list, whatever was decided; a query that was saved of it stays. Raises NotAllowed and UnknownName."""
        check_owner(caller, "decide on a review")
        self._get(feedback_id)
        self._kept.reopen(self._workspace, feedback_id)
        return self._get(feedback_id)

    def _get(self, feedback_id: str) -> FeedbackRecord:
        found = self._kept.get(self._workspace, feedback_id)
        if found is None:
            raise UnknownName("feedback", feedback_id, ())
        return found

    def _open(self, feedback_id: str) -> FeedbackRecord:
        record = self._get(feedback_id)
        if record.status != "open":
            raise InvalidInput(f"That was {record.status} by {record.decided_by} already.", hint="Reopen it first.")
        return record

    async def _given(self, label: str, query: SavedQuery, seen: Opened) -> Given:
        if query.plan is None and query.sql is None:
            return Given(label=label, sql=None)
        try:
            ready = await runnable(query, {}, seen, self._clock())
            return Given(label=label, sql=ready.sql, result=await seen.execute(ready, _PREVIEW_ROWS))
        except UserError as refused:
            return Given(label=label, sql=query.sql, problem=problem_of(refused))


def fixes_of(said: Feedback) -> tuple[Fix, ...]:
    """The person's own first; then other readings of what the cause is about. Of a right answer, itself."""
    if said.verdict == "right":
        return (Fix(label="The answer", query=_fixed(said, said.asked_plan, said.asked_sql)),)
    return tuple(_fixes(said))[:_MOST_FIXES]


def _fixes(said: Feedback) -> Iterator[Fix]:
    if said.plan is not None or said.sql is not None:
        yield Fix(label="As it was corrected", query=_fixed(said, said.plan, said.sql))
    if said.mark is not None:
        chart = ViewSettings(show="chart", mark=said.mark)
        yield Fix(label=f"As a {said.mark}", query=replace(_fixed(said, said.asked_plan, said.asked_sql), chart=chart))
    if said.asked_plan is None or said.cause is None:
        return
    wanted = _TOPICS.get(said.cause, frozenset())
    for assumption in said.asked_plan.assumptions:
        for other in assumption.alternatives if assumption.topic in wanted else ():
            yield Fix(label=f"{assumption.topic}: {other.label}", query=_fixed(said, other.plan, None))


def _fixed(said: Feedback, plan: Plan | None, sql: str | None) -> SavedQuery:
    from agents.sql_expert.kept import without_reading

    question = said.alone or said.question
    kept = without_reading(plan) if plan is not None else None
    return SavedQuery(
        name="",
        title=question[:300] or "Answer",
        question=said.alone,
        plan=kept,
        sql=None if kept is not None else sql,
        description=said.words,
    )


def _place(cause: Cause | None) -> int:
    return CAUSES.index(cause) if cause in CAUSES else len(CAUSES)
