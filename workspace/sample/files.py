"""The sample business as files; the same bytes each time, so that loading it twice changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from workspace.sample.business import Business, Order, Row, generate
from workspace.sample.workbook import workbook_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def write_sample(folder: Path) -> tuple[Path, ...]:
    """Seven files in `folder`, which is made where it is missing; files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    business = generate()
    contents = {
        "addresses.csv": _csv_bytes(_addresses(business)),
        "customers.csv": _csv_bytes(_customers(business)),
        "products.xlsx": workbook_bytes("Products", _products(business).columns, _products(business).rows),
        "orders.csv": _csv_bytes(_orders(business)),
        "order_lines.csv": _csv_bytes(_order_lines(business)),
        "returns.csv": _csv_bytes(_returns(business)),
        "reviews.parquet": _parquet_bytes(_reviews(business)),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in contents)


def _csv_bytes(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return text.getvalue().encode()


def _parquet_bytes(sheet: Sheet) -> bytes:
    import pyarrow
    from pyarrow import parquet

    columns = dict(zip(sheet.columns, map(list, zip(*sheet.rows, strict=True)), strict=True))
    target = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), target)
    return target.getvalue()


def _money(amount: Decimal) -> str:
    return f"${amount:,.2f}" if amount >= 0 else f"-${-amount:,.2f}"


def _addresses(business: Business) -> Sheet:
    return Sheet(columns=("address_id", "street", "city", "state", "postcode"), rows=business.addresses)


def _customers(business: Business) -> Sheet:
    return Sheet(
        columns=("customer_id", "customer_name", "email", "segment", "signed_up"),
        rows=tuple((each.id, each.name, each.email, each.segment, each.signed_up) for each in business.customers),
    )


def _products(business: Business) -> Sheet:
    return Sheet(
        columns=("Product ID", "Product Name", "Category", "List Price", "Unit Cost", "Launched"),
        rows=tuple(
            (each.id, each.name, each.category, each.price, each.cost, each.launched) for each in business.products
        ),
    )


def _orders(business: Business) -> Sheet:
    return Sheet(
        columns=(
            *("order_id", "customer_id", "order_date", "ship_date", "status", "channel", "discount_code"),
            *("billing_address_id", "shipping_address_id", "shipping_fee", "order_total"),
        ),
        rows=tuple(_order_row(order) for order in business.orders),
    )


def _order_row(order: Order) -> Row:
    return (
        *(order.id, order.customer, order.ordered, order.shipped, order.status, order.channel, order.discount_code),
        *(order.billing, order.shipping, _money(order.shipping_fee), _money(order.total)),
    )


def _order_lines(business: Business) -> Sheet:
    """Sold lines in the order of their orders, then the refunds."""
    sold: Iterable[Row] = (
        (line.order, line.product.id, line.category_at_sale, line.quantity, line.unit_price, line.amount)
        for order in business.orders
        for line in order.lines
    )
    refunded: Iterable[Row] = (
        (line.order, line.product.id, line.category_at_sale, -line.quantity, line.unit_price, -line.amount)
        for line in (each.line for each in business.returns)
    )
    return Sheet(
        columns=("line_id", "order_id", "product_id", "category_at_sale", "quantity", "unit_price", "amount"),
        rows=tuple((number, *row) for number, row in enumerate((*sold, *refunded), 1)),
    )


def _returns(business: Business) -> Sheet:
    return Sheet(
        columns=("return_id", "order_id", "product_id", "returned_on", "reason", "refund_amount"),
        rows=tuple(
            (
                *(f"R{number:04}", each.line.order, each.line.product.id, f"{each.returned:%m/%d/%Y}"),
                *(each.reason, _money(-each.line.amount)),
            )
            for number, each in enumerate(business.returns, 1)
        ),
    )


def _reviews(business: Business) -> Sheet:
    return Sheet(
        columns=("review_id", "product_id", "customer_id", "reviewed_at", "rating", "review"),
        rows=tuple(
            (number, each.product.id, each.customer, each.written, each.rating, each.text)
            for number, each in enumerate(business.reviews, 1)
        ),
    )
