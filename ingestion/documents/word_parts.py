"""The XML parts of a Word document, unpacked and parsed within limits."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from core.errors import LimitReached, UnreadableFile
from ingestion.staged import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOTES = {
    "Footnotes": r"footnotes\.xml",
    "Endnotes": r"endnotes\.xml",
    "Page headers": r"header\d*\.xml",
    "Page footers": r"footer\d*\.xml",
}
_MOST_NOTES = 50
_UNSUSPICIOUS_BYTES = 64 << 20
_DAMAGED = "the Word document is damaged or cut off."
_SAVE_AGAIN = "Open it in Word or LibreOffice and save it again as .docx."


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParts:
    """`notes` are the parts beside the body, each with the heading that its text is put under."""

    body: _Element
    styles: _Element | None
    notes: tuple[tuple[str, _Element], ...] = ()


def word_parts(source: Source) -> WordParts:
    """Raises UnreadableFile and LimitReached."""
    with source.path.open("rb") as file:
        start = file.read(1 << 20)
    if not start:
        raise UnreadableFile(source.name, "the file is empty.")
    if start.startswith(COMPOUND_FILE):
        raise _old_or_protected(source, start)
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = set(archive.namelist())
            main = _main_part(names)
            if main is None:
                raise UnreadableFile(source.name, "there is no Word document in it.", hint=_SAVE_AGAIN)
            folder = PurePosixPath(main).parent
            styles = str(folder / "styles.xml")
            return WordParts(
                body=_parsed(source, archive, main),
                styles=_parsed(source, archive, styles) if styles in names else None,
                notes=tuple((title, _parsed(source, archive, name)) for title, name in _notes(names, folder)),
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(source.name, _DAMAGED, hint=_SAVE_AGAIN) from error


def _notes(names: set[str], folder: PurePosixPath) -> Iterator[tuple[str, str]]:
    for title, pattern in _NOTES.items():
        found = sorted(name for name in names if re.fullmatch(pattern, name.removeprefix(f"{folder}/")))
        yield from ((title, name) for name in found[:_MOST_NOTES])


def _main_part(names: set[str]) -> str | None:
    if "word/document.xml" in names:
        return "word/document.xml"
    others = sorted(name for name in names if name.startswith("word/document") and name.endswith(".xml"))
    return others[0] if others else None


def _old_or_protected(source: Source, start: bytes) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in start or "EncryptedPackage".encode("utf-16-le") in _whole(source):
        return UnreadableFile(
            source.name, "the document is protected by a password.", hint="Save it without the password."
        )
    return UnreadableFile(source.name, "this is an old Word document (.doc).", hint="Save it as .docx.")


def _whole(source: Source) -> bytes:
    with source.path.open("rb") as file:
        return file.read(64 << 20)


def _parsed(source: Source, archive: zipfile.ZipFile, name: str) -> _Element:
    from lxml import etree

    info = archive.getinfo(name)
    most = source.limits.unpacked
    if info.file_size > most or info.file_size > max(_UNSUSPICIOUS_BYTES, info.compress_size * source.limits.ratio):
        raise LimitReached(
            f"{source.name}: unpacked, its text would be {info.file_size >> 20:,} MB, which is refused.",
            limit="size",
            stage="reading",
        )
    content = archive.read(info)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise UnreadableFile(
            source.name, "its XML declares entities, as no word processor writes it; it is not read.", hint=_SAVE_AGAIN
        )
    content = content.replace(_STRICT.encode(), _TRANSITIONAL.encode())
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error).lower()
        reason = "its text is nested too deeply to be read." if deep else _DAMAGED
        raise UnreadableFile(source.name, reason, hint=_SAVE_AGAIN) from error
