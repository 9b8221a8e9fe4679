"""The whole result of a run, read again from the very table versions it was answered from, in the format a person wants."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalog import Catalog, RunRecord
from core.errors import InvalidInput, UnknownName
from core.question import Caller
from core.result import Result
from core.table import TableVersion
from warehouse import Guarded, Limits, Pool, guard
from warehouse.repeatable import is_repeatable
from workspace.answers import fold
from workspace.computed import computed_table, write_computed
from workspace.imports import table_versions
from workspace.kept_results import KeptResults, key_of
from workspace.layout import Layout
from workspace.opened import Shared, new_pool
from workspace.spool import CHUNK, Spool
from workspace.untold import values_untold
from workspace.writing import write_whole

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media type of each."""

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """`name` is made from the question; `size` in bytes where it is known before the end."""

    name: str
    media_type: str
    pieces: AsyncIterator[bytes]
    size: int | None = None


class Results:
    """A result is read once, into a file; whoever asks for it meanwhile follows that file."""

    def __init__(
        self,
        place: Layout,
        catalog: Catalog,
        shared: Callable[[], Shared],
        limits: Callable[[], Limits],
    ) -> None:
        self._place, self._catalog, self._shared, self._limits = place, catalog, shared, limits
        self._spools: dict[str, Spool] = {}

    async def download(self, run_id: str, file_format: str, caller: Caller | None = None) -> Download:
        """Raises UnknownName, InvalidInput, and whatever stops the query before its first row."""
        if file_format not in FORMATS:
            raise UnknownName("format", file_format, FORMATS)
        run = self.answered(run_id)
        key, found = await self._whole(run, caller or Caller())
        name = file_name(run.question, file_format)
        if file_format == "arrow" and isinstance(found, Spool):
            return Download(name=name, media_type=FORMATS["arrow"], pieces=await _begun(found.read()))
        source = found if isinstance(found, Path) else await found.finished()
        if file_format in ("csv", "json"):
            pieces = await _begun(_in_thread(_written_as(file_format, source)))
            return Download(name=name, media_type=FORMATS[file_format], pieces=pieces)
        file = source if file_format == "arrow" else await self._converted(run, key, source, file_format)
        return Download(
            name=name, media_type=FORMATS[file_format], pieces=await _begun(_file(file)), size=file.stat().st_size
        )

    async def page(self, run_id: str, offset: int, limit: int, caller: Caller | None = None) -> dict[str, Any]:
        """Columns with types, `limit` rows from `offset` on, and how many rows there are in all."""
        from exports.objects import json_page

        source = await self.source(run_id, caller)
        return await asyncio.to_thread(json_page, source, offset, limit)

    async def first_rows(self, run: RunRecord, most: int, caller: Caller) -> Result:
        """As the run itself read them: from what was kept of it, where the tables are the same."""
        versions = self._versions(run)
        async with self._shared().lend() as opened:
            if opened.numbers == tuple((one.table.name, one.number) for one in versions):
                seen = replace(opened, caller=caller)
                return await seen.run(seen.guard(run.sql or ""), rows=most)
        async with self._pool(versions) as pool:
            with values_untold(caller):
                return await pool.run(_guarded(run, versions, caller), (), rows=most, caller=caller.name)

    async def save(self, run_id: str, path: Path, caller: Caller | None = None) -> None:
        """Writes `path` in the format that its ending names, as a whole or not at all; raises InvalidInput for another ending."""
        download = await self.download(run_id, format_of(path), caller)
        await write_whole(path, download.pieces)

    def clear(self) -> None:
        self._kept.clear()

    async def close(self) -> None:
        tasks = [spool.task for spool in self._spools.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _kept(self) -> KeptResults:
        return KeptResults(self._place.results, self._limits().cache_mb)

    def answered(self, run_id: str) -> RunRecord:
        """Raises UnknownName, and InvalidInput for a run without rows."""
        run = self._catalog.conversations.run(self._place.workspace, run_id)
        if run is None:
            raise UnknownName("run", run_id, ())
        if run.sql is None or run.status != "answered":
            raise InvalidInput("That run has no result.", hint="Only an answered question has rows to download.")
        return run

    async def _whole(self, run: RunRecord, caller: Caller) -> tuple[str, Path | Spool]:
        """What depends on chance or the clock is the run's own: read once, then the same for every page of it."""
        table = computed_table(fold(self._catalog.conversations.events(run.id)))
        if table is not None:
            return await self._computed(run, table, caller)
        versions = self._versions(run)
        guarded = _guarded(run, versions, caller)
        own = "" if is_repeatable(guarded) else run.id
        key = key_of(guarded, (), versions, "whole", own)
        kept = self._kept
        path = kept.whole(key)
        if path is not None:
            return key, path
        spool = self._spools.get(key)
        if spool is None or spool.abandoned:
            spool = self._spools[key] = Spool(
                self._pieces(guarded, versions, caller),
                kept.new_path(),
                self._limits().result_mb,
                lambda unfinished: kept.keep_whole(key, unfinished),
            )
            spool.task.add_done_callback(lambda _: self._forget(key, spool))
        return key, spool

    async def _computed(self, run: RunRecord, table: Result, caller: Caller) -> tuple[str, Path]:
        """What was computed for somebody who sees all rows is not for somebody who sees some."""
        if caller.rules:
            raise InvalidInput("What was computed cannot be downloaded here.", hint="Ask the question yourself.")
        key, kept = f"computed-{run.id}", self._kept
        path = kept.whole(key)
        if path is None:
            unfinished = kept.new_path()
            await asyncio.to_thread(write_computed, table, unfinished)
            path = kept.keep_whole(key, unfinished)
        return key, path

    def _forget(self, key: str, spool: Spool) -> None:
        if self._spools.get(key) is spool:
            del self._spools[key]

    def _versions(self, run: RunRecord) -> tuple[TableVersion, ...]:
        """The current tables, those that the run read as they were then."""
        found = {one.table.name: one for one in self._catalog.current_versions(self._place.workspace)}
        for used in run.tables_used:
            version = self._catalog.version(self._place.workspace, used.name, used.version)
            if version is None:
                raise InvalidInput(
                    f"Version {used.version} of {used.name}, which this answer was read from, was deleted.",
                    hint="Ask again to read the current one.",
                )
            found[used.name] = version
        return table_versions(self._place, sorted(found.values(), key=lambda one: one.table.name))

    async def _pieces(
        self, guarded: Guarded, versions: tuple[TableVersion, ...], caller: Caller
    ) -> AsyncGenerator[bytes]:
        async with self._pool(versions) as pool:
            with values_untold(caller):
                async for piece in pool.arrow(guarded, caller=caller.name):
                    yield piece

    @asynccontextmanager
    async def _pool(self, versions: tuple[TableVersion, ...]) -> AsyncIterator[Pool]:
        """The warm one where the versions are the current ones, else one for these."""
        async with self._shared().lend() as opened:
            if opened.numbers == tuple((one.table.name, one.number) for one in versions):
                yield opened.pool
                return
        pool = new_pool(self._place, versions, self._limits(), 1)
        try:
            yield pool
        finally:
            await pool.close()

    async def source(self, run_id: str, caller: Caller | None = None) -> Path:
        """An Arrow file with all rows. Raises UnknownName, InvalidInput, and what stops the query."""
        _, found = await self._whole(self.answered(run_id), caller or Caller())
        return found if isinstance(found, Path) else await found.finished()

    async def _converted(self, run: RunRecord, key: str, source: Path, file_format: str) -> Path:
        ending = f".{file_format}" if file_format == "parquet" else f"-{run.id}.{file_format}"
        kept = self._kept
        known = kept.whole(key, ending)
        if known is not None:
            return known
        unfinished = kept.new_path()
        try:
            if file_format == "parquet":
                from exports.columnar import write_parquet

                await asyncio.to_thread(write_parquet, source, unfinished)
            else:
                from workspace.documents import answer_part, answer_report
                from workspace.workbooks import write_book

                answer = fold(self._catalog.conversations.events(run.id))
                part = await asyncio.to_thread(answer_part, answer, run.question, source)
                await write_book(answer_report(part, run), unfinished)
            return kept.keep_whole(key, unfinished, ending)
        finally:
            unfinished.unlink(missing_ok=True)


def format_of(path: Path) -> str:
    """Raises InvalidInput."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise InvalidInput(f"{path.name} has no ending that says its format.", hint=f"Use one of {known}.")
    return ending


def file_name(question: str, file_format: str) -> str:
    """Letters and digits of the question, in words joined by hyphens: a name on every system."""
    words = re.findall(r"[^\W_]+", question.lower())
    name = ""
    for word in words:
        if len(name) + len(word) >= _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    return f"{name or 'result'}.{file_format}"


def _guarded(run: RunRecord, versions: tuple[TableVersion, ...], caller: Caller) -> Guarded:
    columns = {one.table.name: tuple(column.name for column in one.table.columns) for one in versions}
    return guard(run.sql or "", columns, caller)


def _written_as(file_format: str, source: Path) -> Iterator[bytes]:
    if file_format == "csv":
        from exports.delimited import csv_pieces

        return csv_pieces(source)
    from exports.objects import json_pieces

    return json_pieces(source)


async def _file(path: Path) -> AsyncGenerator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, CHUNK):
            yield piece


async def _in_thread(pieces: Iterator[bytes]) -> AsyncGenerator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces, the first made already: what fails at once is raised here."""
    first = await anext(pieces, b"")

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()
