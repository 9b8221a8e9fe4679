from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from workspace.sample import write_sample

NEW_NAME, OLD_NAME = "Lamps & Lighting", "Lighting"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def read(folder: Path) -> Callable[[str], pd.DataFrame]:
    """A table of the sample with every CSV cell as the text that stands in the file."""

    def read_one(name: str) -> pd.DataFrame:
        path = next(folder.glob(f"{name}.*"))
        if path.suffix == ".xlsx":
            return pd.read_excel(path)
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str)

    return read_one


Read = Callable[[str], pd.DataFrame]


def dollars(money: pd.Series[str]) -> pd.Series[float]:
    return money.str.replace(r"[$,]", "", regex=True).astype(float)


def test_the_same_bytes_are_written_each_time(folder: Path, tmp_path: Path) -> None:
    again = write_sample(tmp_path / "not" / "there" / "yet")
    assert len(again) == 7
    for path in again:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_orders_cover_every_day_of_eighteen_months(read: Read) -> None:
    days = read("orders")["order_date"]
    assert (days.min(), days.max()) == ("2024-01-01", "2025-06-30")
    assert days.nunique() == 547


def test_an_order_may_have_no_ship_date_and_is_never_shipped_before_it_was_placed(read: Read) -> None:
    orders = read("orders")
    unshipped = orders["ship_date"].isna()
    assert set(orders.loc[unshipped, "status"]) == {"cancelled", "open"}
    assert (orders.loc[~unshipped, "ship_date"] >= orders.loc[~unshipped, "order_date"]).all()
    assert (orders.loc[~unshipped, "ship_date"] > orders.loc[~unshipped, "order_date"]).any()


def test_billing_and_shipping_addresses_differ_for_some_and_are_all_known(read: Read) -> None:
    orders, known = read("orders"), set(read("addresses")["address_id"])
    assert set(orders["billing_address_id"]) | set(orders["shipping_address_id"]) <= known
    differing = (orders["billing_address_id"] != orders["shipping_address_id"]).mean()
    assert 0.2 < differing < 0.5


def test_refunds_are_negative_lines_that_match_the_returns(read: Read) -> None:
    lines = read("order_lines").astype({"amount": float, "quantity": int})
    refunds = lines[lines["amount"] < 0]
    assert (refunds["quantity"] < 0).all()
    assert refunds["amount"].sum() == pytest.approx(dollars(read("returns")["refund_amount"]).sum())
    assert len(refunds) == len(read("returns")) > 300


def test_an_orders_total_is_its_sold_lines_and_shipping(read: Read) -> None:
    orders, lines = read("orders").set_index("order_id"), read("order_lines").astype({"amount": float})
    sold = lines[lines["amount"] > 0].groupby("order_id")["amount"].sum()
    expected = sold + dollars(orders["shipping_fee"])
    assert (expected - dollars(orders["order_total"])).abs().max() < 0.005
    assert orders["order_total"].str.contains(",").any()


def test_some_orders_have_no_customer_and_one_names_an_unknown_one(read: Read) -> None:
    orders, customers = read("orders"), set(read("customers")["customer_id"])
    assert orders["customer_id"].isna().sum() > 50
    assert list(orders.loc[~orders["customer_id"].isin(customers), "customer_id"].dropna()) == ["C9999"]


def test_some_customers_never_ordered_and_some_cells_are_empty(read: Read) -> None:
    customers = read("customers")
    assert (~customers["customer_id"].isin(read("orders")["customer_id"])).sum() >= 14
    assert customers["email"].isna().any()
    assert customers["segment"].isna().any()


def test_a_category_was_renamed_in_the_middle_of_the_history(read: Read) -> None:
    lines = read("order_lines").merge(read("orders")[["order_id", "order_date"]], on="order_id")
    dates_by_name = lines.groupby("category_at_sale")["order_date"]
    assert dates_by_name.max()[OLD_NAME] < "2024-10-01" <= dates_by_name.min()[NEW_NAME]
    categories = set(read("products")["Category"])
    assert NEW_NAME in categories
    assert OLD_NAME not in categories


def test_postcodes_have_leading_zeros(read: Read) -> None:
    postcodes = read("addresses")["postcode"]
    assert postcodes.str.len().eq(5).all()
    assert postcodes.str.startswith("0").any()


def test_return_dates_are_written_month_first_and_cannot_be_read_the_other_way(read: Read) -> None:
    parts = read("returns")["returned_on"].str.split("/", expand=True).astype(int)
    assert parts[0].max() == 12
    assert parts[1].max() == 31


def test_reviews_may_lack_a_rating_or_a_text(read: Read) -> None:
    reviews = read("reviews")
    assert reviews["rating"].isna().any()
    assert reviews["review"].isna().any()
    assert reviews.loc[reviews["rating"].isna(), "review"].notna().any()


def test_the_workbook_holds_numbers_and_dates_not_text(read: Read) -> None:
    products = read("products")
    assert products["List Price"].dtype == float
    assert pd.api.types.is_datetime64_any_dtype(products["Launched"])
    assert products["Unit Cost"].isna().sum() == 2


def test_answers_are_worth_asking_for(read: Read) -> None:
    lines = read("order_lines").astype({"amount": float})
    lines = lines.merge(read("orders")[["order_id", "order_date", "channel"]], on="order_id")
    lines = lines.merge(read("products"), left_on="product_id", right_on="Product ID")
    garden = lines[lines["Category"] == "Garden"].groupby(lines["order_date"].str[5:7])["amount"].sum()
    assert garden["05"] > 3 * garden["12"]
    marketplace = (lines["channel"] == "Marketplace").groupby(lines["order_date"].str[:4]).mean()
    assert marketplace["2025"] > 1.3 * marketplace["2024"]
