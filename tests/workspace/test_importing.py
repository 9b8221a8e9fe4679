from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from core.errors import InvalidInput, UnknownName
from core.import_choices import ReadLimits
from tests.workspace.conftest import House, open_house
from workspace import FileAdded, FileRefused
from workspace.import_settings import ImportSettings, import_settings_from
from workspace.importing import Turns
from workspace.uploads import free_file_name, names_of

HOUSE = Path(__file__).parent.parent.parent
ORDERS = "id,city\n1,Paris\n2,Rome\n"
LONG = "id,city,note\n" + "".join(f"{number},Paris,{'x' * 100}\n" for number in range(300_000))


def status_of(house: House, import_id: str) -> str:
    return house.files.find_import(import_id).status


async def test_an_import_is_listed_with_how_it_ended(house: House) -> None:
    added = await house.add("orders.csv", ORDERS)
    house.write("broken.xlsx", "no workbook")
    refused = await house.load("broken.xlsx")
    assert isinstance(refused, FileRefused)
    assert [(each.name, each.status) for each in house.files.imports()] == [
        ("broken.xlsx", "refused"),
        ("orders.csv", "done"),
    ]
    assert house.files.find_import(added.file_id).file_id == added.file_id


async def test_a_cancelled_import_leaves_everything_as_it_was_and_can_be_retried(house: House) -> None:
    job = house.files.start(house.write("long.csv", LONG), "long.csv")
    async for _ in job.news.read():
        break
    record = await house.files.cancel(job.id)
    assert record.status == "cancelled"
    assert isinstance(job.outcome, FileRefused)
    assert job.outcome.problem.code == "cancelled"
    assert house.tables() == {}
    assert list(house.place.tables.iterdir()) == []
    again = house.files.retry(job.id)
    assert again.id == job.id
    async for _ in house.files.follow(job.id):
        pass
    assert (status_of(house, job.id), house.tables()) == ("done", {"long": 1})
    assert house.files.retry(job.id).id == job.id
    assert house.tables() == {"long": 1}


async def test_copies_that_arrive_together_are_recognised(house: House) -> None:
    names = ("orders.csv", "copy.csv", "again.csv")
    jobs = [house.files.start(house.write(name, ORDERS), name) for name in names]
    outcomes = [await job.ended() for job in jobs]
    assert all(isinstance(outcome, FileAdded) for outcome in outcomes)
    assert sum(isinstance(outcome, FileAdded) and not outcome.unchanged for outcome in outcomes) == 1
    assert len(house.tables()) == 1


async def test_one_that_waits_for_its_turn_is_cancelled_at_once(house: House) -> None:
    turns = Turns(1)
    async with turns.turn("default", "somebody"):
        house.files._turns = turns
        job = house.files.start(house.write("orders.csv", ORDERS), "orders.csv")
        await asyncio.sleep(0)
        assert status_of(house, job.id) == "queued"
        assert (await house.files.cancel(job.id)).status == "cancelled"
    assert house.tables() == {}


async def test_another_process_cancels_and_follows_an_import(house: House) -> None:
    job = house.files.start(house.write("long.csv", LONG), "long.csv")
    async for _ in job.news.read():
        break
    other = open_house(house.place.data_dir, house.inbox)
    assert (await other.files.cancel(job.id)).status == "cancelled"
    news = [each async for each in other.files.follow(job.id)]
    assert isinstance(news[-1], FileRefused)
    assert isinstance(await job.ended(), FileRefused)
    assert house.tables() == {}
    await other.files.close()


async def test_closing_interrupts_what_still_goes_on(house: House) -> None:
    job = house.files.start(house.write("long.csv", LONG), "long.csv")
    async for _ in job.news.read():
        break
    await house.files.close()
    assert status_of(house, job.id) == "interrupted"


async def test_an_import_of_a_killed_process_is_listed_as_interrupted_and_retried(house: House) -> None:
    house.write("long.csv", LONG)
    await house.add("orders.csv", ORDERS)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", "from cli import main; main()", "load", "long.csv"),
        cwd=house.inbox,
        env={**os.environ, "TABLESPEAK_DATA_DIR": str(house.place.data_dir), "PYTHONPATH": str(HOUSE)},
    )
    for _ in range(1000):
        if any(each.status == "running" for each in house.catalog.imports.list("default")):
            break
        await asyncio.sleep(0.01)
    (newest, *_) = house.files.imports()
    assert newest.status == "running", "a living process is left alone"
    child.kill()
    await child.wait()
    (newest, *_) = house.files.imports()
    assert (newest.name, newest.status) == ("long.csv", "interrupted")
    assert house.tables() == {"orders": 1}
    house.files.retry(newest.id)
    async for _ in house.files.follow(newest.id):
        pass
    assert house.rows("SELECT count(*) FROM long") == [(300_000,)]


async def test_two_uploads_at_once_that_make_the_same_table_are_both_kept(house: House) -> None:
    house.write("orders.csv", ORDERS)
    house.write("orders.tsv", "code\tname\n7\tseven\n8\teight\n9\tnine\n")
    other = open_house(house.place.data_dir, house.inbox)
    await asyncio.gather(house.add("orders.csv"), other.add("orders.tsv"))
    assert house.tables() == {"orders": 1, "orders_2": 1}
    assert sorted(house.rows("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM orders_2)")[0], key=str) == [
        2,
        3,
    ]
    reported = {table.table for file in house.files.list() for table in file.report.tables}
    assert reported == {"orders", "orders_2"}
    await other.files.close()


async def test_of_two_uploads_of_one_name_the_later_is_current(house: House) -> None:
    first = house.files.start(house.write("orders.csv", LONG), "orders.csv")
    second_bytes = house.inbox / "second"
    second_bytes.write_text(ORDERS)
    second = house.files.start(second_bytes, "orders.csv")
    await asyncio.gather(first.ended(), second.ended())
    assert house.rows("SELECT count(*) FROM orders") == [(2,)]


async def test_an_upload_over_the_limit_of_size_is_refused_with_the_setting(house: House) -> None:
    small = ImportSettings(limits=ReadLimits(size=10))
    other = open_house(house.place.data_dir, house.inbox, small)
    outcome = await other.load("orders.csv", ORDERS)
    assert isinstance(outcome, FileRefused)
    assert outcome.problem.code == "limit_reached"
    assert "TABLESPEAK_IMPORT_SIZE" in str(outcome.problem.hint)
    assert list(house.place.uploads.iterdir()) == []
    await other.files.close()


async def test_bytes_that_are_gone_cannot_be_retried(house: House) -> None:
    outcome = await house.load("broken.xlsx", "no workbook")
    assert isinstance(outcome, FileRefused)
    (house.inbox / "broken.xlsx").unlink()
    for kept in house.place.uploads.iterdir():
        kept.unlink()
    with pytest.raises(InvalidInput, match="not kept"):
        house.files.retry(outcome.import_id or "")
    assert house.files.forget(outcome.import_id or "") == frozenset()
    with pytest.raises(UnknownName):
        house.files.retry(outcome.import_id or "")


async def test_the_newest_upload_is_found_by_name_and_by_table(house: House) -> None:
    added = await house.add("orders.csv", ORDERS)
    assert isinstance(added, FileAdded)
    for reference in (added.file_id, "orders.csv", "orders"):
        assert house.files.find(reference).id == added.file_id
    with pytest.raises(UnknownName) as unknown:
        house.files.find("order.csv")
    assert unknown.value.hint is not None
    assert "orders.csv" in unknown.value.hint


def test_limits_are_settings_of_the_environment() -> None:
    settings = import_settings_from(
        {"TABLESPEAK_IMPORT_SIZE": "500MB", "TABLESPEAK_IMPORT_ROWS": "1000", "TABLESPEAK_IMPORT_MEMORY": "2 GB"}
    )
    assert (settings.limits.size, settings.limits.rows, settings.limits.memory_mb) == (500 << 20, 1000, 2048)
    for wrong in ("0", "-1", "many", "5XB"):
        with pytest.raises(InvalidInput, match="TABLESPEAK_IMPORT_SIZE"):
            import_settings_from({"TABLESPEAK_IMPORT_SIZE": wrong})


def test_files_of_one_name_in_several_folders_have_names_of_their_own() -> None:
    paths = [Path("/data/2023/sales.csv"), Path("/data/2024/sales.csv"), Path("/data/2024/other.csv")]
    assert names_of(paths) == ("2023 sales.csv", "2024 sales.csv", "other.csv")
    assert names_of([Path("/data/a.csv"), Path("/data/sub/a.csv")]) == ("a.csv", "sub a.csv")
    assert names_of([Path("/data/\u202eevil\n.csv")]) == ("evil.csv",)
    assert names_of([Path("/a/x.csv"), Path("/a/x.csv")]) == ("x.csv", "x.csv")


def test_a_file_name_that_is_taken_gets_a_number() -> None:
    assert free_file_name("a.csv", frozenset({"a.csv", "a (2).csv"})) == "a (3).csv"
    assert free_file_name("README", frozenset({"README"})) == "README (2)"
