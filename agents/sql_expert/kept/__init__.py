"""Saved queries run again: their parameters filled, their periods told anew, and matched by the words of a question.

In: a SavedQuery, values for its parameters, a model and a day. Out: a Query. It never changes what was saved.
"""

from agents.sql_expert.kept.filling import Filled, fill, typed_value
from agents.sql_expert.kept.near import near_verified
from agents.sql_expert.kept.periods import check_period, days_of, period_condition_of
from agents.sql_expert.kept.proposing import proposed_parameters, without_reading
from agents.sql_expert.kept.same_plan import verified_as
from agents.sql_expert.kept.verified import Verified, VerifiedQuery

__all__ = [
    "Filled",
    "Verified",
    "VerifiedQuery",
    "check_period",
    "days_of",
    "fill",
    "near_verified",
    "period_condition_of",
    "proposed_parameters",
    "typed_value",
    "verified_as",
    "without_reading",
]
