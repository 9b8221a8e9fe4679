"""The chart that a question names ("as a pie", "line chart of ...")."""

from __future__ import annotations

import re

from core.chart import Mark

_DRAWING = r"(?:chart|graph|plot|diagram|visuali[sz]ation)s?"
_NAMES: tuple[tuple[Mark, str], ...] = (
    ("arc", rf"(?:pie|donut|doughnut)(?:\s+{_DRAWING})?"),
    ("histogram", r"histograms?"),
    ("box", rf"box(?:es)?[\s-]?(?:and[\s-]?whiskers?\s*)?[\s-]?{_DRAWING}|box[\s-]?and[\s-]?whiskers?"),
    (
        "map",
        r"(?:on|as|in|with)\s+(?:an?\s+|the\s+)?(?:geographic\w*\s+)?maps?|(?:geographic\w*|dot|bubble|point)\s+maps?",
    ),
    ("point", rf"scatter(?:[\s-]?{_DRAWING})?|bubble\s+{_DRAWING}|dot\s+{_DRAWING}"),
    ("rect", rf"heat[\s-]?maps?|heat\s+{_DRAWING}"),
    ("area", rf"(?:stacked\s+)?area\s+{_DRAWING}"),
    (
        "line",
        rf"line\s*-?{_DRAWING}|(?:as|in|with)\s+(?:an?\s+)?(?:multi(?:ple)?\s+)?lines?|time\s*series\s+{_DRAWING}",
    ),
    (
        "bar",
        rf"(?:bar|column)\s*-?{_DRAWING}|(?:as|in|with)\s+(?:an?\s+)?(?:stacked\s+|grouped\s+)?(?:bars?|columns)"
        rf"|(?:stacked|grouped)\s+bars?",
    ),
)
_VERBS = r"(?:draw|plot|show|give|make|visuali[sz]e|create|display|return|present)\s+(?:me\s+)?(?:an?\s+|the\s+)?"
_SHORT: tuple[tuple[Mark, str], ...] = (
    ("bar", rf"{_VERBS}bars?"),
    ("line", rf"{_VERBS}lines?\s+(?:for|of|on)|trend\s*-?lines?"),
)
_PATTERNS = tuple((mark, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for mark, words in (*_NAMES, *_SHORT))
_ALSO_FOOD = rf"(?:pie|donut|doughnut)\s+{_DRAWING}"
CHART_NAME = "|".join(_ALSO_FOOD if mark == "arc" else words for mark, words in _NAMES)
"""Names that are of charts alone."""
WEAK_NAME = rf"pie|donut|doughnut|{_DRAWING}"
"""Names of other things as well: a pie, a chart position, the plot of a film."""
_REFUSED = re.compile(r"\b(?:no|not|without|instead\s+of|rather\s+than)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)


def asked_mark(question: str) -> Mark | None:
    """The first chart that is named and not refused ("not a pie")."""
    named = [
        (found.start(), mark)
        for mark, pattern in _PATTERNS
        for found in pattern.finditer(question)
        if not _REFUSED.search(question[: found.start()])
    ]
    return min(named)[1] if named else None
