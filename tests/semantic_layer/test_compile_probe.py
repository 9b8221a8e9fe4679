from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.plan import Exists, Plan
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, named, shop

TOTAL = named("total", aggregate("sum", "orders.amount"))
REGION = by("customers.region")


def probed(db: Database, plan: Plan) -> list[tuple[str, str, Any]]:
    probe = compile_plan(plan, db.model).probe
    assert probe is not None
    (counts,) = db.rows(db.guarded(probe.sql))
    return [(column.kind, column.label, count) for column, count in zip(probe.columns, counts, strict=True)]


def test_the_probe_counts_what_filters_keep_and_aggregates_leave_out(shop_db: Database) -> None:
    paid, north = compare("orders.status", "=", "paid"), compare("customers.region", "=", "North")
    plan = Plan(entity="orders", measures=(TOTAL,), dimensions=(REGION,), where=paid)
    assert probed(shop_db, plan) == [
        ("rows", "", 8),
        ("kept", "", 4),
        ("filter", "status is paid", 4),
        ("nulls", "amount", 1),
    ]
    both = Exists(entity="lines")
    plan = Plan(entity="orders", measures=(named("n", aggregate("count", "orders")),), where=north)
    assert probed(shop_db, plan) == [("rows", "", 8), ("kept", "", 3), ("filter", "region is North", 3)]
    assert probed(shop_db, replace(plan, where=both))[1:] == [("kept", "", 4), ("filter", "with lines", 4)]


def test_there_is_no_probe_where_its_counts_would_mislead() -> None:
    several = Plan(entity="orders", measures=(TOTAL, named("lines", aggregate("count", "lines"))))
    dropping = Plan(
        entity="orders", measures=(TOTAL,), where=compare("customers.name", "=", "Ann"), unmatched="dropped"
    )
    assert compile_plan(several, shop()).probe is None
    assert compile_plan(dropping, shop()).probe is None
