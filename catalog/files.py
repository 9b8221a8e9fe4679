"""Uploads as they were read, and what people decided about them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, Select, select

from catalog import tables as t
from catalog.publishing import is_current, kept_choices, tables_of_file, take_down
from catalog.records import ChoiceSet, FileRecord
from catalog.rows import file_record


class Files:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def find(self, workspace: str, file_id: str) -> FileRecord | None:
        """Any upload, also one whose tables were replaced."""
        return self._first(select(t.files).where(t.files.c.workspace == workspace, t.files.c.id == file_id))

    def current(self, workspace: str) -> tuple[FileRecord, ...]:
        """Uploads that current tables hold rows of, newest first."""
        wanted = select(t.files).where(t.files.c.workspace == workspace, t.files.c.id.in_(_used(workspace)))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(t.files.c.uploaded_at.desc())).mappings().all()
        return tuple(file_record(row) for row in rows)

    def latest(self, workspace: str, name: str) -> FileRecord | None:
        """The newest upload under a name that current tables hold rows of."""
        named = (t.files.c.workspace == workspace) & (t.files.c.name == name)
        wanted = select(t.files).where(named, t.files.c.id.in_(_used(workspace)))
        return self._first(wanted.order_by(t.files.c.uploaded_at.desc()))

    def with_content(self, workspace: str, sha256: str) -> FileRecord | None:
        """The newest upload of the same bytes, under any name, that current tables hold rows of."""
        same = (t.files.c.workspace == workspace) & (t.files.c.sha256 == sha256)
        wanted = select(t.files).where(same, t.files.c.id.in_(_used(workspace)))
        return self._first(wanted.order_by(t.files.c.uploaded_at.desc()))

    def tables(self, workspace: str, name: str) -> frozenset[str]:
        """Names of the current tables that hold rows of uploads under a file name."""
        with self._engine.connect() as connection:
            return frozenset(tables_of_file(connection, workspace, name))

    def tables_alone(self, workspace: str, file_id: str) -> frozenset[str]:
        """Current tables all of whose rows come from one upload."""
        return frozenset(name for name, parts in self._parts(workspace).items() if set(parts) == {file_id})

    def tables_shared(self, workspace: str, file_id: str) -> frozenset[str]:
        """Current tables that hold rows of one upload and of others."""
        return frozenset(name for name, parts in self._parts(workspace).items() if file_id in parts and len(parts) > 1)

    def take_down(self, workspace: str, names: frozenset[str]) -> None:
        """The tables are no longer current; their versions stay kept."""
        with self._writer.begin() as connection:
            take_down(connection, workspace, names)

    def choices(self, workspace: str, name: str, number: int | None = None) -> ChoiceSet:
        """What is decided about uploads of a name; with `number`, what was after that many changes."""
        with self._engine.connect() as connection:
            return kept_choices(connection, workspace, name, number)

    def _parts(self, workspace: str) -> Mapping[str, dict[str, int]]:
        parts = t.version_files
        wanted = select(parts.c.name, parts.c.file_id, parts.c.rows).select_from(
            parts.join(t.current_versions, is_current())
        )
        found: dict[str, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(wanted.where(parts.c.workspace == workspace)):
                found.setdefault(row.name, {})[row.file_id] = row.rows
        return found

    def _first(self, wanted: Select[tuple[object, ...]]) -> FileRecord | None:
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else file_record(row)


def _used(workspace: str) -> Select[tuple[str]]:
    """Ids of the uploads that current tables hold rows of."""
    parts = t.version_files
    return (
        select(parts.c.file_id)
        .select_from(parts.join(t.current_versions, is_current()))
        .where(parts.c.workspace == workspace)
    )
