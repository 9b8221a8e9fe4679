"""The verbs on what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from catalog import tables as t
from catalog.conversations import Conversations
from catalog.engine import now, open_engine, writer
from catalog.records import FileRecord, ModelRecord, VersionRecord
from core.import_report import ImportReport
from core.model import SemanticModel
from core.table import Table
from wire import dumps, loads


class Catalog:
    """All methods are short, synchronous transactions (well under a millisecond each on a local disk)."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)
        self._writer = writer(self._engine)
        self.conversations = Conversations(self._engine, self._writer)

    def close(self) -> None:
        self._engine.dispose()

    def workspaces(self) -> tuple[str, ...]:
        with self._engine.connect() as connection:
            return tuple(connection.scalars(select(t.workspaces.c.name).order_by(t.workspaces.c.name)))

    def create_workspace(self, name: str) -> None:
        """Leaves an existing one as it is."""
        with self._writer.begin() as connection:
            known = connection.scalar(select(t.workspaces.c.name).where(t.workspaces.c.name == name))
            if known is None:
                connection.execute(insert(t.workspaces).values(name=name, created_at=now()))

    def publish(self, workspace: str, file: FileRecord, versions: Sequence[VersionRecord]) -> tuple[VersionRecord, ...]:
        """Keep an upload and point its tables at their new versions, in one transaction.

        The numbers of `versions` are given here (1 for a new table). Tables that the previous
        upload of the same file name held and this one does not are no longer current.
        """
        with self._writer.begin() as connection:
            earlier = _current_tables_of_file(connection, workspace, file.name)
            connection.execute(insert(t.files).values(workspace=workspace, **_file_row(file)))
            published = tuple(_publish_version(connection, workspace, version) for version in versions)
            gone = earlier - {version.table.name for version in published}
            connection.execute(
                delete(t.current_versions).where(
                    t.current_versions.c.workspace == workspace, t.current_versions.c.name.in_(gone)
                )
            )
        return published

    def current_versions(self, workspace: str) -> tuple[VersionRecord, ...]:
        """By table name."""
        joined = t.table_versions.join(t.current_versions)
        wanted = select(t.table_versions).select_from(joined).where(t.table_versions.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.table_versions.c.name)).mappings().all()
        return tuple(_version_record(row) for row in rows)

    def current_numbers(self, workspace: str) -> tuple[tuple[str, int], ...]:
        """Which version of each table is current, by name: a cheap way to see that something changed."""
        current = t.current_versions
        wanted = select(current.c.name, current.c.number).where(current.c.workspace == workspace)
        with self._engine.connect() as connection:
            return tuple((row.name, row.number) for row in connection.execute(wanted.order_by(current.c.name)))

    def version(self, workspace: str, table: str, number: int) -> VersionRecord | None:
        """Any version, current or not."""
        versions = t.table_versions
        wanted = select(versions).where(
            versions.c.workspace == workspace, versions.c.name == table, versions.c.number == number
        )
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _version_record(row)

    def kept_paths(self) -> frozenset[str]:
        """Every data file that any version or model of any workspace names, relative to the data folder."""
        with self._engine.connect() as connection:
            paths = [
                *connection.scalars(select(t.table_versions.c.file)),
                *connection.scalars(select(t.models.c.value_index)),
                *connection.scalars(select(t.files.c.stored)),
            ]
        return frozenset(paths)

    def latest_file(self, workspace: str, name: str) -> FileRecord | None:
        """The newest upload under a name that tables still come from."""
        files, versions, current = t.files, t.table_versions, t.current_versions
        wanted = (
            select(files)
            .join(versions, versions.c.file_id == files.c.id)
            .join(
                current,
                (current.c.workspace == versions.c.workspace)
                & (current.c.name == versions.c.name)
                & (current.c.number == versions.c.number),
            )
            .where(files.c.workspace == workspace, files.c.name == name)
            .order_by(files.c.uploaded_at.desc())
        )
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _file_record(row)

    def files(self, workspace: str) -> tuple[FileRecord, ...]:
        """Uploads that current tables come from, newest first."""
        used = (
            select(t.table_versions.c.file_id)
            .select_from(t.table_versions.join(t.current_versions))
            .where(t.table_versions.c.workspace == workspace)
        )
        wanted = select(t.files).where(t.files.c.workspace == workspace, t.files.c.id.in_(used))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.files.c.uploaded_at.desc())).mappings().all()
        return tuple(_file_record(row) for row in rows)

    def forget_file(self, workspace: str, file_id: str) -> frozenset[str]:
        """The tables of an upload are no longer current; their names are returned. Its bytes and versions stay kept."""
        versions, current = t.table_versions, t.current_versions
        with self._writer.begin() as connection:
            names = frozenset(
                connection.scalars(
                    select(versions.c.name)
                    .select_from(versions.join(current))
                    .where(versions.c.workspace == workspace, versions.c.file_id == file_id)
                )
            )
            connection.execute(delete(current).where(current.c.workspace == workspace, current.c.name.in_(names)))
        return names

    def tables_of_file(self, workspace: str, name: str) -> frozenset[str]:
        """Names of the current tables that come from uploads under a file name."""
        with self._engine.connect() as connection:
            return frozenset(_current_tables_of_file(connection, workspace, name))

    def keep_model(self, workspace: str, record: ModelRecord) -> None:
        with self._writer.begin() as connection:
            same = (t.models.c.workspace == workspace) & (t.models.c.versions_key == record.versions_key)
            connection.execute(delete(t.models).where(same))
            connection.execute(
                insert(t.models).values(
                    workspace=workspace,
                    versions_key=record.versions_key,
                    definition=dumps(record.model),
                    value_index=record.index,
                    built_at=now(),
                )
            )

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


def _file_record(row: RowMapping) -> FileRecord:
    return FileRecord(
        id=row["id"],
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        stored=row["stored"],
        uploaded_at=datetime.fromisoformat(row["uploaded_at"]),
        report=loads(ImportReport, row["report"]),
    )


def _version_record(row: RowMapping) -> VersionRecord:
    return VersionRecord(
        table=loads(Table, row["definition"]),
        number=row["number"],
        file_id=row["file_id"],
        file_sha256=row["file_sha256"],
        file=row["file"],
        relation=row["relation"],
        imported_at=datetime.fromisoformat(row["imported_at"]),
    )


def _file_row(file: FileRecord) -> dict[str, object]:
    return {
        "id": file.id,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "stored": file.stored,
        "uploaded_at": file.uploaded_at.isoformat(),
        "report": dumps(file.report),
    }


def _current_tables_of_file(connection: Connection, workspace: str, name: str) -> set[str]:
    wanted = (
        select(t.table_versions.c.name)
        .select_from(t.table_versions.join(t.current_versions))
        .join(t.files, t.files.c.id == t.table_versions.c.file_id)
        .where(t.table_versions.c.workspace == workspace, t.files.c.name == name)
    )
    return set(connection.scalars(wanted))


def _publish_version(connection: Connection, workspace: str, version: VersionRecord) -> VersionRecord:
    versions, current = t.table_versions, t.current_versions
    name = version.table.name
    of_table = (versions.c.workspace == workspace) & (versions.c.name == name)
    number = (connection.scalar(select(func.max(versions.c.number)).where(of_table)) or 0) + 1
    connection.execute(
        insert(versions).values(
            workspace=workspace,
            name=name,
            number=number,
            file_id=version.file_id,
            file_sha256=version.file_sha256,
            file=version.file,
            relation=version.relation,
            definition=dumps(version.table),
            imported_at=version.imported_at.isoformat(),
        )
    )
    connection.execute(delete(current).where(current.c.workspace == workspace, current.c.name == name))
    connection.execute(insert(current).values(workspace=workspace, name=name, number=number))
    return replace(version, number=number)
