"""Bytes of a text file → the same text in UTF-8, without a byte order mark."""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput, UnreadableFile
from core.import_report import Decision
from core.suggest import did_you_mean
from ingestion.choosing import changeable, keyed
from ingestion.readers.encoding_guess import guess_encoding
from ingestion.staged import Progress, Source
from ingestion.wording import counted

_CHUNK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MISREAD: dict[int, str | None] = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_MISREAD[0] = None
_MISREAD_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS_OF_TEXT = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f")
_USUAL = (
    "utf-8",
    "cp1252",
    "cp1250",
    "cp1251",
    "mac-roman",
    "cp850",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
    "utf-16",
)
_NO_ENCODINGS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
)
_NAMES = {"utf-8-sig": "UTF-8 with byte order mark", "utf-8": "UTF-8", "ascii": "UTF-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Utf8Text:
    """`path` holds UTF-8; `encoding` is what the uploaded bytes were in, `sure` 0 to 1.

    `repaired` says that stray control characters were put back to the punctuation they stood for.
    `lines` counts physical lines, without blank ones at the very end. `nulls` are NUL bytes that are left out,
    `unreadable` bytes that are no character of the encoding.
    """

    path: Path
    encoding: str
    sure: float
    lines: int
    has_quotes: bool
    has_lone_returns: bool
    repaired: bool = False
    nulls: int = 0
    unreadable: int = 0

    @property
    def encoding_label(self) -> str:
        return _NAMES.get(self.encoding, self.encoding.upper().replace("_", "-"))


def as_utf8(source: Source, scratch: Path, progress: Progress | None = None) -> Utf8Text:
    """The source itself where it is UTF-8 already, else a copy in `scratch`; `progress` is told while it is copied."""
    with source.path.open("rb") as file:
        head = file.read(1 << 16)
    encoding, sure = _encoding(source, head)
    path = source.path
    repaired = encoding == "utf-8" and _has_misread_punctuation(path)
    nulls = 0 if encoding.startswith(("utf-16", "utf-32")) else sum(chunk.count(0) for chunk in _chunks(path))
    unreadable = 0
    chosen = source.choices.value("encoding") is not None
    valid = encoding in {"utf-8", "ascii"} and sure == 1 and (not chosen or _is_utf8(path))
    if repaired or nulls or not valid:
        path = scratch / "text.utf8"
        unreadable = _transcode(source, encoding, path, progress)
    lines, has_quotes, has_lone_returns = _scan(path)
    return Utf8Text(
        path=path,
        encoding=encoding,
        sure=sure,
        lines=lines,
        has_quotes=has_quotes,
        has_lone_returns=has_lone_returns,
        repaired=repaired,
        nulls=nulls,
        unreadable=unreadable,
    )


def encoding_decisions(text: Utf8Text, source: Source) -> Iterator[Decision]:
    chosen = source.choices.value("encoding") is not None
    if chosen or text.encoding not in {"utf-8", "utf-8-sig", "ascii"}:
        others = tuple(other for other in _USUAL if codecs.lookup(other).name != codecs.lookup(text.encoding).name)
        detail = f"The text is read as {text.encoding_label}."
        told = Decision(kind="encoding", detail=detail, cells=text.unreadable, confidence=text.sure, by_person=chosen)
        yield keyed(changeable(told, "encoding", text.encoding, *others), source.choices)
    elif text.encoding == "utf-8" and text.sure < 1:
        detail = "The text is UTF-8 with a few bytes that are not, which are read as Windows text."
        yield Decision(kind="encoding", detail=detail, confidence=text.sure)
    if text.unreadable:
        detail = f"In it {counted(text.unreadable, 'character')} could not be read and are shown as “\ufffd”."
        yield Decision(kind="encoding", detail=detail, cells=text.unreadable, confidence=0.5)
    if text.repaired:
        detail = "Control characters in place of quotes and dashes are read as those (an old Windows text)."
        yield Decision(kind="encoding", detail=detail, confidence=0.9)
    if text.nulls:
        yield Decision(kind="other", detail=f"{counted(text.nulls, 'NUL byte')} left out.", cells=text.nulls)


def _encoding(source: Source, head: bytes) -> tuple[str, float]:
    chosen = source.choices.value("encoding")
    if chosen is not None:
        return _known(chosen), 1.0
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    return (marked, 1.0) if marked else _guess(source, head)


def _known(name: str) -> str:
    """Raises InvalidInput where there is no such encoding of text."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in _NO_ENCODINGS:
        hint = did_you_mean(name, _USUAL, "encoding")
        raise InvalidInput(f"“{name[:40]}” is no encoding that is known.", hint=hint, stage="reading")
    return codec.name


def _guess(source: Source, head: bytes) -> tuple[str, float]:
    wide = _unmarked_unicode(head) if b"\0" in head else None
    if wide:
        return wide, 0.9
    odd = sum(head.count(code) for code in range(1, 32) if code not in _CONTROLS_OF_TEXT)
    if odd * 50 > len(head) or head.count(0) * 2 > len(head):
        raise UnreadableFile(source.name, "this is not a text file: it holds binary data.", where="in the first 64 KB")
    if _is_utf8(source.path):
        return "utf-8", 1.0
    lines = _lines_beyond_ascii(source.path)
    if _is_mostly_utf8(lines):
        return "utf-8", 0.8
    return guess_encoding(lines)


def _unmarked_unicode(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the reading under which separators and line ends are ASCII."""
    best, most = None, 0.0
    for name, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            text = head[: len(head) // width * width].decode(name)
        except UnicodeDecodeError:
            continue
        plain = sum("\x20" <= char <= "\x7e" or char in "\r\n\t" for char in text)
        strange = sum(unicodedata.category(char) in {"Cc", "Cn", "Co"} and char not in "\r\n\t" for char in text)
        share = plain / max(1, len(text))
        if not strange and share > max(most, 0.02) and "\n" in text:
            best, most = name, share
    return best


def _is_mostly_utf8(lines: bytes) -> bool:
    """Text in UTF-8 into which a few lines of another encoding have come."""
    good, position = 0, 0
    bad = 0
    while position < len(lines):
        try:
            good += len(_BEYOND_ASCII.findall(lines[position:].decode("utf-8")))
            break
        except UnicodeDecodeError as error:
            good += len(_BEYOND_ASCII.findall(lines[position : position + error.start].decode("utf-8")))
            bad += 1
            position += max(error.end, 1)
        if bad > 200:
            return False
    return good >= 10 * bad


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


def _has_misread_punctuation(path: Path) -> bool:
    """Windows quotes and dashes that were once read as ISO 8859-1 have become control characters."""
    return any(not chunk.isascii() and _MISREAD_BYTES.search(chunk) for chunk in _chunks(path))


def _transcode(source: Source, encoding: str, path: Path, progress: Progress | None) -> int:
    """Returns how many characters could not be read; each is written as U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="tablespeak_utf8" if encoding == "utf-8" else "replace")
    unreadable = 0
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        for number, chunk in enumerate(itertools.chain(_chunks(source.path), [b""])):
            if progress is not None and number:
                progress(f"Decoding {source.name}", min(1.0, number * _CHUNK / source.size))
            text = decoder.decode(chunk, final=not chunk).translate(_MISREAD)
            unreadable += text.count("\ufffd")
            out.write(text)
    return unreadable


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, as old Windows text has it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("tablespeak_utf8", _as_windows)


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
