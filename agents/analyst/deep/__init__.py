"""Deep questions: a bounded plan of queries, a named computation on their results, and what it came to.

In: a question that asks why, whether by chance, what is unusual or what comes next. Out: an Analysis; from its results
a Conclusion of facts, a table and sentences. It never runs a query.
"""

from agents.analyst.deep.asked import is_only_deep
from agents.analyst.deep.building import Conclusion
from agents.analyst.deep.rules import ByRules, conclude

__all__ = ["ByRules", "Conclusion", "conclude", "is_only_deep"]
