"""A zip archive → the files in it, one after the other, within limits.

Names in the archive only name tables: nothing is ever written under one.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import UnreadableFile, UserError
from core.import_choices import ReadLimits
from ingestion.bounds import too_many_files, unpacks_too_large
from ingestion.names import clean_label
from ingestion.staged import Source
from ingestion.unpacking import check_ratio, unpack

_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PACKAGES = ("[Content_Types].xml", "content.xml", "mimetype", "xl/workbook", "word/document", "ppt/presentation")
"""How names begin that only packages of one document hold."""
_BESIDE_THE_DATA = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 0x1
_LONGEST_NAME = 120
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What Python's reader of zip files raises for those that are damaged, cut off or packed by unknown means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive: what is read of it, or why it is not. `name` is its path there, safe to show."""

    name: str
    source: Source | None = None
    refusal: UserError | None = None


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MARKS


def is_archive(path: Path) -> bool:
    """A zip file that is no document or workbook; raises nothing for a damaged one, which is none."""
    if not is_zip(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name.startswith(_PACKAGES) for name in archive.namelist())
    except DAMAGES:
        return False


def members(archive: Source, scratch: Path) -> Iterator[Member]:
    """Each file is unpacked when it is asked for and gone when the next one is. Raises LimitReached and UnreadableFile."""
    with zipfile.ZipFile(archive.path) as packed:
        parts = [part for part in packed.infolist() if _holds_data(part)]
        if len(parts) > archive.limits.files:
            raise too_many_files(archive, len(parts))
        if not parts:
            raise UnreadableFile(archive.name, "the zip archive holds no file.")
        _check_declared(archive, sum(part.file_size for part in parts))
        room = archive.limits.unpacked
        for number, part in enumerate(parts):
            path = scratch / f"member{number}"
            member = _member(archive, packed, part, path, replace(archive.limits, unpacked=room))
            room -= member.source.size if member.source else 0
            yield member
            path.unlink(missing_ok=True)


def _holds_data(part: zipfile.ZipInfo) -> bool:
    last = part.filename.rsplit("/", 1)[-1]
    hidden = last.startswith("._") or last in _BESIDE_THE_DATA or part.filename.startswith(_BESIDE_THE_DATA[0])
    return not part.is_dir() and not hidden


def _check_declared(archive: Source, size: int) -> None:
    """Files that lie over each other in the archive count as often as they are listed."""
    if size > archive.limits.unpacked:
        raise unpacks_too_large(archive.name, archive.limits.unpacked)
    check_ratio(archive.name, archive.size, size, archive.limits)


def _member(archive: Source, packed: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, limits: ReadLimits) -> Member:
    name = clean_label(part.filename.replace("\\", "/"))[-_LONGEST_NAME:] or "file"
    if part.flag_bits & _ENCRYPTED:
        refusal = UnreadableFile(name, "it is protected by a password.", hint="Pack it without a password.")
        return Member(name=name, refusal=refusal)
    try:
        with packed.open(part) as stream:
            size = unpack(stream, path, name, part.compress_size, limits)
    except DAMAGES as error:
        unknown = isinstance(error, NotImplementedError)
        reason = "it is packed by a method that is not known here." if unknown else "it is damaged or cut off."
        return Member(name=name, refusal=UnreadableFile(name, reason))
    last = name.rsplit("/", 1)[-1] or "file"
    return Member(name=name, source=replace(archive, path=path, name=last, size=size, limits=limits))
