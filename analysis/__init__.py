"""Statistics on columns of numbers: decomposition, tests, correlation, trend, season, forecast, outliers, drivers.

In: plain sequences of numbers and labels that a query returned. Out: what was computed, with the name of the method,
its p-value or interval, and what limits it. It never runs a query, never knows the semantic model and never words a
sentence. It is the home of scipy and statsmodels, which are imported inside the functions that need them.
"""

from analysis.comparing import GroupTest, ShareTest, compare_groups, compare_shares
from analysis.decomposing import Effects, Part, mix_and_rate, unevenness, volume_and_rate
from analysis.describing import (
    Description,
    Fences,
    Normality,
    NormalityTest,
    OutlierRule,
    describe,
    fences,
    normality,
)
from analysis.driving import Association, Column, associations, explained_together
from analysis.forecasting import Forecast, forecast
from analysis.outlying import Outlier, outliers, unexpected
from analysis.regressing import Coefficient, Regression, regress
from analysis.relating import Correlation, correlate
from analysis.trending import Season, Trend, seasonality, trend

__all__ = [
    "Association",
    "Coefficient",
    "Column",
    "Correlation",
    "Description",
    "Effects",
    "Fences",
    "Forecast",
    "GroupTest",
    "Normality",
    "NormalityTest",
    "Outlier",
    "OutlierRule",
    "Part",
    "Regression",
    "Season",
    "ShareTest",
    "Trend",
    "associations",
    "compare_groups",
    "compare_shares",
    "correlate",
    "describe",
    "explained_together",
    "fences",
    "forecast",
    "mix_and_rate",
    "normality",
    "outliers",
    "regress",
    "seasonality",
    "trend",
    "unevenness",
    "unexpected",
    "volume_and_rate",
]
