"""Specs exported into a folder, imported from it, and checked there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from catalog import Catalog, SpecChange, SpecRecord, digest_of
from catalog.specs import Spec
from core.errors import UnknownName, UserError
from core.question import Caller
from core.saved import Dashboard, Figures, QueryTile, SavedQuery
from workspace.kept.checking import check_dashboard, check_query
from workspace.kept.dashboards import Dashboards
from workspace.kept.differences import changes_in_words
from workspace.kept.documents import (
    DASHBOARDS,
    FIGURES,
    QUERIES,
    Recorded,
    SpecFile,
    read_files,
    read_recorded,
    recorded_yaml,
    write_if_changed,
    yaml_of,
)
from workspace.kept.figures import figures_of
from workspace.kept.queries import SavedQueries

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared

Outcome = Literal["created", "changed", "same", "older", "conflict", "refused"]
Verdict = Literal["ok", "moved", "new", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Paths relative to the folder. `left` are files of specs that the workspace does not have."""

    written: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file. `words` say what it changes; "older" is a version that was here before the current one.

    A "conflict" was changed here and in the file since the export: it is left as it is here, unless it was asked for.
    """

    path: str
    outcome: Outcome
    words: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    path: str
    verdict: Verdict
    before: Figures | None = None
    after: Figures | None = None
    problem: str | None = None


class SpecFolder:
    def __init__(
        self,
        workspace: str,
        catalog: Catalog,
        shared: Callable[[], Shared],
        clock: Callable[[], date],
        queries: SavedQueries,
        dashboards: Dashboards,
    ) -> None:
        self._workspace, self._catalog = workspace, catalog
        self._shared, self._clock = shared, clock
        self._queries, self._dashboards = queries, dashboards

    async def export(self, folder: Path) -> Exported:
        """Every spec, with what each query gives now."""
        records: dict[str, SpecRecord[SavedQuery] | SpecRecord[Dashboard]] = {
            **{f"{QUERIES}/{entry.name}": entry.record for entry in self._queries.list()},
            **{f"{DASHBOARDS}/{record.name}": record for record in self._dashboards.list()},
        }
        outcomes = {
            f"{place}.yaml": _export(folder / f"{place}.yaml", record.spec) for place, record in records.items()
        }
        async with self._shared().lend() as opened:
            recorded = {place: await self._recorded(record.spec, opened) for place, record in records.items()}
        outcomes[FIGURES] = write_if_changed(folder / FIGURES, recorded_yaml(recorded))
        there = {
            path.relative_to(folder).as_posix()
            for part in (QUERIES, DASHBOARDS)
            for path in (folder / part).glob("*.yaml")
        }
        return Exported(
            written=tuple(sorted(path for path, written in outcomes.items() if written)),
            same=tuple(sorted(path for path, written in outcomes.items() if not written)),
            left=tuple(sorted(there - set(outcomes))),
        )

    async def import_from(
        self, folder: Path, caller: Caller, *, take_files: bool = False, dry: bool = False
    ) -> tuple[Imported, ...]:
        """All that can be taken is, in one transaction, each as a new version. With `take_files`, conflicts and older ones too."""
        recorded = read_recorded(folder)
        queries, boards = list(read_files(folder, QUERIES, SavedQuery)), list(read_files(folder, DASHBOARDS, Dashboard))
        known = {*self._queries.names(), *(one.name for one in queries if one.spec is not None)}

        def check_board(spec: Dashboard) -> object:
            return _with_queries(check_dashboard(spec), known)

        kept_queries, kept_boards, here = self._catalog.queries, self._catalog.dashboards, self._workspace
        of_queries = [_weighed(one, kept_queries.versions(here, one.name), recorded, check_query) for one in queries]
        of_boards = [_weighed(one, kept_boards.versions(here, one.name), recorded, check_board) for one in boards]
        query_changes = [
            replace(made, by=caller.name) for told, made in of_queries if made and _is_taken(told, take_files)
        ]
        board_changes = [
            replace(made, by=caller.name) for told, made in of_boards if made and _is_taken(told, take_files)
        ]
        found = [told for told, _ in (*of_queries, *of_boards)]
        if not dry and (query_changes or board_changes):
            self._catalog.keep_specs(self._workspace, query_changes, board_changes)
            self._queries.after_keep()
        return tuple([await self._with_problem(told, queries) for told in found])

    async def check(self, folder: Path, *, record: bool = False) -> tuple[Checked, ...]:
        """Runs each query of the folder over the tables there are; with `record`, keeps what it gave beside it."""
        recorded = read_recorded(folder)
        queries, boards = list(read_files(folder, QUERIES, SavedQuery)), list(read_files(folder, DASHBOARDS, Dashboard))
        async with self._shared().lend() as opened:
            found = [await self._checked(file, recorded, opened) for file in queries]
        names = {file.name for file in queries} | set(self._queries.names())
        found += [_checked_board(file, names) for file in boards]
        if record:
            for file in queries:
                one = next(each for each in found if each.path == file.path)
                place = f"{QUERIES}/{file.name}"
                if one.after is not None and one.after.problem is None:
                    recorded[place] = replace(recorded.get(place, Recorded()), figures=one.after)
            write_if_changed(folder / FIGURES, recorded_yaml(recorded))
        return tuple(found)

    async def _recorded(self, spec: SavedQuery | Dashboard, opened: Opened) -> Recorded:
        if isinstance(spec, Dashboard):
            return Recorded(base=digest_of(spec))
        figures = await figures_of(spec, opened, self._clock())
        return Recorded(base=digest_of(spec), figures=figures if figures.problem is None else None)

    async def _checked(self, file: SpecFile[SavedQuery], recorded: Mapping[str, Recorded], opened: Opened) -> Checked:
        if file.spec is None:
            return Checked(path=file.path, verdict="broken", problem=file.problem)
        before = recorded.get(f"{QUERIES}/{file.name}", Recorded()).figures
        try:
            check_query(file.spec)
        except UserError as refused:
            return Checked(path=file.path, verdict="broken", before=before, problem=refused.message)
        after = await figures_of(file.spec, opened, self._clock())
        if after.problem is not None:
            return Checked(path=file.path, verdict="broken", before=before, after=after, problem=after.problem)
        if before is None:
            return Checked(path=file.path, verdict="new", after=after)
        same = (before.rows, before.columns, before.checksum) == (after.rows, after.columns, after.checksum)
        return Checked(path=file.path, verdict="ok" if same else "moved", before=before, after=after)

    async def _with_problem(self, told: Imported, queries: list[SpecFile[SavedQuery]]) -> Imported:
        """What keeps a query that was taken from running here."""
        file = next((one for one in queries if one.path == told.path), None)
        if file is None or file.spec is None or told.outcome not in ("created", "changed"):
            return told
        try:
            await self._queries.check_runs(file.spec)
        except UserError as refused:
            return replace(told, problem=f"It does not run here: {refused.message}")
        return told


def _export(path: Path, spec: SavedQuery | Dashboard) -> bool:
    kept = path.read_text(encoding="utf-8") if path.is_file() else None
    return write_if_changed(path, yaml_of(spec, kept))


def _weighed(
    file: SpecFile[Spec],
    versions: tuple[SpecRecord[Spec], ...],
    recorded: Mapping[str, Recorded],
    check: Callable[[Spec], object],
) -> tuple[Imported, SpecChange[Spec] | None]:
    """What the file is beside what is here, and the change that it would be."""
    spec = file.spec
    if spec is None:
        return Imported(path=file.path, outcome="refused", problem=file.problem), None
    try:
        check(spec)
    except UserError as refused:
        told = f"{refused.message} {refused.hint or ''}".strip()
        return Imported(path=file.path, outcome="refused", problem=told), None
    current = versions[0] if versions and versions[0].deleted_at is None else None
    base = 0 if current is None else current.number
    words: tuple[str, ...] = changes_in_words(current.spec if current else None, spec)
    change = SpecChange(spec=spec, base=base, words=("Imported.", *words) if current else ("Imported.",), by="")
    if current is None:
        return Imported(path=file.path, outcome="created", words=words), change
    if not words:
        return Imported(path=file.path, outcome="same"), None
    exported = recorded.get(file.path.removesuffix(".yaml"), Recorded()).base
    outcome: Outcome = "changed"
    if exported is not None and exported == digest_of(spec):
        outcome = "older"
    elif exported is not None and exported != current.digest:
        outcome = "conflict"
    elif exported is None and any(digest_of(spec) == earlier.digest for earlier in versions[1:]):
        outcome = "older"
    return Imported(path=file.path, outcome=outcome, words=words), change


def _is_taken(told: Imported, take_files: bool) -> bool:
    return told.outcome in ("created", "changed") or (take_files and told.outcome in ("conflict", "older"))


def _with_queries(board: Dashboard, known: set[str]) -> Dashboard:
    for tile in board.tiles:
        if isinstance(tile, QueryTile) and tile.query not in known:
            raise UnknownName("saved query", tile.query, known)
    return board


def _checked_board(file: SpecFile[Dashboard], names: set[str]) -> Checked:
    if file.spec is None:
        return Checked(path=file.path, verdict="broken", problem=file.problem)
    try:
        _with_queries(check_dashboard(file.spec), names)
    except UserError as refused:
        return Checked(path=file.path, verdict="broken", problem=refused.message)
    return Checked(path=file.path, verdict="ok")
