"""Brackets around the work of an assistant: started, then finished with what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from core.errors import UserError
from core.event import Happening, StepFinished, StepStarted
from core.question import Assistant

Emit = Callable[[Happening], None]


class Step:
    """What the bracket will say when it closes."""

    def __init__(self) -> None:
        self.decided = "done"
        self.way: str | None = None


@contextmanager
def step(emit: Emit, name: str, assistant: Assistant, title: str, timings: dict[str, float]) -> Iterator[Step]:
    """Emits both brackets on every path out; adds the seconds spent to `timings` under `name`."""
    emit(StepStarted(step=name, assistant=assistant, title=title))
    bracket, started = Step(), perf_counter()
    try:
        yield bracket
    except UserError as refused:
        bracket.decided = refused.message
        raise
    except BaseException:
        bracket.decided = "stopped"
        raise
    finally:
        timings[name] = timings.get(name, 0.0) + perf_counter() - started
        emit(StepFinished(step=name, assistant=assistant, decided=bracket.decided, way=bracket.way))
