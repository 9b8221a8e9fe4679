"""“Which months had revenue above 30,000”: periods whose figure is so, and not the rows that are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.panels import panel_of
from agents.sql_expert.tokens import Token, tokenise
from core.model import SemanticModel
from core.plan import Aggregate, And, Comparison, ComparisonOperator, OutputRef, Plan, Value

Read = Callable[[str], Plan | None]
_OPERATORS: dict[str, ComparisonOperator] = {
    **dict.fromkeys(
        ("above", "over", "more than", "greater than", "higher than", "exceed", "exceeded", "exceeding"), ">"
    ),
    **dict.fromkeys(("below", "under", "less than", "fewer than", "lower than"), "<"),
    **dict.fromkeys(("at least", "no less than", "no fewer than"), ">="),
    **dict.fromkeys(("at most", "no more than", "up to"), "<="),
}
_THAN = rf"(?P<than>{'|'.join(sorted(_OPERATORS, key=len, reverse=True))})"
_NUMBER = r"(?P<number>-?[$€£]?\d[\d,]*(?:\.\d+)?(?: ?(?:k|m|mn|bn|%|thousand|million|billion)\b)?)"
_TAIL = r"(?P<tail>(?:,? (?:in|during|since|for|from|of|between|last|this|before|after)\b[^?]*)?)[?.!\s]*$"
_LEAD = (
    r"^(?:(?:in |on |during )?(?:which|what) (?=day|week|month|quarter|year)|"
    r"(?:show(?: me)? |list )?(?:the |all )?(?=weeks|months|quarters|years))"
    r"(?P<unit>day|week|month|quarter|year)s? "
)
_BETWEEN = re.compile(
    r"\bbetween (?P<low>[$€£]?\d[\d,]*(?:\.\d+)?(?: ?(?:k|m|mn|bn|%)\b)?) and (?P<high>[$€£]?\d[\d,]*(?:\.\d+)?(?: ?(?:k|m|mn|bn|%)\b)?)",
    re.IGNORECASE,
)
_SAID = (
    re.compile(
        _LEAD + r"(?:had|have|has|saw|with|recorded|was|were|is|are|did) (?:an? (?=average|total)|the |our )?(?!an? |any )(?P<what>[^?]+?) "
        rf"(?:(?:was |were |is |are |of |go |went |that was )?{_THAN}) (?:a total of )?{_NUMBER}{_TAIL}",
        re.IGNORECASE,
    ),
    re.compile(
        _LEAD + r"(?:had|have|has|saw|with|recorded|did we (?:make|sell|earn|get|have|take)|did it) "
        rf"{_THAN} {_NUMBER}(?: (?P<told>[a-z]+) of)? (?:in |of )?(?P<what>(?!and\b|or\b)[a-z][\w -]*?)" + _TAIL,
        re.IGNORECASE,
    ),
)  # fmt: skip
_EXPLICIT = re.compile(
    r"\b(?:average|mean|median|total|sum|number|count|highest|lowest|maximum|minimum)\b", re.IGNORECASE
)


def periods_such(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of each period."""
    within = _BETWEEN.search(text)
    if within is not None:
        yield from _from_to(within, text, model, read)
        return
    for place, pattern in enumerate(_SAID):
        found = pattern.match(text.strip())
        if found is None:
            continue
        number = tokenise(found["number"])[0]
        if number.number is None:
            return
        told = place == 1 and bool(found["told"])
        for words in _figures(found["what"], counted=place == 1, told=told):
            plan = read(f"{words} by {found['unit'].lower()}{found['tail']}")
            if plan is not None and _is_told(plan, words, model) and not (told and _counts(plan)):
                yield replace(plan, having=_compared(plan, _OPERATORS[found["than"].lower()], number))
                return


def _from_to(within: re.Match[str], text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """“Months with revenue between 60,000 and 70,000”."""
    high = tokenise(within["high"])[0]
    from_low = f"{text[: within.start()]}at least {within['low']}{text[within.end() :]}"
    for plan in periods_such(from_low, model, read):
        if plan.having is not None and high.number is not None:
            yield replace(plan, having=And(conditions=(plan.having, _compared(plan, "<=", high))))


def _compared(plan: Plan, operator: ComparisonOperator, number: Token) -> Comparison:
    said = number.number or 0
    value = said / 100 if number.unit == "%" else said
    right = Value(value=value, type="integer" if isinstance(value, int) else "float")
    return Comparison(left=OutputRef(name=plan.measures[0].name), operator=operator, right=right)


def _counts(plan: Plan) -> bool:
    """“150 mm of rain” are no days of it."""
    value = plan.measures[0].value
    return isinstance(value, Aggregate) and value.function == "count"


def _figures(what: str, *, counted: bool, told: bool) -> tuple[str, ...]:
    if _EXPLICIT.search(what):
        return (what,)
    if told:
        return (f"amount of {what}", f"total {what}", what)
    return (f"number of {what}", f"total {what}", what) if counted else (what, f"total {what}")


def _is_told(plan: Plan, words: str, model: SemanticModel) -> bool:
    """A sum or a count of each period; an average where that was said, or where there is one row of each."""
    if not is_figure(plan) or plan.having is not None or len(plan.dimensions) != 1 or not plan.dimensions[0].grain:
        return False
    value = plan.measures[0].value
    if not isinstance(value, Aggregate) or _EXPLICIT.search(words) or value.function in ("sum", "count"):
        return True
    return panel_of(model.entity(value.entity)) is not None
