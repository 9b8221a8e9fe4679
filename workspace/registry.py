"""The workspaces of a data folder, each opened once for a process."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from agents.model_settings import model_settings_from
from catalog import Catalog
from workspace.followed import end_orphans
from workspace.import_settings import ImportSettings, import_settings
from workspace.importing import Turns
from workspace.interrupted import notice_interrupted
from workspace.kept.sharing import SharedBoard
from workspace.layout import PROCESSES, catalog_place
from workspace.run import Observe
from workspace.settings import forget_old_conversations
from workspace.sweeping import sweep_data
from workspace.workspace import Workspace

if TYPE_CHECKING:
    from workspace.schedules.ticking import Ticking

DEFAULT = "default"
RUNS_KEPT = timedelta(days=30)
"""How long a run is kept that no conversation holds."""
_FORGOTTEN_EVERY = timedelta(hours=6)


class Workspaces:
    """Imports of all of them wait for the same turns."""

    def __init__(
        self,
        data_dir: Path,
        *,
        linger: float | None = None,
        imports: ImportSettings | None = None,
        observe: Observe | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._imports = imports or import_settings()
        self._turns = Turns(self._imports.at_once)
        self._linger = linger
        self._observe = observe
        self._model = model_settings_from(os.environ)
        self._opened: dict[str, Workspace] = {}
        self._ticking: Ticking | None = None
        self._clock_catalog: Catalog | None = None

    def get(self, name: str) -> Workspace:
        """Opens, and creates, on first use; raises InvalidInput for a name that cannot be one."""
        if name not in self._opened:
            self._opened[name] = Workspace.open(
                name,
                self._data_dir,
                model=self._model,
                linger=self._linger,
                imports=self._imports,
                turns=self._turns,
                observe=self._observe,
            )
        return self._opened[name]

    def names(self) -> tuple[str, ...]:
        """Of those that were created, "default" first, which is always there."""
        opened = self.get(DEFAULT)
        return (DEFAULT, *(name for name in opened.all_names() if name != DEFAULT))

    def shared(self, token: str) -> tuple[Workspace, SharedBoard]:
        """What a share link leads to; raises LinkGone."""
        link = self.get(DEFAULT).link_of(token)
        workspace = self.get(link.workspace)
        return workspace, workspace.shares.open(link)

    async def forget_from_time_to_time(self) -> None:
        """Until it is cancelled: conversations go when they are as old as their workspace keeps them."""
        while True:
            await asyncio.sleep(_FORGOTTEN_EVERY.total_seconds())
            await asyncio.to_thread(self._forget)

    def _forget(self) -> None:
        catalog = Catalog(catalog_place(self._data_dir.expanduser().resolve()))
        try:
            _forget_old(catalog)
        finally:
            catalog.close()

    def tidy(self) -> None:
        """What an earlier process left: its runs and imports are marked as interrupted, files that nobody needs are removed."""
        data_dir = self._data_dir.expanduser().resolve()
        catalog = Catalog(catalog_place(data_dir))
        try:
            end_orphans(catalog.conversations, data_dir / PROCESSES)
            long_ago = datetime.now(UTC) - RUNS_KEPT
            catalog.conversations.forget_runs_without_thread(long_ago.isoformat())
            notice_interrupted(catalog, data_dir / PROCESSES)
            _forget_old(catalog)
            sweep_data(data_dir, catalog)
        finally:
            catalog.close()

    @property
    def model(self) -> str | None:
        """The name of the language model that may be asked."""
        return self._model.model if self._model else None

    def ping(self) -> None:
        """Raises CatalogUnavailable where what is kept cannot be read."""
        self.get(DEFAULT).ping()

    def import_counts(self) -> dict[str, int]:
        """Of all workspaces, by status."""
        return self.get(DEFAULT).import_counts()

    def sandbox(self) -> dict[str, int]:
        """Query processes of this server process, by state."""
        states = [workspace.sandbox() for workspace in self._opened.values()]
        return {state: sum(one.get(state, 0) for one in states) for state in ("busy", "idle")}

    async def drain(self, seconds: float) -> None:
        """Lets runs that go on end; those that take longer end as interrupted."""
        if self._ticking is not None:
            self._ticking.stop()
        await asyncio.gather(*(workspace.drain(seconds) for workspace in self._opened.values()))

    def start_schedules(self) -> None:
        """From here on, what is due runs in this process, unless another one takes it. Raises InvalidInput for wrong settings."""
        from workspace.schedules.settings import schedule_settings, schedules_are_on
        from workspace.schedules.ticking import Ticking

        schedule_settings()
        if not schedules_are_on():
            return
        self._clock_catalog = Catalog(catalog_place(self._data_dir))
        self._ticking = Ticking(self._clock_catalog, lambda name: self.get(name).schedules)
        self._ticking.start()

    async def close(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        if self._clock_catalog is not None:
            self._clock_catalog.close()
        for workspace in self._opened.values():
            await workspace.close()
        self._opened.clear()


def _forget_old(catalog: Catalog) -> None:
    for workspace in catalog.workspaces():
        forget_old_conversations(workspace, catalog)
