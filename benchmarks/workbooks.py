"""Time from a workbook to a typed table that can be queried, against pandas reading the same cells into memory.

    python -m benchmarks.workbooks [--rows 100000] [--runs 3]

One sheet of 15 columns as Excel writes it (shared strings, styled dates). Prints seconds, medians of the runs, and
how many times faster than `pandas.read_excel(engine="openpyxl")`: reading in this process, and in a process of its
own as an import does. Memory is not measured.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from ingestion import read_apart, read_file
from warehouse import new_version_file

_COLUMNS = (
    "id day region product customer quantity price amount discount paid note city country rating email".split()  # noqa: SIM905
)
_SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_SPREADSHEET} xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="Sales" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_LINKS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f"<styleSheet {_SPREADSHEET}><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>"
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}


def write_workbook(path: Path, rows: int) -> None:
    """The same cells for the same number of rows."""
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet {_SPREADSHEET}><dimension ref="A1:O{rows + 1}"/><sheetData>'.encode())
            for number, cells in enumerate(_rows(rows), start=1):
                sheet.write(_row(number, cells, strings).encode())
            sheet.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
        package.writestr("xl/sharedStrings.xml", f"<sst {_SPREADSHEET}>{shared}</sst>")


def _rows(rows: int) -> Iterator[list[object]]:
    chance = random.Random(7)
    yield list(_COLUMNS)
    for number in range(1, rows + 1):
        yield [
            number,
            ("day", 44562 + chance.randrange(1000)),
            chance.choice(["North", "South", "East", "West"]),
            f"P{chance.randrange(200):03d}",
            f"Customer {chance.randrange(5000)}",
            chance.randrange(1, 10),
            round(chance.random() * 100, 2),
            round(chance.random() * 1000, 2),
            round(chance.random() / 2, 2),
            chance.random() < 0.5,
            f"note {chance.randrange(1000)}",
            chance.choice(["Oslo", "Rome", "Paris"]),
            chance.choice(["NO", "IT", "FR"]),
            chance.randrange(1, 6),
            f"u{chance.randrange(9999)}@example.org",
        ]


def _row(number: int, cells: list[object], strings: dict[str, int]) -> str:
    written = []
    for letter, cell in zip("ABCDEFGHIJKLMNO", cells, strict=True):
        place = f'r="{letter}{number}"'
        match cell:
            case bool():
                written.append(f'<c {place} t="b"><v>{int(cell)}</v></c>')
            case str():
                written.append(f'<c {place} t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>')
            case ("day", day):
                written.append(f'<c {place} s="1"><v>{day}</v></c>')
            case _:
                written.append(f"<c {place}><v>{cell}</v></c>")
    return f'<row r="{number}">{"".join(written)}</row>'


def measure(rows: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "sales.xlsx"
        write_workbook(book, rows)
        print(f"{rows:,} rows of {len(_COLUMNS)} columns, {book.stat().st_size / 1e6:.1f} MB; medians of {runs}")
        ways: dict[str, Callable[[], object]] = {
            "pandas, openpyxl": lambda: _pandas(book),
            "in this process": lambda: _here(book, Path(folder) / "here"),
            "in a process of its own": lambda: read_apart(book, book.name, Path(folder) / "apart"),
        }
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(runs):
            for way, read in ways.items():
                started = perf_counter()
                read()
                seconds[way].append(perf_counter() - started)
        slow = median(seconds["pandas, openpyxl"])
        for way, times in seconds.items():
            print(f"{median(times):>8.2f} s  {slow / median(times):>5.1f} times as fast  {way}")


def _here(book: Path, folder: Path) -> None:
    with new_version_file(folder) as file:
        read_file(book, book.name, file.connection)


def _pandas(book: Path) -> None:
    import pandas as pd

    pd.read_excel(book, engine="openpyxl")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    measure(options.rows, options.runs)


if __name__ == "__main__":
    main()
