"""The bytes of a workbook, opened by the fast reader; why not, where it cannot."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from core.errors import UnreadableFile
from ingestion.readers.zip_archive import DAMAGES
from ingestion.staged import Source

_TEXTS = "xl/sharedStrings.xml"
_CLAIM = re.compile(rb'\b(?:uniqueCount|count)\s*=\s*["\'](\d{1,20})["\']')
_HEAD_BYTES = 2_000
_PLAUSIBLE_TEXTS = 1_000_000
_FEWEST_BYTES = len("<si/>")
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_workbook(source: Source, content: bytes, scratch: Path) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(content)
    except BaseException as error:
        if not _is_refusal(error):
            raise
        raise _unreadable(source, content, _reason(source, scratch)) from error


def refuse_false_claims(source: Source) -> None:
    """Raises UnreadableFile for a list of texts that claims far more than its bytes can hold: space is made for them."""
    try:
        with zipfile.ZipFile(source.path) as parts:
            size = parts.getinfo(_TEXTS).file_size
            with parts.open(_TEXTS) as part:
                head = part.read(_HEAD_BYTES)
    except (*DAMAGES, KeyError):
        return
    claimed = max((int(count) for count in _CLAIM.findall(head)), default=0)
    if claimed > _PLAUSIBLE_TEXTS and claimed * _FEWEST_BYTES > size:
        reason = (
            f"the workbook claims to hold {claimed:,} texts and holds far fewer, as files do that are made to do harm."
        )
        raise UnreadableFile(source.name, reason, hint="Open it in a program for workbooks and save it again.")


def _reason(source: Source, scratch: Path) -> str:
    """What the library says when it knows the format, which it takes from an extension."""
    import fastexcel

    named = scratch / f"workbook.{source.name.rsplit('.', 1)[-1].lower()}"
    named.symlink_to(source.path.resolve())
    try:
        fastexcel.read_excel(named)
    except BaseException as error:
        if not _is_refusal(error):
            raise
        return str(error)
    return ""


def _is_refusal(error: BaseException) -> bool:
    """The library's own errors, and panics of its parser, whose class cannot be imported."""
    import fastexcel

    return isinstance(error, fastexcel.FastExcelError) or type(error).__name__ == "PanicException"


def _unreadable(source: Source, content: bytes, reason: str) -> UnreadableFile:
    encrypted = "EncryptedPackage".encode("utf-16-le") in content or "password" in reason.lower()
    if encrypted:
        return UnreadableFile(
            source.name, "the workbook is protected by a password.", hint="Save it without a password and try again."
        )
    if "Unrecognized sheet:type" in reason:
        return UnreadableFile(source.name, "the workbook holds a kind of sheet that cannot be read (macro sheets).")
    if content.startswith((b"PK", COMPOUND_FILE)):
        return UnreadableFile(
            source.name, "the workbook is damaged or cut off.", hint="Save it again and try that copy."
        )
    return UnreadableFile(source.name, "this is not a workbook, whatever its extension says.")


def load_sheet(source: Source, workbook: Any, position: int, name: str) -> Any:
    try:
        return workbook.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
    except BaseException as error:
        if not _is_refusal(error):
            raise
        reason = "the sheet is damaged and cannot be read."
        raise UnreadableFile(source.name, reason, where=f"sheet {name}") from error
