from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["https://example.org/a?b=1", "http://localhost:8080", "www.example.com/x"], "url"),
        (["anna@example.org", "b.o+x@sub.example.co.uk", "Ünal@example.de"], "email"),
        (["52.5200, 13.4050", "-33.8688, 151.2093", "(1.5; -2.25)"], "coordinates"),
        (["POINT (13.4 52.5)", "POINT(2 48.85)"], "coordinates"),
        (["52°31′12″N 13°24′18″E", "33°52'S, 151°12'E"], "coordinates"),
        (["01234", "12345", "00017"], "identifier"),
        (["SKU-1001", "SKU-1002", "SKU-1003"], "identifier"),
        (["SW1A 1AA", "EC1A 1BB", "W1A 0AX"], "identifier"),
        (["550e8400-e29b-41d4-a716-446655440000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"], "identifier"),
        (["red", "green", "red", "green", "blue", "red"], "category"),
        (["10-20", "20-30", "10-20", "20-30"], "category"),
        (["It arrived late and the box was open", "We love how quickly you answered our call"], "free_text"),
        (["Anna Berger", "Boris Kahn", "Carla Diaz"], None),
        (["Berlin", "Paris", "Rome"], None),
    ],
)
def test_columns_of_text_tell_what_they_hold(read_column: ReadText, cells: list[str], form: str | None) -> None:
    found = read_column(*cells)
    assert found.column("x").type == "text"
    assert found.column("x").format == form
    assert found.report.rows_kept == len(cells)


def test_latitude_and_longitude_are_told_by_name_and_range(read: ReadText) -> None:
    found = read("place,geo_lat,geoLng,lat\nA,52.52,13.405,1200.5\nB,-33.87,151.21,3.5\n")
    assert [found.column(name).format for name in found.names] == [None, "latitude", "longitude", None]


def test_a_few_cells_that_are_no_address_are_told(read_column: ReadText) -> None:
    cells = [f"u{number}@example.org" for number in range(30)]
    cells[20] = "nobody at home"
    found = read_column(*cells, header="email")
    told = found.decision("mixed", "email")
    assert found.column("email").format == "email"
    assert told is not None
    assert (told.cells, told.before) == (1, "nobody at home")


def test_the_rows_that_a_sample_misses_count_too(read: ReadText) -> None:
    lines = [f"S{number:06d},{number % 7}x,u{number}@example.org" for number in range(50_001)]
    lines[33_333] = "no code at all here,1x,u@example.org"
    found = read("code,kind,mail\n" + "\n".join(lines) + "\n")
    assert [found.column(name).format for name in found.names] == [None, "category", "email"]


def test_columns_whose_types_a_file_declares_tell_it_too(read: ReadText, tmp_path: Path) -> None:
    path = tmp_path / "places.parquet"
    table = {"site": ["https://a.example", "https://b.example"], "latitude": [1.5, -70.25], "tags": [["a"], ["b"]]}
    parquet.write_table(pa.table(table), path)
    found = read(path.read_bytes(), "places.parquet")
    assert [found.column(name).format for name in found.names] == ["url", "latitude", None]


def test_an_empty_column_has_no_format(read: ReadText) -> None:
    found = read("a,b\n1,\n2,\n")
    assert found.column("b").format is None
