"""Threads, their runs, and the log of each run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, RowMapping, insert, select, update

from catalog import tables as t
from catalog.engine import new_id, now
from catalog.records import RunRecord, ThreadRecord
from core.answer import Status, TableUsed
from core.event import Event, PlanMade, ReceiptReady, SqlWritten
from core.plan import Plan
from core.question import Turn
from wire import dumps, loads


class Conversations:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def start_thread(self, workspace: str, title: str) -> str:
        """The id of the new thread."""
        thread_id = new_id()
        with self._writer.begin() as connection:
            connection.execute(
                insert(t.threads).values(id=thread_id, workspace=workspace, title=title[:200], created_at=now())
            )
        return thread_id

    def threads(self, workspace: str, most: int = 100) -> tuple[ThreadRecord, ...]:
        """Newest first."""
        wanted = select(t.threads).where(t.threads.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.threads.c.created_at.desc()).limit(most)).mappings().all()
        return tuple(_thread_record(row) for row in rows)

    def thread(self, workspace: str, thread_id: str) -> ThreadRecord | None:
        wanted = select(t.threads).where(t.threads.c.workspace == workspace, t.threads.c.id == thread_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _thread_record(row)

    def turns(self, thread_id: str) -> tuple[Turn, ...]:
        """What was answered in a thread, oldest first."""
        return tuple(
            Turn(question=run.question, plan=run.plan, sql=run.sql)
            for run in self.runs_of(thread_id)
            if run.status == "answered"
        )

    def runs_of(self, thread_id: str) -> tuple[RunRecord, ...]:
        """Oldest first."""
        wanted = select(t.runs).where(t.runs.c.thread_id == thread_id).order_by(t.runs.c.started_at)
        with self._engine.connect() as connection:
            return tuple(_run_record(row) for row in connection.execute(wanted).mappings())

    def start_run(self, workspace: str, run_id: str, question: str, thread_id: str | None) -> None:
        with self._writer.begin() as connection:
            connection.execute(
                insert(t.runs).values(
                    id=run_id, workspace=workspace, thread_id=thread_id, question=question, started_at=now()
                )
            )

    def append_events(self, run_id: str, events: Sequence[Event], status: Status | None = None) -> None:
        """`status` is given with the last events of a run."""
        rows = [{"run_id": run_id, "seq": event.seq, "event": dumps(event)} for event in events]
        learned = _learned(events)
        if status is not None:
            learned["status"] = status
        with self._writer.begin() as connection:
            connection.execute(insert(t.events), rows)
            if learned:
                connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(**learned))

    def events(self, run_id: str, after: int = 0) -> tuple[Event, ...]:
        wanted = select(t.events.c.event).where(t.events.c.run_id == run_id, t.events.c.seq > after)
        with self._engine.connect() as connection:
            return tuple(loads(Event, event) for event in connection.scalars(wanted.order_by(t.events.c.seq)))

    def run(self, workspace: str, run_id: str) -> RunRecord | None:
        wanted = select(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.id == run_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _run_record(row)

    def runs(self, workspace: str, most: int = 50) -> tuple[RunRecord, ...]:
        """Newest first."""
        wanted = select(t.runs).where(t.runs.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.runs.c.started_at.desc()).limit(most)).mappings().all()
        return tuple(_run_record(row) for row in rows)


def _learned(events: Sequence[Event]) -> dict[str, str]:
    learned: dict[str, str] = {}
    for event in events:
        match event.happening:
            case PlanMade(plan=plan):
                learned["plan"] = dumps(plan)
            case SqlWritten(sql=sql):
                learned["sql"] = sql
            case ReceiptReady(receipt=receipt):
                learned["tables_used"] = dumps(receipt.tables, tuple[TableUsed, ...])
    return learned


def _run_record(row: RowMapping) -> RunRecord:
    return RunRecord(
        id=row["id"],
        thread_id=row["thread_id"],
        question=row["question"],
        status=row["status"],
        started_at=datetime.fromisoformat(row["started_at"]),
        plan=loads(Plan, row["plan"]) if row["plan"] else None,
        sql=row["sql"],
        tables_used=loads(tuple[TableUsed, ...], row["tables_used"]) if row["tables_used"] else (),
    )


def _thread_record(row: RowMapping) -> ThreadRecord:
    return ThreadRecord(id=row["id"], title=row["title"], created_at=datetime.fromisoformat(row["created_at"]))
