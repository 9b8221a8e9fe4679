"""Values that stand apart from the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, quantiles

CUT = 3.5
LEAST_VALUES = 8
METHOD = "robust z of at least 3.5 (Iglewicz and Hoaglin 1993)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """`place` counts from 0; `expected` is the middle of the others, or the level around a period; `score` is the robust z."""

    place: int
    value: float
    expected: float
    score: float


def outliers(values: Sequence[float]) -> tuple[Outlier, ...]:
    """The farthest first; none of fewer than eight values. Positive values that are skewed are told by their logarithms."""
    if len(values) < LEAST_VALUES:
        return ()
    middle = median(values)
    told = [math.log(value) for value in values] if is_skewed(values) else list(values)
    usual = median(told)
    return _far([value - usual for value in told], values, [middle] * len(values))


def is_skewed(values: Sequence[float]) -> bool:
    """Of amounts and durations most are small: the upper quarter reaches half as far again from the middle as the lower."""
    if len(values) < LEAST_VALUES or min(values) <= 0:
        return False
    low, middle, high = quantiles(values, n=4)
    return high - middle > 1.5 * (middle - low)


def unexpected(values: Sequence[float], season: int = 0) -> tuple[Outlier, ...]:
    """Periods far from the level around them: the median of the four nearest, and the season where there is one."""
    from analysis.trending import seasonality

    if len(values) < LEAST_VALUES:
        return ()
    found = seasonality(values, season) if season else None
    repeats = [0.0] * len(values)
    if found is not None and found.p < 0.05:
        repeats = [found.usual[place % season] for place in range(len(values))]
    without = [value - extra for value, extra in zip(values, repeats, strict=True)]
    level = [_around(without, place) for place in range(len(without))]
    expected = [middle + extra for middle, extra in zip(level, repeats, strict=True)]
    return _far([value - middle for value, middle in zip(values, expected, strict=True)], values, expected)


def _around(values: Sequence[float], place: int) -> float:
    """Two periods before and two after; at the ends the nearest four. The place itself would hide how far it is off."""
    first = min(max(place - 2, 0), len(values) - 5)
    return median([*values[first:place], *values[place + 1 : first + 5]])


def _far(apart: Sequence[float], values: Sequence[float], expected: Sequence[float]) -> tuple[Outlier, ...]:
    """Where more than half of the values are the same, their mean distance takes the place of the median one."""
    middle = median(apart)
    spread = median(abs(one - middle) for one in apart) / 0.6745
    if spread == 0:
        spread = fmean(abs(one - middle) for one in apart) * 1.253314
    if spread == 0:
        return ()
    found = (
        Outlier(place=place, value=float(value), expected=float(usual), score=(one - middle) / spread)
        for place, (one, value, usual) in enumerate(zip(apart, values, expected, strict=True))
        if abs(one - middle) / spread >= CUT
    )
    return tuple(sorted(found, key=lambda outlier: -abs(outlier.score)))
