"""Whether two numbers move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_PAIRS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Pearson's `r` with its 95% interval, Spearman's `rho`, Kendall's `tau`, and the line of least squares through `n` pairs."""

    n: int
    r: float
    p: float
    low: float
    high: float
    rho: float
    rho_p: float
    tau: float
    tau_p: float
    slope: float
    intercept: float


def correlate(left: Sequence[float], right: Sequence[float]) -> Correlation | None:
    """None for fewer than four pairs, or where one of the two is the same in all of them."""
    if len(left) < LEAST_PAIRS or len(set(left)) < 2 or len(set(right)) < 2:
        return None
    from scipy import stats

    pearson = stats.pearsonr(left, right)
    interval = pearson.confidence_interval(0.95)
    spearman = stats.spearmanr(left, right)
    kendall = stats.kendalltau(left, right)
    line = stats.linregress(left, right)
    return Correlation(
        n=len(left),
        r=float(pearson.statistic),
        p=float(pearson.pvalue),
        low=float(interval.low),
        high=float(interval.high),
        rho=float(spearman.statistic),
        rho_p=float(spearman.pvalue),
        tau=float(kendall.statistic),
        tau_p=float(kendall.pvalue),
        slope=float(line.slope),
        intercept=float(line.intercept),
    )
