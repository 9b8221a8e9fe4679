from __future__ import annotations

import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import catalog.migrations
from catalog import Catalog
from catalog.tables import SCHEMA_REVISION, metadata
from core.errors import CatalogDamaged
from workspace import Workspace

RELEASED = Path(__file__).parent / "released"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A data folder as a release of schema 4 left it, after two questions in one conversation."""
    with zipfile.ZipFile(RELEASED / "schema-4.zip") as kept:
        kept.extractall(tmp_path / "data")
    return tmp_path / "data"


async def test_a_data_folder_of_an_earlier_release_opens_and_goes_on(earlier: Path) -> None:
    async with Workspace.open("default", earlier, model=None, clock=lambda: date(2024, 3, 1)) as workspace:
        assert [version.table.rows for version in workspace.tables()] == [3]
        (thread,) = workspace.threads.list()
        assert [run.question for run in workspace.threads.runs(thread.id)] == ["total amount by region", "only north"]
        run = workspace.threads.runs(thread.id)[1]
        kept = [event async for event in workspace.follow(run.id).events()]
        assert [event.seq for event in kept] == list(range(1, len(kept) + 1))
        answer = await workspace.ask("as a share of the total", thread_id=thread.id).answer()
        assert answer.status in {"answered", "clarification", "declined"}
        assert (await workspace.ask("how many orders").answer()).status == "answered"


def test_migrations_lead_to_the_schema_that_a_new_catalog_gets(earlier: Path) -> None:
    path = earlier / "catalog.sqlite"
    Catalog(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_revision_of_the_schema() -> None:
    folder = Path(catalog.migrations.__file__ or "").parent
    assert ScriptDirectory(str(folder)).get_current_head() == SCHEMA_REVISION


def test_a_catalog_of_the_first_release_is_brought_up(earlier: Path) -> None:
    path = earlier / "catalog.sqlite"
    before = sqlite3.connect(path)
    for statement in (
        "DROP TABLE version_files",
        "DROP TABLE choice_sets",
        "DROP TABLE imports",
        "DROP TABLE model_versions",
        "ALTER TABLE files DROP COLUMN choices",
        "ALTER TABLE table_versions DROP COLUMN made_by",
        "ALTER TABLE table_versions DROP COLUMN deleted_at",
        "PRAGMA user_version = 1",
    ):
        before.execute(statement)
    before.commit()
    before.close()
    opened = Catalog(path)
    (current,) = opened.current_versions("default")
    assert [part.rows for part in current.parts] == [3]
    opened.close()


@pytest.mark.parametrize("later", ["PRAGMA user_version = 99", "UPDATE alembic_version SET version_num = 'r9999'"])
def test_a_catalog_of_a_later_release_is_refused(tmp_path: Path, later: str) -> None:
    path = tmp_path / "catalog.sqlite"
    Catalog(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(later)
    connection.close()
    with pytest.raises(CatalogDamaged, match="later release"):
        Catalog(path)
