from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import UnreadableFile
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
    found = read("a,b\n1,2\n3,4,5\n6,7\n")
    assert found.rows() == [(1, 2), (6, 7)]
    assert found.report.rejected[0].line == 3


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
