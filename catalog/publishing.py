"""The one transaction that makes what was imported current."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from catalog import tables as t
from catalog.engine import now
from catalog.imports import ended_well
from catalog.records import ChoiceSet, FileRecord, Part, VersionRecord
from catalog.rows import Choices, choices_of, file_row, part_rows, version_row
from core.errors import Cancelled, TablespeakError
from core.import_report import ImportReport
from wire import dumps


class Overtaken(TablespeakError):
    """Another import was published first, and what this one built upon is no longer current."""

    code = "overtaken"
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The import that publishes, and the process that works on it."""

    import_id: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """An upload, its new versions and the choices in force.

    `bases` says, for tables that were built upon a current version, which one that was (None: there was none).
    With `choices`, those become what is kept for the file's name. With `held`, the import ends with it.
    """

    file: FileRecord
    versions: tuple[VersionRecord, ...]
    bases: Mapping[str, int | None] = field(default_factory=dict)
    choices: ChoiceSet | None = None
    held: Held | None = None


def publish(
    connection: Connection, workspace: str, publication: Publication
) -> tuple[FileRecord, tuple[VersionRecord, ...]]:
    """Raises Overtaken, and Cancelled where the import is no longer its owner's."""
    held = publication.held
    if held is not None and not ended_well(connection, held.import_id, held.owner):
        raise Cancelled(f"Importing {publication.file.name} was cancelled.", stage="reading")
    current = current_numbers(connection, workspace)
    if any(current.get(name) != number for name, number in publication.bases.items()):
        raise Overtaken(f"Another import changed what {publication.file.name} is added to.")
    owned = tables_of_file(connection, workspace, publication.file.name)
    names = _free_names(publication, set(current) - owned)
    file = replace(publication.file, report=_renamed(publication.file.report, names))
    connection.execute(insert(t.files).values(workspace=workspace, **file_row(file)))
    versions = tuple(
        add_version(connection, workspace, _under(version, names[version.table.name]))
        for version in publication.versions
    )
    gone = _held_alone(connection, workspace, owned) - {version.table.name for version in versions}
    take_down(connection, workspace, gone)
    if publication.choices is not None:
        _keep_choices(connection, workspace, file.name, publication.choices)
    return file, versions


def replace_version(connection: Connection, workspace: str, base: int, version: VersionRecord) -> VersionRecord:
    """Raises Overtaken."""
    if current_numbers(connection, workspace).get(version.table.name) != base:
        raise Overtaken(f"Another import changed {version.table.name}.", hint="Try again.")
    return add_version(connection, workspace, version)


def tables_of_file(connection: Connection, workspace: str, name: str) -> set[str]:
    """Names of current tables that hold rows of uploads under a file name."""
    parts = t.version_files
    wanted = (
        select(parts.c.name)
        .select_from(parts.join(t.current_versions, is_current()))
        .join(t.files, t.files.c.id == parts.c.file_id)
        .where(parts.c.workspace == workspace, t.files.c.name == name)
    )
    return set(connection.scalars(wanted))


def is_current() -> ColumnElement[bool]:
    """Joins what versions hold with the current ones."""
    parts, current = t.version_files, t.current_versions
    return and_(
        current.c.workspace == parts.c.workspace,
        current.c.name == parts.c.name,
        current.c.number == parts.c.number,
    )


def take_down(connection: Connection, workspace: str, names: set[str] | frozenset[str]) -> None:
    current = t.current_versions
    connection.execute(delete(current).where(current.c.workspace == workspace, current.c.name.in_(names)))


def make_current(connection: Connection, workspace: str, name: str, number: int) -> None:
    take_down(connection, workspace, {name})
    connection.execute(insert(t.current_versions).values(workspace=workspace, name=name, number=number))


def add_version(connection: Connection, workspace: str, version: VersionRecord) -> VersionRecord:
    """The next number of its table, and current. Numbers of deleted versions are not given again."""
    versions, name = t.table_versions, version.table.name
    of_table = (versions.c.workspace == workspace) & (versions.c.name == name)
    number = (connection.scalar(select(func.max(versions.c.number)).where(of_table)) or 0) + 1
    connection.execute(insert(versions).values(**version_row(workspace, version, number)))
    parts = version.parts or (Part(file_id=version.file_id, rows=version.table.rows),)
    numbered = replace(version, number=number, parts=parts)
    connection.execute(insert(t.version_files), part_rows(workspace, numbered))
    make_current(connection, workspace, name, number)
    return numbered


def kept_choices(connection: Connection, workspace: str, name: str, number: int | None = None) -> ChoiceSet:
    """The last set, or the one that has `number`."""
    sets = t.choice_sets
    wanted = select(sets).where(sets.c.workspace == workspace, sets.c.name == name)
    if number is not None:
        wanted = wanted.where(sets.c.number == number)
    row = connection.execute(wanted.order_by(sets.c.number.desc())).mappings().first()
    return ChoiceSet() if row is None else ChoiceSet(number=row["number"], chosen=choices_of(row["choices"]))


def restore_choices(connection: Connection, workspace: str, file_id: str) -> None:
    """What was decided about an upload when it was read holds for its name again."""
    file = connection.execute(select(t.files.c.name, t.files.c.choices).where(t.files.c.id == file_id)).first()
    if file is None:
        return
    kept = kept_choices(connection, workspace, file.name)
    then = choices_of(file.choices)
    if dict(kept.chosen) != then:
        _keep_choices(connection, workspace, file.name, ChoiceSet(number=kept.number + 1, chosen=then))


def _keep_choices(connection: Connection, workspace: str, name: str, choices: ChoiceSet) -> None:
    sets = t.choice_sets
    of_file = (sets.c.workspace == workspace) & (sets.c.name == name)
    connection.execute(delete(sets).where(of_file, sets.c.number >= choices.number))
    if choices.number:
        connection.execute(
            insert(sets).values(
                workspace=workspace,
                name=name,
                number=choices.number,
                choices=dumps(dict(choices.chosen), Choices),
                made_at=now(),
            )
        )


def current_numbers(connection: Connection, workspace: str) -> dict[str, int]:
    current = t.current_versions
    wanted = select(current.c.name, current.c.number).where(current.c.workspace == workspace)
    return {row.name: row.number for row in connection.execute(wanted)}


def _held_alone(connection: Connection, workspace: str, names: set[str]) -> set[str]:
    """Those of the current tables `names` whose rows come from one upload."""
    parts = t.version_files
    wanted = (
        select(parts.c.name)
        .select_from(parts.join(t.current_versions, is_current()))
        .where(parts.c.workspace == workspace, parts.c.name.in_(names))
        .group_by(parts.c.name)
        .having(func.count() == 1)
    )
    return set(connection.scalars(wanted))


def _free_names(publication: Publication, others: set[str]) -> dict[str, str]:
    """A name for each new table that no other file's table has by now; two uploads at once may have chosen the same."""
    taken = {name.lower() for name in others}
    names: dict[str, str] = {}
    for name in (version.table.name for version in publication.versions):
        free, number = name, 1
        while name not in publication.bases and free.lower() in taken:
            number += 1
            free = f"{name.rstrip('_')}_{number}"
        names[name] = free
        taken.add(free.lower())
    return names


def _under(version: VersionRecord, name: str) -> VersionRecord:
    return replace(version, table=replace(version.table, name=name))


def _renamed(report: ImportReport, names: Mapping[str, str]) -> ImportReport:
    tables = [replace(table, table=names.get(table.table, table.table)) for table in report.tables]
    return replace(report, tables=tuple(tables))
