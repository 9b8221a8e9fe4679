"""Ways to say something, written as they are said.

    saying("[so] (which|what) {group} (works|performs) {how:best|worst} {rest}")

matches whole questions: `(a|b)` one of these, `[a|b]` one or none, `{name}` one to three words, `{name:a|b}` one of these under
that name, `{rest}` what may follow from a preposition on, its blank included. Case and the final marks play no part.
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"\{\w+(?::[^}]*)?\}|\([^)]*\)|\[[^\]]*\]|\S+")
_PREPOSITIONS = (
    "in|at|on|during|for|this|last|from|since|of|by|per|between|before|after|over|within|until|with|among|each|every"
)
_WORD = r"[\w'’&-]+"


def saying(written: str) -> re.Pattern[str]:
    return re.compile("".join(map(_pattern, _PIECE.findall(written))) + r"\s*[?.!]*\s*$", re.IGNORECASE)


def _pattern(piece: str) -> str:
    if piece == "{rest}":
        return rf"(?P<rest>(?:[ ,]+(?:{_PREPOSITIONS})\b.*?)?)"
    said = _said(piece)
    return f"(?:(?:^| ){said})?" if piece.startswith("[") else f"(?:^| ){said}"


def _said(piece: str) -> str:
    if piece.startswith("{"):
        name, _, words = piece[1:-1].partition(":")
        return f"(?P<{name}>{words})" if words else f"(?P<{name}>{_WORD}(?: {_WORD}){{0,2}}?)"
    return f"(?:{piece[1:-1]})" if piece.startswith(("(", "[")) else piece
