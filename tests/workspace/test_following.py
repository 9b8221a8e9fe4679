"""Two Workspace objects over one data folder stand for two processes: each has a lock and a memory of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog import Catalog, CatalogUnavailable, Conversations, RunEvents, RunStart, now
from core.answer import Option, Suggestion
from core.errors import UnknownName
from core.event import Event, Happening, RunFailed, RunStarted, TextDelta, TextEnded, TextStarted
from core.question import Question
from workspace.chats import Chat, chosen_option, place_of
from workspace.followed import FollowedRun, end_orphans
from workspace.journal import Journal
from workspace.layout import Layout, layout
from workspace.run import Run
from workspace.runs import SHUTTING_DOWN, Asked, Runs
from workspace.thinking import Thinking, waiting

QUESTION = Question(text="how many?", today=datetime(2025, 1, 1, tzinfo=UTC).date())


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    return layout(tmp_path, "default")


@pytest.fixture
async def here(place: Layout) -> AsyncIterator[Runs]:
    runs = Runs(place, Catalog(tmp_catalog(place)), linger=None)
    yield runs
    await runs.close()


@pytest.fixture
async def elsewhere(place: Layout) -> AsyncIterator[Runs]:
    runs = Runs(place, Catalog(tmp_catalog(place)), linger=None)
    yield runs
    await runs.close()


def tmp_catalog(place: Layout) -> Path:
    return place.data_dir / "catalog.sqlite"


async def nothing() -> tuple[Suggestion, ...]:
    return ()


async def start(runs: Runs, sentences: int = 3, wait: float = 0.005) -> Run:
    async def work(_: str) -> AsyncIterator[Happening]:
        yield RunStarted(question="how many?")
        yield TextStarted()
        for number in range(sentences):
            await asyncio.sleep(wait)
            yield TextDelta(text=f"{number}.")
        yield TextEnded()

    run = runs.start(Asked(question=QUESTION), work, nothing)
    await run.until_kept()
    return run


async def test_a_run_is_followed_in_another_process_event_by_event(here: Runs, elsewhere: Runs) -> None:
    run = await start(here, sentences=20)
    other = elsewhere.follow(run.id)
    assert isinstance(other, FollowedRun)
    both = [[event async for event in each.events()] for each in (other, run)]
    assert both[0] == both[1]
    assert [event async for event in elsewhere.follow(run.id).events(5)] == both[0][5:]
    assert other.has_told_all(len(both[0]))


async def test_a_run_is_cancelled_from_another_process(here: Runs, elsewhere: Runs) -> None:
    run = await start(here, wait=60)
    await elsewhere.follow(run.id).cancel()
    assert [event.happening.kind async for event in run][-1] == "run.cancelled"


async def test_a_reader_in_another_process_keeps_a_run_going_until_it_leaves(place: Layout) -> None:
    here = Runs(place, Catalog(tmp_catalog(place)), linger=0.6)
    elsewhere = Runs(place, Catalog(tmp_catalog(place)), linger=0.6)
    run = await start(here, wait=60)
    local, remote = run.events(), elsewhere.follow(run.id).events()
    await anext(local)
    await anext(remote)
    await asyncio.sleep(0.4)
    await local.aclose()
    await asyncio.sleep(1)
    assert not run.ended
    await remote.aclose()
    await asyncio.wait_for(run.until_ended(), 5)
    await elsewhere.close()
    await here.close()


async def test_runs_of_a_process_that_is_gone_end_as_interrupted_and_keep_what_they_had(
    place: Layout, elsewhere: Runs
) -> None:
    gone = Catalog(tmp_catalog(place)).conversations
    gone.start_run("default", "r1", "how many?", None, owner="nobody")
    started = Event(seq=1, run_id="r1", ts=datetime.now(UTC), happening=RunStarted(question="how many?"))
    gone.append_events("r1", [started])
    run = await start(elsewhere, wait=60)
    assert end_orphans(gone, place.owners) == 1
    kept = [event async for event in elsewhere.follow("r1").events()]
    assert kept[0] == started
    assert isinstance(kept[1].happening, RunFailed)
    assert kept[1].happening.problem.retryable
    assert not run.ended
    assert end_orphans(gone, place.owners) == 0


async def test_a_follower_notices_that_the_process_of_a_run_is_gone(place: Layout, elsewhere: Runs) -> None:
    Catalog(tmp_catalog(place)).conversations.start_run("default", "r1", "how many?", None, owner="nobody")
    events = await asyncio.wait_for(collect(elsewhere, "r1"), 10)
    assert [event.happening.kind for event in events] == ["run.error"]


async def collect(runs: Runs, run_id: str) -> list[Event]:
    return [event async for event in runs.follow(run_id).events()]


async def test_a_shutdown_waits_for_what_ends_in_time_and_interrupts_the_rest(here: Runs) -> None:
    quick, slow = await start(here), await start(here, wait=60)
    await here.drain(0.5)
    assert [event.happening.kind async for event in quick][-1] == "run.finished"
    last = [event async for event in slow][-1].happening
    assert isinstance(last, RunFailed)
    assert last.problem == SHUTTING_DOWN


async def test_two_readers_at_different_speeds_read_the_same(here: Runs) -> None:
    run = await start(here, sentences=30, wait=0.001)

    async def slowly() -> list[Event]:
        read = []
        async for event in run.events():
            await asyncio.sleep(0.003)
            read.append(event)
        return read

    slow = asyncio.create_task(slowly())
    quick = [event async for event in run.events()]
    assert await slow == quick


def test_a_run_that_is_not_there_is_unknown(here: Runs) -> None:
    with pytest.raises(UnknownName):
        here.follow("nothing")


class Failing(Conversations):
    def __init__(self, catalog: Catalog, failures: int) -> None:
        super().__init__(catalog.conversations._engine, catalog.conversations._writer)
        self.failures = failures

    def append(self, batches: object) -> None:
        self.failures -= 1
        if self.failures >= 0:
            raise CatalogUnavailable("The disk is full.")
        assert isinstance(batches, list)
        assert all(isinstance(batch, RunEvents) for batch in batches)
        super().append(batches)


@pytest.mark.parametrize(("failures", "last"), [(1, "run.finished"), (9, "run.error")])
async def test_what_cannot_be_kept_is_tried_again_and_then_told(
    place: Layout, failures: int, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workspace.journal.RETRY_SECONDS", (0.01, 0.01))
    catalog = Catalog(tmp_catalog(place))

    async def work(_: str) -> AsyncIterator[Happening]:
        yield RunStarted(question="how many?")

    begun = RunStart(workspace="default", run_id="r1", question="how many?", started_at=now())
    run = Run(begun, work, nothing, Journal(Failing(catalog, failures)))
    assert [event.happening.kind async for event in run][-1] == last


def test_a_chat_that_sends_its_whole_history_goes_on_in_its_thread(place: Layout) -> None:
    catalog = Catalog(tmp_catalog(place))
    first = Chat(name="a", asked=("total",))
    thread = place_of("default", catalog, first).thread_id
    catalog.conversations.start_run("default", "r1", "total", thread, key=first.state)
    second = Chat(name="a", asked=("total", "only north"))
    assert place_of("default", catalog, second).thread_id == thread
    catalog.conversations.start_run("default", "r2", "only north", thread, key=second.state)
    edited = place_of("default", catalog, Chat(name="a", asked=("total", "only south")))
    assert edited.thread_id != thread
    assert [run.question for run in catalog.conversations.runs_of(edited.thread_id)] == ["total"]
    assert place_of("default", catalog, Chat(name="b", asked=("total", "only north"))).thread_id != thread


def test_a_reply_in_words_means_one_of_the_readings_or_none() -> None:
    options = (Option(label="net amount"), Option(label="gross amount"))
    assert [chosen_option(text, options) for text in ("Gross amount.", "2", "the second one", "gross")] == [1] * 4
    assert [chosen_option(text, options) for text in ("amount", "3", "something else", "")] == [None] * 4


async def test_a_few_runs_think_at_a_time_and_those_that_wait_for_a_query_keep_nobody_from_it() -> None:
    thinking, order = Thinking(1), []
    query = asyncio.Event()

    async def slow() -> None:
        async with thinking.turn():
            order.append("slow begins")
            async with waiting():
                await query.wait()
            order.append("slow ends")

    async def quick() -> None:
        async with thinking.turn():
            order.append("quick")
            query.set()

    await asyncio.gather(slow(), quick(), quick())
    assert order == ["slow begins", "quick", "quick", "slow ends"]


async def test_a_run_that_is_stopped_while_it_waits_leaves_its_turn_to_the_next() -> None:
    thinking = Thinking(1)

    async def waits() -> None:
        async with thinking.turn(), waiting():
            await asyncio.sleep(60)

    stopped = asyncio.create_task(waits())
    await asyncio.sleep(0.01)
    async with thinking.turn():
        stopped.cancel()
        await asyncio.sleep(0.01)
    await asyncio.gather(stopped, return_exceptions=True)
    async with asyncio.timeout(1), thinking.turn():
        pass
