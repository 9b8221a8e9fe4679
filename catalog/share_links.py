"""Links by which others see one dashboard; of a token, its hash alone is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Engine, RowMapping, insert, select, update

from catalog.engine import new_id, now
from catalog.kept_tables import share_links
from catalog.rows import moment
from core.question import Caller
from wire import dumps, loads

May = Literal["view", "edit"]
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """`caller` is whose rows a visitor sees: those of who made the link."""

    id: str
    workspace: str
    dashboard: str
    may: May
    shows_sql: bool
    caller: Caller
    made_by: str
    made_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None


class ShareLinks:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def make(
        self,
        workspace: str,
        dashboard: str,
        *,
        may: May,
        shows_sql: bool,
        caller: Caller,
        expires_at: datetime | None,
    ) -> tuple[ShareLink, str]:
        """The link and its token, which nobody can read again."""
        token, link_id = secrets.token_urlsafe(_TOKEN_BYTES), new_id()
        with self._writer.begin() as connection:
            connection.execute(
                insert(share_links).values(
                    id=link_id,
                    workspace=workspace,
                    dashboard=dashboard,
                    token_sha256=_digest(token),
                    may=may,
                    shows_sql=shows_sql,
                    caller=dumps(caller),
                    made_by=caller.name,
                    made_at=now(),
                    expires_at=expires_at.isoformat() if expires_at else None,
                )
            )
        found = self._find(share_links.c.id == link_id)
        assert found is not None
        return found, token

    def of_token(self, token: str) -> ShareLink | None:
        """Whether it still counts is for the caller to see."""
        return self._find(share_links.c.token_sha256 == _digest(token))

    def list(self, workspace: str, dashboard: str | None = None) -> tuple[ShareLink, ...]:
        """Newest first, with those that were revoked or have expired."""
        wanted = select(share_links).where(share_links.c.workspace == workspace)
        if dashboard is not None:
            wanted = wanted.where(share_links.c.dashboard == dashboard)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(share_links.c.made_at.desc(), share_links.c.id)).mappings()
            return tuple(_share_link(row) for row in rows)

    def revoke(self, workspace: str, link_id: str) -> bool:
        """Whether there is such a link; one that was revoked before stays as it was."""
        mine = (share_links.c.workspace == workspace) & (share_links.c.id == link_id)
        with self._writer.begin() as connection:
            connection.execute(
                update(share_links).where(mine, share_links.c.revoked_at.is_(None)).values(revoked_at=now())
            )
            return connection.scalar(select(share_links.c.id).where(mine)) is not None

    def revoke_all(self, workspace: str, dashboard: str) -> None:
        mine = (share_links.c.workspace == workspace) & (share_links.c.dashboard == dashboard)
        with self._writer.begin() as connection:
            connection.execute(
                update(share_links).where(mine, share_links.c.revoked_at.is_(None)).values(revoked_at=now())
            )

    def used(self, link_id: str) -> None:
        with self._writer.begin() as connection:
            connection.execute(update(share_links).where(share_links.c.id == link_id).values(used_at=now()))

    def _find(self, condition: ColumnElement[bool]) -> ShareLink | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(share_links).where(condition)).mappings().first()
        return None if row is None else _share_link(row)


def _digest(token: str) -> str:
    """A token is random enough that a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _share_link(row: RowMapping) -> ShareLink:
    return ShareLink(
        id=row["id"],
        workspace=row["workspace"],
        dashboard=row["dashboard"],
        may=row["may"],
        shows_sql=bool(row["shows_sql"]),
        caller=loads(Caller, row["caller"]),
        made_by=row["made_by"],
        made_at=moment(row["made_at"]),
        expires_at=moment(row["expires_at"]) if row["expires_at"] else None,
        revoked_at=moment(row["revoked_at"]) if row["revoked_at"] else None,
        used_at=moment(row["used_at"]) if row["used_at"] else None,
    )
