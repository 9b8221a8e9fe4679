"""Workbooks and documents that are zip files of XML: whether they are safe to open."""

from __future__ import annotations

import zipfile

from core.errors import UnreadableFile
from ingestion.bounds import too_many_files, unpacks_too_large
from ingestion.readers.zip_archive import DAMAGES
from ingestion.staged import Source
from ingestion.unpacking import check_ratio

_HEAD_BYTES = 1 << 12
_PROLOGUE_BYTES = 1 << 20
_XML = (".xml", ".rels", ".vml")
_MOST_PARTS = 20_000


def check_package(source: Source) -> None:
    """Raises LimitReached for one that would unpack too large and UnreadableFile for XML that defines entities.

    A damaged one passes: its reader says what is wrong.
    """
    try:
        with zipfile.ZipFile(source.path) as parts:
            infos = parts.infolist()
            if len(infos) > max(source.limits.files, _MOST_PARTS):
                raise too_many_files(source, len(infos))
            size = sum(part.file_size for part in infos)
            if size > source.limits.unpacked:
                raise unpacks_too_large(source.name, source.limits.unpacked)
            check_ratio(source.name, source.size, size, source.limits)
            named = next((part for part in infos if _defines_entities(parts, part)), None)
    except DAMAGES:
        return
    if named is not None:
        raise UnreadableFile(
            source.name,
            "its XML defines entities, which can be made to grow without end; files of this kind never need them.",
            hint="Open it in the program that made it, save it again and try that copy.",
        )


def _defines_entities(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    if not part.filename.lower().endswith(_XML) or part.flag_bits & 1:
        return False
    with parts.open(part) as stream:
        head = stream.read(_HEAD_BYTES)
        if b"<!DOCTYPE" not in head.replace(b"\0", b""):
            return False
        return b"<!ENTITY" in (head + stream.read(_PROLOGUE_BYTES)).replace(b"\0", b"")
