"""Targets of metrics as people write them: "50000", ">= 50000", "<= 5%"."""

from __future__ import annotations

import math
import re
from typing import Any

from core.errors import InvalidInput
from core.model import Target

_FORM = re.compile(r"(?P<sign><=|>=|≤|≥|<|>)?\s*(?P<number>[-+]?[\d.,_]*\d(?:[eE][-+]?\d+)?)\s*(?P<percent>%)?")


def read_target(value: Any) -> Target | None:
    """None takes a target away; a percentage is a ratio. Raises InvalidInput."""
    if value is None or value == "":
        return None
    match = _FORM.fullmatch(str(value).strip()) if isinstance(value, str | int | float) and value is not True else None
    try:
        number = float(match["number"].replace(",", "").replace("_", "")) if match else math.nan
    except ValueError:
        number = math.nan
    if match is None or not math.isfinite(number):
        raise InvalidInput(
            f"“{value}” is no target.", hint="Write a number for at least so much, or like “<= 5%” for at most so much."
        )
    at_most = (match["sign"] or "").startswith(("<", "≤"))
    return Target(value=number / 100 if match["percent"] else number, at_most=at_most)


def target_text(target: Target | None) -> str | None:
    """None where there is none."""
    return None if target is None else f"{'<=' if target.at_most else '>='} {target.value:.12g}"
