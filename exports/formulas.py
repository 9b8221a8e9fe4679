"""Text that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import re

STARTS_AS_FORMULA = "^(?:[\\t\\r\\n]|[\\s\\x00-\\x20\u00a0\u200b\u3000\ufeff]*[=+\\-@＝＋－＠])"
"""Also for regular expressions of Arrow. Full-width signs are formulas to some versions of Excel."""

_FORMULA = re.compile(STARTS_AS_FORMULA)


def is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """For files without types of cells, such as CSV: preceded by an apostrophe where a spreadsheet would compute it."""
    return f"'{text}" if is_formula(text) else text
