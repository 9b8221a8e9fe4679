"""Which saved queries people vouch for, what each gave last, and when that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from catalog.engine import now
from catalog.kept_tables import query_changes, query_figures, specs, verified_queries
from catalog.rows import moment
from catalog.specs import touch
from core.saved import Figures, QueryChange
from wire import dumps, loads

KEPT_CHANGES = 1_000
"""Of a workspace; older ones go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedRecord:
    """`number` is the version of the saved query that `by` vouched for; `caller` is who the server knew it was."""

    name: str
    number: int
    by: str
    caller: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresRecord:
    """`number` is the version of the query, `state` the versions of the tables and of the model that were read."""

    number: int
    state: str
    figures: Figures
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    id: int
    change: QueryChange
    made_at: datetime


class VerifiedQueries:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def all(self, workspace: str) -> dict[str, VerifiedRecord]:
        """By the name of the saved query, which may have been changed or deleted since."""
        wanted = select(verified_queries).where(verified_queries.c.workspace == workspace)
        with self._engine.connect() as connection:
            return {
                row.name: VerifiedRecord(
                    name=row.name, number=row.number, by=row.verified_by, caller=row.caller, at=moment(row.verified_at)
                )
                for row in connection.execute(wanted)
            }

    def mark(self, workspace: str, name: str, number: int, *, by: str, caller: str) -> None:
        """In place of whoever vouched for it before."""
        mine = (verified_queries.c.workspace == workspace) & (verified_queries.c.name == name)
        with self._writer.begin() as connection:
            connection.execute(delete(verified_queries).where(mine))
            row = {"workspace": workspace, "name": name, "number": number, "verified_by": by, "caller": caller}
            connection.execute(insert(verified_queries).values(**row, verified_at=now()))
            touch(connection, workspace)

    def move(self, workspace: str, name: str, number: int) -> None:
        """What was vouched for at version `number` is vouched for at the current one: nothing that answers was changed."""
        mine = (verified_queries.c.workspace == workspace) & (verified_queries.c.name == name)
        spec = (specs.c.workspace == workspace) & (specs.c.kind == "query") & (specs.c.name == name)
        with self._writer.begin() as connection:
            current = connection.scalar(select(specs.c.number).where(spec))
            if current is not None:
                moved = update(verified_queries).where(mine, verified_queries.c.number == number)
                connection.execute(moved.values(number=current))
                touch(connection, workspace)

    def take_back(self, workspace: str, name: str) -> bool:
        """Whether anybody had vouched for it."""
        mine = (verified_queries.c.workspace == workspace) & (verified_queries.c.name == name)
        with self._writer.begin() as connection:
            gone = connection.execute(delete(verified_queries).where(mine)).rowcount > 0
            if gone:
                touch(connection, workspace)
        return gone

    def figures(self, workspace: str) -> dict[str, FiguresRecord]:
        """What each saved query gave when it was read last, by its name."""
        wanted = select(query_figures).where(query_figures.c.workspace == workspace)
        with self._engine.connect() as connection:
            return {
                row.name: FiguresRecord(
                    number=row.number,
                    state=row.state,
                    figures=loads(Figures, row.figures),
                    read_at=moment(row.read_at),
                )
                for row in connection.execute(wanted)
            }

    def keep_figures(
        self, workspace: str, name: str, *, number: int, state: str, figures: Figures, change: QueryChange | None
    ) -> bool:
        """False where another process has told the same of this state already; then no change is added."""
        mine = (query_figures.c.workspace == workspace) & (query_figures.c.name == name)
        values = {"number": number, "state": state, "figures": dumps(figures), "read_at": now()}
        with self._writer.begin() as connection:
            known = connection.execute(select(query_figures).where(mine)).first()
            if known is not None and (known.number, known.state) == (number, state):
                return False
            if known is None:
                connection.execute(insert(query_figures).values(workspace=workspace, name=name, **values))
            else:
                connection.execute(update(query_figures).where(mine).values(**values))
            if change is not None:
                row = {"workspace": workspace, "name": name, "change": dumps(change), "made_at": now()}
                connection.execute(insert(query_changes).values(**row))
                _forget_old_changes(connection, workspace)
        return True

    def changes(self, workspace: str, most: int = 100) -> tuple[ChangeRecord, ...]:
        """Newest first."""
        wanted = select(query_changes).where(query_changes.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(query_changes.c.id.desc()).limit(most)).all()
        return tuple(
            ChangeRecord(id=row.id, change=loads(QueryChange, row.change), made_at=moment(row.made_at)) for row in rows
        )


def _forget_old_changes(connection: Connection, workspace: str) -> None:
    mine = query_changes.c.workspace == workspace
    newest = select(query_changes.c.id).where(mine).order_by(query_changes.c.id.desc())
    oldest = connection.scalar(newest.offset(KEPT_CHANGES).limit(1))
    if oldest is not None:
        connection.execute(delete(query_changes).where(mine, query_changes.c.id <= oldest))
