"""The SQL expert: a question → a Query with its Plan.

In: a question, the semantic model, the values of the data. Out: a checked Query, or a refusal
that names the words without a match, or a question back with readings to choose from. It never
runs a query and never guesses.
"""

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.check import QueryCheck
from agents.sql_expert.choosing import ByBoth
from agents.sql_expert.draft_check import DraftCheck
from agents.sql_expert.drafts import Drafts
from agents.sql_expert.followups import FollowUp
from agents.sql_expert.model import ByModel, tables_told
from agents.sql_expert.policy import policy_for
from agents.sql_expert.rules import ByRules, understand

__all__ = [
    "ByBoth",
    "ByModel",
    "ByRules",
    "DraftCheck",
    "Drafts",
    "FollowUp",
    "QueryCheck",
    "Understanding",
    "policy_for",
    "tables_told",
    "understand",
]
