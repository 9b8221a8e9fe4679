"""How people call charts, sizes and periods, and what stands in quotes."""

from __future__ import annotations

import re
from typing import get_args

from agents.dashboard_designer.boards.commands import Shown, Size
from core.plan import Grain

_QUOTES = "“”\"'‘’`"
ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
           "annually": "year", "hourly": "hour"}  # fmt: skip
_GRAIN = re.compile(rf"^(?:by\s+|per\s+|each\s+)?({'|'.join(get_args(Grain))})s?$", re.IGNORECASE)
_MARKS: tuple[tuple[str, Shown], ...] = (
    (r"(?:pie|donut|doughnut)s?(?:\s+chart)?", "arc"),
    (r"(?:heat\s*-?map)s?(?:\s+chart)?", "rect"),
    (r"(?:scatter(?:\s*-?(?:plot|chart))?|points)", "point"),
    (r"areas?(?:\s+chart)?", "area"),
    (r"(?:line|curve)s?(?:\s+(?:chart|graph))?", "line"),
    (r"(?:(?:horizontal|vertical|grouped)\s+)?(?:bar|column)s?(?:\s+(?:chart|graph))?", "bar"),
    (r"histograms?", "histogram"),
    (r"box(?:es|\s*-?plots?)", "box"),
    (r"maps?", "map"),
    (r"(?:big\s+|single\s+|key\s+)?(?:number|figure|kpi)s?", "number"),
    (r"(?:plain\s+)?(?:table|list)s?", "table"),
)
MARK_WORDS = "|".join(f"(?:{words})" for words, _ in _MARKS)

SIZES: tuple[tuple[str, Size], ...] = (
    (r"full[\s-]?width|as\s+wide\s+as\s+.+|across\s+.+|the\s+(?:full|whole)\s+width", "full"),
    (r"half(?:[\s-]?(?:width|as\s+wide))?(?:\s+(?:the\s+)?width)?", "half"),
    (r"(?:a\s+|one\s+)?third(?:[\s-]?(?:width|wide))?(?:\s+of\s+.+)?", "third"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?wider|broader", "wider"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?narrower|slimmer", "narrower"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:taller|higher)", "taller"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:shorter|lower|flatter)", "shorter"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?(?:bigger|larger)", "bigger"),
    (r"(?:a\s+(?:bit|little)\s+|much\s+)?smaller", "smaller"),
)
SIZE_WORDS = "|".join(f"(?:{words})" for words, _ in SIZES)


def unquoted(text: str) -> str:
    return text.strip().strip(_QUOTES).strip()


def target_of(text: str) -> str:
    return unquoted(text)


def grain_of(text: str | None) -> Grain | None:
    found = _GRAIN.match(unquoted(text)) if text else None
    return found[1].lower() if found else None  # type: ignore[return-value]


def adverb_grain(word: str) -> Grain | None:
    return ADVERBS.get(word)  # type: ignore[return-value]


def shown_as(what: str | None) -> Shown | None:
    if what is None:
        return None
    return next((shown for words, shown in _MARKS if re.fullmatch(words, what.strip(), re.IGNORECASE)), None)
