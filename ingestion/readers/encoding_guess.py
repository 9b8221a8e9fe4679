"""Which encoding bytes beyond ASCII are in, judged by the text that each candidate makes of them.

Languages of many bytes a character are told by their commonest characters; those of one byte by letters that are
usual together, in words that do not mix scripts, cases or symbols.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

_LETTERS = {
    "cp1252": "äöüßÄÖÜéèêëàâçîïôùûœÉÈÀÇñáíóúÑÁÍÓÚãõÃÕåæøÅÆØìò–—’‘“”„…«»©®°€£§·²³½¿¡´™",
    "mac_roman": "äöüßÄÖÜéèêëàâçîïôùûœÉÈÀÇñáíóúãõåæøÅÆØ–—’‘“”…«»©®°€£",
    "cp850": "äöüßÄÖÜéèêëàâçîïôùûÉÇñáíóúãõåæøÅÆØ°£",
    "cp437": "äöüßÄÖÜéèêëàâçîïôùûÉÇñáíóúåæÅÆ°£",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČÉÍŘŠÚÝŽőűŐŰöüäăâîșțşţđĐ–—’“”„…€°§",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČÉÍŘŠÚÝŽőűŐŰöüäăâîşţđĐ§°",
    "cp1254": "ğışçöüİĞŞÇÖÜâî–’“”€₺°",
    "cp1257": "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽąęėįųĄĘĖĮŲõäöüÕÄÖÜ–“”„€°",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯЁІЇЄҐ№–—«»",
    "koi8_r": "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯЁ",
    "koi8_u": "абвгдежзийклмнопрстуфхцчшщьюяіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЬЮЯІЇЄҐ",
    "cp866": "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯЁ№",
    "mac_cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯ",
    "cp1253": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ–’€",
    "cp1255": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ₪",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئپچژگ،؟",
    "cp874": "".join(chr(code) for code in range(0x0E01, 0x0E5C) if code not in range(0x0E3B, 0x0E3F)),
}
"""Letters and marks that are usual in the languages an encoding was made for."""

_PRIOR = {"cp874": 0.9, "cp1252": 1.0, "cp1251": 1.0, "cp1250": 0.98, "mac_roman": 0.97, "cp850": 0.95, "cp437": 0.94}
_RARE = 0.96
_SCRIPTS = (
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("greek", re.compile(r"[\u0370-\u03ff]")),
    ("hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("thai", re.compile(r"[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\s\d,;|:\t\"'()\[\]/<>=.!?@#&*+_-]+")
_NOT_WESTERN = frozenset(_LETTERS) - {
    "cp1252",
    "mac_roman",
    "cp850",
    "cp437",
    "cp1250",
    "iso8859_2",
    "cp1254",
    "cp1257",
}
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_COMMON_CYRILLIC = re.compile(r"[оеаинтсрвлкОЕАИНТСРВЛКі]")
_MOST_BYTES = 50_000
_SURE_WIDE = 0.75


def guess_encoding(lines: bytes) -> tuple[str, float]:
    """The Python name of the encoding, and how sure it is from 0 to 1; `lines` are those with bytes beyond ASCII."""
    sample = lines[:_MOST_BYTES]
    wide = _wide(sample)
    if wide is not None and wide[1] >= _SURE_WIDE:
        return wide
    ranked = sorted(((_narrow_score(sample, name), name) for name in _LETTERS), reverse=True)
    score, best = ranked[0]
    if best == "cp1252" and not _decodes(lines, "cp1252"):
        best = "latin-1"
    if wide is not None and wide[1] > score:
        return wide
    if score <= 0:
        return ("cp1252", 0.4) if _decodes(lines, "cp1252") else ("latin-1", 0.4)
    return best, round(max(0.5, min(0.95, score)), 2)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _narrow_score(sample: bytes, encoding: str) -> float:
    """1 where each character beyond ASCII is usual and stands in a word of its kind; below 0 for nonsense."""
    text = sample.decode(encoding, "replace")
    usual = frozenset(_LETTERS[encoding])
    strange = [char for char in text if char > "\x7f"]
    if not strange:
        return 0.0
    points = sum(_points(char, usual) for char in strange)
    points -= sum(_oddity(word, western=encoding not in _NOT_WESTERN) for word in _WORD.findall(text))
    cyrillic = len(_CYRILLIC.findall(text))
    points -= max(0.0, 0.55 * cyrillic - len(_COMMON_CYRILLIC.findall(text)))
    return points / len(strange) * _PRIOR.get(encoding, _RARE)


def _points(char: str, usual: frozenset[str]) -> float:
    if char in usual:
        return 1.0
    if char == "\ufffd" or "\x80" <= char <= "\x9f":
        return -2.0
    return 0.3 if char.isalpha() else 0.1


def _oddity(word: str, *, western: bool) -> float:
    """How unlike a word it is: scripts mixed, capitals behind small letters, symbols inside, too many accents in a row."""
    if word.isascii():
        return 0.0
    scripts = sum(1 for _, pattern in _SCRIPTS if pattern.search(word))
    breaks = sum(1 for left, right in itertools.pairwise(word) if left.islower() and right.isupper())
    inner = sum(1 for char in word[1:-1] if char > "\x7f" and not char.isalpha() and not _is_mark(char))
    inner += sum(1 for char in (word[0], word[-1]) if len(word) > 1 and char in "£¥§¶±¤¦¬¯¸¹³²×÷")
    runs = sum(len(run) - 2 for run in re.findall(r"[\u00c0-\u024f]{3,}", word)) if western else 0
    screams = sum(char.isupper() for char in word[1:]) if word[0].islower() else 0
    return max(0, scripts - 1) * 1.5 + breaks * 0.8 + inner * 1.0 + runs * 1.0 + screams * 0.3


def _is_mark(char: str) -> bool:
    return char in "’‘“”–—…·°" or "\u0e30" <= char <= "\u0e4f" or "\u064b" <= char <= "\u0652"


def _wide(sample: bytes) -> tuple[str, float] | None:
    """The likeliest encoding of Chinese, Japanese or Korean text."""
    scored = [(_wide_score(sample, name), name) for name in ("cp932", "euc_jp", "big5", "cp949", "gb18030")]
    score, best = max(scored)
    return (best, round(min(0.95, score), 2)) if score > 0 else None


def _wide_score(sample: bytes, encoding: str) -> float:
    """The share of characters beyond ASCII that are common in the language; 0 where the bytes are not such text."""
    text = _decoded(sample, encoding)
    if text is None:
        return 0.0
    strange = [char for char in text if char > "\x7f"]
    pairs = [code for char in strange if len(code := char.encode(encoding, "replace")) == 2]
    if not strange or len(pairs) < 2:
        return 0.0
    if encoding in {"cp932", "euc_jp"}:
        return _japanese(strange, pairs, encoding)
    low = sum(pair[1] < 0x80 for pair in pairs) / len(pairs)
    if encoding == "big5":
        common = _share(pairs, 0xA4, 0xC6) if low > 0.1 else 0.0
    elif encoding == "cp949":
        common = _share(pairs, 0xB0, 0xC8) * (0.95 if low < 0.1 else 0.5)
    else:
        common = _share(pairs, 0xB0, 0xD7) * (0.9 if low < 0.1 else 0.5)
    return common * len(pairs) / len(strange)


def _japanese(strange: list[str], pairs: list[bytes], encoding: str) -> float:
    kana = sum("\u3040" <= char <= "\u30ff" for char in strange) / len(strange)
    halfwidth = sum("\uff61" <= char <= "\uff9f" for char in strange) / len(strange)
    common = _share(pairs, 0x88, 0x97) if encoding == "cp932" else _share(pairs, 0xB0, 0xCF)
    both = min(1.0, kana + common * len(pairs) / len(strange))
    if encoding == "euc_jp" and kana < 0.05:
        return both * 0.5
    return max(0.0, both - halfwidth)


def _share(pairs: Iterable[bytes], first: int, last: int) -> float:
    """Pairs whose leading byte lies within, punctuation and full-width forms not counted."""
    told = [pair for pair in pairs if pair[0] not in range(0xA1, 0xA4)]
    return sum(first <= pair[0] <= last for pair in told) / len(told) if told else 0.0


def _decoded(sample: bytes, encoding: str) -> str | None:
    """None where the bytes are not in this encoding; a character cut off at the end is left out."""
    for end in range(len(sample), max(0, len(sample) - 4), -1):
        try:
            return sample[:end].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return None
    return None
