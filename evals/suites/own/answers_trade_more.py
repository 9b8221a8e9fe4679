"""What still more questions about the sample workspace come to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from evals.suites.own.alternatives import (
    Answers,
    any_of,
    groups,
    leaders,
    listed,
    one,
    side_by_side,
    table,
    top_of_each,
)


def _best_product_of_each_state(d: SimpleNamespace) -> Answers:
    keys = ["shipping_state", "product_id", "product_name"]
    return any_of(
        top_of_each(
            frame.groupby(keys).amount.sum().reset_index(), "shipping_state", "product_id product_name", "amount"
        )
        for frame in (d.sales, d.sales[d.sales.quantity > 0])
    )


def _weak_months(d: SimpleNamespace) -> Answers:
    monthly = d.orders[d.orders.year == 2025].groupby("month").size()
    weak = monthly[monthly < monthly.mean()].rename("n").reset_index()
    return table(weak, "month") | any_of(
        table(weak.assign(month=weak.month.str[5:7].map(names)), "month")
        for names in ({"02": 2, "01": 1, "03": 3}, {"02": "February", "01": "January", "03": "March"})
    )


def _one_star_share(d: SimpleNamespace) -> Answers:
    rated = d.reviews[d.reviews.rating.notna()]
    share = (rated.rating == 1).groupby(rated.category).mean()
    return groups(share) | groups(100 * share)


def _weekends(d: SimpleNamespace) -> Answers:
    at_weekend = d.orders.order_date.dt.day_of_week >= 5
    found: Any = at_weekend.map({True: "weekend", False: "weekday"}).value_counts().sort_index()
    return table(found.rename("value").reset_index(), "value") | side_by_side(found)


def _with_product(d: SimpleNamespace, wanted: Any) -> Any:
    return d.orders[d.orders.order_id.isin(d.sales[wanted].order_id)]


def _customers_by_orders(d: SimpleNamespace) -> Answers:
    counted = d.orders.groupby("customer_id").size()
    known = counted[counted.index.isin(d.customers.customer_id)]
    silent = len(d.customers) - len(known)
    found = [each.value_counts().sort_index().rename_axis("orders") for each in (counted, known)]
    with_none = found[1].copy()
    with_none.loc[0] = silent
    return any_of(groups(each) for each in (*found, with_none))


def _reviews_and_returns(d: SimpleNamespace) -> Answers:
    found = d.reviews.groupby("category").size().rename("reviews").to_frame()
    return table(found.assign(returns=d.returns.groupby("category").size()).reset_index(), "category reviews returns")


def _top_returners(d: SimpleNamespace) -> Answers:
    counted = d.returns.customer_id.value_counts()
    found = d.customers[d.customers.customer_id.isin(counted[counted >= 5].index)]
    return listed(found, "customer_id", "customer_name")


def _june_averages_by_state(d: SimpleNamespace) -> Answers:
    june = d.orders[d.orders.month == "2025-06-01"]
    return any_of(
        table(june.groupby(by).order_total.mean().nlargest(3).reset_index(), by)
        for by in ("shipping_state", "billing_state")
    )


def _kitchen_margins(d: SimpleNamespace) -> Answers:
    kitchen = d.products[d.products.category == "Kitchen"]
    margin = 1 - kitchen.unit_cost / kitchen.list_price
    return any_of(
        table(kitchen.assign(margin=scale * margin), "product_id margin", "product_name margin") for scale in (100, 1)
    )


def _biggest_of_each_month(d: SimpleNamespace) -> Answers:
    of_year = d.orders[d.orders.year == 2025]
    best = of_year.sort_values("order_total").drop_duplicates("month", keep="last")
    return top_of_each(of_year, "month", "order_id order_total", "order_total") | table(best, "order_id order_total")


def _refunded_share(d: SimpleNamespace) -> Answers:
    refunded = -d.returns.groupby("category").refund_amount.sum()
    sold = d.sales[d.sales.quantity > 0].groupby("category").amount.sum()
    net = d.sales.groupby("category").amount.sum()
    return any_of(groups(sign * refunded / whole) for whole in (sold, net) for sign in (1, 100, -1, -100))


def _orders_and_buyers(d: SimpleNamespace) -> Answers:
    of_year = d.orders[d.orders.year == 2025]
    known = of_year[of_year.customer_id.isin(d.customers.customer_id)]
    orders = of_year.groupby("month").size().rename("orders").to_frame()
    buyers = [frame.groupby("month").customer_id.nunique() for frame in (of_year, known)]
    return any_of(table(orders.assign(buyers=each).reset_index(), "month orders buyers") for each in buyers)


def _worst_rated(d: SimpleNamespace) -> Answers:
    return leaders(
        d.products, "product_id product_name", [d.reviews.groupby("product_id").rating.mean()], 3, lowest=True
    )


def _segment_gap(d: SimpleNamespace) -> Answers:
    usual = d.orders.groupby("segment").order_total.mean()
    return one(usual["Corporate"] - usual["Consumer"], usual["Consumer"] - usual["Corporate"])


def _every_quarter(d: SimpleNamespace) -> Answers:
    quarters = d.orders.groupby("customer_id").quarter.nunique()
    found = d.customers[d.customers.customer_id.isin(quarters[quarters == 6].index)]
    return listed(found, "customer_id", "customer_name")


ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "sample-139": lambda d: leaders(
        d.products,
        "product_id product_name",
        [
            measure
            for frame in (d.sales, d.sales[d.sales.quantity > 0])
            for measure in (frame.groupby("product_id").amount.sum(), frame.groupby("product_id").quantity.sum())
        ],
        5,
    ),
    "sample-140": lambda d: any_of(
        groups(found.groupby(by).customer_id.nunique())
        for found in (d.orders, d.orders[d.orders.customer_id.isin(d.customers.customer_id)])
        for by in ("shipping_state", "billing_state")
    ),
    "sample-141": _best_product_of_each_state,
    "sample-142": _biggest_of_each_month,
    "sample-143": lambda d: one("Textiles"),
    "sample-144": _kitchen_margins,
    "sample-145": _weak_months,
    "sample-146": lambda d: one((d.returns.returned_on - d.returns.order_date).dt.days.mean()),
    "sample-147": lambda d: one(((d.returns.returned_on - d.returns.order_date).dt.days <= 14).sum()),
    "sample-148": lambda d: one(d.products.list_price.median()),
    "sample-149": _top_returners,
    "sample-150": _june_averages_by_state,
    "sample-151": lambda d: listed(
        d.reviews[d.reviews.review.str.contains("packaging", na=False)], "review_id", "review"
    ),
    "sample-152": _refunded_share,
    "sample-153": lambda d: groups(d.orders[d.orders.month == "2024-12-01"].groupby("status").size()),
    "sample-154": _one_star_share,
    "sample-155": lambda d: any_of(
        groups(found.groupby(key).size())
        for found in (d.customers[d.customers.signed_up.dt.year == 2023],)
        for key in (
            found.signed_up.dt.to_period("Q").dt.start_time.dt.strftime("%Y-%m-%d"),
            found.signed_up.dt.quarter,
        )
    ),
    "sample-156": _customers_by_orders,
    "sample-157": _weekends,
    "sample-158": lambda d: one(_with_product(d, d.sales.product_name == "Standing Desk").shipping_fee.mean()),
    "sample-159": lambda d: one(_with_product(d, d.sales.category == "Garden").shipping_fee.sum()),
    "sample-160": _reviews_and_returns,
    "sample-184": lambda d: one(((d.orders.status == "cancelled") & (d.orders.year == 2024)).sum()),
    "sample-185": _orders_and_buyers,
    "sample-186": _worst_rated,
    "sample-187": lambda d: side_by_side(
        d.orders[d.orders.channel.isin(["Marketplace", "Web"])].groupby("channel").order_total.mean()
    ),
    "sample-188": _segment_gap,
    "sample-189": lambda d: listed(
        d.orders[(d.orders.order_total > 1000) & (d.orders.shipping_state == "NY")], "order_id"
    ),
    "sample-190": _every_quarter,
}
