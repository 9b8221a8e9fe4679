from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog import Catalog, FileRecord, ModelRecord, Publication, VersionRecord, new_id
from core.answer import Status
from core.event import Event, PlanMade, RunFinished, RunStarted, SqlWritten
from core.import_report import ImportReport
from core.model import SemanticModel
from core.plan import Plan
from core.question import Turn
from core.table import Column, Origin, Table

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    opened = Catalog(tmp_path / "catalog.sqlite")
    opened.create_workspace("default")
    return opened


def upload(name: str) -> FileRecord:
    report = ImportReport(file=name, format="csv", size=3, tables=())
    return FileRecord(id=new_id(), name=name, sha256="ab", size=3, stored="x", uploaded_at=NOW, report=report)


def version(table: str, file: FileRecord) -> VersionRecord:
    column = Column(name="a", label="A", type="integer")
    definition = Table(name=table, label=table, columns=(column,), rows=1, origin=Origin(file=file.name))
    return VersionRecord(
        table=definition,
        number=0,
        file_id=file.id,
        file_sha256=file.sha256,
        file=f"{file.id}.duckdb",
        relation=table,
        imported_at=NOW,
    )


def publish(
    catalog: Catalog, file: FileRecord, *versions: VersionRecord, workspace: str = "default"
) -> tuple[VersionRecord, ...]:
    return catalog.publish(workspace, Publication(file=file, versions=versions))[1]


def test_a_published_table_is_current_as_version_1(catalog: Catalog) -> None:
    file = upload("a.csv")
    (published,) = publish(catalog, file, version("a", file))
    assert published.number == 1
    assert catalog.current_versions("default") == (published,)
    assert catalog.files.latest("default", "a.csv") == file


def test_a_second_upload_is_the_next_version_and_the_only_current_one(catalog: Catalog) -> None:
    for expected_number in (1, 2):
        file = upload("a.csv")
        (published,) = publish(catalog, file, version("a", file))
        assert published.number == expected_number
    assert [current.number for current in catalog.current_versions("default")] == [2]


def test_a_sheet_that_a_new_upload_lacks_is_no_longer_current(catalog: Catalog) -> None:
    first = upload("book.xlsx")
    publish(catalog, first, version("one", first), version("two", first))
    second = upload("book.xlsx")
    publish(catalog, second, version("one", second))
    assert [current.table.name for current in catalog.current_versions("default")] == ["one"]
    assert catalog.files.tables("default", "book.xlsx") == {"one"}


def test_a_publish_that_fails_changes_nothing(catalog: Catalog) -> None:
    file = upload("a.csv")
    publish(catalog, file, version("a", file))
    before = catalog.current_versions("default")
    same_id_again = file
    with pytest.raises(Exception, match="UNIQUE"):
        publish(catalog, same_id_again, version("a", file))
    assert catalog.current_versions("default") == before


def test_two_writers_at_once_both_get_their_own_number(tmp_path: Path) -> None:
    Catalog(tmp_path / "catalog.sqlite").create_workspace("default")

    def publish_ten() -> None:
        own = Catalog(tmp_path / "catalog.sqlite")
        for _ in range(10):
            file = upload("a.csv")
            publish(own, file, version("a", file))
        own.close()

    threads = [threading.Thread(target=publish_ten) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (current,) = Catalog(tmp_path / "catalog.sqlite").current_versions("default")
    assert current.number == 30


def test_workspaces_do_not_see_each_other(catalog: Catalog) -> None:
    catalog.create_workspace("other")
    file = upload("a.csv")
    publish(catalog, file, version("a", file))
    assert catalog.current_versions("other") == ()
    assert catalog.workspaces() == ("default", "other")


def test_a_model_is_found_by_the_versions_it_was_built_for(catalog: Catalog) -> None:
    record = ModelRecord(model=SemanticModel(entities=()), versions_key="k1", index="i.sqlite")
    catalog.keep_model("default", record)
    assert catalog.model("default", "k1") == record
    assert catalog.model("default", "k2") is None
    assert catalog.model("default") == record


def test_events_come_back_in_order_and_from_where_a_reader_stopped(catalog: Catalog) -> None:
    catalog.conversations.start_run("default", "r1", "how many?", None)
    log = [
        Event(seq=1, run_id="r1", ts=NOW, happening=RunStarted(question="how many?")),
        Event(seq=2, run_id="r1", ts=NOW, happening=RunFinished(status="answered")),
    ]
    catalog.conversations.append_events("r1", log[:1])
    catalog.conversations.append_events("r1", log[1:], status="answered")
    assert catalog.conversations.events("r1") == tuple(log)
    assert catalog.conversations.events("r1", after=1) == (log[1],)
    assert [run.status for run in catalog.conversations.runs("default")] == ["answered"]


def test_a_thread_remembers_what_was_asked_and_how_it_was_understood(catalog: Catalog) -> None:
    conversations = catalog.conversations
    thread_id = conversations.start_thread("default", "how many?")
    plan = Plan(entity="orders")
    statuses: tuple[tuple[str, Status], ...] = (("r1", "answered"), ("r2", "declined"))
    for run_id, status in statuses:
        conversations.start_run("default", run_id, "how many?", thread_id)
        log = [
            Event(seq=1, run_id=run_id, ts=NOW, happening=PlanMade(plan=plan, read_as="")),
            Event(seq=2, run_id=run_id, ts=NOW, happening=SqlWritten(sql="SELECT 1", tables=())),
            Event(seq=3, run_id=run_id, ts=NOW, happening=RunFinished(status=status)),
        ]
        conversations.append_events(run_id, log, status=status)
    assert conversations.turns(thread_id) == (Turn(question="how many?", plan=plan, sql="SELECT 1"),)
    assert [run.id for run in conversations.runs_of(thread_id)] == ["r1", "r2"]
    assert [thread.title for thread in conversations.threads("default")] == ["how many?"]
    assert conversations.thread("other", thread_id) is None


def test_a_forgotten_file_takes_its_tables_out_and_keeps_their_versions(catalog: Catalog) -> None:
    file = upload("a.csv")
    publish(catalog, file, version("a", file))
    assert catalog.files.current("default") == (file,)
    assert catalog.files.tables_alone("default", file.id) == {"a"}
    catalog.files.take_down("default", frozenset({"a"}))
    assert catalog.current_versions("default") == ()
    assert catalog.files.current("default") == ()
    assert catalog.version("default", "a", 1) is not None
