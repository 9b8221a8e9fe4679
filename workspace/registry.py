"""The workspaces of a data folder, each opened once for a process."""

from __future__ import annotations

import os
from pathlib import Path

from agents.model_settings import model_settings_from
from workspace.workspace import Workspace


class Workspaces:
    def __init__(self, data_dir: Path, *, linger: float | None = None) -> None:
        self._data_dir = data_dir
        self._linger = linger
        self._model = model_settings_from(os.environ)
        self._opened: dict[str, Workspace] = {}

    def get(self, name: str) -> Workspace:
        """Opens, and creates, on first use; raises InvalidInput for a name that cannot be one."""
        if name not in self._opened:
            self._opened[name] = Workspace.open(name, self._data_dir, model=self._model, linger=self._linger)
        return self._opened[name]

    @property
    def model(self) -> str | None:
        """The name of the language model that may be asked."""
        return self._model.model if self._model else None

    async def close(self) -> None:
        for workspace in self._opened.values():
            await workspace.close()
        self._opened.clear()
