from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from exports.columnar import write_parquet
from exports.delimited import csv_pieces
from exports.formulas import harmless
from exports.objects import json_page, json_pieces
from tests.exports.results import EVERY_TYPE, kept


def csv_rows(source: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(csv_pieces(source)).decode(), newline="")))


def test_csv_holds_every_type_as_text(tmp_path: Path) -> None:
    header, row = csv_rows(kept(tmp_path, EVERY_TYPE))
    cells = dict(zip(header, row, strict=True))
    assert cells["b"] == "true"
    assert cells["h"] == "170141183460469231731687303715884105727"
    assert (cells["d"], cells["day"], cells["at"]) == ("1.50", "2024-02-29", "2024-02-29 01:02:03")
    assert (cells["t"], cells["s"], cells["n"]) == ("01:02:03", 'ä"x', "")
    assert (cells["l"], cells["st"], cells["m"]) == ("[1, null]", '{"a": 1}', '{"k": 2}')
    assert (cells["e"], cells["month"], cells["j"]) == ("x", "1 month", '{"a": 1}')


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-cmd|' /C calc'!A0",
        "=cmd|'/c calc'!A1",
        '=DDE("cmd","/C calc","x")',
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "﹦1",
        "−1",
        "\u00a0=1",
        "\x00=1",
        "\u200b=1",
        "\u2060=1",
        "\ufeff=1",
        "\u00ad=1",
        "\u3000=1",
        "\u202e=1",
        "\u2003\u200d+1",
        "\u3164=1",
        "\t",
        "\r",
        '="quoted"',
        "=1\n=2",
        "+1,=2;=3",
    ],
)
def test_csv_runs_nothing_in_a_spreadsheet(tmp_path: Path, text: str) -> None:
    literal = text.replace("'", "''").replace("\x00", "\x01")
    text = text.replace("\x00", "\x01")
    source = kept(tmp_path, f"SELECT '{literal}' AS \"=HYPERLINK(1)\", 1 AS fine, [('{literal}')] AS nested")
    header, row = csv_rows(source)
    assert header[0] == "'=HYPERLINK(1)"
    assert row[0] == harmless(text) == f"'{text}"


def test_csv_leaves_numbers_and_ordinary_text_alone(tmp_path: Path) -> None:
    _, row = csv_rows(kept(tmp_path, "SELECT -5 AS n, -0.5::DECIMAL(3, 1) AS d, 'a=b, \"c\"' AS t, 'x - y' AS u"))
    assert row == ["-5", "-0.5", 'a=b, "c"', "x - y"]


def test_an_empty_result_has_its_header(tmp_path: Path) -> None:
    source = kept(tmp_path, "SELECT 1 AS one, 'x' AS two WHERE false")
    assert csv_rows(source) == [["one", "two"]]
    assert json.loads(b"".join(json_pieces(source))) == {
        "columns": [{"name": "one", "type": "integer"}, {"name": "two", "type": "text"}],
        "rows": [],
        "row_count": 0,
    }


def test_json_keeps_types_and_digits(tmp_path: Path) -> None:
    whole = json.loads(b"".join(json_pieces(kept(tmp_path, EVERY_TYPE))))
    types = {column["name"]: column["type"] for column in whole["columns"]}
    cells = dict(zip(types, whole["rows"][0], strict=True))
    assert (types["h"], types["d"], types["l"], types["m"], types["span"]) == (
        "integer", "decimal", "list", "struct", "interval",
    )  # fmt: skip
    assert cells["h"] == 170141183460469231731687303715884105727
    assert (cells["d"], cells["day"], cells["nan"], cells["l"]) == ("1.50", "2024-02-29", None, [1, None])


def test_a_page_of_json_says_how_many_rows_there_are(tmp_path: Path) -> None:
    source = kept(tmp_path, "SELECT range AS x FROM range(2500)", batch_rows=1000)
    page = json_page(source, 990, 20)
    assert [row[0] for row in page["rows"]] == list(range(990, 1010))
    assert (page["row_count"], page["offset"], page["more"]) == (2500, 990, True)
    last = json_page(source, 2490, 100)
    assert (len(last["rows"]), last["more"]) == (10, False)
    assert json_page(source, 9000, 10)["rows"] == []
    assert json_page(source, 0, 0)["row_count"] == 2500


def test_pages_together_are_the_whole(tmp_path: Path) -> None:
    source = kept(tmp_path, "SELECT range AS x, 'n' || range AS s FROM range(10000)", batch_rows=700)
    whole = json.loads(b"".join(json_pieces(source)))["rows"]
    pages = [row for offset in range(0, 10_000, 333) for row in json_page(source, offset, 333)["rows"]]
    assert pages == whole


def test_parquet_keeps_types(tmp_path: Path) -> None:
    write_parquet(
        kept(tmp_path, EVERY_TYPE.replace("INTERVAL 36 HOUR", "1").replace("INTERVAL 1 MONTH", "2")),
        tmp_path / "x.parquet",
    )
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")
    assert table.num_rows == 1
    assert str(table.schema.field("d").type) == "decimal128(4, 2)"
    assert str(table.schema.field("day").type) == "date32[day]"
    assert table.column("l").to_pylist() == [[1, None]]
