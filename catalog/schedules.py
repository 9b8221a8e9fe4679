"""Schedules and their runs: which is due, who works on it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, RowMapping, delete, insert, select, update

from catalog.engine import now
from catalog.kept_tables import schedule_runs as runs
from catalog.kept_tables import schedules
from catalog.rows import moment
from core.answer import Problem
from core.question import Caller
from core.schedule import Outcome, RunStatus, Schedule, ScheduleStatus
from wire import dumps, loads

RUNS_KEPT = 200
"""Of each schedule; older ones go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRecord:
    """`next_at` is None while it does not run. `problem` says why it was stopped, `caller` who made it: it reads what that one may see."""

    id: str
    workspace: str
    schedule: Schedule
    status: ScheduleStatus
    caller: Caller
    made_at: datetime
    updated_at: datetime
    next_at: datetime | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRunRecord:
    """`owner` is the process that works on it."""

    schedule_id: str
    due_at: datetime
    owner: str | None
    status: RunStatus
    heard_at: datetime
    ended_at: datetime | None
    outcome: Outcome


class Schedules:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine, self._writer = engine, writer

    def add(self, record: ScheduleRecord) -> None:
        row = {
            "id": record.id,
            "workspace": record.workspace,
            "definition": dumps(record.schedule),
            "caller": dumps(record.caller),
            "status": record.status,
            "made_by": record.caller.name,
            "made_at": record.made_at.isoformat(),
            "updated_at": record.updated_at.isoformat(),
            "next_at": _text(record.next_at),
        }
        with self._writer.begin() as connection:
            connection.execute(insert(schedules).values(**row))

    def list(self, workspace: str) -> tuple[ScheduleRecord, ...]:
        """Newest first."""
        wanted = select(schedules).where(schedules.c.workspace == workspace).order_by(schedules.c.made_at.desc())
        with self._engine.connect() as connection:
            return tuple(_record(row) for row in connection.execute(wanted).mappings())

    def get(self, workspace: str, schedule_id: str) -> ScheduleRecord | None:
        wanted = select(schedules).where(schedules.c.workspace == workspace, schedules.c.id == schedule_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _record(row)

    def change(
        self,
        schedule_id: str,
        *,
        schedule: Schedule,
        status: ScheduleStatus,
        next_at: datetime | None,
        problem: Problem | None = None,
    ) -> bool:
        values = {
            "definition": dumps(schedule),
            "status": status,
            "next_at": _text(next_at),
            "problem": dumps(problem) if problem else None,
            "updated_at": now(),
        }
        with self._writer.begin() as connection:
            changed = update(schedules).where(schedules.c.id == schedule_id).values(**values)
            return connection.execute(changed).rowcount == 1

    def delete(self, workspace: str, schedule_id: str) -> bool:
        """With its runs; whether it was there."""
        mine = (schedules.c.workspace == workspace) & (schedules.c.id == schedule_id)
        with self._writer.begin() as connection:
            gone = connection.execute(delete(schedules).where(mine)).rowcount == 1
            if gone:
                connection.execute(delete(runs).where(runs.c.schedule_id == schedule_id))
        return gone

    def due(self, moment_now: datetime) -> tuple[ScheduleRecord, ...]:
        """Of every workspace, the one that waited longest first."""
        is_due = (schedules.c.status == "active") & (schedules.c.next_at <= _text(moment_now))
        with self._engine.connect() as connection:
            rows = connection.execute(select(schedules).where(is_due).order_by(schedules.c.next_at)).mappings()
            return tuple(_record(row) for row in rows)

    def claim(self, record: ScheduleRecord, owner: str, following: datetime | None, outcome: Outcome) -> bool:
        """Takes the run that is due, and says when the next one is. False where another process took it, or it was changed."""
        assert record.next_at is not None
        still = (
            (schedules.c.id == record.id)
            & (schedules.c.status == "active")
            & (schedules.c.next_at == _text(record.next_at))
        )
        with self._writer.begin() as connection:
            taken = connection.execute(update(schedules).where(still).values(next_at=_text(following))).rowcount == 1
            if taken:
                connection.execute(insert(runs).values(**_new_run(record.id, record.next_at, owner, outcome)))
        return taken

    def begin(self, schedule_id: str, due_at: datetime, owner: str, outcome: Outcome) -> None:
        """A run that somebody asked for."""
        with self._writer.begin() as connection:
            connection.execute(insert(runs).values(**_new_run(schedule_id, due_at, owner, outcome)))

    def open_runs(self) -> tuple[tuple[str, ScheduleRunRecord], ...]:
        """Those that have not ended, of every workspace, each with its workspace."""
        joined = runs.join(schedules, runs.c.schedule_id == schedules.c.id)
        wanted = select(schedules.c.workspace, runs).select_from(joined).where(runs.c.status == "running")
        with self._engine.connect() as connection:
            return tuple((row["workspace"], _run(row)) for row in connection.execute(wanted).mappings())

    def take_over(self, run: ScheduleRunRecord, owner: str, outcome: Outcome) -> bool:
        """From a process that has ended; False where another one did already."""
        left = _which(run.schedule_id, run.due_at) & (runs.c.status == "running") & (runs.c.owner == run.owner)
        return self._change_run(left, owner=owner, heard_at=now(), outcome=dumps(outcome))

    def tell(self, schedule_id: str, due_at: datetime, owner: str, outcome: Outcome) -> bool:
        """How far it is; False where it is another's now."""
        mine = _which(schedule_id, due_at) & (runs.c.owner == owner) & (runs.c.status == "running")
        return self._change_run(mine, heard_at=now(), outcome=dumps(outcome))

    def end(self, schedule_id: str, due_at: datetime, owner: str, status: RunStatus, outcome: Outcome) -> bool:
        mine = _which(schedule_id, due_at) & (runs.c.owner == owner) & (runs.c.status == "running")
        ended = self._change_run(mine, status=status, heard_at=now(), ended_at=now(), outcome=dumps(outcome))
        self._forget_old(schedule_id)
        return ended

    def runs(self, schedule_id: str, most: int = 50) -> tuple[ScheduleRunRecord, ...]:
        """Newest first."""
        wanted = select(runs).where(runs.c.schedule_id == schedule_id).order_by(runs.c.due_at.desc()).limit(most)
        with self._engine.connect() as connection:
            return tuple(_run(row) for row in connection.execute(wanted).mappings())

    def last_sent(self, schedule_id: str, before: datetime) -> ScheduleRunRecord | None:
        which = (runs.c.schedule_id == schedule_id) & (runs.c.status == "sent") & (runs.c.due_at < _text(before))
        with self._engine.connect() as connection:
            row = connection.execute(select(runs).where(which).order_by(runs.c.due_at.desc())).mappings().first()
        return None if row is None else _run(row)

    def _change_run(self, which: ColumnElement[bool], **values: object) -> bool:
        with self._writer.begin() as connection:
            return connection.execute(update(runs).where(which).values(**values)).rowcount == 1

    def _forget_old(self, schedule_id: str) -> None:
        mine = runs.c.schedule_id == schedule_id
        oldest = select(runs.c.due_at).where(mine).order_by(runs.c.due_at.desc()).offset(RUNS_KEPT).limit(1)
        with self._writer.begin() as connection:
            due_at = connection.scalar(oldest)
            if due_at is not None:
                connection.execute(delete(runs).where(mine, runs.c.due_at <= due_at, runs.c.status != "running"))


def _text(when: datetime | None) -> str | None:
    """In UTC and one length, so that texts are in the order of their times."""
    from datetime import UTC

    return None if when is None else when.astimezone(UTC).isoformat(timespec="microseconds")


def _which(schedule_id: str, due_at: datetime) -> ColumnElement[bool]:
    return (runs.c.schedule_id == schedule_id) & (runs.c.due_at == _text(due_at))


def _new_run(schedule_id: str, due_at: datetime, owner: str, outcome: Outcome) -> dict[str, object]:
    return {
        "schedule_id": schedule_id,
        "due_at": _text(due_at),
        "owner": owner,
        "status": "running",
        "heard_at": now(),
        "outcome": dumps(outcome),
    }


def _record(row: RowMapping) -> ScheduleRecord:
    return ScheduleRecord(
        id=row["id"],
        workspace=row["workspace"],
        schedule=loads(Schedule, row["definition"]),
        status=row["status"],
        caller=loads(Caller, row["caller"]),
        made_at=moment(row["made_at"]),
        updated_at=moment(row["updated_at"]),
        next_at=moment(row["next_at"]) if row["next_at"] else None,
        problem=loads(Problem, row["problem"]) if row["problem"] else None,
    )


def _run(row: RowMapping) -> ScheduleRunRecord:
    return ScheduleRunRecord(
        schedule_id=row["schedule_id"],
        due_at=moment(row["due_at"]),
        owner=row["owner"],
        status=row["status"],
        heard_at=moment(row["heard_at"]),
        ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
        outcome=loads(Outcome, row["outcome"]) if row["outcome"] else Outcome(),
    )
