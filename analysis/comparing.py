"""Whether groups differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

FEW = 20
_LEAST_EXPECTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTest:
    """`p` is of `method`, `rank_p` of `rank_method` on the same values; `low` to `high` is the 95% interval of the first
    mean minus the second where there are two groups. `effect` is Cohen's d of two groups, eta squared of more.
    """

    method: str
    statistic: float
    p: float
    rank_method: str
    rank_p: float
    effect: float
    sizes: tuple[int, ...]
    means: tuple[float, ...]
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTest:
    """`effect` is Cramér's V, 0 to 1."""

    method: str
    statistic: float | None
    p: float
    effect: float


def compare_groups(groups: Sequence[Sequence[float]]) -> GroupTest | None:
    """Welch's t-test and Mann-Whitney of two groups; one-way analysis of variance and Kruskal-Wallis of more.

    None where a group has fewer than two values, or no value differs from another.
    """
    if len(groups) < 2 or any(len(group) < 2 for group in groups):
        return None
    if len({value for group in groups for value in group}) < 2:
        return None
    return _two(groups[0], groups[1]) if len(groups) == 2 else _several(groups)


def _two(left: Sequence[float], right: Sequence[float]) -> GroupTest | None:
    from scipy import stats

    if stdev(left) == 0 and stdev(right) == 0:
        return None
    welch = stats.ttest_ind(left, right, equal_var=False)
    interval = welch.confidence_interval(0.95)
    ranks = stats.mannwhitneyu(left, right, alternative="two-sided")
    pooled = math.sqrt(
        ((len(left) - 1) * stdev(left) ** 2 + (len(right) - 1) * stdev(right) ** 2) / (len(left) + len(right) - 2)
    )
    difference = fmean(left) - fmean(right)
    return GroupTest(
        method="Welch’s t-test",
        statistic=float(welch.statistic),
        p=float(welch.pvalue),
        rank_method="Mann-Whitney U test",
        rank_p=float(ranks.pvalue),
        effect=difference / pooled,
        sizes=(len(left), len(right)),
        means=(fmean(left), fmean(right)),
        difference=difference,
        low=float(interval.low),
        high=float(interval.high),
    )


def _several(groups: Sequence[Sequence[float]]) -> GroupTest | None:
    from scipy import stats

    if all(stdev(group) == 0 for group in groups):
        return None
    variance = stats.f_oneway(*groups)
    ranks = stats.kruskal(*groups)
    everything = [value for group in groups for value in group]
    middle = fmean(everything)
    between = sum(len(group) * (fmean(group) - middle) ** 2 for group in groups)
    within = sum((value - middle) ** 2 for value in everything)
    return GroupTest(
        method="one-way analysis of variance",
        statistic=float(variance.statistic),
        p=float(variance.pvalue),
        rank_method="Kruskal-Wallis test",
        rank_p=float(ranks.pvalue),
        effect=between / within,
        sizes=tuple(len(group) for group in groups),
        means=tuple(fmean(group) for group in groups),
    )


def compare_shares(counts: Mapping[str, Sequence[int]]) -> ShareTest | None:
    """`counts` holds, for each group, how many rows fall under each outcome.

    Pearson's chi-squared test, or Fisher's exact one for two by two with few expected rows; None where an outcome or a
    group is empty.
    """
    from scipy import stats

    table = [list(row) for row in counts.values()]
    columns = list(zip(*table, strict=True))
    if len(table) < 2 or len(columns) < 2 or not all(map(sum, table)) or not all(map(sum, columns)):
        return None
    found = stats.chi2_contingency(table, correction=False)
    total = sum(map(sum, table))
    effect = math.sqrt(float(found.statistic) / (total * (min(len(table), len(columns)) - 1)))
    if float(found.expected_freq.min()) < _LEAST_EXPECTED and (len(table), len(columns)) == (2, 2):
        exact = stats.fisher_exact(table)
        return ShareTest(method="Fisher’s exact test", statistic=None, p=float(exact.pvalue), effect=effect)
    return ShareTest(method="chi-squared test", statistic=float(found.statistic), p=float(found.pvalue), effect=effect)
