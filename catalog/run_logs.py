"""Runs, the log of each, and who works on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from catalog import tables as t
from catalog.engine import CatalogUnavailable, now
from catalog.records import RunEvents, RunRecord, RunSignal, RunStart
from catalog.rows import moment
from core.answer import Problem, Status, TableUsed
from core.event import Event, PlanMade, ReceiptReady, RunFailed, SqlWritten
from core.plan import Plan
from wire import dumps, loads

MOST_IN_TITLE = 200


class RunLogs:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def start_run(
        self,
        workspace: str,
        run_id: str,
        question: str,
        thread_id: str | None,
        *,
        owner: str | None = None,
        assistant: str | None = None,
        reply_to: str | None = None,
        key: str | None = None,
    ) -> None:
        start = RunStart(
            workspace=workspace,
            run_id=run_id,
            question=question,
            started_at=now(),
            thread_id=thread_id,
            owner=owner,
            assistant=assistant,
            reply_to=reply_to,
            key=key,
        )
        with self._writer.begin() as connection:
            _insert_start(connection, start)

    def append_events(self, run_id: str, events: Sequence[Event], status: Status | None = None) -> None:
        """`status` is given with the last events of a run."""
        self.append([RunEvents(run_id=run_id, events=tuple(events), status=status)])

    def append(self, batches: Sequence[RunEvents]) -> None:
        """Events of several runs, in one transaction. Raises CatalogUnavailable; then none was kept."""
        rows = [
            {"run_id": batch.run_id, "seq": event.seq, "event": dumps(event)}
            for batch in batches
            for event in batch.events
        ]
        try:
            with self._writer.begin() as connection:
                for batch in batches:
                    if batch.start is not None:
                        _insert_start(connection, batch.start)
                connection.execute(insert(t.events), rows)
                for batch in batches:
                    learned = _learned(batch)
                    if learned:
                        connection.execute(update(t.runs).where(t.runs.c.id == batch.run_id).values(**learned))
        except DBAPIError as failure:
            raise CatalogUnavailable("What happened in a run could not be kept.") from failure

    def events(self, run_id: str, after: int = 0, most: int | None = None) -> tuple[Event, ...]:
        wanted = select(t.events.c.event).where(t.events.c.run_id == run_id, t.events.c.seq > after)
        with self._engine.connect() as connection:
            ordered = wanted.order_by(t.events.c.seq).limit(most)
            return tuple(loads(Event, event) for event in connection.scalars(ordered))

    def run(self, workspace: str, run_id: str) -> RunRecord | None:
        wanted = select(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.id == run_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else run_record(row)

    def run_of_key(self, workspace: str, key: str) -> RunRecord | None:
        """The newest one with it."""
        wanted = select(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.key == key)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.order_by(t.runs.c.started_at.desc()).limit(1)).mappings().first()
        return None if row is None else run_record(row)

    def runs(self, workspace: str, most: int = 50) -> tuple[RunRecord, ...]:
        """Newest first."""
        wanted = select(t.runs).where(t.runs.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.runs.c.started_at.desc()).limit(most)).mappings().all()
        return tuple(run_record(row) for row in rows)

    def is_open(self, run_id: str) -> bool:
        wanted = select(t.runs.c.id).where(t.runs.c.id == run_id, t.runs.c.status.is_(None))
        with self._engine.connect() as connection:
            return connection.scalar(wanted) is not None

    def open_runs(self) -> tuple[tuple[str, str | None], ...]:
        """Ids of runs that have not ended, in any workspace, each with its owner."""
        wanted = select(t.runs.c.id, t.runs.c.owner).where(t.runs.c.status.is_(None))
        with self._engine.connect() as connection:
            return tuple((row.id, row.owner) for row in connection.execute(wanted))

    def end_orphan(self, run_id: str, problem: Problem) -> bool:
        """Closes the log of a run whose process is gone; what it had emitted stays. False where it had ended."""
        with self._writer.begin() as connection:
            ended = connection.execute(
                update(t.runs)
                .where(t.runs.c.id == run_id, t.runs.c.status.is_(None))
                .values(status="error", ended_at=now())
            )
            if not ended.rowcount:
                return False
            last = connection.scalar(select(func.max(t.events.c.seq)).where(t.events.c.run_id == run_id)) or 0
            event = Event(seq=last + 1, run_id=run_id, ts=datetime.now(UTC), happening=RunFailed(problem=problem))
            connection.execute(insert(t.events).values(run_id=run_id, seq=event.seq, event=dumps(event)))
        return True

    def ask_to_cancel(self, run_id: str) -> None:
        """For the process that works on it."""
        with self._writer.begin() as connection:
            connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(cancel_asked=True))

    def tell_read(self, run_id: str, until: datetime) -> None:
        """Somebody reads it in another process, who is told of again before then or has left."""
        with self._writer.begin() as connection:
            connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(read_until=until.isoformat()))

    def signals(self, owner: str) -> tuple[RunSignal, ...]:
        """What other processes want of the open runs of this owner."""
        wanted = select(t.runs.c.id, t.runs.c.cancel_asked, t.runs.c.read_until)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.where(t.runs.c.owner == owner, t.runs.c.status.is_(None)))
            return tuple(
                RunSignal(
                    run_id=row.id,
                    cancel_asked=row.cancel_asked,
                    read_until=moment(row.read_until) if row.read_until else None,
                )
                for row in rows
            )

    def forget_runs_without_thread(self, before: str) -> int:
        """Those that ended before then (an ISO time): statements and lone questions that no conversation keeps."""
        old = select(t.runs.c.id).where(
            t.runs.c.thread_id.is_(None), t.runs.c.status.is_not(None), t.runs.c.started_at < before
        )
        with self._writer.begin() as connection:
            connection.execute(delete(t.events).where(t.events.c.run_id.not_in(select(t.runs.c.id))))
            ids = list(connection.scalars(old.limit(5_000)))
            connection.execute(delete(t.events).where(t.events.c.run_id.in_(ids)))
            return connection.execute(delete(t.runs).where(t.runs.c.id.in_(ids))).rowcount


def _insert_start(connection: Connection, start: RunStart) -> None:
    if start.begins_thread and start.thread_id is not None:
        insert_thread(connection, start.workspace, start.thread_id, start.question)
    elif start.thread_id is not None:
        used = update(t.threads).where(t.threads.c.id == start.thread_id)
        connection.execute(used.values(updated_at=start.started_at))
    connection.execute(
        insert(t.runs).values(
            id=start.run_id,
            workspace=start.workspace,
            thread_id=start.thread_id,
            question=start.question,
            started_at=start.started_at,
            owner=start.owner,
            assistant=start.assistant,
            reply_to=start.reply_to,
            key=start.key,
        )
    )


def insert_thread(
    connection: Connection,
    workspace: str,
    thread_id: str,
    title: str,
    *,
    key: str | None = None,
    branch_of: str | None = None,
) -> None:
    made = now()
    connection.execute(
        insert(t.threads).values(
            id=thread_id,
            workspace=workspace,
            title=title[:MOST_IN_TITLE],
            created_at=made,
            updated_at=made,
            key=key,
            branch_of=branch_of,
        )
    )


def _learned(batch: RunEvents) -> dict[str, str]:
    learned: dict[str, str] = {}
    for event in batch.events:
        match event.happening:
            case PlanMade(plan=plan):
                learned["plan"] = dumps(plan)
            case SqlWritten(sql=sql):
                learned["sql"] = sql
            case ReceiptReady(receipt=receipt):
                learned["tables_used"] = dumps(receipt.tables, tuple[TableUsed, ...])
    if batch.status is not None:
        learned |= {"status": batch.status, "ended_at": now()}
    return learned


def run_record(row: RowMapping) -> RunRecord:
    return RunRecord(
        id=row["id"],
        thread_id=row["thread_id"],
        question=row["question"],
        status=row["status"],
        started_at=moment(row["started_at"]),
        ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
        assistant=row["assistant"],
        reply_to=row["reply_to"],
        owner=row["owner"],
        plan=loads(Plan, row["plan"]) if row["plan"] else None,
        sql=row["sql"],
        tables_used=loads(tuple[TableUsed, ...], row["tables_used"]) if row["tables_used"] else (),
    )
