"""What one comes to in each row: "average price per carat by cut", "highest income per head"; per head is by the population."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import is_measure, is_year
from core.model import Field, SemanticModel
from core.plan import Aggregate, AggregateFunction, Arithmetic, FieldRef, Order, OutputRef, Plan
from semantic_layer.words import full_words, singular, word_stems

Read = Callable[[str], Plan | None]
_FUNCTIONS: dict[str, AggregateFunction] = {
    "average": "avg", "avg": "avg", "mean": "avg", "median": "median", "highest": "max", "maximum": "max", "max": "max",
    "lowest": "min", "minimum": "min", "min": "min",
}  # fmt: skip
_SPOKEN = {"avg": "average", "median": "median", "max": "highest", "min": "lowest"}
_RATIO = re.compile(
    r"^(?P<lead>(?:what(?:'s|’s| is| was| are)|show(?: me)?|give me|calculate|find|compute)\s+)?(?:the )?"
    rf"(?P<function>{'|'.join(_FUNCTIONS)}) (?P<left>(?:(?! per | by | for | in | of )[^?.,])+?) per (?P<right>[a-z]+(?: [a-z]+)?)"
    r"(?P<tail>(?:,?\s+(?:by|for|in|of|among|across|during|since|where|with|each)\b[^?]*)?)[?.!\s]*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\bper (?:head|capita|person|inhabitant|citizen|resident)(?: of (?:the )?population)?\b", re.IGNORECASE
)


_FEW = 20


def row_ratios(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the same of each of the two columns."""
    found = _RATIO.match(text.strip())
    if found is None:
        return
    function = _FUNCTIONS[found["function"].lower()]
    base = read(f"{_SPOKEN[function]} {found['left']}{found['tail']}")
    other = read(f"average {found['right']}") if base is not None else None
    above, below = _column(base), _column(other)
    if base is None or above is None or below is None or above == below or above.entity != below.entity:
        return
    divisor = model.entity(below.entity).field(below.name)
    if not _is_amount(divisor) or not word_stems(found["right"]) & word_stems(" ".join(full_words(divisor.name))):
        return
    own = base.measures[0]
    assert isinstance(own.value, Aggregate)
    ratio = Arithmetic(operator="/", left=above, right=below)
    name = f"{own.name}_per_{below.name}"
    measure = replace(
        own,
        name=name,
        label=f"{own.label} per {found['right']}",
        value=replace(own.value, function=function, of=ratio, plain=True),
        unit=None,
    )
    order: tuple[Order, ...] = tuple(
        replace(one, by=OutputRef(name=name)) if one.by == OutputRef(name=own.name) else one for one in base.order
    )
    yield replace(base, measures=(measure,), order=order)


def _is_amount(field: Field) -> bool:
    """A number that rows are not grouped by: “average price per year” is of each year."""
    whole = field.type == "integer" and field.profile.distinct <= _FEW
    return is_measure(field) and not is_year(field) and not whole


def _column(plan: Plan | None) -> FieldRef | None:
    """The column of the only figure."""
    if plan is None or plan.rows is not None or plan.having is not None or len(plan.measures) != 1:
        return None
    value = plan.measures[0].value
    return value.of if isinstance(value, Aggregate) and isinstance(value.of, FieldRef) and value.by is None else None


def per_population(text: str, model: SemanticModel) -> str:
    """“Income per head” is per inhabitant, where one column counts them and none is told by head already."""
    columns = [one for entity in model.entities for one in entity.fields]
    words = [{singular(word) for word in full_words(one.name)} for one in columns]
    counted = [own for own in words if own & {"population", "inhabitant"} or own == {"pop"}]
    by_head = any(
        own & {"capita", "percap", "percapita"} or one.name.casefold().endswith("pc")
        for one, own in zip(columns, words, strict=True)
    )
    return _HEAD.sub("per population", text) if len(counted) == 1 and not by_head else text
