"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

BIAS = 1.950
WEIGHTS: dict[str, float] = {
    "aggregated": 0.036,
    "anonymous": -0.425,
    "assumed": -0.782,
    "close": -1.002,
    "context": 0.049,
    "counted": 0.304,
    "distinct": 0.118,
    "either": -0.263,
    "entities": -0.094,
    "everything": -0.113,
    "filters": -0.464,
    "grouped": -0.361,
    "having": 0.985,
    "ignored": -0.727,
    "leftover": 0.000,
    "length": -0.518,
    "looked_up": -0.770,
    "looseness": -0.368,
    "misspelt": -1.812,
    "near": -0.463,
    "negated": -0.670,
    "period": 0.229,
    "ranked_many": -0.130,
    "remote": 0.327,
    "rows": -0.120,
    "sentences": 0.061,
    "several": 0.151,
    "strain": -0.371,
    "superlative": 0.512,
    "tables": -1.228,
    "unknown": 0.000,
    "unnamed": -1.790,
    "verbs": -0.721,
    "weakest": -0.805,
}
SURE = 0.657
UNSURE = 0.329
