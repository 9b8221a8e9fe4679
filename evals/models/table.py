"""Totals of a run as lines of a table: a row a stage."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from evals.models.asking import VERDICTS, Stage, Tried

_NAMES: dict[Stage, str] = {
    "bare": "bare",
    "context": "our context",
    "repair": "with repair",
    "whole": "with rules and choice",
}
_HEADS = (
    "",
    "right",
    "after asking",
    "silently wrong",
    "asked in vain",
    "declined",
    "calls",
    "tokens sent",
    "received",
    "median s",
)


def as_table(found: Sequence[Tried], stages: Sequence[Stage]) -> Iterator[str]:
    """Calls and tokens are a question's on average; seconds are told of the whole question."""
    yield _line(_HEADS)
    for stage in stages:
        own = [one for one in found if one.stage == stage]
        if own:
            yield _line((_NAMES[stage], *_row(own)))
    deciders = [one.decided_by or "nobody" for one in found if one.stage == "whole"]
    for name in sorted(set(deciders)):
        own = [one for one in found if one.stage == "whole" and (one.decided_by or "nobody") == name]
        right = sum(one.verdict == "right" for one in own)
        yield f"  decided by {name}: {len(own)}, right {right} ({right / len(own):.1%})"


def _row(own: Sequence[Tried]) -> Iterator[str]:
    count = len(own)
    for verdict in VERDICTS:
        number = sum(one.verdict == verdict for one in own)
        yield f"{number} ({number / count:.1%})"
    yield f"{sum(one.asked.calls for one in own) / count:.2f}"
    yield f"{sum(one.asked.prompt_tokens for one in own) / count:.0f}"
    yield f"{sum(one.asked.completion_tokens for one in own) / count:.0f}"
    yield f"{statistics.median(one.seconds for one in own):.2f}"


def _line(cells: Sequence[str]) -> str:
    return f"{cells[0]:22}" + "".join(f"{cell:>16}" for cell in cells[1:])
