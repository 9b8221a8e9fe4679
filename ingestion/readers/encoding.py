"""Bytes of a text file → the same text in UTF-8, without a byte order mark."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UnreadableFile
from ingestion.staged import Source

_CHUNK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_MISREAD_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_WESTERN = frozenset({"ascii", "utf_8", "latin_1", "cp1252", "iso8859_15", "cp850", "cp437", "mac_roman"})
_NAMES = {"utf-8-sig": "UTF-8 with byte order mark", "utf-8": "UTF-8", "ascii": "UTF-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Utf8Text:
    """`path` holds UTF-8; `encoding` is what the uploaded bytes were in, `sure` 0 to 1.

    `repaired` says that stray control characters were put back to the punctuation they stood for.
    `lines` counts physical lines, without blank ones at the very end.
    """

    path: Path
    encoding: str
    sure: float
    lines: int
    has_quotes: bool
    has_lone_returns: bool
    repaired: bool = False

    @property
    def encoding_label(self) -> str:
        return _NAMES.get(self.encoding, self.encoding.upper().replace("_", "-"))


def as_utf8(source: Source, scratch: Path) -> Utf8Text:
    """The source itself where it is UTF-8 already, else a copy in `scratch`."""
    with source.path.open("rb") as file:
        head = file.read(1 << 16)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    encoding, sure = (marked, 1.0) if marked else _guess(source, head)
    path = source.path
    repaired = encoding == "utf-8" and _has_misread_punctuation(path)
    if repaired or encoding not in {"utf-8", "ascii"}:
        path = scratch / "text.utf8"
        _transcode(source, encoding, path)
    lines, has_quotes, has_lone_returns = _scan(path)
    return Utf8Text(
        path=path,
        encoding=encoding,
        sure=sure,
        lines=lines,
        has_quotes=has_quotes,
        has_lone_returns=has_lone_returns,
        repaired=repaired,
    )


def _guess(source: Source, head: bytes) -> tuple[str, float]:
    wide = _utf16_without_mark(head)
    if wide:
        return wide, 0.9
    if b"\0" in head:
        raise UnreadableFile(source.name, "this is not a text file: it holds binary data.", where="in the first 64 KB")
    if _is_utf8(source.path):
        return "utf-8", 1.0
    return _by_statistics(source.path)


def _utf16_without_mark(head: bytes) -> str | None:
    """Text in Latin letters has a zero in every other byte of UTF-16."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.6 and odd < pairs * 0.05 else None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_statistics(path: Path) -> tuple[str, float]:
    """Western European unless the bytes say otherwise clearly: short samples of other guesses are often wrong."""
    from charset_normalizer import from_bytes

    lines = _lines_beyond_ascii(path)
    best = from_bytes(lines).best()
    high = sum(byte > 127 for byte in lines)
    western = best is None or best.encoding in _WESTERN or high < 24 or best.coherence <= 0.3
    if best is not None and not western:
        return best.encoding, 0.7
    return ("cp1252", 0.8) if _decodes(lines, "cp1252") else ("latin-1", 0.6)


def _lines_beyond_ascii(path: Path) -> bytes:
    found: list[bytes] = []
    size = 0
    for chunk in _chunks(path):
        if chunk.isascii():
            continue
        for line in chunk.splitlines():
            if not line.isascii():
                found.append(line[:2000])
                size += len(found[-1])
            if size > 50_000:
                return b"\n".join(found)
    return b"\n".join(found)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _has_misread_punctuation(path: Path) -> bool:
    """Windows quotes and dashes that were once read as ISO 8859-1 have become control characters."""
    return any(not chunk.isascii() and _MISREAD_BYTES.search(chunk) for chunk in _chunks(path))


def _transcode(source: Source, encoding: str, path: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace" if encoding == "cp1252" else "strict")
    try:
        with path.open("wb") as out:
            for chunk in _chunks(source.path):
                out.write(decoder.decode(chunk).translate(_MISREAD).encode("utf-8"))
            out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as error:
        raise UnreadableFile(
            source.name, f"the text is not valid {encoding.upper()}; the file may be cut off."
        ) from error


def _scan(path: Path) -> tuple[int, bool, bool]:
    """Lines; whether there is a double quote; whether a carriage return stands without a line feed."""
    feeds = returns = pairs = 0
    quotes = False
    last = b""
    for chunk in _chunks(path):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
        quotes = quotes or b'"' in chunk
        last = chunk[-1:]
    return feeds + 1 - _closing_feeds(path), quotes, returns > pairs


def _closing_feeds(path: Path) -> int:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 16)))
        tail = file.read()
    return tail.count(b"\n") - tail.rstrip(b"\r\n").count(b"\n")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
