"""A line of least squares through several numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """Of one predictor: the change of the outcome for one more of it, with its 95% interval."""

    value: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """`p` is of all predictors together (F-test); `r_squared` is the share of variance explained, 0 to 1."""

    n: int
    intercept: float
    coefficients: tuple[Coefficient, ...]
    r_squared: float
    adjusted: float
    p: float
    mean_squared_error: float


def regress(outcome: Sequence[float], predictors: Sequence[Sequence[float]]) -> Regression | None:
    """Ordinary least squares with an intercept; one sequence a predictor.

    None for fewer rows than three more than predictors, or where predictors determine each other.
    """
    import numpy as np
    import statsmodels.api as sm

    n, count = len(outcome), len(predictors)
    if n < count + 3 or len(set(outcome)) < 2:
        return None
    design = np.column_stack([np.ones(n), *predictors])
    if np.linalg.matrix_rank(design) < count + 1:
        return None
    found = sm.OLS(np.asarray(outcome, dtype=float), design).fit()
    bounds = found.conf_int(0.05)
    return Regression(
        n=n,
        intercept=float(found.params[0]),
        coefficients=tuple(
            Coefficient(
                value=float(found.params[at]),
                p=float(found.pvalues[at]),
                low=float(bounds[at][0]),
                high=float(bounds[at][1]),
            )
            for at in range(1, count + 1)
        ),
        r_squared=float(found.rsquared),
        adjusted=float(found.rsquared_adj),
        p=float(found.f_pvalue),
        mean_squared_error=float(np.mean(found.resid**2)),
    )
