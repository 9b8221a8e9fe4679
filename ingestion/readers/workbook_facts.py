"""Which reader of facts a workbook needs, by what it is and not by what it is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingestion.readers.ods_stream import OdsFacts
from ingestion.readers.sheet_facts import BookFacts
from ingestion.readers.sheet_xml import Package
from ingestion.readers.workbook_file import COMPOUND_FILE
from ingestion.readers.xls_records import XlsFacts
from ingestion.readers.xlsb_records import XlsbFacts
from ingestion.readers.zip_archive import DAMAGES


def facts_of(path: Path, content: bytes) -> tuple[str, BookFacts]:
    """The format ("xls", "xlsb", "ods" or "xlsx"), and what tells of the sheets."""
    if content.startswith(COMPOUND_FILE):
        return "xls", XlsFacts(content)
    names = _names(path)
    if "xl/workbook.bin" in names:
        return "xlsb", XlsbFacts(path)
    if "content.xml" in names and "xl/workbook.xml" not in names:
        return "ods", OdsFacts(path)
    return "xlsx", Package(path)


def _names(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as parts:
            return frozenset(parts.namelist())
    except DAMAGES:
        return frozenset()
