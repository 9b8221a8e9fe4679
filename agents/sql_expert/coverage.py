"""What of a question a plan leaves out, and what it holds that the question did not say: counts that tell right from wrong."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from agents.sql_expert.by_agents import is_done_by
from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import MetricField, is_identifier, is_orderable
from agents.sql_expert.lexemes import FieldLink, Lexeme
from core.model import Field, SemanticModel
from core.plan import (
    Aggregate,
    Between,
    Comparison,
    Exists,
    FieldRef,
    In,
    IsNull,
    Not,
    Plan,
    TextMatch,
    Value,
)

_MOST = 3
_CLOSE = 0.6
_RANGES = ("<", "<=", ">", ">=")


@dataclass(slots=True)
class _Contents:
    """All parts of a plan, sub-plans included, by kind."""

    fields: set[tuple[str, str]]
    entities: set[str]
    values: set[str]
    functions: Counter[str]
    ranges: int = 0
    negations: int = 0
    rankings: int = 0
    plans: int = 0
    odd: int = 0


def coverage_features(draft: Draft, plan: Plan, model: SemanticModel) -> Mapping[str, float]:
    """All are 0 where each word is in the plan, and each part of the plan was said."""
    held = _contents(plan, model)
    lexemes = [lexeme for lexeme, _ in draft.used]
    counts = {
        "unheard": sum(_is_unheard(lexeme, held) for lexeme, role in draft.used if role != "date"),
        "second": sum(_is_second(lexeme, held) for lexeme in lexemes),
        "invented": _invented(lexemes, held, plan, model),
        "unnegated": max(0, _cues(lexemes, "not", "never") - held.negations),
        "overnegated": max(0, held.negations - _cues(lexemes, "not", "never", "null") - _said(lexemes, "null")),
        "unranked": max(
            0, _cues(lexemes, "superlative") - held.rankings - held.functions["min"] - held.functions["max"]
        ),
        "uncompared": max(0, _cues(lexemes, "comparison", "comparative", "between") - held.ranges),
        "unaggregated": _unaggregated(lexemes, held),
        "uncounted": int(bool(_cues(lexemes, "count")) and not held.functions["count"] and not held.functions["sum"]),
        "ungrouped": int(_asks_for_groups(lexemes, plan) and not plan.dimensions),
        "regrouped": int(bool(plan.dimensions) and not _cues(lexemes, "each", "group") and not draft.groups),
        "odd": held.odd,
        "nested": held.plans - 1,
    }
    return {name: float(min(_MOST, number)) for name, number in counts.items()}


def _contents(plan: Plan, model: SemanticModel) -> _Contents:
    held = _Contents(fields=set(), entities=set(), values=set(), functions=Counter())
    for node in _nodes(plan):
        _note(node, held, model)
    return held


def _nodes(node: object) -> Iterator[object]:
    if isinstance(node, tuple):
        for one in node:
            yield from _nodes(one)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        yield node
        for part in dataclasses.fields(node):
            if part.name not in ("assumptions", "reading"):
                yield from _nodes(getattr(node, part.name))


def _note(node: object, held: _Contents, model: SemanticModel) -> None:
    if isinstance(node, FieldRef):
        held.fields.add((node.entity, node.name))
        held.entities.add(node.entity)
    elif isinstance(node, Value):
        held.values.add(str(node.value).casefold())
    elif isinstance(node, Plan):
        held.plans += 1
        held.entities.add(node.entity)
        held.rankings += bool(node.limit or node.top_per_group)
        held.negations += node.combine is not None and node.combine.operator == "difference"
    elif isinstance(node, Aggregate):
        held.functions[node.function] += 1
        held.entities.add(node.entity)
    else:
        _note_condition(node, held, model)


def _note_condition(node: object, held: _Contents, model: SemanticModel) -> None:
    if isinstance(node, Comparison):
        held.ranges += node.operator in _RANGES
        held.negations += node.operator == "!="
        held.odd += node.operator in _RANGES and _is_odd(node.left, model)
    elif isinstance(node, TextMatch):
        held.negations += node.negated
        held.odd += isinstance(node.of, FieldRef) and is_orderable(_field(node.of, model))
        held.values.add(node.text.casefold())
    elif isinstance(node, Not):
        held.negations += 1
    elif isinstance(node, Exists):
        held.entities.add(node.entity)
        held.negations += node.negated
    elif isinstance(node, Between | In | IsNull):
        held.ranges += isinstance(node, Between)
        held.negations += node.negated if not isinstance(node, IsNull) else not node.negated


def _is_odd(node: object, model: SemanticModel) -> bool:
    """Comparing what tells rows apart, or text, by more or less."""
    if not isinstance(node, FieldRef):
        return False
    field = _field(node, model)
    return is_identifier(field) or not is_orderable(field)


def _field(of: FieldRef, model: SemanticModel) -> Field:
    return model.entity(of.entity).field(of.name)


def _is_unheard(lexeme: Lexeme, held: _Contents) -> bool:
    """A name or a value that is in no part of the plan."""
    if lexeme.kind not in ("mention", "quoted") or not (lexeme.names or lexeme.values):
        return False
    return not (_holds_name(lexeme, held, 0.0) or _holds_value(lexeme, held))


def _holds_name(lexeme: Lexeme, held: _Contents, least: float) -> bool:
    entities = (one for one in lexeme.entities if one.score >= least)
    fields = (one for one in lexeme.fields if one.score >= least)
    return any(one.entity.name in held.entities for one in entities) or any(
        _columns(one) <= held.fields for one in fields
    )


def _columns(link: FieldLink) -> set[tuple[str, str]]:
    """The column itself, or those that a metric is made of."""
    if not isinstance(link.field, MetricField):
        return {(link.entity.name, link.field.name)}
    return {(one.entity, one.name) for one in _nodes(link.field.metric.expression) if isinstance(one, FieldRef)}


def _holds_value(lexeme: Lexeme, held: _Contents) -> bool:
    return lexeme.text.casefold() in held.values or any(
        str(one.value.value).casefold() in held.values for one in lexeme.values
    )


def _is_second(lexeme: Lexeme, held: _Contents) -> bool:
    """A name of which the plan holds only a meaning that fits much worse than the best."""
    if lexeme.kind != "mention" or not lexeme.names or _holds_value(lexeme, held):
        return False
    best = max([*(one.score for one in lexeme.entities), *(one.score for one in lexeme.fields)])
    return _holds_name(lexeme, held, 0.0) and not _holds_name(lexeme, held, best * _CLOSE)


def _invented(lexemes: list[Lexeme], held: _Contents, plan: Plan, model: SemanticModel) -> int:
    """Columns of the plan that no word stands for; what shows an entity by its name or key is no invention."""
    said = {column for lexeme in lexemes for one in lexeme.fields for column in _columns(one)}
    said |= {(one.entity.name, one.field.name) for lexeme in lexemes for one in lexeme.values}
    natural = {(one.name, name) for one in model.entities for name in (*one.key, one.display or "")}
    return len(held.fields - said - natural)


def _asks_for_groups(lexemes: list[Lexeme], plan: Plan) -> bool:
    """“Sung by” tells who did it, and a list of “the name of each” row has each."""
    ordered = sorted(lexemes, key=lambda one: one.first)
    said = [
        one.text.casefold()
        for before, one in pairwise((None, *ordered))
        if one is not None and _cues([one], "each", "group") and not (before is not None and is_done_by(before, one))
    ]
    return any(plan.rows is None or not text.endswith(("each", "every")) for text in said)


def _unaggregated(lexemes: list[Lexeme], held: _Contents) -> int:
    wanted = Counter(cue.value for lexeme in lexemes if (cue := lexeme.cue("aggregate")) is not None)
    return sum(max(0, count - held.functions[function]) for function, count in wanted.items())


def _cues(lexemes: list[Lexeme], *kinds: str) -> int:
    """Words that are only read so; a word that has several senses as a cue counts where the first is meant."""
    return sum(bool(lexeme.cues) and lexeme.cues[0].kind in kinds for lexeme in lexemes)


def _said(lexemes: list[Lexeme], kind: str) -> int:
    return sum(any(cue.kind == kind for cue in lexeme.cues) for lexeme in lexemes)
