"""Forms in the order of their chances, and how likely the first of them is right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agents.sql_expert.sheets.features import Asked, family, features_of
from agents.sql_expert.sheets.forms import Form

_FILE = "weights.tsv"
_YES_OR_NO = frozenset(["is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "can", "true"])
_ARROW = " → "


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`words` by family and word, `plain` by feature; `trust` weighs what the ranking leaves open."""

    words: Mapping[str, Mapping[str, float]]
    plain: Mapping[str, float]
    trust: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    form: Form
    score: float
    chance: float


@cache
def weights() -> Weights:
    """Learned by `python -m evals learn-sheets`; one feature and its weight a line."""
    words: dict[str, dict[str, float]] = defaultdict(dict)
    plain: dict[str, float] = {}
    trust: dict[str, float] = {}
    text = (files("agents.sql_expert.sheets") / _FILE).read_text(encoding="utf-8")
    for line in text.splitlines():
        name, weight = line.rsplit("\t", 1)
        word, arrow, act = name.partition(_ARROW)
        if name.startswith("trust "):
            trust[name.removeprefix("trust ")] = float(weight)
        elif arrow:
            words[act][word] = float(weight)
        else:
            plain[name] = float(weight)
    return Weights(words=dict(words), plain=plain, trust=trust)


def ranked(forms: Sequence[Form], asked: Asked, known: Weights) -> list[Ranked]:
    by_family: dict[str, float] = {}
    scored: list[tuple[float, int]] = []
    for place, form in enumerate(forms):
        act = family(form, asked.mentions)
        if act not in by_family:
            own = known.words.get(act, {})
            by_family[act] = known.plain.get(f"is {act}", 0.0) + sum(own.get(word, 0.0) for word in asked.words)
        plain = sum(known.plain.get(name, 0.0) * value for name, value in features_of(form, asked))
        scored.append((by_family[act] + plain, place))
    if not scored:
        return []
    scored.sort(reverse=True)
    best = scored[0][0]
    total = sum(math.exp(score - best) for score, _ in scored)
    return [Ranked(form=forms[place], score=score, chance=math.exp(score - best) / total) for score, place in scored]


def open_points(best: Sequence[Ranked], asked: Asked) -> dict[str, float]:
    """What speaks for and against trusting the first of `best`."""
    first = best[0]
    second = best[1].chance if len(best) > 1 else 1e-9
    left = dict(features_of(first.form, asked))
    return {
        "always": 1.0,
        "chance": math.log(max(1e-6, first.chance) / max(1e-6, 1 - first.chance)),
        "ahead": math.log(max(1e-9, first.chance) / max(1e-9, second)),
        "score": first.score / 10,
        "words": left.get("words left out", 0.0),
        "no words": float(left.get("words left out", 0.0) == 0),
        "numbers": left.get("numbers left out", 0.0) + left.get("quotes left out", 0.0),
        "cells": left.get("whole cells left out", 0.0),
        "parts": left.get("cells left out", 0.0),
        "columns": left.get("columns left out", 0.0),
        "yes or no": float(asked.mentions.tokens[0].folded in _YES_OR_NO),
        "conditions": float(bool(first.form.where or first.form.named)),
        f"act {first.form.act}": 1.0,
    }


def confidence(points: Mapping[str, float], known: Weights) -> float:
    return 1.0 / (1.0 + math.exp(-sum(known.trust.get(name, 0.0) * value for name, value in points.items())))
