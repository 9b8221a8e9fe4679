"""One run of a schedule: read, compared, written, and delivered to each target at most once for sure."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from catalog import Catalog, ScheduleRecord, ScheduleRunRecord
from core.answer import Problem, problem_of
from core.errors import TablespeakError
from core.schedule import Delivery, ItemOutcome, Outcome, RunStatus, Schedule
from workspace.results import Results
from workspace.schedules.delivering import Parcel, deliver, name_of
from workspace.schedules.replaying import Drifted, Replayed, Replays, compared
from workspace.schedules.settings import ScheduleSettings
from workspace.schedules.times import zone_named

if TYPE_CHECKING:
    from exports.report import Report

MOST_INTERRUPTED = 1
"""How often a run is begun again after the process that worked on it ended."""
_INTERRUPTED = Problem(
    code="interrupted",
    message="The process that worked on it ended twice, so it was given up.",
    hint="See what was delivered, then run it by hand.",
)

log = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another process works on the run now."""


class Running:
    def __init__(
        self,
        catalog: Catalog,
        replays: Replays,
        results: Callable[[], Results],
        settings: Callable[[], ScheduleSettings],
    ) -> None:
        self._catalog, self._replays, self._results, self._settings = catalog, replays, results, settings

    async def perform(self, record: ScheduleRecord, run: ScheduleRunRecord) -> ScheduleRunRecord:
        """To its end, whatever it is. What was delivered for sure is not delivered again."""
        assert run.owner is not None
        outcome = run.outcome
        try:
            if outcome.interrupted > MOST_INTERRUPTED:
                return self._ended(record, run, "failed", replace(outcome, problem=_INTERRUPTED))
            replayed, outcome = await self._read(record, run, outcome)
            outcome = await self._deliver(record, run, replayed, outcome)
        except TakenOver:
            return run
        except Drifted as drifted:
            return self._stop(record, run, replace(outcome, problem=problem_of(drifted)))
        except TablespeakError as failure:
            return self._ended(record, run, "failed", replace(outcome, problem=problem_of(failure)))
        failed = [one for one in outcome.deliveries if one.status == "failed"]
        if failed:
            told = "; ".join(f"{one.target}: {one.told}" for one in failed)
            problem = Problem(code="delivery_failed", message=f"Not everything was delivered. {told}")
            return self._ended(record, run, "failed", replace(outcome, problem=problem))
        return self._ended(record, run, "sent", outcome)

    async def _read(
        self, record: ScheduleRecord, run: ScheduleRunRecord, outcome: Outcome
    ) -> tuple[list[Replayed], Outcome]:
        last = self._catalog.schedules.last_sent(record.id, run.due_at)
        before: tuple[ItemOutcome, ...] = last.outcome.items if last else ()
        replayed: list[Replayed] = []
        for place, item in enumerate(record.schedule.what.items):
            found = await self._replays.replay(item, record.caller)
            earlier = before[place] if place < len(before) and before[place].title == item.title else None
            replayed.append(replace(found, outcome=compared(found.outcome, earlier)))
            self._tell(run, outcome)
        outcome = replace(outcome, items=tuple(one.outcome for one in replayed), since=last.due_at if last else None)
        self._tell(run, outcome)
        return replayed, outcome

    async def _deliver(
        self, record: ScheduleRecord, run: ScheduleRunRecord, replayed: list[Replayed], outcome: Outcome
    ) -> Outcome:
        schedule = record.schedule
        known = outcome.deliveries or tuple(Delivery(target=name_of(target)) for target in schedule.targets)
        if all(one.status == "sent" for one in known):
            return replace(outcome, deliveries=known)
        parcel = await self._parcel(record, run, replayed, outcome)
        deliveries = list(known)
        for place, target in enumerate(schedule.targets):
            one = deliveries[place]
            if one.status == "sent":
                continue
            maybe_twice = one.maybe_twice or one.status == "sending"
            one = replace(one, status="sending", attempts=one.attempts + 1, maybe_twice=maybe_twice)
            deliveries[place] = one
            self._tell(run, replace(outcome, deliveries=tuple(deliveries)))
            mine = replace(parcel, key=f"{parcel.key}-{place}", maybe_twice=maybe_twice)
            deliveries[place] = await _outcome_of(one, deliver(target, mine, self._settings()))
            outcome = replace(outcome, deliveries=tuple(deliveries))
            self._tell(run, outcome)
        return outcome

    async def _parcel(
        self, record: ScheduleRecord, run: ScheduleRunRecord, replayed: list[Replayed], outcome: Outcome
    ) -> Parcel:
        from workspace.exporting import EXPORT_FORMATS, report_bytes
        from workspace.results import file_name

        schedule, settings = record.schedule, self._settings()
        news = news_of(outcome)
        link = _link(schedule, settings)
        report = await self._report(record, replayed, news, outcome, link)
        content = await report_bytes(report, schedule.format, schedule.paper)
        local = run.due_at.astimezone(zone_named(schedule.timezone))
        moment = f"{local:%Y-%m-%d-%H%M%S}" if outcome.by_hand else f"{local:%Y-%m-%d-%H%M}"
        stem = file_name(schedule.title, schedule.format).rpartition(".")[0]
        return Parcel(
            key=f"{record.id}-{run.due_at.astimezone(UTC):%Y%m%dT%H%M%S%f}",
            schedule_id=record.id,
            workspace=record.workspace,
            title=schedule.title,
            due_at=run.due_at,
            file_name=f"{stem}-{moment}.{schedule.format}",
            media_type=EXPORT_FORMATS[schedule.format],
            content=content,
            sentences=tuple(text for one in outcome.items for text in one.sentences),
            lines=news,
            about={"run_ids": [one.run_id for one in replayed], "missed": outcome.missed},
            link=link,
        )

    async def _report(
        self,
        record: ScheduleRecord,
        replayed: list[Replayed],
        news: tuple[str, ...],
        outcome: Outcome,
        link: str | None,
    ) -> Report:
        import asyncio

        from exports.report import Report
        from workspace.documents import answer_part

        what, parts = record.schedule.what, []
        for one in replayed:
            source = await self._results().source(one.run_id, record.caller)
            title = one.item.title if what.kind == "dashboard" else ""
            tile = what.kind == "dashboard"
            question = one.item.query.question or one.item.title
            parts.append(
                await asyncio.to_thread(answer_part, one.answer, question, source, link=link, tile=tile, title=title)
            )
        single = what.kind != "dashboard" and len(parts) == 1
        return Report(
            title=parts[0].title if single else record.schedule.title,
            description=record.schedule.title if single else what.description,
            parts=tuple(parts),
            filters=what.filters,
            made_at=datetime.now(UTC),
            link=link,
            dashboard=not single,
            news=news,
            since=outcome.since,
        )

    def _tell(self, run: ScheduleRunRecord, outcome: Outcome) -> None:
        if not self._catalog.schedules.tell(run.schedule_id, run.due_at, run.owner or "", outcome):
            raise TakenOver

    def _stop(self, record: ScheduleRecord, run: ScheduleRunRecord, outcome: Outcome) -> ScheduleRunRecord:
        """Nothing more is sent until somebody looks."""
        self._catalog.schedules.change(
            record.id, schedule=record.schedule, status="stopped", next_at=None, problem=outcome.problem
        )
        return self._ended(record, run, "stopped", outcome)

    def _ended(
        self, record: ScheduleRecord, run: ScheduleRunRecord, status: RunStatus, outcome: Outcome
    ) -> ScheduleRunRecord:
        ended = self._catalog.schedules.end(run.schedule_id, run.due_at, run.owner or "", status, outcome)
        if ended and outcome.problem is not None:
            verb = "was stopped" if status == "stopped" else "failed"
            text = f"The schedule “{record.schedule.title}” {verb}: {outcome.problem.message}"
            about = {"schedule_id": record.id, "due_at": run.due_at.isoformat()}
            kind = "schedule_stopped" if status == "stopped" else "schedule_failed"
            self._catalog.notices.add(record.workspace, kind, text, about)  # type: ignore[arg-type]
        return replace(run, status=status, outcome=outcome, ended_at=datetime.now(UTC))


async def _outcome_of(delivery: Delivery, sending: Awaitable[str]) -> Delivery:
    try:
        told = await sending
    except TablespeakError as failure:
        return replace(delivery, status="failed", told=failure.message)
    return replace(delivery, status="sent", told=told)


def news_of(outcome: Outcome) -> tuple[str, ...]:
    """What changed since the last run, and which sentences of the frozen answer are true no longer."""
    several = len(outcome.items) > 1
    lines: list[str] = []
    for one in outcome.items:
        before = f"{one.title}: " if several and one.title else ""
        lines += [f"{before}{line}" for line in one.changed]
        lines += [f"{before}No longer true: “{text}”" for text in one.no_longer]
    if outcome.since is not None and not any(one.changed for one in outcome.items):
        lines.insert(0, "Nothing changed")
    if outcome.missed:
        times = "once" if outcome.missed == 1 else f"{outcome.missed:,} times"
        lines.append(f"It was due {times} more while no server was running")
    if outcome.interrupted:
        lines.append("It was begun again, because the process that worked on it ended")
    return tuple(lines)


def _link(schedule: Schedule, settings: ScheduleSettings) -> str | None:
    if settings.public_url is None or schedule.what.kind != "dashboard":
        return settings.public_url
    from urllib.parse import quote

    return f"{settings.public_url}/dash/{quote(schedule.what.source, safe='')}"
