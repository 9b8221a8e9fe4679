from __future__ import annotations

import random
import statistics

import pytest

from analysis import describe, fences, normality, regress


def drawn(count: int, seed: int = 3) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(50, 8) for _ in range(count)]


def test_a_description_tells_samples_and_populations_apart() -> None:
    values = drawn(200)
    found = describe(values)
    assert found is not None
    assert found.mean == pytest.approx(statistics.fmean(values))
    assert found.deviation == pytest.approx(statistics.stdev(values))
    assert found.population_deviation == pytest.approx(statistics.pstdev(values))
    assert found.median == pytest.approx(statistics.median(values))
    assert found.within_one == sum(abs(value - found.mean) <= found.deviation for value in values)


def test_a_long_tail_to_the_right_is_a_positive_skew() -> None:
    found = describe([1, 1, 1, 2, 2, 3, 4, 9, 40])
    assert found is not None
    assert found.skewness is not None
    assert found.skewness > 1
    assert found.mode == 1
    assert found.second_skewness is not None
    assert found.second_skewness > 0


def test_values_that_are_all_the_same_have_no_shape() -> None:
    found = describe([4.0] * 10)
    assert found is not None
    assert (found.deviation, found.skewness, found.kurtosis, found.first_skewness) == (0, None, None, None)
    assert normality([4.0] * 10) is None
    assert fences([4.0] * 10, "z-score", 3) is None
    assert describe([]) is None


@pytest.mark.parametrize("test", ["Shapiro-Wilk", "D’Agostino-Pearson", "Kolmogorov-Smirnov", "Anderson-Darling"])
def test_each_test_of_normality_tells_a_bell_from_a_tail(test: str) -> None:
    chance = random.Random(8)
    bell = normality(drawn(300), test)  # type: ignore[arg-type]
    tail = normality([chance.expovariate(1) for _ in range(300)], test)  # type: ignore[arg-type]
    assert bell is not None
    assert bell.normal
    assert tail is not None
    assert not tail.normal
    assert tail.method.startswith(test)


def test_many_values_are_tested_where_their_p_is_exact() -> None:
    found = normality(drawn(6000))
    assert found is not None
    assert found.method == "D’Agostino-Pearson test"


def test_fences_are_told_by_deviations_and_by_quartiles() -> None:
    values = [*drawn(100), 500.0, -400.0]
    by_score, by_range = fences(values, "z-score", 3), fences(values, "interquartile range", 1.5)
    assert by_score is not None
    assert by_score.outside == (100, 101)
    assert by_range is not None
    assert {100, 101} <= set(by_range.outside)
    quarters = statistics.quantiles(values, n=4, method="inclusive")
    assert by_range.high == pytest.approx(quarters[2] + 1.5 * (quarters[2] - quarters[0]))


def test_a_regression_finds_the_plane_that_points_lie_about() -> None:
    chance = random.Random(2)
    first, second = drawn(80, 5), drawn(80, 6)
    outcome = [3 + 2 * one - other + chance.gauss(0, 0.5) for one, other in zip(first, second, strict=True)]
    found = regress(outcome, [first, second])
    assert found is not None
    assert [one.value for one in found.coefficients] == pytest.approx([2, -1], abs=0.05)
    assert found.coefficients[0].low < 2 < found.coefficients[0].high
    assert found.r_squared > 0.95


def test_predictors_that_determine_each_other_are_not_regressed_on() -> None:
    values = drawn(30)
    assert regress(drawn(30, 9), [values, [2 * value for value in values]]) is None
    assert regress([1, 2], [[1, 2]]) is None
