from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog import Catalog, ChoiceSet, FileRecord, Held, ImportRecord, Overtaken, Publication, new_id
from core.answer import Problem
from core.errors import Cancelled
from tests.catalog.test_catalog import publish, upload, version

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    opened = Catalog(tmp_path / "catalog.sqlite")
    opened.create_workspace("default")
    return opened


def begun(catalog: Catalog, owner: str = "me") -> ImportRecord:
    record = ImportRecord(id=new_id(), name="a.csv", created_at=NOW, heard_at=NOW, owner=owner)
    catalog.imports.add("default", record)
    assert catalog.imports.begin(record.id, owner)
    return record


def published(catalog: Catalog, file: FileRecord, held: Held | None = None) -> None:
    catalog.publish("default", Publication(file=file, versions=(version("a", file),), held=held))


def test_publishing_ends_the_import_in_the_same_transaction(catalog: Catalog) -> None:
    record = begun(catalog)
    published(catalog, upload("a.csv"), Held(import_id=record.id, owner="me"))
    found = catalog.imports.find("default", record.id)
    assert found is not None
    assert (found.status, found.file_id) == ("done", record.id)


def test_an_import_that_was_cancelled_meanwhile_publishes_nothing(catalog: Catalog) -> None:
    record = begun(catalog)
    assert catalog.imports.end(record.id, "cancelled")
    with pytest.raises(Cancelled):
        published(catalog, upload("a.csv"), Held(import_id=record.id, owner="me"))
    assert catalog.current_versions("default") == ()
    assert catalog.files.current("default") == ()


def test_an_import_taken_up_by_another_process_is_lost_to_the_first(catalog: Catalog) -> None:
    record = begun(catalog)
    assert catalog.imports.end(record.id, "interrupted", owner="me")
    assert catalog.imports.again(record.id, "other")
    assert not catalog.imports.again(record.id, "third")
    assert not catalog.imports.tell(record.id, "me", "Reading", 0.5)
    with pytest.raises(Cancelled):
        published(catalog, upload("a.csv"), Held(import_id=record.id, owner="me"))


def test_how_far_an_import_is_and_why_it_failed_is_kept(catalog: Catalog) -> None:
    record = begun(catalog)
    assert catalog.imports.tell(record.id, "me", "Reading a.csv", 0.5)
    found = catalog.imports.find("default", record.id)
    assert found is not None
    assert (found.status, found.text, found.share) == ("running", "Reading a.csv", 0.5)
    problem = Problem(code="unreadable_file", message="No.")
    catalog.imports.end(record.id, "refused", problem=problem)
    assert [each.problem for each in catalog.imports.list("default")] == [problem]
    assert catalog.imports.open() == ()


def test_a_new_table_whose_name_another_file_took_gets_the_next(catalog: Catalog) -> None:
    publish(catalog, first := upload("a.csv"), version("a", first))
    (renamed,) = publish(catalog, second := upload("a.tsv"), version("a", second))
    assert (renamed.table.name, renamed.number, renamed.relation) == ("a_2", 1, "a")


def test_what_was_built_upon_an_older_version_is_not_published(catalog: Catalog) -> None:
    publish(catalog, first := upload("a.csv"), version("a", first))
    publish(catalog, second := upload("a.csv"), version("a", second))
    late = upload("b.csv")
    with pytest.raises(Overtaken):
        catalog.publish("default", Publication(file=late, versions=(version("a", late),), bases={"a": 1}))
    catalog.publish("default", Publication(file=late, versions=(version("a", late),), bases={"a": 2}))
    assert catalog.current_numbers("default") == (("a", 3),)


def test_choices_are_kept_by_name_and_taken_back_by_number(catalog: Catalog) -> None:
    for number, chosen in ((1, {"header": "2"}), (2, {"header": "3"}), (1, {"header": "2"})):
        file = upload("a.csv")
        choices = ChoiceSet(number=number, chosen=chosen)
        catalog.publish("default", Publication(file=file, versions=(version("a", file),), choices=choices))
    assert catalog.files.choices("default", "a.csv") == ChoiceSet(number=1, chosen={"header": "2"})
    assert catalog.files.choices("default", "b.csv") == ChoiceSet()
