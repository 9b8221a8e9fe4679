"""What the questions about `vega-datasets` come to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import Answers, changes, groups, listed, one, shares, table, years

ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "cars-001": lambda d: groups(d.rows.groupby("Origin").Miles_per_Gallon.mean()),
    "cars-002": lambda d: one(((d.rows.Origin == "Japan") & (d.rows.Cylinders > 4)).sum()),
    "cars-003": lambda d: one("pontiac grand prix"),
    "cars-004": lambda d: listed(d.rows[d.rows.Horsepower.isna()], "Name"),
    "cars-005": lambda d: groups(d.rows.groupby("Cylinders").Horsepower.mean()),
    "cars-006": lambda d: one("datsun 1200"),
    "cars-007": lambda d: years(d.rows.groupby(d.rows.Year.dt.year).size()),
    "cars-008": lambda d: shares(d.rows.groupby("Origin").size()),
    "cars-009": lambda d: listed(d.rows[(d.rows.Origin == "Europe") & (d.rows.Miles_per_Gallon > 40)], "Name"),
    "cars-010": lambda d: table(
        d.rows.groupby("Origin").agg(w=("Weight_in_lbs", "max"), a=("Acceleration", "min")).reset_index(), "Origin w a"
    ),
    "cars-011": lambda d: one(d.rows.Weight_in_lbs.between(2000, 2500).sum()),
    "cars-012": lambda d: groups(d.rows[d.rows.Weight_in_lbs > d.rows.Weight_in_lbs.mean()].groupby("Origin").size()),
    "seattle-weather-001": lambda d: one(
        ((d.rows.weather == "rain") & (d.rows.date.dt.year == 2014)).sum(),
        ((d.rows.precipitation > 0) & (d.rows.date.dt.year == 2014)).sum(),
    ),
    "seattle-weather-002": lambda d: one("2014-08-11"),
    "seattle-weather-003": lambda d: years(d.rows.groupby(d.rows.date.dt.year).precipitation.sum()),
    "seattle-weather-004": lambda d: groups(d.rows.groupby("weather").size()),
    "seattle-weather-005": lambda d: one("2013-12-07", -7.1),
    "seattle-weather-006": lambda d: listed(d.rows[d.rows.wind > 8], "date"),
    "seattle-weather-007": lambda d: groups((d.rows.temp_max - d.rows.temp_min).groupby(d.rows.weather).mean()),
    "seattle-weather-008": lambda d: one(
        d.rows[(d.rows.date >= "2015-11-01") & (d.rows.date < "2015-12-01")].wind.mean()
    ),
    "stocks-001": lambda d: groups(d.rows.groupby("symbol").price.mean()),
    "stocks-002": lambda d: table(d.rows[(d.rows.symbol == "IBM") & (d.rows.date.dt.year == 2008)], "date price"),
    "stocks-003": lambda d: changes(
        d.rows[(d.rows.symbol == "MSFT") & (d.rows.date.dt.year <= 2009)].set_index("date").price, "2009-01-01"
    ),
    "stocks-004": lambda d: table(d.rows[d.rows.date == d.rows.date.max()], "symbol price"),
    "stocks-005": lambda d: one("GOOG"),
    "stocks-006": lambda d: table(d.rows[d.rows.symbol == "AAPL"].nlargest(1, "price"), "date"),
    "barley-001": lambda d: groups(d.rows.groupby("site")["yield"].sum()),
    "barley-002": lambda d: one("Trebi"),
    "barley-003": lambda d: table(d.rows[(d.rows.variety == "Manchuria") & (d.rows.year == 1931)], "site yield"),
    "barley-004": lambda d: groups(d.rows.groupby(["site", "year"])["yield"].mean()),
    "barley-005": lambda d: table(d.rows.groupby("site")["yield"].mean().reset_index().query("`yield` > 35"), "site"),
    "airports-001": lambda d: one((d.rows.state == "TX").sum()),
    "airports-002": lambda d: table(d.rows.groupby("state").size().rename("n").reset_index().query("n > 100"), "state"),
    "airports-003": lambda d: listed(d.rows[d.rows.country != "USA"], "iata", "name"),
    "airports-004": lambda d: (
        groups(d.rows.groupby("state").size().nlargest(5))
        | table(d.rows.groupby("state").size().nlargest(5).reset_index(), "state")
        | table(d.rows.groupby("state").size().nlargest(6).drop("FL").reset_index(), "state")
    ),
    "la-riots-001": lambda d: groups(d.rows.groupby("race").size()),
    "la-riots-002": lambda d: groups(d.rows.groupby("gender").age.mean()),
    "la-riots-003": lambda d: one((d.rows.death_date == "1992-04-30").sum()),
    "la-riots-004": lambda d: listed(
        d.rows[(d.rows.gender == "Female") & (d.rows.age > 30)], "first_name last_name", "last_name"
    ),
}
