"""“Guests who came back more than once” stayed more than twice, or as it is often said, more than once: it is asked which."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from agents.sql_expert.candidates import Readings, Understanding
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.weights import SURE

_BACK = re.compile(
    r"^(?P<head>.+?) (?:(?:who|that|have|has) )*(?:came|come|returned|coming) (?:back )?(?:to us )?(?P<how>more than|at least|exactly) "
    r"(?P<times>\d+) times?(?P<rest>.*)$",
    re.IGNORECASE,
)
Whole = Callable[[Understanding], Readings]


def came_back_often(task: Understanding, whole: Whole) -> Readings | None:
    """Both readings where each can be read; None for any other question."""
    text, event = task.question.text, main_event(task.model)
    found = _BACK.match(text)
    if found is None or event is None or " back " not in text.lower():
        return None
    read = [
        whole(
            replace(
                task,
                question=replace(
                    task.question, text=f"{found['head']} with {found['how']} {times} {event.label}{rest}"
                ),
            )
        )
        for times in (int(found["times"]) + 1, int(found["times"]))
        for rest in [found["rest"]]
    ]
    if not all(one.candidates for one in read):
        return None
    asked = tuple(replace(one.candidates[0], confidence=min(one.candidates[0].confidence, SURE - 0.01)) for one in read)
    return replace(read[0], candidates=asked)
