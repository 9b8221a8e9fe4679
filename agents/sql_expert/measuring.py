"""What is shown of each group, what groups are ranked by, and conditions on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.draft import Filter, FilterOperator
from agents.sql_expert.fields import (
    CannotPlan,
    is_measure,
    is_temporal,
    is_year,
    main_measure,
    ref,
)
from agents.sql_expert.groups import Groups
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measured import is_slowness
from agents.sql_expert.measures import (
    Link,
    aggregated,
    count_rows,
    counted,
    default_aggregation,
)
from agents.sql_expert.panels import panel_of
from agents.sql_expert.taken_away import is_taken_away, with_minus
from core.model import Measure
from core.plan import (
    Aggregate,
    AggregateFunction,
    And,
    Comparison,
    Condition,
    Order,
    OutputRef,
    PlanMeasure,
    Value,
)

_FROM_TO: tuple[FilterOperator, FilterOperator] = (">=", "<=")
_COMPARED = ("<", "<=", ">", ">=", "between")


class Measuring(Groups):
    """Measures of a question, each once, whether shown or only ranking."""

    def _measures(self) -> tuple[list[PlanMeasure], list[Order], list[Condition]]:
        measures = self._shown_measures()
        orders: list[Order] = []
        having: list[Condition] = []
        for place, order in enumerate(self.draft.orders):
            link = self.asked.order(place)
            if isinstance(link, FieldLink) and self._is_dimension(link) and not order.function:
                orders.append(Order(by=ref(link), descending=order.descending))
                continue
            measure = self._ordering_measure(place, measures)
            if all(one.value != measure.value for one in measures):
                measures.append(measure)
            same = next(one for one in measures if one.value == measure.value)
            slowness = isinstance(link, FieldLink) and (is_slowness(order, link) or _takes_away(same, link))
            orders.append(Order(by=OutputRef(name=same.name), descending=order.descending != slowness))
        for place, found in enumerate(self.draft.filters):
            if found.counted or found.function:
                having.append(self._having(place, found, measures))
        if not measures:
            measures.append(count_rows(self.root))
        return measures, orders, having

    def _shown_measures(self) -> list[PlanMeasure]:
        measures: list[PlanMeasure] = []
        for target, link in self.asked.measured:
            function = target.function or "count"
            if function in ("count", "count_distinct"):
                distinct = function == "count_distinct" or target.distinct
                same = link is not None and not distinct and self._is_filtered(link)
                measures.append(
                    count_rows(self.root)
                    if same
                    else counted(link, self.root, distinct=distinct)
                    if link is not None
                    else count_rows(self.root)
                )
            elif function == "sum" and isinstance(link, EntityLink):
                measures.append(counted(link, self.root, distinct=False))  # “total customers by segment”
            elif link is not None:
                measures.append(aggregated(function, link))
            else:
                measures.append(aggregated(function, self._main_measure(function)))
        for _, shown in self.asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                usual = default_aggregation(shown)
                added = usual == "avg" and (self.draft.share or self._is_at_each_time(shown))
                measures.append(aggregated("sum" if added else usual, shown))
        measures = [one for at, one in enumerate(measures) if all(one.value != other.value for other in measures[:at])]
        timed = any(group.grain or group.part for group in self.draft.groups)
        if not measures and not self.draft.orders and (self.draft.share or timed):
            followed = panel_of(self.root)
            measures.append(self._usual_figure() if followed and followed.figure else count_rows(self.root))
        return measures

    def _is_at_each_time(self, shown: FieldLink) -> bool:
        """“Population by year”: a level is added up over what has one at that time."""
        levels = isinstance(shown.field, Measure) and shown.field.additivity == "semi_additive"
        key = set(shown.entity.key)
        links = [self.asked.group(place) for place in range(len(self.draft.groups))]
        links += [
            self.asked.settled.choices.get(("filter", place))
            for place, found in enumerate(self.draft.filters)
            if found.operator == "=" and len(found.operands) == 1
        ]
        times = [one for one in links if isinstance(one, FieldLink) and (is_year(one.field) or is_temporal(one.field))]
        return levels and any(one.entity is shown.entity and one.field.name in key for one in times)

    def _is_filtered(self, link: Link) -> bool:
        """“How many totals are above 100”: rows are counted, whose total is."""
        usual = main_measure(link.entity) if isinstance(link, FieldLink) and link.entity is self.root else None
        for place, found in enumerate(self.draft.filters):
            if found.operator in _COMPARED and self.asked.settled.choices.get(("filter", place)) is None:
                return isinstance(link, FieldLink) and usual is link.field
        filtered = (one for key, one in self.asked.settled.choices.items() if key[0] == "filter")
        return isinstance(link, FieldLink) and any(
            isinstance(one, FieldLink) and one.field is link.field and one.entity is link.entity for one in filtered
        )

    def _main_measure(self, function: str) -> FieldLink:
        """“Count and total by month”: of the number that the rows are measured by."""
        filtered = any(key[0] == "filter" for key in self.asked.settled.choices)
        told = len(self.asked.measured) > 1 or self.by or self.draft.groups or filtered
        measure = main_measure(self.root) if told else None
        if measure is None:
            raise CannotPlan(f"It is not said what the {function} is of.")
        return FieldLink(entity=self.root, field=measure, score=0.6, evidence="main measure")

    def _ordering_measure(self, place: int, measures: Sequence[PlanMeasure]) -> PlanMeasure:
        order, link = self.draft.orders[place], self.asked.order(place)
        if order.counted:
            if link is None:
                return count_rows(self.root, shown=order.superlative)
            return counted(link, self.root, distinct=False, shown=order.shown or order.superlative)
        if link is None:
            return measures[0] if measures else self._usual_figure()
        if isinstance(link, EntityLink):
            return counted(link, self.root, distinct=False, shown=order.shown or order.superlative)
        if not isinstance(link, FieldLink):
            raise CannotPlan("A value cannot rank groups.")
        averaged = order.noun.quality is not None and order.noun.quality.average and is_measure(link.field)
        amassed = order.amassed and isinstance(link.field, Measure) and link.field.additivity == "additive"
        usual: AggregateFunction | None = "avg" if averaged else "sum" if amassed else None
        function = order.function or usual or (default_aggregation(link) if is_measure(link.field) else "max")
        return aggregated(function, link, shown=order.shown or order.superlative)

    def _usual_figure(self) -> PlanMeasure:
        """“The best month”: by the number that the rows are measured by, else by how many there are."""
        measure = main_measure(self.root)
        if measure is None:
            return count_rows(self.root)
        link = FieldLink(entity=self.root, field=measure, score=0.6, evidence="main measure")
        return aggregated(default_aggregation(link), link)

    def _having(self, place: int, found: Filter, measures: list[PlanMeasure]) -> Condition:
        if found.operator == "between" and len(found.operands) == 2 and not found.negated:
            low, high = (
                self._having(place, replace(found, operator=operator, operands=(operand,)), measures)
                for operator, operand in zip(_FROM_TO, found.operands, strict=True)
            )
            return And(conditions=(low, high))
        link = self.asked.settled.choices.get(("filter", place))
        if found.function and link is not None:
            measure = aggregated(found.function, link, shown=False)
            if isinstance(link, FieldLink) and found.function in ("sum", "avg"):
                found = with_minus(found, link.field)
        elif link is None:
            measure = count_rows(self.root, shown=False)
        else:
            measure = counted(link, self.root, distinct=False, shown=False)
        same = next((one for one in measures if one.value == measure.value), None)
        if same is None:
            measures.append(measure)
            same = measure
        number = found.operands[0].number
        if number is None or found.operator not in ("<", "<=", ">", ">=", "=", "!="):
            raise CannotPlan("A count is compared with a number.")
        number = _in_measure(number, found, same)
        right = Value(value=number, type="integer" if isinstance(number, int) else "float")
        return Comparison(left=OutputRef(name=same.name), operator=found.operator, right=right)


def _in_measure(number: int | float, found: Filter, measure: PlanMeasure) -> int | float:
    """“Below 20%” of what is told as a part of one."""
    said = found.operands[0].lexeme
    return number / 100 if said is not None and said.unit == "%" and measure.unit == "ratio" else number


def _takes_away(measure: PlanMeasure, link: FieldLink) -> bool:
    value = measure.value
    return isinstance(value, Aggregate) and value.function in ("sum", "avg") and is_taken_away(link.field)
