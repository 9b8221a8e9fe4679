"""Short names for the parts of a Plan, and a small business to ask about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.model import (
    Calendar,
    Dimension,
    DimensionRole,
    Entity,
    Field,
    Measure,
    Metric,
    Profile,
    Relationship,
    SemanticModel,
)
from core.plan import (
    Aggregate,
    AggregateFunction,
    Comparison,
    ComparisonOperator,
    Expression,
    FieldRef,
    Limit,
    MeasureExpression,
    Order,
    OutputRef,
    PlanDimension,
    PlanMeasure,
    Value,
)
from core.table import ColumnType

SHOP = """
create table customers as select * from (values
    (1, 'Ann', 'North', 10.0), (2, 'Bob', 'South', 20.0), (3, 'Cy', null, 30.0), (4, 'Dee', 'North', null)
) t(customer_id, name, region, credit);
create table addresses as select * from (values (1, 'Rome'), (2, 'Oslo')) t(address_id, city);
create table orders as select * from (values
    (1, 1, 1, 2, 'paid', date '2023-11-30', timestamp '2023-11-30 08:00:00', 100.00, true),
    (2, 1, 1, 1, 'open', date '2023-12-31', timestamp '2023-12-31 23:59:59', 50.00, false),
    (3, 2, 2, 2, 'paid', date '2024-01-31', timestamp '2024-01-31 00:00:00', 70.00, true),
    (4, null, 1, 1, 'paid', date '2024-02-29', timestamp '2024-02-29 12:30:00', 9.00, null),
    (5, 99, 2, 1, 'sent 50%', date '2024-02-29', timestamp '2024-02-29 12:45:00', -8.00, true),
    (6, 2, null, null, null, date '2024-04-07', timestamp '2024-04-07 10:00:00', 70.00, false),
    (7, 1, 1, 1, 'paid', null, null, null, true),
    (8, 2, 1, 2, 'Paid', date '2024-12-30', timestamp '2024-12-30 00:00:00', 30.00, true)
) t(order_id, customer_id, ship_id, bill_id, status, day, moment, amount, online);
create table lines as select * from (values
    (1, 1, 1, 2), (2, 1, 2, 3), (3, 2, 1, 1), (4, 3, 1, 5), (5, 3, null, 4), (6, 8, 2, 1)
) t(line_id, order_id, product_id, qty);
create table products as select * from (values
    (1, 'Pen', 'Office', 1.5), (2, 'Mug', 'Kitchen', 2.5), (3, 'Jar', 'Kitchen', 4.0), (4, 'Rug', 'Home', 9.0)
) t(product_id, name, category, price);
create table reviews as select * from (values (1, 1, 5), (2, 1, 3), (3, 3, 4), (4, 4, 1)) t(review_id, product_id, stars);
create table "group" as select * from (values ('a', 1, 2), ('b', 3, 4)) t("select", "two words", "quo""te");
"""

_PROFILE = Profile(rows=1, nulls=0, distinct=1)


def dimension(
    name: str,
    type_: ColumnType = "text",
    role: DimensionRole = "category",
    label: str | None = None,
    *,
    nulls: int = 0,
) -> Field:
    profile = replace(_PROFILE, nulls=nulls)
    return Dimension(name=name, label=label or name.replace("_", " "), type=type_, role=role, profile=profile)


def measure(name: str, type_: ColumnType = "decimal", unit: str | None = None) -> Field:
    return Measure(
        name=name, label=name, type=type_, aggregation="sum", additivity="additive", profile=_PROFILE, unit=unit
    )


def entity(name: str, key: str, *fields: Field, label: str | None = None) -> Entity:
    own = dimension(key, "integer", "identifier")
    return Entity(name=name, label=label or name.title(), version=1, rows=8, key=(key,), fields=(own, *fields))


def refers(name: str, child: str, column: str, parent: str, key: str, **counts: Any) -> Relationship:
    return Relationship(
        name=name,
        from_entity=child,
        from_columns=(column,),
        to_entity=parent,
        to_columns=(key,),
        cardinality="many_to_one",
        coverage=0.9,
        confidence=0.9,
        **counts,
    )


def shop(calendar: Calendar | None = None, metrics: tuple[Metric, ...] = ()) -> SemanticModel:
    return SemanticModel(
        entities=(
            entity("customers", "customer_id", dimension("name"), dimension("region"), measure("credit", "decimal")),
            entity("addresses", "address_id", dimension("city")),
            entity(
                "orders",
                "order_id",
                dimension("customer_id", "integer", "identifier", nulls=1),
                dimension("ship_id", "integer", "identifier"),
                dimension("bill_id", "integer", "identifier"),
                dimension("status"),
                dimension("day", "date", "time", label="order date"),
                dimension("moment", "timestamp", "time"),
                measure("amount", unit="EUR"),
                dimension("online", "boolean", "flag"),
            ),
            entity(
                "lines",
                "line_id",
                dimension("order_id", "integer", "identifier"),
                dimension("product_id", "integer", "identifier"),
                measure("qty", "integer"),
            ),
            entity("products", "product_id", dimension("name"), dimension("category"), measure("price")),
            entity(
                "reviews", "review_id", dimension("product_id", "integer", "identifier"), measure("stars", "integer")
            ),
            Entity(
                name="group",
                label="Group",
                version=1,
                rows=2,
                fields=(dimension("select"), measure("two words", "integer"), measure('quo"te', "integer")),
            ),
        ),
        relationships=(
            refers(
                "order_customer",
                "orders",
                "customer_id",
                "customers",
                "customer_id",
                from_unmatched=1,
                from_null=1,
                to_unmatched=2,
                unmatched_sample=("99",),
            ),
            refers("shipping_address", "orders", "ship_id", "addresses", "address_id"),
            refers("billing_address", "orders", "bill_id", "addresses", "address_id"),
            refers("line_order", "lines", "order_id", "orders", "order_id"),
            refers("line_product", "lines", "product_id", "products", "product_id"),
            refers("review_product", "reviews", "product_id", "products", "product_id"),
        ),
        metrics=metrics,
        calendar=calendar or Calendar(),
    )


def field(dotted: str, *via: str) -> FieldRef:
    table, name = dotted.split(".")
    return FieldRef(entity=table, name=name, via=via)


def constant(value: bool | int | float | str | None, type_: ColumnType = "text") -> Value:
    return Value(value=value, type=type_)


def compare(left: str | Expression, operator: ComparisonOperator, right: Any, type_: ColumnType = "text") -> Comparison:
    return Comparison(
        left=field(left) if isinstance(left, str) else left, operator=operator, right=constant(right, type_)
    )


def aggregate(function: AggregateFunction, of: str | Expression, **more: Any) -> Aggregate:
    """`of` is a table's name for its rows, a dotted field, or an expression with `entity` given."""
    if isinstance(of, str) and "." not in of:
        return Aggregate(function=function, entity=of, **more)
    expression = field(of) if isinstance(of, str) else of
    return Aggregate(function=function, entity=more.pop("entity", None) or str(of).split(".")[0], of=expression, **more)


def named(name: str, value: MeasureExpression, *, shown: bool = True) -> PlanMeasure:
    return PlanMeasure(name=name, label=name.replace("_", " "), value=value, shown=shown)


def by(of: str | Expression, name: str | None = None, **more: Any) -> PlanDimension:
    expression = field(of) if isinstance(of, str) else of
    name = name or (expression.name if isinstance(expression, FieldRef) else "group")
    return PlanDimension(name=name, label=name.replace("_", " "), of=expression, **more)


def descending(name: str) -> Order:
    return Order(by=OutputRef(name=name), descending=True)


def ascending(name: str) -> Order:
    return Order(by=OutputRef(name=name))


def top(count: int) -> Limit:
    return Limit(count=count)
