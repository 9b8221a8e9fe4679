"""Notices of what happened to the data, and who has read which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, RowMapping, delete, func, insert, select

from catalog import tables as t
from catalog.engine import now
from catalog.records import Notice, NoticeKind
from catalog.rows import moment
from wire import dumps, loads

KEPT = 1_000
"""Notices of a workspace that are kept; older ones go."""


class Notices:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def add(self, workspace: str, kind: NoticeKind, text: str, about: Mapping[str, str]) -> None:
        with self._writer.begin() as connection:
            row = {"workspace": workspace, "kind": kind, "text": text, "about": dumps(dict(about), dict[str, str])}
            connection.execute(insert(t.notices).values(**row, made_at=now()))
            of_workspace = select(t.notices.c.id).where(t.notices.c.workspace == workspace)
            oldest = connection.scalar(of_workspace.order_by(t.notices.c.id.desc()).offset(KEPT).limit(1))
            if oldest is not None:
                connection.execute(
                    delete(t.notices).where(t.notices.c.workspace == workspace, t.notices.c.id <= oldest)
                )

    def list(
        self, workspace: str, reader: str, *, after: int = 0, unread_only: bool = False, most: int = 100
    ) -> tuple[Notice, ...]:
        """Newest first; with `after`, those with a higher id, oldest first."""
        mine = (t.notices_read.c.notice_id == t.notices.c.id) & (t.notices_read.c.reader == reader)
        joined = t.notices.outerjoin(t.notices_read, mine)
        wanted = (
            select(t.notices, t.notices_read.c.reader)
            .select_from(joined)
            .where(t.notices.c.workspace == workspace, t.notices.c.id > after)
        )
        if unread_only:
            wanted = wanted.where(t.notices_read.c.reader.is_(None))
        order = t.notices.c.id.asc() if after else t.notices.c.id.desc()
        with self._engine.connect() as connection:
            return tuple(_notice(row) for row in connection.execute(wanted.order_by(order).limit(most)).mappings())

    def newest(self, workspace: str) -> int:
        """The id of the newest one; 0 where there is none."""
        wanted = select(func.max(t.notices.c.id)).where(t.notices.c.workspace == workspace)
        with self._engine.connect() as connection:
            return connection.scalar(wanted) or 0

    def mark_read(self, workspace: str, reader: str, ids: Sequence[int] | None, *, read: bool = True) -> int:
        """All of them where none is named; how many there were to change."""
        wanted = select(t.notices.c.id).where(t.notices.c.workspace == workspace)
        if ids is not None:
            wanted = wanted.where(t.notices.c.id.in_(ids))
        mine = select(t.notices_read.c.notice_id).where(t.notices_read.c.reader == reader)
        with self._writer.begin() as connection:
            if not read:
                marks = (t.notices_read.c.reader == reader) & t.notices_read.c.notice_id.in_(wanted)
                return connection.execute(delete(t.notices_read).where(marks)).rowcount
            unread = list(connection.scalars(wanted.where(t.notices.c.id.not_in(mine))))
            if unread:
                rows = [{"notice_id": notice_id, "reader": reader} for notice_id in unread]
                connection.execute(insert(t.notices_read), rows)
            return len(unread)


def _notice(row: RowMapping) -> Notice:
    return Notice(
        id=row["id"],
        kind=row["kind"],
        text=row["text"],
        about=loads(dict[str, str], row["about"]),
        made_at=moment(row["made_at"]),
        read=row["reader"] is not None,
    )
