from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from sqlglot import exp

from core.errors import Busy, LimitReached, QueryFailed, WorkerDied
from core.table import TableVersion
from tests.warehouse.legitimate import LEGITIMATE
from tests.warehouse.shop import names_of
from warehouse import Guarded, Limits, Pool, guard, open_versions
from warehouse.frames import dump, load, plain

ENDLESS = "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE hash(a.id, b.id, c.id, d.id) = 1"
DEAF = "SELECT list_reduce(list_transform(range(3000000), lambda x: x::VARCHAR), lambda a, b: a || 'x')"


def unguarded(sql: str) -> Guarded:
    """As if the guard had a hole: what the process alone must withstand."""
    return Guarded(sql=sql, tables=(), tree=exp.Select())


def pids(pool: Pool) -> set[int]:
    return {process.pid for process in pool._all}


async def until_running(pool: Pool) -> None:
    await pool.run(unguarded("SELECT 1"))


async def test_a_pool_without_tables_still_computes() -> None:
    pool = Pool((), Limits(threads=1), workers=1)
    pool.start()
    try:
        result = await pool.run(guard("SELECT 1 AS one", {}))
        assert (result.rows, result.row_count, result.truncated) == (((1,),), 1, False)
    finally:
        await pool.close()


async def test_cells_keep_their_types(pool: Pool) -> None:
    sql = """SELECT true AS b, 1 AS i, 170141183460469231731687303715884105727 AS h, 1.50::DECIMAL(4, 2) AS d, 0.5::DOUBLE AS f,
        DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 01:02:03.5' AS at, TIMESTAMPTZ '2024-02-29 01:02:03+00' AS tz,
        TIME '01:02:03' AS t, INTERVAL 36 HOUR AS span, 'ä"x' AS s, NULL::VARCHAR AS n, [1, NULL] AS l,
        {'a': DATE '2024-01-01', '$date': 'x'} AS st, MAP {1: [2.5::DECIMAL(3, 1)]} AS m, 'nan'::DOUBLE AS nan, 'a'::BLOB AS blob"""
    result = await pool.run(unguarded(sql))
    (row,) = result.rows
    assert row[:7] == (
        True,
        1,
        2**127 - 1,
        Decimal("1.50"),
        0.5,
        date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29T01:02:03.500"),
    )
    assert row[7] == datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)
    assert str(row[8]) == "01:02:03"
    assert row[9:13] == (timedelta(hours=36), 'ä"x', None, [1, None])
    assert row[13:15] == ({"a": date(2024, 1, 1), "$date": "x"}, {"1": [Decimal("2.5")]})
    assert row[15] != row[15]
    assert [column.type for column in result.columns] == [
        "boolean", "integer", "integer", "decimal", "float", "date", "timestamp", "timestamptz", "time", "interval",
        "text", "text", "list", "struct", "struct", "float", "other",
    ]  # fmt: skip


async def test_legitimate_queries_return_what_duckdb_returns(pool: Pool, shop: tuple[TableVersion, ...]) -> None:
    with open_versions(shop) as connection:
        for sql in LEGITIMATE:
            expected = [[plain(cell) for cell in row] for row in connection.execute(sql).fetchall()]
            result = await pool.run(guard(sql, names_of(shop)), rows=10_000)
            assert sorted(map(repr, result.rows)) == sorted(repr(tuple(row)) for row in load(dump(expected))), sql


async def test_parameters_fill_the_placeholders(pool: Pool, shop: tuple[TableVersion, ...]) -> None:
    guarded = guard("SELECT count(*) FROM orders WHERE status = ? AND amount >= ?", names_of(shop))
    assert (await pool.run(guarded, ("paid", 0))).rows == ((167,),)


async def test_one_row_more_than_asked_for_sets_truncated(pool: Pool) -> None:
    exact = await pool.run(unguarded("SELECT * FROM range(100)"))
    cut = await pool.run(unguarded("SELECT * FROM range(101)"))
    assert (exact.row_count, exact.truncated) == (100, False)
    assert (cut.row_count, cut.truncated) == (100, True)
    assert (await pool.run(unguarded("SELECT * FROM range(5000)"), rows=4500)).row_count == 4500
    assert (await pool.run(unguarded("SELECT * FROM range(5)"), rows=0)).truncated


async def test_a_result_too_large_for_the_page_is_cut_and_says_so(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(bytes=10_000, threads=1), workers=1)
    try:
        cut = await pool.run(unguarded("SELECT repeat('x', 1000) FROM range(50)"))
        assert cut.truncated
        assert 0 < cut.row_count < 11
        with pytest.raises(LimitReached) as reached:
            await pool.run(unguarded("SELECT repeat('x', 20000)"))
        assert reached.value.limit == "size"
    finally:
        await pool.close()


async def test_a_large_result_travels_whole_as_arrow(pool: Pool) -> None:
    sql = "SELECT range AS x, 'name ' || range AS s FROM range(600000)"
    pieces = [piece async for piece in pool.arrow(unguarded(sql))]
    assert len(pieces) > 1
    table = pa.ipc.open_stream(b"".join(pieces)).read_all()
    assert table.num_rows == 600_000
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)


async def test_a_reader_of_arrow_may_leave_early(pool: Pool) -> None:
    before = pids(pool)
    stream = pool.arrow(unguarded("SELECT range AS x FROM range(5000000)"))
    await anext(stream)
    await _close(stream)
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)
    assert pids(pool) == before


async def test_a_slow_reader_of_arrow_is_not_out_of_time(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(seconds=1.5, threads=1), workers=1)
    try:
        size = 0
        async for piece in pool.arrow(unguarded("SELECT range AS x, 'name ' || range AS s FROM range(250000)")):
            await asyncio.sleep(0.5)
            size += len(piece)
        assert size > 4_000_000
    finally:
        await pool.close()


async def test_a_failure_in_the_middle_of_a_stream_is_told(pool: Pool) -> None:
    sql = "SELECT CASE WHEN range < 600000 THEN range ELSE ('x' || range)::BIGINT END AS x FROM range(700000)"
    with pytest.raises(QueryFailed):
        await _pulled(pool, sql)
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)


async def _pulled(pool: Pool, sql: str) -> bytes:
    return b"".join([piece async for piece in pool.arrow(unguarded(sql))])


async def _close(stream: AsyncIterator[bytes]) -> None:
    await stream.aclose()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sql", "part", "hint"),
    [
        ("SELECT nope FROM orders", "nope", None),
        ("SELECT amuont FROM orders", "amuont", "Did you mean"),
        ("SELECT 'x'::INTEGER", "Could not convert", "TRY_CAST"),
        ("SELECT status, sum(amount) FROM orders", "GROUP BY", "GROUP BY"),
        ("SELECT id FROM orders WHERE row_number() OVER () = 1", "WHERE", "QUALIFY"),
    ],
)
async def test_a_failing_query_says_why_in_clean_words(pool: Pool, sql: str, part: str, hint: str | None) -> None:
    with pytest.raises(QueryFailed) as failed:
        await pool.run(unguarded(sql))
    assert part in failed.value.message
    assert "Error:" not in failed.value.message
    assert "LINE" not in failed.value.message
    assert hint is None or hint in (failed.value.hint or "")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/tablespeak-never-written.csv'",
        "ATTACH ':memory:' AS other; ATTACH '/tmp/x.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSERT INTO tablespeak_file_0.main.orders SELECT * FROM orders",
        "SELECT * FROM glob('/etc/*')",
        "EXPORT DATABASE '/tmp/tablespeak-never-written'",
    ],
)
async def test_a_sealed_process_withstands_what_a_hole_in_the_guard_would_let_through(pool: Pool, sql: str) -> None:
    with pytest.raises(QueryFailed) as failed:
        await pool.run(unguarded(sql))
    assert "/etc" not in failed.value.message
    assert "/tmp" not in failed.value.message


async def test_nothing_of_one_query_is_left_for_the_next(pool: Pool) -> None:
    for sql in (
        "CREATE TABLE kept AS SELECT 1",
        "CREATE MACRO sum(x) AS 42",
        "CREATE OR REPLACE VIEW orders AS SELECT 1",
    ):
        with pytest.raises(QueryFailed):
            await pool.run(unguarded(sql))
    await pool.run(unguarded("CREATE TEMP MACRO count() AS 42"))
    assert (await pool.run(unguarded("SELECT count(*) FROM orders"))).rows == ((500,),)
    await pool.run(unguarded("SET VARIABLE secret = 42"))
    assert (await pool.run(unguarded("SELECT getvariable('secret')"))).rows == ((None,),)


async def test_whole_numbers_divided_by_zero_are_null(pool: Pool) -> None:
    assert (await pool.run(unguarded("SELECT 1 // 0, 1 % 0"))).rows == ((None, None),)


@pytest.mark.parametrize("sql", [ENDLESS, DEAF])
async def test_a_query_past_its_time_is_stopped(shop: tuple[TableVersion, ...], sql: str) -> None:
    pool = Pool(shop, Limits(seconds=0.3, threads=1), workers=1)
    try:
        with pytest.raises(LimitReached) as reached:
            await pool.run(unguarded(sql))
        assert reached.value.limit == "time"
        assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)
    finally:
        await pool.close()


@pytest.mark.parametrize(
    "sql",
    ["SELECT repeat('x', 3000000000)", "SELECT list(a.id || repeat('x', 1000)) FROM orders a, orders b, orders c"],
)
async def test_a_memory_bomb_is_an_error_and_not_the_end(pool: Pool, sql: str) -> None:
    with pytest.raises(LimitReached) as reached:
        await pool.run(unguarded(sql))
    assert reached.value.limit == "memory"
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)


async def test_what_was_compiled_here_may_spill_to_disk(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(seconds=20, memory_mb=60, threads=1), workers=1)
    try:
        rows = "SELECT range AS x, md5(range::VARCHAR) || repeat('-', 100) AS s FROM range(800000)"
        sql = f"SELECT s, x FROM ({rows}) ORDER BY s LIMIT 1 OFFSET 700000"
        with pytest.raises(LimitReached):
            await pool.run(unguarded(sql))
        assert (await pool.run(unguarded(sql), may_spill=True)).row_count == 1
        with pytest.raises(QueryFailed):
            await pool.run(unguarded("SELECT * FROM read_text('/etc/hostname')"), may_spill=True)
    finally:
        await pool.close()


async def test_a_killed_process_fails_its_own_query_only(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(threads=1), workers=2)
    pool.start()
    try:
        await asyncio.gather(until_running(pool), until_running(pool))
        victims = pids(pool)
        asked = asyncio.create_task(pool.run(unguarded(ENDLESS)))
        await asyncio.sleep(0.2)
        (victim,) = victims - {process.pid for process in pool._idle}
        os.kill(victim, signal.SIGKILL)
        other = asyncio.create_task(pool.run(unguarded("SELECT 2")))
        with pytest.raises(WorkerDied):
            await asked
        assert (await other).rows == ((2,),)
        assert victim not in pids(pool)
        assert len(pids(pool)) == 2
        assert [(await pool.run(unguarded("SELECT 3"))).rows for _ in range(4)] == [((3,),)] * 4
    finally:
        await pool.close()


async def test_a_process_that_died_while_idle_is_replaced(pool: Pool) -> None:
    await until_running(pool)
    (pid,) = pids(pool)
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(os.waitid, os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)


@pytest.mark.parametrize("sql", [ENDLESS, DEAF])
async def test_cancelling_the_waiting_task_stops_the_query(pool: Pool, sql: str) -> None:
    await until_running(pool)
    asked = asyncio.create_task(pool.run(unguarded(sql)))
    await asyncio.sleep(0.2)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (await pool.run(unguarded("SELECT 1"))).rows == ((1,),)


async def test_waiting_too_long_for_a_turn_is_busy(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(seconds=0.5, threads=1), workers=1)
    try:
        await until_running(pool)
        first = asyncio.create_task(pool.run(unguarded(DEAF)))
        await asyncio.sleep(0.05)
        queued = [asyncio.create_task(pool.run(unguarded(DEAF))) for _ in range(2)]
        outcomes = await asyncio.gather(first, *queued, return_exceptions=True)
        assert isinstance(outcomes[0], LimitReached)
        assert any(isinstance(outcome, Busy) for outcome in outcomes)
    finally:
        await pool.close()


async def test_closing_ends_every_process(shop: tuple[TableVersion, ...]) -> None:
    pool = Pool(shop, Limits(threads=1), workers=2)
    pool.start()
    await until_running(pool)
    ended = pids(pool)
    await pool.close()
    for pid in ended:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with pytest.raises(Busy):
        await pool.run(unguarded("SELECT 1"))


async def test_a_process_ends_with_its_owner(pool: Pool) -> None:
    await until_running(pool)
    (process,) = pool._all
    process._requests.close()
    await asyncio.to_thread(process._process.wait, 5)
    assert not process.alive


def test_a_query_process_starts_without_what_it_does_not_need() -> None:
    script = "import warehouse.worker, sys; print(sorted({'sqlglot', 'pyarrow', 'core', 'pandas', 'numpy'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
