"""Which statistics a question names, with their methods: “the skewness of price”, “outliers by z-score”, “a Shapiro-Wilk test”.

Such questions may go on for several sentences that say how to compute; what a step needs that nobody here computes
(a trained model, text taken apart) makes the whole a usual question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from analysis import NormalityTest, OutlierRule

Goal = Literal["described", "normality", "outliers", "correlation", "groups", "regression"]
CorrelationMethod = Literal["Pearson", "Spearman", "Kendall"]

STATISTICS: dict[str, str] = {
    "mean": r"mean|average",
    "median": r"median",
    "mode": r"mode(?! value)",
    "standard deviation": r"standard deviations?|std\.?(?: ?dev(?:iations?)?)?|stdev",
    "variance": r"variance(?! inflation)",
    "minimum": r"minimum|min",
    "maximum": r"maximum|max",
    "range": r"range(?= \(max| of\b|,| and\b|\b(?= values?))",
    "lower quartile": r"(?:first|lower) quartile|quartiles|25th percentile|Q1",
    "upper quartile": r"(?:third|upper) quartile|quartiles|75th percentile|Q3",
    "interquartile range": r"interquartile range|IQR",
    "skewness": r"skew(?:ness|ed)?",
    "kurtosis": r"kurtosis",
    "values within one deviation": r"within one standard deviation",
}
_WORDS = {name: re.compile(rf"(?<![\w.])(?:{form})(?!\w|\()", re.IGNORECASE) for name, form in STATISTICS.items()}
_SHAPES = ("skewness", "kurtosis")
_SPREADS = ("standard deviation", "variance", "lower quartile", "upper quartile", "interquartile range", *_SHAPES)

_NORMALITY = re.compile(
    r"normal(?:ly)?[ -](?:\w+ )?distribut\w*|distribut\w+ (?:is|are|be|looks?) normal\b|normality|gaussian|shapiro|"
    r"kolmogorov|anderson[- –]darling|d[’']agostino", re.IGNORECASE
)  # fmt: skip
_OUTLIERS = re.compile(r"\boutliers?\b|\banomal(?:y|ies)\b", re.IGNORECASE)
_BY_SCORE = re.compile(r"\bz[- ]?scores?\b", re.IGNORECASE)
_BY_QUARTILE = re.compile(r"\bIQR\b|inter-?quartile|\btukey\b", re.IGNORECASE)
_TIMES_SCORE = re.compile(
    r"threshold (?:of|is|=|:)? ?(\d(?:\.\d+)?)|z[- ]?scores?[^.]{0,60}?(?:greater|higher|larger|more|above|exceed\w*|beyond|over|>)"
    r"[^.\d]{0,25}?(\d(?:\.\d+)?)", re.IGNORECASE
)  # fmt: skip
_TIMES_QUARTILE = re.compile(r"(\d(?:\.\d+)?) ?(?:times|x|\*|×|·) ?(?:the )?(?:IQR|inter-?quartile)", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:remov\w+|after|without|exclud\w+|clean\w*|drop\w*|filter\w* out)\b", re.IGNORECASE)
_CORRELATION = re.compile(
    r"\bcorrelat\w*|\bpearson(?![’']s (?:first|second|moment))|\bspearman|\bkendall", re.IGNORECASE
)
_CONSIDERED = re.compile(
    r"correlation coefficient|pearson|spearman|kendall|correlation (?:analysis|matrix|test)", re.IGNORECASE
)
_GROUPS = re.compile(
    r"\bt[- ]?tests?\b|mann[- –]whitney|\banova\b|analysis of variance|kruskal|significant(?:ly)? differen\w+",
    re.IGNORECASE,
)
_REGRESSION = re.compile(r"\b(?:linear )?regression\b|\bordinary least squares\b|\bOLS\b", re.IGNORECASE)
_POPULATION = re.compile(r"population (?:standard deviation|variance)|σ|ddof ?= ?0", re.IGNORECASE)
_NOT_ADJUSTED = re.compile(r"scipy|population skew|biased", re.IGNORECASE)
_FIRST_SKEWNESS = re.compile(r"pearson[’']?s? (?:first|mode)", re.IGNORECASE)
_SECOND_SKEWNESS = re.compile(r"pearson[’']?s? (?:second|median)", re.IGNORECASE)
_TESTS: tuple[tuple[NormalityTest, str], ...] = (
    ("Shapiro-Wilk", "shapiro"), ("Kolmogorov-Smirnov", "kolmogorov"), ("Anderson-Darling", "anderson"),
    ("D’Agostino-Pearson", "agostino"),
)  # fmt: skip
_BEYOND = re.compile(
    r"machine learning|train(?:ing|ed)?[ -](?:and )?test|(?:test|testing|training|validation) (?:set|split|data)|train a\b|classif|"
    r"decision tree|random forest|logistic|nearest neighbo|\bknn\b|cluster|neural|one-hot|label encod|chi-?squared?|"
    r"moving average|rolling|autocorrelation|extract\w*|principal component|\bcross-valid|\bloop|month over month",
    re.IGNORECASE,
)


_PICKS = re.compile(
    r"\b(?:which|who|whose|each|per|by|every|highest|lowest|most|least|top|bottom|largest|smallest|compare\w*|trend|over time|"
    r"monthly|daily|weekly|yearly|details?|that (?:ha[sdv]e?|are|were|was|is|contain\w*|start\w*)|"
    r"and (?:then )?(?:show|list|plot))\b", re.IGNORECASE
)  # fmt: skip
"""With these words a mean or a count is not told of all rows, which usual questions are read for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`times` are deviations or interquartile ranges; `without` says that the rest is told of rows that are no outliers."""

    goals: tuple[Goal, ...]
    statistics: tuple[str, ...] = ()
    correlation: CorrelationMethod = "Pearson"
    normality: NormalityTest | None = None
    outliers: OutlierRule | None = None
    times: float = 1.5
    without: bool = False
    population: bool = False
    not_adjusted: bool = False


def statistics_asked(text: str, *, named_only: bool) -> Asked | None:
    """`named_only`: only where words of statistics stand that usual questions do not have."""
    if _BEYOND.search(text):
        return None
    goals = _goals(text)
    statistics = _statistics(text, goals)
    if statistics and (set(statistics) & set(_SPREADS) or (not named_only and not goals and not _PICKS.search(text))):
        goals = (*goals, "described")
    named = bool(set(goals) & {"normality", "regression"}) or bool(set(statistics) & set(_SHAPES))
    named = named or ("outliers" in goals and _rule(text) is not None)
    named = named or ("correlation" in goals and _CONSIDERED.search(text) is not None)
    if not goals or (named_only and not named):
        return None
    rule = _rule(text) or "interquartile range"
    return Asked(
        goals=goals,
        statistics=statistics if "described" in goals else (),
        correlation="Spearman" if re.search("spearman", text, re.I) else "Kendall" if re.search("kendall", text, re.I)
        else "Pearson",
        normality=next((test for test, word in _TESTS if re.search(word, text, re.IGNORECASE)), None),
        outliers=rule if "outliers" in goals else None,
        times=_times(text, rule),
        without="outliers" in goals and _WITHOUT.search(text) is not None,
        population=_POPULATION.search(text) is not None,
        not_adjusted=_NOT_ADJUSTED.search(text) is not None,
    )  # fmt: skip


def _goals(text: str) -> tuple[Goal, ...]:
    found: list[Goal] = []
    if _NORMALITY.search(text):
        found.append("normality")
    if _OUTLIERS.search(text):
        found.append("outliers")
    if _REGRESSION.search(text):
        found.append("regression")
    elif _CORRELATION.search(text):
        found.append("correlation")
    if _GROUPS.search(text):
        found.append("groups")
    return tuple(found)


def _statistics(text: str, goals: tuple[Goal, ...]) -> tuple[str, ...]:
    """What only says how outliers or groups are told is not asked for."""
    plain = text
    if "outliers" in goals:
        plain = " ".join(part for part in sentences(text) if not re.search(r"IQR|z-?score|quartile", part, re.IGNORECASE)
                         or re.search(r"\bcalculate the mean|then\b|after\b", part, re.IGNORECASE))  # fmt: skip
    found = [name for name, form in _WORDS.items() if form.search(plain)]
    if "outliers" in goals:
        found = [name for name in found if "quartile" not in name]
    if "skewness" in found and _FIRST_SKEWNESS.search(text):
        found[found.index("skewness")] = "Pearson’s first skewness"
    elif "skewness" in found and _SECOND_SKEWNESS.search(text):
        found[found.index("skewness")] = "Pearson’s second skewness"
    if "values within one deviation" in found and len(found) > 1 and text.casefold().count("standard deviation") == 1:
        found = [name for name in found if name not in ("standard deviation", "mean")]
    return tuple(found)


def sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?!;])\s+(?=[A-Z\"'“‘({\d])|\n+", text)
    return [part.strip() for part in parts if part.strip(" {}\t")]


def _rule(text: str) -> OutlierRule | None:
    if _BY_SCORE.search(text):
        return "z-score"
    return "interquartile range" if _BY_QUARTILE.search(text) else None


def _times(text: str, rule: OutlierRule) -> float:
    """Three deviations and one and a half ranges are usual."""
    found = (_TIMES_SCORE if rule == "z-score" else _TIMES_QUARTILE).search(text)
    said = next((part for part in found.groups() if part), None) if found else None
    return float(said) if said else 3.0 if rule == "z-score" else 1.5
