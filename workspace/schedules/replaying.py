"""A frozen query run again: over the tables as they are now, if their schema is what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from core.answer import Answer, Problem
from core.errors import UserError
from core.question import Caller
from core.schedule import FrozenQuery, ItemOutcome
from core.ways import Declined
from workspace.kept.queries import StartSaved, ToRun
from workspace.schedules.comparing import kept_figures, kept_rows
from workspace.schedules.freezing import drift, drift_of_result

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared

_PREVIEW_ROWS, _RESULT_ROWS = 500, 10_000
_LASTING = frozenset({"unknown_name", "invalid_input", "guard_refusal", "declined", "unclear"})
"""Codes of problems that the next time would meet too."""


class Drifted(UserError):
    """What is read is not what was frozen; or the frozen query means nothing any more."""

    code = "schema_drifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """`answer` and `run_id` are of the run that it made."""

    item: FrozenQuery
    outcome: ItemOutcome
    answer: Answer
    run_id: str


class Replays:
    def __init__(self, shared: Callable[[], Shared], start: StartSaved, today: Callable[[], date]) -> None:
        self._shared, self._start, self.today = shared, start, today

    async def replay(self, item: FrozenQuery, caller: Caller) -> Replayed:
        """Raises Drifted, and other UserErrors for what may pass."""
        await self._check_schema(item)
        run = self._start(ToRun(query=item.query, given=item.given), caller, _PREVIEW_ROWS, None)
        answer = await run.answer()
        if answer.status != "answered" or answer.result is None:
            raise _error_of(answer.problem, item)
        reason = drift_of_result(item, answer.result) if item.columns else None
        if reason is not None:
            raise Drifted(reason, hint=_HINT)
        held, no_longer = await self._checked(item, answer, caller)
        return Replayed(
            item=item, outcome=_outcome(item, answer, run.id, held, no_longer), answer=answer, run_id=run.id
        )

    async def _check_schema(self, item: FrozenQuery) -> None:
        async with self._shared().lend() as opened:
            reason = drift(item, opened.versions)
        if reason is not None:
            raise Drifted(reason, hint=_HINT)

    async def _checked(self, item: FrozenQuery, answer: Answer, caller: Caller) -> tuple[int, tuple[str, ...]]:
        """How many of the frozen sentences the new figures bear out, and those that they do not."""
        if not item.sentences:
            return 0, ()
        async with self._shared().lend() as opened:
            from workspace.visible import seen_by

            seen = await seen_by(opened, caller)
            checker = await self._checker(item, answer, seen)
        no_longer = tuple(text for text in item.sentences if not checker(text))
        return len(item.sentences) - len(no_longer), no_longer

    async def _checker(self, item: FrozenQuery, answer: Answer, seen: Opened) -> Callable[[str], bool]:
        from agents.analyst import Checker
        from workspace.kept.queries import runnable

        query = await runnable(item.query, item.given, seen, self.today())
        result = await seen.execute(query, _RESULT_ROWS)
        read_as = answer.receipt.read_as if answer.receipt else ""
        checker = Checker(answer.facts, result, f"{item.query.question or item.title} {read_as}", query)

        def holds(text: str) -> bool:
            try:
                checker.check(text)
            except Declined:
                return False
            return True

        return holds


_HINT = "Look whether what is sent still means the same, then resume the schedule, or make a new one."


def _error_of(problem: Problem | None, item: FrozenQuery) -> UserError:
    found = problem or Problem(code="cancelled", message="The run was stopped.")
    told = f"{item.title}: {found.message}" if item.title else found.message
    if found.code in _LASTING:
        return Drifted(told, hint=found.hint)
    return NotRead(told, hint=found.hint)


class NotRead(UserError):
    """It could not be read this time; the next time it may."""

    code = "not_read"


def _outcome(item: FrozenQuery, answer: Answer, run_id: str, held: int, no_longer: tuple[str, ...]) -> ItemOutcome:
    result = answer.result
    assert result is not None
    tables = answer.receipt.tables if answer.receipt else ()
    return ItemOutcome(
        title=item.title,
        run_id=run_id,
        row_count=result.row_count,
        sentences=tuple(one.text for one in answer.sentences),
        held=held,
        no_longer=no_longer,
        figures=kept_figures(answer.facts),
        columns=result.columns,
        rows=kept_rows(result),
        tables=tuple((used.name, used.version, used.rows) for used in tables),
    )


def compared(outcome: ItemOutcome, before: ItemOutcome | None) -> ItemOutcome:
    from workspace.schedules.comparing import changes

    return outcome if before is None else replace(outcome, changed=changes(before, outcome))
