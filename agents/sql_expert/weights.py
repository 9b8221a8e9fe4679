"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

BIAS = 1.846
WEIGHTS: dict[str, float] = {
    "aggregated": 0.460,
    "anonymous": -0.022,
    "assumed": -0.323,
    "close": -0.975,
    "context": 0.129,
    "counted": -0.106,
    "distinct": 0.139,
    "either": -0.208,
    "entities": -0.155,
    "everything": -0.424,
    "filters": -0.657,
    "grouped": -0.250,
    "having": 0.581,
    "ignored": -0.941,
    "leftover": 0.000,
    "length": -0.534,
    "looked_up": -0.980,
    "looseness": -0.503,
    "misspelt": -1.994,
    "near": -0.674,
    "negated": -0.583,
    "period": 1.067,
    "ranked_many": -0.102,
    "remote": 0.189,
    "rows": 0.369,
    "sentences": 0.061,
    "several": 0.095,
    "strain": -0.520,
    "superlative": 0.460,
    "tables": -1.477,
    "unknown": 0.000,
    "unnamed": -1.308,
    "verbs": -0.631,
    "weakest": -0.005,
}
SURE = 0.703
UNSURE = 0.351
