"""One file on its way in: bytes → table versions → pointers flipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalog import Catalog, FileRecord, VersionRecord, new_id
from core.answer import Problem
from core.import_report import ImportReport
from core.table import TableVersion
from workspace.layout import Layout
from workspace.uploads import Upload, file_sha256, keep_upload

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded:
    """`unchanged`: the same bytes under the same name were there already, so nothing was imported."""

    file_id: str
    name: str
    report: ImportReport
    tables: tuple[TableVersion, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused:
    """The file could not be imported; everything is as it was."""

    name: str
    problem: Problem


def import_file(path: Path, name: str, place: Layout, catalog: Catalog, progress: Progress) -> FileAdded:
    """Brings in the bytes at `path` under the name a person gave; raises UnreadableFile and leaves everything as it was."""
    known = unchanged_file(path, name, place, catalog)
    if known is not None:
        return known
    progress(f"Copying {name}", None)
    upload = keep_upload(path, name, place.uploads)
    taken = frozenset(version.table.name for version in catalog.current_versions(place.workspace))
    own = catalog.tables_of_file(place.workspace, upload.name)
    record, versions = _read(upload, place, taken - own, progress)
    published = catalog.publish(place.workspace, record, versions)
    return FileAdded(file_id=record.id, name=upload.name, report=record.report, tables=table_versions(place, published))


def unchanged_file(path: Path, name: str, place: Layout, catalog: Catalog) -> FileAdded | None:
    """What is known of a file whose bytes are those of its newest upload."""
    latest = catalog.latest_file(place.workspace, name)
    if latest is None or not path.is_file() or path.stat().st_size != latest.size:
        return None
    if file_sha256(path) != latest.sha256:
        return None
    versions = [known for known in catalog.current_versions(place.workspace) if known.file_id == latest.id]
    return FileAdded(
        file_id=latest.id, name=name, report=latest.report, tables=table_versions(place, versions), unchanged=True
    )


def table_versions(place: Layout, records: Sequence[VersionRecord]) -> tuple[TableVersion, ...]:
    return tuple(
        TableVersion(
            table=record.table,
            number=record.number,
            path=str(place.absolute(record.file)),
            relation=record.relation,
            file_sha256=record.file_sha256,
            imported_at=record.imported_at,
        )
        for record in records
    )


def _read(
    upload: Upload, place: Layout, taken: frozenset[str], progress: Progress
) -> tuple[FileRecord, list[VersionRecord]]:
    from ingestion import read_apart

    imported, file = read_apart(upload.path, upload.name, place.tables, taken, progress)
    now = datetime.now(UTC)
    record = FileRecord(
        id=new_id(),
        name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        stored=place.relative(upload.path),
        uploaded_at=now,
        report=imported.report,
    )
    versions = [
        VersionRecord(
            table=table,
            number=0,
            file_id=record.id,
            file_sha256=upload.sha256,
            file=place.relative(file),
            relation=table.name,
            imported_at=now,
        )
        for table in imported.tables
    ]
    return record, versions
