from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def table(inner: str, attributes: str = "") -> str:
    return f"<!doctype html><html><body><table {attributes}>{inner}</table></body></html>"


def row(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def test_head_body_and_foot_are_read_in_the_order_shown(read: ReadText) -> None:
    page = table(
        f"<caption>Sales 2024</caption><thead>{row('Region', 'Revenue', tag='th')}</thead>"
        f"<tfoot>{row('West', '4')}</tfoot><tbody>{row('North', '1')}{row('South', '2')}</tbody>"
    )
    found = read(page, name="t.html")
    assert found.imported.tables[0].name == "t_sales_2024"
    assert found.names == ["region", "revenue"]
    assert found.rows() == [("North", 1), ("South", 2), ("West", 4)]


def test_spans_are_laid_out_as_a_browser_does(read: ReadText) -> None:
    page = table(
        "<tr><th rowspan=2>Region<th colspan=2>Revenue</tr><tr><th>Actual<th>Planned</tr>"
        "<tr><td rowspan=2>North<td>1<td>2</tr><tr><td>3<td>4</tr><tr><td>South<td>5<td>6</tr>"
    )
    found = read(page, name="t.html")
    assert found.names == ["region", "revenue_actual", "revenue_planned"]
    assert found.rows() == [("North", 1, 2), ("North", 3, 4), ("South", 5, 6)]


def test_a_row_span_of_nothing_reaches_to_the_end(read: ReadText) -> None:
    page = table(f"{row('a', 'b', tag='th')}<tr><td rowspan=0>x<td>1</tr><tr><td>2</tr><tr><td>3</tr>")
    assert read(page, name="t.html").rows() == [("x", 1), ("x", 2), ("x", 3)]


def test_spans_of_any_size_cost_nothing(read: ReadText) -> None:
    page = table(f"{row('a', 'b', tag='th')}<tr><td colspan=99999999>1<td rowspan=99999999>2</tr>" + row("3", "4") * 50)
    assert len(read(page, name="t.html").imported.tables[0].columns) <= 4


def test_what_a_page_does_not_show_is_not_read(read: ReadText) -> None:
    page = table(
        row("a", "b", tag="th")
        + row("1", "2<script>alert(3)</script><span hidden>4</span>")
        + f"<tr style='display: none'>{row('9', '9')[4:]}"
        + row("5", "6")
    )
    found = read(f"<style>p {{}}</style><script>var x = '<table>'</script>{page}<p>seen</p>", name="t.html")
    assert found.rows() == [(1, 2), (5, 6)]
    assert found.decision("hidden") is not None
    assert [r[4] for r in found.rows(1)] == ["seen"]


def test_a_table_that_lays_out_the_page_is_text(read: ReadText) -> None:
    inner = f"<table>{row('k', 'v', tag='th')}{row('a', '1')}{row('b', '2')}</table>"
    page = table(f"<tr><td></td><td>{inner}</td></tr><tr><td></td><td><h1>Welcome</h1><p>Hello.</p></td></tr>")
    found = read(page, name="t.html")
    assert found.rows() == [("a", 1), ("b", 2)]
    assert found.rows(1) == [("t.html", 1, None, "Welcome", "Hello.")]
    presentation = table(row("one", "two") + row("three", "four"), "role=presentation")
    assert [t.name for t in read(presentation, name="p.html").imported.tables] == ["p_text"]


def test_a_card_of_names_and_values_has_no_header(read: ReadText) -> None:
    page = table("<tr><th>Class<td>Birds</tr><tr><th>Order<td>Geese</tr><tr><th>Family<td>Ducks</tr>")
    assert read(page, name="t.html").rows() == [("Class", "Birds"), ("Order", "Geese"), ("Family", "Ducks")]


def test_text_is_read_with_its_headings(read: ReadText) -> None:
    page = "<h1>A</h1><p>one<br>two</p><h2>B</h2><ul><li>x<li>y</ul><h2>C</h2><p>z"
    assert [r[2:] for r in read(page, name="t.html").rows()] == [
        (None, "A", "one two"),
        (None, "A › B", "x\ny"),
        (None, "A › C", "z"),
    ]


def test_the_encoding_that_a_page_declares_counts(read: ReadText) -> None:
    for declared, encoding in (("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8")):
        page = f"<html><meta charset={declared}><p>Straße – 5 €</p></html>"
        assert read(page.encode(encoding), name="t.html").rows()[0][4] == "Straße – 5 €"
    assert read("<p>Straße</p>".encode("utf-16"), name="t.html").rows()[0][4] == "Straße"


@pytest.mark.parametrize("name", ["t.xls", "t.csv", "t.txt", "t.docx"])
def test_a_page_under_another_name_is_read_as_a_page(read: ReadText, name: str) -> None:
    found = read(table(row("a", "b", tag="th") + row("1", "x")), name=name)
    assert found.rows() == [(1, "x")]
    assert "web page" in found.imported.report.decisions[0].detail


def test_a_page_nested_without_end_ends(read: ReadText) -> None:
    deep = "<table><tr><td>" * 5_000 + "x"
    for page in (deep, "<div>" * 100_000 + "x", "<b>" * 100_000):
        with suppress(UnreadableFile):
            assert read(page, name="t.html").imported.tables


def test_a_page_of_nothing_says_so(read: ReadText) -> None:
    for page in ("", "<html></html>", "<!-- nothing -->"):
        with pytest.raises(UnreadableFile):
            read(page, name="t.html")
