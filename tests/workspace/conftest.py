"""Files and versions of one workspace over a data folder of its own, without the model that questions need."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog import Catalog, ImportMode
from core.table import TableVersion
from warehouse import open_versions
from workspace import FileAdded, FileRefused
from workspace.files import Files
from workspace.import_settings import ImportSettings
from workspace.imports import table_versions
from workspace.layout import Layout, layout
from workspace.versions import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    place: Layout
    catalog: Catalog
    files: Files
    versions: Versions
    inbox: Path

    def write(self, name: str, text: str) -> Path:
        path = self.inbox / name
        path.write_text(text, encoding="utf-8")
        return path

    async def load(
        self, name: str, text: str | None = None, *, mode: ImportMode = "version", into: str | None = None
    ) -> FileAdded | FileRefused:
        path = self.inbox / name if text is None else self.write(name, text)
        return await self.files.start(path, name, mode=mode, into=into).ended()

    async def add(
        self, name: str, text: str | None = None, *, mode: ImportMode = "version", into: str | None = None
    ) -> FileAdded:
        outcome = await self.load(name, text, mode=mode, into=into)
        assert isinstance(outcome, FileAdded), outcome
        return outcome

    def tables(self) -> dict[str, int]:
        """Which version of each table is current."""
        return dict(self.catalog.current_numbers("default"))

    def versions_now(self) -> tuple[TableVersion, ...]:
        return tuple(table_versions(self.place, self.catalog.current_versions("default")))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Of SQL over the current tables."""
        with open_versions(self.versions_now()) as connection:
            return [tuple(row) for row in connection.execute(sql).fetchall()]


async def nothing_more(_: FileAdded) -> None:
    return None


def open_house(folder: Path, inbox: Path, settings: ImportSettings | None = None) -> House:
    place = layout(folder, "default")
    catalog = Catalog(place.catalog)
    catalog.create_workspace("default")
    files = Files(place, catalog, settings or ImportSettings(), nothing_more)
    versions = Versions(place, catalog, lambda: None)
    return House(place=place, catalog=catalog, files=files, versions=versions, inbox=inbox)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "inbox").mkdir()
    opened = open_house(tmp_path / "data", tmp_path / "inbox")
    yield opened
    await opened.files.close()
    opened.catalog.close()
