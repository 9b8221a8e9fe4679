"""What further questions about the sample workspace come to."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import (
    Answers,
    any_of,
    groups,
    leaders,
    line_sales,
    listed,
    one,
    part,
    revenues,
    row,
    shares,
    side_by_side,
    table,
    top_of_each,
    turnover,
    years,
)


def _priciest_of_each_category(d: SimpleNamespace) -> Answers:
    return top_of_each(d.products, "category", "product_id product_name", "list_price")


def _best_month_of_2024(d: SimpleNamespace) -> Answers:
    best = {frame[frame.year == 2024].groupby("month")[name].sum().idxmax() for frame, name in revenues(d)}
    return any_of(one(month, int(month[5:7]), calendar.month_name[int(month[5:7])]) for month in sorted(best))


def _spent_over_10k(d: SimpleNamespace) -> Answers:
    spent = [frame.groupby("customer_id")[name].sum() for frame, name in revenues(d)]
    big = [d.customers[d.customers.customer_id.isin(each[each > 10_000].index)] for each in spent]
    return any_of(listed(found, "customer_id", "customer_name") for found in big)


def _above_own_category(d: SimpleNamespace) -> Answers:
    usual = d.products.groupby("category").list_price.transform("mean")
    return listed(d.products[d.products.list_price > usual], "product_id", "product_name")


def _cancelled_per_shipped(d: SimpleNamespace) -> Answers:
    counted = d.orders.groupby(["channel", "status"]).size().unstack()
    return groups(counted.cancelled / counted.shipped) | groups(100 * counted.cancelled / counted.shipped)


def _corporate_share(d: SimpleNamespace) -> Answers:
    return any_of(
        part(frame[frame.segment == "Corporate"][name].sum(), whole)
        for frame, name in revenues(d)
        for whole in (frame[name].sum(), frame[frame.segment.notna()][name].sum())
    )


def _first_quarters(d: SimpleNamespace) -> Answers:
    found = [frame[frame.order_date.dt.quarter == 1] for frame, _ in revenues(d)]
    names = [name for _, name in revenues(d)]
    return any_of(
        side_by_side(frame.groupby(by)[name].sum())
        for frame, name in zip(found, names, strict=True)
        for by in ("quarter", "year")
    )


def _signed_up_running(d: SimpleNamespace) -> Answers:
    monthly = d.customers.groupby(d.customers.signed_up.dt.strftime("%Y-%m-01")).size()
    of_year = monthly[monthly.index >= "2024-01-01"]
    of_year = of_year[of_year.index < "2025-01-01"]
    return groups(of_year.cumsum()) | groups(monthly.cumsum()[of_year.index])


def _bought_from(d: SimpleNamespace, category: str) -> set[str]:
    return set(d.sales[(d.sales.category == category) & (d.sales.quantity > 0)].customer_id.dropna())


def _both_garden_and_kitchen(d: SimpleNamespace) -> Answers:
    both = _bought_from(d, "Garden") & _bought_from(d, "Kitchen")
    return one(len(both), len(both & set(d.customers.customer_id)))


def _lost_in_2025(d: SimpleNamespace) -> Answers:
    ordered = {year: set(d.orders[d.orders.year == year].customer_id.dropna()) for year in (2024, 2025)}
    lost = ordered[2024] - ordered[2025]
    known = d.customers[d.customers.customer_id.isin(lost)]
    charged = d.orders[d.orders.customer_id.isin(lost)].drop_duplicates("customer_id")
    return listed(known, "customer_id", "customer_name") | listed(charged, "customer_id")


def _never_on_the_web(d: SimpleNamespace) -> Answers:
    web = set(d.orders[d.orders.channel == "Web"].customer_id.dropna())
    others = set(d.orders[d.orders.channel != "Web"].customer_id.dropna())
    return one(len(others - web), len((others - web) & set(d.customers.customer_id)))


def _orders_per_customer(d: SimpleNamespace) -> Answers:
    known = d.orders[d.orders.customer_id.notna()]
    listed_ones = d.orders[d.orders.customer_id.isin(d.customers.customer_id)]
    return one(
        len(known) / known.customer_id.nunique(),
        len(d.orders) / known.customer_id.nunique(),
        len(listed_ones) / listed_ones.customer_id.nunique(),
        len(listed_ones) / len(d.customers),
        len(d.orders) / len(d.customers),
        d.orders.groupby("customer_id", dropna=False).size().mean(),
    )


def _orders_and_revenue(d: SimpleNamespace) -> Answers:
    return any_of(
        table(
            frame.groupby("channel").agg(n=("order_id", "nunique"), total=(name, "sum")).reset_index(),
            "channel n total",
        )
        for frame, name in revenues(d)
    )


def _texas_in_june(d: SimpleNamespace) -> Answers:
    texan = d.orders[d.orders.shipping_state == "TX"]
    dated = [texan[day.dt.strftime("%Y-%m") == "2025-06"] for day in (texan.ship_date, texan.order_date)]
    return one(True, "Yes") | any_of(listed(found, "order_id") for found in dated)


ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "sample-086": lambda d: row(
        mean=d.orders.order_total.mean(), low=d.orders.order_total.min(), high=d.orders.order_total.max()
    ),
    "sample-087": _orders_and_revenue,
    "sample-088": lambda d: one((d.orders.channel != "Web").sum()),
    "sample-089": lambda d: listed(
        d.orders[d.orders.discount_code.isna() & (d.orders.month == "2025-06-01")], "order_id"
    ),
    "sample-090": lambda d: listed(d.products[d.products.list_price.between(30, 60)], "product_id", "product_name"),
    "sample-091": lambda d: one(d.customers.signed_up.between("2023-07-01", "2023-09-30").sum()),
    "sample-092": lambda d: one((d.lines.quantity >= 5).sum()),
    "sample-093": lambda d: listed(
        d.products[d.products.product_name.str.startswith("C")], "product_id", "product_name"
    ),
    "sample-094": lambda d: table(d.customers[d.customers.segment.isna()], "customer_id", "customer_name"),
    "sample-095": lambda d: listed(d.orders[d.orders.ship_date.isna()], "order_id"),
    "sample-096": lambda d: leaders(
        d.products, "product_id product_name", [d.products.set_index("product_id").list_price], lowest=True
    ),
    "sample-097": _priciest_of_each_category,
    "sample-098": _best_month_of_2024,
    "sample-099": _spent_over_10k,
    "sample-100": _above_own_category,
    "sample-101": lambda d: one(
        (
            (d.products.category == "Home Office")
            & (d.products.list_price > d.products[d.products.category == "Kitchen"].list_price.max())
        ).sum()
    ),
    "sample-102": _cancelled_per_shipped,
    "sample-103": _corporate_share,
    "sample-104": lambda d: any_of(
        shares(frame[frame.year == 2025].groupby("channel")[name].sum()) for frame, name in revenues(d)
    ),
    "sample-105": _first_quarters,
    "sample-106": lambda d: (
        side_by_side(d.orders[d.orders.order_date.dt.month <= 6].groupby("year").size())
        | years(d.orders[d.orders.order_date.dt.month <= 6].groupby("year").size())
    ),
    "sample-107": _signed_up_running,
    "sample-108": lambda d: one(d.sales[d.sales.month == "2024-12-01"].product_id.nunique()),
    "sample-109": lambda d: one(
        d.returns.customer_id.nunique(), d.customers.customer_id.isin(d.returns.customer_id).sum()
    ),
    "sample-110": lambda d: one(
        (~d.customers.customer_id.isin(d.returns.customer_id)).sum(),
        (
            d.customers.customer_id.isin(d.orders.customer_id) & ~d.customers.customer_id.isin(d.returns.customer_id)
        ).sum(),
    ),
    "sample-111": _both_garden_and_kitchen,
    "sample-112": _lost_in_2025,
    "sample-113": _never_on_the_web,
    "sample-114": _orders_per_customer,
    "sample-115": lambda d: any_of(
        groups(sign * d.returns.groupby("shipping_city").refund_amount.sum()) for sign in (1, -1)
    ),
    "sample-116": lambda d: groups(d.reviews.groupby("category").rating.mean()),
    "sample-117": lambda d: any_of(
        line_sales(d, "shipping_state", lambda f, name=name: f[name] == "Lamps & Lighting", "quantity")
        for name in ("category", "category_at_sale")
    ),
    "sample-118": lambda d: line_sales(
        d, where=lambda f: (f.segment == "Corporate") & (f.category == "Textiles") & (f.shipping_city == "Boston")
    ),
    "sample-119": lambda d: groups(d.orders.groupby("discount_code", dropna=False).size()),
    "sample-120": lambda d: turnover(d, "month", lambda f: (f.channel == "Marketplace") & (f.year == 2024)),
    "sample-121": lambda d: any_of(
        groups(found)
        for of_year in (d.returns[d.returns.returned_on.dt.year == 2025],)
        for found in (
            of_year.groupby("reason").refund_amount.sum(),
            -of_year.groupby("reason").refund_amount.sum(),
            of_year.groupby("reason").size(),
        )
    ),
    "sample-122": lambda d: groups(d.orders.groupby("channel").shipping_fee.mean()),
    "sample-123": lambda d: listed(d.customers[d.customers.segment == "Corporate"], "customer_id", "customer_name"),
    "sample-124": lambda d: one("New York", "NY"),
    "sample-125": lambda d: (
        groups(d.returns.groupby("reason").size())
        | table(d.returns.drop_duplicates("reason"), "reason")
        | one("Damaged in transit")
    ),
    "sample-126": lambda d: listed(d.orders[d.orders.order_total > 3000], "order_id"),
    "sample-127": lambda d: one((d.orders.order_date == "2025-05-01").sum()),
    "sample-128": lambda d: turnover(d, where=lambda f: f.quarter == "2024-07-01"),
    "sample-129": _texas_in_june,
    "sample-130": lambda d: one(False, "No", (~d.products.product_id.isin(d.reviews.product_id)).sum()),
}
