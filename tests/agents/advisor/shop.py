"""A small shop by hand: its model, and its rows in DuckDB."""

from __future__ import annotations

from datetime import date

from core.model import Dimension, Entity, Measure, Profile, Relationship, SemanticModel

CREATE = (
    "CREATE TABLE customers AS SELECT i AS id, 'Customer ' || i AS name, CASE i % 3 WHEN 0 THEN 'retail' ELSE 'trade' END"
    " AS segment FROM range(1, 21) t(i)",
    "CREATE TABLE orders AS SELECT i AS id, 1 + i % 18 AS customer_id, DATE '2024-01-01' + CAST(i AS INTEGER) AS placed_on,"
    " CASE WHEN i % 7 = 0 THEN NULL ELSE (CASE i % 2 WHEN 0 THEN 'Germany' ELSE 'France' END) END AS country,"
    " CAST(i % 50 AS DECIMAL(10, 2)) AS amount, i % 4 + 1 AS quantity FROM range(0, 300) t(i)",
)


def shop() -> SemanticModel:
    orders = Entity(
        name="orders",
        label="Orders",
        version=1,
        rows=300,
        key=("id",),
        default_time="placed_on",
        fields=(
            _dimension("id", "identifier", "integer", 300, 300),
            _dimension("customer_id", "identifier", "integer", 300, 18),
            Dimension(
                name="placed_on",
                label="Placed on",
                type="date",
                role="time",
                profile=Profile(rows=300, nulls=0, distinct=300, minimum=date(2024, 1, 1), maximum=date(2024, 10, 26)),
            ),
            _dimension("country", "category", "text", 300, 2, nulls=43),
            Measure(
                name="amount",
                label="Amount",
                type="decimal",
                aggregation="sum",
                additivity="additive",
                unit="EUR",
                profile=Profile(rows=300, nulls=0, distinct=50),
            ),
            Measure(
                name="quantity",
                label="Quantity",
                type="integer",
                aggregation="sum",
                additivity="additive",
                profile=Profile(rows=300, nulls=0, distinct=4),
            ),
        ),
    )
    customers = Entity(
        name="customers",
        label="Customers",
        version=1,
        rows=20,
        key=("id",),
        display="name",
        fields=(
            _dimension("id", "identifier", "integer", 20, 20),
            _dimension("name", "text", "text", 20, 20),
            _dimension("segment", "category", "text", 20, 2),
        ),
    )
    bought_by = Relationship(
        name="orders_customer",
        from_entity="orders",
        from_columns=("customer_id",),
        to_entity="customers",
        to_columns=("id",),
        cardinality="many_to_one",
        coverage=1.0,
        confidence=1.0,
        to_unmatched=2,
    )
    return SemanticModel(entities=(customers, orders), relationships=(bought_by,))


def _dimension(name: str, role: str, of_type: str, rows: int, distinct: int, nulls: int = 0) -> Dimension:
    return Dimension(
        name=name,
        label=name.replace("_", " ").capitalize(),
        type=of_type,  # type: ignore[arg-type]
        role=role,  # type: ignore[arg-type]
        profile=Profile(rows=rows, nulls=nulls, distinct=distinct),
    )
