"""Words of names and of questions: splitting, stems, singulars and plurals, one spelling for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

from semantic_layer.inflection import plural, singular, singular_of_irregular
from semantic_layer.vocabulary import abbreviations, known_words

__all__ = ["fold", "full_words", "name_words", "normalise", "plural", "readable", "singular", "stem", "stems"]

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!\b))")
_DIGITS = re.compile(r"(?<=[^\W\d_]{3})(?=\d)")
_PIECE = re.compile(r"[^\W_]+")
_PUNCTUATION = re.compile(r"[^\w+#]+|_+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_KEPT_UPPER = frozenset(
    {"id", "gpa", "gdp", "sku", "url", "ip", "vat", "hr", "it", "kpi", "roi", "isbn", "ssn", "iban"}
)

_TAILS = frozenset({"id", "no", "nr", "num", "nbr", "name", "date", "code", "key", "time", "type"})
_NAMED = frozenset({"first", "last", "middle", "full", "given", "family"})
_WHOLE = frozenset(
    {
        "valid",
        "invalid",
        "hybrid",
        "android",
        "covid",
        "casino",
        "piano",
        "volcano",
        "overtime",
        "lifetime",
        "headquarter",
    }
)


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """Words of a header, folded: snake_case, camelCase, digits and words run together ("custID2" → cust, id2)."""
    return tuple(fold(word) for word in _split(name))


@lru_cache(maxsize=8192)
def full_words(name: str) -> tuple[str, ...]:
    """As `name_words`, with common abbreviations written out ("cust_qty" → customer, quantity)."""
    if name.casefold() in _ALONE:
        return _ALONE[name.casefold()]
    written_out = abbreviations()
    return tuple(full for word in name_words(name) for full in written_out.get(word, word).split())


_ALONE = {"dst": ("daylight", "saving", "time")}
"""Names that mean something else where no other word stands with them: `dst_port` is where something goes."""


def readable(name: str) -> str:
    """A heading for people; a name that already holds spaces is kept as it was written."""
    if " " in name.strip():
        return " ".join(name.split())
    words = _ALONE.get(name.casefold()) or [abbreviations().get(word, word) for word in _split(name)]
    return " ".join(word.upper() if word in _KEPT_UPPER else word for word in words) or name


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English stem of a word; irregular plurals share their singular's.

    A stemmer holds the word it works on, so threads must not share one.
    """
    folded = fold(word)
    return str(EnglishStemmer().stemWord(singular_of_irregular(folded)))


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in normalise(text).split())


def fold(text: str) -> str:
    """Case and accents taken away; punctuation stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_UNDECOMPOSED)


def normalise(text: str) -> str:
    """One spelling of what reads the same: "São-Paulo " and "sao paulo", "AT&T" and "at and t", "O'Neil" and "oneil"."""
    return _normalised_once(text) if len(text) <= _SHORT else _normalised(text)


_SHORT = 40
"""Words and names are normalised again and again, long texts are not."""


@lru_cache(maxsize=20_000)
def _normalised_once(text: str) -> str:
    return _normalised(text)


def _normalised(text: str) -> str:
    folded = fold(text)
    if folded.isalnum():
        return folded
    plain = folded.translate(_APOSTROPHES).replace("\0", " ").replace("&", " and ")
    marked = _POINT.sub("\0", _THOUSANDS.sub("", plain))
    spaced = _PUNCTUATION.sub(lambda found: "." if found.group() == "\0" else " ", marked)
    return " ".join(spaced.split()) or folded.strip()


def _split(name: str) -> list[str]:
    whole = _PIECE.findall(name)
    spaced = (one if one.lower() in abbreviations() else _DIGITS.sub(" ", _CAMEL.sub(" ", one)) for one in whole)
    return [word for one in spaced for piece in _PIECE.findall(one) for word in _apart(piece.lower())]


def _apart(piece: str) -> tuple[str, ...]:
    """Of "customerid" makes customer, id: only where the whole is no word we know and both parts are."""
    known = known_words()
    if piece.endswith("name") and piece[:-4] in _NAMED:
        return piece[:-4], "name"
    if len(piece) < 5 or not piece.isalpha() or piece in _WHOLE or piece in known or singular(piece) in known:
        return (piece,)
    for cut in range(len(piece) - 2, 2, -1):
        head, tail = piece[:cut], piece[cut:]
        if tail in _TAILS and (head in known or head in abbreviations()):
            return head, tail
        if len(tail) > 3 and tail in known and head in known:
            return head, tail
    return (piece,)


def word_stems(text: str) -> frozenset[str]:
    """Of each word in its singular, so that “companies” and “company” are one."""
    return frozenset(stem(singular(word)) for word in full_words(text))
