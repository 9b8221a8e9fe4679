"""Who runs next: turns shared fairly between callers, also across the processes that use one data folder.

A query begins as a short one. One that runs on is a heavy one: heavy ones take at most all turns but
one, so that a short query always finds a turn soon. A caller may have all turns while nobody else wants
one; of those that wait, the next is one of the caller who has the fewest running.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
import weakref
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from core.errors import Busy, InvalidInput
from warehouse.known_heavy import KnownHeavy
from warehouse.locks import OwnPlaces, Places, first_free, places_of

LOCK_FILE = "turns.lock"
POLL_SECONDS = 0.02
_MOST = 128
# Where in an area the places of each kind begin; the first area is that of all callers together.
_HEAVY, _STREAMS, _IMPATIENT, _WAITING, _AREA = 128, 256, 384, 512, 4096
_IMPATIENT_AFTER = 0.1

Kind = Literal["short", "heavy", "stream"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLimits:
    """`running` queries at once, `heavy` of them running for longer than `short_seconds`, and `streams` whole results.

    `waiting` and `wait_seconds` bound the queue; what does not fit is told to be busy.
    """

    running: int = 3
    heavy: int = 2
    streams: int = 2
    running_per_caller: int = 3
    heavy_per_caller: int = 1
    waiting: int = 512
    waiting_per_caller: int = 128
    wait_seconds: float = 120.0
    short_seconds: float = 0.5

    @classmethod
    def for_running(cls, running: int, **others: float) -> TurnLimits:
        """What follows from how many run at once."""
        heavy = max(1, running - 1)
        return cls(
            running=running,
            heavy=heavy,
            running_per_caller=running,
            heavy_per_caller=max(1, heavy // 2),
            **others,  # type: ignore[arg-type]
        )


def turn_limits_from(environment: Mapping[str, str]) -> TurnLimits:
    """Raises InvalidInput that names the variable."""
    running = _whole(environment, "TABLESPEAK_RUNNING", min(_MOST, (os.cpu_count() or 2) + 1), 1, _MOST)
    by_default = TurnLimits.for_running(running)
    per_caller = _whole(environment, "TABLESPEAK_RUNNING_PER_CALLER", by_default.running_per_caller, 1, _MOST)
    waiting = _whole(environment, "TABLESPEAK_WAITING_PER_CALLER", by_default.waiting_per_caller, 0, 1024)
    seconds = _whole(environment, "TABLESPEAK_WAIT_SECONDS", int(by_default.wait_seconds), 0, 3600)
    return TurnLimits(
        running=running,
        heavy=by_default.heavy,
        running_per_caller=per_caller,
        heavy_per_caller=min(by_default.heavy_per_caller, per_caller),
        waiting_per_caller=waiting,
        wait_seconds=seconds,
    )


@dataclass(slots=True, kw_only=True, eq=False)
class _Waiting:
    caller: str
    kind: Kind
    turn: asyncio.Future[Turn]
    since: float = field(default_factory=time.monotonic)


@dataclass(slots=True, kw_only=True, eq=False)
class Turn:
    """`ran_on`: its query ran for longer than a short one may; `heavy`: it has a turn of the heavy ones."""

    caller: str
    heavy: bool
    ran_on: bool = False
    held: list[int] = field(default_factory=list)


class Turns:
    """For use in one event loop. Without `places` of a file, turns are shared inside this object only."""

    def __init__(self, limits: TurnLimits, places: Places | None = None) -> None:
        self.limits = limits
        self._places: Places = places or OwnPlaces()
        self._queue: list[_Waiting] = []
        self._running: Counter[str] = Counter()
        self.known_heavy = KnownHeavy()
        self._timer: asyncio.TimerHandle | None = None
        self._impatient = False

    @asynccontextmanager
    async def take(self, caller: str, kind: Kind) -> AsyncIterator[Turn]:
        """Raises Busy where the queue is full or the wait too long."""
        turn = await self._turn(caller, kind)
        try:
            yield turn
        finally:
            self._end(turn)

    def may_go_on(self, turn: Turn) -> bool:
        """Whether a query that has run for `short_seconds` keeps its turn, now as a heavy one."""
        turn.ran_on = True
        if turn.heavy:
            return True
        taken = self._all_of(self._heavy_places(turn.caller))
        if taken is None:
            return False
        turn.held += taken
        turn.heavy = True
        return True

    async def _turn(self, caller: str, kind: Kind) -> Turn:
        waiting = _Waiting(caller=caller, kind=kind, turn=asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._serve_unless_another_is_impatient()
        if waiting.turn.done():
            return waiting.turn.result()
        place = self._waiting_place(waiting)
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                return await waiting.turn
        except TimeoutError:
            self._leave(waiting)
            raise Busy(
                f"No turn came free within {self.limits.wait_seconds:g} seconds: too many queries are running.",
                hint="Try again in a moment.",
                stage="running",
            ) from None
        except asyncio.CancelledError:
            self._leave(waiting)
            raise
        finally:
            self._places.give_back(place)

    def _waiting_place(self, waiting: _Waiting) -> int:
        first = _own_area(waiting.caller) + _WAITING
        place = first_free(self._places, range(first, first + self.limits.waiting_per_caller))
        if place is not None and len(self._queue) <= self.limits.waiting:
            return place
        if place is not None:
            self._places.give_back(place)
        self._leave(waiting)
        whose = "of all callers" if place is not None else "of yours"
        raise Busy(
            f"Too many queries {whose} are waiting for their turn already.",
            hint="Try again when some of them are done.",
            stage="running",
        )

    def _leave(self, waiting: _Waiting) -> None:
        """A turn may have been given in the very moment in which its waiter gave up."""
        if waiting in self._queue:
            self._queue.remove(waiting)
            if not self._queue:
                self._be_patient()
        elif waiting.turn.done() and not waiting.turn.cancelled():
            self._end(waiting.turn.result())

    def _end(self, turn: Turn) -> None:
        for place in turn.held:
            self._places.give_back(place)
        self._running[turn.caller] -= 1
        if not self._running[turn.caller]:
            del self._running[turn.caller]
        self._serve_unless_another_is_impatient()

    def _serve(self) -> None:
        """Gives turns to those that wait, as far as there are any; what other processes give back is seen by looking."""
        refused: set[tuple[str, Kind]] = set()
        while (waiting := self._next(refused)) is not None:
            turn = self._granted(waiting)
            if turn is None:
                refused.add((waiting.caller, waiting.kind))
                continue
            self._queue.remove(waiting)
            self._running[turn.caller] += 1
            waiting.turn.set_result(turn)
            self._be_patient()
        if self._queue and self._places.shared:
            self._look_again()

    def _look_again(self) -> None:
        if not self._impatient and time.monotonic() - self._queue[0].since > _IMPATIENT_AFTER:
            self._impatient = self._places.take(_IMPATIENT)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(POLL_SECONDS, self._serve)

    def _be_patient(self) -> None:
        if self._impatient:
            self._places.give_back(_IMPATIENT)
            self._impatient = False

    def _serve_unless_another_is_impatient(self) -> None:
        """A process that gives back a turn would always be first to take it: the others only look every few milliseconds."""
        if not self._queue:
            return
        if self._places.shared and not self._impatient:
            if not self._places.take(_IMPATIENT):
                self._look_again()
                return
            self._places.give_back(_IMPATIENT)
        self._serve()

    def _next(self, refused: set[tuple[str, Kind]]) -> _Waiting | None:
        """Of the caller with the fewest running, the one that came first."""
        able = [one for one in self._queue if not one.turn.done() and (one.caller, one.kind) not in refused]
        return min(able, key=lambda one: self._running[one.caller], default=None)

    def _granted(self, waiting: _Waiting) -> Turn | None:
        limits, own = self.limits, _own_area(waiting.caller)
        wanted = [range(own, own + limits.running_per_caller), range(limits.running)]
        if waiting.kind == "stream":
            wanted = [range(own + _STREAMS, own + _STREAMS + 1), range(_STREAMS, _STREAMS + limits.streams)]
        elif waiting.kind == "heavy":
            wanted += self._heavy_places(waiting.caller)
        held = self._all_of(wanted)
        return None if held is None else Turn(caller=waiting.caller, heavy=waiting.kind == "heavy", held=held)

    def _heavy_places(self, caller: str) -> list[range]:
        own = _own_area(caller) + _HEAVY
        return [range(own, own + self.limits.heavy_per_caller), range(_HEAVY, _HEAVY + self.limits.heavy)]

    def _all_of(self, wanted: list[range]) -> list[int] | None:
        """One place of each range, or none at all."""
        held: list[int] = []
        for places in wanted:
            place = first_free(self._places, places)
            if place is None:
                for taken in held:
                    self._places.give_back(taken)
                return None
            held.append(place)
        return held


def _own_area(caller: str) -> int:
    """The places of one caller: the hash is of the name, so that every process means the same."""
    number = int.from_bytes(hashlib.sha256(caller.encode()).digest()[:4], "big")
    return _AREA * (1 + number)


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise InvalidInput(f"{name} is “{text}”.", hint=f"Use a whole number from {least} to {most:,}.")
    return int(text)


_shared: weakref.WeakValueDictionary[tuple[Path, int], Turns] = weakref.WeakValueDictionary()


def turns_of(data_dir: Path, limits: TurnLimits) -> Turns:
    """The turns of a data folder, one object for all its workspaces in this event loop."""
    key = (data_dir.resolve(), id(asyncio.get_running_loop()))
    turns = _shared.get(key)
    if turns is None:
        turns = _shared[key] = Turns(limits, places_of(data_dir / LOCK_FILE))
    return turns
