"""Columns that a question makes of others: “the five cars with the most horsepower per pound of weight”, “maximum minus minimum price”.

What is made is named as one column more of its table while the rest of the question is read, and put back as it was said.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from agents.sql_expert.candidates import Candidate, Readings, Understanding
from agents.sql_expert.fields import is_identifier, is_year
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema, schema_of
from agents.sql_expert.weights import UNSURE
from core.errors import UserError
from core.model import Entity, Field, Measure, Profile, SemanticModel
from core.plan import Arithmetic, ArithmeticOperator, Expression, FieldRef, MeasureArithmetic, Plan
from core.table import NUMERIC_TYPES
from core.ways import Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

Read = Callable[[Understanding], Readings]
_SIGNS: dict[str, ArithmeticOperator] = {
    "per": "/", "divided by": "/", "over": "/", "relative to": "/", "/": "/", "÷": "/", "minus": "-", "less": "-", "-": "-", "–": "-",
    "plus": "+", "+": "+", "times": "*", "multiplied by": "*", "×": "*", "*": "*",
}  # fmt: skip
_SIGN = re.compile(
    r"\s(?P<sign>per|divided by|over|relative to|minus|less|plus|times|multiplied by|[-–+*/×÷])\s+"
    r"(?:(?:its|the|their|his|her) )*",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:\bthe )?\b(?P<kind>difference|gap|ratio|sum|product) (?:between|of|in) (?:(?:its|the|their|his|her) )*(?P<left>\w+(?: \w+){0,3}?) "
    r"(?P<joint>and|to|over|vs\.?) (?:(?:its|the|their|his|her) )*(?P<right>\w+(?: \w+){0,3})",
    re.IGNORECASE,
)
_KINDS: dict[str, ArithmeticOperator] = {"difference": "-", "gap": "-", "ratio": "/", "sum": "+", "product": "*"}
_UNIT_OF = re.compile(r"\w+ of (?:(?:its|the|their|his|her) )*", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:the|that|this) (?:ratio|sum|difference|product|result|figure|value|quotient)\b", re.IGNORECASE
)
_AGGREGATED = re.compile(r"\b(?:total|sum of|sum|number of|count of|average|mean)(?: the)? $", re.IGNORECASE)
_WORD = re.compile(r"[\w.'-]+")
_OF_TIME = word_set("day week month quarter year hour weekday")
"""“Trips per day” are those of each day, though days of the month may be a column."""
_MOST_WORDS, _NAMED = 4, 0.6
_RANKING = word_set("most least highest lowest largest smallest best worst biggest maximum minimum")
"""“The most horsepower per kg” ranks; “lowest price” may be what a column is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """Characters `start` to `end` of the question, and what they come to in each row of `entity`."""

    start: int
    end: int
    said: str
    entity: Entity
    formula: Arithmetic

    @property
    def name(self) -> str:
        """One word, so that it can be no other's name."""
        return "".join(character for character in self.said.casefold() if character.isalpha())

    @property
    def output(self) -> str:
        return "_".join(re.findall(r"[a-z0-9]+", self.said.casefold()))


def with_made_column(task: Understanding, usual: Readings, read: Read) -> Readings:
    """Where no reading calculates already; `read` understands a question as a whole."""
    best = usual.candidates[0] if usual.candidates else None
    made = _made_in(task.question.text, schema_of(task.model))
    if made is None or (best is not None and best.confidence >= best.sure_from and _calculates(best.plan)):
        return usual
    behind = _AGAIN.sub(made.name, task.question.text[made.end :])
    text = f"{task.question.text[: made.start]}{made.name}{behind}"
    asked = replace(task, question=replace(task.question, text=text), model=_with_column(task.model, made))
    readings = read(asked)
    told = (_put_back(one, made) for one in readings.candidates)
    kept = tuple(one for one in told if one is not None and _compiles(one.plan, task.model))
    unsure = best is None or best.confidence < best.sure_from
    if not kept or kept[0].confidence < (UNSURE if unsure else kept[0].sure_from):
        return usual
    return replace(readings, candidates=kept)


def _calculates(node: Any) -> bool:
    """Whether anything in the plan is taken from, added to or divided by another."""
    if isinstance(node, Arithmetic | MeasureArithmetic):
        return True
    if isinstance(node, tuple):
        return any(map(_calculates, node))
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        return any(_calculates(getattr(node, part.name)) for part in dataclasses.fields(node))
    return False


def _made_in(text: str, schema: Schema) -> _Made | None:
    for found in _PREFIX.finditer(text):
        made = _of_prefix(found, schema)
        if made is not None:
            return made
    return next(_of_infix(text, schema), None)


def _of_prefix(found: re.Match[str], schema: Schema) -> _Made | None:
    """“Difference between its maximum and minimum price”: the last word may stand for both."""
    words = found["right"].split()
    for count in range(len(words), 0, -1):
        right = " ".join(words[:count])
        other = _column(right, schema)
        left = (
            (_column(found["left"], schema) or _column(f"{found['left']} {words[count - 1]}", schema))
            if other
            else None
        )
        if left is not None and other is not None and left != other and left[0] is other[0]:
            formula = Arithmetic(operator=_KINDS[found["kind"].lower()], left=_ref(left), right=_ref(other))
            end = found.start("right") + len(right)
            said = found.string[found.start() : end]
            return _Made(start=found.start(), end=end, said=said, entity=left[0], formula=formula)
    return None


def _of_infix(text: str, schema: Schema) -> Iterator[_Made]:
    for sign in _SIGN.finditer(text):
        before = _ending(text[: sign.start()], schema)
        after = _beginning(text, sign.end(), schema) if before is not None else None
        if before is None or after is None:
            continue
        start, left = before
        end, right = after
        if sign["sign"].lower() == "per" and text[sign.end() : end].casefold() in _OF_TIME:
            continue
        operator = _SIGNS[sign["sign"].lower()]
        if left[0] is not right[0] or left == right or (operator == "/" and is_year(right[1])):
            continue
        if _AGGREGATED.search(text[:start]) and (operator == "/" or _AGGREGATED.search(text[: sign.end()])):
            continue
        formula: Expression = Arithmetic(operator=operator, left=_ref(left), right=_ref(right))
        while (further := _SIGN.match(text, end)) is not None:
            more = _beginning(text, further.end(), schema)
            if more is None or more[1][0] is not left[0]:
                break
            formula = _extended(formula, _SIGNS[further["sign"].lower()], _ref(more[1]))
            end = more[0]
        assert isinstance(formula, Arithmetic)
        yield _Made(start=start, end=end, said=text[start:end], entity=left[0], formula=formula)


def _extended(formula: Expression, operator: ArithmeticOperator, last: Expression) -> Arithmetic:
    """Products bind their neighbours first."""
    if operator in "*/" and isinstance(formula, Arithmetic) and formula.operator in "+-":
        return replace(formula, right=Arithmetic(operator=operator, left=formula.right, right=last))
    return Arithmetic(operator=operator, left=formula, right=last)


_Column = tuple[Entity, Field]


def _ending(text: str, schema: Schema) -> tuple[int, _Column] | None:
    """The longest name of a column that the words end with, and where it begins."""
    words = list(_WORD.finditer(text))[-_MOST_WORDS:]
    barred = [at for at, word in enumerate(words) if word[0].casefold() in _NO_NAMES]
    for word in words[barred[-1] + 1 if barred else 0 :]:
        column = _column(text[word.start() :], schema)
        if column is not None:
            return word.start(), column
    return None


def _beginning(text: str, at: int, schema: Schema) -> tuple[int, _Column] | None:
    """The longest name of a column from there on, which may stand behind its unit (“pound of weight”), and where it ends."""
    words = list(_WORD.finditer(text, at))[:_MOST_WORDS]
    barred = next((at for at, word in enumerate(words) if word[0].casefold() in _NO_NAMES), len(words))
    named = (
        (word.end(), column) for word in reversed(words[:barred]) if (column := _column(text[at : word.end()], schema))
    )
    found, unit = next(named, None), _UNIT_OF.match(text, at)
    measured = _beginning(text, unit.end(), schema) if unit is not None else None
    return measured if measured is not None and (found is None or found[1] == measured[1]) else found


_NO_NAMES = word_set("""
of the a an in for by with from at on to is are was were be do does did has have had and or but than that which who what how above below
show list give me find more less over under between all each every its
their his her this these those where whose when per minus plus times divided multiplied
""")


def _column(words: str, schema: Schema) -> _Column | None:
    if not words.strip() or re.search(r"[,;:?!()]", words):
        return None
    links = links_of(words.strip(), schema)
    best = links.fields[0] if links.fields else None
    if best is None or best.score < links.best or best.field.type not in NUMERIC_TYPES:
        return None
    first, unit = words.split()[0].casefold(), best.field.unit
    ranks = first in _RANKING and first not in full_words(best.field.name)
    if ranks or (best.score < _NAMED and words.strip().casefold() != unit):
        return None
    same = [one for one in links.fields if one.score >= best.score]
    return None if is_identifier(best.field) or len(same) > 1 else (best.entity, best.field)


def _ref(column: _Column) -> FieldRef:
    return FieldRef(entity=column[0].name, name=column[1].name)


def _with_column(model: SemanticModel, made: _Made) -> SemanticModel:
    rows = made.entity.rows
    whole = made.formula.operator != "/"
    column = Measure(
        name=made.name,
        label=made.name,
        type="float",
        aggregation="sum" if whole else "avg",
        additivity="additive" if whole else "non_additive",
        profile=Profile(rows=rows, nulls=0, distinct=rows),
    )
    entities = tuple(
        replace(one, fields=(*one.fields, column)) if one.name == made.entity.name else one for one in model.entities
    )
    return replace(model, entities=entities)


def _put_back(candidate: Candidate, made: _Made) -> Candidate | None:
    """None where the column plays no part."""
    plan = _replaced(candidate.plan, made)
    return None if plan == candidate.plan else replace(candidate, plan=plan)


def _replaced(node: Any, made: _Made) -> Any:
    if isinstance(node, FieldRef):
        return made.formula if (node.entity, node.name) == (made.entity.name, made.name) else node
    if isinstance(node, str):
        return node.replace(made.name, made.output if "_" in node or node == made.name else made.said)
    if isinstance(node, tuple):
        return tuple(_replaced(one, made) for one in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = ((part.name, getattr(node, part.name)) for part in dataclasses.fields(node) if part.init)
        changed = {name: new for name, value in parts if (new := _replaced(value, made)) is not value}
        return replace(node, **changed) if changed else node
    return node


def _compiles(plan: Plan, model: SemanticModel) -> bool:
    try:
        compile_plan(plan, model)
    except (UserError, Unclear, SeveralPaths):
        return False
    return True
