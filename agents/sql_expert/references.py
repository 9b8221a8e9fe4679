"""Pronouns and left-out nouns of a follow-up: "how many of them", "their average age", "which country has the most?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.fields import main_measure
from agents.sql_expert.followup_changes import conditions_of, limited
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.reach import Reach
from agents.sql_expert.turns.best_end import turns_round
from agents.sql_expert.turns.of_theirs import of_theirs
from agents.sql_expert.turns.pronouns import place_left_out, with_noun
from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    AggregateFunction,
    And,
    Condition,
    Exists,
    FieldRef,
    In,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanField,
    RelativePeriod,
    Rows,
)

_OF_THEM = re.compile(r"\b(?:of )?(?:them|those|these)\b(?! \w+s\b)", re.IGNORECASE)
_THEIR = re.compile(r"\b(?:their|its|his|her)\s+(?P<what>.+?)(?P<end>[?.!]*)$", re.IGNORECASE)
_WHICH = re.compile(r"^(?P<start>(?:and |so |then )*which) ones?\b(?= \w+ \w)", re.IGNORECASE)
_WHICH_HAS = re.compile(
    r"^(?:and |so |then |ok,? )*which(?: ones?)?(?: of (?:them|those|these))? "
    r"(?P<verb>is|are|was|were|has|have|had|gets?|got|costs?|earns?|weighs?)\b",
    re.IGNORECASE,
)
_PLURAL = {
    "is": "are",
    "was": "were",
    "has": "have",
    "gets": "get",
    "costs": "cost",
    "earns": "earn",
    "weighs": "weigh",
}
_ONLY_THOSE = re.compile(r"^(?:and |now |just |only |keep |show |me )*(?:those|these)\b", re.IGNORECASE)
_THEY = re.compile(
    r"\b(?:(?i:they|he|she|him|her)|[Ii]t(?! (?:take|takes|took|rain|snow|true|possible|mean|matter|make sense)))\b(?!')"
)
_NO_NOUN = re.compile(
    r"^(?P<start>(?:and |so |then |ok,? )*how many)"
    r"(?P<rest>\s*(?:\?|$)|\s+(?:are|were|was|is|have|had|do|did|don't|of)\b.*)$",
    re.IGNORECASE,
)
_THAT_MANY = re.compile(
    r"^(?:and |what about |how about )*(?:the )?(?P<what>\w+(?: \w+)?)\s*[,:;-]\s*how many(?: of (?:these|those|them))?"
    r"(?: (?:are|were|is|did|do) .*)?\W*$",
    re.IGNORECASE,
)
_NO_MEASURE = re.compile(
    r"^(?P<start>(?:and )?(?:which|what|who)\b.*\b(?:has|have|had|is|was)) (?:the )?"
    r"(?P<end>most|least|fewest|highest|lowest)\W*$",
    re.IGNORECASE,
)
_FLIP = re.compile(
    r"^(?:and |now |what about |how about )*(?:(?:who|which(?: one)?|what) (?:is|was|has|had|have|did|got) )?(?:the )?"
    r"(?P<end>most|least|fewest|highest|lowest|best|worst|largest|smallest)(?: one)?\W*$",
    re.IGNORECASE,
)
_CONTRARY = re.compile(
    r"^(?:and |what about |how about |now )*(?:who(?: is| was|'s)? |which(?: is| was)? )?(?:the )?"
    r"(?P<end>newest|oldest|latest|earliest|youngest|cheapest|"
    r"most expensive|least expensive|longest|shortest|fastest|slowest|heaviest|lightest|quietest|busiest|rarest|"
    r"most popular|least popular|fewest|least|most|lowest|highest)(?: one)?\W*$",
    re.IGNORECASE,
)
_WHICH_ONE = re.compile(
    r"^(?:and |so |then |ok,? )*(?:which|what|who)(?: one| of (?:them|those|these))?(?:'s| is| was| has| had| have| are| were| did| do)? "
    r"(?:the )?(?P<end>most|least|fewest|highest|lowest|best|worst|largest|smallest|biggest|top)(?: one| of (?:them|all))?\W*$",
    re.IGNORECASE,
)
_FIRST_OF = re.compile(
    r"^(?:and |now |then |just |only |show (?:me )?)*(?:the )?"
    r"(?P<end>top|bottom|first|best|worst|highest|largest|biggest|lowest|smallest|fewest) (?P<count>\d+)"
    r"(?: (?:of|from|among) (?:them|those|these|that))?(?: only| please)?\W*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"^(?:and |so |then )*(?:what(?:'s| is| was| are)? )?(?:the |their |its )?(?P<word>total|sum|average|mean|median|maximum|minimum)"
    r"(?: (?:amount|value|sum))?(?: (?:for|of))?(?: (?:all )?(?:of )?(?:them|those|these|it|all))?\W*$",
    re.IGNORECASE,
)
FUNCTIONS: dict[str, AggregateFunction] = {
    "average": "avg", "mean": "avg", "median": "median", "total": "sum", "sum": "sum",
    "minimum": "min", "lowest": "min", "maximum": "max", "highest": "max",
}  # fmt: skip
_MOST = frozenset({"most", "highest", "best", "largest", "biggest", "top"})
_SORT = re.compile(
    r"^(?:and |please )*(?:sort|order|rank)(?:ed)?(?: it| them| that| this)?(?: by)? (?:the )?(?P<by>.+?)"
    r"(?P<down>,? (?:descending|desc|from high to low|highest first))?(?:,? (?:ascending|asc))?\W*$",
    re.IGNORECASE,
)


def figure_of(text: str, last: Plan, model: SemanticModel) -> Plan | None:
    """“Total for them?” after a list: what the rows are measured by, put together."""
    matched = _FIGURE.match(text)
    if matched is None or last.rows is None or last.limit is not None or last.combine is not None:
        return None
    entity = model.entity(last.entity)
    measure = main_measure(entity)
    if measure is None:
        return None
    function = FUNCTIONS[matched["word"].lower()]
    figure = aggregated(function, FieldLink(entity=entity, field=measure, score=1.0))
    return Plan(entity=last.entity, measures=(figure,), where=last.where, assumptions=last.assumptions)


def spelled_out(text: str, last: Plan, model: SemanticModel) -> str | None:
    """The question with the noun that is meant in its place; None where nothing refers back."""
    noun = model.entity(subject_of(last, model)).label
    if (spelled := place_left_out(text) or with_noun(text, noun)) is not None:
        return spelled
    ranked = _NO_MEASURE.match(text)
    if ranked and last.measures:
        return f"{ranked['start']} the {_ranked_by(last, ranked['end'].lower(), model)}"
    if matched := _THAT_MANY.match(text):
        return f"how many {matched['what']}"
    if matched := _NO_NOUN.match(text):
        rest = re.sub(r"^\s*of (?:them|those|these)\b", "", matched["rest"].rstrip("?"))
        return f"{matched['start']} {model.entity(_counted(last, model)).label}{rest}"
    if matched := _THEIR.search(text):
        return f"{text[: matched.start()]}{matched['what']} of {noun}"
    if one := _WHICH_HAS.match(text):
        verb = _PLURAL.get(one["verb"].lower(), one["verb"])
        return f"which {noun} {verb}{text[one.end() :]}"
    if one := _WHICH.match(text):
        return f"{one['start']} {noun}{text[one.end() :]}"
    if _OF_THEM.search(text) and not _ONLY_THOSE.match(text):
        return _OF_THEM.sub(noun, text)
    return _THEY.sub(f"the {noun}", text) if _THEY.search(text) else None


_FIRST = re.compile(
    r"^(?:and |with |the |please )*(?P<end>highest|largest|biggest|most|best|lowest|smallest|fewest|least|worst) (?:ones? )?first\W*$",
    re.IGNORECASE,
)


def flipped(text: str, last: Plan) -> Plan | None:
    """“And the least?” after the most; “which one has the most?” after the figures of all."""
    if last.limit is None and last.measures and (one := _FIRST.match(text)):
        figure = OutputRef(name=last.measures[0].name)
        return replace(last, order=(Order(by=figure, descending=one["end"].lower() in _MOST),))
    if last.limit is None and last.measures and last.dimensions and (one := _WHICH_ONE.match(text)):
        return limited(last, 1, descending=(one["end"].lower() in _MOST) != turns_round(one["end"], last))
    if last.measures and last.dimensions and (few := _FIRST_OF.match(text)):
        count = int(few["count"])
        highest = few["end"].lower() not in ("bottom", "worst", "last", "lowest", "smallest", "fewest")
        return limited(last, count, descending=highest != turns_round(few["end"], last))
    matched = _FLIP.match(text)
    if matched is None and last.limit is not None and last.order and _CONTRARY.match(text):
        return replace(last, order=(replace(last.order[0], descending=not last.order[0].descending), *last.order[1:]))
    if matched is None or last.limit is None or not last.order:
        return None
    descending = matched["end"].lower() in _MOST
    first = replace(last.order[0], descending=descending)
    return replace(last, order=(first, *last.order[1:]))


def sorted_by(words: str, last: Plan) -> Plan | None:
    """By an output column that is named by its label."""
    matched = _SORT.match(words)
    if matched is None:
        return None
    said = matched["by"].lower()
    outputs = [(one.name, one.label.lower()) for one in (*last.dimensions, *last.measures, *last.comparisons)]
    found = [name for name, label in outputs if said in (label, name.lower())] or [
        name for name, label in outputs if said in label.split()
    ]
    if len(found) != 1:
        return None
    return replace(last, order=(Order(by=OutputRef(name=found[0]), descending=matched["down"] is not None),))


def carried_over(last: Plan, read: Plan, model: SemanticModel, reach: Reach) -> Plan | None:
    """What was read, of those rows alone that were told before; None where these cannot be told from its rows."""
    kept = _kept(last, model)
    if kept is None:
        return None
    subject = subject_of(last, model) if last.limit is not None else last.entity
    timed = {one.of for one in conditions_of(read) if isinstance(one, AbsolutePeriod | RelativePeriod)}
    conditions = [
        one
        for one in kept
        if one not in conditions_of(read) and not (isinstance(one, AbsolutePeriod | RelativePeriod) and one.of in timed)
    ]
    if read.entity != subject:
        nested = any(isinstance(one, Exists) for one in conditions)
        if reach.to_one(read.entity, subject) is None or nested:
            if reach.any_way(subject, read.entity) is None or not conditions:
                return None if conditions else read
            within = of_theirs(conditions_of(read), conditions, subject, reach)
            if within is not None:
                return replace(read, where=within)
            conditions = [Exists(entity=subject, where=_all(conditions))]
    where = _all([*conditions_of(read), *conditions])
    carried = replace(read, where=where)
    return None if _shown(carried) == _shown(last) and where == last.where else carried


def _shown(plan: Plan) -> tuple[object, ...]:
    fields = tuple(one.of for one in plan.rows.fields) if plan.rows is not None else ()
    return fields, tuple(one.value for one in plan.measures), tuple(one.of for one in plan.dimensions), plan.limit


def _kept(last: Plan, model: SemanticModel) -> list[Condition] | None:
    """The conditions of the last question; where it told only the first rows, that a row is among those."""
    if last.having is not None or last.combine is not None or last.top_per_group is not None:
        return None
    if last.limit is None:
        return list(conditions_of(last))
    first = rows_told_first(last, model)
    return [first] if first is not None else None


def rows_told_first(last: Plan, model: SemanticModel) -> In | None:
    """That a row is one of those that the question before showed first; None where they cannot be told apart."""
    if (first := _among_groups(last, model)) is not None:
        return first
    entity = model.entity(subject_of(last, model))
    if last.rows is not None and len(entity.key) == 1:
        return _among_rows(last, entity.key[0])
    told = {one.of.name for one in last.dimensions if isinstance(one.of, FieldRef) and one.of.entity == entity.name}
    if len(entity.key) != 1 or not told & {entity.display, *entity.key}:
        return None
    key = FieldRef(entity=entity.name, name=entity.key[0])
    among = replace(
        last,
        dimensions=(PlanDimension(name="subject", label="subject", of=key),),
        measures=tuple(replace(measure, shown=False) for measure in last.measures),
        assumptions=(),
        reading=(),
    )
    return In(of=key, plan=among)


def _among_rows(last: Plan, key: str) -> In:
    """The first rows of a list ("the youngest patient")."""
    of = FieldRef(entity=last.entity, name=key)
    rows = Rows(fields=(PlanField(name="subject", label="subject", of=of),))
    return In(of=of, plan=replace(last, rows=rows, assumptions=(), reading=()))


def _among_groups(last: Plan, model: SemanticModel) -> In | None:
    """The first groups by one column that names no rows of a table ("the top 3 companies")."""
    if len(last.dimensions) != 1 or last.dimensions[0].grain or last.dimensions[0].part or last.dimensions[0].bins:
        return None
    of = last.dimensions[0].of
    if not isinstance(of, FieldRef) or of.entity != last.entity:
        return None
    if of.name in (model.entity(of.entity).display, *model.entity(of.entity).key):
        return None
    hidden = tuple(replace(measure, shown=False) for measure in last.measures)
    return In(of=of, plan=replace(last, measures=hidden, assumptions=(), reading=()))


def subject_of(last: Plan, model: SemanticModel) -> str:
    """Whose rows were told: those that the groups name, else those of the plan itself."""
    for dimension in last.dimensions:
        if isinstance(dimension.of, FieldRef) and dimension.grain is None and dimension.part is None:
            entity = model.entity(dimension.of.entity)
            if dimension.of.name in (entity.display, *entity.key):
                return entity.name
    return last.entity


def _counted(last: Plan, model: SemanticModel) -> str:
    value = last.measures[0].value if last.measures else None
    return value.entity if isinstance(value, Aggregate) and value.of is None else subject_of(last, model)


def _ranked_by(last: Plan, end: str, model: SemanticModel) -> str:
    value = last.measures[0].value
    if isinstance(value, Aggregate) and value.of is None:
        return f"{'fewest' if end in ('least', 'fewest', 'lowest') else 'most'} {model.entity(value.entity).label}"
    word = "lowest" if end in ("least", "fewest", "lowest") else "highest"
    return f"{word} {last.measures[0].label}"


def _all(conditions: Sequence[Condition]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=tuple(conditions))
