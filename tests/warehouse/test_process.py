from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import InvalidInput, LimitReached, UnknownName
from warehouse.limits import RANGES, Limits, limits_from
from warehouse.process import QueryProcess

PLAN = {"sources": [], "memory_mb": 4000, "threads": 1, "seconds": 600, "spill_folder": None, "spill_mb": 0}


def preview(sql: str) -> dict[str, object]:
    return {"do": "preview", "sql": sql, "parameters": [], "rows": 10, "bytes": 1_000_000}


async def test_where_the_system_bounds_nothing_a_process_that_takes_too_much_is_killed() -> None:
    process = QueryProcess(PLAN, watched_mb=400)
    try:
        assert await process.ask(preview("SELECT 1"), 20) is not None
        with pytest.raises(LimitReached) as reached:
            await process.ask(preview("SELECT count(DISTINCT range || repeat('x', 200)) FROM range(20000000)"), 20)
        assert reached.value.limit == "memory"
        assert not process.alive
    finally:
        await process.close()


async def test_a_process_that_was_ended_answers_nothing_more() -> None:
    process = QueryProcess(PLAN)
    assert await process.ask(preview("SELECT 1"), 20) is not None
    process.kill()
    assert await process.ask(preview("SELECT 1"), 20) is None
    await process.close()


async def test_what_was_spilled_goes_with_an_owner_that_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "spilled"
    folder.mkdir()
    process = QueryProcess({**PLAN, "memory_mb": 60, "spill_folder": str(folder), "spill_mb": 1000})
    sorting = "SELECT s FROM (SELECT md5(range::VARCHAR) || repeat('-', 200) AS s FROM range(3000000)) ORDER BY s OFFSET 2900000"
    asked = asyncio.ensure_future(process.ask(preview(sorting), 60))
    for _ in range(1000):
        if any(folder.iterdir()) or asked.done():
            break
        await asyncio.sleep(0.01)
    assert any(folder.iterdir())
    process._requests.close()
    assert await asked is None
    await process.close()
    assert not folder.exists()


OWNER = """
import asyncio
from warehouse import Limits, Pool, Guarded
from sqlglot import exp
async def own():
    pool = Pool((), Limits(threads=1), workers=4)
    pool.start()
    def ask(sql): return asyncio.create_task(pool.run(Guarded(sql=sql, tables=(), tree=exp.Select())))
    await asyncio.gather(*(ask("SELECT 1") for _ in range(4)))
    tasks = [ask("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 1"),
             ask("SELECT list_reduce(list_transform(range(3000000), lambda x: x::VARCHAR), lambda a, b: a || 'x')"),
             ask("SELECT max(s) FROM (SELECT repeat('x', 1000 + range % 7) AS s FROM range(90000000))")]
    await asyncio.sleep(0.3)
    print(*(process.pid for process in pool._all), flush=True)
    await asyncio.sleep(60)
asyncio.run(own())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
async def test_no_process_outlives_an_owner_that_was_killed() -> None:
    owner = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-c", OWNER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert owner.stdout is not None
    try:
        pids = [int(pid) for pid in (await asyncio.to_thread(owner.stdout.readline)).split()]
        assert len(pids) == 4
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
    for _ in range(500):
        if not any(_is_there(pid) for pid in pids):
            break
        await asyncio.sleep(0.02)
    assert [pid for pid in pids if _is_there(pid)] == []


def _is_there(pid: int) -> bool:
    """A process that ended and was not collected yet does not run any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_limits_are_changed_by_name_and_stay_in_their_range() -> None:
    changed = Limits().changed({"seconds": "2.5", "rows": 50})
    assert (changed.seconds, changed.rows, changed.memory_mb) == (2.5, 50, Limits().memory_mb)
    with pytest.raises(UnknownName, match="memory"):
        Limits().changed({"memory": 5})
    for wrong in ({"seconds": 0}, {"rows": 2.5}, {"memory_mb": True}, {"threads": "many"}, {"bytes": 1e15}):
        with pytest.raises(InvalidInput):
            Limits().changed(wrong)


def test_limits_come_from_the_environment() -> None:
    assert limits_from({"TABLESPEAK_LIMIT_SECONDS": "5", "OTHER": "x"}).seconds == 5
    with pytest.raises(InvalidInput, match="TABLESPEAK_LIMIT_ROWS"):
        limits_from({"TABLESPEAK_LIMIT_ROWS": "none"})


def test_every_limit_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
    names = [*RANGES, "TABLESPEAK_RUNNING", "TABLESPEAK_RUNNING_PER_CALLER"]
    names += ["TABLESPEAK_WAITING_PER_CALLER", "TABLESPEAK_WAIT_SECONDS"]
    assert [name for name in names if f"`{name}`" not in told] == []
