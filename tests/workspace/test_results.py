from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from core.answer import Answer
from core.errors import Busy, InvalidInput, LimitReached, UnknownName
from core.question import Caller
from warehouse import Limits
from workspace import Run, Workspace
from workspace.kept_results import KeptResults
from workspace.results import file_name

ORDERS = "order_id,region,amount\n" + "".join(f"{at},{['north', 'south'][at % 2]},{at}.50\n" for at in range(1, 51))


SLOW = (
    "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e, orders f "
    "WHERE hash(a.order_id, b.order_id, c.order_id, d.order_id, e.order_id, f.order_id) = {}"
)


async def loaded(folder: Path, **limits: float) -> Workspace:
    source = folder / "orders.csv"
    source.write_text(ORDERS, encoding="utf-8")
    given = Limits().changed(limits) if limits else None
    workspace = Workspace.open("shop", folder / "data", model=None, limits=given)
    async for _ in workspace.add([source]):
        pass
    return workspace


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with await loaded(tmp_path) as workspace:
        yield workspace


async def answered(workspace: Workspace, sql: str) -> tuple[Run, Answer]:
    run = workspace.run_sql(sql, rows_only=True)
    answer = await run.answer()
    assert answer.status == "answered", answer.problem
    return run, answer


async def bytes_of(workspace: Workspace, run: Run, file_format: str) -> bytes:
    return b"".join([piece async for piece in (await workspace.results.download(run.id, file_format)).pieces])


async def test_every_format_holds_every_row(shop: Workspace) -> None:
    run, _ = await answered(shop, "SELECT order_id, region, amount FROM orders ORDER BY order_id")
    assert len((await bytes_of(shop, run, "csv")).splitlines()) == 51
    assert json.loads(await bytes_of(shop, run, "json"))["row_count"] == 50
    assert pa.ipc.open_stream(await bytes_of(shop, run, "arrow")).read_all().num_rows == 50
    assert pyarrow.parquet.read_table(io.BytesIO(await bytes_of(shop, run, "parquet"))).num_rows == 50
    book = openpyxl.load_workbook(io.BytesIO(await bytes_of(shop, run, "xlsx")))
    assert book["Result"].max_row == 51
    about = dict(list(book["About"].iter_rows(values_only=True)))
    assert about["Question"].startswith("SELECT order_id")
    assert about["Source"].startswith("orders: orders.csv, version 1, 50 rows")


async def test_a_page_is_a_part_of_the_whole(shop: Workspace) -> None:
    run, _ = await answered(shop, "SELECT order_id FROM orders ORDER BY order_id")
    page = await shop.results.page(run.id, 10, 5)
    assert [row[0] for row in page["rows"]] == [11, 12, 13, 14, 15]
    assert (page["row_count"], page["more"]) == (50, True)


async def test_the_same_query_is_not_run_twice_and_says_so(shop: Workspace) -> None:
    sql = "SELECT region, sum(amount) AS total FROM orders GROUP BY region ORDER BY region"
    _, first = await answered(shop, sql)
    _, again = await answered(shop, f"  {sql.lower()}  ")
    assert first.receipt is not None
    assert again.receipt is not None
    assert (first.receipt.from_cache, again.receipt.from_cache) == (False, True)
    assert first.result is not None
    assert again.result is not None
    assert first.result.rows == again.result.rows
    assert first.result.columns == again.result.columns


async def test_a_question_answered_from_the_cache_says_so(shop: Workspace) -> None:
    answers = [await shop.ask("total amount by region").answer() for _ in range(2)]
    assert [answer.receipt and answer.receipt.from_cache for answer in answers] == [False, True]


async def test_a_new_version_of_a_table_is_never_answered_from_the_cache(shop: Workspace, tmp_path: Path) -> None:
    sql = "SELECT count(*) AS n FROM orders"
    await answered(shop, sql)
    (tmp_path / "orders.csv").write_text(ORDERS + "51,north,1\n", encoding="utf-8")
    async for _ in shop.add([tmp_path / "orders.csv"]):
        pass
    _, after = await answered(shop, sql)
    assert after.result is not None
    assert (after.result.rows, after.result.from_cache) == (((51,),), False)


@pytest.mark.parametrize("sql", ["SELECT random() AS x", "SELECT uuid() AS x", "SELECT now() AS x"])
async def test_what_depends_on_chance_or_the_clock_runs_each_time(shop: Workspace, sql: str) -> None:
    (_, first), (_, again) = await answered(shop, sql), await answered(shop, sql)
    assert again.receipt is not None
    assert not again.receipt.from_cache
    assert first.result is not None
    assert again.result is not None
    assert first.result.rows != again.result.rows


async def test_pages_of_one_run_agree_also_where_chance_decided(shop: Workspace) -> None:
    run, _ = await answered(shop, "SELECT random() AS x FROM orders")
    assert await shop.results.page(run.id, 0, 50) == await shop.results.page(run.id, 0, 50)


async def test_an_answer_keeps_its_rows_after_the_table_has_a_new_version(shop: Workspace, tmp_path: Path) -> None:
    run, _ = await answered(shop, "SELECT count(*) AS n FROM orders")
    (tmp_path / "orders.csv").write_text(ORDERS + "51,north,1\n", encoding="utf-8")
    async for _ in shop.add([tmp_path / "orders.csv"]):
        pass
    assert (await shop.results.page(run.id, 0, 10))["rows"] == [[50]]


async def test_a_deleted_version_is_found_nowhere(shop: Workspace, tmp_path: Path) -> None:
    run, _ = await answered(shop, "SELECT count(*) AS n FROM orders")
    await shop.results.page(run.id, 0, 10)
    (tmp_path / "orders.csv").write_text(ORDERS + "51,north,1\n", encoding="utf-8")
    async for _ in shop.add([tmp_path / "orders.csv"]):
        pass
    shop.versions.delete("orders", 1)
    with pytest.raises(InvalidInput, match="was deleted"):
        await shop.results.page(run.id, 0, 10)
    assert list((tmp_path / "data/workspaces/shop/results").iterdir()) == []


async def test_rows_taken_without_an_order_are_told_of(shop: Workspace) -> None:
    _, answer = await answered(shop, "SELECT * FROM orders LIMIT 3")
    assert answer.receipt is not None
    assert "without an order" in answer.receipt.warnings[0]


async def test_a_result_larger_than_allowed_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    async with await loaded(tmp_path, result_mb=1) as workspace:
        run, _ = await answered(
            workspace, "SELECT a.order_id, repeat('x', 1000) AS t FROM orders a, orders b ORDER BY 1"
        )
        with pytest.raises(LimitReached) as reached:
            await bytes_of(workspace, run, "csv")
        assert reached.value.limit == "size"
        assert list((tmp_path / "data/workspaces/shop/results").glob("*.part")) == []


async def test_two_readers_share_one_reading(shop: Workspace) -> None:
    run, _ = await answered(
        shop, "SELECT a.order_id, repeat('x', 1000) AS t FROM orders a, orders b, orders c LIMIT 20000"
    )
    first, second = await asyncio.gather(bytes_of(shop, run, "arrow"), bytes_of(shop, run, "arrow"))
    assert first == second


async def test_a_reader_who_leaves_stops_the_reading(shop: Workspace, tmp_path: Path) -> None:
    run, _ = await answered(shop, "SELECT a.order_id, repeat('x', 1000) AS t FROM orders a, orders b, orders c")
    download = await shop.results.download(run.id, "arrow")
    await anext(download.pieces)
    await download.pieces.aclose()  # type: ignore[attr-defined]
    await asyncio.gather(*(spool.task for spool in shop.results._spools.values()), return_exceptions=True)
    assert shop.results._spools == {}
    assert list((tmp_path / "data/workspaces/shop/results").glob("*.part")) == []
    assert (await answered(shop, "SELECT 1 AS one"))[1].result is not None


async def test_who_comes_when_the_last_reader_just_left_gets_all_rows(shop: Workspace) -> None:
    run, _ = await answered(
        shop, "SELECT a.order_id, repeat('x', 1000) AS t FROM orders a, orders b, orders c LIMIT 20000"
    )
    first = await shop.results.download(run.id, "arrow")
    await anext(first.pieces)
    await first.pieces.aclose()  # type: ignore[attr-defined]
    assert pa.ipc.open_stream(await bytes_of(shop, run, "arrow")).read_all().num_rows == 20_000


async def test_what_is_not_there_is_told(shop: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        await shop.results.download("nothing", "csv")
    run, _ = await answered(shop, "SELECT 1 AS one")
    with pytest.raises(UnknownName):
        await shop.results.download(run.id, "pdf")
    with pytest.raises(InvalidInput):
        await shop.results.save(run.id, tmp_path / "result.doc")
    with pytest.raises(InvalidInput):
        await shop.results.save(run.id, tmp_path / "missing" / "result.csv")


async def test_a_result_is_saved_whole(shop: Workspace, tmp_path: Path) -> None:
    run, _ = await answered(shop, "SELECT 1 AS one")
    await shop.results.save(run.id, tmp_path / "result.csv")
    assert (tmp_path / "result.csv").read_text(encoding="utf-8") == "one\n1\n"
    assert not (tmp_path / ".result.csv.part").exists()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Total amount by region?", "total-amount-by-region.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("Umsatz für Köln", "umsatz-für-köln.csv"),
        ("???", "result.csv"),
        ("x" * 300, "result.csv"),
    ],
)
def test_a_file_is_named_after_its_question(question: str, name: str) -> None:
    assert file_name(question, "csv") == name


def test_kept_results_stay_within_their_room(tmp_path: Path) -> None:
    kept = KeptResults(tmp_path, 1)
    for at in range(300):
        kept.keep_preview(f"{at:04}", b'{"columns":[],"rows":[],"truncated":false,"elapsed":0}' + b" " * 10_000)
        os.utime(tmp_path / f"{at:04}.rows", (at, at))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 1_200_000
    assert kept.preview("0299") is not None
    assert kept.preview("0000") is None


def test_a_kept_result_that_was_cut_short_is_run_again(tmp_path: Path) -> None:
    (tmp_path / "key.rows").write_bytes(b'{"columns":[["n","BIGI')
    assert KeptResults(tmp_path, 1).preview("key") is None


async def test_limits_of_a_workspace_are_kept_and_hold_at_once(shop: Workspace, tmp_path: Path) -> None:
    shop.limits.change({"seconds": 0.4})
    answer = await shop.run_sql(SLOW.format(1), rows_only=True).answer()
    assert answer.problem is not None
    assert answer.problem.code == "limit_reached"
    other = Workspace.open("shop", tmp_path / "data", model=None)
    assert other.limits.current().seconds == 0.4
    await other.close()
    with pytest.raises(InvalidInput):
        shop.limits.change({"seconds": 9, "rows": 0})
    assert shop.limits.current().seconds == 0.4
    assert shop.limits.change({"seconds": None}) == Limits()


async def test_closing_with_queries_in_the_queue_is_quiet(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    workspace = await loaded(tmp_path)
    runs = [workspace.run_sql(SLOW.format(at), rows_only=True, caller=Caller(name=f"c{at % 3}")) for at in range(9)]
    await asyncio.sleep(0.3)
    await asyncio.wait_for(workspace.close(), 10)
    assert all([(await run.answer()).status in ("cancelled", "error") for run in runs])
    assert caplog.records == []


async def test_a_caller_with_too_many_waiting_is_told_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLESPEAK_RUNNING", "1")
    monkeypatch.setenv("TABLESPEAK_WAITING_PER_CALLER", "1")
    async with await loaded(tmp_path) as workspace:
        runs = [workspace.run_sql(SLOW.format(at), rows_only=True) for at in range(3)]
        done, _ = await asyncio.wait(
            [asyncio.ensure_future(run.answer()) for run in runs], timeout=10, return_when="FIRST_COMPLETED"
        )
        problem = done.pop().result().problem
        assert problem is not None
        assert (problem.code, problem.retryable) == (Busy.code, True)
