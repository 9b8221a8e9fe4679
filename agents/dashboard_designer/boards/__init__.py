"""Dashboards: proposed for a table, a topic or a question, and changed in words.

In: the semantic model, what the board is about, or words that change one. Out: ideas of tiles with their Plans, tiles on
the grid, and sentences on what was changed and what was not understood. Queries run only through the Bench that is given:
a tile whose Plan returned no rows is not shown.
"""

from agents.dashboard_designer.boards.applying import changed_in_words
from agents.dashboard_designer.boards.bench import Bench, free_name
from agents.dashboard_designer.boards.drafting import drafted
from agents.dashboard_designer.boards.focus import Focus, focus_of_plan, focus_on
from agents.dashboard_designer.boards.idea import Executed, Idea, says_new
from agents.dashboard_designer.boards.proposing import ideas_for
from agents.dashboard_designer.boards.reading import read_commands

__all__ = [
    "Bench",
    "Executed",
    "Focus",
    "Idea",
    "changed_in_words",
    "drafted",
    "focus_of_plan",
    "focus_on",
    "free_name",
    "ideas_for",
    "read_commands",
    "says_new",
]
