"""Learning the weights of the confidence: logistic regression on outcomes of the learning databases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from evals.run import Outcome

_STEPS, _RIDGE = 30, 2.0
_FOLDS = 10
_ASKED_FROM = 0.2
"""Of readings that are as likely as this, half are right: people choose better than a refusal does."""
_DECIDED = ("unknown", "lost", "asked_back")
_HEAD = '''"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

'''


def learned(outcomes: Sequence[Outcome]) -> tuple[float, dict[str, float]]:
    """Bias and weights that make the confidence the share of best readings that are right (Newton's method)."""
    seen = [outcome for outcome in outcomes if is_open(outcome)]
    names = sorted({name for outcome in seen for name in outcome.features})
    table = np.array([[1.0, *(outcome.features.get(name, 0.0) for name in names)] for outcome in seen])
    right = np.array([float(bool(outcome.best)) for outcome in seen])
    weights = np.zeros(len(names) + 1)
    ridge = _RIDGE * np.eye(len(weights))
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-table @ weights))
        slope = table.T @ (chances - right) + ridge @ weights
        curvature = (table.T * (chances * (1.0 - chances))) @ table + ridge
        weights = weights - np.linalg.solve(curvature, slope)
    return float(weights[0]), dict(zip(names, map(float, weights[1:]), strict=True))


def is_open(outcome: Outcome) -> bool:
    """Whether it is left to the confidence to decide: there is a reading, it leaves out no word, and is one of a kind."""
    return outcome.best is not None and not any(outcome.features.get(name) for name in _DECIDED)


def chance(outcome: Outcome, bias: float, weights: Mapping[str, float]) -> float:
    total = bias + sum(weights.get(name, 0.0) * value for name, value in outcome.features.items())
    return 1.0 / (1.0 + math.exp(-total))


def unseen_chances(outcomes: Sequence[Outcome], always: Sequence[Outcome] = ()) -> list[float]:
    """The confidence of each outcome by weights that were learned without its database; `always` is learned from each time."""
    folds = {name: place % _FOLDS for place, name in enumerate(sorted({one.db for one in outcomes}))}
    chances = [0.0] * len(outcomes)
    for fold in set(folds.values()):
        bias, weights = learned([*(one for one in outcomes if folds[one.db] != fold), *always])
        for place, one in enumerate(outcomes):
            if folds[one.db] == fold and is_open(one):
                chances[place] = chance(one, bias, weights)
    return chances


def threshold_for(outcomes: Sequence[Outcome], chances: Sequence[float], most_wrong: float) -> float:
    """The lowest confidence from which at most `most_wrong` (0 to 1) of all questions are answered wrong."""
    ranked = sorted(
        ((confidence, one.best is True) for one, confidence in zip(outcomes, chances, strict=True) if is_open(one)),
        reverse=True,
    )
    wrong, threshold = 0, 1.0
    for confidence, right in ranked:
        wrong += not right
        if wrong > most_wrong * len(outcomes):
            break
        threshold = confidence
    return round(threshold, 3)


def write_weights(path: Path, bias: float, weights: Mapping[str, float], sure: float) -> None:
    lines = [f"BIAS = {bias:.3f}", "WEIGHTS: dict[str, float] = {"]
    lines += [f'    "{name}": {value:.3f},' for name, value in sorted(weights.items())]
    lines += ["}", f"SURE = {sure}", f"UNSURE = {_ASKED_FROM}", ""]
    path.write_text(_HEAD + "\n".join(lines), encoding="utf-8")
