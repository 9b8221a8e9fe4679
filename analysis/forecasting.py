"""The next periods of a series, with how wrong they may be."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from analysis.trending import seasonality

LEAST_PERIODS = 6
_SURE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`low` to `high` is the 95% interval of each period to come. `off_by` is how far the same method was off, as a share,
    when the last `held_out` periods were kept from it; `plain_off_by` when the last known value was repeated.
    """

    method: str
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    held_out: int = 0
    off_by: float | None = None
    plain_off_by: float | None = None


def forecast(values: Sequence[float], periods: int, season: int = 0) -> Forecast | None:
    """Exponential smoothing with additive errors (Hyndman et al. 2008), its parts chosen by the corrected Akaike criterion.

    `season` is the number of periods after which things may repeat. None for fewer than six periods.
    """
    if len(values) < LEAST_PERIODS or periods < 1:
        return None
    if len(set(values)) == 1:
        same = (float(values[0]),) * periods
        return Forecast(method="the value that all periods had", values=same, low=same, high=same)
    found = _smoothed(values, periods, season)
    held = min(periods, len(values) // 4)
    if held < 1 or len(values) - held < LEAST_PERIODS:
        return found
    known, left_out = values[:-held], values[-held:]
    again = _smoothed(known, held, season) if len(set(known)) > 1 else None
    return Forecast(
        method=found.method,
        values=found.values,
        low=found.low,
        high=found.high,
        held_out=held,
        off_by=_off_by(again.values, left_out) if again else None,
        plain_off_by=_off_by((known[-1],) * held, left_out),
    )


def _off_by(said: Sequence[float], came: Sequence[float]) -> float | None:
    """The mean absolute error over the mean size of what came."""
    size = fmean(abs(value) for value in came)
    return fmean(abs(one - other) for one, other in zip(said, came, strict=True)) / size if size else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """`step` is the standard deviation of the error one period ahead; `wider` by how much the next periods' is, squared."""

    aicc: float
    trended: bool
    values: tuple[float, ...]
    step: float
    wider: tuple[float, ...]


def _smoothed(values: Sequence[float], periods: int, season: int) -> Forecast:
    found = seasonality(values, season) if season else None
    repeats = found is not None and found.p < _SURE and len(values) >= 2 * season + 3
    # Sums in the millions and shares below one are fitted alike on one scale.
    scale = fmean(abs(value) for value in values) or 1.0
    series = [value / scale for value in values]
    fits = [_fitted(series, periods, season if repeats else 0, trended=trended) for trended in (False, True)]
    best = min(fits, key=lambda fit: fit.aicc)
    # The error is estimated from few periods, so the interval is of Student's t.
    off = [_quantile(len(values)) * best.step * wider**0.5 * scale for wider in best.wider]
    middle = [value * scale for value in best.values]
    parts = [*(["a damped trend"] if best.trended else []), *([f"a season of {season} periods"] if repeats else [])]
    return Forecast(
        method="exponential smoothing" + (f" with {' and '.join(parts)}" if parts else ""),
        values=tuple(middle),
        low=tuple(value - width for value, width in zip(middle, off, strict=True)),
        high=tuple(value + width for value, width in zip(middle, off, strict=True)),
    )


def _fitted(series: Sequence[float], periods: int, season: int, *, trended: bool) -> _Fit:
    import numpy as np
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    model = ExponentialSmoothing(
        np.asarray(series, dtype=float),
        trend="add" if trended else None,
        damped_trend=trended,
        seasonal="add" if season else None,
        seasonal_periods=season or None,
        initialization_method="heuristic" if len(series) >= 10 else "legacy-heuristic",
    )
    with warnings.catch_warnings():
        # What did not converge to the last digit is a forecast all the same, and judged by its errors.
        warnings.simplefilter("ignore")
        fit = model.fit(optimized=True, use_brute=False)
    known = 1 + 2 * trended + bool(season)
    step = (float(fit.sse) / max(len(series) - known, 1)) ** 0.5
    return _Fit(
        aicc=float(fit.aicc),
        trended=trended,
        values=tuple(float(value) for value in fit.forecast(periods)),
        step=step,
        wider=_widening(fit.params, periods, season, trended=trended),
    )


def _widening(parameters: Mapping[str, Any], periods: int, season: int, *, trended: bool) -> tuple[float, ...]:
    """Variance of the error of each period ahead over that of the first (Hyndman et al. 2008, table 6.1)."""
    level = float(parameters["smoothing_level"])
    slope = float(parameters["smoothing_trend"]) if trended else 0.0
    damping = float(parameters["damping_trend"]) if trended else 0.0
    seasonal = float(parameters["smoothing_seasonal"]) if season else 0.0
    found, total, damped = [], 1.0, 0.0
    for ahead in range(1, periods + 1):
        found.append(total)
        damped += damping**ahead
        total += (level * (1 + slope * damped) + (seasonal if season and ahead % season == 0 else 0.0)) ** 2
    return tuple(found)


def _quantile(count: int) -> float:
    from scipy import stats

    return float(stats.t.ppf(0.975, max(count - 2, 1)))
