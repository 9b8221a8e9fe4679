from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlglot import exp

from core.errors import Busy, InvalidInput
from warehouse import Guarded, Limits, Pool
from warehouse.locks import places_of
from warehouse.turns import Kind, TurnLimits, Turns, turn_limits_from, turns_of

HEAVY = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) = 1"


def unguarded(sql: str) -> Guarded:
    return Guarded(sql=sql, tables=(), tree=exp.Select())


class Line:
    """What has had its turn, in order; each holds it until it is let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[str] = []
        self._doors: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, name: str, caller: str, kind: Kind = "short") -> None:
        self._doors[name] = asyncio.Event()
        self._tasks[name] = asyncio.create_task(self._stay(name, caller, kind))
        await asyncio.sleep(0)

    async def leave(self, name: str) -> None:
        self._doors[name].set()
        await self._tasks[name]
        for _ in range(5):
            await asyncio.sleep(0)

    async def give_up(self, name: str) -> None:
        self._tasks[name].cancel()
        with pytest.raises(asyncio.CancelledError):
            await self._tasks[name]

    async def _stay(self, name: str, caller: str, kind: Kind) -> None:
        async with self.turns.take(caller, kind):
            self.served.append(name)
            await self._doors[name].wait()


async def test_the_caller_with_the_fewest_running_is_next() -> None:
    line = Line(Turns(TurnLimits(running=2, running_per_caller=2)))
    for name, caller in (("a1", "anna"), ("a2", "anna"), ("a3", "anna"), ("b1", "ben")):
        await line.come(name, caller)
    assert line.served == ["a1", "a2"]
    await line.leave("a1")
    assert line.served == ["a1", "a2", "b1"]
    for name in ("a2", "b1", "a3"):
        await line.leave(name)


async def test_one_caller_cannot_have_every_turn() -> None:
    line = Line(Turns(TurnLimits(running=3, running_per_caller=2)))
    for name, caller in (("a1", "anna"), ("a2", "anna"), ("a3", "anna"), ("b1", "ben")):
        await line.come(name, caller)
    assert line.served == ["a1", "a2", "b1"]
    for name in ("a1", "a3", "a2", "b1"):
        await line.leave(name)


async def test_heavy_ones_leave_a_turn_for_a_short_one() -> None:
    line = Line(Turns(TurnLimits(running=2, heavy=1)))
    await line.come("h1", "anna", "heavy")
    await line.come("h2", "ben", "heavy")
    await line.come("s1", "carl")
    assert line.served == ["h1", "s1"]
    await line.leave("h1")
    assert line.served == ["h1", "s1", "h2"]
    for name in ("s1", "h2"):
        await line.leave(name)


async def test_a_second_heavy_one_of_a_caller_lets_others_go_first() -> None:
    line = Line(Turns(TurnLimits(running=3, heavy=2, heavy_per_caller=1)))
    await line.come("h1", "anna", "heavy")
    await line.come("h2", "anna", "heavy")
    await line.come("h3", "ben", "heavy")
    assert line.served == ["h1", "h3"]
    await line.leave("h1")
    assert line.served == ["h1", "h3", "h2"]
    for name in ("h3", "h2"):
        await line.leave(name)


async def test_whoever_gives_up_holds_nobody_up() -> None:
    line = Line(Turns(TurnLimits(running=1)))
    for name in ("a1", "a2", "a3"):
        await line.come(name, "anna")
    await line.give_up("a2")
    await line.leave("a1")
    assert line.served == ["a1", "a3"]
    await line.leave("a3")
    await line.come("a4", "anna")
    assert line.served[-1] == "a4"
    await line.leave("a4")


async def test_a_turn_given_to_one_who_just_gave_up_is_not_lost() -> None:
    turns = Turns(TurnLimits(running=1))

    async def stay() -> None:
        async with turns.take("anna", "short"):
            await asyncio.sleep(3600)

    first, second = asyncio.create_task(stay()), asyncio.create_task(stay())
    await asyncio.sleep(0.01)
    first.cancel()
    for _ in range(3):
        second.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(first, second, return_exceptions=True)
    async with asyncio.timeout(1), turns.take("ben", "short"):
        pass


async def test_a_full_queue_is_busy_at_once() -> None:
    line = Line(Turns(TurnLimits(running=1, waiting_per_caller=1)))
    await line.come("a1", "anna")
    await line.come("a2", "anna")
    with pytest.raises(Busy) as busy:
        async with line.turns.take("anna", "short"):
            pass
    assert busy.value.retryable
    await line.come("b1", "ben")
    for name in ("a1", "a2", "b1"):
        await line.leave(name)
    assert line.served[-1] in ("a2", "b1")


async def test_a_turn_that_does_not_come_in_time_is_busy() -> None:
    line = Line(Turns(TurnLimits(running=1, wait_seconds=0.05)))
    await line.come("a1", "anna")
    with pytest.raises(Busy):
        async with line.turns.take("ben", "short"):
            pass
    await line.leave("a1")


async def test_turns_are_shared_by_the_processes_of_a_data_folder(tmp_path: Path) -> None:
    turns = turns_of(tmp_path, TurnLimits(running=1))
    async with other_process_with_a_turn(tmp_path) as other:
        waiting = asyncio.create_task(_one_turn(turns))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.kill()
        await asyncio.wait_for(waiting, 5)


async def _one_turn(turns: Turns) -> None:
    async with turns.take("anna", "short"):
        pass


@asynccontextmanager
async def other_process_with_a_turn(folder: Path) -> AsyncIterator[subprocess.Popen[str]]:
    script = f"""
import asyncio, pathlib
from warehouse.turns import TurnLimits, turns_of
async def hold():
    turns = turns_of(pathlib.Path({str(folder)!r}), TurnLimits(running=1))
    async with turns.take("ben", "short"):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""
    process = await asyncio.to_thread(
        subprocess.Popen, [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert (await asyncio.to_thread(process.stdout.readline)).strip() == "held"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def test_a_process_that_waits_long_is_let_in_by_one_that_is_always_busy(tmp_path: Path) -> None:
    limits = TurnLimits(running=1)
    busy, patient = (Turns(limits, places_of(tmp_path / "turns.lock")) for _ in range(2))
    stopped = asyncio.Event()

    async def again_and_again() -> None:
        while not stopped.is_set():
            async with busy.take("anna", "short"):
                await asyncio.sleep(0.002)

    callers = [asyncio.create_task(again_and_again()) for _ in range(4)]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5), patient.take("ben", "short"):
        pass
    stopped.set()
    await asyncio.gather(*callers)


async def test_a_query_that_runs_on_is_stopped_for_a_heavy_turn_and_comes_back() -> None:
    turns = Turns(TurnLimits(running=2, heavy=1, short_seconds=0.2))
    pool = Pool((), Limits(seconds=20, threads=1), workers=2, turns=turns)
    pool.start()
    try:
        await asyncio.gather(*(pool.run(unguarded("SELECT 1")) for _ in range(2)))
        first = asyncio.create_task(pool.run(unguarded(HEAVY), caller="anna"))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(pool.run(unguarded(HEAVY.replace("= 1", "= 2")), caller="ben"))
        await until(lambda: len(turns._queue) == 1)
        assert not first.done()
        assert not second.done()
        small = await asyncio.wait_for(pool.run(unguarded("SELECT 1"), caller="carl"), 10)
        assert small.rows == ((1,),)
        first.cancel()
        await until(lambda: not turns._queue)
        assert not second.done()
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
    finally:
        await pool.close()


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


async def test_what_ran_long_once_begins_in_the_line_of_the_heavy() -> None:
    turns = Turns(TurnLimits(running=2, heavy=1, short_seconds=0.1))
    pool = Pool((), Limits(seconds=0.4, threads=1), workers=2, turns=turns)
    try:
        await asyncio.gather(pool.run(unguarded(HEAVY)), return_exceptions=True)
        assert turns.known_heavy.has(HEAVY)
        assert turns.known_heavy.has(HEAVY.replace("= 1", "= 25"))
        await pool.run(unguarded("SELECT 1"))
        assert not turns.known_heavy.has("SELECT 1")
    finally:
        await pool.close()


def test_turns_follow_from_how_many_may_run() -> None:
    assert turn_limits_from({"TABLESPEAK_RUNNING": "8"}).heavy == 7
    assert turn_limits_from({"TABLESPEAK_RUNNING": "1"}).heavy == 1
    with pytest.raises(InvalidInput, match="TABLESPEAK_RUNNING"):
        turn_limits_from({"TABLESPEAK_RUNNING": "many"})
