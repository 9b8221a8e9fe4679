from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import UnreadableFile
from core.import_choices import Choices
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def test_line_breaks_in_quoted_cells_are_kept(read: ReadText) -> None:
    found = read('id,note\n1,"two\nlines"\n2,"a ""quoted"" word"\n')
    assert found.rows() == [(1, "two\nlines"), (2, 'a "quoted" word')]


def test_a_table_without_header_gets_numbered_columns(read: ReadText) -> None:
    found = read("1,2.5,3\n4,5.5,6\n7,8.5,9\n")
    assert found.names == ["column_1", "column_2", "column_3"]
    assert len(found.rows()) == 3


def test_title_lines_and_footnotes_are_left_out_and_counted(read: ReadText) -> None:
    found = read("Sales of 2024\n\nregion,units,price\nNorth,1,2.5\nSouth,2,3.5\n\nSource: the ledger\n")
    assert found.rows() == [("North", 1, pytest.approx(2.5)), ("South", 2, pytest.approx(3.5))]
    assert found.report.left_out_rows == 2
    assert found.report.blank_rows == 2


def test_a_row_with_too_many_cells_is_reported(read: ReadText) -> None:
    found = read("name,size\nAnn,2\nLee, Ben,4\nCid,7\n")
    assert found.rows() == [("Ann", 2), ("Cid", 7)]
    assert found.report.rejected[0].line == 3
    told = found.decision("ragged")
    assert told is not None
    assert told.value == "left_out"


def test_cells_beyond_the_header_are_kept_where_the_others_fit(read: ReadText) -> None:
    text = "name,size\nAnn,2\nBen,4,late,again\nCid,7\n"
    found = read(text)
    assert found.names == ["name", "size", "column_3", "column_4"]
    assert found.rows() == [("Ann", 2, None, None), ("Ben", 4, "late", "again"), ("Cid", 7, None, None)]
    assert found.report.rows_rejected == 0
    again = read(text, choices=Choices(chosen={"ragged": "left_out"}))
    assert again.rows() == [("Ann", 2), ("Cid", 7)]
    assert again.report.rows_rejected == 1


def test_columns_without_a_header_or_a_value_are_left_out_and_told(read: ReadText) -> None:
    found = read("name,size,\nAnn,2,\nBen,4,\n")
    assert found.names == ["name", "size"]
    assert any("Column 3 has neither a header nor a value" in decision.detail for decision in found.report.decisions)
    assert read("name,size,,\nAnn,2,,\nBen,4,,x\n").names == ["name", "size", "column_4"]


def test_encodings_are_recognised(read: ReadText) -> None:
    text = "city;count\nMünchen;1\nZürich;2\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"):
        assert read(text.encode(encoding), name=f"{encoding}.csv").cells("city") == ["München", "Zürich"]


def test_an_empty_file_and_rubbish_are_refused(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        read("")
    with pytest.raises(UnreadableFile, match="binary"):
        read(bytes(range(256)) * 4)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read("x", name="photo.png")


def test_only_a_header_is_a_table_without_rows(read: ReadText) -> None:
    found = read("name,age,city\n")
    assert found.names == ["name", "age", "city"]
    assert found.rows() == []


def test_every_usual_separator_is_found(read: ReadText) -> None:
    for delimiter in (",", ";", "\t", "|"):
        lines = (delimiter.join(cells) for cells in (("id", "name", "size"), ("1", "Ann", "2.5"), ("2", "Ben", "3.5")))
        assert read("\n".join(lines)).names == ["id", "name", "size"]


def test_a_decimal_comma_does_not_look_like_a_separator(read: ReadText) -> None:
    found = read("name;price\nNut;1,5\nBolt;12,25\nScrew;0,75\n")
    assert [float(price) for price in found.cells("price")] == [1.5, 12.25, 0.75]


def test_a_column_of_words_needs_no_separator(read: ReadText) -> None:
    assert read("city\nOslo\nRome\nLima\n").cells("city") == ["Oslo", "Rome", "Lima"]


def test_mixed_line_ends_give_the_same_rows(read: ReadText) -> None:
    assert read("a,b\r\n1,2\n3,4\r5,6").rows() == [(1, 2), (3, 4), (5, 6)]


def test_short_rows_are_filled_up_and_told(read: ReadText) -> None:
    found = read("a,b,c\n1,2,3\n4,5\n6,7,8\n")
    assert found.rows() == [(1, 2, 3), (4, 5, None), (6, 7, 8)]
    decision = found.decision("ragged")
    assert decision is not None
    assert decision.cells == 1


def test_a_stray_quote_costs_no_other_row(read: ReadText) -> None:
    body = "".join(f"{number},name {number},2.5\n" for number in range(50))
    found = read("id,name,price\n" + body.replace("name 7,", '"name 7,'))
    assert len(found.rows()) == 50
    assert found.cells("name")[7:9] == ['"name 7', "name 8"]


def test_quotes_inside_of_a_quoted_cell_are_kept(read: ReadText) -> None:
    found = read('id,said,n\n1,"plain",1\n2,"so "they" say, twice",2\n3,"plain",3\n')
    assert found.cells("said")[1] == 'so "they" say, twice'


def test_an_empty_cell_too_many_is_taken_out_where_the_rest_then_fits(read: ReadText) -> None:
    rows = [f"{n},2024-01-0{n},name {n},{n}.5" for n in range(1, 9)]
    rows[3] = rows[3].replace(",name", ",,name")
    found = read("\n".join(["id,day,name,price", *rows]))
    assert len(found.rows()) == 8
    assert found.cells("name")[3] == "name 4"


@pytest.mark.usefixtures("parallel")
def test_large_files_are_read_like_small_ones(read: ReadText) -> None:
    lines = [f'{n},"cell {n}, quoted",{n / 4},2024-01-{n % 28 + 1:02}' for n in range(60_000)]
    lines[40_000] = '40000,"two\nlines",1.5,N/A'
    found = read("id,note,size,day\n" + "\n".join(lines) + "\n")
    assert len(found.rows()) == 60_000
    assert [column.type for column in found.imported.tables[0].columns] == ["integer", "text", "decimal", "date"]
    assert found.rows()[40_000][1] == "two\nlines"
    assert found.rows()[40_000][3] is None


@pytest.mark.usefixtures("parallel")
def test_one_odd_cell_far_down_a_large_file_counts(read: ReadText) -> None:
    lines = [f"{n},{n % 90 + 10},word {n % 7},filler text to make the file large enough" for n in range(60_000)]
    lines[31_234] = "31234,01234,word,x"
    lines[45_678] = "x45678,11,word,x"
    found = read("id,code,word,filler\n" + "\n".join(lines))
    assert [column.type for column in found.imported.tables[0].columns] == ["text"] * 4
    assert found.cells("code")[31_234] == "01234"
    mixed = found.decision("mixed", "id")
    assert mixed is not None
    assert mixed.cells == 1


@pytest.mark.usefixtures("parallel")
def test_a_ragged_row_in_a_large_file_is_reported(read: ReadText) -> None:
    lines = [f"{n},{n % 90},some words that make the line long enough" for n in range(60_000)]
    lines[50_000] = "50000,too,many,1,cells"
    found = read("id,code,filler\n" + "\n".join(lines))
    assert len(found.rows()) == 59_999
    assert found.report.rejected[0].line == 50_002


def test_the_name_of_a_table_comes_from_the_file_and_is_not_taken(read: ReadText) -> None:
    text = "a,b\n1,2\n"
    assert read(text, name="../../etc/Päck List (final).csv").imported.tables[0].name == "pack_list_final"
    assert read(text, name="select.csv").imported.tables[0].name == "select_"
    assert read(text, name="tables.csv").rows() == [(1, 2)]
    assert read(text, name="2024.csv").imported.tables[0].name == "t_2024"
    assert read(text, name="\u202egpj.csv").imported.tables[0].label == "gpj"
    assert read(text, name="data.csv", taken_names=frozenset({"data", "DATA_2"})).imported.tables[0].name == "data_3"


def test_headers_become_names_and_stay_as_labels(read: ReadText) -> None:
    found = read("Unit Price (EUR),Order,id,ID,\n1.5,2,3,4,x\n2.5,3,4,5,y\n")
    assert found.names == ["unit_price_eur", "order_", "id", "id_2", "column_5"]
    assert found.column("unit_price_eur").label == "Unit Price (EUR)"
    assert found.decision("renamed_column", "id_2") is not None


def test_formulas_stay_text(read: ReadText) -> None:
    found = read('name,link\nAnn,"=HYPERLINK(""http://x"")"\nBen,+1+cmd\n')
    assert found.cells("link") == ['=HYPERLINK("http://x")', "+1+cmd"]


def test_a_total_row_that_adds_up_is_left_out(read: ReadText) -> None:
    found = read("day,units,price\n2024-01-05,1,2.5\n2024-01-06,2,3.5\nTotal,3,6.0\n")
    assert found.column("day").type == "date"
    assert found.decision("total_row") is not None


def test_a_row_that_only_begins_like_a_total_stays(read: ReadText) -> None:
    found = read("company,units\nShell,5\nBP,4\nTotal Energies,7\n")
    assert found.cells("company") == ["Shell", "BP", "Total Energies"]


def test_words_in_a_column_of_numbers_are_not_a_second_header(read: ReadText) -> None:
    found = read(
        "rank,team,run\nGold,Norway,a\nSilver,Peru,b\n4,Chad,c\n5,Fiji,d\n6,Iran,e\n7,Mali,f\n8,Oman,g\n9,Togo,h\n"
    )
    assert found.names == ["rank", "team", "run"]
    assert len(found.rows()) == 8


def test_a_header_of_two_full_rows_is_joined(read: ReadText) -> None:
    found = read("name,weight,height\n,kg,cm\nAnn,50.5,160\nBen,70.5,180\n")
    assert found.names == ["name", "weight_kg", "height_cm"]


def test_quotes_escaped_by_a_backslash_are_read(read: ReadText) -> None:
    found = read('id,song,n\n1,"\\"Yes\\", he said",1\n2,"plain",2\n')
    assert found.cells("song") == ['"Yes", he said', "plain"]


def test_lines_may_end_in_a_carriage_return_alone(read: ReadText) -> None:
    lines = "\r".join(f"{n},name {n},some words to make it longer than a sample" for n in range(2000))
    assert len(read("id,name,words\r" + lines).rows()) == 2000


def test_very_long_values_are_kept_whole(read: ReadText) -> None:
    text = "word " * 600_000 + "end"
    assert read(f'id,note\n1,"{text}"\n2,short\n').cells("note") == [text, "short"]


def test_many_columns_are_read(read: ReadText) -> None:
    header = ",".join(f"col {number}" for number in range(400))
    row = ",".join(str(number) for number in range(400))
    assert read(f"{header}\n{row}\n{row}\n").rows()[1][399] == 399


def test_lines_drawn_between_rows_are_no_data(read: ReadText) -> None:
    found = read(
        "|-------|------|\n|No     |Amount|\n|-------|------|\n|1      |  2,50|\n|2      |  3,00|\n|-------|------|\n"
    )
    assert found.rows() == [(1, 2.5), (2, 3)]
    assert read("a,b\n1,2\n-,-\n3,4\n").rows() == [(1, 2), (None, None), (3, 4)]


def test_spaces_in_a_few_cells_part_no_columns(read: ReadText) -> None:
    found = read("rate\n12 %\n13%\n14\n")
    assert [row[0] for row in found.rows()] == [12, 13, 14]


def test_money_in_parentheses_behind_its_symbol_is_negative(read: ReadText) -> None:
    found = read("a,credit\nx,$(600.00)\ny,$400.00\n")
    assert [str(row[1]) for row in found.rows()] == ["-600.00", "400.00"]


def test_moments_on_lines_of_their_own_are_not_parted_at_their_colons(read: ReadText) -> None:
    found = read("seen at\n2024-01-05T10:00:00Z\n2024-01-05T11:00:00+02:00\n2024-01-06T11:30:00Z\n")
    assert found.names == ["seen_at"]
    assert [column.type for column in found.imported.tables[0].columns] == ["timestamptz"]
    assert read("a:b\n10:20\n30:40\n50:60\n").names == ["a", "b"]
