"""What the questions about the sample workspace come to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import (
    Answers,
    changes,
    groups,
    leaders,
    line_sales,
    listed,
    one,
    part,
    row,
    shares,
    table,
    top_of_each,
    turnover,
    years,
)

ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "sample-001": lambda d: one((d.orders.year == 2024).sum()),
    "sample-002": lambda d: groups(d.customers.groupby("segment", dropna=False).size()),
    "sample-003": lambda d: turnover(d, where=lambda f: f.year == 2025),
    "sample-004": lambda d: groups(d.orders.groupby("channel").order_total.mean()),
    "sample-005": lambda d: leaders(d.orders, "order_id order_total", [d.orders.set_index("order_id").order_total]),
    "sample-006": lambda d: leaders(
        d.customers,
        "customer_id customer_name",
        [
            d.orders.groupby("customer_id").order_total.sum(),
            d.sales.groupby("customer_id").amount.sum(),
            d.sales[d.sales.quantity > 0].groupby("customer_id").amount.sum(),
        ],
        5,
    ),
    "sample-007": lambda d: leaders(
        d.products,
        "product_id product_name",
        [d.sales.groupby("product_id").amount.sum(), d.sales[d.sales.quantity > 0].groupby("product_id").amount.sum()],
    ),
    "sample-008": lambda d: leaders(
        d.products, "product_id product_name", [d.products.set_index("product_id").list_price], 10
    ),
    "sample-009": lambda d: listed(d.orders[d.orders.order_total > 2500], "order_id"),
    "sample-010": lambda d: one((d.orders.order_total > 500).sum()),
    "sample-011": lambda d: listed(
        d.orders[(d.orders.status == "cancelled") & (d.orders.month == "2025-03-01")], "order_id"
    ),
    "sample-012": lambda d: shares(d.orders.groupby("channel").size()),
    "sample-013": lambda d: part((d.orders.status == "cancelled").sum(), len(d.orders)),
    "sample-014": lambda d: groups(d.orders[d.orders.year == 2025].groupby("month").size()),
    "sample-015": lambda d: turnover(d, "quarter"),
    "sample-016": lambda d: turnover(d, "month", lambda f: f.month >= "2024-10-01"),
    "sample-017": lambda d: one(d.orders[d.orders.month == "2025-05-01"].order_total.mean()),
    "sample-018": lambda d: changes(d.orders.groupby("month").size(), "2025-01-01"),
    "sample-019": lambda d: groups(d.orders[d.orders.year == 2025].groupby("month").order_total.sum().cumsum()),
    "sample-020": lambda d: one(
        d.orders[d.orders.year == 2025].customer_id.nunique(),
        d.orders[(d.orders.year == 2025) & (d.orders.customer_id != "C9999")].customer_id.nunique(),
    ),
    "sample-021": lambda d: table(
        d.products.groupby("category")[["list_price", "unit_cost"]].mean().reset_index(),
        "category list_price unit_cost",
    ),
    "sample-022": lambda d: groups(d.orders.groupby(["channel", "status"]).order_total.mean()),
    "sample-023": lambda d: table(
        d.customers[~d.customers.customer_id.isin(d.orders.customer_id)], "customer_id", "customer_name"
    ),
    "sample-024": lambda d: listed(d.products[d.products.unit_cost.isna()], "product_id", "product_name"),
    "sample-025": lambda d: one(d.customers.email.isna().sum()),
    "sample-026": lambda d: listed(
        d.products[d.products.list_price > d.products.list_price.mean()], "product_id", "product_name"
    ),
    "sample-027": lambda d: one((d.orders.order_total > d.orders.order_total.mean()).sum()),
    "sample-028": lambda d: line_sales(d, "category"),
    "sample-029": lambda d: (
        line_sales(d, "product_name", lambda f: f.category == "Garden", "quantity")
        | line_sales(d, "product_id", lambda f: f.category == "Garden", "quantity")
    ),
    "sample-030": lambda d: groups(d.returns.groupby("reason").size()),
    "sample-031": lambda d: one("Damaged in transit"),
    "sample-032": lambda d: one(
        d.returns[d.returns.returned_on.dt.year == 2024].refund_amount.sum(),
        -d.returns[d.returns.returned_on.dt.year == 2024].refund_amount.sum(),
    ),
    "sample-033": lambda d: groups(d.returns[d.returns.reason != "Wrong size"].groupby("reason").size()),
    "sample-034": lambda d: one(
        (d.orders.channel.isin(["Web", "Marketplace"]) & (d.orders.discount_code == "FRIENDS20")).sum()
    ),
    "sample-035": lambda d: listed(
        d.orders[d.orders.order_total.between(200, 210) & (d.orders.month == "2025-05-01")], "order_id"
    ),
    "sample-036": lambda d: (
        groups(d.reviews.groupby("product_name").rating.mean()) | groups(d.reviews.groupby("product_id").rating.mean())
    ),
    "sample-037": lambda d: leaders(
        d.products, "product_id product_name", [d.reviews.groupby("product_id").rating.mean()], lowest=True
    ),
    "sample-038": lambda d: one((d.reviews.rating.notna() & d.reviews.review.isna()).sum()),
    "sample-039": lambda d: groups(d.reviews.groupby("rating", dropna=False).size()),
    "sample-040": lambda d: groups(d.reviews.groupby("segment", dropna=False).rating.mean()),
    "sample-041": lambda d: (
        groups(d.orders.groupby("shipping_state").order_total.sum().sort_values(ascending=False)).ranked
    ),
    "sample-042": lambda d: one(
        (d.orders.shipping_city == "Boston").sum(),
        ((d.orders.shipping_city == "Boston") & (d.orders.status == "shipped")).sum(),
    ),
    "sample-043": lambda d: one((d.orders.billing_address_id != d.orders.shipping_address_id).sum()),
    "sample-044": lambda d: one((d.orders.ship_date - d.orders.order_date).dt.days.mean()),
    "sample-045": lambda d: listed(d.orders[(d.orders.ship_date - d.orders.order_date).dt.days > 10], "order_id"),
    "sample-046": lambda d: one("Saturday", 6, 5),
    "sample-047": lambda d: row(first=d.orders.order_date.min(), last=d.orders.order_date.max()),
    "sample-048": lambda d: leaders(
        d.customers, "customer_id customer_name", [d.customers.set_index("customer_id").signed_up]
    ),
    "sample-049": lambda d: years(d.customers.groupby(d.customers.signed_up.dt.year).size()),
    "sample-050": lambda d: groups(d.orders.groupby("segment", dropna=False).order_total.median()),
    "sample-051": lambda d: table(
        d.customers[d.customers.customer_id.isin(d.orders.customer_id.value_counts()[lambda n: n >= 20].index)],
        "customer_id",
        "customer_name",
    ),
    "sample-052": lambda d: one(
        (d.orders[d.orders.customer_id != "C9999"].customer_id.value_counts() == 1).sum(),
        (d.orders.customer_id.value_counts() == 1).sum(),
    ),
    "sample-053": lambda d: (
        top_of_each(
            d.sales.groupby(["category", "product_id", "product_name"])[["amount", "quantity"]].sum().reset_index(),
            "category",
            "product_id product_name",
            "amount",
        )
        | top_of_each(
            d.sales.groupby(["category", "product_id", "product_name"])[["amount", "quantity"]].sum().reset_index(),
            "category",
            "product_id product_name",
            "quantity",
        )
        | top_of_each(
            d.sales[d.sales.quantity > 0]
            .groupby(["category", "product_id", "product_name"])[["amount", "quantity"]]
            .sum()
            .reset_index(),
            "category",
            "product_id product_name",
            "quantity",
        )
    ),
    "sample-054": lambda d: one(len(d.lines) / len(d.orders), (d.lines.quantity > 0).sum() / len(d.orders)),
    "sample-055": lambda d: table(
        d.customers[d.customers.customer_id.isin(d.reviews[d.reviews.rating == 1].customer_id)],
        "customer_id",
        "customer_name",
    ),
    "sample-056": lambda d: one(
        (
            d.customers.customer_id.isin(d.orders.customer_id) & ~d.customers.customer_id.isin(d.reviews.customer_id)
        ).sum()
    ),
    "sample-057": lambda d: groups(d.orders[d.orders.year == 2025].groupby("month").shipping_fee.sum()),
    "sample-058": lambda d: one(
        (d.orders.order_date >= "2025-06-24").sum(),
        (d.orders.order_date >= "2025-06-23").sum(),
        d.orders.order_date.between("2025-06-23", "2025-06-29").sum(),
    ),
    "sample-059": lambda d: listed(d.orders[d.orders.order_date == "2024-12-24"], "order_id"),
    "sample-060": lambda d: line_sales(d, where=lambda f: f.category_at_sale == "Lighting"),
    "sample-061": lambda d: groups(
        d.orders[d.orders.segment.isin(["Corporate", "Consumer"])].groupby("segment").order_total.mean()
    ),
    "sample-062": lambda d: table(
        d.products[(d.products.category == "Kitchen") & (d.products.list_price < 50)], "product_id", "product_name"
    ),
    "sample-063": lambda d: listed(d.products[d.products.launched < "2022-01-01"], "product_id", "product_name"),
    "sample-064": lambda d: leaders(
        d.orders.drop_duplicates("shipping_state"), "shipping_state", [d.orders.groupby("shipping_state").size()], 3
    ),
    "sample-065": lambda d: (
        groups(d.orders[d.orders.status.isin(["open", "cancelled"])].groupby("status").size())
        | row(open=(d.orders.status == "open").sum(), cancelled=(d.orders.status == "cancelled").sum())
    ),
    "sample-066": lambda d: part(d.orders.discount_code.notna().sum(), len(d.orders)),
    "sample-067": lambda d: groups(
        d.orders[(d.orders.channel == "Store") & (d.orders.year == 2025)].groupby("month").order_total.mean()
    ),
    "sample-068": lambda d: table(
        d.products[d.products.category == "Home Office"].assign(gap=d.products.list_price - d.products.unit_cost),
        "product_id gap",
        "product_name gap",
    ),
    "sample-069": lambda d: listed(
        d.customers[d.customers.customer_name.str.startswith("Mei")], "customer_id", "customer_name"
    ),
    "sample-070": lambda d: (
        groups(d.returns.groupby("category").refund_amount.sum())
        | groups(-d.returns.groupby("category").refund_amount.sum())
    ),
    "sample-071": lambda d: line_sales(d, ["segment", "category"]),
    "sample-072": lambda d: one(
        d.sales[(d.sales.segment == "Corporate") & (d.sales.product_name == "Standing Desk")].customer_id.nunique()
    ),
    "sample-073": lambda d: (
        one(True, "Yes", (d.orders.order_date == "2025-01-01").sum())
        | table(d.orders[d.orders.order_date == "2025-01-01"], "order_id")
    ),
    "sample-083": lambda d: turnover(d, "shipping_city") | turnover(d, "billing_city"),
    "sample-084": lambda d: leaders(
        d.customers,
        "customer_id customer_name",
        [
            d.orders.groupby("customer_id").order_total.sum(),
            d.sales.groupby("customer_id").amount.sum(),
            d.orders.groupby("customer_id").size(),
        ],
    ),
    "sample-085": lambda d: (
        groups(d.products.groupby("category").list_price.mean())
        | groups(d.sales.groupby("category").unit_price.mean())
        | groups(d.lines.groupby("category_at_sale").unit_price.mean())
    ),
}
