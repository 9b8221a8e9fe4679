"""A workspace, opened: the verbs that the terminal and the server share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from catalog import Catalog, new_id
from core.answer import Suggestion, problem_of
from core.errors import InvalidInput, UnknownName, UserError
from core.event import Happening, RunStarted, StatusChanged
from core.model import Entity, SemanticModel
from core.plan import Plan
from core.question import Assistant, Question
from core.table import TableVersion
from core.ways import Declined
from workspace.imports import FileAdded, FileRefused, import_file, table_versions
from workspace.layout import Layout, layout
from workspace.run import Run

if TYPE_CHECKING:
    from agents.desk import Desk
    from agents.sql_expert import Understanding
    from core.query import Query
    from core.ways import Way
    from warehouse import Limits
    from workspace.opened import Opened

FIRST_QUESTIONS = 6

Clock = Callable[[], date]


def local_today() -> date:
    return datetime.now().astimezone().date()


class Workspace:
    """Use as an async context manager. Several processes may have the same workspace open at once."""

    def __init__(self, place: Layout, catalog: Catalog, limits: Limits | None, clock: Clock) -> None:
        self._place = place
        self._catalog = catalog
        self._limits = limits
        self._clock = clock
        self._opened: Opened | None = None
        self._opening = asyncio.Lock()
        self._runs: set[Run] = set()

    @classmethod
    def open(cls, name: str, data_dir: Path, *, limits: Limits | None = None, clock: Clock = local_today) -> Self:
        """Creates the workspace where it is missing; raises InvalidInput for a name that cannot be one."""
        place = layout(data_dir, name)
        catalog = Catalog(place.catalog)
        catalog.create_workspace(name)
        return cls(place, catalog, limits, clock)

    @property
    def name(self) -> str:
        return self._place.workspace

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        for run in tuple(self._runs):
            await run.cancel()
        await self._release()
        self._catalog.close()

    def tables(self) -> tuple[TableVersion, ...]:
        """The current versions, by name."""
        return table_versions(self._place, self._catalog.current_versions(self.name))

    async def model(self) -> SemanticModel:
        return (await self._current()).model

    async def describe(self, name: str) -> tuple[TableVersion, Entity]:
        """Raises UnknownName."""
        by_name = {version.table.name: version for version in self.tables()}
        if name not in by_name:
            raise UnknownName("table", name, by_name)
        return by_name[name], (await self.model()).entity(name)

    async def add(self, paths: Sequence[Path]) -> AsyncIterator[StatusChanged | FileAdded | FileRefused]:
        """Imports files one after another; one that is refused stops none of the others. The model is ready at the end."""
        imported = False
        for path in paths:
            async for news in self._add_one(path):
                imported = imported or (isinstance(news, FileAdded) and not news.unchanged)
                yield news
        if imported:
            yield StatusChanged(text="Finding out what the tables mean")
            await self._release()
            await self._current()

    async def _add_one(self, path: Path) -> AsyncIterator[StatusChanged | FileAdded | FileRefused]:
        loop = asyncio.get_running_loop()
        news: asyncio.Queue[StatusChanged | None] = asyncio.Queue()

        def progress(text: str, share: float | None) -> None:
            loop.call_soon_threadsafe(news.put_nowait, StatusChanged(text=text, progress=share))

        importing = asyncio.create_task(asyncio.to_thread(import_file, path, self._place, self._catalog, progress))
        importing.add_done_callback(lambda _: news.put_nowait(None))
        while (status := await news.get()) is not None:
            yield status
        try:
            yield await importing
        except UserError as refused:
            yield FileRefused(name=path.name, problem=problem_of(refused))

    def ask(
        self,
        text: str,
        *,
        assistant: Assistant | None = None,
        plan: Plan | None = None,
        thread_id: str | None = None,
        preview_rows: int = 200,
    ) -> Run:
        """Starts a run at once. With a `plan`, nothing is understood again."""
        if not text.strip():
            raise InvalidInput("The question is empty.", hint="Ask something like “How many orders per month?”")
        question = Question(text=text, today=self._clock(), assistant=assistant, thread_id=thread_id)
        return self._start(question, preview_rows, plan=plan)

    def run_sql(self, sql: str, *, preview_rows: int = 200) -> Run:
        """Runs one read-only statement that a person wrote."""
        if not sql.strip():
            raise InvalidInput("The SQL is empty.", hint="Write one SELECT statement.")
        question = Question(text=sql, today=self._clock(), assistant="sql_expert")
        return self._start(question, preview_rows, sql=sql)

    async def first_questions(self, most: int = FIRST_QUESTIONS) -> tuple[Suggestion, ...]:
        """Questions to begin with; each was executed and returned rows."""
        from agents.advisor import first_questions
        from agents.nodes import executed_suggestions

        opened = await self._current()
        if not opened.versions:
            return ()
        return await executed_suggestions(first_questions(opened.model), self._desk(opened, (), 1), most)

    def _start(self, question: Question, preview_rows: int, *, plan: Plan | None = None, sql: str | None = None) -> Run:
        run_id = new_id()
        self._catalog.conversations.start_run(self.name, run_id, question.text, question.thread_id)

        def work() -> AsyncIterator[Happening]:
            return self._work(question, preview_rows, plan, sql)

        run = Run(run_id, work, self.first_questions, self._catalog)
        self._runs.add(run)
        run.when_ended(self._runs.discard)
        return run

    async def _work(
        self, question: Question, preview_rows: int, plan: Plan | None, sql: str | None
    ) -> AsyncIterator[Happening]:
        yield RunStarted(question=question.text, thread_id=question.thread_id)
        opened = await self._current()
        if not opened.versions:
            raise Declined("There is no data in this workspace yet.", hint="Load a file first.")
        from agents.graph import work

        desk = self._desk(opened, _planners(plan, sql), preview_rows)
        async for happening in work(question, desk):
            yield happening

    async def _current(self) -> Opened:
        from warehouse import Limits
        from workspace.opened import open_current

        async with self._opening:
            if self._opened is None:
                self._opened = await open_current(self._place, self._catalog, self._limits or Limits())
            return self._opened

    async def _release(self) -> None:
        async with self._opening:
            opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    def _desk(self, opened: Opened, planners: tuple[Way[Understanding, Query], ...], preview_rows: int) -> Desk:
        from workspace.desk import lay_desk

        return lay_desk(opened, planners, preview_rows)


def _planners(plan: Plan | None, sql: str | None) -> tuple[Way[Understanding, Query], ...]:
    from agents.given import GivenPlan, GivenSql
    from agents.sql_expert import ByRules

    if plan is not None:
        return (GivenPlan(plan),)
    if sql is not None:
        return (GivenSql(sql),)
    return (ByRules(),)
