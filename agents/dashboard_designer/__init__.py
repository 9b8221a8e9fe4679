"""Design → Chart: a chart right for the data's shape, or a reason why a table says it better.

In: the Query, its Result, the words that name it, and the question as it was asked. Out: a Chart.
This room never touches rows but to look at them, and never writes a drawing specification.
"""

from agents.dashboard_designer.check import check_chart
from agents.dashboard_designer.design import Design
from agents.dashboard_designer.drawing_words import without_drawing_words
from agents.dashboard_designer.rules import DesignByRules

__all__ = ["Design", "DesignByRules", "check_chart", "without_drawing_words"]
