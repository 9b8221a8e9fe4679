"""From which confidence rules may answer alone."""

from __future__ import annotations

from evals.models.calibrating import rules_alone
from evals.run import Outcome


def outcome(confidence: float, *, right: bool, **features: float) -> Outcome:
    return Outcome(
        id="1", db="d", question="q", status="right" if right else "wrong", sql=None, best=right,
        confidence=confidence, seconds=0.0, features=features,
    )  # fmt: skip


def test_a_feature_that_goes_with_wrong_answers_takes_its_questions_out() -> None:
    outcomes = [outcome(0.9, right=True)] * 97 + [outcome(0.9, right=True, joined=1.0)] * 10
    outcomes += [outcome(0.9, right=False, joined=1.0)] * 20 + [outcome(0.75, right=False)] * 50
    found = rules_alone(outcomes)
    assert found == {"from": 0.76, "unless": ["joined"], "right": [97, 97]}


def test_of_several_confidences_the_one_with_most_answers_is_taken() -> None:
    outcomes = [outcome(0.95, right=True)] * 60 + [outcome(0.8, right=True)] * 60
    assert rules_alone(outcomes) == {"from": 0.7, "unless": [], "right": [120, 120]}


def test_rules_that_are_not_right_often_enough_are_never_alone() -> None:
    outcomes = [outcome(0.9, right=at % 2 == 0) for at in range(200)]
    assert rules_alone(outcomes) == {"from": 1.0, "unless": [], "right": [0, 0]}
