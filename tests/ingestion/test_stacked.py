"""Several tables in one text file."""

from __future__ import annotations

from collections.abc import Callable

from core.import_choices import Choices
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def test_tables_below_each_other_are_tables_of_their_own(read: ReadText) -> None:
    found = read(
        "Sales\nregion,units\nNorth,1\nSouth,2\n\nStaff\nname,hired,wage\nAnn,2020-01-05,9.5\nBen,2021-02-06,8.5\n",
        name="report.csv",
    )
    assert [table.name for table in found.imported.tables] == ["report_sales", "report_staff"]
    assert [[column.name for column in table.columns] for table in found.imported.tables] == [
        ["region", "units"],
        ["name", "hired", "wage"],
    ]
    assert [table.rows for table in found.imported.tables] == [2, 2]
    assert [report.decisions[0].key for report in found.imported.report.tables] == ["header|table 1", "header|table 2"]


def test_empty_cells_beside_a_narrower_table_are_not_its_columns(read: ReadText) -> None:
    found = read("a,b,c\nx,1,2\ny,3,4\n,,\nname,size,\nAnn,5,\nBen,6,\n")
    assert [len(table.columns) for table in found.imported.tables] == [3, 2]


def test_a_table_of_another_width_needs_no_blank_line(read: ReadText) -> None:
    rows = "".join(f"r{number},{number}\n" for number in range(5))
    wide = "".join(f"d{number},{number},{number / 2}\n" for number in range(5))
    found = read(f"region,units\n{rows}day,count,share\n{wide}")
    assert [table.rows for table in found.imported.tables] == [5, 5]


def test_blank_lines_inside_of_a_table_do_not_split_it(read: ReadText) -> None:
    found = read("region,units\nNorth,1\nSouth,2\n\nEast,3\nWest,4\n\nFar,5\n")
    assert len(found.imported.tables) == 1
    assert len(found.rows()) == 5


def test_lines_about_the_file_above_a_table_are_not_a_table(read: ReadText) -> None:
    found = read("Created:,2024-01-05\nBy:,Ann\nVersion:,3\n\nregion,units,price\nNorth,1,2.5\nSouth,2,3.5\n")
    assert [table.rows for table in found.imported.tables] == [2]
    assert found.report.left_out_rows == 3


def test_a_header_that_is_repeated_on_each_page_is_left_out(read: ReadText) -> None:
    found = read("region,units\nNorth,1\nSouth,2\nregion,units\nEast,3\n\nregion,units\nWest,4\n")
    assert [row[1] for row in found.rows()] == [1, 2, 3, 4]
    assert found.report.header_rows == 3


def test_comment_lines_between_rows_are_left_out_and_told(read: ReadText) -> None:
    found = read("region,units\nNorth,1\n# the south is late\nSouth,2\n")
    assert found.rows() == [("North", 1), ("South", 2)]
    assert found.report.left_out_rows == 1


def test_separators_of_several_characters_and_runs_of_spaces_are_found(read: ReadText) -> None:
    assert read("id||name||size\n1||Ann||2.5\n2||Ben||3.5\n").names == ["id", "name", "size"]
    assert read("id|~|name|~|size\n1|~|Ann|~|2.5\n2|~|Ben|~|3.5\n").names == ["id", "name", "size"]
    assert read("id    name        size\n1     Ann Lee     2.5\n2     Ben Ray     3.5\n").names == [
        "id",
        "name",
        "size",
    ]
    assert read("id|name|note\n1|Ann|\n2||x\n3|Cid|y\n").names == ["id", "name", "note"]


def test_a_row_with_spaces_for_separators_is_put_right(read: ReadText) -> None:
    rows = [f'{n},2024-01-0{n},"name, {n}",{n}.5' for n in range(1, 9)]
    rows[3] = '4 2024-01-04 "name, 4" 4.5'
    found = read("\n".join(["id,day,name,price", *rows]))
    assert found.cells("name")[3] == "name, 4"


_SALES = (
    "Sales in the north\n\nitem,units,price\npear,1,2.5\nplum,2,3.5\n\n"
    "Sales in the south\n\nItem,Units,Price\nfig,3,4.5\nlime,4,5.5\n\n"
    "Staff\n\nname,hired\nAnn,2020-01-05\n"
)


def test_tables_with_the_same_header_become_one_with_their_titles(read: ReadText) -> None:
    found = read(_SALES)
    assert [table.rows for table in found.imported.tables] == [4, 1]
    rows = found.connection.execute(f'SELECT * FROM "{found.imported.tables[0].name}"').fetchall()
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("pear", 1, "Sales in the north"),
        ("plum", 2, "Sales in the north"),
        ("fig", 3, "Sales in the south"),
        ("lime", 4, "Sales in the south"),
    ]
    (decision,) = (each for each in found.imported.report.decisions if each.kind == "stacked")
    assert decision.value == "joined"
    assert {each.value for each in decision.alternatives} == {"apart", "one"}


def test_tables_with_the_same_header_stay_apart_where_a_person_wants_it(read: ReadText) -> None:
    found = read(_SALES, choices=Choices(chosen={"stacked": "apart"}))
    assert [table.rows for table in found.imported.tables] == [2, 2, 1]
    (decision,) = (each for each in found.imported.report.decisions if each.kind == "stacked")
    assert decision.by_person
    assert {each.value for each in decision.alternatives} == {"joined", "one"}
    assert len(read(_SALES, choices=Choices(chosen={"stacked": "one"})).imported.tables) == 1


def test_several_tables_are_found_in_a_large_file_too(read: ReadText) -> None:
    def lines(first: int) -> str:
        return "".join(f"pear {n:080},{n},{n}.5\n" for n in range(first, first + 13_000))

    text = f"North,,\n,,\nitem,units,price\n{lines(0)},,\nSouth,,\n,,\nitem,units,price\n{lines(9)}"
    assert len(text) > 1 << 21
    found = read(text)
    assert [table.rows for table in found.imported.tables] == [26_000]
    sections = "SELECT section, count(*), sum(units) FROM data GROUP BY ALL ORDER BY ALL"
    expected = [("North", 13_000, sum(range(13_000))), ("South", 13_000, sum(range(9, 13_009)))]
    assert found.connection.execute(sections).fetchall() == expected


def test_a_file_in_too_many_parts_is_one_table_and_says_so(read: ReadText) -> None:
    found = read("item,units\n" + "".join(f"pear,{n}\n\n" for n in range(5_100)))
    assert [table.rows for table in found.imported.tables] == [5_100]
    assert any("5,000" in decision.detail for decision in found.imported.report.decisions)
