"""Predictions against what is right: a verdict for each question, totals, intervals, curves."""

from __future__ import annotations

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evals.expectations import Expectation, NoAnswer
from evals.predictions import Offered, Prediction
from evals.suite import Item

Verdict = Literal["right", "wrong", "right after asking", "asked in vain", "unanswered"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_RESAMPLES = 1_000
_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`best` is whether the likeliest reading is right, answered or not; None where that is not known."""

    item: Item
    prediction: Prediction
    expected: Expectation
    verdict: Verdict
    best: bool | None


def score(item: Item, prediction: Prediction) -> Scored:
    """A question that has no answer is right where none was given."""
    expected = item.expected()
    verdict = _verdict(prediction, expected)
    best: bool | None = None
    if prediction.status == "answered":
        best = verdict == "right"
    elif prediction.guess is not None:
        best = _is_right(prediction.guess, expected)
    return Scored(item=item, prediction=prediction, expected=expected, verdict=verdict, best=best)


def _verdict(prediction: Prediction, expected: Expectation) -> Verdict:
    if prediction.status == "answered":
        asked_for = expected.accepts(prediction.rows)
        return "right" if asked_for or (prediction.shown and _is_right(prediction.shown, expected)) else "wrong"
    if isinstance(expected, NoAnswer):
        return "right"
    if prediction.status == "clarified":
        offered = any(_is_right(reading, expected) for reading in prediction.readings)
        return "right after asking" if offered else "asked in vain"
    return "unanswered"


def _is_right(offered: Offered, expected: Expectation) -> bool:
    """By what was asked for, or by what people see."""
    if offered.sql is None:
        return False
    return expected.accepts(offered.rows) or (offered.shown is not None and _is_right(offered.shown, expected))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of all questions (0 to 1) with its 95% interval over resampled databases."""

    share: float
    low: float
    high: float


def totals(scored: Sequence[Scored]) -> dict[Verdict, int]:
    counted = Counter(one.verdict for one in scored)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def share_of(scored: Sequence[Scored], verdict: Verdict, seed: int = 1) -> Share:
    """Whole databases are resampled: questions about one database succeed and fail together."""
    by_database: dict[str, list[int]] = defaultdict(list)
    for one in scored:
        by_database[one.item.asked.db].append(one.verdict == verdict)
    hits = [(sum(found), len(found)) for found in by_database.values()]
    picker = random.Random(seed)  # noqa: S311
    drawn = sorted(_ratio(picker.choices(hits, k=len(hits))) for _ in range(_RESAMPLES))
    return Share(share=_ratio(hits), low=drawn[int(0.025 * _RESAMPLES)], high=drawn[int(0.975 * _RESAMPLES)])


def _ratio(hits: Sequence[tuple[int, int]]) -> float:
    return sum(hit for hit, _ in hits) / max(1, sum(size for _, size in hits))


def grouped(scored: Iterable[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        groups[key(one)].append(one)
    return dict(sorted(groups.items()))


def curve(scored: Sequence[Scored]) -> list[tuple[float, float, float]]:
    """Confidence, and the shares of all questions right and wrong when answering from it on, most confident first."""
    known = sorted(
        (one for one in scored if one.best is not None and one.prediction.confidence is not None),
        key=lambda one: -(one.prediction.confidence or 0.0),
    )
    right = wrong = 0
    points = []
    for one in known:
        right, wrong = right + (one.best is True), wrong + (one.best is False)
        points.append((one.prediction.confidence or 0.0, right / len(scored), wrong / len(scored)))
    return points


def right_at(scored: Sequence[Scored], most_wrong: float) -> float:
    """The largest share right at which at most `most_wrong` of all questions are answered wrong."""
    return max((right for _, right, wrong in curve(scored) if wrong <= most_wrong), default=0.0)


def reliability(scored: Sequence[Scored]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of questions, for tenths of the confidence."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in scored:
        if one.best is not None and one.prediction.confidence is not None:
            bins[min(_BINS - 1, int(one.prediction.confidence * _BINS))].append((one.prediction.confidence, one.best))
    return [
        (statistics.fmean(sure for sure, _ in found), statistics.fmean(right for _, right in found), len(found))
        for _, found in sorted(bins.items())
    ]


def changed(scored: Sequence[Scored], before: Mapping[str, str]) -> list[tuple[Scored, str]]:
    """Questions whose verdict is another than in an earlier run, with that verdict."""
    return [
        (one, before[one.item.asked.id]) for one in scored if before.get(one.item.asked.id, one.verdict) != one.verdict
    ]
