"""A change taken apart: by group, by how much and how many, by mix and rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A group before and after. Of what adds up, `before` and `after` are its values; of an average they are its
    averages, None where the group had no rows, and the weights are its rows.
    """

    name: str
    before: float | None
    after: float | None
    weight_before: float = 0.0
    weight_after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Two effects that add up to the change."""

    first: float
    second: float


def unevenness(parts: Sequence[Part]) -> float:
    """How far the shares of the groups moved, 0 (all moved alike) to 1: half the sum of absolute differences of shares.

    Divided by what as many groups without any pattern would tend to, so that many small groups do not win by number.
    """
    before = [max(part.before or 0.0, 0.0) for part in parts]
    after = [max(part.after or 0.0, 0.0) for part in parts]
    if len(parts) < 2 or sum(before) <= 0 or sum(after) <= 0:
        return 0.0
    moved = 0.5 * sum(abs(a / sum(after) - b / sum(before)) for a, b in zip(after, before, strict=True))
    return float(moved / (len(parts) - 1) ** 0.5)


def volume_and_rate(before: float, after: float, count_before: float, count_after: float) -> Effects:
    """Of a sum: what the number of rows did, then what the value of each did (Bennet 1920: weights of both periods).

    Raises ZeroDivisionError for a period without rows.
    """
    each_before, each_after = before / count_before, after / count_after
    volume = (count_after - count_before) * (each_before + each_after) / 2
    return Effects(first=volume, second=(each_after - each_before) * (count_before + count_after) / 2)


def mix_and_rate(parts: Sequence[Part]) -> Effects:
    """Of an average: what the shares of the groups did, then what the averages within them did (Bennet 1920).

    A group without rows in one period is taken to have had the average of the other. Raises ZeroDivisionError for a
    period without rows.
    """
    whole_before = sum(part.weight_before for part in parts)
    whole_after = sum(part.weight_after for part in parts)
    mix = rate = 0.0
    for part in parts:
        before = part.before if part.before is not None else part.after
        after = part.after if part.after is not None else part.before
        if before is None or after is None:
            continue
        share_before, share_after = part.weight_before / whole_before, part.weight_after / whole_after
        mix += (share_after - share_before) * (before + after) / 2
        rate += (share_before + share_after) / 2 * (after - before)
    return Effects(first=mix, second=rate)
