"""Weights that rank forms: a log-linear model of which form gives the answer, learned with AdaGrad and an L1 penalty.

Where several forms give the right answer, their chances are added up (Pasupat and Liang, 2015).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from agents.sql_expert.sheets.features import family, features_of, word_features
from evals.sheets.examples import Example

_MOST_RIGHT, _MOST_WRONG = 30, 110
_SEEN_AT_LEAST = 12
_STEP, _PENALTY = 0.15, 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question: the features of its forms one behind another, `starts` where each form's begin."""

    id: str
    features: np.ndarray
    values: np.ndarray
    starts: np.ndarray
    right: np.ndarray
    answers: np.ndarray


class Vocabulary:
    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.seen: Counter[int] = Counter()

    def number(self, name: str, learning: bool) -> int | None:
        """None for a name that is new once all is learned."""
        return self.numbers.setdefault(name, len(self.numbers)) if learning else self.numbers.get(name)


def case_of(example: Example, vocabulary: Vocabulary, picker: random.Random | None) -> Case | None:
    """All forms, or with a picker a sample of them; None where no form is right and a sample is wanted."""
    places = list(range(len(example.forms)))
    if picker is not None:
        rights = [at for at in places if example.right[at]]
        wrongs = [at for at in places if not example.right[at]]
        if not rights or not wrongs:
            return None
        rights = picker.sample(rights, min(_MOST_RIGHT, len(rights)))
        places = rights + picker.sample(wrongs, min(_MOST_WRONG, len(wrongs)))
    learning = picker is not None
    words: dict[str, list[int]] = {}
    numbers: list[int] = []
    values: list[float] = []
    lengths: list[int] = []
    for at in places:
        form = example.forms[at]
        act = family(form, example.asked.mentions)
        if act not in words:
            told = (vocabulary.number(name, learning) for name in word_features(act, example.asked))
            words[act] = [number for number in told if number is not None]
        before = len(numbers)
        numbers += words[act]
        values += [1.0] * len(words[act])
        for name, value in features_of(form, example.asked):
            number = vocabulary.number(name, learning)
            if number is not None and value:
                numbers.append(number)
                values.append(value)
        lengths.append(len(numbers) - before)
    if learning:
        vocabulary.seen.update(set(numbers))
    return Case(
        id=example.id,
        features=np.array(numbers, dtype=np.int32),
        values=np.array(values, dtype=np.float32),
        starts=np.array([0, *np.cumsum(lengths)[:-1]], dtype=np.int64),
        right=np.array([example.right[at] for at in places]),
        answers=np.array([example.answers[at] for at in places]),
    )


def scores_of(case: Case, weights: np.ndarray) -> np.ndarray:
    return np.add.reduceat(weights[case.features] * case.values, case.starts)


def chances_of(scores: np.ndarray) -> np.ndarray:
    chances = np.exp(scores - scores.max())
    shares: np.ndarray = chances / chances.sum()
    return shares


def learned(cases: Sequence[Case], vocabulary: Vocabulary, rounds: int, seed: int = 1) -> np.ndarray:
    weights = np.zeros(len(vocabulary.numbers))
    squares = np.full(len(weights), 1e-6)
    known = np.array([vocabulary.seen[number] >= _SEEN_AT_LEAST for number in range(len(weights))])
    order = list(range(len(cases)))
    picker = random.Random(seed)  # noqa: S311
    for _ in range(rounds):
        picker.shuffle(order)
        for at in order:
            _step(cases[at], weights, squares, known)
    return weights


def _step(case: Case, weights: np.ndarray, squares: np.ndarray, known: np.ndarray) -> None:
    chances = chances_of(scores_of(case, weights))
    right = chances * case.right
    total = right.sum()
    if total <= 0:
        return
    pull = right / total - chances
    lengths = np.diff([*case.starts, len(case.features)])
    slope = np.bincount(case.features, weights=np.repeat(pull, lengths) * case.values, minlength=0)
    numbers = np.unique(case.features)
    numbers = numbers[known[numbers]]
    slope = slope[numbers]
    squares[numbers] += slope**2
    rate = _STEP / np.sqrt(squares[numbers])
    moved = weights[numbers] + rate * slope
    weights[numbers] = np.sign(moved) * np.maximum(0.0, np.abs(moved) - rate * _PENALTY)


def first_answers(case: Case, weights: np.ndarray) -> tuple[bool, float, float]:
    """Whether the likeliest form is right, the chance of all forms with its answer, and its own."""
    chances = chances_of(scores_of(case, weights))
    best = int(chances.argmax())
    return bool(case.right[best]), float(chances[case.answers == case.answers[best]].sum()), float(chances[best])


def flattened(parts: Iterable[Sequence[Example]]) -> Iterator[Example]:
    return chain.from_iterable(parts)
