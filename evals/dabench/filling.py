"""Which figure of an answer stands for which named value: by words of the name alone, never by the expected value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.answer import Answer
from core.result import Result
from core.table import Cell
from evals.dabench.questions import ClosedQuestion

_SAME = {
    "std": "deviation", "stddev": "deviation", "stdev": "deviation", "dev": "deviation", "sd": "deviation", "average": "mean",
    "avg": "mean", "pvalue": "p", "count": "number", "num": "number", "total": "number", "r": "correlation",
    "corr": "correlation", "coefficient": "correlation", "pearson": "correlation", "skew": "skewness", "squared": "squared",
    "max": "maximum", "min": "minimum", "outliers": "outlier", "mse": "mean squared error", "shapiro": "shapiro",
    "significance": "significant", "significantly": "significant", "normality": "normal", "entries": "rows", "left": "without",
    "stdv": "deviation",
}  # fmt: skip
_EMPTY = frozenset(
    {"value", "the", "of", "a", "for", "is", "in", "by", "result", "test", "standard", "coeff", "new", "and"}
)
_VERDICT = re.compile(r"significan|normal|skewness_type|is_|distribution_type|difference|relationship", re.IGNORECASE)
_OPPOSITES = (
    ("true", "false"), ("yes", "no"), ("not significant", "significant"), ("significant", "no significant"),
    ("normal", "not normal"), ("normal", "not_normal"), ("positive", "negative"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell or a fact with the words that say what it is."""

    words: str
    value: Cell


def filled(question: ClosedQuestion, answer: Answer) -> dict[str, str]:
    """By name; what nothing of the answer is about is left out."""
    figures = list(_figures(answer))
    found: dict[str, str] = {}
    for slot in question.slots:
        value = _verdict(slot, question, figures)
        if value is None:
            value = _closest(slot, question, figures)
        if value is not None:
            found[slot] = value
    return found


def _figures(answer: Answer) -> Iterator[Figure]:
    for fact in answer.facts:
        yield Figure(words=fact.label, value=fact.value)
    if answer.result is not None:
        yield from _cells(answer.result)


def _cells(result: Result) -> Iterator[Figure]:
    names = [column.name for column in result.columns]
    for row in result.rows[:200]:
        texts = " ".join(str(cell) for cell in row if not isinstance(cell, float))
        for name, cell in zip(names, row, strict=True):
            if cell is not None:
                yield Figure(words=f"{name} {texts if len(result.rows) > 1 else ''}", value=cell)


def _verdict(slot: str, question: ClosedQuestion, figures: list[Figure]) -> str | None:
    told = [one for one in figures if isinstance(one.value, bool)]
    if not told or not _VERDICT.search(slot):
        return None
    best = max(told, key=lambda one: _likeness(slot, one.words, question))
    text = question.format.casefold()
    for yes, no in _OPPOSITES:
        if re.search(rf"\b{yes}\b", text) and re.search(rf"\b{no}\b", text):
            first, second = (no, yes) if yes == "not significant" else (yes, no)
            return first if best.value else second
    return "yes" if best.value else "no"


def _closest(slot: str, question: ClosedQuestion, figures: list[Figure]) -> str | None:
    told = [one for one in figures if not isinstance(one.value, bool) and "is below" not in one.words]
    if not told:
        return None
    wants_p = re.search(r"p_?-?val", slot, re.IGNORECASE) is not None
    told = [
        one for one in told if ("p-value" in one.words or re.search(r"\bp of\b", one.words) is not None) == wants_p
    ] or told
    if re.search(r"ids?$|_list$|_years$|outlier_values", slot, re.IGNORECASE) and (listed := _listed(figures)):
        return listed
    best = max(told, key=lambda one: _likeness(slot, one.words, question))
    return str(best.value)


def _listed(figures: list[Figure]) -> str:
    """The rows that outliers are in, in the order of the answer."""
    named = [re.search(r"\boutlier (\d\S*)", one.words) for one in figures if one.words.startswith("value ")]
    return ", ".join(dict.fromkeys(found[1] for found in named if found))


def _likeness(slot: str, words: str, question: ClosedQuestion) -> float:
    """Words of the name that the figure is about, less a little for words of the figure that it lacks."""
    wanted, have = _words(slot), _words(words)
    common = sum(1.0 for word in wanted if word in have)
    asked = _words(f"{question.question} {question.constraints}")
    return common - 0.05 * sum(word not in wanted for word in have) + 0.02 * sum(word in asked for word in have)


def _words(text: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z\d])", " ", text.replace("_", " "))
    found = re.findall(r"[a-z]+|\d+", apart.casefold().replace("p-value", "pvalue").replace("p value", "pvalue"))
    told = " ".join(_SAME.get(word, word) for word in found).split()
    return {word.rstrip("s") for word in told if word not in _EMPTY}
