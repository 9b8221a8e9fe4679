from __future__ import annotations

from collections.abc import Callable

import pytest

from core.answer import Clarification, Option
from core.errors import GuardRefusal, UserError
from core.ways import Declined, NotApplicable, Unclear, compare, first_sound, with_feedback


class Stub:
    def __init__(self, name: str, outcome: int | Exception) -> None:
        self.name, self.outcome = name, outcome

    async def __call__(self, task: str, /) -> int:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def anything(value: int) -> int:
    return value


async def even_only(value: int) -> int:
    if value % 2:
        raise GuardRefusal("odd", construct="odd")
    return value


def unclear(question: str) -> Unclear:
    return Unclear(Clarification(question=question, options=(Option(label="a"), Option(label="b"))))


async def test_the_first_way_that_survives_the_check_wins_and_refusals_are_kept() -> None:
    ways = [Stub("declines", Declined("no words")), Stub("odd", 3), Stub("sound", 4), Stub("never asked", 6)]
    decided = await first_sound(ways, "task", even_only)
    assert (decided.value, decided.way) == (4, "sound")
    assert [(refusal.way, refusal.reason) for refusal in decided.refusals] == [
        ("declines", "no words"),
        ("odd", "odd"),
    ]


async def test_after_an_unclear_the_next_way_is_tried() -> None:
    decided = await first_sound([Stub("unsure", unclear("which?")), Stub("sound", 2)], "task", anything)
    assert decided.way == "sound"


async def test_if_none_is_sound_the_readings_become_the_question_back() -> None:
    with pytest.raises(Unclear, match="which"):
        await first_sound([Stub("unsure", unclear("which?")), Stub("no", Declined("no"))], "task", anything)


async def test_a_refusal_gives_the_reasons_of_all_ways() -> None:
    rules, model = (
        Declined("I don't know “wug”.", unmatched=("wug",), hint="Known: a, b."),
        Declined("No answer in time."),
    )
    with pytest.raises(Declined, match=r"wug.*No answer in time") as refused:
        await first_sound([Stub("rules", rules), Stub("model", model)], "task", anything)
    assert (refused.value.unmatched, refused.value.hint) == (("wug",), "Known: a, b.")


async def test_without_any_way_the_task_is_declined() -> None:
    ways: list[Stub] = []
    with pytest.raises(Declined):
        await first_sound(ways, "task", anything)


async def test_a_way_that_is_not_meant_for_the_task_leaves_no_refusal() -> None:
    decided = await first_sound([Stub("other", NotApplicable("no")), Stub("sound", 2)], "task", anything)
    assert (decided.way, decided.refusals) == ("sound", ())
    with pytest.raises(Declined, match="no words"):
        await first_sound([Stub("a", Declined("no words")), Stub("other", NotApplicable("no"))], "task", anything)


async def test_a_bug_in_a_way_is_seen() -> None:
    with pytest.raises(ZeroDivisionError):
        await first_sound([Stub("broken", ZeroDivisionError()), Stub("sound", 2)], "task", anything)


@pytest.mark.parametrize(("second", "agreed"), [(2, True), (4, False), (Declined("no"), None)])
async def test_compare_tells_whether_the_other_sound_ways_agree(second: int | Exception, agreed: bool | None) -> None:
    async def same(one: int, other: int) -> bool:
        return one == other

    decided = await compare([Stub("a", 2), Stub("b", second)], "task", even_only, same)
    assert (decided.value, decided.agreed) == (2, agreed)


def counting(outcomes: list[int | UserError], told: list[str | None]) -> Callable[..., object]:
    async def attempt(task: str, feedback: str | None) -> int:
        told.append(feedback)
        outcome = outcomes.pop(0)
        if isinstance(outcome, UserError):
            raise outcome
        return outcome

    return attempt


async def test_a_refused_attempt_is_told_why() -> None:
    told: list[str | None] = []
    way = with_feedback(counting([3, 4], told), "retrying", even_only, attempts=2)  # type: ignore[arg-type]
    assert await way("task") == 4
    assert told == [None, "odd"]


async def test_after_the_last_attempt_the_refusal_stands() -> None:
    way = with_feedback(counting([3, 5], []), "retrying", even_only, attempts=2)  # type: ignore[arg-type]
    with pytest.raises(GuardRefusal):
        await way("task")
