"""The business advisor: what to ask next, and what of a result deserves a remark.

In: the semantic model, a plan with its query and result. Out: next questions, each as a person
would ask it with the plan that answers it, and remarks that each cite a fact. It never runs a
plan: whoever shows a question runs it first.
"""

from agents.advisor.candidate import Candidate
from agents.advisor.first import first_questions, questions_about
from agents.advisor.remarks import remarks
from agents.advisor.rules import Advice, ByRules

__all__ = ["Advice", "ByRules", "Candidate", "first_questions", "questions_about", "remarks"]
