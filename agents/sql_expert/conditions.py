"""Filters of a draft → conditions of a Plan, as seen from its root entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agents.sql_expert.bridging import reaches_both
from agents.sql_expert.by_any_way import by_any_way
from agents.sql_expert.calendar_columns import calendar_condition
from agents.sql_expert.constants import constant
from agents.sql_expert.draft import Draft, Filter
from agents.sql_expert.equalities import equality
from agents.sql_expert.event_times import Events
from agents.sql_expert.fields import (
    CannotPlan,
    is_comparable,
    is_temporal,
    is_year,
    main_measure,
    ref,
)
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.located import (
    Located,
    age_of,
    contradict,
    has_any,
    is_age,
    linking_columns,
    set_apart,
)
from agents.sql_expert.operands import TIMES
from agents.sql_expert.owners_of_periods import counted_time, event_of, grouped_time, tells_rows, told_before
from agents.sql_expert.paired_values import with_pairs
from agents.sql_expert.periods import period_condition
from agents.sql_expert.reach import Reach
from agents.sql_expert.settling import Settled
from agents.sql_expert.states import yes_value
from agents.sql_expert.taken_away import with_minus
from agents.sql_expert.text_matches import text_match
from agents.sql_expert.times import nearest_times
from agents.sql_expert.units_told import UnknownUnit, is_met_by_all
from agents.sql_expert.years_meant import aged, older_than, tells_age, year_meant
from core.model import Entity, Field, SemanticModel
from core.plan import (
    Aggregate,
    And,
    Between,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    IsNull,
    Or,
    Plan,
    PlanMeasure,
    ScalarPlan,
    Value,
)
from core.table import NUMERIC_TYPES


class Conditions:
    """`root` is the entity whose rows are kept; what is many to a root row is asked for with exists."""

    def __init__(self, model: SemanticModel, reach: Reach, draft: Draft, settled: Settled, today: date) -> None:
        self.model, self.reach, self.draft, self.settled, self.today = model, reach, draft, settled, today

    def where(self, root: str, *, periods: bool | None = None) -> Condition | None:
        """`periods` keeps only conditions on time, or only the others."""
        return _all(self._from_root(self._all_located(root, periods), root))

    def where_apart(self, root: str) -> tuple[Condition | None, Condition | None] | None:
        """Two conditions of which no row meets both ("over 60 and under 50"), each with all the others."""
        kept = self._all_located(root, None)
        for at, one in enumerate(kept):
            for other in kept[at + 1 :]:
                if contradict(one, other) and self._one_of(root, one.entity):
                    first = [found for found in kept if found is not other]
                    second = [found for found in kept if found is not one]
                    return _all(self._from_root(first, root)), _all(self._from_root(second, root))
        return None

    def _all_located(self, root: str, periods: bool | None) -> list[Located]:
        located = [
            self._located(place, one, root)
            for place, found in enumerate(self.draft.filters)
            if periods is None or periods == (found.operator == "period")
            for one in self._each_of(place, found, root)
        ]
        return with_pairs([one for one in located if one is not None])

    def _each_of(self, place: int, found: Filter, root: str) -> list[Filter]:
        """“Ordered tea and coffee” asks for both, where a row of the root may have several."""
        link = self.settled.choices.get(("filter", place))
        both = any(lexeme.text.casefold() == "both" for lexeme, _ in self.draft.used)
        if found.listed_with != "and" or link is None or (self._one_of(root, link.entity.name) and not both):
            return [found]
        return [replace(found, operands=(operand,), listed_with="") for operand in found.operands]

    def _one_of(self, root: str, entity: str) -> bool:
        return self.reach.to_one(root, entity) is not None

    def _from_root(self, located: Sequence[Located], root: str) -> list[Condition]:
        conditions: list[Condition] = []
        remote: dict[tuple[str, int], list[Located]] = {}
        for one in located:
            if self.reach.to_one(root, one.entity) is None:
                if one.filter.joiner == "or" and located.index(one) and located[0].entity != one.entity:
                    raise CannotPlan("Conditions on several tables cannot be alternatives here.")
                set_apart(remote, self._hosted(one, root))
            elif one.condition is not None:
                if any(contradict(one, other) for other in located if other is not one):
                    raise CannotPlan("One column cannot have two values at once.")
                _join(conditions, one.condition, one.filter.joiner)
            elif one.entity != root:
                conditions.append(self._linked(one, root))
            elif one.negated and one.filter.operator == "exists":
                raise CannotPlan(f"{root} cannot be without themselves.")
        conditions.extend(self._exists(root, entity, found) for (entity, _), found in remote.items())
        return conditions

    def _hosted(self, one: Located, root: str) -> Located:
        """“Customers who reviewed kitchen products”: the same review is of the customer and of the product."""
        host = reaches_both(self.settled.entities, root, one.entity, self.reach)
        if host is None or (one.negated and one.condition is not None):
            return one
        return replace(one, entity=host)

    def _linked(self, one: Located, root: str) -> Condition:
        """“Orders without a customer”: the row that is looked up is there, or is not."""
        key = self.model.entity(one.entity).key
        if len(key) != 1:
            key = linking_columns(root, one.entity, self.model)
        if len(key) != 1:
            raise CannotPlan(f"Rows of {one.entity} have no key to look for.")
        return IsNull(of=FieldRef(entity=one.entity, name=key[0]), negated=not one.negated)

    def _exists(self, root: str, entity: str, located: Sequence[Located]) -> Condition:
        if self.reach.any_way(root, entity) is None:
            raise CannotPlan(f"Nothing links {root} and {entity}.")
        where: list[Condition] = []
        for one in located:
            if one.condition is not None:
                _join(where, one.condition, one.filter.joiner)
        negated = any(one.negated for one in located)
        linked = Exists(entity=entity, where=_all(where), negated=negated)
        return by_any_way(linked, root, self.model, self.draft) if negated and not where else linked

    def _located(self, place: int, found: Filter, root: str) -> Located | None:
        if found.counted or found.function:
            return None
        link = self.settled.choices.get(("filter", place))
        if found.operator == "exists":
            if link is None:
                raise CannotPlan("Nothing to look for.")
            if isinstance(link, FieldLink) and not tells_rows(link, root, self.reach):
                return Located(filter=found, entity=link.entity.name, condition=has_any(link, negated=found.negated))
            return Located(filter=found, entity=link.entity.name, condition=None, negated=found.negated)
        if found.operator == "period":
            named, link = link, self._time(link, root, found)
            told = calendar_condition(found.period, link.entity) if named is None and found.period is not None else None
            if told is not None and not found.negated:
                return Located(filter=found, entity=link.entity.name, condition=told)
            return Located(filter=found, entity=link.entity.name, condition=period_condition(found, link, self.today))
        if isinstance(link, EntityLink):
            raise CannotPlan(f"{link.entity.label} is no column.")
        link = link or self._default(root, found)
        entity = link.entity.name
        if found.negated and found.operator not in ("flag", "null") and not self._one_of(root, entity):
            positive = self._condition(replace(found, negated=False), link)
            return Located(filter=found, entity=entity, condition=positive, negated=True)
        return Located(filter=found, entity=entity, condition=self._condition(found, link))

    def _time(self, link: object, root: str, found: Filter) -> FieldLink:
        if isinstance(link, FieldLink) and (is_temporal(link.field) or is_year(link.field)):
            return link
        told = counted_time(self.draft, self.settled) or grouped_time(self.draft, self.settled)
        if told is not None and told.entity.name == root:
            return told
        nearest = nearest_times(root, self.model, self.reach, self._first_times(root, found))
        if self.draft.event and nearest and nearest[0].entity.name == root:
            others = [link for link in nearest if root not in self._targets()]
            nearest = others or (nearest if len(self.model.entities) == 1 else [])
        if nearest:
            return year_meant(nearest[0], found)
        raise CannotPlan(f"{self.model.entity(root).label} has no date that “{found.phrase}” could be about.")

    def _first_times(self, root: str, found: Filter) -> list[Entity]:
        """Rows that are only linked have dates of their own; of what is looked up, the event's comes first."""
        if self.draft.event:
            return []
        told = told_before(found, root, self.draft, self.settled, self.reach)
        if told is not None:
            return [told]
        owners = (one for one in self._owner(found) if self.reach.to_one(root, one.name) is None)
        linked = [event_of(one, root, self.settled, self.model, self.reach) for one in owners]
        return linked or Events(root, self.draft, self.settled, self.model, self.reach).of_period(found)

    def _targets(self) -> set[str]:
        links = (link for key, link in self.settled.choices.items() if key[0] == "target")
        return {link.entity.name for link in links if isinstance(link, EntityLink)}

    def _owner(self, found: Filter) -> list[Entity]:
        """The entity named last before a date ("customers with orders in March")."""
        name = self.settled.by_lexeme.get(id(found.noun.owner)) if found.noun.owner is not None else None
        return [self.model.entity(name)] if name is not None else []

    def _default(self, root: str, found: Filter) -> FieldLink:
        """The only measure of the root, or of what it has, for "orders above 500"."""
        entity = next((one for one in self._owner(found)), self.model.entity(root))
        if found.operator in ("contains", "starts_with", "ends_with") and entity.display:
            return FieldLink(entity=entity, field=entity.field(entity.display), score=0.6)
        if found.operator == "null":
            raise CannotPlan("Nothing that could be missing.")
        measure = main_measure(entity) or age_of(entity, found)
        if measure is None or found.operator in ("=", "!="):
            raise CannotPlan(f"It is not said what of {entity.label} is compared.")
        told = with_minus(found, measure)
        if is_met_by_all(told.operator, told.operands[0].number, measure):
            raise UnknownUnit(f"It is not said what of {entity.label} is compared.")
        return FieldLink(entity=entity, field=measure, score=0.6, evidence="main measure")

    def _held(self, lexeme: Lexeme, root: str) -> Condition:
        """The value where it is nearest to the rows that are aggregated."""
        reached = [
            (hops, link) for link in lexeme.values if (hops := self.reach.to_one(root, link.entity.name)) is not None
        ]
        if not reached:
            raise CannotPlan(f"“{lexeme.text}” does not limit {root}.")
        link = min(reached, key=lambda one: one[0])[1]
        return Comparison(left=ref(link), operator="=", right=link.value)

    def _condition(self, found: Filter, link: FieldLink | ValueLink) -> Condition:
        of, found = ref(link), with_minus(found, link.field)
        if any(operand.unit == TIMES for operand in found.operands):
            raise CannotPlan("It is not said what is counted.")
        if found.operator == "flag":
            return _flagged(of, link.field, negated=found.negated)
        if found.operator == "null":
            return IsNull(of=of, negated=found.negated)
        if found.operator in ("contains", "starts_with", "ends_with"):
            return text_match(found, of)
        if found.operator == "between":
            low, high = (constant(operand, link.field) for operand in found.operands)
            return Between(of=of, low=low, high=high, negated=found.negated)
        if found.operands[0].function:
            return self._against_aggregate(found, link)
        return equality(found, link) if found.operator in ("=", "!=") else self._inequality(found, link)

    def _inequality(self, found: Filter, link: FieldLink | ValueLink) -> Condition:
        if not is_comparable(link.field, found.operands[0].number):
            raise CannotPlan(f"{link.field.label} cannot be compared.")
        operator = found.operator
        if is_temporal(link.field) and found.operands[0].number is not None and is_age(found):
            return aged(found, link, self.today)
        if is_year(link.field) and tells_age(found):
            return older_than(found, link, self.today)
        if found.negated:
            operator = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[operator]  # type: ignore[assignment]
        return Comparison(left=ref(link), operator=operator, right=constant(found.operands[0], link.field))  # type: ignore[arg-type]

    def _against_aggregate(self, found: Filter, link: FieldLink | ValueLink) -> Condition:
        function = found.operands[0].function
        if function is None or link.field.type not in NUMERIC_TYPES:
            raise CannotPlan(f"{link.field.label} is not a number.")
        value = Aggregate(function=function, entity=link.entity.name, of=ref(link))
        name = f"{function}_{link.field.name}"
        measure = PlanMeasure(name=name, label=f"{function} {link.field.label}", value=value)
        where = _all([self._held(one, link.entity.name) for one in found.operands[0].among])
        plan = Plan(entity=link.entity.name, measures=(measure,), where=where)
        return Comparison(left=ref(link), operator=found.operator, right=ScalarPlan(plan=plan))  # type: ignore[arg-type]


def _flagged(of: FieldRef, field: Field, *, negated: bool) -> Condition:
    yes = yes_value(field)
    if yes is not None and yes.type != "boolean":
        return Comparison(left=of, operator="!=" if negated else "=", right=yes)
    return Comparison(left=of, operator="=", right=Value(value=not negated, type="boolean"))


def _join(conditions: list[Condition], condition: Condition, joiner: str) -> None:
    if joiner == "or" and conditions:
        before = conditions.pop()
        earlier = before.conditions if isinstance(before, Or) else (before,)
        conditions.append(Or(conditions=(*earlier, condition)))
    elif condition not in conditions:
        conditions.append(condition)


def _all(conditions: Sequence[Condition]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=tuple(conditions))
