"""One file on its way in: bytes → table versions → pointers flipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import (
    Catalog,
    ChoiceChange,
    ChoiceSet,
    FileRecord,
    Held,
    ImportMode,
    Overtaken,
    Publication,
    VersionRecord,
)
from core.answer import Problem
from core.errors import Cancelled, InvalidInput
from core.import_choices import Choices, ReadLimits
from core.import_report import ImportReport
from core.table import TableVersion
from semantic_layer.merge import Broken
from workspace.comparing import SchemaChange, schema_change
from workspace.contents import reading_alone
from workspace.joining import Joining
from workspace.layout import Layout
from workspace.uploads import Upload, free_file_name, keep_upload

if TYPE_CHECKING:
    from ingestion import Imported

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded:
    """`unchanged`: the same bytes were there already, so nothing was imported; under another name if `duplicate_of`.

    `changes` says for each table that was there before what is different now, `breaks` what of the model does not hold
    any more.
    """

    file_id: str
    name: str
    report: ImportReport
    tables: tuple[TableVersion, ...]
    unchanged: bool = False
    duplicate_of: str | None = None
    changes: tuple[SchemaChange, ...] = ()
    breaks: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused:
    """The file could not be imported; everything is as it was."""

    name: str
    problem: Problem
    import_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be imported: bytes at `source` (kept already where `upload` is given), and what to do with them.

    `stopped` is asked often; once it is true, the import ends with Cancelled.
    """

    held: Held
    name: str
    source: Path
    upload: Upload | None
    mode: ImportMode
    into: str | None
    change: ChoiceChange | None
    limits: ReadLimits
    progress: Progress
    stopped: Callable[[], bool]


def import_file(task: Task, place: Layout, catalog: Catalog) -> FileAdded:
    """Raises UnreadableFile and other errors that a person can fix, and Cancelled; then everything is as it was."""
    upload = task.upload or _kept(task, place, catalog)
    if task.mode == "separate":
        taken = frozenset(file.name for file in catalog.files.current(place.workspace))
        upload = replace(upload, name=free_file_name(upload.name, taken))
    choices = _choices(task, upload.name, place, catalog)
    with reading_alone(f"{place.catalog}|{place.workspace}|{upload.sha256}", task.name, task.stopped):
        return _imported(task, upload, choices, place, catalog)


def _imported(task: Task, upload: Upload, choices: ChoiceSet, place: Layout, catalog: Catalog) -> FileAdded:
    known = None if task.change else _known(task, upload, choices, place, catalog)
    if known is not None:
        catalog.imports.end(task.held.import_id, "done", owner=task.held.owner, file_id=known.file_id)
        return known
    before = {version.table.name: version for version in catalog.current_versions(place.workspace)}
    record, versions = _read(task, upload, choices, place, catalog)
    file, published = _publish(task, record, versions, choices, place, catalog)
    changes = (
        schema_change(before[name].table, before[name].number, version.table, version.number)
        for version in published
        if (name := version.table.name) in before
    )
    return FileAdded(
        file_id=file.id,
        name=file.name,
        report=file.report,
        tables=table_versions(place, published),
        changes=tuple(changes),
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


def _kept(task: Task, place: Layout, catalog: Catalog) -> Upload:
    whole = task.source.stat().st_size if task.source.is_file() else 0

    def written(size: int) -> None:
        if task.stopped():
            raise Cancelled(f"Importing {task.name} was cancelled.", stage="reading")
        task.progress(f"Copying {task.name}", min(1.0, size / whole) if whole else None)

    upload = keep_upload(task.source, task.name, place.uploads, task.limits.size, written)
    catalog.imports.keep_bytes(
        task.held.import_id, sha256=upload.sha256, size=upload.size, stored=place.relative(upload.path)
    )
    return upload


def _choices(task: Task, name: str, place: Layout, catalog: Catalog) -> ChoiceSet:
    """What holds for this import: what was decided about files of this name before, and what is changed now."""
    kept = catalog.files.choices(place.workspace, name)
    if task.change is None:
        return kept
    if task.change.undo:
        if not kept.number:
            raise InvalidInput(f"Nothing was decided about {name} that could be undone.")
        return replace(catalog.files.choices(place.workspace, name, kept.number - 1), number=kept.number - 1)
    chosen = {key: value for key, value in {**kept.chosen, **task.change.chosen}.items() if value is not None}
    return ChoiceSet(number=kept.number + 1, chosen=chosen)


def _known(task: Task, upload: Upload, choices: ChoiceSet, place: Layout, catalog: Catalog) -> FileAdded | None:
    """What is known of bytes that are there already, so that they need not be read again."""
    if task.mode == "separate":
        return None
    latest = catalog.files.latest(place.workspace, upload.name)
    if latest is None:
        return _duplicate(task, upload, place, catalog)
    same = latest.sha256 == upload.sha256 and dict(latest.choices) == dict(choices.chosen)
    if not same or not _where_it_belongs(task, latest, place, catalog):
        return None
    return added_before(latest, place, catalog, name=upload.name)


def _duplicate(task: Task, upload: Upload, place: Layout, catalog: Catalog) -> FileAdded | None:
    other = catalog.files.with_content(place.workspace, upload.sha256)
    if other is None or not _where_it_belongs(task, other, place, catalog):
        return None
    return replace(added_before(other, place, catalog, name=upload.name), duplicate_of=other.name)


def _where_it_belongs(task: Task, file: FileRecord, place: Layout, catalog: Catalog) -> bool:
    if task.into is None:
        return True
    shared = catalog.files.tables_shared(place.workspace, file.id) | catalog.files.tables_alone(
        place.workspace, file.id
    )
    return task.into in shared


def added_before(file: FileRecord, place: Layout, catalog: Catalog, *, name: str) -> FileAdded:
    current = catalog.current_versions(place.workspace)
    holding = [version for version in current if file.id in {part.file_id for part in version.parts}]
    return FileAdded(
        file_id=file.id, name=name, report=file.report, tables=table_versions(place, holding), unchanged=True
    )


def _read(
    task: Task, upload: Upload, choices: ChoiceSet, place: Layout, catalog: Catalog
) -> tuple[FileRecord, tuple[VersionRecord, ...]]:
    from ingestion import read_apart

    own = catalog.files.tables(place.workspace, upload.name)
    taken = frozenset(version.table.name for version in catalog.current_versions(place.workspace)) - own
    imported, path = read_apart(
        upload.path,
        upload.name,
        place.tables,
        taken,
        task.progress,
        choices=Choices(chosen=choices.chosen),
        limits=task.limits,
        cancelled=task.stopped,
    )
    return _records(task, upload, choices, imported, place.relative(path), place)


def _records(
    task: Task, upload: Upload, choices: ChoiceSet, imported: Imported, path: str, place: Layout
) -> tuple[FileRecord, tuple[VersionRecord, ...]]:
    now = datetime.now(UTC)
    file = FileRecord(
        id=task.held.import_id,
        name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        stored=place.relative(upload.path),
        uploaded_at=now,
        report=imported.report,
        choices=dict(choices.chosen),
    )
    versions = tuple(
        VersionRecord(
            table=table,
            number=0,
            file_id=file.id,
            file_sha256=upload.sha256,
            file=path,
            relation=table.name,
            imported_at=now,
            made_by="decision" if task.change else "upload",
        )
        for table in imported.tables
    )
    return file, versions


def _publish(
    task: Task,
    file: FileRecord,
    versions: tuple[VersionRecord, ...],
    choices: ChoiceSet,
    place: Layout,
    catalog: Catalog,
) -> tuple[FileRecord, tuple[VersionRecord, ...]]:
    """Where rows are added to a table that another import changes meanwhile, they are added to what that one made."""
    joining = Joining(task.mode, task.into, place, catalog)
    publication = Publication(file=file, versions=versions, choices=choices if task.change else None, held=task.held)
    read_into = place.absolute(versions[0].file)
    published = False
    try:
        while True:
            joined = joining.joined(publication)
            try:
                outcome = catalog.publish(place.workspace, joined)
            except Overtaken:
                joining.drop(joined, publication)
                continue
            published = joined is publication
            return outcome
    finally:
        if not published:
            read_into.unlink(missing_ok=True)
