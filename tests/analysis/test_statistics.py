from __future__ import annotations

import math
import random

import pytest

from analysis import (
    Column,
    Part,
    associations,
    compare_groups,
    compare_shares,
    correlate,
    explained_together,
    forecast,
    mix_and_rate,
    outliers,
    seasonality,
    trend,
    unevenness,
    unexpected,
    volume_and_rate,
)


def noise(count: int, spread: float, seed: int = 5) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(0, spread) for _ in range(count)]


def yearly(years: int, spread: float = 1.0) -> list[float]:
    return [
        100 + place + 20 * math.sin(place * math.pi / 6) + off for place, off in enumerate(noise(12 * years, spread))
    ]


def test_the_effects_of_volume_and_rate_add_up_to_the_change() -> None:
    effects = volume_and_rate(1000.0, 600.0, 50, 40)
    assert effects.first + effects.second == pytest.approx(-400)
    assert effects.first == pytest.approx(-10 * (20 + 15) / 2)


def test_the_effects_of_mix_and_rate_add_up_to_the_change_of_the_average() -> None:
    parts = [
        Part(name="a", before=10.0, after=12.0, weight_before=50, weight_after=20),
        Part(name="b", before=30.0, after=30.0, weight_before=50, weight_after=80),
        Part(name="new", before=None, after=5.0, weight_before=0, weight_after=10),
    ]
    before = (10 * 50 + 30 * 50) / 100
    after = (12 * 20 + 30 * 80 + 5 * 10) / 110
    effects = mix_and_rate(parts)
    assert effects.first + effects.second == pytest.approx(after - before)


def test_groups_that_all_moved_alike_are_even() -> None:
    alike = [Part(name=name, before=10.0 * size, after=5.0 * size) for size, name in enumerate("abc", 1)]
    moved = [Part(name="a", before=10.0, after=2.0), Part(name="b", before=10.0, after=10.0)]
    assert unevenness(alike) == pytest.approx(0)
    assert unevenness(moved) > 0.2


def test_two_groups_a_standard_deviation_apart_differ_and_two_of_one_source_do_not() -> None:
    left, right = noise(400, 1.0, 1), [value + 1 for value in noise(400, 1.0, 2)]
    apart, alike = compare_groups([left, right]), compare_groups([left, noise(400, 1.0, 3)])
    assert apart is not None
    assert alike is not None
    assert apart.p < 0.001 < alike.p
    assert apart.low is not None
    assert apart.high is not None
    assert apart.low < -1 < apart.high
    assert apart.effect == pytest.approx(-1, abs=0.4)


def test_what_is_too_little_to_compare_has_no_test() -> None:
    assert compare_groups([[1.0], [2.0, 3.0]]) is None
    assert compare_groups([[2.0, 2.0], [2.0, 2.0]]) is None
    assert compare_shares({"a": [0, 0], "b": [1, 2]}) is None


def test_few_expected_rows_are_tested_exactly() -> None:
    few, many = compare_shares({"a": [1, 9], "b": [6, 4]}), compare_shares({"a": [10, 90], "b": [30, 70]})
    assert few is not None
    assert many is not None
    assert few.method == "Fisher’s exact test"
    assert few.p == pytest.approx(0.0573, abs=0.001)
    assert many.statistic == pytest.approx(12.5)


def test_a_line_through_pairs_has_its_slope_and_its_correlation() -> None:
    left = [float(value) for value in range(40)]
    right = [3 + 2 * value + off for value, off in zip(left, noise(40, 4.0), strict=True)]
    found = correlate(left, right)
    assert found is not None
    assert found.slope == pytest.approx(2, abs=0.2)
    assert found.low < found.r < found.high
    assert found.r > 0.95
    assert correlate([1.0, 1.0, 1.0, 1.0], left[:4]) is None


def test_a_trend_is_told_from_noise() -> None:
    rising = [2 * place + off for place, off in enumerate(noise(24, 5.0))]
    found, flat = trend(rising), trend(noise(24, 5.0))
    assert found is not None
    assert flat is not None
    assert found.p < 0.001
    assert found.low < 2 < found.high
    assert flat.p > 0.05
    assert trend([1.0, 2.0, 3.0]) is None


def test_a_season_is_found_where_there_is_one() -> None:
    found, none = seasonality(yearly(4), 12), seasonality(noise(48, 5.0), 12)
    assert found is not None
    assert none is not None
    assert found.p < 0.001
    assert found.strength > 0.9
    assert max(range(12), key=lambda place: found.indexes[place]) in (2, 3, 4)
    assert none.p > 0.05
    assert seasonality(yearly(1), 12) is None


def test_a_forecast_follows_the_season_and_its_interval_holds_what_came() -> None:
    whole = yearly(5)
    found = forecast(whole[:-3], 3, 12)
    assert found is not None
    assert "season of 12" in found.method
    for low, came, high in zip(found.low, whole[-3:], found.high, strict=True):
        assert low < came < high
    assert found.off_by is not None
    assert found.plain_off_by is not None
    assert found.off_by < found.plain_off_by


def test_intervals_of_later_periods_are_no_narrower() -> None:
    found = forecast([20 + off for off in noise(30, 3.0)], 6)
    assert found is not None
    widths = [high - low for low, high in zip(found.low, found.high, strict=True)]
    assert widths == sorted(widths)


def test_a_short_or_a_constant_series_has_no_invented_forecast() -> None:
    assert forecast([1.0, 2.0, 3.0], 2) is None
    constant = forecast([7.0] * 10, 2)
    assert constant is not None
    assert constant.values == constant.low == constant.high == (7.0, 7.0)


def test_an_outlier_is_found_in_a_season_and_none_without() -> None:
    series = yearly(4)
    spoilt = [*series]
    spoilt[30] += 60
    assert [one.place for one in unexpected(spoilt, 12)][:1] == [30]
    assert unexpected(series, 12) == ()


def test_many_small_and_few_large_amounts_are_no_outliers() -> None:
    amounts = [math.exp(off) for off in noise(500, 0.9)]
    assert len(outliers(amounts)) <= 3
    assert outliers([*amounts, 1e6])[0].value == 1e6


def test_what_goes_along_with_a_number_comes_first() -> None:
    names = ["north", "south", "east"]
    places = [names[place % 3] for place in range(300)]
    other = tuple(noise(300, 1.0, 8))
    target = [(5.0 if name == "north" else 0.0) + off for name, off in zip(places, noise(300, 1.0, 9), strict=True)]
    columns = [
        Column(name="other", cells=other, numeric=True),
        Column(name="region", cells=tuple(places), numeric=False),
    ]
    first, second = associations(target, columns)
    assert (first.name, second.name) == ("region", "other")
    assert first.strength > 0.7
    assert second.p > 0.05
    together = explained_together(target, columns)
    assert together is not None
    assert together > 0.7
