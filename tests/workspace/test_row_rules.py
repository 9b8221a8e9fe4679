"""A caller with row rules, from the question to the answer: nothing of a hidden row in any event."""

from __future__ import annotations

import json
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
from workspace.sweeping import sweep_data
from workspace.visible import seen_by

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


@pytest.mark.parametrize("file_format", ["csv", "json", "arrow", "parquet", "xlsx"])
async def test_a_result_of_another_caller_is_downloaded_under_the_rules_of_who_downloads(
    workspace: Workspace, tmp_path: Path, file_format: str
) -> None:
    run = workspace.run_sql("SELECT region, max(buyer) AS buyer, max(amount) AS amount FROM orders GROUP BY region")
    assert "Zyxbuyer" in told([event async for event in run.events()])
    whole = tmp_path / f"whole.{file_format}"
    await workspace.results.save(run.id, whole)
    assert "Zyxbuyer" in content_of(whole)
    seen = tmp_path / f"seen.{file_format}"
    await workspace.results.save(run.id, seen, CALLER)
    assert "Visible4" in content_of(seen)
    assert "Zyx" not in content_of(seen)
    assert "Zyx" not in dumps_of(await workspace.results.page(run.id, 0, 10, CALLER))


def content_of(path: Path) -> str:
    import pyarrow.ipc
    import pyarrow.parquet
    from openpyxl import load_workbook

    match path.suffix:
        case ".arrow":
            return str(pyarrow.ipc.open_stream(path.read_bytes()).read_all().to_pylist())
        case ".parquet":
            return str(pyarrow.parquet.read_table(path).to_pylist())
        case ".xlsx":
            book = load_workbook(path)
            return str([list(sheet.iter_rows(values_only=True)) for sheet in book])
        case _:
            return path.read_text(encoding="utf-8")


def dumps_of(page: dict[str, object]) -> str:
    return json.dumps(page, default=str)


async def test_no_kept_result_of_another_caller_is_shown(workspace: Workspace) -> None:
    sql = "SELECT max(buyer), count(*), max(amount) FROM orders"
    for _ in range(2):
        whole = await workspace.run_sql(sql).answer()
        seen = await workspace.run_sql(sql, caller=CALLER).answer()
        assert whole.result is not None
        assert seen.result is not None
        assert whole.result.rows[0][1] == 60
        assert seen.result.rows[0][1] == 45
    assert seen.receipt is not None
    assert seen.receipt.from_cache


async def test_what_understanding_knows_of_a_table_is_of_its_visible_rows(workspace: Workspace) -> None:
    async with workspace._shared.lend() as opened:
        seen = await seen_by(opened, CALLER)
        model = dumps(seen.model)
        whole = dumps(opened.model)
    assert "9000" in whole
    for hidden in ("9000", "Zyx", "Aarhus", "Bergen"):
        assert hidden not in model
    assert seen.model.entity("orders").rows == 45
    assert not seen.values.lookup("Zyxbuyer4")
    assert not seen.values.lookup("Aarhus")
    assert [match.rows for match in seen.values.lookup("Visible2", fuzzy=False)] == [9]


async def test_nothing_of_deleted_versions_stays_indexed_for_callers_with_rules(workspace: Workspace) -> None:
    await workspace.ask("how many orders of Visible2", caller=CALLER).answer()
    place = workspace._place
    assert list(place.seen_values.iterdir())
    sweep_data(place.data_dir, workspace._catalog, lease_seconds=-1)
    assert not list(place.seen_values.iterdir())
    again = await workspace.ask("how many orders of Visible3", caller=CALLER).answer()
    assert again.result is not None
    assert again.result.rows == ((9,),)


async def test_a_failure_on_a_value_is_told_without_the_value(workspace: Workspace) -> None:
    sql = "SELECT CAST(buyer AS INTEGER) FROM orders"
    ruled = await workspace.run_sql(sql, caller=CALLER).answer()
    assert ruled.problem is not None
    assert (ruled.problem.code, "Visible" in ruled.problem.message) == ("query_failed", False)
    plain = await workspace.run_sql(sql).answer()
    assert plain.problem is not None
    assert "Visible" in plain.problem.message
    missing = await workspace.run_sql("SELECT amount FROM orders GROUP BY region", caller=CALLER).answer()
    assert missing.problem is not None
    assert "GROUP BY" in missing.problem.message


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
