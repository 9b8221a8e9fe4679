"""The workspaces of a data folder, each opened once for a process."""

from __future__ import annotations

from pathlib import Path

from workspace.workspace import Workspace


class Workspaces:
    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._opened: dict[str, Workspace] = {}

    def get(self, name: str) -> Workspace:
        """Opens, and creates, on first use; raises InvalidInput for a name that cannot be one."""
        if name not in self._opened:
            self._opened[name] = Workspace.open(name, self._data_dir)
        return self._opened[name]

    async def close(self) -> None:
        for workspace in self._opened.values():
            await workspace.close()
        self._opened.clear()
