from __future__ import annotations

from evals.learn import chance, learned, threshold_for
from evals.run import Outcome


def outcome(*, right: bool, strain: float) -> Outcome:
    return Outcome(
        id="1",
        db="shop",
        question="how many?",
        status="right" if right else "wrong",
        sql="SELECT 1",
        best=right,
        confidence=0.5,
        seconds=0.001,
        features={"strain": strain},
    )


def outcomes() -> list[Outcome]:
    clear = [outcome(right=place % 10 != 0, strain=0.0) for place in range(100)]
    murky = [outcome(right=place % 10 == 0, strain=1.0) for place in range(100)]
    return clear + murky


def test_what_goes_with_being_wrong_lowers_the_confidence() -> None:
    bias, weights = learned(outcomes())
    assert weights["strain"] < 0
    assert chance(outcome(right=True, strain=0.0), bias, weights) > 0.8
    assert chance(outcome(right=True, strain=1.0), bias, weights) < 0.3


def test_the_threshold_keeps_wrong_answers_under_their_share() -> None:
    seen = outcomes()
    bias, weights = learned(seen)
    sure = threshold_for(seen, bias, weights, most_wrong=0.07)
    answered = [one for one in seen if chance(one, bias, weights) >= sure]
    assert sum(one.best is False for one in answered) <= 0.07 * len(seen)
    assert answered
