"""What is asked, as business users would, and the rows it must give, computed by pandas.

An expectation is a frame. Its index, where it has a name, is a column like the others. Periods
are their first day, or the number of the year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tests.journeys.frames import frame

Expected = Callable[[pd.DataFrame], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`expected` is given the first table of the workspace; a frame, a series or one value comes out.

    `ordered`: the question asks for an order, so that the rows must come in it.
    """

    form: str
    workspace: str
    question: str
    expected: Expected
    ordered: bool = False


def _with_planes(flights: pd.DataFrame) -> pd.DataFrame:
    return flights.merge(frame("flights", "planes"), on="tailnum", how="left", suffixes=("", "_plane"))


def _with_airlines(flights: pd.DataFrame) -> pd.DataFrame:
    return flights.merge(frame("flights", "airlines"), on="carrier", how="left")


def _year(dates: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    return dates.dt.year.rename("year")


def _month(dates: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return dates.dt.to_period("M").dt.start_time.rename("month")


def _quarter(dates: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return dates.dt.to_period("Q").dt.start_time.rename("quarter")


CARS = (
    Asked(form="count", workspace="cars", question="How many cars are there?", expected=len),
    Asked(
        form="average by a dimension",
        workspace="cars",
        question="What is the average horsepower by origin?",
        expected=lambda cars: cars.groupby("Origin")["Horsepower"].mean(),
    ),
    Asked(
        form="filter by number",
        workspace="cars",
        question="How many cars have 8 cylinders?",
        expected=lambda cars: (cars["Cylinders"] == 8).sum(),
    ),
    Asked(
        form="median, filter by value",
        workspace="cars",
        question="What is the median miles per gallon of cars from Japan?",
        expected=lambda cars: cars.loc[cars["Origin"] == "Japan", "Miles_per_Gallon"].median(),
    ),
    Asked(
        form="filter by null",
        workspace="cars",
        question="How many cars have no horsepower?",
        expected=lambda cars: cars["Horsepower"].isna().sum(),
    ),
    Asked(
        form="distinct count",
        workspace="cars",
        question="How many different car names are there?",
        expected=lambda cars: cars["Name"].nunique(),
    ),
    Asked(
        form="share of total",
        workspace="cars",
        question="What share of cars comes from each origin?",
        expected=lambda cars: cars["Origin"].value_counts(normalize=True),
    ),
    Asked(
        form="list with conditions",
        workspace="cars",
        question="Show the name and horsepower of cars from Europe with more than 110 horsepower",
        expected=lambda cars: cars.loc[
            (cars["Origin"] == "Europe") & (cars["Horsepower"] > 110), ["Name", "Horsepower"]
        ],
    ),
    Asked(
        form="average by two dimensions",
        workspace="cars",
        question="Average miles per gallon by year and origin",
        expected=lambda cars: cars.groupby([_year(cars["Year"]), "Origin"])["Miles_per_Gallon"].mean().reset_index(),
    ),
    Asked(
        form="top n rows",
        workspace="cars",
        question="Which 4 cars have the highest weight?",
        expected=lambda cars: cars.nlargest(4, "Weight_in_lbs")[["Name"]],
        ordered=True,
    ),
)

WEATHER = (
    Asked(
        form="filter by value and year",
        workspace="seattle",
        question="How many days of rain were there in 2014?",
        expected=lambda days: ((days["weather"] == "rain") & (days["date"].dt.year == 2014)).sum(),
    ),
    Asked(
        form="sum over time, filter by year",
        workspace="seattle",
        question="Total precipitation by month in 2015",
        expected=lambda days: (
            days[days["date"].dt.year == 2015].groupby(_month(days["date"]))["precipitation"].sum().reset_index()
        ),
    ),
    Asked(
        form="max over time",
        workspace="seattle",
        question="What was the highest max temp in each year?",
        expected=lambda days: days.groupby(_year(days["date"]))["temp_max"].max(),
    ),
    Asked(
        form="average by a dimension",
        workspace="seattle",
        question="average wind by weather",
        expected=lambda days: days.groupby("weather")["wind"].mean(),
    ),
    Asked(
        form="relative date",
        workspace="seattle",
        question="What was the total precipitation last year?",
        expected=lambda days: days.loc[days["date"].dt.year == 2014, "precipitation"].sum(),
    ),
    Asked(
        form="rolling relative date",
        workspace="seattle",
        question="What was the lowest min temp in the last 30 days?",
        expected=lambda days: days.loc[days["date"] > days["date"].max() - pd.Timedelta(days=30), "temp_min"].min(),
    ),
    Asked(
        form="change against the previous period",
        workspace="seattle",
        question="Percent change of total precipitation compared to the previous year",
        expected=lambda days: days.groupby(_year(days["date"]))["precipitation"].sum().pct_change(),
    ),
    Asked(
        form="filter between dates",
        workspace="seattle",
        question="How many days had snow between 2012-01-01 and 2013-06-30?",
        expected=lambda days: (
            (days["weather"] == "snow") & days["date"].between(pd.Timestamp("2012-01-01"), pd.Timestamp("2013-06-30"))
        ).sum(),
    ),
)

STOCKS = (
    Asked(
        form="average by a dimension",
        workspace="stocks",
        question="Average price for each symbol",
        expected=lambda stocks: stocks.groupby("symbol")["price"].mean(),
    ),
    Asked(
        form="max, filter by value",
        workspace="stocks",
        question="What was the highest price of AAPL?",
        expected=lambda stocks: stocks.loc[stocks["symbol"] == "AAPL", "price"].max(),
    ),
    Asked(
        form="over time by quarter, filters",
        workspace="stocks",
        question="Average price of GOOG by quarter in 2009",
        expected=lambda stocks: (
            stocks[(stocks["symbol"] == "GOOG") & (stocks["date"].dt.year == 2009)]
            .groupby(_quarter(stocks["date"]))["price"]
            .mean()
        ),
    ),
    Asked(
        form="since a month",
        workspace="stocks",
        question="Show the average price per month for AMZN since January 2009",
        expected=lambda stocks: (
            stocks[(stocks["symbol"] == "AMZN") & (stocks["date"] >= pd.Timestamp("2009-01-01"))]
            .groupby(_month(stocks["date"]))["price"]
            .mean()
        ),
    ),
    Asked(
        form="the least",
        workspace="stocks",
        question="Which symbol has the lowest average price?",
        expected=lambda stocks: pd.DataFrame({"symbol": [stocks.groupby("symbol")["price"].mean().idxmin()]}),
    ),
)

SMALL_TABLES = (
    Asked(
        form="average by a dimension",
        workspace="riots",
        question="What is the average age by race?",
        expected=lambda deaths: deaths.groupby("race")["age"].mean(),
    ),
    Asked(
        form="list with a comparison",
        workspace="riots",
        question="List the first name, last name and age of everyone older than 60",
        expected=lambda deaths: deaths.loc[deaths["age"] > 60, ["first_name", "last_name", "age"]],
    ),
    Asked(
        form="sum by a dimension",
        workspace="energy",
        question="Total net generation by source",
        expected=lambda energy: energy.groupby("source")["net_generation"].sum(),
    ),
    Asked(
        form="share of total, filter by year",
        workspace="energy",
        question="What percentage of net generation came from each source in 2017?",
        expected=lambda energy: (
            energy[energy["year"].dt.year == 2017]
            .set_index("source")["net_generation"]
            .transform(lambda part: part / part.sum())
        ),
    ),
    Asked(
        form="over time",
        workspace="energy",
        question="How did net generation of renewables develop over the years?",
        expected=lambda energy: (
            energy[energy["source"] == "Renewables"].groupby(_year(energy["year"]))["net_generation"].sum()
        ),
    ),
    Asked(
        form="the most, filter by year",
        workspace="barley",
        question="Which site had the highest total yield in 1931?",
        expected=lambda barley: pd.DataFrame(
            {"site": [barley[barley["year"] == 1931].groupby("site")["yield"].sum().idxmax()]}
        ),
    ),
    Asked(
        form="bottom n",
        workspace="barley",
        question="Bottom 3 varieties by average yield",
        expected=lambda barley: barley.groupby("variety")["yield"].mean().nsmallest(3),
        ordered=True,
    ),
    Asked(
        form="min over time",
        workspace="jobs",
        question="minimum construction by year",
        expected=lambda jobs: jobs.groupby(_year(pd.to_datetime(jobs["month"])))["construction"].min(),
    ),
    Asked(
        form="count, filter by value",
        workspace="fields",
        question="How many airports are in TX?",
        expected=lambda airports: (airports["state"] == "TX").sum(),
    ),
    Asked(
        form="top n groups",
        workspace="fields",
        question="Top 5 states by number of airports",
        expected=lambda airports: airports["state"].value_counts().nlargest(5),
        ordered=True,
    ),
)

FLIGHTS = (
    Asked(
        form="two tables, average by a dimension",
        workspace="flights",
        question="Average arrival delay by airline name",
        expected=lambda flights: _with_airlines(flights).groupby("name")["arr_delay"].mean(),
    ),
    Asked(
        form="top n groups",
        workspace="flights",
        question="Which 5 destinations have the most flights?",
        expected=lambda flights: flights["dest"].value_counts().nlargest(5).reset_index()[["dest"]],
        ordered=True,
    ),
    Asked(
        form="two tables, count by a dimension, rows without a partner kept",
        workspace="flights",
        question="Number of flights by manufacturer",
        expected=lambda flights: _with_planes(flights).groupby("manufacturer", dropna=False).size(),
    ),
    Asked(
        form="two tables, sum, filter by value",
        workspace="flights",
        question="What is the total distance flown by JetBlue Airways?",
        expected=lambda flights: _with_airlines(flights).query("name == 'JetBlue Airways'")["distance"].sum(),
    ),
    Asked(
        form="filter by number",
        workspace="flights",
        question="How many flights had a departure delay of more than 60 minutes?",
        expected=lambda flights: (flights["dep_delay"] > 60).sum(),
    ),
    Asked(
        form="max, filter by value",
        workspace="flights",
        question="What is the longest air time of flights from JFK?",
        expected=lambda flights: flights.loc[flights["origin"] == "JFK", "air_time"].max(),
    ),
    Asked(
        form="max, filter by value",
        workspace="readings",
        question="What was the highest wind speed at LGA?",
        expected=lambda weather: weather.loc[weather["origin"] == "LGA", "wind_speed"].max(),
    ),
)

QUESTIONS = (*CARS, *WEATHER, *STOCKS, *SMALL_TABLES, *FLIGHTS)
