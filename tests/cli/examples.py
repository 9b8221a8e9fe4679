"""An answer as a run gives it, to be printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from core.answer import Answer, Clarification, Fact, Option, Problem, Receipt, Sentence, Suggestion, TableUsed
from core.plan import Aggregate, Assumption, FieldRef, Plan, PlanDimension, PlanMeasure, Share, WordReading
from core.query import Query
from core.result import Result, ResultColumn

PLAN = Plan(
    entity="orders",
    measures=(
        PlanMeasure(
            name="sum_of_total",
            label="Total",
            value=Aggregate(function="sum", entity="orders", of=FieldRef(entity="orders", name="total")),
            unit="USD",
        ),
    ),
    dimensions=(
        PlanDimension(
            name="order_month", label="Month", of=FieldRef(entity="orders", name="order_date"), grain="month"
        ),
    ),
    comparisons=(Share(name="share", label="Share", measure="sum_of_total"),),
    assumptions=(Assumption(topic="period", chosen="order date", why="orders are told by it"),),
    reading=(WordReading(words="total", start=0, end=5, role="field", meaning="orders.total"),),
)

RESULT = Result(
    columns=(
        ResultColumn(name="order_month", type="date"),
        ResultColumn(name="sum_of_total", type="decimal"),
        ResultColumn(name="share", type="float"),
    ),
    rows=(
        (date(2024, 1, 1), Decimal("71233.50"), 0.5625),
        (date(2024, 2, 1), Decimal("1255.00"), 0.4375),
        (None, None, None),
    ),
    row_count=3,
    truncated=False,
    elapsed=0.01,
)

ANSWERED = Answer(
    status="answered",
    sentences=(Sentence(text="January led with 71,233.50."), Sentence(text="February had 1,255.00.")),
    query=Query(sql='SELECT 1 AS "x"', tables=("orders",), plan=PLAN),
    result=RESULT,
    facts=(Fact(id="f1", kind="leader", label="Leader", value=Decimal("71233.50"), unit="USD"),),
    suggestions=(Suggestion(text="Total by channel?", rows=3),),
    receipt=Receipt(
        decided_by="rules",
        read_as="sum of total by month",
        sql='SELECT 1 AS "x"',
        tables=(
            TableUsed(
                name="orders", version=3, file="orders.csv", rows=46_338, imported_at=datetime(2025, 7, 1, tzinfo=UTC)
            ),
        ),
        assumptions=PLAN.assumptions,
        timings={"understand": 0.03, "execute": 0.008},
    ),
)

UNCLEAR = Answer(
    status="clarification",
    clarification=Clarification(
        question="Which address do you mean?",
        options=(Option(label="billing address", plan=PLAN), Option(label="shipping address", plan=PLAN)),
    ),
)

DECLINED = Answer(
    status="declined",
    sentences=(Sentence(text="“flurble” has no meaning here."),),
    problem=Problem(code="declined", message="“flurble” has no meaning here.", hint="There are orders."),
)
