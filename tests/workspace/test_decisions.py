from __future__ import annotations

import pytest

from core.errors import InvalidInput, UnknownName
from core.import_report import ImportReport
from tests.workspace.conftest import House
from workspace import FileAdded, Wish, numbered

POSTCODES = "name,postcode\nAnna,01234\nBoris,04567\n"


async def decided(house: House, *wishes: Wish) -> FileAdded:
    outcome = await house.files.decide("people.csv", wishes).ended()
    assert isinstance(outcome, FileAdded), outcome
    return outcome


def type_of(added: FileAdded, column: str) -> str:
    return next(each.type for each in added.tables[0].table.columns if each.name == column)


def by_person(report: ImportReport) -> set[str]:
    return {entry.decision.column or "" for entry in numbered(report) if entry.decision.by_person}


async def test_a_choice_reads_the_file_again_as_a_new_version_and_is_told_as_a_persons(house: House) -> None:
    first = await house.add("people.csv", POSTCODES)
    assert type_of(first, "postcode") == "text"
    changed = await decided(house, Wish(kind="type", column="postcode", value="integer"))
    assert (type_of(changed, "postcode"), changed.tables[0].number) == ("integer", 2)
    assert by_person(changed.report) == {"postcode"}
    (change,) = changed.changes
    assert [(each.column, each.before, each.after) for each in change.retyped] == [("postcode", "text", "integer")]


async def test_what_was_chosen_holds_for_the_next_upload_of_that_name(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    await decided(house, Wish(kind="type", column="postcode", value="integer"))
    later = await house.add("people.csv", POSTCODES + "Clara,09999\n")
    assert type_of(later, "postcode") == "integer"
    assert by_person(later.report) == {"postcode"}
    other = await house.add("others.csv", POSTCODES.replace("Anna", "Otto"))
    assert type_of(other, "postcode") == "text"


async def test_undoing_takes_back_one_change_after_the_other(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    await decided(house, Wish(kind="type", column="postcode", value="integer"))
    await decided(house, Wish(kind="type", column="postcode", value="float"))
    once = await house.files.undo("people.csv").ended()
    assert isinstance(once, FileAdded)
    assert type_of(once, "postcode") == "integer"
    twice = await house.files.undo("people").ended()
    assert isinstance(twice, FileAdded)
    assert type_of(twice, "postcode") == "text"
    with pytest.raises(InvalidInput, match="could be undone"):
        house.files.undo("people.csv")


async def test_a_value_of_none_leaves_one_decision_to_the_data_again(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    await decided(house, Wish(kind="type", column="postcode", value="integer"))
    back = await decided(house, Wish(key="type||postcode", value=None))
    assert type_of(back, "postcode") == "text"
    assert by_person(back.report) == set()


async def test_choices_made_at_once_are_all_kept(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    jobs = [
        house.files.decide("people.csv", [Wish(kind="type", column=column, value="text")])
        for column in ("name", "postcode")
    ]
    for job in jobs:
        await job.ended()
    assert set(house.catalog.files.choices("default", "people.csv").chosen) == {"type||name", "type||postcode"}


async def test_what_cannot_be_chosen_says_what_can(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    with pytest.raises(UnknownName) as column:
        house.files.decide("people.csv", [Wish(kind="type", column="postcod", value="integer")])
    assert column.value.hint == "Did you mean postcode?"
    with pytest.raises(InvalidInput) as value:
        house.files.decide("people.csv", [Wish(kind="type", column="postcode", value="intger")])
    assert value.value.hint is not None
    assert "integer" in value.value.hint
    with pytest.raises(UnknownName, match=r"header\|nowhere"):
        house.files.decide("people.csv", [Wish(key="header|nowhere", value="2")])
    with pytest.raises(InvalidInput, match="no value"):
        house.files.decide("people.csv", [Wish(kind="header", value="second")])
    assert house.tables() == {"people": 1}


async def test_restoring_a_version_brings_back_what_was_decided_then(house: House) -> None:
    await house.add("people.csv", POSTCODES)
    await decided(house, Wish(kind="type", column="postcode", value="integer"))
    house.versions.restore("people", 1)
    later = await house.add("people.csv", POSTCODES + "Clara,09999\n")
    assert type_of(later, "postcode") == "text"


async def test_a_column_and_a_value_are_enough_for_a_choice(house: House) -> None:
    await house.add("people.csv", "name,postcode,since\nAnna,01234,01/02/2024\nBoris,04567,03/04/2024\n")
    changed = await decided(
        house, Wish(column="postcode", value="number"), Wish(column="since", value="month_day", table="people")
    )
    assert (type_of(changed, "postcode"), type_of(changed, "since")) == ("integer", "date")
    assert house.rows("SELECT since::VARCHAR FROM people") == [("2024-01-02",), ("2024-03-04",)]
    assert type_of(await decided(house, Wish(column="name", value="float")), "name") == "float"


async def test_a_kind_is_enough_where_there_is_one_such_decision(house: House) -> None:
    await house.add("people.csv", "name,points\nAnna,10\nBoris,20\nTotal,30\n")
    assert (await decided(house, Wish(kind="total_row", value="data"))).tables[0].table.rows == 3
    groups = "Anna,10\nBoris,20\nSubtotal,30\nCleo,5\nDora,6\nSubtotal,11\nTotal,41\n"
    several = await house.add("people.csv", "name,points\n" + groups)
    told = [entry for entry in numbered(several.report) if (entry.decision.key or "").startswith("subtotal|")]
    assert len(told) == 2
    with pytest.raises(InvalidInput, match="2 decisions of that kind"):
        house.files.decide("people.csv", [Wish(kind="subtotal", value="data")])
