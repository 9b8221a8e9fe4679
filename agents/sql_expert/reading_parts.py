"""Parts of a question read as questions of their own, and what was read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Candidate, Readings, Understanding
from agents.sql_expert.durations import compared_lengths
from agents.sql_expert.field_pairs import compared_fields
from agents.sql_expert.stated_outputs import with_stated_outputs
from agents.sql_expert.weights import UNSURE
from core.plan import Assumption, Plan, WordReading

Whole = Callable[[Understanding], Readings]


class PartReader:
    """`parts` is what was read since the last `forget`."""

    def __init__(self, task: Understanding, whole: Whole) -> None:
        self.parts: list[Readings] = []
        self._task, self._whole = task, whole

    def read(self, part: str) -> Plan | None:
        """Its likeliest plan, where that is likely at all."""
        found = self._whole(self._asked(part))
        if not found.candidates or found.candidates[0].confidence < UNSURE:
            return None
        self.parts.append(found)
        return found.candidates[0].plan

    def read_again(self, part: str) -> Plan | None:
        for plan in compared_lengths(part, self._task.model, self.read, self._task.values):
            return plan
        for plan in compared_fields(part, self._task.model, self.read):
            return plan
        return self.read(part)

    def is_sure(self, part: str) -> bool:
        asked = self._asked(part)
        best = next(iter(with_stated_outputs(asked, self._whole(asked), self._whole).candidates), None)
        return best is not None and best.confidence >= best.sure_from

    def keep(self, *plans: Plan) -> None:
        """Only these are parts of what is made."""
        self.parts[:] = [one for one in self.parts if any(one.candidates[0].plan is plan for plan in plans)]

    def forget(self) -> None:
        self.parts.clear()

    def finished(self, plan: Plan) -> Readings:
        """As sure as the least sure of its parts."""
        chosen = [one.candidates[0] for one in self.parts]
        weakest = min(chosen, key=lambda one: one.confidence)
        reading = tuple(word for one in chosen for word in one.plan.reading)
        assumed = plan.assumptions or _both_assume(chosen)
        finished = replace(plan, reading=found_again(reading, self._task.question.text), assumptions=assumed)
        return Readings(draft=self.parts[-1].draft, candidates=(replace(weakest, plan=finished),))

    def _asked(self, part: str) -> Understanding:
        return replace(self._task, question=replace(self._task.question, text=part))


def _both_assume(chosen: Sequence[Candidate]) -> tuple[Assumption, ...]:
    return tuple(dict.fromkeys(one for candidate in chosen for one in candidate.plan.assumptions))


def found_again(reading: Sequence[WordReading], text: str) -> tuple[WordReading, ...]:
    """The same words where they stand in the whole question."""
    found: dict[int, WordReading] = {}
    for one in reading:
        start = text.find(one.words)
        while start in found:
            start = text.find(one.words, start + 1)
        if start >= 0:
            found[start] = replace(one, start=start, end=start + len(one.words))
    return tuple(found[start] for start in sorted(found))
