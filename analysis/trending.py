"""Whether a series rises or falls, and whether it repeats itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pvariance

LEAST_PERIODS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """`slope` per period with its 95% interval (Sen 1968); `tau` and `p` of the Mann-Kendall test."""

    n: int
    slope: float
    low: float
    high: float
    tau: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """`strength` is 0 (none) to 1 (Hyndman and Athanasopoulos 2021, 4.3); `indexes` are each season's mean deviation from
    the level around it, in the order of the seasons from the first period on, `usual` each one's median; `p` of the
    Kruskal-Wallis test on them.
    """

    length: int
    strength: float
    p: float
    indexes: tuple[float, ...]
    usual: tuple[float, ...]


def trend(values: Sequence[float]) -> Trend | None:
    """None for fewer than six periods, or where all are the same."""
    if len(values) < LEAST_PERIODS or len(set(values)) < 2:
        return None
    from scipy import stats

    places = list(range(len(values)))
    kendall = stats.kendalltau(places, values)
    line = stats.theilslopes(values, places, 0.95)
    return Trend(
        n=len(values),
        slope=float(line.slope),
        low=float(line.low_slope),
        high=float(line.high_slope),
        tau=float(kendall.statistic),
        p=float(kendall.pvalue),
    )


def seasonality(values: Sequence[float], length: int) -> Season | None:
    """None for fewer than two whole seasons, or where all are the same."""
    if length < 2 or len(values) < 2 * length or len(set(values)) < 2:
        return None
    from scipy import stats

    level = _level(values, length)
    around = [(place, value - middle) for place, (value, middle) in enumerate(zip(values, level, strict=True))]
    groups = [[off for place, off in around if place % length == season] for season in range(length)]
    if len({off for _, off in around}) < 2:
        return None
    means = [fmean(group) for group in groups]
    rest = [off - means[place % length] for place, off in around]
    whole = pvariance([off for _, off in around])
    return Season(
        length=length,
        strength=max(0.0, 1 - pvariance(rest) / whole),
        p=float(stats.kruskal(*groups).pvalue),
        indexes=tuple(mean - fmean(means) for mean in means),
        usual=tuple(median(group) for group in groups),
    )


def _level(values: Sequence[float], length: int) -> list[float]:
    """The straight line through the series, or with three seasons and more the centred moving average over one of them."""
    if len(values) < 3 * length:
        from scipy import stats

        line = stats.linregress(range(len(values)), values)
        return [float(line.intercept + line.slope * place) for place in range(len(values))]
    from statsmodels.tsa.seasonal import seasonal_decompose

    found = seasonal_decompose(list(values), period=length, extrapolate_trend=length)
    return [float(value) for value in found.trend]
