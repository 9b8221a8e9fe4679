"""Tables as they are looked at: columns, distributions, rows and findings, over a real server."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import served, upload

DAYS = [date(2024, 1, 1) + timedelta(days=at) for at in range(100) if not 40 <= at < 52]
CITIES = ("Paris", "Rome", "Oslo", "paris", "Rome ")


def _row(at: int) -> str:
    """Of 300: a price far from the others, a size that is no number, a code that comes twice."""
    price = "99999.5" if at == 7 else f"{10 + at % 40}.50"
    size = "large" if at == 11 else str(at % 30)
    code = "K0001" if at == 200 else f"K{at:04}"
    note = "" if at % 2 else "seen"
    return f"{code};{DAYS[at % len(DAYS)]};{price};{size};{CITIES[at % 5]};{note};same"


SALES = "code;sold;price;size;city;note;shop\n" + "\n".join(_row(at) for at in range(300)) + "\n"
COPIES = "name,amount\nAnna,1\nAnna,1\nBoris,2\nClara,3\nClara,3\nClara,3\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    with served(settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        upload(client, "sales.csv", SALES)
        upload(client, "copies.csv", COPIES)
        yield client


def asked(client: httpx.Client, path: str, **params: Any) -> Any:
    response = client.get(f"/api/tables/{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def rows(client: httpx.Client, table: str, **params: Any) -> tuple[list[dict[str, Any]], int]:
    page = asked(client, f"{table}/rows", **params)
    names = [column["name"] for column in page["columns"]]
    return [dict(zip(names, row, strict=True)) for row in page["rows"]], page["total"]


def finding(client: httpx.Client, table: str, kind: str, column: str | None = None) -> dict[str, Any]:
    found = asked(client, f"{table}/quality")["findings"]
    matching: list[dict[str, Any]] = [one for one in found if one["kind"] == kind and one["column"] == column]
    assert len(matching) == 1, found
    return matching[0]


def shown(client: httpx.Client, table: str, found: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    return rows(client, table, **{name: value for name, value in found["show"].items() if value is not None})


def test_each_column_is_told_with_its_counts_and_what_stands_out(client: httpx.Client) -> None:
    profile = asked(client, "sales/profile")
    assert profile["rows"] == 300
    columns = {column["name"]: column for column in profile["columns"]}
    assert columns["note"]["nulls"] == 150
    assert columns["price"]["role"] == "measure"
    assert columns["price"]["maximum"] == "99999.50"
    assert columns["sold"]["minimum"] == "2024-01-01"
    assert [one["kind"] for one in columns["shop"]["warnings"]] == ["constant"]
    assert [one["kind"] for one in columns["note"]["warnings"]] == ["sparse", "constant"]


def test_every_row_with_a_number_stands_in_one_bin(client: httpx.Client) -> None:
    found = asked(client, "sales/distributions", column=["price", "sold", "city"])["distributions"]
    bins = found["price"]["bins"]
    assert sum(each["rows"] for each in bins) == 300
    assert bins[0]["start"] <= 10.5
    assert bins[-1]["end"] >= 99999.5
    assert all(one["end"] == other["start"] for one, other in itertools.pairwise(bins))
    assert found["sold"]["grain"] == "week"
    assert sum(each["rows"] for each in found["sold"]["bins"]) == 300
    assert sum(count for _, count in found["city"]["values"]) + found["city"]["others"] == 300


def test_whole_numbers_get_bins_of_whole_width(client: httpx.Client) -> None:
    upload(client, "ages.csv", "age\n" + "\n".join(str(20 + at % 45) for at in range(200)) + "\n")
    bins = asked(client, "ages/distributions", column="age")["distributions"]["age"]["bins"]
    assert all(float(each["start"]).is_integer() for each in bins)
    assert sum(each["rows"] for each in bins) == 200


def test_pages_of_rows_follow_each_other_without_loss(client: httpx.Client) -> None:
    codes = [row["code"] for offset in (0, 100, 200) for row in rows(client, "sales", offset=offset)[0]]
    assert codes == [line.split(";")[0] for line in SALES.splitlines()[1:]]


def test_a_sorted_page_has_no_row_of_another_page(client: httpx.Client) -> None:
    pages = [rows(client, "sales", sort="city", offset=at, limit=60)[0] for at in range(0, 300, 60)]
    every = [row for page in pages for row in page]
    assert [row["city"] for row in every] == sorted(row["city"] for row in every)
    assert sorted(row["code"] for row in every) == sorted(line.split(";")[0] for line in SALES.splitlines()[1:])
    highest, _ = rows(client, "sales", sort="price", descending=True, limit=1)
    assert highest[0]["price"] == "99999.50"


def test_rows_that_are_copies_are_found_and_shown_together(client: httpx.Client) -> None:
    found = finding(client, "copies", "repeated_rows")
    assert found["text"] == "3 rows are an exact copy of another one."
    shown_rows, total = shown(client, "copies", found)
    assert total == found["rows"] == 5
    names = [row["name"] for row in shown_rows]
    assert sorted(names) == ["Anna", "Anna", "Clara", "Clara", "Clara"]
    assert names in (sorted(names), sorted(names, reverse=True))


def test_an_id_that_comes_twice_is_found(client: httpx.Client) -> None:
    shown_rows, total = shown(client, "sales", finding(client, "sales", "repeated_keys", "code"))
    assert total == 2
    assert {row["code"] for row in shown_rows} == {"K0001"}


def test_a_word_among_numbers_is_found(client: httpx.Client) -> None:
    found = finding(client, "sales", "mixed", "size")
    assert found["rows"] == 1
    assert [row["size"] for row in shown(client, "sales", found)[0]] == ["large"]


def test_a_number_far_from_the_others_is_found(client: httpx.Client) -> None:
    shown_rows, total = shown(client, "sales", finding(client, "sales", "outliers", "price"))
    assert total == 1
    assert shown_rows[0]["price"] == "99999.50"


def test_days_without_rows_are_found_and_the_rows_around_them_shown(client: httpx.Client) -> None:
    found = finding(client, "sales", "gap", "sold")
    assert found["text"] == "No row has a date from 2024-02-10 to 2024-02-21: 12 days without data."
    assert {row["sold"] for row in shown(client, "sales", found)[0]} == {"2024-02-09", "2024-02-22"}


def test_spellings_of_one_value_are_found(client: httpx.Client) -> None:
    found = finding(client, "sales", "spelled", "city")
    assert {row["city"].strip().casefold() for row in shown(client, "sales", found)[0]} >= {"paris"}


def test_what_is_asked_wrongly_is_refused_with_what_there_is(client: httpx.Client) -> None:
    for path, params in {
        "nothing/profile": {},
        "sales/distributions": {"column": "nothing"},
        "sales/rows": {"sort": "nothing"},
        "sales/rows?": {"kind": "empty", "column": "nothing"},
    }.items():
        response = client.get(f"/api/tables/{path}", params=params)
        assert response.status_code == 404, (path, response.text)
        assert response.json()["code"] == "unknown_name"
    response = client.get("/api/tables/sales/rows", params={"kind": "outside", "column": "price"})
    assert response.json()["code"] == "invalid_input"


def test_a_long_text_is_cut_and_says_so(client: httpx.Client) -> None:
    upload(client, "letters.csv", f"id,letter\n1,{'long ' * 200}\n2,short\n")
    found, _ = rows(client, "letters")
    assert found[0]["letter"] == ("long " * 60) + "…"
    assert found[1]["letter"] == "short"


def test_names_that_look_like_sql_are_names(client: httpx.Client) -> None:
    upload(client, "odd.csv", '"a""; DROP TABLE x; --","select"\n1,2\n3,4\n')
    columns = [column["name"] for column in asked(client, "odd/profile")["columns"]]
    assert len(columns) == 2
    assert set(asked(client, "odd/distributions", column=columns)["distributions"]) == set(columns)
    assert rows(client, "odd", sort=columns[0], descending=True)[0][0][columns[0]] == 3
    assert rows(client, "odd", kind="equals", column=columns[0], value="' OR 1=1 --")[1] == 0


def test_the_overview_tells_files_sizes_and_what_was_taken_out(client: httpx.Client) -> None:
    upload(client, "gone.csv", "a,b\n1,2\n")
    before = {table["name"]: table for table in client.get("/api/data").json()["tables"]}
    assert before["sales"]["size"] == len(SALES.encode())
    assert before["sales"]["files"] == ["sales.csv"]
    assert before["sales"]["columns"] == 7
    client.delete("/api/tables/gone")
    after = client.get("/api/data").json()
    assert "gone" not in {table["name"] for table in after["tables"]}
    assert after["removed"] == [{"name": "gone", "version": 1, "rows": 1}]
