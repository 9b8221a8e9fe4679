"""Weights of the confidence, learned by `python -m evals learn`; SURE and UNSURE are chances, 0 to 1."""

from __future__ import annotations

BIAS = 2.009
WEIGHTS: dict[str, float] = {
    "aggregated": 0.134,
    "anonymous": -0.105,
    "assumed": -0.617,
    "bridged": -0.202,
    "close": -1.006,
    "context": 0.231,
    "counted": 0.013,
    "distinct": -0.003,
    "either": -0.567,
    "entities": -0.147,
    "everything": -0.337,
    "filters": -0.347,
    "grouped": -0.332,
    "having": 0.531,
    "ignored": -0.525,
    "leftover": 0.000,
    "length": -0.809,
    "looked_up": -1.059,
    "looseness": -0.459,
    "lost": 0.000,
    "misspelt": -1.911,
    "near": -0.685,
    "negated": -0.317,
    "period": 0.432,
    "relating": -0.092,
    "remote": -0.397,
    "rows": 0.201,
    "sentences": 0.188,
    "several": 0.221,
    "strain": -1.001,
    "superlative": 0.390,
    "tables": -1.566,
    "unknown": 0.000,
    "unnamed": -1.637,
    "verbs": -0.606,
    "weakest": -0.255,
}
SURE = 0.732
UNSURE = 0.2
