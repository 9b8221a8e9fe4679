"""Groups whose average is above that of all: "departments where average pay is above the company average"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.plan import Aggregate, Comparison, ComparisonOperator, IsNull, Order, OutputRef, Plan, ScalarPlan

Read = Callable[[str], Plan | None]
_ABOVE = r"above|over|beyond|exceeds?|(?:more|higher|greater|larger|bigger|longer|better) than"
_BELOW = r"below|under|(?:less|lower|smaller|fewer|shorter|worse) than"
_FIGURES = r"(?:average|avg|mean|median)"
_WHOLE = (
    r"(?:the |our )?(?:overall|company|company-wide|companywide|general|global|total|whole|grand|national|all-round|firm|"
    r"organi[sz]ation|group|team-wide|combined)"
)
_AMONG_ALL = (
    r"(?: (?:of|for|across|over) (?:all|everyone|everybody|the (?:whole )?company|all of them|all (?P=groups)"
    r"|all (?:the )?[a-z]+s))?"
)
_COMPARED = (
    rf"(?:{_WHOLE} {_FIGURES}(?: (?P=what))?|(?:the )?{_FIGURES}(?: (?P=what))?{_AMONG_ALL}"
    r"|(?:that|the one) of all(?: (?P=groups))?)"
)
_WHOSE = re.compile(
    r"^(?P<asked>(?:which |what |list |show (?:me )?|find |give me |name |how many )?)(?:the |all )?"
    r"(?P<groups>[a-z]+(?: [a-z]+){0,2}?)"
    r" (?:where|whose|in which|for which|that have|which have|who have|having|with|have|has) (?:the |an |a |their )?"
    rf"(?P<figure>{_FIGURES}) (?P<what>[a-z]+(?: [a-z]+){{0,4}}?) (?:is |are |was |were |lies |)"
    rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})) {_COMPARED}[?.!\s]*$",
    re.IGNORECASE,
)


def above_the_whole(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the average by group."""
    found = _WHOSE.match(text.strip())
    if found is None or found["asked"].strip().lower() == "how many":
        return
    plan = read(f"{found['figure']} {found['what']} by {found['groups']}")
    if (
        plan is None
        or len(plan.measures) != 1
        or not plan.dimensions
        or plan.having is not None
        or plan.limit is not None
    ):
        return
    measure = plan.measures[0]
    if not isinstance(measure.value, Aggregate) or plan.where is not None:
        return
    whole = Plan(entity=plan.entity, measures=(replace(measure, shown=True),))
    operator: ComparisonOperator = ">" if found["above"] else "<"
    having = Comparison(left=OutputRef(name=measure.name), operator=operator, right=ScalarPlan(plan=whole))
    of = next(one.of for one in plan.dimensions if one.shown)
    known = IsNull(of=of, negated=True)
    yield replace(
        plan, where=known, having=having, order=(Order(by=OutputRef(name=measure.name), descending=operator == ">"),)
    )
