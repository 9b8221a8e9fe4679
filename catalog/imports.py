"""Imports: who works on which file, how far it is, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, update

from catalog import tables as t
from catalog.engine import now
from catalog.records import OPEN, ImportRecord, ImportStatus
from catalog.rows import import_record, import_row
from core.answer import Problem
from wire import dumps

RETRYABLE: frozenset[ImportStatus] = frozenset({"refused", "cancelled", "interrupted"})


class Imports:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def add(self, workspace: str, record: ImportRecord) -> None:
        with self._writer.begin() as connection:
            connection.execute(insert(t.imports).values(**import_row(workspace, record)))

    def find(self, workspace: str, import_id: str) -> ImportRecord | None:
        wanted = select(t.imports).where(t.imports.c.workspace == workspace, t.imports.c.id == import_id)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else import_record(row)

    def list(self, workspace: str, most: int = 100) -> tuple[ImportRecord, ...]:
        """Newest first."""
        wanted = select(t.imports).where(t.imports.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.imports.c.created_at.desc()).limit(most)).mappings().all()
        return tuple(import_record(row) for row in rows)

    def counts(self) -> dict[str, int]:
        """Of every workspace, by status."""
        wanted = select(t.imports.c.status, func.count().label("imports")).group_by(t.imports.c.status)
        with self._engine.connect() as connection:
            return {row.status: row.imports for row in connection.execute(wanted)}

    def open(self) -> tuple[tuple[str, ImportRecord], ...]:
        """Queued and running ones of every workspace, each with its workspace."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(t.imports).where(t.imports.c.status.in_(OPEN))).mappings().all()
        return tuple((row["workspace"], import_record(row)) for row in rows)

    def keep_bytes(self, import_id: str, *, sha256: str, size: int, stored: str) -> None:
        self._change(t.imports.c.id == import_id, sha256=sha256, size=size, stored=stored)

    def begin(self, import_id: str, owner: str) -> bool:
        """Queued → running; False where it is no longer this owner's."""
        return self._change(_held(import_id, owner), status="running", heard_at=now())

    def tell(self, import_id: str, owner: str, text: str | None, share: float | None) -> bool:
        """How far it is, and that its owner is alive; False where it is no longer this owner's (cancelled elsewhere)."""
        return self._change(_held(import_id, owner), text=text, share=share, heard_at=now())

    def end(
        self,
        import_id: str,
        status: ImportStatus,
        *,
        owner: str | None = None,
        problem: Problem | None = None,
        file_id: str | None = None,
    ) -> bool:
        """False where it had ended already, or (with an `owner`) is another's."""
        held = _held(import_id, owner) if owner else _open(import_id)
        kept = dumps(problem) if problem else None
        return self._change(held, status=status, problem=kept, file_id=file_id, ended_at=now(), share=None)

    def again(self, import_id: str, owner: str) -> bool:
        """Back into the queue, for `owner`; False where it is not one that failed."""
        failed = (t.imports.c.id == import_id) & t.imports.c.status.in_(RETRYABLE)
        return self._change(
            failed,
            status="queued",
            owner=owner,
            problem=None,
            text=None,
            ended_at=None,
            heard_at=now(),
            attempts=t.imports.c.attempts + 1,
        )

    def forget(self, import_id: str) -> bool:
        """Takes one that failed off the list."""
        failed = (t.imports.c.id == import_id) & t.imports.c.status.in_(RETRYABLE)
        with self._writer.begin() as connection:
            return connection.execute(delete(t.imports).where(failed)).rowcount == 1

    def expire(self, before: str) -> None:
        """The bytes of those that failed before then (an ISO time) are not kept any longer."""
        failed = t.imports.c.status.in_(RETRYABLE) & (t.imports.c.ended_at < before)
        with self._writer.begin() as connection:
            connection.execute(update(t.imports).where(failed).values(stored=None, source=None))

    def _change(self, which: ColumnElement[bool], **values: object) -> bool:
        with self._writer.begin() as connection:
            return connection.execute(update(t.imports).where(which).values(**values)).rowcount == 1


def ended_well(connection: Connection, import_id: str, owner: str) -> bool:
    """For the transaction that publishes what was imported."""
    done = update(t.imports).where(_held(import_id, owner))
    values = {"status": "done", "file_id": import_id, "share": None, "ended_at": datetime.now(UTC).isoformat()}
    return connection.execute(done.values(**values)).rowcount == 1


def _open(import_id: str) -> ColumnElement[bool]:
    return (t.imports.c.id == import_id) & t.imports.c.status.in_(OPEN)


def _held(import_id: str, owner: str) -> ColumnElement[bool]:
    return _open(import_id) & (t.imports.c.owner == owner)
