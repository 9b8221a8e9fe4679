"""Singular and plural of English nouns."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "tooth": "teeth",
    "mouse": "mice", "goose": "geese", "datum": "data", "medium": "media", "criterion": "criteria",
    "phenomenon": "phenomena", "index": "indices", "vertex": "vertices", "matrix": "matrices", "analysis": "analyses",
    "crisis": "crises", "basis": "bases", "diagnosis": "diagnoses", "thesis": "theses", "axis": "axes",
    "curriculum": "curricula", "alumnus": "alumni", "life": "lives", "wife": "wives", "knife": "knives",
    "leaf": "leaves", "shelf": "shelves", "half": "halves", "wolf": "wolves", "thief": "thieves", "loaf": "loaves",
    "hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "quiz": "quizzes", "bus": "buses", "gas": "gases",
    "movie": "movies", "cookie": "cookies", "calorie": "calories", "tie": "ties", "die": "dies", "pie": "pies",
    "zombie": "zombies", "rookie": "rookies", "genie": "genies", "cache": "caches", "axe": "axes", "shoe": "shoes",
    "salesperson": "salespeople", "salesman": "salesmen", "craftsman": "craftsmen",
}  # fmt: skip
_PLURALS = {plural: single for single, plural in _IRREGULAR.items()}
_PLURALS |= {"axes": "axis", "ids": "id"}
_NO_OTHER_FORM = """
series species data staff news sheep fish aircraft spacecraft equipment information inventory weather traffic music
money research history feedback software hardware furniture payroll headquarters means sales logistics economics
mathematics physics statistics politics athletics analytics gross progress stress bias plus this is was has its us
"""
_SINGULAR_IN_S = """
status campus bonus census virus business address access process success class glass mass pass loss boss cross press
express canvas atlas lens gas bus chess
"""
_UNCHANGED = frozenset(_NO_OTHER_FORM.split())
_ENDS_IN_S = frozenset(_SINGULAR_IN_S.split())


@lru_cache(maxsize=8192)
def plural_of_last(phrase: str) -> str:
    """“Order date” → “order dates”, “customer ID” → “customer IDs”."""
    *before, last = phrase.split(" ")
    return " ".join([*before, f"{last}s" if last.isupper() else plural(last)])


def singular(word: str) -> str:
    folded = word.casefold()
    if folded in _PLURALS:
        return _PLURALS[folded]
    if (
        folded in _UNCHANGED
        or folded in _ENDS_IN_S
        or len(folded) < 4
        or not folded.endswith("s")
        or folded.endswith(("ss", "us", "is"))
    ):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    if folded.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return folded[:-2]
    if folded.endswith("uses") and folded[:-2] in _ENDS_IN_S:
        return folded[:-2]
    return folded[:-1]


def singular_of_irregular(word: str) -> str:
    return _PLURALS.get(word, word)


@lru_cache(maxsize=8192)
def plural(word: str) -> str:
    """A word that is plural already, or has no other form, comes back as it is."""
    folded = word.casefold()
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if folded in _ENDS_IN_S:
        return folded + "es"
    if folded in _UNCHANGED or singular(folded) != folded or not folded.isalpha():
        return folded
    if folded.endswith("y") and folded[-2:-1] not in "aeiou":
        return folded[:-1] + "ies"
    if folded.endswith(("s", "sh", "ch", "x", "z")):
        return folded + "es"
    return folded + "s"
