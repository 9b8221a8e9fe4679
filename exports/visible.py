"""Text that stays text: what a reader obeys instead of showing it is shown, or left out."""

from __future__ import annotations

import re

_CONTROL_PICTURES = 0x2400
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Control characters as pictures of them; marks that turn the direction of what follows are left out."""
    return _OBEYED.sub(_shown, text.replace("\r\n", "\n"))


def on_one_line(text: str) -> str:
    return " ".join(visible(text).split())


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code in (0x2028, 0x2029):
        return " "
    return "\u2421" if code == 0x7F else "" if 0x200B <= code <= 0x2069 or code == 0xFEFF else "\ufffd"
