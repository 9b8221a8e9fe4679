"""Ways: the one idea of the design. A missing language model is a shorter tuple, not a branch."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.answer import Clarification, Refusal
from core.errors import UserError

In = TypeVar("In", contravariant=True)
Out = TypeVar("Out")
Made = TypeVar("Made", covariant=True)


class Declined(UserError):
    """A way that will not answer. `unmatched` are words of the question it found no meaning for."""

    code = "declined"

    def __init__(self, reason: str, *, unmatched: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(reason, hint=hint, stage="understanding")
        self.unmatched = unmatched


class NotApplicable(Declined):
    """A way that is not meant for this task; it leaves no refusal behind."""


class Unclear(UserError):
    """A way that found several close readings and will not choose; `likely` where one of them is most likely meant."""

    code = "unclear"

    def __init__(self, clarification: Clarification, *, likely: bool = False) -> None:
        super().__init__(clarification.question, stage="understanding")
        self.clarification = clarification
        self.likely = likely


class Rerouted(UserError):
    """The question is for another assistant, which is asked `question` in its place."""

    code = "declined"

    def __init__(self, question: str) -> None:
        super().__init__(f"It was read as a question for the analyst: {question}", stage="understanding")
        self.question = question


class Way(Protocol[In, Made]):
    """One way to turn a task into a value; raises Declined or Unclear rather than guess."""

    @property
    def name(self) -> str: ...

    async def __call__(self, task: In, /) -> Made: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Generic[Out]):
    """`agreed` is set by `compare`: whether the other sound ways came to the same."""

    value: Out
    way: str
    refusals: tuple[Refusal, ...] = ()
    agreed: bool | None = None


Check = Callable[[Out], Awaitable[Out]]


async def first_sound(ways: Sequence[Way[In, Out]], task: In, check: Check[Out]) -> Decided[Out]:
    """Try each way in order; the first whose output survives `check` wins.

    `check` returns the value it vouches for or raises a UserError. If no way is sound, the first
    Unclear is raised as the question back, otherwise what all ways declined for. Rerouted is raised at once.
    """
    refusals: list[Refusal] = []
    failures: list[UserError] = []
    for way in ways:
        try:
            value = await check(await way(task))
        except NotApplicable:
            continue
        except Rerouted:
            raise
        except UserError as refused:
            refusals.append(Refusal(way=way.name, reason=refused.message))
            failures.append(refused)
        else:
            return Decided(value=value, way=way.name, refusals=tuple(refusals))
    raise _together(failures)


def _together(failures: Sequence[UserError]) -> UserError:
    """The first question back, else one refusal with every reason, each once."""
    unclear = next((failure for failure in failures if isinstance(failure, Unclear)), None)
    if unclear is not None:
        return unclear
    declines = [failure for failure in failures if isinstance(failure, Declined)]
    if not declines:
        return failures[-1] if failures else NotApplicable("There is no way to answer this here.")
    return Declined(
        " ".join(dict.fromkeys(failure.message for failure in failures)),
        unmatched=tuple(dict.fromkeys(word for declined in declines for word in declined.unmatched)),
        hint=next((declined.hint for declined in declines if declined.hint), None),
    )


async def compare(
    ways: Sequence[Way[In, Out]], task: In, check: Check[Out], agree: Callable[[Out, Out], Awaitable[bool]]
) -> Decided[Out]:
    """Run all ways side by side; the first sound one in order is taken, with whether every other sound one agrees."""
    settled = await asyncio.gather(*(first_sound([way], task, check) for way in ways), return_exceptions=True)
    refusals: list[Refusal] = []
    sound: list[Decided[Out]] = []
    failures: list[UserError] = []
    for way, outcome in zip(ways, settled, strict=True):
        if isinstance(outcome, UserError):
            refusals.append(Refusal(way=way.name, reason=outcome.message))
            failures.append(outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            sound.append(outcome)
    if not sound:
        raise _together(failures)
    agreements = [await agree(sound[0].value, other.value) for other in sound[1:]]
    return Decided(
        value=sound[0].value, way=sound[0].way, refusals=tuple(refusals), agreed=all(agreements) if agreements else None
    )


def with_feedback(
    way: Callable[[In, str | None], Awaitable[Out]], name: str, check: Check[Out], attempts: int
) -> Way[In, Out]:
    """A way that is told why its last attempt was refused; after `attempts` the refusal stands."""
    return _WithFeedback(way, name, check, attempts)


class _WithFeedback(Generic[In, Out]):
    def __init__(
        self, way: Callable[[In, str | None], Awaitable[Out]], name: str, check: Check[Out], attempts: int
    ) -> None:
        self.name = name
        self._way, self._check, self._attempts = way, check, attempts

    async def __call__(self, task: In, /) -> Out:
        feedback: str | None = None
        for attempt in range(1, self._attempts + 1):
            try:
                return await self._check(await self._way(task, feedback))
            except (Declined, Unclear, Rerouted):
                raise
            except UserError as refused:
                if attempt == self._attempts:
                    raise
                feedback = refused.message
        raise AssertionError("attempts is at least 1")
