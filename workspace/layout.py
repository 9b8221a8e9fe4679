"""Where a workspace keeps its files inside the data folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput

CATALOG_URL_VARIABLE = "TABLESPEAK_CATALOG_URL"
DATA_DIR_VARIABLE = "TABLESPEAK_DATA_DIR"

CATALOG = "catalog.sqlite"
PROCESSES = "processes"

_WORKSPACE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Layout:
    """`data_dir` is absolute. Paths kept in the catalog are relative to it."""

    data_dir: Path
    workspace: str

    @property
    def catalog(self) -> Path | str:
        return catalog_place(self.data_dir)

    @property
    def uploads(self) -> Path:
        return self._folder("uploads")

    @property
    def tables(self) -> Path:
        return self._folder("tables")

    @property
    def indexes(self) -> Path:
        return self._folder("indexes")

    @property
    def seen_values(self) -> Path:
        """A folder for each set of row rules."""
        return self._folder("seen")

    @property
    def results(self) -> Path:
        return self._folder("results")

    @property
    def owners(self) -> Path:
        return self.data_dir / PROCESSES

    def relative(self, path: Path) -> str:
        return path.relative_to(self.data_dir).as_posix()

    def absolute(self, kept: str) -> Path:
        return self.data_dir / kept

    def _folder(self, name: str) -> Path:
        folder = self.data_dir / "workspaces" / self.workspace / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def catalog_place(data_dir: Path) -> Path | str:
    """The URL of a PostgreSQL database where one is set, else a file in the data folder."""
    return os.environ.get(CATALOG_URL_VARIABLE) or data_dir.expanduser().resolve() / CATALOG


def layout(data_dir: Path, workspace: str) -> Layout:
    """Raises InvalidInput for a workspace name that could not be a folder's on every system."""
    if not _WORKSPACE_NAME.fullmatch(workspace):
        raise InvalidInput(
            f"“{workspace[:80]}” cannot be the name of a workspace.",
            hint="Use up to 63 lower-case letters, digits, hyphens and underscores.",
        )
    return Layout(data_dir=data_dir.expanduser().resolve(), workspace=workspace)


def default_data_dir() -> Path:
    """From the environment, else the platform's folder for a user's data."""
    chosen = os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("tablespeak", appauthor=False)
