"""Text that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import re

_UNSEEN = (
    "\\s\\x00-\\x20\u0080-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"
STARTS_AS_FORMULA = f"^(?:[\\t\\r\\n]|[{_UNSEEN}]*[{_SIGNS}])"
"""Also for regular expressions of Arrow. Full-width and small signs are formulas to some versions of Excel, and what
cannot be seen before a sign is dropped by others."""

_FORMULA = re.compile(STARTS_AS_FORMULA)


def is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """For files without types of cells, such as CSV: preceded by an apostrophe where a spreadsheet would compute it."""
    return f"'{text}" if is_formula(text) else text
