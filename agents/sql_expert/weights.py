"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

BIAS = 3.0
WEIGHTS: dict[str, float] = {
    "unknown": -3.0,
    "leftover": -1.0,
    "strain": -1.0,
    "looseness": -0.5,
    "weakest": -1.0,
    "close": -1.5,
    "near": -0.5,
    "entities": -0.5,
}
SURE = 0.6
UNSURE = 0.35
