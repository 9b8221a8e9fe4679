"""The modeller: readable labels, descriptions and synonyms for names that say little, written by a language model.

In: the semantic model and a line to a language model. Out: changes of the model that a person may take into a draft.
One call; it sees what the privacy mode permits, never overrides what a person set, and changes nothing itself.
"""

from agents.modeller.check import checked
from agents.modeller.model import SuggestedWords, suggest_words
from agents.modeller.wanted import wanted_names

__all__ = ["SuggestedWords", "checked", "suggest_words", "wanted_names"]
