"""The data analyst: what a result says, in facts and in sentences.

In: a query and its result. Out: facts, each derived by code from cells, and sentences in
which each figure refers to a fact or a cell. It never runs a query, and never lets a
sentence out that says a figure of its own.
"""

from agents.analyst.check import Checker, check_text
from agents.analyst.facts import find_facts, last_date
from agents.analyst.model import ByModel
from agents.analyst.numbers import cell_text, label_text, number_text
from agents.analyst.rules import ByRules, Narration, check_sentences, narrate, sound_sentences

__all__ = [
    "ByModel",
    "ByRules",
    "Checker",
    "Narration",
    "cell_text",
    "check_sentences",
    "check_text",
    "find_facts",
    "label_text",
    "last_date",
    "narrate",
    "number_text",
    "sound_sentences",
]
