"""Learning the weights of the confidence: logistic regression on outcomes of the learning databases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.run import Outcome

_STEPS, _RATE, _RIDGE = 4_000, 0.5, 1e-3
_HEAD = '''"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

'''


def learned(outcomes: Sequence[Outcome]) -> tuple[float, dict[str, float]]:
    """Bias and weights that make the confidence the share of best readings that are right."""
    seen = [(outcome.features, float(bool(outcome.best))) for outcome in outcomes if outcome.best is not None]
    names = sorted({name for features, _ in seen for name in features})
    weights, bias = dict.fromkeys(names, 0.0), 0.0
    for _ in range(_STEPS):
        slope_bias, slopes = _slopes(seen, weights, bias)
        bias -= _RATE * slope_bias
        for name in names:
            weights[name] -= _RATE * (slopes[name] + _RIDGE * weights[name])
    return bias, weights


def _slopes(
    seen: Sequence[tuple[Mapping[str, float], float]], weights: Mapping[str, float], bias: float
) -> tuple[float, dict[str, float]]:
    slopes, slope_bias = dict.fromkeys(weights, 0.0), 0.0
    for features, right in seen:
        total = bias + sum(weights[name] * value for name, value in features.items())
        error = (1.0 / (1.0 + math.exp(-total)) - right) / len(seen)
        slope_bias += error
        for name, value in features.items():
            slopes[name] += error * value
    return slope_bias, slopes


def chance(outcome: Outcome, bias: float, weights: Mapping[str, float]) -> float:
    total = bias + sum(weights[name] * value for name, value in outcome.features.items())
    return 1.0 / (1.0 + math.exp(-total))


def threshold_for(outcomes: Sequence[Outcome], bias: float, weights: Mapping[str, float], most_wrong: float) -> float:
    """The lowest confidence from which at most `most_wrong` (0 to 1) of all questions are answered wrong."""
    ranked = sorted(
        ((chance(outcome, bias, weights), outcome.best) for outcome in outcomes if outcome.best is not None),
        reverse=True,
    )
    wrong, threshold = 0, 1.0
    for confidence, right in ranked:
        wrong += right is False
        if wrong > most_wrong * len(outcomes):
            break
        threshold = confidence
    return round(threshold, 3)


def write_weights(path: Path, bias: float, weights: Mapping[str, float], sure: float) -> None:
    lines = [f"BIAS = {bias:.3f}", "WEIGHTS: dict[str, float] = {"]
    lines += [f'    "{name}": {value:.3f},' for name, value in sorted(weights.items())]
    lines += ["}", f"SURE = {sure}", f"UNSURE = {round(min(0.4, sure / 2), 3)}", ""]
    path.write_text(_HEAD + "\n".join(lines), encoding="utf-8")
