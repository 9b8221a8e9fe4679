"""What a number goes along with, among the other columns of its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

_FEWEST = 5
_MOST_GROUPS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Numbers, or names of groups; None where a row has no value."""

    name: str
    cells: tuple[float | str | None, ...]
    numeric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """`strength` is the share of the target's variance (0 to 1) that goes along with the column: omega squared of groups,
    Spearman's rho squared of numbers, whose sign is `direction`. `p` is corrected for the number of columns (Holm 1979).
    """

    name: str
    method: str
    strength: float
    p: float
    rows: int
    direction: int = 0


def associations(target: Sequence[float | None], columns: Sequence[Column]) -> tuple[Association, ...]:
    """The strongest first; columns with too few rows or groups are left out."""
    found = []
    for column in columns:
        pairs = [(t, c) for t, c in zip(target, column.cells, strict=True) if t is not None and c is not None]
        one = _with_number(column.name, pairs) if column.numeric else _with_groups(column.name, pairs)
        if one is not None:
            found.append(one)
    return tuple(sorted(_corrected(found), key=lambda one: -one.strength))


def _with_number(name: str, pairs: Sequence[tuple[float, float | str]]) -> Association | None:
    values = [float(cell) for _, cell in pairs]
    target = [value for value, _ in pairs]
    if len(pairs) < 2 * _FEWEST or len(set(values)) < 2 or len(set(target)) < 2:
        return None
    from scipy import stats

    ranks = stats.spearmanr(target, values)
    rho = float(ranks.statistic)
    direction = (rho > 0) - (rho < 0)
    return Association(
        name=name,
        method="Spearman’s rank correlation",
        strength=rho * rho,
        p=float(ranks.pvalue),
        rows=len(pairs),
        direction=direction,
    )


def _with_groups(name: str, pairs: Sequence[tuple[float, float | str]]) -> Association | None:
    common = {
        group for group, count in Counter(cell for _, cell in pairs).most_common(_MOST_GROUPS) if count >= _FEWEST
    }
    groups: defaultdict[float | str, list[float]] = defaultdict(list)
    for value, cell in pairs:
        if cell in common:
            groups[cell].append(value)
    values = [value for group in groups.values() for value in group]
    if len(groups) < 2 or len(set(values)) < 2 or len(values) <= len(groups):
        return None
    from scipy import stats

    middle = fmean(values)
    between = sum(len(group) * (fmean(group) - middle) ** 2 for group in groups.values())
    total = sum((value - middle) ** 2 for value in values)
    noise = (total - between) / (len(values) - len(groups))
    omega = max(0.0, (between - (len(groups) - 1) * noise) / (total + noise))
    p = float(stats.kruskal(*groups.values()).pvalue)
    return Association(name=name, method="Kruskal-Wallis test", strength=omega, p=p, rows=len(values))


def _corrected(found: Sequence[Association]) -> list[Association]:
    """Holm's step-down correction."""
    in_order = sorted(found, key=lambda one: one.p)
    corrected, least = [], 0.0
    for place, one in enumerate(in_order):
        least = max(least, min(1.0, one.p * (len(in_order) - place)))
        corrected.append(replace(one, p=least))
    return corrected


def explained_together(target: Sequence[float | None], columns: Sequence[Column]) -> float | None:
    """Adjusted R squared of a linear regression on all columns (groups as indicators); None for too few whole rows."""
    whole = [
        (value, [column.cells[row] for column in columns])
        for row, value in enumerate(target)
        if value is not None and all(column.cells[row] is not None for column in columns)
    ]
    if not columns or len({value for value, _ in whole}) < 2:
        return None
    import numpy as np
    from statsmodels.api import OLS

    design = [[1.0] * len(whole)]
    for place, column in enumerate(columns):
        cells = [cells[place] for _, cells in whole]
        if column.numeric:
            design.append([float(cell) for cell in cells if cell is not None])
            continue
        names = [name for name, _ in Counter(cells).most_common(_MOST_GROUPS)][1:]
        design += [[float(cell == name) for cell in cells] for name in names]
    if len(whole) < 5 * len(design):
        return None
    fitted = OLS(np.asarray([value for value, _ in whole]), np.asarray(design).T).fit()
    return max(0.0, float(fitted.rsquared_adj))
