"""Statistics that a few odd values do not sway."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

OUTLIER_FROM = 3.5
FEWEST_FOR_OUTLIERS = 8
FEWEST_FOR_TREND = 6
_MOST_POINTS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """`slope` per step; `p` is two-sided, 0 to 1."""

    slope: float
    p: float


def trend(values: Sequence[float]) -> Trend | None:
    """Mann-Kendall with tie correction and continuity (Kendall 1975); slope by Theil-Sen (Sen 1968).

    Steps are evenly spaced. None below six points, above 600, or where all values are equal.
    """
    count = len(values)
    if not FEWEST_FOR_TREND <= count <= _MOST_POINTS or len(set(values)) == 1:
        return None
    pairs = [(later - earlier, j - i) for i, earlier in enumerate(values) for j, later in enumerate(values) if j > i]
    score = sum((difference > 0) - (difference < 0) for difference, _ in pairs)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    spread = math.sqrt((count * (count - 1) * (2 * count + 5) - ties) / 18)
    z = max(abs(score) - 1, 0) / spread
    return Trend(slope=median(difference / steps for difference, steps in pairs), p=math.erfc(z / math.sqrt(2)))


def residuals(values: Sequence[float]) -> list[float]:
    """Distances from the Theil-Sen line; from the median where there is no line."""
    line = trend(values)
    slope = line.slope if line else 0.0
    level = median(value - slope * step for step, value in enumerate(values))
    return [value - slope * step - level for step, value in enumerate(values)]


def robust_z(values: Sequence[float]) -> list[float]:
    """0.6745 (x - median) / MAD (Iglewicz and Hoaglin 1993); all 0 where MAD is 0 or points are fewer than eight."""
    if len(values) < FEWEST_FOR_OUTLIERS:
        return [0.0] * len(values)
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    if deviation == 0:
        return [0.0] * len(values)
    return [0.6745 * (value - middle) / deviation for value in values]
