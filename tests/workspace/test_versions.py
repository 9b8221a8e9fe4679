from __future__ import annotations

import pytest

from core.errors import InvalidInput, UnknownName
from tests.workspace.conftest import House
from workspace.semantics import model_of
from workspace.sweeping import sweep_data

FIRST = "id,city,amount\n1,Paris,10\n2,Rome,20\n"
SECOND = "id,amount,note\n1,10.5,a\n2,20.5,b\n3,30.5,c\n"


async def test_the_same_name_again_is_a_new_version_with_its_differences(house: House) -> None:
    await house.add("orders.csv", FIRST)
    (change,) = (await house.add("orders.csv", SECOND)).changes
    assert (change.added, change.removed) == (("note",), ("city",))
    assert [(each.column, each.before, each.after) for each in change.retyped] == [("amount", "integer", "decimal")]
    assert (change.previous, change.number, change.rows_before, change.rows_after) == (1, 2, 2, 3)


async def test_versions_are_listed_compared_and_restored(house: House) -> None:
    await house.add("orders.csv", FIRST)
    await house.add("orders.csv", FIRST.replace("Rome", "Oslo"))
    listed = house.versions.list("orders")
    assert [(entry.version.number, entry.current) for entry in listed] == [(2, True), (1, False)]
    schema, rows = house.versions.compare("orders", 1, 2)
    assert schema.same_columns
    assert (rows.sample_before, rows.sample_after) == (((2, "Rome", 20),), ((2, "Oslo", 20),))
    house.versions.restore("orders", 1)
    assert house.rows("SELECT city FROM orders ORDER BY id") == [("Paris",), ("Rome",)]


async def test_rows_that_stand_twice_are_compared_as_often(house: House) -> None:
    await house.add("orders.csv", "a,b\n1,x\n1,x\n1,x\n")
    await house.add("orders.csv", "a,b\n1,x\n2,y\n")
    _, rows = house.versions.compare("orders", 1, 2)
    assert (rows.only_before, rows.only_after) == (2, 1)


async def test_a_deleted_version_is_gone_and_its_number_is_not_given_again(house: House) -> None:
    for city in ("Rome", "Oslo", "Bonn"):
        await house.add("orders.csv", FIRST.replace("Rome", city))
    house.versions.delete("orders", 2)
    assert [entry.version.number for entry in house.versions.list("orders")] == [3, 1]
    with pytest.raises(UnknownName):
        house.versions.restore("orders", 2)
    with pytest.raises(InvalidInput, match="current"):
        house.versions.delete("orders", 3)
    assert house.versions.delete("orders", 3, force=True).current == 1
    assert (await house.add("orders.csv", FIRST.replace("Rome", "Kiel"))).tables[0].number == 4


async def test_files_of_deleted_versions_are_swept_once_nobody_can_be_reading_them(house: House) -> None:
    await house.add("orders.csv", FIRST)
    await house.add("orders.csv", SECOND)
    house.versions.delete("orders", 1)
    assert sweep_data(house.place.data_dir, house.catalog) == ()
    removed = sweep_data(house.place.data_dir, house.catalog, lease_seconds=0)
    assert sorted(name.rpartition(".")[2] for name in removed) == ["csv", "duckdb"]
    assert house.rows("SELECT count(*) FROM orders") == [(3,)]


async def test_values_that_no_model_names_are_swept_and_those_of_the_model_stay(house: House) -> None:
    await house.add("orders.csv", FIRST)
    record = model_of(house.versions_now(), house.place, house.catalog)
    (kept,) = (house.place.indexes / "parts").iterdir()
    for name in ("parts/forgotten.values", "forgotten.values.json"):
        (house.place.indexes / name).write_text('{"format": 1, "parts": ["parts/forgotten.values"]}')
    assert sweep_data(house.place.data_dir, house.catalog) == ()
    removed = sweep_data(house.place.data_dir, house.catalog, lease_seconds=-60)
    assert sorted(removed) == ["forgotten.values", "forgotten.values.json"]
    assert kept.exists()
    assert house.place.absolute(record.index).exists()


async def test_values_of_old_models_are_swept_but_for_the_newest(house: House) -> None:
    for number in range(5):
        await house.add("orders.csv", f"{FIRST}{number}9,Bonn{number},1\n")
        model_of(house.versions_now(), house.place, house.catalog)
    indexes = sorted(house.place.indexes.glob("*.json"))
    assert len(indexes) == 5
    assert sweep_data(house.place.data_dir, house.catalog) == ()
    sweep_data(house.place.data_dir, house.catalog, lease_seconds=-60)
    assert len(list(house.place.indexes.glob("*.json"))) == 3
    record = model_of(house.versions_now(), house.place, house.catalog)
    assert house.place.absolute(record.index).exists()


async def test_a_table_that_was_taken_out_comes_back_by_restoring_it(house: House) -> None:
    await house.add("orders.csv", FIRST)
    house.versions.take_out("orders")
    assert house.tables() == {}
    assert [entry.current for entry in house.versions.list("orders")] == [False]
    house.versions.restore("orders", 1)
    assert house.tables() == {"orders": 1}


async def test_the_same_bytes_under_another_name_are_recognised(house: House) -> None:
    await house.add("orders.csv", FIRST)
    again = await house.add("copy.csv", FIRST)
    assert (again.unchanged, again.duplicate_of) == (True, "orders.csv")
    assert house.tables() == {"orders": 1}
    assert not (await house.add("copy.csv", mode="separate")).unchanged
    assert len(house.tables()) == 2


async def test_a_separate_upload_leaves_the_table_of_that_name_alone(house: House) -> None:
    await house.add("orders.csv", FIRST)
    other = await house.add("orders.csv", SECOND, mode="separate")
    assert other.name == "orders (2).csv"
    assert set(house.tables().values()) == {1}
    await house.add("orders.csv", FIRST.replace("Rome", "Oslo"))
    assert sorted(house.tables().values()) == [1, 2]
