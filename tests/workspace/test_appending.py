from __future__ import annotations

import asyncio

from tests.workspace.conftest import House
from workspace import FileAdded, FileRefused

JANUARY = "id,amount\n1,10\n2,20\n"
FEBRUARY = "Amount,id,channel\n30.5,3,web\n"


async def test_monthly_files_become_one_table_with_the_file_as_a_column(house: House) -> None:
    await house.add("sales_2024_01.csv", JANUARY, mode="append")
    added = await house.add("sales_2024_02.csv", FEBRUARY, mode="append")
    rows = house.rows("SELECT id, amount, channel, source_file FROM sales ORDER BY id")
    assert [(row[0], float(str(row[1])), row[2], row[3]) for row in rows] == [
        (1, 10.0, None, "sales_2024_01.csv"),
        (2, 20.0, None, "sales_2024_01.csv"),
        (3, 30.5, "web", "sales_2024_02.csv"),
    ]
    assert house.tables() == {"sales": 2}
    told = [decision.detail for decision in added.report.tables[0].decisions]
    assert any("“channel” is new in this file" in detail for detail in told)
    assert added.changes[0].added == ("channel",)


async def test_the_same_content_is_not_added_twice(house: House) -> None:
    await house.add("sales_01.csv", JANUARY, mode="append")
    await house.add("sales_02.csv", FEBRUARY, mode="append")
    assert (await house.add("sales_01.csv", mode="append")).unchanged
    assert (await house.add("sales_03.csv", JANUARY, mode="append")).duplicate_of == "sales_01.csv"
    assert house.rows("SELECT count(*) FROM sales") == [(3,)]


async def test_a_corrected_file_replaces_its_own_rows_only(house: House) -> None:
    await house.add("sales_01.csv", JANUARY, mode="append")
    await house.add("sales_02.csv", FEBRUARY, mode="append")
    await house.add("sales_01.csv", "id,amount\n1,11\n")
    rows = house.rows("SELECT id, source_file FROM sales ORDER BY id")
    assert rows == [(1, "sales_01.csv"), (3, "sales_02.csv")]


async def test_a_table_loaded_before_gets_its_file_as_a_column(house: House) -> None:
    await house.add("sales.csv", JANUARY)
    await house.add("more.csv", FEBRUARY, into="sales", mode="append")
    assert house.rows("SELECT source_file, count(*) FROM sales GROUP BY 1 ORDER BY 1") == [
        ("more.csv", 1),
        ("sales.csv", 2),
    ]
    assert house.tables() == {"sales": 2}


async def test_columns_of_two_types_meet_as_text_and_it_is_told(house: House) -> None:
    await house.add("sales_01.csv", JANUARY, mode="append")
    added = await house.add("sales_02.csv", "id,amount\n3,many\n4,few\n", mode="append")
    assert house.rows("SELECT amount FROM sales ORDER BY id") == [("10",), ("20",), ("many",), ("few",)]
    assert any("all of it is text" in decision.detail for decision in added.report.tables[0].decisions)


async def test_a_file_is_taken_out_of_a_joined_table(house: House) -> None:
    await house.add("sales_01.csv", JANUARY, mode="append")
    second = await house.add("sales_02.csv", FEBRUARY, mode="append")
    assert house.files.forget(second.file_id) == {"sales"}
    assert house.rows("SELECT id FROM sales ORDER BY id") == [(1,), (2,)]
    assert [file.name for file in house.files.list()] == ["sales_01.csv"]


async def test_a_table_with_a_column_of_that_name_keeps_it(house: House) -> None:
    await house.add("ab_1.csv", "id,source_file\n1,x\n", mode="append")
    await house.add("ab_2.csv", "id,source_file\n2,y\n", mode="append")
    rows = house.rows("SELECT source_file, source_file_2 FROM ab ORDER BY id")
    assert rows == [("x", "ab_1.csv"), ("y", "ab_2.csv")]


async def test_names_with_quotes_are_only_text(house: House) -> None:
    await house.add("o'clock_1.csv", 'id,"say ""hi"""\n1,x\n', mode="append", into="hours")
    await house.add("o'clock_2.csv", 'id,"say ""hi"""\n2,y\n', mode="append", into="hours")
    assert house.rows("SELECT source_file FROM hours ORDER BY id") == [("o'clock_1.csv",), ("o'clock_2.csv",)]


async def test_files_added_at_once_are_all_there(house: House) -> None:
    for number in range(4):
        house.write(f"sales_{number}.csv", f"id,amount\n{number},{number * 10}\n")
    paths = sorted(house.inbox.iterdir())
    outcomes = [news async for news in house.files.add(paths, mode="append") if isinstance(news, FileAdded)]
    assert len(outcomes) == 4
    assert house.rows("SELECT count(*), count(DISTINCT source_file) FROM sales") == [(4, 4)]


async def test_two_processes_that_add_to_one_table_lose_nothing(house: House) -> None:
    from tests.workspace.conftest import open_house

    await house.add("sales_0.csv", JANUARY, mode="append")
    other = open_house(house.place.data_dir, house.inbox)
    outcomes = await asyncio.gather(
        house.load("sales_1.csv", "id,amount\n5,50\n", mode="append"),
        other.load("sales_2.csv", "id,amount\n6,60\n", mode="append"),
    )
    assert not any(isinstance(outcome, FileRefused) for outcome in outcomes), outcomes
    assert house.rows("SELECT id FROM sales ORDER BY id") == [(1,), (2,), (5,), (6,)]
    await other.files.close()


async def test_a_workbook_cannot_be_added_to_one_table(house: House) -> None:
    house.write("two.json", '{"a": [{"x": 1}, {"x": 2}], "b": [{"y": 1}, {"y": 2}]}')
    outcome = await house.load("two.json", mode="append", into="sales")
    assert isinstance(outcome, FileRefused)
    assert "2 tables" in outcome.problem.message
    assert house.tables() == {}
