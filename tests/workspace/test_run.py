from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from catalog import Catalog, RunStart, now
from core.answer import Clarification, Option, Suggestion
from core.errors import LimitReached
from core.event import Happening, RunFailed, RunStarted, TextDelta, TextEnded, TextStarted
from core.ways import Declined, Unclear
from workspace.journal import Journal
from workspace.run import Run


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.sqlite")


async def no_suggestions() -> tuple[Suggestion, ...]:
    return ()


def start(
    catalog: Catalog,
    *happenings: Happening,
    then: BaseException | None = None,
    wait: float = 0,
    linger: float | None = None,
) -> Run:
    async def work(_: str) -> AsyncIterator[Happening]:
        yield RunStarted(question="how many?")
        for happening in happenings:
            await asyncio.sleep(wait)
            yield happening
        if then is not None:
            raise then

    begun = RunStart(workspace="default", run_id="r1", question="how many?", started_at=now())
    return Run(begun, work, no_suggestions, Journal(catalog.conversations), linger=linger)


SENTENCE = (TextStarted(), TextDelta(text="There are 3."), TextEnded())


async def test_events_are_numbered_without_gaps_and_end_once(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE)
    log = [event async for event in run]
    assert [event.seq for event in log] == [1, 2, 3, 4, 5]
    assert [event.happening.kind for event in log][-1] == "run.finished"


async def test_readers_see_the_same_log_whenever_they_come_and_where_they_stopped(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE, wait=0.005)
    early = asyncio.create_task(collect(run))
    whole = await collect(run)
    assert await early == whole
    assert await collect(run, after=3) == whole[3:]


async def collect(run: Run, after: int = 0) -> list[int]:
    return [event.seq async for event in run.events(after)]


async def test_the_catalog_holds_an_event_before_a_reader_sees_it(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE, wait=0.005)
    async for event in run:
        assert catalog.conversations.events("r1", after=event.seq - 1)[0] == event


async def test_a_refusal_is_told_in_text_and_in_the_status(catalog: Catalog) -> None:
    answer = await start(catalog, then=Declined("I don't know “florps”.", unmatched=("florps",))).answer()
    assert answer.status == "declined"
    assert answer.text == "I don't know “florps”."
    assert answer.problem is not None
    assert answer.problem.code == "declined"


async def test_two_readings_become_a_clarification(catalog: Catalog) -> None:
    asked = Clarification(question="Which?", options=(Option(label="a"), Option(label="b")))
    answer = await start(catalog, then=Unclear(asked)).answer()
    assert answer.status == "clarification"
    assert answer.clarification == asked


async def test_what_a_person_can_fix_is_told(catalog: Catalog) -> None:
    answer = await start(catalog, then=LimitReached("Too slow.", limit="time", hint="Ask for less.")).answer()
    assert answer.status == "error"
    assert answer.problem is not None
    assert answer.problem.message == "Too slow."


async def test_what_we_broke_never_shows_its_text(catalog: Catalog) -> None:
    run = start(catalog, then=RuntimeError("/secret/path"))
    last = [event async for event in run][-1]
    assert isinstance(last.happening, RunFailed)
    assert "secret" not in str(last.happening)


async def test_a_run_whose_last_reader_left_is_stopped_a_little_later(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE, wait=60, linger=0.5)
    reader = run.events()
    await anext(reader)
    await reader.aclose()
    again = run.events()
    await anext(again)
    await asyncio.sleep(0.8)
    assert not run.ended
    await again.aclose()
    for _ in range(1_500):
        if run.ended:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody reads it, and it goes on")


async def test_a_cancelled_run_keeps_what_it_had_and_says_so(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE, wait=10)
    await asyncio.sleep(0.03)
    await run.cancel()
    assert [event.happening.kind async for event in run] == ["run.started", "run.cancelled"]
    assert catalog.conversations.runs("default")[0].status == "cancelled"


async def test_a_run_that_is_cancelled_before_its_first_step_still_ends(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE)
    await run.cancel()
    assert [event.happening.kind async for event in run] == ["run.cancelled"]
    assert [record.status for record in catalog.conversations.runs("default")] == ["cancelled"]


async def test_a_run_is_in_the_catalog_once_it_is_told_of(catalog: Catalog) -> None:
    run = start(catalog, *SENTENCE, wait=0.005)
    await run.until_kept()
    assert catalog.conversations.run("default", run.id) is not None
