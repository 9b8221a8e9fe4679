"""Figures as formulas: what is divided by, taken from or added to what, in the words of a question.

"The ratio of the total price of A to that of B", "returns / orders", "how many more A than B": each part is left in its
own words, to be read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.plan import ArithmeticOperator


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words that say one figure; a number stands for itself."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    operator: ArithmeticOperator
    left: Figure
    right: Figure


Figure = Part | Formula
_ARTICLE = re.compile(r"^(?:the|their|its|our|overall|each)\s+(?=\S)", re.IGNORECASE)
_HELD = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(r"‹(\d+)›")
_TWO = r"(?P<left>.+?)\s+{joint}\s+(?:that of\s+)?(?P<right>.+)"
_MOST_WORDS = (
    r"(?:highest|maximum|max|largest|greatest|biggest|longest|latest|best|heaviest|dearest|top|most expensive)"
)
_LEAST_WORDS = r"(?:lowest|minimum|min|smallest|least|shortest|earliest|worst|lightest|cheapest)"
_PATTERNS: tuple[tuple[ArithmeticOperator, str], ...] = (
    ("/", r"(?:the )?(?:ratio|quotient) (?:of|between) (?P<left>.+?) (?:to|and|over|vs\.?|versus|divided by) (?P<right>.+)"),
    ("-", r"(?:the )?(?:difference|gap|spread|range|distance) (?:between|of) "
          rf"(?P<left>(?:the )?{_MOST_WORDS}) and (?:the )?(?P<right>{_LEAST_WORDS} (?P<what>.+))"),
    ("-", r"(?:the )?difference (?:between|of) (?P<left>.+?) and (?P<right>.+)"),
    ("-", r"(?:the )?(?:gap|spread) between (?P<left>.+?) and (?P<right>.+)"),
    ("-", r"(?:by )?how much (?:do|does|did) (?P<left>.+?) (?:exceed|surpass|top|outweigh|differ from) (?:that of )?(?P<right>.+)"),
    ("-", r"(?:the )?(?:absolute |net )?(?:difference|gap) (?:in|of) (?P<what>.+?) between (?P<left>.+?) and (?P<right>.+)"),
    ("/", r"(?:the )?ratio (?:in|of) (?P<what>.+?) between (?P<left>.+?) and (?P<right>.+)"),
    ("+", r"(?:the )?sum of (?P<left>(?:the )?(?:number|total|count|average|sum) .+?) and (?P<right>.+)"),
    ("/", r"how many times (?:more|as many|as much) (?P<left>.+?) (?:than|as) (?P<right>.+)"),
    ("-", r"how many more (?P<left>.+?) than (?P<right>.+)"),
    ("-", r"how much (?:higher|larger|bigger|greater|more|longer) (?:is|are|was|were) (?P<left>.+?) than (?P<right>.+)"),
    ("-", r"how (?:much|many) (?:more|higher|larger|greater) (?P<what>.+?) (?:did|do|does|have|has) (?P<left>.+?)"
          r"(?: (?:bring|bring in|make|made|have|had|get|got|generated?|earn|earned|see|seen|take|took|sell|sold|received?))?"
          r" than (?P<right>.+)"),
    ("/", _TWO.format(joint=r"(?:divided by|relative to|as an? (?:share|percentage|percent|proportion|fraction) of|/|÷)")),
    ("-", _TWO.format(joint=r"(?:minus|subtracted by|[-–−])")),
    ("+", _TWO.format(joint=r"(?:plus|\+)")),
)  # fmt: skip
_COMPILED = tuple((operator, re.compile(rf"^{pattern}$", re.IGNORECASE)) for operator, pattern in _PATTERNS)
_DEEPEST = 4


def formula_of(words: str) -> Formula | None:
    """None where the words are one figure."""
    found = _figure(*_marked(words.strip(" ,.?!")), _DEEPEST)
    return found if isinstance(found, Formula) else None


def parts_said(figure: Figure) -> Iterator[str]:
    if isinstance(figure, Part):
        yield figure.words
    else:
        yield from parts_said(figure.left)
        yield from parts_said(figure.right)


def _marked(words: str) -> tuple[str, list[str]]:
    """What stands in parentheses is one part to whatever stands around it."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[1])
        return f"‹{len(held) - 1}›"

    for _ in range(_DEEPEST):
        words = _HELD.sub(hold, words)
    return words, held


def _figure(words: str, held: list[str], depth: int) -> Figure:
    words = _plain(words)
    whole = _MARK.fullmatch(words)
    if whole is not None and depth:
        return _figure(held[int(whole[1])], held, depth - 1)
    for operator, pattern in _COMPILED if depth else ():
        found = pattern.match(words)
        if found is None:
            continue
        left, right = _sides(found.groupdict())
        return Formula(operator=operator, left=_figure(left, held, depth - 1), right=_figure(right, held, depth - 1))
    return Part(words=_MARK.sub(lambda found: f"({held[int(found[1])]})", words))


def _plain(words: str) -> str:
    words = words.strip(" ,")
    while (shorter := _ARTICLE.sub("", words)) != words:
        words = shorter
    return words


def _sides(found: dict[str, str | None]) -> tuple[str, str]:
    left, right, what = _plain(found["left"] or ""), _plain(found["right"] or ""), found.get("what")
    if what is None:
        return left, right
    if right.casefold().endswith(what.casefold()):
        return f"{left} {what}", right
    return f"{what} of {left}", f"{what} of {right}"
