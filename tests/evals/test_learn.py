from __future__ import annotations

from dataclasses import replace

from evals.learn import chance, learned, threshold_for, unseen_chances
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
    chances = [chance(one, bias, weights) for one in seen]
    sure = threshold_for(seen, chances, most_wrong=0.07)
    answered = [one for one, confidence in zip(seen, chances, strict=True) if confidence >= sure]
    assert sum(one.best is False for one in answered) <= 0.07 * len(seen)
    assert answered


def test_a_database_is_judged_by_weights_that_were_learned_without_it() -> None:
    odd = [replace(one, db="odd", best=not one.best) for one in outcomes()]
    judged = unseen_chances([*outcomes(), *odd])[len(outcomes()) :]
    murky = [confidence for one, confidence in zip(odd, judged, strict=True) if one.features["strain"]]
    clear = [confidence for one, confidence in zip(odd, judged, strict=True) if not one.features["strain"]]
    assert max(murky) < min(clear)
