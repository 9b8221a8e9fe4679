"""A caller with row rules, from the question to the answer: nothing of a hidden row in any event."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from agents.model_settings import ModelSettings
from core.event import Event
from core.plan import Comparison, FieldRef, Value
from core.question import Caller, RowRule
from tests.agents.scripted_endpoint import endpoint
from wire import dumps
from workspace import Workspace

SHOPS = "shop_id,city\n1,Aarhus\n2,Bergen\n3,Zyxville\n"
ORDERS = "order_id,shop_id,region,buyer,amount\n" + "".join(
    f"{i},{1 + i % 2},north,Visible{i % 5},{i}\n" if i % 4 else f"{i},3,south,Zyxbuyer{i},{900000 + i}\n"
    for i in range(1, 61)
)
NORTH = Comparison(left=FieldRef(entity="orders", name="region"), operator="=", right=Value(value="north", type="text"))
CALLER = Caller(
    name="ana",
    rules=(
        RowRule(table="orders", where=NORTH),
        RowRule(table="shops", masked_columns=("city",)),
    ),
)


@pytest_asyncio.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "shops.csv").write_text(SHOPS, encoding="utf-8")
    async with opened(tmp_path, None) as found:
        async for _ in found.add([tmp_path / "orders.csv", tmp_path / "shops.csv"]):
            pass
        yield found


def opened(folder: Path, model: ModelSettings | None) -> Workspace:
    return Workspace.open("rules", folder / "data", clock=lambda: date(2025, 1, 1), model=model)


async def events_of(workspace: Workspace, text: str, *, sql: bool = False) -> list[Event]:
    run = workspace.run_sql(text, caller=CALLER) if sql else workspace.ask(text, caller=CALLER)
    return [event async for event in run.events()]


def told(events: list[Event]) -> str:
    return " ".join(dumps(event.happening) for event in events)


@pytest.mark.parametrize(
    "question",
    [
        "how many orders", "total amount by region", "top 5 buyers by amount", "largest amount", "list the orders", "orders by city",
        "average amount per shop", "share of amount by region", "which buyers have the highest amount", "how many orders in zyxville",
        "orders of zyxbuyer4", "total amount for south", "how many shops", "list the shops", "orders without a shop", "show all cities",
    ],
)  # fmt: skip
async def test_no_event_of_a_question_holds_a_hidden_value(workspace: Workspace, question: str) -> None:
    said = told(await events_of(workspace, question)).replace(question, "")
    assert "Zyx" not in said
    assert "9000" not in said
    assert "Aarhus" not in said


async def test_without_rules_the_same_question_finds_the_value(workspace: Workspace) -> None:
    answer = await workspace.ask("how many orders in zyxville").answer()
    assert answer.status == "answered"
    assert "Zyxville" in told([event async for event in workspace.ask("list the shops").events()])


async def test_a_total_is_that_of_the_rows_a_caller_may_see(workspace: Workspace) -> None:
    answer = await workspace.ask("how many orders", caller=CALLER).answer()
    assert answer.result is not None
    assert answer.receipt is not None
    assert answer.result.rows == ((45,),)
    assert answer.receipt.tables[0].rows == 45


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("how many orders of Visible2", 9),
        ("how many orders in north", 45),
    ],
)
async def test_a_value_of_a_visible_row_is_found_and_counted_under_the_rules(
    workspace: Workspace, question: str, rows: int
) -> None:
    answer = await workspace.ask(question, caller=CALLER).answer()
    assert answer.result is not None, answer.problem
    assert answer.result.rows == ((rows,),)


async def test_a_slip_is_answered_with_visible_values_alone(workspace: Workspace) -> None:
    said = told(await events_of(workspace, "how many orders of visibel3"))
    assert "Visible3" in said
    assert "Zyx" not in said


async def test_a_value_that_only_hidden_rows_hold_is_as_unknown_as_one_that_nobody_has(workspace: Workspace) -> None:
    async def told_of(name: str) -> str:
        events = await events_of(workspace, f"how many orders of {name}")
        lines = (dumps(event.happening) for event in events if event.happening.kind not in ("receipt", "run.started"))
        return "\n".join(lines).replace(name, "NAME")

    assert await told_of("Zyxbuyer4") == await told_of("Qyxbuyer4")
    assert (await workspace.ask("how many orders of Zyxbuyer4").answer()).status == "answered"


async def test_callers_with_other_rules_find_other_values(workspace: Workspace) -> None:
    south = Comparison(left=NORTH.left, operator="=", right=Value(value="south", type="text"))
    other = Caller(name="ben", rules=(RowRule(table="orders", where=south),))
    for _ in range(2):
        seen = await workspace.ask("how many orders of Zyxbuyer4", caller=other).answer()
        hidden = await workspace.ask("how many orders of Visible2", caller=other).answer()
        assert seen.result is not None
        assert seen.result.rows == ((1,),)
        assert hidden.result is None
        assert (await workspace.ask("how many orders of Zyxbuyer4", caller=CALLER).answer()).result is None


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT max(buyer), count(*), max(amount) FROM orders",
        "FROM orders",
        "SUMMARIZE shops",
        "SELECT CAST(buyer AS INTEGER) FROM orders WHERE region = 'south'",
        "SELECT s.city FROM orders o JOIN shops s USING (shop_id)",
        "EXPLAIN ANALYZE SELECT * FROM orders",
    ],
)
async def test_no_event_of_a_statement_holds_a_hidden_value(workspace: Workspace, sql: str) -> None:
    said = told(await events_of(workspace, sql, sql=True))
    assert "Zyx" not in said
    assert "9000" not in said
    assert "Aarhus" not in said


async def test_a_model_is_shown_no_hidden_value(workspace: Workspace, tmp_path: Path) -> None:
    with endpoint("SELECT max(buyer) FROM orders") as model:
        settings = ModelSettings(
            model="scripted", endpoint=model.url, privacy="samples", backoff=0.01, keeps_answers=False
        )
        async with opened(tmp_path, settings) as asked:
            run = asked.ask("What frobnication of zyxbuyer4 in zyxville by region?", caller=CALLER)
            said = told([event async for event in run.events()])
    assert model.requests
    assert "Zyx" not in model.received
    assert "Aarhus" not in model.received
    assert "Zyx" not in said
