"""Every expectation by the id of its question."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from evals.suites.own.alternatives import Answers
from evals.suites.own.answers_flights import ANSWERS as ANSWERS_FLIGHTS
from evals.suites.own.answers_sample import ANSWERS as ANSWERS_SAMPLE
from evals.suites.own.answers_threads import ANSWERS as ANSWERS_THREADS
from evals.suites.own.answers_trade import ANSWERS as ANSWERS_TRADE
from evals.suites.own.answers_trade_more import ANSWERS as ANSWERS_TRADE_MORE
from evals.suites.own.answers_travel import ANSWERS as ANSWERS_TRAVEL
from evals.suites.own.answers_vega import ANSWERS as ANSWERS_VEGA
from evals.suites.own.answers_vega_more import ANSWERS as ANSWERS_VEGA_MORE

EXPECTED: dict[str, Callable[[SimpleNamespace], Answers]] = {
    **ANSWERS_FLIGHTS,
    **ANSWERS_SAMPLE,
    **ANSWERS_THREADS,
    **ANSWERS_TRADE,
    **ANSWERS_TRADE_MORE,
    **ANSWERS_TRAVEL,
    **ANSWERS_VEGA,
    **ANSWERS_VEGA_MORE,
}
