"""A shop with customers, orders and their lines: the tables that most traps are laid in."""

from __future__ import annotations

from datetime import date, timedelta

from tests.traps.setting import Record, Setting

REGIONS = ("North", "South", "East", "West")
CATEGORIES = ("Tools", "Toys", "Food")


def customers(s: Setting, count: int = 12) -> list[Record]:
    return s.add(
        "customer",
        [
            {
                "customer id": key,
                "customer name": f"Name {key}",
                "region": s.chance.choice(REGIONS),
                "credit": s.money(),
            }
            for key in s.numbers(count)
        ],
    )


def orders(s: Setting, buyers: list[Record], count: int = 40, *, lost: int = 0, orphans: int = 0) -> list[Record]:
    """`lost` have no customer, `orphans` one that is not there; each other customer but the last has some."""
    chosen = [s.chance.choice(buyers[:-1])["customer id"] for _ in range(count - lost - orphans)]
    keys = [*chosen, *[None] * lost, *range(9001, 9001 + orphans)]
    start = date(2023, 1, 1) + timedelta(days=s.chance.randrange(200))
    return s.add(
        "order",
        [
            {
                "order id": key,
                "customer id": buyer,
                "order date": start + timedelta(days=s.chance.randrange(300)),
                "status": s.chance.choice(("paid", "open", "void")),
                "amount": s.money(),
            }
            for key, buyer in zip(s.numbers(count), keys, strict=True)
        ],
    )


def products(s: Setting, count: int = 8) -> list[Record]:
    return s.add(
        "product",
        [
            {
                "product id": key,
                "product name": f"Thing {key}",
                "category": CATEGORIES[at % 3],
                "colour": s.chance.choice(("red", "blue")),
            }
            for at, key in enumerate(s.numbers(count))
        ],
    )


def lines(s: Setting, bought: list[Record], sold: list[Record], most: int = 4) -> list[Record]:
    """From none to `most` lines an order; the first order has two at least."""
    pairs = [(one, at) for place, one in enumerate(bought) for at in range(s.chance.randint(0, most) + 2 * (not place))]
    return s.add(
        "line",
        [
            {
                "line id": key,
                "order id": one["order id"],
                "product id": s.chance.choice(sold)["product id"],
                "quantity": s.chance.randint(1, 9),
                "unit price": s.money(1, 50),
            }
            for key, (one, _) in enumerate(pairs, start=s.chance.randrange(1, 50))
        ],
    )


def by_key(records: list[Record], column: str) -> dict[object, Record]:
    return {record[column]: record for record in records}
