"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

BIAS = 1.961
WEIGHTS: dict[str, float] = {
    "aggregated": 0.368,
    "anonymous": 0.067,
    "assumed": 0.289,
    "close": -1.101,
    "context": 0.265,
    "counted": -0.091,
    "distinct": 0.140,
    "either": -0.362,
    "entities": -0.267,
    "everything": -0.542,
    "filters": -0.475,
    "grouped": -0.276,
    "having": 0.633,
    "ignored": -0.495,
    "leftover": 0.000,
    "length": -0.857,
    "looked_up": -1.170,
    "looseness": -0.543,
    "lost": 0.000,
    "misspelt": -2.023,
    "near": -0.680,
    "negated": -0.325,
    "period": 0.805,
    "ranked_many": -0.047,
    "remote": -0.233,
    "rows": 0.461,
    "sentences": 0.064,
    "several": 0.207,
    "strain": -1.115,
    "superlative": 0.389,
    "tables": -1.741,
    "unknown": 0.000,
    "unnamed": -1.855,
    "verbs": -0.626,
    "weakest": -0.239,
}
SURE = 0.695
UNSURE = 0.347
