"""Which table a file's rows are added to, and the versions that hold them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalog import Catalog, FileRecord, ImportMode, Publication, VersionRecord
from core.errors import InvalidInput
from workspace.appending import Appended, name_of_new, target_of, write_appended
from workspace.layout import Layout


class Joining:
    """How one import adds to tables: as `mode` says, and for an upload whose rows are in a joined table, there again."""

    def __init__(self, mode: ImportMode, into: str | None, place: Layout, catalog: Catalog) -> None:
        self._mode, self._into = mode, into
        self._place, self._catalog = place, catalog

    def joined(self, publication: Publication) -> Publication:
        """The publication as it is, or one whose versions hold earlier rows too, in a file of their own."""
        if self._mode == "separate" or not publication.versions:
            return publication
        current = {version.table.name: version for version in self._catalog.current_versions(self._place.workspace)}
        own = self._catalog.files.tables(self._place.workspace, publication.file.name)
        shared = frozenset(name for name in own if current[name].made_by == "append")
        if self._mode != "append" and not shared:
            return publication
        if self._into is not None and len(publication.versions) > 1:
            raise InvalidInput(
                f"{publication.file.name} holds {len(publication.versions)} tables, which cannot all be added to one.",
                hint="Leave out the name of the table: each is then added to the one that is most alike.",
            )
        return self._written(publication, own if self._mode == "append" else shared, current)

    def drop(self, joined: Publication, publication: Publication) -> None:
        """The file of a joined publication that was not published."""
        if joined is not publication:
            self._place.absolute(joined.versions[0].file).unlink(missing_ok=True)

    def _written(self, publication: Publication, own: frozenset[str], current: dict[str, VersionRecord]) -> Publication:
        from warehouse import new_version_file

        bases: dict[str, int | None] = {}
        appended: list[Appended] = []
        with new_version_file(self._place.tables) as file:
            for version in publication.versions:
                base = target_of(version.table, self._into, own, current)
                if base is not None and base.table.name in bases:
                    base = None
                taken = frozenset(current) | frozenset(bases)
                name = base.table.name if base else self._into or name_of_new(version.table, taken)
                bases[name] = base.number if base else None
                appended.append(
                    write_appended(
                        file.connection,
                        name,
                        self._located(base) if base else None,
                        self._located(version),
                        (publication.file.id, publication.file.name),
                        self._name_of(publication.file),
                    )
                )
        versions = tuple(
            _joined_version(version, each, self._place.relative(file.path))
            for version, each in zip(publication.versions, appended, strict=True)
        )
        return replace(
            publication, file=_told(publication.file, publication.versions, appended), versions=versions, bases=bases
        )

    def without(self, file: FileRecord, base: VersionRecord) -> VersionRecord:
        """A version of a joined table that lacks the rows of one upload."""
        from warehouse import new_version_file

        with new_version_file(self._place.tables) as written:
            rest = write_appended(
                written.connection,
                base.table.name,
                self._located(base),
                None,
                (file.id, file.name),
                self._name_of(file),
            )
        return _joined_version(replace(base, imported_at=datetime.now(UTC)), rest, self._place.relative(written.path))

    def _located(self, version: VersionRecord) -> tuple[VersionRecord, Path]:
        return version, self._place.absolute(version.file)

    def _name_of(self, file: FileRecord) -> _Names:
        return _Names(self._catalog, self._place.workspace, file)


class _Names:
    """Names of uploads by their ids, of one that is not kept yet too."""

    def __init__(self, catalog: Catalog, workspace: str, file: FileRecord) -> None:
        self._catalog, self._workspace = catalog, workspace
        self._known = {file.id: file.name}

    def __call__(self, file_id: str) -> str:
        if file_id not in self._known:
            file = self._catalog.files.find(self._workspace, file_id)
            self._known[file_id] = file.name if file else ""
        return self._known[file_id]


def _joined_version(version: VersionRecord, appended: Appended, file: str) -> VersionRecord:
    return replace(
        version,
        table=appended.table,
        file=file,
        relation=appended.table.name,
        made_by="append",
        parts=appended.parts,
    )


def _told(file: FileRecord, versions: Sequence[VersionRecord], appended: Sequence[Appended]) -> FileRecord:
    """The report, with the tables that rows went to and how their columns were matched."""
    by_name = {version.table.name: each for version, each in zip(versions, appended, strict=True)}
    tables = tuple(
        replace(
            table,
            table=by_name[table.table].table.name,
            decisions=(*table.decisions, *by_name[table.table].decisions),
        )
        if table.table in by_name
        else table
        for table in file.report.tables
    )
    return replace(file, report=replace(file.report, tables=tables))
