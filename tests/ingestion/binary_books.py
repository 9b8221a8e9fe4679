"""Small workbooks in the formats that nothing here else can write: .xls, .xlsb and .ods, record by record.

A cell is a number, a text, an error such as "#REF!", or None; `styles` names the number format of each column.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

Cell = float | str | None
Merge = tuple[int, int, int, int]
"""First row, last row, first column, last column, from 1."""
_ERRORS = {"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07}
_BUILT_IN = {"": 0, "0%": 9, "m/d/yy": 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Cells from row `top` and column `left` (from 1) on; the rest is about the sheet itself."""

    cells: Sequence[Sequence[Cell]]
    name: str = "Sheet"
    top: int = 1
    left: int = 1
    styles: Mapping[int, str] = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()

    def placed(self) -> list[tuple[int, list[tuple[int, Cell]]]]:
        """Rows and columns from 0."""
        return [
            (self.top - 1 + down, [(self.left - 1 + across, cell) for across, cell in enumerate(line)])
            for down, line in enumerate(self.cells)
        ]


def formats_of(sheet: Sheet) -> list[str]:
    """The number formats of a sheet by the number of their cell format, from the general one."""
    return ["", *dict.fromkeys(sheet.styles.values())]


def xls(sheet: Sheet, *, from_1904: bool = False, chart: bool = False) -> bytes:
    formats = formats_of(sheet)
    begin = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    parts = _biff(0x22, struct.pack("<H", from_1904)) + _biff(0x42, struct.pack("<H", 1200))
    for number, code in enumerate(formats):
        parts += _biff(0x041E, struct.pack("<HHB", 164 + number, len(code), 1) + code.encode("utf-16-le"))
    for number, code in enumerate(formats):
        used = _BUILT_IN.get(code, 164 + number)
        parts += _biff(0xE0, struct.pack("<HH", 0, used) + bytes(16))
    names = [(sheet.name, 0), *([("Chart", 2)] if chart else [])]
    sizes = [8 + 4 + len(name.encode("utf-16-le")) for name, _ in names]
    body = _xls_sheet(sheet, formats)
    start = len(begin) + len(parts) + sum(sizes) + 4
    for number, (name, kind) in enumerate(names):
        said = struct.pack("<IBBBB", start + number * len(body), 0, kind, len(name), 1) + name.encode("utf-16-le")
        parts += _biff(0x85, said)
    return _compound("Workbook", begin + parts + _biff(0x0A, b"") + body + (body if chart else b""))


def _xls_sheet(sheet: Sheet, formats: Sequence[str]) -> bytes:
    out = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for column in sheet.hidden_columns:
        out += _biff(0x7D, struct.pack("<6H", column - 1, column - 1, 2560, 0, 1, 0))
    for row in sheet.hidden_rows:
        out += _biff(0x0208, struct.pack("<7HH", row - 1, 0, 1, 255, 0, 0, 0x20, 0))
    for row, cells in sheet.placed():
        for column, cell in cells:
            style = formats.index(sheet.styles.get(column + 1, ""))
            place = struct.pack("<HHH", row, column, style)
            if isinstance(cell, str) and cell in _ERRORS:
                out += _biff(0x0205, place + struct.pack("<BB", _ERRORS[cell], 1))
            elif isinstance(cell, str):
                out += _biff(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                out += _biff(0x0203, place + struct.pack("<d", cell))
    if sheet.merges:
        areas = b"".join(struct.pack("<4H", *(number - 1 for number in merge)) for merge in sheet.merges)
        out += _biff(0xE5, struct.pack("<H", len(sheet.merges)) + areas)
    return out + _biff(0x0A, b"")


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(name: str, stream: bytes) -> bytes:
    """One stream, padded so that it is no small one; the table of sectors comes first, then the folder."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    tables = -(-(count + 2) // 127)
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    links += [tables + 1 + number + 1 for number in range(count - 1)] + [0xFFFFFFFE]
    table = b"".join(struct.pack("<I", link) for link in links).ljust(512 * tables, b"\xff")
    root = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    folder = (root + _entry(name, 2, tables + 1, len(stream))).ljust(512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = b"".join(struct.pack("<I", number) for number in range(tables))
    return head + listed.ljust(436, b"\xff") + table + folder + stream.ljust(512 * count, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def xlsb(sheet: Sheet, *, from_1904: bool = False, claims: tuple[int, int] | None = None) -> bytes:
    """`claims`: how many rows and columns the sheet says it has."""
    formats = formats_of(sheet)
    bundle = struct.pack("<II", 0, 1) + _wide("r1") + _wide(sheet.name)
    book = _record(131) + _record(153, struct.pack("<II", from_1904, 0) + _wide("")) + _record(143)
    book += _record(156, bundle) + _record(144) + _record(132)
    styles = _record(278) + _record(615, struct.pack("<I", len(formats)))
    for number, code in enumerate(formats):
        styles += _record(44, struct.pack("<H", 164 + number) + _wide(code or "General"))
    styles += _record(616) + _record(617, struct.pack("<I", len(formats)))
    for number, code in enumerate(formats):
        styles += _record(47, struct.pack("<HH", 0, _BUILT_IN.get(code, 164 + number)) + bytes(12))
    styles += _record(618) + _record(279)
    link = f'<Relationship Id="r1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.bin"/>'
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"/>'.encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>'.encode(),
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": _xlsb_sheet(sheet, formats, claims),
        }
    )


def _xlsb_sheet(sheet: Sheet, formats: Sequence[str], claims: tuple[int, int] | None) -> bytes:
    rows, columns = claims or (len(sheet.cells) + sheet.top, 100)
    out = _record(129) + _record(148, struct.pack("<4I", 0, rows - 1, 0, columns - 1))
    if sheet.hidden_columns:
        listed = (struct.pack("<4IH", column - 1, column - 1, 0, 0, 1) for column in sheet.hidden_columns)
        out += _record(390) + b"".join(_record(60, each) for each in listed) + _record(391)
    out += _record(145)
    for row, cells in sheet.placed():
        flags = 0x10 if row + 1 in sheet.hidden_rows else 0
        out += _record(0, struct.pack("<IIHBB", row, 0, 300, 0, flags) + bytes(5))
        for column, cell in cells:
            place = struct.pack("<II", column, formats.index(sheet.styles.get(column + 1, "")))
            if isinstance(cell, str) and cell in _ERRORS:
                out += _record(3, place + bytes([_ERRORS[cell]]))
            elif isinstance(cell, str):
                out += _record(6, place + _wide(cell))
            elif cell is not None:
                out += _record(5, place + struct.pack("<d", cell))
    out += _record(146)
    if sheet.merges:
        areas = (struct.pack("<4I", *(number - 1 for number in merge)) for merge in sheet.merges)
        out += _record(177, struct.pack("<I", len(sheet.merges))) + b"".join(_record(176, each) for each in areas)
        out += _record(178)
    return out + _record(130)


def _record(kind: int, data: bytes = b"") -> bytes:
    """Kind and size in 7 bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, written = len(data), b""
    while True:
        size, low = size >> 7, size & 0x7F
        written += bytes([low | 0x80 if size else low])
        if not size:
            return head + written + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


_ODS = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: str, *, columns: str = "", name: str = "Sheet") -> bytes:
    """`rows` and `columns` are elements, as `ods_rows` makes them."""
    content = (
        f'<?xml version="1.0"?><office:document-content{_ODS} xmlns:calcext="urn:org:documentfoundation:calcext">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped_ods(content)


def zipped_ods(content: str) -> bytes:
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{namespace}"/>'.encode(),
            "content.xml": content.encode("utf-8"),
        }
    )


def ods_rows(*lines: Sequence[str | float | None]) -> str:
    """Texts that begin with < are cells as they are."""
    return "".join(f"<table:table-row>{''.join(map(ods_cell, line))}</table:table-row>" for line in lines)


def ods_cell(cell: str | float | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    kind = "string" if isinstance(cell, str) else f'float" office:value="{cell}'
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
