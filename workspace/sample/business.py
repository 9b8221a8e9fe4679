"""What happened in the sample business, day by day, from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

from workspace.sample import vocabulary as words

SEED = 20240101
CUSTOMERS = 420
NEVER_ORDER = 14
ORDERS_PER_DAY = 6.2
UNKNOWN_CUSTOMER = "C9999"
CENT = Decimal("0.01")

Choice = TypeVar("Choice")
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    id: str
    name: str
    email: str | None
    segment: str | None
    signed_up: date
    billing: int
    shipping: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    id: str
    name: str
    category: str
    price: Decimal
    cost: Decimal | None
    launched: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    order: int
    product: Product
    category_at_sale: str
    quantity: int
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: int
    customer: str | None
    ordered: date
    shipped: date | None
    status: str
    channel: str
    discount_code: str | None
    billing: int
    shipping: int
    shipping_fee: Decimal
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.shipping_fee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    line: Line
    returned: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    product: Product
    customer: str
    written: datetime
    rating: int | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """`addresses` are (id, street, city, state, postcode)."""

    addresses: tuple[Row, ...]
    customers: tuple[Customer, ...]
    products: tuple[Product, ...]
    orders: tuple[Order, ...]
    returns: tuple[Return, ...]
    reviews: tuple[Review, ...]


def generate() -> Business:
    random = Random(SEED)  # noqa: S311
    addresses: list[Row] = []
    customers = tuple(_customer(random, number, addresses) for number in range(1, CUSTOMERS + 1))
    products = tuple(_product(random, number, *entry) for number, entry in enumerate(words.PRODUCTS, 1))
    orders = _orders(random, customers, products)
    returns = tuple(_returns(random, orders))
    reviews = tuple(_reviews(random, orders))
    return Business(
        addresses=tuple(addresses),
        customers=customers,
        products=products,
        orders=orders,
        returns=returns,
        reviews=reviews,
    )


def _weighted(random: Random, choices: Sequence[tuple[Choice, float]]) -> Choice:
    return random.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def _address(random: Random, addresses: list[Row]) -> int:
    city, state, postcode, _ = _weighted(random, [(place, place[3]) for place in words.CITIES])
    street = f"{random.randint(1, 180)} {random.choice(words.STREETS)}"
    addresses.append((len(addresses) + 1, street, city, state, postcode))
    return len(addresses)


def _customer(random: Random, number: int, addresses: list[Row]) -> Customer:
    first, last = random.choice(words.FIRST_NAMES), random.choice(words.LAST_NAMES)
    billing = _address(random, addresses)
    shipping = _address(random, addresses) if random.random() < 0.35 else billing
    mailbox = f"{first}.{last}{number}".replace("'", "").lower()
    return Customer(
        id=f"C{number:04}",
        name=f"{first} {last}",
        email=f"{mailbox}@example.com" if random.random() > 0.06 else None,
        segment=_weighted(random, words.SEGMENTS) if random.random() > 0.04 else None,
        signed_up=words.FIRST_DAY + timedelta(days=random.randint(-600, 400)),
        billing=billing,
        shipping=shipping,
    )


def _product(random: Random, number: int, name: str, category: str, price: str) -> Product:
    cost = (Decimal(price) * Decimal(random.randint(42, 71)) / 100).quantize(CENT, ROUND_HALF_UP)
    return Product(
        id=f"P-{number:02}",
        name=name,
        category=category,
        price=Decimal(price),
        cost=None if number in (11, 23) else cost,
        launched=words.FIRST_DAY - timedelta(days=random.randint(30, 900)),
    )


def _orders(random: Random, customers: Sequence[Customer], products: Sequence[Product]) -> tuple[Order, ...]:
    buyers = customers[:-NEVER_ORDER]
    orders: list[Order] = []
    days = (words.LAST_DAY - words.FIRST_DAY).days + 1
    for offset in range(days):
        day = words.FIRST_DAY + timedelta(days=offset)
        known = [customer for customer in buyers if customer.signed_up <= day]
        expected = ORDERS_PER_DAY * (1 + 0.45 * offset / days) * words.WEEKDAYS[day.weekday()] * _season(day)
        for _ in range(int(expected + random.random())):
            orders.append(_order(random, 10_001 + len(orders), day, random.choice(known), products))
    return tuple(orders)


def _season(day: date) -> float:
    return sum(months[day.month - 1] for months in words.CATEGORIES.values()) / len(words.CATEGORIES)


def _order(random: Random, number: int, day: date, customer: Customer, products: Sequence[Product]) -> Order:
    elapsed = (day - words.FIRST_DAY).days / (words.LAST_DAY - words.FIRST_DAY).days
    channel = _weighted(random, (("Web", 55.0), ("Store", 30 - 8 * elapsed), ("Marketplace", 10 + 25 * elapsed)))
    status, shipped = _shipping(random, day, channel)
    code = random.choice(words.DISCOUNT_CODES) if random.random() < 0.14 else None
    share = Decimal(code[-2:]) / 100 if code else Decimal(0)
    buyer = None if random.random() < 0.025 else customer.id
    return Order(
        id=number,
        customer=UNKNOWN_CUSTOMER if number == 10_777 else buyer,
        ordered=day,
        shipped=shipped,
        status=status,
        channel=channel,
        discount_code=code,
        billing=customer.billing,
        shipping=customer.shipping,
        shipping_fee=Decimal("0.00") if channel == "Store" else Decimal(random.choice(("4.90", "7.50", "12.00"))),
        lines=_lines(random, number, day, share, products, large=customer.segment == "Corporate"),
    )


def _shipping(random: Random, day: date, channel: str) -> tuple[str, date | None]:
    if random.random() < 0.035:
        return "cancelled", None
    late = 5 if (day.year, day.month) == (2024, 12) else 0
    taken = 0 if channel == "Store" else random.randint(1, 4) + late + (3 if channel == "Marketplace" else 0)
    shipped = day + timedelta(days=taken)
    return ("open", None) if shipped > words.LAST_DAY else ("shipped", shipped)


def _lines(
    random: Random, order: int, day: date, discount: Decimal, products: Sequence[Product], *, large: bool
) -> tuple[Line, ...]:
    appeal = [(product, words.CATEGORIES[product.category][day.month - 1]) for product in products]
    lines = []
    for _ in range(random.choices((1, 2, 3, 4), (38, 32, 20, 10))[0]):
        product = _weighted(random, appeal)
        renamed = product.category == words.NEW_CATEGORY and day < words.RENAMED_ON
        lines.append(
            Line(
                order=order,
                product=product,
                category_at_sale=words.OLD_CATEGORY if renamed else product.category,
                quantity=random.randint(2, 9) if large else random.choices((1, 2, 3), (78, 16, 6))[0],
                unit_price=(product.price * (1 - discount)).quantize(CENT, ROUND_HALF_UP),
            )
        )
    return tuple(lines)


def _returns(random: Random, orders: Sequence[Order]) -> list[Return]:
    returns = []
    for order in orders:
        for line in order.lines:
            returned = (order.shipped or words.LAST_DAY) + timedelta(days=random.randint(2, 24))
            rate = words.RETURN_RATE[line.product.category]
            if order.status == "shipped" and random.random() < rate and returned <= words.LAST_DAY:
                returns.append(Return(line=line, returned=returned, reason=_weighted(random, words.RETURN_REASONS)))
    return returns


def _reviews(random: Random, orders: Sequence[Order]) -> list[Review]:
    reviews = []
    for order in orders:
        if order.shipped is None or order.customer in (None, UNKNOWN_CUSTOMER) or random.random() > 0.26:
            continue
        line = random.choice(order.lines)
        poor = 2.2 if line.product.name in ("Blackout Curtain", "Cable Tray") else 0.7
        rating = random.choices((1, 2, 3, 4, 5), (6 * poor, 8 * poor, 16, 34, 36))[0]
        said = words.PRAISE if rating > 3 else words.NEUTRAL if rating == 3 else words.COMPLAINTS
        written = datetime.combine(order.shipped, time(8)) + timedelta(minutes=random.randint(900, 20_000))
        reviews.append(
            Review(
                product=line.product,
                customer=str(order.customer),
                written=min(written, datetime.combine(words.LAST_DAY, time(20, 15))),
                rating=rating if random.random() > 0.05 else None,
                text=random.choice(said) if random.random() > 0.12 else None,
            )
        )
    return reviews
