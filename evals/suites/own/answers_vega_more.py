"""What further questions about `vega-datasets` come to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from evals.suites.own.alternatives import (
    Answers,
    any_of,
    groups,
    listed,
    named_months,
    one,
    part,
    shares,
    side_by_side,
    table,
    top_of_each,
    years,
)

_KILOGRAMS_PER_POUND = 0.45359237


def _mean_of(d: SimpleNamespace, keys: Any, value: str, chosen: list[Any]) -> Any:
    found = d.rows.groupby(keys)[value].mean()
    return found[found.index.isin(chosen)]


def _mpg_then_and_now(d: SimpleNamespace) -> Answers:
    found = _mean_of(d, d.rows.Year.dt.year, "Miles_per_Gallon", [1970, 1982])
    return years(found) | side_by_side(found)


def _strong_and_thrifty(d: SimpleNamespace) -> Answers:
    strong = d.rows.Horsepower > d.rows.Horsepower.mean()
    return one((strong & (d.rows.Miles_per_Gallon >= 20)).sum())


def _warmth_by_month(d: SimpleNamespace) -> Answers:
    dated = d.rows.groupby(d.rows.date.dt.strftime("%Y-%m-01")).temp_max.mean()
    return named_months(d.rows.groupby(d.rows.date.dt.month).temp_max.mean()) | groups(dated)


def _snow_days(d: SimpleNamespace) -> Answers:
    snowy = (d.rows.weather == "snow").groupby(d.rows.date.dt.year).sum()
    return years(snowy) | years(snowy[snowy > 0])


def _sunny_share(d: SimpleNamespace) -> Answers:
    sunny = (d.rows.weather == "sun").groupby(d.rows.date.dt.year).mean()
    return years(sunny) | years(100 * sunny)


def _wet_days(d: SimpleNamespace) -> Answers:
    of_month = d.rows[d.rows.date.between("2012-01-01", "2012-01-31")]
    return groups(of_month.set_index("date").precipitation.cumsum())


def _price_extremes(d: SimpleNamespace) -> Answers:
    return table(
        d.rows.groupby("symbol").agg(high=("price", "max"), low=("price", "min")).reset_index(), "symbol high low"
    )


def _change_of_each_symbol(d: SimpleNamespace) -> Answers:
    first, last = (d.rows[d.rows.date == day].set_index("symbol").price for day in ("2009-01-01", "2010-01-01"))
    return groups(100 * (last / first - 1)) | groups(last / first - 1)


def _better_in_1932(d: SimpleNamespace) -> Answers:
    total = d.rows.groupby(["site", "year"])["yield"].sum().unstack()
    return table(total[total[1932] > total[1931]].reset_index(), "site")


def _deadly_neighborhoods(d: SimpleNamespace) -> Answers:
    counted = d.rows.groupby("neighborhood").size().rename("n").reset_index()
    return table(counted[counted.n > 2], "neighborhood")


def _construction_and_manufacturing(d: SimpleNamespace) -> Answers:
    found = d.rows.groupby(d.rows.month.dt.year)[["construction", "manufacturing"]].mean().reset_index()
    dated = found.assign(month=[f"{year}-01-01" for year in found.month])
    return any_of(table(each, "month construction manufacturing") for each in (found, dated))


def _hiring_months(d: SimpleNamespace) -> Answers:
    found = d.rows[(d.rows.month.dt.year == 2010) & (d.rows.nonfarm_change > 0)]
    return any_of(
        table(found.assign(month=months), "month")
        for months in (found.month, found.month.dt.month, found.month.dt.month_name())
    )


def _causes_of_death(d: SimpleNamespace) -> Answers:
    found = d.rows[["wounds", "disease", "other"]].sum()
    return side_by_side(found.rename_axis("cause"))


def _green_years(d: SimpleNamespace) -> Answers:
    by_source = d.rows.pivot_table(index="year", columns="source", values="net_generation")
    found = by_source[by_source["Renewables"] > by_source["Nuclear Energy"]].reset_index()
    return listed(found, "year") | table(found.assign(year=found.year.str[:4].astype(int)), "year")


def _growth_of_renewables(d: SimpleNamespace) -> Answers:
    output = d.rows[d.rows.source == "Renewables"].set_index("year").net_generation
    first, last = output["2010-01-01"], output["2017-01-01"]
    return one(last - first, last / first - 1, 100 * (last / first - 1))


def _energy_of_2017(d: SimpleNamespace) -> Answers:
    return shares(d.rows[d.rows.year == "2017-01-01"].groupby("source").net_generation.sum())


ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "cars-015": lambda d: side_by_side(_mean_of(d, "Origin", "Horsepower", ["USA", "Japan"])),
    "cars-016": lambda d: listed(d.rows[d.rows.Name.str.startswith("ford") & (d.rows.Year.dt.year == 1976)], "Name"),
    "cars-017": lambda d: groups(_KILOGRAMS_PER_POUND * d.rows.groupby("Origin").Weight_in_lbs.mean()),
    "cars-018": lambda d: one((d.rows.Origin != "USA").sum()),
    "cars-019": lambda d: top_of_each(d.rows, "Origin", "Name", "Miles_per_Gallon"),
    "cars-020": _mpg_then_and_now,
    "cars-021": lambda d: part((d.rows.Cylinders == 8).sum(), len(d.rows)),
    "cars-023": _strong_and_thrifty,
    "cars-024": lambda d: one(False, "No", ((d.rows.Origin == "Europe") & (d.rows.Cylinders == 8)).sum()),
    "cars-025": lambda d: groups(d.rows.groupby("Origin").Acceleration.mean()),
    "seattle-weather-010": lambda d: one((d.rows.temp_min < 0).sum()),
    "seattle-weather-011": _warmth_by_month,
    "seattle-weather-012": _snow_days,
    "seattle-weather-013": lambda d: one(9, "2013-09-01", "September", "Sep"),
    "seattle-weather-014": lambda d: listed(d.rows[d.rows.temp_max >= 34], "date"),
    "seattle-weather-015": lambda d: one(
        False, "No", ((d.rows.weather == "snow") & (d.rows.date.dt.year == 2015)).sum()
    ),
    "seattle-weather-016": _sunny_share,
    "seattle-weather-017": _wet_days,
    "stocks-008": _price_extremes,
    "stocks-009": lambda d: table(d.rows[(d.rows.symbol == "GOOG") & (d.rows.date == "2008-12-01")], "price"),
    "stocks-010": lambda d: table(d.rows[d.rows.price > 200].drop_duplicates("symbol"), "symbol"),
    "stocks-011": lambda d: years(
        d.rows[d.rows.symbol == "AMZN"].groupby(d.rows[d.rows.symbol == "AMZN"].date.dt.year).price.mean()
    ),
    "stocks-012": _change_of_each_symbol,
    "barley-007": _better_in_1932,
    "barley-008": lambda d: top_of_each(d.rows[d.rows.year == 1932], "site", "variety", "yield"),
    "airports-006": lambda d: listed(d.rows[d.rows.name.str.startswith("Lake")], "iata", "name"),
    "airports-007": lambda d: listed(d.rows[d.rows.state.isna()], "iata", "name"),
    "airports-008": lambda d: table(d.rows.nlargest(1, "latitude"), "iata", "name"),
    "airports-009": lambda d: one((d.rows.groupby("state").size() < 10).sum()),
    "la-riots-005": lambda d: one((d.rows.age < 18).sum()),
    "la-riots-006": _deadly_neighborhoods,
    "la-riots-007": lambda d: groups(d.rows.groupby("death_date").size()),
    "la-riots-008": lambda d: groups(d.rows[d.rows.type != "Homicide"].groupby("type").age.mean()),
    "us-employment-001": lambda d: table(d.rows[d.rows.month == "2010-01-01"], "manufacturing"),
    "us-employment-002": lambda d: table(d.rows.nsmallest(1, "nonfarm_change"), "month"),
    "us-employment-003": _construction_and_manufacturing,
    "us-employment-004": _hiring_months,
    "us-employment-005": lambda d: part(
        d.rows[d.rows.month == "2015-12-01"].government.sum(), d.rows[d.rows.month == "2015-12-01"].nonfarm.sum()
    ),
    "iris-001": lambda d: table(
        d.rows.groupby("species")[["petalLength", "petalWidth"]].mean().reset_index(), "species petalLength petalWidth"
    ),
    "iris-002": lambda d: one("setosa"),
    "iris-003": lambda d: one((d.rows.petalLength > 6).sum()),
    "crimea-001": _causes_of_death,
    "crimea-002": lambda d: table(d.rows.nlargest(1, "disease"), "date"),
    "crimea-003": lambda d: listed(d.rows[d.rows.wounds > d.rows.disease], "date"),
    "iowa-electricity-001": _energy_of_2017,
    "iowa-electricity-002": _green_years,
    "iowa-electricity-003": _growth_of_renewables,
    "wheat-001": lambda d: table(d.rows.nlargest(1, "wheat"), "year"),
    "wheat-002": lambda d: listed(d.rows[d.rows.wages.isna()], "year"),
}
