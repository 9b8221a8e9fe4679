"""JSON that ends too early: everything up to the last complete element of its outermost open list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from core.import_report import RejectedRow
from ingestion.staged import LONGEST_REJECTED_TEXT

_LARGEST = 1 << 26
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_CLOSING = {b"[": b"]", b"{": b"}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """`rest` is the record that the text ends in, None where only brackets are missing."""

    path: Path
    rest: RejectedRow | None


def completed_json(text: Path, scratch: Path) -> Completed | None:
    """A copy with its brackets closed; None where the text does not end within a list that holds a whole element."""
    if text.stat().st_size > _LARGEST:
        return None
    content = text.read_bytes()
    open_at_cut = _cut(content)
    if open_at_cut is None:
        return None
    cut, brackets = open_at_cut
    path = scratch / "completed.json"
    path.write_bytes(content[:cut] + b"".join(_CLOSING[bracket] for bracket in reversed(brackets)))
    left = content[cut:].lstrip(b", \t\r\n")
    if not left:
        return Completed(path=path, rest=None)
    line = content.count(b"\n", 0, len(content) - len(left)) + 1
    shown = left.decode("utf-8", "replace").strip()[:LONGEST_REJECTED_TEXT]
    return Completed(path=path, rest=RejectedRow(line=line, text=shown, reason="the file ends within it"))


def _cut(content: bytes) -> tuple[int, list[bytes]] | None:
    """Where the last complete element of the outermost open list ends, and the brackets that are open there."""
    brackets: list[bytes] = []
    outermost, cut = -1, -1
    for token in _TOKEN.finditer(content):
        mark = token[0]
        if mark in _CLOSING:
            if mark == b"[" and outermost < 0:
                outermost, cut = len(brackets), -1
            brackets.append(mark)
        elif mark in (b"]", b"}"):
            if not brackets or _CLOSING[brackets.pop()] != mark:
                return None
            if len(brackets) <= outermost:
                outermost = -1
            elif len(brackets) == outermost + 1:
                cut = token.end()
        elif mark == b"," and len(brackets) == outermost + 1:
            cut = token.start()
    return (cut, brackets[: outermost + 1]) if outermost >= 0 and cut >= 0 else None
