"""How numbers are distributed: their middle, spread and shape, whether they are normal, which lie outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LEAST_VALUES = 3
_MOST_FOR_SHAPIRO = 5000

NormalityTest = Literal["Shapiro-Wilk", "D’Agostino-Pearson", "Kolmogorov-Smirnov", "Anderson-Darling"]
OutlierRule = Literal["z-score", "interquartile range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """`deviation`, `variance`, `skewness` and `kurtosis` are of a sample (adjusted Fisher-Pearson), those of `population_`
    are not adjusted. `kurtosis` is 0 for the normal distribution. `first_skewness` and `second_skewness` are Pearson's
    coefficients by mode and by median. `within_one` counts values at most one deviation from the mean.
    """

    n: int
    mean: float
    median: float
    mode: float
    deviation: float
    population_deviation: float
    variance: float
    minimum: float
    maximum: float
    lower_quartile: float
    upper_quartile: float
    skewness: float | None
    population_skewness: float | None
    first_skewness: float | None
    second_skewness: float | None
    kurtosis: float | None
    population_kurtosis: float | None
    within_one: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Normality:
    """`p` is None for a test that only tells whether its 5% bound is passed; `normal` is at 5%."""

    method: str
    statistic: float
    p: float | None
    normal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fences:
    """Values below `low` or above `high` are `outside`, by their places (from 0)."""

    method: str
    low: float
    high: float
    outside: tuple[int, ...]


def describe(values: Sequence[float]) -> Description | None:
    """None of no value; a single one has no deviation (0)."""
    if not values:
        return None
    import numpy as np

    told = _array(values)
    n, mean, middle = len(told), float(told.mean()), float(np.median(told))
    deviation = float(told.std(ddof=1)) if n > 1 else 0.0
    low, high = (float(one) for one in np.quantile(told, [0.25, 0.75]))
    mode = _mode(values)
    shape = _shape(values) if deviation > 0 else (None, None, None, None)
    return Description(
        n=n,
        mean=mean,
        median=middle,
        mode=mode,
        deviation=deviation,
        population_deviation=float(told.std()),
        variance=deviation**2,
        minimum=float(told.min()),
        maximum=float(told.max()),
        lower_quartile=low,
        upper_quartile=high,
        skewness=shape[0],
        population_skewness=shape[1],
        first_skewness=(mean - mode) / deviation if deviation > 0 else None,
        second_skewness=3 * (mean - middle) / deviation if deviation > 0 else None,
        kurtosis=shape[2],
        population_kurtosis=shape[3],
        within_one=sum(abs(value - mean) <= deviation for value in values),
    )


def _mode(values: Sequence[float]) -> float:
    """The smallest of those that are there most often."""
    counted = Counter(values)
    most = max(counted.values())
    return float(min(value for value, times in counted.items() if times == most))


def _shape(values: Sequence[float]) -> tuple[float | None, float, float | None, float]:
    from scipy import stats

    told = _array(values)
    skewed = float(stats.skew(told, bias=False)) if len(told) > 2 else None
    peaked = float(stats.kurtosis(told, bias=False)) if len(told) > 3 else None
    return skewed, float(stats.skew(told)), peaked, float(stats.kurtosis(told))


def normality(values: Sequence[float], test: NormalityTest | None = None) -> Normality | None:
    """Shapiro-Wilk where none is asked for; of more than 5,000 values D'Agostino and Pearson's, as the other's p is not exact then.

    None of fewer than three values (eight for D'Agostino and Pearson's), or where all are the same.
    """
    if len(values) < LEAST_VALUES or len(set(values)) < 2:
        return None
    from scipy import stats

    asked = test or ("Shapiro-Wilk" if len(values) <= _MOST_FOR_SHAPIRO else "D’Agostino-Pearson")
    if asked == "Anderson-Darling":
        return _anderson(values)
    if asked == "Kolmogorov-Smirnov":
        found = describe(values)
        assert found is not None
        told = stats.kstest([(value - found.mean) / found.deviation for value in values], "norm")
    elif asked == "D’Agostino-Pearson":
        if len(values) < 8:
            return None
        told = stats.normaltest(values)
    else:
        told = _shapiro(values)
    p = float(told.pvalue)
    return Normality(method=f"{asked} test", statistic=float(told.statistic), p=p, normal=p >= 0.05)


def _shapiro(values: Sequence[float]):  # type: ignore[no-untyped-def]
    import warnings

    from scipy import stats

    with warnings.catch_warnings():
        # Beyond 5,000 values its p-value is an approximation, which scipy tells as a warning.
        warnings.simplefilter("ignore", UserWarning)
        return stats.shapiro(values)


def _anderson(values: Sequence[float]) -> Normality:
    """The statistic corrected for size, with D'Agostino and Stephens' p-value (1986, table 4.9)."""
    from statsmodels.stats.diagnostic import normal_ad

    statistic, p = normal_ad(_array(values))
    return Normality(method="Anderson-Darling test", statistic=float(statistic), p=float(p), normal=float(p) >= 0.05)


def _array(values: Sequence[float]):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.asarray(values, dtype=float)


def fences(values: Sequence[float], rule: OutlierRule, times: float, *, population: bool = True) -> Fences | None:
    """`times` deviations from the mean (of a `population` as scipy's zscore takes it), or interquartile ranges from the quartiles.

    None of fewer than three values, or where all are the same.
    """
    found = describe(values) if len(values) >= LEAST_VALUES else None
    if found is None or found.deviation == 0:
        return None
    if rule == "z-score":
        reach = times * (found.population_deviation if population else found.deviation)
        low, high = found.mean - reach, found.mean + reach
        method = f"z-score beyond {times:g}"
    else:
        reach = times * (found.upper_quartile - found.lower_quartile)
        low, high = found.lower_quartile - reach, found.upper_quartile + reach
        method = f"{times:g} interquartile ranges beyond the quartiles (Tukey 1977)"
    outside = tuple(place for place, value in enumerate(values) if value < low or value > high)
    return Fences(method=method, low=low, high=high, outside=outside)
