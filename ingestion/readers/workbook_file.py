"""The bytes of a workbook, opened by the fast reader; why not, where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.errors import UnreadableFile
from ingestion.staged import Source

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_workbook(source: Source, content: bytes, scratch: Path) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(content)
    except BaseException as error:
        if not _is_refusal(error):
            raise
        raise _unreadable(source, content, _reason(source, scratch)) from error


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
