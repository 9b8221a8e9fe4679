"""JSON that is nearly valid, put right: comments, commas before a closing bracket, wrappers, halves of characters."""

from __future__ import annotations

import re
from pathlib import Path

_LARGEST = 1 << 28
_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=(?:\s|//[^\n]*|/\*.*?\*/)*[\]}])',
    re.DOTALL,
)
_GUARD = re.compile(rb"\A\s*\)\]\}'?,?\s*(?=[\[{])")
_CALL = re.compile(rb"\A\s*(?:/\*\*/)?\s*[A-Za-z_$][\w$.]*\s*\((?=\s*[\[{])(.*)\)\s*;?\s*\Z", re.DOTALL)
_HALF = re.compile(
    rb"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


def mended_json(text: Path, scratch: Path) -> tuple[Path, tuple[str, ...]] | None:
    """A copy that may be valid, and what was put right in it; None where there was nothing to put right."""
    if text.stat().st_size > _LARGEST:
        return None
    content = text.read_bytes()
    done: list[str] = []
    for what, mend in (("what is wrapped around it", _unwrapped), ("halves of characters", _whole), ("", _tidy)):
        better, words = mend(content)
        if better != content:
            done.append(what or words)
        content = better
    if not done:
        return None
    path = scratch / "mended.json"
    path.write_bytes(content)
    return path, tuple(done)


def _unwrapped(content: bytes) -> tuple[bytes, str]:
    call = _CALL.match(content)
    return (call[1] if call else _GUARD.sub(b"", content)), ""


def _whole(content: bytes) -> tuple[bytes, str]:
    def replaced(match: re.Match[bytes]) -> bytes:
        return match[0] if match[2] else match[3] + b"\\ufffd"

    return (_HALF.sub(replaced, content) if b"\\u" in content else content), ""


def _tidy(content: bytes) -> tuple[bytes, str]:
    found: set[str] = set()

    def replaced(match: re.Match[bytes]) -> bytes:
        token = match[0]
        if token.startswith(b'"'):
            return token
        found.add("commas before a closing bracket" if token == b"," else "comments")
        return b"" if token == b"," else b" "

    return _TOKEN.sub(replaced, content), " and ".join(sorted(found))
