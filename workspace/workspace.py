"""A workspace, opened: the verbs that the terminal and the server share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from agents.model_settings import ModelSettings, Privacy, model_settings_from
from catalog import Catalog, ImportMode, ShareLink, new_id
from core.chart import ChartAdjustment
from core.errors import UnknownName
from core.event import StatusChanged
from core.finding import Finding
from core.model import Entity, SemanticModel
from core.question import Caller, Question
from core.saved import DashboardDraft
from core.table import TableVersion
from workspace.asking import Asking, Clock, local_today
from workspace.designing import MOST_TILES, Asked, Designing
from workspace.files import Files
from workspace.import_settings import ImportSettings, import_settings
from workspace.importing import ImportNews, Turns
from workspace.imports import FileAdded, table_versions
from workspace.kept.dashboards import Dashboards
from workspace.kept.exchange import SpecFolder
from workspace.kept.insights import KeptInsights
from workspace.kept.regressions import Regressions
from workspace.kept.sharing import Shares, link_of_token
from workspace.layout import Layout, layout
from workspace.models import Models
from workspace.notices import Notices
from workspace.overview import Overview, overview_of
from workspace.plans import Plans
from workspace.run import Observe
from workspace.sweeping import sweep_data
from workspace.versions import Versions
from workspace.wording import Wording

if TYPE_CHECKING:
    from agents.modeller import SuggestedWords
    from warehouse import Limits
    from workspace.exporting import Exports
    from workspace.openers import Insight, Insights
    from workspace.profiles import Profiles
    from workspace.redrawing import Redrawn
    from workspace.results import Results
    from workspace.schedules.keeping import Schedules

FIRST_INSIGHTS = 3


class Workspace(Asking):
    """Use as an async context manager. Several processes may have the same workspace open at once."""

    def __init__(
        self,
        place: Layout,
        catalog: Catalog,
        limits: Limits | None,
        clock: Clock,
        model: ModelSettings | None,
        linger: float | None,
        imports: ImportSettings,
        turns: Turns | None,
        observe: Observe | None,
    ) -> None:
        super().__init__(place, catalog, limits, clock, model, linger, observe)
        self._insights: Insights | None = None
        self._schedules: Schedules | None = None
        self._results: Results | None = None
        self._profiles: Profiles | None = None
        self.files = Files(place, catalog, imports, self._ready, turns)
        self.versions = Versions(place, catalog, self._sweep)
        self.notices = Notices(place.workspace, catalog)
        self.plans = Plans(lambda: self._shared)
        self.models = Models(place, catalog, lambda: self._shared, clock)
        self.dashboards = Dashboards(place.workspace, catalog, lambda: self._shared, clock, self.queries)
        self.shares = Shares(place.workspace, catalog, self.dashboards)
        self._designing = Designing(lambda: self._shared, clock)
        self.insights = KeptInsights(place.workspace, catalog)
        self.regressions = Regressions(place.workspace, catalog, lambda: self._shared, clock, self.queries)
        self.models.after_change, self.models.saved = self.regressions.soon, self.queries.list
        self.queries.after_keep = self.regressions.soon
        self.specs = SpecFolder(place.workspace, catalog, lambda: self._shared, clock, self.queries, self.dashboards)

    @classmethod
    def open(
        cls,
        name: str,
        data_dir: Path,
        *,
        limits: Limits | None = None,
        clock: Clock = local_today,
        model: ModelSettings | Literal["environment"] | None = "environment",
        linger: float | None = None,
        imports: ImportSettings | None = None,
        turns: Turns | None = None,
        observe: Observe | None = None,
    ) -> Self:
        """Creates the workspace where it is missing; without a `model`, no language model is ever asked.

        With `linger`, a run is stopped so many seconds after its last reader left. Without `imports`, the limits on
        importing are those of the environment; `turns` are shared by workspaces that import at the same time. `observe` is
        told each event of every run here.

        Raises InvalidInput for a name that cannot be one, and for settings of a model that make no sense.
        """
        settings = model_settings_from(os.environ) if model == "environment" else model
        place = layout(data_dir, name)
        catalog = Catalog(place.catalog)
        catalog.create_workspace(name)
        return cls(place, catalog, limits, clock, settings, linger, imports or import_settings(), turns, observe)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _sweep(self) -> None:
        self.results.clear()
        self.spending.forget_answers()
        sweep_data(self._place.data_dir, self._catalog)

    async def close(self) -> None:
        await self.files.close()
        await self.regressions.close()
        if self._schedules is not None:
            await self._schedules.close()
        await self.ahead.close()
        await self.runs.close()
        if self._results is not None:
            await self._results.close()
        await self._shared.retire()
        await self._line.close()
        self._catalog.close()

    def all_names(self) -> tuple[str, ...]:
        """Of every workspace of the data folder."""
        return self._catalog.workspaces()

    def link_of(self, token: str) -> ShareLink:
        """Of whichever workspace of the data folder; raises LinkGone."""
        return link_of_token(self._catalog, token)

    def ping(self) -> None:
        """Raises CatalogUnavailable where what is kept cannot be read."""
        self._catalog.ping()

    def import_counts(self) -> dict[str, int]:
        """Of every workspace of the data folder, by status."""
        return self._catalog.imports.counts()

    def sandbox(self) -> dict[str, int]:
        """Query processes, by state."""
        return {} if self._lender is None else self._lender.sandbox()

    def tables(self) -> tuple[TableVersion, ...]:
        """The current versions, by name."""
        return table_versions(self._place, self._catalog.current_versions(self.name))

    def overview(self) -> Overview:
        return overview_of(self._catalog, self.name)

    async def model(self) -> SemanticModel:
        async with self._shared.lend() as opened:
            return opened.model

    async def suggest_words(self, tables: Sequence[str] = ()) -> SuggestedWords:
        """Labels, descriptions and synonyms by the language model, for the draft. Raises Declined and UnknownName."""
        run_id = new_id()
        async with self._shared.lend() as opened:
            line = self._line.for_run(run_id, opened)
            return await Wording(self.name, self._catalog).suggest(run_id, line, opened.model, tables)

    async def design_dashboard(
        self,
        topic: str = "",
        *,
        table: str | None = None,
        thread_id: str | None = None,
        most: int = MOST_TILES,
        taken: Iterable[str] = (),
        caller: Caller | None = None,
    ) -> DashboardDraft:
        """A dashboard about words, a table, what a thread last asked, or all data: every tile was run and has rows.

        `taken` are names of queries and dashboards in use. Raises UnknownName, and Declined for words without a match.
        """
        asked = Asked(
            topic=topic,
            table=table,
            turns=self._turns(thread_id),
            most=most,
            taken=frozenset(taken),
            caller=caller or Caller(),
        )
        return await self._designing.propose(asked)

    async def change_dashboard(
        self, draft: DashboardDraft, words: str, *, saved: Iterable[str] = (), caller: Caller | None = None
    ) -> DashboardDraft:
        """`told` says what was done and what was not understood. Queries that are `saved` are left as they are.

        Raises Declined where nothing was understood.
        """
        return await self._designing.change(draft, words, saved=saved, caller=caller)

    async def describe(self, name: str) -> tuple[TableVersion, Entity]:
        """Raises UnknownName."""
        by_name = {version.table.name: version for version in self.tables()}
        if name not in by_name:
            raise UnknownName("table", name, by_name)
        return by_name[name], (await self.model()).entity(name)

    async def add(
        self, paths: Sequence[Path], *, mode: ImportMode = "version", into: str | None = None
    ) -> AsyncGenerator[ImportNews]:
        """Imports files; one that is refused stops none of the others. The model is ready at the end.

        What is left of them is cancelled where the reader stops.
        """
        imported = False
        async with contextlib.aclosing(self.files.add(paths, mode=mode, into=into)) as every_news:
            async for news in every_news:
                imported = imported or (isinstance(news, FileAdded) and not news.unchanged)
                yield news
        if imported:
            yield StatusChanged(text="Finding out what the tables mean")
            await self._renew()

    async def _ready(self, added: FileAdded) -> FileAdded:
        if added.unchanged:
            return added
        await self._renew()
        self.regressions.soon()
        return replace(added, breaks=await self.models.breaks_of(version.table.name for version in added.tables))

    async def _renew(self) -> None:
        await self._shared.retire()
        await self.model()

    async def first_insights(self, most: int = FIRST_INSIGHTS) -> tuple[Insight, ...]:
        """What the data says to questions nobody had to ask; no language model is asked for it."""
        if self._insights is None:
            from workspace.openers import Insights

            self._insights = Insights(lambda: self._shared, self._start_by_rules)
        return await self._insights.first(most)

    async def preview_request(self, question: str, privacy: Privacy, caller: Caller) -> tuple[str, ...]:
        """What a language model would be sent for the question; nothing is sent."""
        from workspace.previewing import texts_for
        from workspace.visible import seen_by

        async with self._shared.lend() as opened:
            seen = await seen_by(opened, caller)
            asked = Question(text=question, today=self._clock(), caller=caller)
            return texts_for(seen, self.model_settings, privacy, asked, self.verified.entries())

    async def findings(self, data_dir: Path, caller: Caller) -> AsyncGenerator[Finding]:
        from workspace.health import findings

        async for one in findings(self, data_dir, caller):
            yield one

    async def try_model(self, caller: Caller) -> AsyncGenerator[Finding]:
        """What the endpoint can do; its calls are kept as a run of `caller`. Nothing where no model is set."""
        from workspace.trying import trials

        run_id = new_id()
        async for one in trials(self.name, self._catalog, self._line.for_trial(run_id, caller.name), run_id):
            yield one

    async def diagnosed(self, data_dir: Path) -> dict[str, Any]:
        from workspace.diagnosing import diagnosed

        return await diagnosed(self, self._catalog, data_dir)

    async def empty(self, typed: str) -> dict[str, int]:
        """Deletes everything. Raises InvalidInput unless the words that confirm it were typed."""
        from workspace.emptying import empty

        return await empty(self, self._catalog, typed)

    async def redraw(self, run_id: str, wanted: ChartAdjustment, caller: Caller) -> Redrawn:
        """The chart of an answered run in another way. Raises UnknownName and InvalidInput."""
        from workspace.redrawing import redraw

        return await redraw(self.results, run_id, await self.model(), wanted, caller)

    @property
    def results(self) -> Results:
        """Whole results of runs, to be downloaded."""
        if self._results is None:
            from workspace.results import Results

            self._results = Results(self._place, self._catalog, lambda: self._shared, self.limits.current)
        return self._results

    @property
    def profiles(self) -> Profiles:
        """Columns, rows and findings of tables."""
        if self._profiles is None:
            from workspace.profiles import Profiles

            self._profiles = Profiles(lambda: self._shared)
        return self._profiles

    @property
    def exports(self) -> Exports:
        """Answers as documents."""
        from workspace.exporting import Exports

        return Exports(self._place, self._catalog, lambda: self.results, self.dashboards)

    @property
    def schedules(self) -> Schedules:
        """What is sent again and again."""
        if self._schedules is None:
            from workspace.schedules.keeping import Schedules
            from workspace.schedules.replaying import Replays

            replays = Replays(lambda: self._shared, self._start_saved, self._clock)
            self._schedules = Schedules(
                self._place, self._catalog, lambda: self._shared, self.queries, replays, lambda: self.results
            )
        return self._schedules

    async def drain(self, seconds: float) -> None:
        """Lets what goes on end, for so long; what takes longer ends as interrupted."""
        if self._schedules is not None:
            await self._schedules.drain(seconds)
            await self._schedules.close()
        await self.runs.drain(seconds)
