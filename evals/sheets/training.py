"""From examples to the file of weights: the ranking, and how far its first form is to be trusted.

How far it can be trusted is told on sheets that the ranking has not learned from, and on questions of other sheets.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from agents.sql_expert.sheets.ranking import Weights, confidence, open_points, ranked
from evals.sheets.examples import Example
from evals.sheets.learning import Vocabulary, case_of, learned

_ROUNDS, _FOLDS = 10, 3
_LEAST, _LEAST_WORD = 0.05, 0.1
_RIDGE, _STEPS = 2.0, 25
Load = Callable[[str], Sequence[Example]]
Points = list[tuple[Mapping[str, float], bool]]


def ranking_of(sheets: Sequence[str], load: Load, seed: int = 1) -> Weights:
    """Without trust."""
    vocabulary, picker = Vocabulary(), random.Random(seed)  # noqa: S311
    cases = [case for sheet in sheets for one in load(sheet) if (case := case_of(one, vocabulary, picker)) is not None]
    numbers = learned(cases, vocabulary, _ROUNDS)
    words: dict[str, dict[str, float]] = defaultdict(dict)
    plain: dict[str, float] = {}
    for name, place in vocabulary.numbers.items():
        weight = round(float(numbers[place]), 2)
        word, arrow, act = name.partition(" → ")
        if arrow and abs(weight) >= _LEAST_WORD:
            words[act][word] = weight
        elif not arrow and abs(weight) >= _LEAST:
            plain[name] = weight
    return Weights(words=dict(words), plain=plain, trust={})


def points_of(sheets: Sequence[str], load: Load, known: Weights) -> Points:
    return [_points(one, known) for sheet in sheets for one in load(sheet) if one.forms]


def _points(example: Example, known: Weights) -> tuple[Mapping[str, float], bool]:
    best = ranked(example.forms, example.asked, known)
    return open_points(best, example.asked), example.right[example.forms.index(best[0].form)]


def cross_points(sheets: Sequence[str], load: Load, foreign: Load) -> Points:
    found: Points = []
    for fold in range(_FOLDS):
        held = sheets[fold::_FOLDS]
        known = ranking_of([one for one in sheets if one not in set(held)], load)
        found += points_of(held, load, known) + points_of(held, foreign, known)
    return found


def trust_of(points: Points) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    names = sorted({name for one, _ in points for name in one})
    table = np.array([[one.get(name, 0.0) for name in names] for one, _ in points])
    right = np.array([float(is_right) for _, is_right in points])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-table @ weights))
        slope = table.T @ (chances - right) + _RIDGE * weights
        curvature = (table.T * (chances * (1.0 - chances))) @ table + _RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curvature, slope)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def trained(sheets: Sequence[str], load: Load, foreign: Load) -> tuple[Weights, Points]:
    points = cross_points(sheets, load, foreign)
    return replace(ranking_of(sheets, load), trust=trust_of(points)), points


def curve(points: Points, known: Weights) -> list[tuple[float, float, float]]:
    """Threshold of the confidence, and the shares of all that are right and wrong from it on."""
    judged = [(confidence(one, known), right) for one, right in points]
    return [
        (
            threshold,
            sum(right and sure >= threshold for sure, right in judged) / len(judged),
            sum(not right and sure >= threshold for sure, right in judged) / len(judged),
        )
        for threshold in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
    ]


def write_weights(path: Path, known: Weights) -> None:
    lines = [f"{name}\t{value:g}" for name, value in known.plain.items()]
    lines += [f"{word} → {act}\t{value:g}" for act, words in known.words.items() for word, value in words.items()]
    lines += [f"trust {name}\t{value:g}" for name, value in known.trust.items()]
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
