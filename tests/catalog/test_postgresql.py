from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from catalog import Catalog, CatalogUnavailable
from catalog.migrating import bring_up
from catalog.tables import metadata
from core.errors import CatalogDamaged, InvalidInput
from tests.catalog.test_catalog import publish, upload, version
from workspace import Workspace

NewDatabase = Callable[[], str]


def driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+pg8000://")


async def test_a_workspace_is_kept_in_postgresql(
    postgresql: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLESPEAK_CATALOG_URL", postgresql())
    (tmp_path / "orders.csv").write_text("id,region,amount\n1,north,10\n2,south,20\n3,north,5\n", encoding="utf-8")
    async with Workspace.open("default", tmp_path / "data", model=None, clock=lambda: date(2025, 1, 1)) as workspace:
        async for _ in workspace.add([tmp_path / "orders.csv"]):
            pass
        thread = workspace.start_thread("50% of it\0")
        runs = [workspace.ask("total amount by region", thread_id=thread) for _ in range(8)]
        answers = await asyncio.gather(*(run.answer() for run in runs))
        assert {answer.status for answer in answers} == {"answered"}
        follow_up = await workspace.ask("only north", thread_id=thread).answer()
        assert follow_up.result is not None
        assert len(follow_up.result.rows) == 1
        assert [notice.kind for notice in workspace.notices.list("me")] == ["data_arrived"]
        assert workspace.notices.mark("me", None, read=True) == 1
        (found,) = workspace.threads.list(containing="50%")
        branch = workspace.threads.branch(found.id, runs[0].id)
        assert branch.turns >= 1
        await workspace.threads.delete(found.id)
    assert not (tmp_path / "data" / "catalog.sqlite").exists()
    async with Workspace.open("default", tmp_path / "data", model=None) as again:
        async with Workspace.open("default", tmp_path / "data", model=None) as elsewhere:
            run = again.ask("total amount by region")
            await run.until_kept()
            both = await asyncio.gather(run.answer(), elsewhere.follow(run.id).answer())
        assert both[0] == both[1]


def test_two_uploads_at_once_get_names_of_their_own(postgresql: NewDatabase) -> None:
    url = postgresql()
    catalog = Catalog(url)
    catalog.create_workspace("default")

    def add(name: str) -> None:
        own = Catalog(url)
        file = upload(name)
        publish(own, file, version("same", file))
        own.close()

    threads = [threading.Thread(target=add, args=(f"{number}.csv",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [current.table.name for current in catalog.current_versions("default")]
    assert len(set(names)) == 6
    catalog.close()


def test_migrations_lead_to_the_same_schema(postgresql: NewDatabase) -> None:
    engine = create_engine(driver(postgresql()))
    with engine.begin() as connection:
        bring_up(connection)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_database_of_a_later_release_is_refused(postgresql: NewDatabase) -> None:
    url = postgresql()
    Catalog(url).close()
    engine = create_engine(driver(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    engine.dispose()
    with pytest.raises(CatalogDamaged, match="later release"):
        Catalog(url)


def test_a_database_that_does_not_answer_or_is_another_kind_is_told() -> None:
    with pytest.raises(CatalogUnavailable):
        Catalog("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(InvalidInput, match="PostgreSQL"):
        Catalog("mysql://nobody@127.0.0.1/nothing")
