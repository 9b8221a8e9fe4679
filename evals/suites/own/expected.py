"""Every expectation by the id of its question."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import Answers
from evals.suites.own.answers_flights import ANSWERS as ANSWERS_FLIGHTS
from evals.suites.own.answers_sample import ANSWERS as ANSWERS_SAMPLE
from evals.suites.own.answers_vega import ANSWERS as ANSWERS_VEGA

EXPECTED: dict[str, Callable[[SimpleNamespace], Answers]] = {
    **ANSWERS_FLIGHTS,
    **ANSWERS_SAMPLE,
    **ANSWERS_VEGA,
}
