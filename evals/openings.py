"""A folder of databases, each opened as a workspace would: DuckDB files as they are, other files by importing them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from catalog import Catalog
from core.errors import InvalidInput
from evals.databases import has_other_schemas, open_database
from warehouse import Limits, Pool
from workspace import FileRefused, Workspace
from workspace.kept_results import KeptResults
from workspace.layout import layout
from workspace.opened import Opened, open_current

_LIMITS = Limits(seconds=30.0, rows=100_000, bytes=64 * 1024 * 1024)
_READY = (".duckdb", ".ddb")
_WORKSPACE = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`files` are imported, but for a database that is opened as it is."""

    name: str
    files: tuple[Path, ...]
    is_database: bool = False


def source_of(folder: Path, db: str) -> Source:
    """`db.duckdb`, `db/db.duckdb`, else a folder or file that is named `db`. Raises InvalidInput."""
    ready = [folder / f"{db}{suffix}" for suffix in _READY] + [folder / db / f"{db}{suffix}" for suffix in _READY]
    database = next((path for path in ready if path.is_file()), None)
    if database is not None:
        return Source(name=db, files=(database,), is_database=not has_other_schemas(database))
    whole = folder / db
    if whole.is_dir():
        return Source(name=db, files=tuple(sorted(path for path in whole.rglob("*") if path.is_file())))
    files = [whole] if whole.is_file() else sorted(folder.glob(f"{escape(db)}.*"))
    if not files:
        raise InvalidInput(
            f"There is no database “{db}” in {folder.name}.",
            hint=f"Expected {db}.duckdb, a folder {db} with files in it, or a file like {db}.csv.",
        )
    return Source(name=db, files=(files[0],))


@asynccontextmanager
async def open_source(source: Source, scratch: Path) -> AsyncIterator[Opened]:
    """What is imported or built goes into `scratch`. Raises InvalidInput where nothing can be read."""
    async with AsyncExitStack() as stack:
        opened = await (
            _imported(source, scratch, stack) if not source.is_database else _as_it_is(source, scratch, stack)
        )
        stack.push_async_callback(opened.close)
        yield opened


async def _as_it_is(source: Source, scratch: Path, stack: AsyncExitStack) -> Opened:
    database, _ = stack.enter_context(open_database(source.files[0], scratch / "models"))
    pool = Pool(database.versions, _LIMITS, workers=1)
    return Opened(
        versions=database.versions,
        model=database.model,
        values=database.values,
        pool=pool,
        limits=_LIMITS,
        kept=KeptResults(scratch / "results", _LIMITS.cache_mb),
        seen_values=scratch / "seen",
    )


async def _imported(source: Source, scratch: Path, stack: AsyncExitStack) -> Opened:
    refused: list[FileRefused] = []
    async with Workspace.open(_WORKSPACE, scratch, model=None) as workspace:
        async for news in workspace.add(source.files):
            if isinstance(news, FileRefused):
                refused.append(news)
        if not workspace.tables():
            why = "; ".join(f"{one.name}: {one.problem.message}" for one in refused[:3])
            raise InvalidInput(f"Nothing in “{source.name}” could be read. {why}")
    place = layout(scratch, _WORKSPACE)
    catalog = stack.enter_context(closing(Catalog(place.catalog)))
    return await open_current(place, catalog, _LIMITS)
