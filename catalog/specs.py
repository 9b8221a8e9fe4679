"""Saved queries and dashboards, each change a version that can be brought back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update

from catalog.engine import now
from catalog.kept_tables import spec_stamps, spec_versions, specs
from catalog.publishing import Overtaken
from catalog.rows import moment
from core.saved import Dashboard, SavedQuery
from wire import dumps, loads

Spec = TypeVar("Spec", SavedQuery, Dashboard)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecRecord(Generic[Spec]):
    """A spec at one of its versions. `words` say what was changed with it; `digest` is of its content."""

    spec: Spec
    number: int
    digest: str
    words: tuple[str, ...]
    made_by: str
    made_at: datetime
    created_at: datetime
    deleted_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.spec.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecChange(Generic[Spec]):
    """`base` is the number of the version that the change was made from; 0 for a new spec, None for whatever there is."""

    spec: Spec
    base: int | None
    words: tuple[str, ...]
    by: str


class Specs(Generic[Spec]):
    """Of one kind. A name that was deleted is free again; its versions go on counting."""

    def __init__(self, engine: Engine, writer: Engine, kind: str, noun: type[Spec]) -> None:
        self._engine, self._writer = engine, writer
        self._kind = kind
        self._noun: type[Spec] = noun

    def stamp(self, workspace: str) -> int:
        """Another one after each change of any spec or verification: a cheap way to see that something changed."""
        with self._engine.connect() as connection:
            return connection.scalar(select(spec_stamps.c.stamp).where(spec_stamps.c.workspace == workspace)) or 0

    def list(self, workspace: str, *, deleted: bool = False) -> tuple[SpecRecord[Spec], ...]:
        """The one changed last comes first."""
        gone = specs.c.deleted_at.is_not(None) if deleted else specs.c.deleted_at.is_(None)
        wanted = self._current(workspace).where(gone).order_by(specs.c.updated_at.desc(), specs.c.name)
        with self._engine.connect() as connection:
            return tuple(self._record(row) for row in connection.execute(wanted).mappings())

    def get(self, workspace: str, name: str) -> SpecRecord[Spec] | None:
        """None where it is not there, or was deleted."""
        wanted = self._current(workspace).where(specs.c.name == name, specs.c.deleted_at.is_(None))
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else self._record(row)

    def versions(self, workspace: str, name: str) -> tuple[SpecRecord[Spec], ...]:
        """Newest first; of a deleted one too."""
        wanted = self._all(workspace).where(specs.c.name == name).order_by(spec_versions.c.number.desc())
        with self._engine.connect() as connection:
            return tuple(self._record(row) for row in connection.execute(wanted).mappings())

    def keep(self, workspace: str, changes: Sequence[SpecChange[Spec]]) -> tuple[SpecRecord[Spec], ...]:
        """All of them or none. Raises Overtaken where a base is not current, or a new name is taken."""
        with self._writer.begin() as connection:
            keep_specs(connection, workspace, self._kind, changes)
            touch(connection, workspace)
        kept = (self.get(workspace, change.spec.name) for change in changes)
        return tuple(record for record in kept if record is not None)

    def delete(self, workspace: str, name: str) -> bool:
        """Whether it was there. A version can be kept anew, which brings it back."""
        mine = (specs.c.workspace == workspace) & (specs.c.kind == self._kind) & (specs.c.name == name)
        with self._writer.begin() as connection:
            gone = connection.execute(
                update(specs).where(mine, specs.c.deleted_at.is_(None)).values(deleted_at=now(), updated_at=now())
            )
            touch(connection, workspace)
        return gone.rowcount > 0

    def _current(self, workspace: str) -> Select[tuple[object, ...]]:
        return self._all(workspace).where(spec_versions.c.number == specs.c.number)

    def _all(self, workspace: str) -> Select[tuple[object, ...]]:
        same = (
            (spec_versions.c.workspace == specs.c.workspace)
            & (spec_versions.c.kind == specs.c.kind)
            & (spec_versions.c.name == specs.c.name)
        )
        columns = (specs.c.created_at, specs.c.deleted_at, *spec_versions.c)
        wanted = select(*columns).select_from(specs.join(spec_versions, same))
        return wanted.where(specs.c.workspace == workspace, specs.c.kind == self._kind)

    def _record(self, row: RowMapping) -> SpecRecord[Spec]:
        return SpecRecord(
            spec=loads(self._noun, row["definition"]),
            number=row["number"],
            digest=row["digest"],
            words=loads(tuple[str, ...], row["words"]),
            made_by=row["made_by"],
            made_at=moment(row["made_at"]),
            created_at=moment(row["created_at"]),
            deleted_at=moment(row["deleted_at"]) if row["deleted_at"] else None,
        )


def keep_specs(connection: Connection, workspace: str, kind: str, changes: Sequence[SpecChange[Spec]]) -> None:
    for change in changes:
        _keep(connection, workspace, kind, change)


def touch(connection: Connection, workspace: str) -> None:
    """Says that something of what is kept has changed."""
    mine = spec_stamps.c.workspace == workspace
    if not connection.execute(update(spec_stamps).where(mine).values(stamp=spec_stamps.c.stamp + 1)).rowcount:
        connection.execute(insert(spec_stamps).values(workspace=workspace, stamp=1))


def digest_of(spec: SavedQuery | Dashboard) -> str:
    return hashlib.sha256(dumps(spec).encode()).hexdigest()


def _keep(connection: Connection, workspace: str, kind: str, change: SpecChange[Spec]) -> None:
    spec, made_at = change.spec, now()
    mine = (specs.c.workspace == workspace) & (specs.c.kind == kind) & (specs.c.name == spec.name)
    known = connection.execute(select(specs).where(mine)).mappings().first()
    current = known["number"] if known is not None and known["deleted_at"] is None else 0
    if change.base is not None and change.base != current:
        raise Overtaken(_told(spec.name, change.base), hint="Look at what is there now, then try again.")
    number = (known["number"] if known is not None else 0) + 1
    of_version = {"workspace": workspace, "kind": kind, "name": spec.name, "number": number}
    connection.execute(
        insert(spec_versions).values(
            **of_version,
            definition=dumps(spec),
            digest=digest_of(spec),
            words=dumps(change.words, tuple[str, ...]),
            made_by=change.by,
            made_at=made_at,
        )
    )
    values = {"number": number, "title": spec.title, "owner": spec.owner, "updated_at": made_at, "deleted_at": None}
    if known is None:
        row = {"workspace": workspace, "kind": kind, "name": spec.name, "created_at": made_at}
        connection.execute(insert(specs).values(**row, **values))
    else:
        connection.execute(update(specs).where(mine).values(**values))


def _told(name: str, base: int) -> str:
    if base == 0:
        return f"There is one named “{name}” already."
    return f"“{name}” was changed or deleted meanwhile."
