"""Questions over the sample business whose SQL, written without care, counts rows twice or loses them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from core.answer import Answer
from workspace import Workspace
from workspace.sample import write_sample

ALL_ROWS = 10_000
LINES_TO_ORDERS = "FROM order_lines l JOIN orders o USING (order_id)"
LINES_TO_PRODUCTS = "FROM order_lines l JOIN products p USING (product_id)"

Tables = Mapping[str, pd.DataFrame]
Figures = dict[str | None, tuple[float, ...]]
Expected = Callable[[Tables], "pd.Series[float] | pd.Series[int] | pd.DataFrame"]


class Shop:
    """The sample business as files, as frames read from them by pandas, and as a workspace."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        paths = write_sample(folder / "files")
        self.tables: Tables = {path.stem: _read(path) for path in paths}
        self._workspace = Workspace.open("sample", folder / "data")
        self._runner.run(self._fill(paths))

    async def _fill(self, paths: Sequence[Path]) -> None:
        async for _ in self._workspace.add(paths):
            pass

    def ask(self, question: str) -> Answer:
        async def run() -> Answer:
            return await self._workspace.ask(question, preview_rows=ALL_ROWS).answer()

        return self._runner.run(run())

    def sql(self, statement: str) -> Figures:
        async def run() -> Answer:
            return await self._workspace.run_sql(statement, preview_rows=ALL_ROWS).answer()

        return _answered(self._runner.run(run()))

    def close(self) -> None:
        self._runner.run(self._workspace.close())
        self._runner.close()


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".xlsx":
        sheet = pd.read_excel(path)
        return sheet.rename(columns={name: name.lower().replace(" ", "_") for name in sheet.columns})
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    table = pd.read_csv(path)
    for money in {"shipping_fee", "order_total", "refund_amount"} & set(table.columns):
        table[money] = table[money].str.replace(r"[$,]", "", regex=True).astype(float)
    return table


def _answered(answer: Answer) -> Figures:
    assert answer.status == "answered", f"{answer.status}: {answer.text or answer.clarification or answer.problem}"
    assert answer.result is not None
    figures: Figures = {}
    for row in answer.result.rows:
        labels = [cell for cell in row if not isinstance(cell, int | float | Decimal)]
        label = str(labels[0]) if labels and labels[0] is not None else None
        assert label not in figures, f"{label} stands in two rows"
        figures[label] = tuple(float(cell) for cell in row if isinstance(cell, int | float | Decimal))
    return figures


def _figures(expected: pd.Series[float] | pd.Series[int] | pd.DataFrame) -> Figures:
    frame = expected.to_frame() if isinstance(expected, pd.Series) else expected
    return {
        None if pd.isna(row[0]) else str(row[0]): tuple(float(cell) for cell in row[1:]) for row in frame.itertuples()
    }


def _equal(found: Figures, expected: Figures) -> bool:
    return found.keys() == expected.keys() and all(
        found[label] == pytest.approx(cells, abs=0.005) for label, cells in expected.items()
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("traps"))
    yield shop
    shop.close()


def _orders_with_customers(tables: Tables) -> pd.DataFrame:
    return tables["orders"].merge(tables["customers"], on="customer_id", how="left")


def _lines(tables: Tables) -> pd.DataFrame:
    return tables["order_lines"].merge(tables["products"], on="product_id").merge(tables["orders"], on="order_id")


def _by_segment(column: str) -> Expected:
    return lambda tables: _orders_with_customers(tables).groupby("segment", dropna=False)[column].sum()


def _amount_by_segment(tables: Tables) -> pd.Series[float]:
    lines = tables["order_lines"].merge(_orders_with_customers(tables), on="order_id", how="left")
    return lines.groupby("segment", dropna=False)["amount"].sum()


def _known_customers_by_category(tables: Tables) -> pd.Series[int]:
    lines = _lines(tables).merge(tables["customers"], on="customer_id")
    return lines.groupby("category")["customer_id"].nunique()


def _orders_by_city(role: str) -> Expected:
    def expected(tables: Tables) -> pd.Series[int]:
        return tables["orders"][role].map(tables["addresses"].set_index("address_id")["city"]).value_counts()

    return expected


def _rating_and_quantity(tables: Tables) -> pd.DataFrame:
    products = tables["products"].set_index("product_id")
    products["rating"] = tables["reviews"].groupby("product_id")["rating"].mean()
    products["sold"] = tables["order_lines"].groupby("product_id")["quantity"].sum()
    return products.set_index("product_name")[["rating", "sold"]]


def _sold_and_refunded(tables: Tables) -> pd.DataFrame:
    products = tables["products"].set_index("product_id")
    products["sold"] = tables["order_lines"].groupby("product_id")["amount"].sum()
    products["refunded"] = tables["returns"].groupby("product_id")["refund_amount"].sum()
    return products.set_index("product_name")[["sold", "refunded"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """`relationships` are those the receipt names; `lost` is how many rows had no partner in them together."""

    question: str
    naive: str
    expected: Expected
    relationships: tuple[str, ...]
    lost: int = 0


TRAPS = (
    Trap(
        question="Total shipping fee by customer segment",
        naive=f"SELECT segment, sum(shipping_fee) {LINES_TO_ORDERS} JOIN customers USING (customer_id) GROUP BY 1",
        expected=_by_segment("shipping_fee"),
        relationships=("orders_customer",),
        lost=95,
    ),
    Trap(
        question="Total order total by customer segment",
        naive="SELECT segment, sum(order_total) FROM orders JOIN customers USING (customer_id) GROUP BY 1",
        expected=_by_segment("order_total"),
        relationships=("orders_customer",),
        lost=95,
    ),
    Trap(
        question="Total amount by customer segment",
        naive=f"SELECT segment, sum(amount) {LINES_TO_ORDERS} JOIN customers USING (customer_id) GROUP BY 1",
        expected=_amount_by_segment,
        relationships=("order_lines_order", "orders_customer"),
        lost=95,
    ),
    Trap(
        question="Number of orders by product category",
        naive=f"SELECT category, count(order_id) {LINES_TO_PRODUCTS} GROUP BY 1",
        expected=lambda tables: _lines(tables).groupby("category")["order_id"].nunique(),
        relationships=("order_lines_product",),
    ),
    Trap(
        question="How many customers ordered each product category?",
        naive=f"SELECT category, count(customer_id) {LINES_TO_ORDERS} JOIN products USING (product_id) GROUP BY 1",
        expected=_known_customers_by_category,
        relationships=("order_lines_product", "order_lines_order", "orders_customer"),
        lost=95,
    ),
    Trap(
        question="Total amount by product category",
        naive="SELECT category_at_sale, sum(amount) FROM order_lines GROUP BY 1",
        expected=lambda tables: _lines(tables).groupby("category")["amount"].sum(),
        relationships=("order_lines_product",),
    ),
    Trap(
        question="Average rating and total quantity by product name",
        naive=f"SELECT product_name, avg(rating), sum(quantity) {LINES_TO_PRODUCTS}"
        " JOIN reviews USING (product_id) GROUP BY 1",
        expected=_rating_and_quantity,
        relationships=("reviews_product", "order_lines_product"),
    ),
    Trap(
        question="Total line amount and total refund amount by product name",
        naive=f"SELECT product_name, sum(amount), sum(refund_amount) {LINES_TO_PRODUCTS}"
        " JOIN returns USING (product_id) GROUP BY 1",
        expected=_sold_and_refunded,
        relationships=("order_lines_product", "returns_product"),
    ),
    Trap(
        question="Number of orders by billing city",
        naive="SELECT city, count(*) FROM orders JOIN addresses"
        " ON address_id IN (billing_address_id, shipping_address_id) GROUP BY 1",
        expected=_orders_by_city("billing_address_id"),
        relationships=("billing_address",),
    ),
    Trap(
        question="Number of orders by shipping city",
        naive="SELECT city, count(*) FROM orders JOIN addresses ON address_id = billing_address_id GROUP BY 1",
        expected=_orders_by_city("shipping_address_id"),
        relationships=("shipping_address",),
    ),
)

each_trap = pytest.mark.parametrize("trap", [pytest.param(trap, id=trap.question) for trap in TRAPS])


@each_trap
def test_the_naive_join_gives_other_numbers(trap: Trap, shop: Shop) -> None:
    assert not _equal(shop.sql(trap.naive), _figures(trap.expected(shop.tables)))


@each_trap
def test_the_answer_is_neither_inflated_nor_short(trap: Trap, shop: Shop) -> None:
    assert _answered(shop.ask(trap.question)) == {
        label: pytest.approx(cells, abs=0.005) for label, cells in _figures(trap.expected(shop.tables)).items()
    }


@each_trap
def test_the_receipt_names_the_joins_and_the_rows_without_partner(trap: Trap, shop: Shop) -> None:
    receipt = shop.ask(trap.question).receipt
    assert receipt is not None
    assert set(trap.relationships) <= {join.relationship for join in receipt.joins}
    assert sum(join.rows_without_partner for join in receipt.joins) == trap.lost
    assert {join.unmatched for join in receipt.joins} == {"kept"}


def test_the_orders_without_partner_are_those_of_guests_and_of_an_unknown_customer(shop: Shop) -> None:
    answer = shop.ask("Total order total by customer segment")
    assert answer.receipt is not None
    (join,) = answer.receipt.joins
    known = shop.tables["orders"]["customer_id"].isin(shop.tables["customers"]["customer_id"])
    assert join.rows_without_partner == (~known).sum() > 0
    assert join.unmatched_sample == ("C9999",)
    assert "Rows without a segment" in answer.text


@pytest.mark.parametrize("figure", ["order total", "shipping fee"])
def test_a_figure_of_an_order_is_not_spread_over_the_categories_of_its_lines(figure: str, shop: Shop) -> None:
    column = figure.replace(" ", "_")
    naive = shop.sql(
        f"SELECT category, sum({column}) FROM orders JOIN order_lines USING (order_id)"
        " JOIN products USING (product_id) GROUP BY 1"
    )
    assert sum(cells[0] for cells in naive.values()) > 1.5 * shop.tables["orders"][column].sum()
    answer = shop.ask(f"What is the total {figure} by product category?")
    assert answer.status in {"declined", "clarification"}
    assert answer.result is None


def test_customers_who_never_ordered_are_those_whom_an_inner_join_drops(shop: Shop) -> None:
    customers = shop.tables["customers"]
    never = customers[~customers["customer_id"].isin(shop.tables["orders"]["customer_id"])]
    naive = "SELECT customer_name, count(order_id) FROM customers JOIN orders USING (customer_id) GROUP BY ALL"
    assert not [count for (count,) in shop.sql(naive).values() if count == 0]
    answer = shop.ask("Which customers never ordered?")
    assert answer.result is not None
    assert sorted(str(row[0]) for row in answer.result.rows) == sorted(never["customer_name"])
    assert _answered(shop.ask("How many customers never placed an order?")) == {None: (len(never),)}
