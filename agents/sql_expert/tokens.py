"""A question as tokens that know their place in it: words, numbers with their magnitude, quoted text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from agents.number_words import ONES, TENS

TokenKind = Literal["word", "number", "quoted", "symbol"]

_PATTERN = re.compile(
    r"""
    (?P<quoted>"[^"]+"|“[^”]+”|”[^”]+”|«[^»]+»|‘[^’]+’|``[^'`]+''|(?<!\w)'[^']+'(?!\w)|`[^`]+`)
  | (?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})
  | (?P<ordinal>\d+(?:st|nd|rd|th)\b)
  | (?P<number>(?<![\w.])[-+]?[$€£]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])[-+]?[$€£]?\d+(?:\.\d+)?)
    (?P<magnitude>(?:k|m|mn|bn|b)\b|\s?%)?
  | (?P<negation>n['’]t\b|(?<=\w)nt\b)
  | (?P<word>e-mails?\b|\w+?(?=n['’]t\b)
    |(?:do|does|did|is|are|was|were|has|have|had|would|could|should)(?=nt\b)
    |[^\W\d_]\w*(?:[.&][^\W_]\w*)*|\w+)
  | (?P<hyphen>(?<=\w)[-/](?=\w))
  | (?P<possessive>['’]s?\b|['’](?=\s|$))
  | (?P<symbol><=|>=|<>|!=|[^\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAGNITUDES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}
_WORD_MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "dozen": 12,
}
_NUMBER_WORDS = ONES | TENS
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_BEFORE_TIMES = frozenset({"least", "most", "than", "exactly"})
_NOT_A_NUMBER_AFTER = {"which", "each", "every", "the", "any", "no", "that", "this", "another", "some"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Characters `start` to `end`. `folded` is lower case; of quoted text it is what stands between the quotes.

    `number` is set for numbers, in words too; `unit` is "%" or a currency sign where one was written.
    """

    text: str
    folded: str
    start: int
    end: int
    kind: TokenKind
    number: int | float | None = None
    unit: str | None = None


def tokenise(question: str) -> tuple[Token, ...]:
    raw = [_token(match) for match in _PATTERN.finditer(question) if not match["hyphen"]]
    return tuple(_with_number_words(raw))


def _token(match: re.Match[str]) -> Token:
    text, (start, end) = match.group(), match.span()
    if match["quoted"]:
        inner = text[2:-2] if text.startswith("``") else text[1:-1]
        return Token(text=text, folded=inner.strip(), start=start, end=end, kind="quoted")
    if match["number"]:
        return _number_token(match, text, start, end)
    kind: TokenKind = "symbol" if match["symbol"] or match["possessive"] else "word"
    folded = "'s" if match["possessive"] else "not" if match["negation"] else text.casefold().replace("’", "'")
    return Token(text=text, folded=folded, start=start, end=end, kind=kind)


def _number_token(match: re.Match[str], text: str, start: int, end: int) -> Token:
    digits = match["number"].replace(",", "")
    currency = next((sign for sign in "$€£" if sign in digits), None)
    value = float(digits.replace(currency, "") if currency else digits)
    magnitude = (match["magnitude"] or "").strip().casefold()
    unit = "%" if magnitude == "%" else currency
    value *= _MAGNITUDES.get(magnitude, 1)
    return Token(
        text=text, folded=text.casefold(), start=start, end=end, kind="number", number=_plain(value), unit=unit
    )


def _with_number_words(raw: list[Token]) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(raw):
        length, value = _number_in_words(raw, at)
        if length:
            first, last = raw[at], raw[at + length - 1]
            text = " ".join(token.text for token in raw[at : at + length])
            tokens.append(
                replace(first, text=text, folded=text.casefold(), end=last.end, kind="number", number=_plain(value))
            )
            at += length
        else:
            tokens.append(raw[at])
            at += 1
    return tokens


def _number_in_words(raw: list[Token], at: int) -> tuple[int, float]:
    """How many tokens from `at` write one number, and the number; (0, 0) where they don't."""
    token = raw[at]
    following = raw[at + 1].folded if at + 1 < len(raw) else ""
    if token.folded == "half" and following == "a" and at + 2 < len(raw):
        magnitude = _WORD_MAGNITUDES.get(raw[at + 2].folded)
        return (3, magnitude / 2) if magnitude else (0, 0)
    if token.folded in ("a", "one") and following in _WORD_MAGNITUDES:
        return 2, _WORD_MAGNITUDES[following]
    value = token.number if token.kind == "number" else _NUMBER_WORDS.get(token.folded)
    if token.folded in _TIMES and at and raw[at - 1].folded in _BEFORE_TIMES:
        value = _TIMES[token.folded]
    if value is None or (token.folded == "one" and at and raw[at - 1].folded in _NOT_A_NUMBER_AFTER):
        return 0, 0
    length, total = 1, float(value)
    if total >= 20 and following in _NUMBER_WORDS and _NUMBER_WORDS[following] < 10 and token.kind == "word":
        length, total = 2, total + _NUMBER_WORDS[following]
    while at + length < len(raw) and raw[at + length].folded in _WORD_MAGNITUDES:
        total *= _WORD_MAGNITUDES[raw[at + length].folded]
        length += 1
    return (length, total) if length > 1 or token.kind == "word" else (0, 0)


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value
