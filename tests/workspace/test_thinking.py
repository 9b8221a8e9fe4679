"""Turns at thinking: few at a time, and nobody before a crowd's first events are out."""

from __future__ import annotations

import asyncio

from workspace.thinking import Thinking, waiting


async def test_no_more_think_at_once_than_there_are_turns() -> None:
    thinking = Thinking(at_once=2)
    now = most = 0

    async def think() -> None:
        nonlocal now, most
        async with thinking.turn():
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(think() for _ in range(10)))
    assert most == 2


async def test_who_waits_for_a_query_lets_somebody_else_think() -> None:
    thinking = Thinking(at_once=1)
    told: list[str] = []

    async def asks(queried: asyncio.Event) -> None:
        async with thinking.turn():
            async with waiting():
                await queried.wait()
            told.append("first")

    queried = asyncio.Event()
    first = asyncio.create_task(asks(queried))
    await asyncio.sleep(0)
    async with thinking.turn():
        told.append("second")
    queried.set()
    await first
    assert told == ["second", "first"]


async def test_a_crowd_is_greeted_before_anybody_thinks() -> None:
    thinking = Thinking(at_once=3)
    order: list[str] = []
    for _ in range(3):
        thinking.begins()

    async def think() -> None:
        async with thinking.turn():
            order.append("thought")

    thinks = asyncio.create_task(think())
    for _ in range(3):
        await asyncio.sleep(0)
        order.append("greeted")
        thinking.has_begun()
    await thinks
    assert order[:2] == ["greeted", "greeted"]


async def test_who_begins_alone_waits_for_nobody() -> None:
    thinking = Thinking()
    thinking.begins()
    async with asyncio.timeout(0.1), thinking.turn():
        pass
