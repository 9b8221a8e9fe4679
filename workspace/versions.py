"""Versions of tables: what there was, what changed, and going back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog import Catalog, VersionRecord
from core.errors import InvalidInput, UnknownName
from core.table import TableVersion
from workspace.comparing import RowChange, SchemaChange, row_change, schema_change
from workspace.imports import table_versions
from workspace.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """`made_by` is "upload", "decision" or "append"; `files` are the names of the uploads whose rows it holds.

    `change` is against the version before it that is still kept.
    """

    version: TableVersion
    current: bool
    made_by: str
    files: tuple[str, ...]
    change: SchemaChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """`current` is the number of the version that is current now, None where the table is no longer there."""

    table: str
    number: int
    current: int | None


class Versions:
    """`swept` is called after a version was deleted."""

    def __init__(self, place: Layout, catalog: Catalog, swept: Callable[[], object]) -> None:
        self._place, self._catalog, self._swept = place, catalog, swept

    def list(self, table: str) -> tuple[VersionEntry, ...]:
        """Newest first, also of a table that was taken out of the workspace; raises UnknownName."""
        kept = self._kept(table)
        current = self._current(table)
        earlier = [*kept[1:], None]
        return tuple(
            VersionEntry(
                version=table_versions(self._place, [version])[0],
                current=version.number == current,
                made_by=version.made_by,
                files=self._names(version),
                change=schema_change(before.table, before.number, version.table, version.number) if before else None,
            )
            for version, before in zip(kept, earlier, strict=True)
        )

    def compare(self, table: str, before: int, after: int) -> tuple[SchemaChange, RowChange]:
        """Reads both versions as a whole; raises UnknownName."""
        old, new = self._version(table, before), self._version(table, after)
        one, other = table_versions(self._place, [old, new])
        return schema_change(old.table, before, new.table, after), row_change(one, other)

    def restore(self, table: str, number: int) -> TableVersion:
        """Makes a version current again, and what was decided about its file when it was read; raises UnknownName."""
        version = self._version(table, number)
        self._catalog.restore(self._place.workspace, table, number)
        return table_versions(self._place, [version])[0]

    def delete(self, table: str, number: int, *, force: bool = False) -> Deleted:
        """Raises UnknownName, and InvalidInput for the current version without `force`."""
        self._version(table, number)
        if number == self._current(table) and not force:
            raise InvalidInput(
                f"Version {number} of {table} is the current one.",
                hint="Restore another one first, or force it: the newest one left is current then.",
            )
        current = self._catalog.delete_version(self._place.workspace, table, number)
        self._swept()
        return Deleted(table=table, number=number, current=current)

    def take_out(self, table: str) -> None:
        """The table is no longer there to ask; its versions are kept. Raises UnknownName."""
        current = dict(self._catalog.current_numbers(self._place.workspace))
        if table not in current:
            raise UnknownName("table", table, current)
        self._catalog.files.take_down(self._place.workspace, frozenset({table}))

    def _kept(self, table: str) -> tuple[VersionRecord, ...]:
        kept = self._catalog.versions(self._place.workspace, table)
        if not kept:
            raise UnknownName("table", table, self._catalog.table_names(self._place.workspace))
        return kept

    def _version(self, table: str, number: int) -> VersionRecord:
        for version in self._kept(table):
            if version.number == number:
                return version
        known = [str(version.number) for version in self._kept(table)]
        raise UnknownName("version", str(number), known)

    def _current(self, table: str) -> int | None:
        return dict(self._catalog.current_numbers(self._place.workspace)).get(table)

    def _names(self, version: VersionRecord) -> tuple[str, ...]:
        found = (self._catalog.files.find(self._place.workspace, part.file_id) for part in version.parts)
        return tuple(file.name for file in found if file is not None)
