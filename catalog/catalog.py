"""The verbs on what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from catalog import tables as t
from catalog.conversations import Conversations
from catalog.egress import SentRequests
from catalog.engine import CatalogUnavailable, now, open_engine, writer
from catalog.feedback import KeptFeedback
from catalog.files import Files
from catalog.imports import Imports
from catalog.limits import KeptLimits
from catalog.model_versions import ModelVersions, model_row
from catalog.notices import Notices
from catalog.publishing import (
    Publication,
    make_current,
    publish,
    replace_version,
    restore_choices,
    take_down,
)
from catalog.records import FileRecord, ModelRecord, Part, VersionRecord
from catalog.rows import version_record
from catalog.schedules import Schedules
from catalog.settings import KeptSettings
from catalog.share_links import ShareLinks
from catalog.specs import SpecChange, Specs, keep_specs, touch
from catalog.spending import Spending
from catalog.verified import VerifiedQueries
from core.model import SemanticModel
from core.saved import Dashboard, SavedQuery
from wire import loads

# Made once: it is asked for before each question.
_CURRENT_NUMBERS = (
    select(t.current_versions.c.name, t.current_versions.c.number)
    .where(t.current_versions.c.workspace == bindparam("workspace"))
    .order_by(t.current_versions.c.name)
)


class Catalog:
    """All methods are short, synchronous transactions (well under a millisecond each on a local disk)."""

    def __init__(self, place: Path | str) -> None:
        """A path of an SQLite file, or a URL of PostgreSQL; raises CatalogDamaged, CatalogUnavailable and InvalidInput."""
        self._engine = open_engine(place)
        self._writer = writer(self._engine)
        self.conversations = Conversations(self._engine, self._writer)
        self.files = Files(self._engine, self._writer)
        self.imports = Imports(self._engine, self._writer)
        self.notices = Notices(self._engine, self._writer)
        self.limits = KeptLimits(self._engine, self._writer)
        self.settings = KeptSettings(self._engine, self._writer)
        self.sent_requests = SentRequests(self._engine, self._writer)
        self.spending = Spending(self._engine, self._writer)
        self.model_versions = ModelVersions(self._engine, self._writer)
        self.schedules = Schedules(self._engine, self._writer)
        self.queries = Specs(self._engine, self._writer, "query", SavedQuery)
        self.dashboards = Specs(self._engine, self._writer, "dashboard", Dashboard)
        self.verified = VerifiedQueries(self._engine, self._writer)
        self.feedback = KeptFeedback(self._engine, self._writer)
        self.share_links = ShareLinks(self._engine, self._writer)

    def close(self) -> None:
        self._engine.dispose()

    def ping(self) -> None:
        """Raises CatalogUnavailable."""
        try:
            with self._engine.connect() as connection:
                connection.scalar(select(1))
        except DBAPIError as failure:
            raise CatalogUnavailable("The catalog's database does not answer.") from failure

    def workspaces(self) -> tuple[str, ...]:
        with self._engine.connect() as connection:
            return tuple(connection.scalars(select(t.workspaces.c.name).order_by(t.workspaces.c.name)))

    def create_workspace(self, name: str) -> None:
        """Leaves an existing one as it is."""
        with self._writer.begin() as connection:
            known = connection.scalar(select(t.workspaces.c.name).where(t.workspaces.c.name == name))
            if known is None:
                connection.execute(insert(t.workspaces).values(name=name, created_at=now()))

    def publish(self, workspace: str, publication: Publication) -> tuple[FileRecord, tuple[VersionRecord, ...]]:
        """Keep an upload and point its tables at their new versions, in one transaction.

        The numbers of the versions are given here (1 for a new table), and another name to a new table whose
        name is another file's by now. Tables that the previous upload of the same file name held and this one
        does not are no longer current. Raises Overtaken and Cancelled; then nothing has changed.
        """
        with self._writer.begin() as connection:
            return publish(connection, workspace, publication)

    def keep_specs(
        self,
        workspace: str,
        queries: Sequence[SpecChange[SavedQuery]] = (),
        dashboards: Sequence[SpecChange[Dashboard]] = (),
    ) -> None:
        """All of them or none, in one transaction. Raises Overtaken."""
        with self._writer.begin() as connection:
            keep_specs(connection, workspace, "query", queries)
            keep_specs(connection, workspace, "dashboard", dashboards)
            touch(connection, workspace)

    def current_versions(self, workspace: str) -> tuple[VersionRecord, ...]:
        """By table name."""
        joined = t.table_versions.join(t.current_versions)
        wanted = select(t.table_versions).select_from(joined).where(t.table_versions.c.workspace == workspace)
        with self._engine.connect() as connection:
            return _version_records(connection, wanted.order_by(t.table_versions.c.name))

    def current_numbers(self, workspace: str) -> tuple[tuple[str, int], ...]:
        """Which version of each table is current, by name: a cheap way to see that something changed."""
        with self._engine.connect() as connection:
            found = connection.execute(_CURRENT_NUMBERS, {"workspace": workspace})
            return tuple((row.name, row.number) for row in found)

    def version(self, workspace: str, table: str, number: int) -> VersionRecord | None:
        """Any version that was not deleted, current or not."""
        with self._engine.connect() as connection:
            found = _version_records(connection, _kept(workspace, table).where(t.table_versions.c.number == number))
        return found[0] if found else None

    def versions(self, workspace: str, table: str) -> tuple[VersionRecord, ...]:
        """Those that were not deleted, newest first."""
        with self._engine.connect() as connection:
            return _version_records(connection, _kept(workspace, table).order_by(t.table_versions.c.number.desc()))

    def table_names(self, workspace: str) -> tuple[str, ...]:
        """Of every table that has a version, current or not."""
        versions = t.table_versions
        wanted = select(versions.c.name).where(versions.c.workspace == workspace, versions.c.deleted_at.is_(None))
        with self._engine.connect() as connection:
            return tuple(connection.scalars(wanted.distinct().order_by(versions.c.name)))

    def restore(self, workspace: str, table: str, number: int) -> bool:
        """Make a version current, and what was decided about its file when it was read; False where it is not there."""
        with self._writer.begin() as connection:
            known = connection.execute(_kept(workspace, table).where(t.table_versions.c.number == number)).first()
            if known is not None:
                make_current(connection, workspace, table, number)
                restore_choices(connection, workspace, known.file_id)
        return known is not None

    def replace_version(self, workspace: str, base: int, version: VersionRecord) -> VersionRecord:
        """The next version of a table, built upon version `base`; raises Overtaken where that is no longer current."""
        with self._writer.begin() as connection:
            return replace_version(connection, workspace, base, version)

    def delete_version(self, workspace: str, table: str, number: int) -> int | None:
        """It is there no more; its file is swept later. Where it was current, the newest one left is, whose number is returned."""
        versions, current = t.table_versions, t.current_versions
        which = (versions.c.workspace == workspace) & (versions.c.name == table) & (versions.c.number == number)
        with self._writer.begin() as connection:
            pointed: int | None = connection.scalar(
                select(current.c.number).where(current.c.workspace == workspace, current.c.name == table)
            )
            connection.execute(update(versions).where(which).values(deleted_at=now()))
            if pointed != number:
                return pointed
            left: int | None = connection.scalar(select(func.max(_kept(workspace, table).subquery().c.number)))
            take_down(connection, workspace, {table})
            if left is not None:
                make_current(connection, workspace, table, left)
            return left

    def kept_paths(self, deleted_since: str) -> frozenset[str]:
        """Every file of any workspace that is needed, relative to the data folder.

        Those of versions deleted since then (an ISO time) are among them, because somebody may still read them.
        """
        kept = t.table_versions.c.deleted_at.is_(None) | (t.table_versions.c.deleted_at >= deleted_since)
        used = select(t.version_files.c.file_id).select_from(t.version_files.join(t.table_versions)).where(kept)
        with self._engine.connect() as connection:
            paths = [
                *connection.scalars(select(t.table_versions.c.file).where(kept)),
                *connection.scalars(select(t.models.c.value_index)),
                *connection.scalars(select(t.files.c.stored).where(t.files.c.id.in_(used))),
                *connection.scalars(select(t.imports.c.stored).where(t.imports.c.status != "done")),
            ]
        return frozenset(path for path in paths if path)

    def keep_model(self, workspace: str, record: ModelRecord) -> None:
        with self._writer.begin() as connection:
            same = (t.models.c.workspace == workspace) & (t.models.c.versions_key == record.versions_key)
            connection.execute(delete(t.models).where(same))
            connection.execute(insert(t.models).values(**model_row(workspace, record)))

    def expire_models(self, before: str, keep: int) -> None:
        """Models built before then (an ISO time) are forgotten, but for the newest `keep` of each workspace."""
        newest = func.row_number().over(partition_by=t.models.c.workspace, order_by=t.models.c.built_at.desc())
        ranked = select(t.models.c.workspace, t.models.c.versions_key, t.models.c.built_at, newest.label("place"))
        with self._writer.begin() as connection:
            for row in connection.execute(ranked).mappings().all():
                if row["place"] > keep and row["built_at"] < before:
                    same = (t.models.c.workspace == row["workspace"]) & (t.models.c.versions_key == row["versions_key"])
                    connection.execute(delete(t.models).where(same))

    def model(self, workspace: str, versions_key: str | None = None) -> ModelRecord | None:
        """The model built for `versions_key`; without it, the one built last."""
        wanted = select(t.models).where(t.models.c.workspace == workspace)
        if versions_key is not None:
            wanted = wanted.where(t.models.c.versions_key == versions_key)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.order_by(t.models.c.built_at.desc())).mappings().first()
        if row is None:
            return None
        return ModelRecord(
            model=loads(SemanticModel, row["definition"]), versions_key=row["versions_key"], index=row["value_index"]
        )


def _kept(workspace: str, table: str) -> Select[Any]:
    versions = t.table_versions
    return select(versions).where(
        versions.c.workspace == workspace, versions.c.name == table, versions.c.deleted_at.is_(None)
    )


def _version_records(connection: Connection, wanted: Select[Any]) -> tuple[VersionRecord, ...]:
    rows = connection.execute(wanted).mappings().all()
    parts = t.version_files
    of_tables = parts.c.workspace.in_({row["workspace"] for row in rows}) & parts.c.name.in_(
        {row["name"] for row in rows}
    )
    held: dict[tuple[str, int], list[Part]] = {}
    for part in connection.execute(select(parts).where(of_tables).order_by(parts.c.file_id)):
        held.setdefault((part.name, part.number), []).append(Part(file_id=part.file_id, rows=part.rows))
    return tuple(version_record(row, tuple(held.get((row["name"], row["number"]), ()))) for row in rows)
