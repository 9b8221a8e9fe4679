"""Threads, and the runs in them."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, RowMapping, Select, delete, func, insert, or_, select, update

from catalog import tables as t
from catalog.egress import sent_requests
from catalog.engine import new_id
from catalog.records import RunRecord, ThreadRecord
from catalog.rows import moment
from catalog.run_logs import MOST_IN_TITLE, RunLogs, insert_thread, run_record
from core.question import Turn


class Conversations(RunLogs):
    def __init__(self, engine: Engine, writer: Engine) -> None:
        super().__init__(engine, writer)

    def start_thread(self, workspace: str, title: str, *, key: str | None = None) -> str:
        """The id of the new thread; of the one that has the `key` already, where one is given."""
        known = self.thread_of_key(workspace, key) if key is not None else None
        if known is not None:
            return known.id
        thread_id = new_id()
        with self._writer.begin() as connection:
            insert_thread(connection, workspace, thread_id, title, key=key)
        return thread_id

    def threads(
        self, workspace: str, most: int = 100, *, containing: str | None = None, before: str | None = None
    ) -> tuple[ThreadRecord, ...]:
        """The one asked in last comes first. `containing` is looked for in titles and questions.

        `before` is the id of the last thread of the page before.
        """
        wanted = _threads_wanted().where(t.threads.c.workspace == workspace)
        if containing:
            asked = select(t.runs.c.thread_id).where(t.runs.c.question.icontains(containing, autoescape=True))
            wanted = wanted.where(
                or_(t.threads.c.title.icontains(containing, autoescape=True), t.threads.c.id.in_(asked))
            )
        if before is not None:
            last = select(_used_at).where(t.threads.c.id == before).scalar_subquery()
            wanted = wanted.where(or_(_used_at < last, (_used_at == last) & (t.threads.c.id < before)))
        with self._engine.connect() as connection:
            ordered = wanted.order_by(_used_at.desc(), t.threads.c.id.desc()).limit(most)
            return tuple(_thread_record(row) for row in connection.execute(ordered).mappings())

    def thread(self, workspace: str, thread_id: str) -> ThreadRecord | None:
        return self._thread(_threads_wanted().where(t.threads.c.workspace == workspace, t.threads.c.id == thread_id))

    def thread_of_key(self, workspace: str, key: str) -> ThreadRecord | None:
        """The thread that another program knows by a name of its own."""
        return self._thread(_threads_wanted().where(t.threads.c.workspace == workspace, t.threads.c.key == key))

    def _thread(self, wanted: Select[tuple[object, ...]]) -> ThreadRecord | None:
        with self._engine.connect() as connection:
            row = connection.execute(wanted.limit(1)).mappings().first()
        return None if row is None else _thread_record(row)

    def move_key(self, workspace: str, key: str, thread_id: str) -> None:
        """The key names this thread from now on, and no other."""
        of_workspace = t.threads.c.workspace == workspace
        with self._writer.begin() as connection:
            connection.execute(update(t.threads).where(of_workspace, t.threads.c.key == key).values(key=None))
            connection.execute(update(t.threads).where(of_workspace, t.threads.c.id == thread_id).values(key=key))

    def rename_thread(self, workspace: str, thread_id: str, title: str) -> bool:
        same = (t.threads.c.workspace == workspace) & (t.threads.c.id == thread_id)
        with self._writer.begin() as connection:
            renamed = connection.execute(update(t.threads).where(same).values(title=title[:MOST_IN_TITLE]))
        return renamed.rowcount > 0

    def delete_thread(self, workspace: str, thread_id: str) -> bool:
        """With its runs, their logs, and what they sent."""
        same = (t.threads.c.workspace == workspace) & (t.threads.c.id == thread_id)
        runs = select(t.runs.c.id).where(t.runs.c.workspace == workspace, t.runs.c.thread_id == thread_id)
        with self._writer.begin() as connection:
            connection.execute(delete(t.events).where(t.events.c.run_id.in_(runs)))
            connection.execute(delete(sent_requests).where(sent_requests.c.run_id.in_(runs)))
            connection.execute(delete(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.thread_id == thread_id))
            return connection.execute(delete(t.threads).where(same)).rowcount > 0

    def forget_threads(self, workspace: str, before: str) -> int:
        """Those that were last asked in before that time, and in which nothing runs; how many."""
        running = select(t.runs.c.thread_id).where(t.runs.c.status.is_(None), t.runs.c.thread_id.is_not(None))
        last_asked = func.coalesce(t.threads.c.updated_at, t.threads.c.created_at)
        wanted = select(t.threads.c.id).where(
            t.threads.c.workspace == workspace, last_asked < before, t.threads.c.id.not_in(running)
        )
        with self._engine.connect() as connection:
            old = list(connection.scalars(wanted))
        return sum(self.delete_thread(workspace, thread_id) for thread_id in old)

    def branch_thread(self, workspace: str, thread_id: str, up_to: str, title: str) -> str:
        """The id of a new thread that begins with copies of the runs up to `up_to`, with ids of their own."""
        branch = new_id()
        ordered = select(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.thread_id == thread_id)
        with self._writer.begin() as connection:
            insert_thread(connection, workspace, branch, title, branch_of=thread_id)
            for row in connection.execute(ordered.order_by(t.runs.c.started_at, t.runs.c.id)).mappings().all():
                _copy_run(connection, row, branch)
                if row["id"] == up_to:
                    break
        return branch

    def asked(
        self, workspace: str, most: int, *, containing: str | None = None, before: str | None = None
    ) -> tuple[RunRecord, ...]:
        """Runs of any thread, newest first; `before` is the id of the last one of the page before."""
        wanted = select(t.runs).where(t.runs.c.workspace == workspace, t.runs.c.thread_id.is_not(None))
        if containing:
            wanted = wanted.where(t.runs.c.question.icontains(containing, autoescape=True))
        if before is not None:
            last = select(t.runs.c.started_at).where(t.runs.c.id == before).scalar_subquery()
            wanted = wanted.where(
                or_(t.runs.c.started_at < last, (t.runs.c.started_at == last) & (t.runs.c.id < before))
            )
        ordered = wanted.order_by(t.runs.c.started_at.desc(), t.runs.c.id.desc()).limit(most)
        with self._engine.connect() as connection:
            return tuple(run_record(row) for row in connection.execute(ordered).mappings())

    def turns(self, thread_id: str) -> tuple[Turn, ...]:
        """What was answered in a thread, oldest first."""
        return tuple(
            Turn(question=run.question, plan=run.plan, sql=run.sql)
            for run in self.runs_of(thread_id)
            if run.status == "answered"
        )

    def runs_of(self, thread_id: str) -> tuple[RunRecord, ...]:
        """Oldest first."""
        wanted = select(t.runs).where(t.runs.c.thread_id == thread_id).order_by(t.runs.c.started_at, t.runs.c.id)
        with self._engine.connect() as connection:
            return tuple(run_record(row) for row in connection.execute(wanted).mappings())


_used_at = func.coalesce(t.threads.c.updated_at, t.threads.c.created_at)
_turn_count = select(func.count()).where(t.runs.c.thread_id == t.threads.c.id).correlate(t.threads).scalar_subquery()


def _threads_wanted() -> Select[tuple[object, ...]]:
    return select(t.threads, _turn_count.label("turn_count"))


def _copy_run(connection: Connection, row: RowMapping, thread_id: str) -> None:
    """Of a run that still goes on, as far as it got: the copy ends as cancelled."""
    copy, original = new_id(), row["id"]
    status = row["status"] or "cancelled"
    changed = {"id": copy, "thread_id": thread_id, "owner": None, "status": status, "read_until": None}
    connection.execute(insert(t.runs).values(**{**row, **changed}))
    log = select(t.events).where(t.events.c.run_id == original).order_by(t.events.c.seq)
    copies = [
        {"run_id": copy, "seq": event.seq, "event": event.event.replace(original, copy)}
        for event in connection.execute(log)
    ]
    if copies:
        connection.execute(insert(t.events), copies)


def _thread_record(row: RowMapping) -> ThreadRecord:
    return ThreadRecord(
        id=row["id"],
        title=row["title"],
        created_at=moment(row["created_at"]),
        updated_at=moment(row["updated_at"] or row["created_at"]),
        turns=row["turn_count"],
        branch_of=row["branch_of"],
        key=row["key"],
    )
