"""Measures by groups: what is aggregated, over which rows, shown by what, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agents.sql_expert.conditions import Conditions
from agents.sql_expert.counted_groups import counted_groups
from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import (
    CannotPlan,
    free_name,
    is_measure,
    is_temporal,
    main_measure,
    names_rows,
    ref,
    shown_fields,
    time_field,
)
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measures import (
    Link,
    aggregated,
    count_rows,
    counted,
    default_aggregation,
    named_apart,
)
from agents.sql_expert.times import nearest_date
from core.model import Entity
from core.plan import (
    Aggregate,
    And,
    Change,
    Comparing,
    Comparison,
    Condition,
    FieldRef,
    IsNull,
    Limit,
    MeasureArithmetic,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    RunningTotal,
    Share,
    TopPerGroup,
    Value,
)

if TYPE_CHECKING:
    from agents.sql_expert.planning import Asked


class GroupedPlan:
    """`main` is what is counted or aggregated first; the groups must be looked up from its entity."""

    def __init__(self, asked: Asked, conditions: Conditions) -> None:
        self.asked, self.conditions = asked, conditions
        self.draft = asked.draft
        self.model, self.reach = asked.model, asked.reach
        self.by = self._grouped_by()
        self.root = self._root()

    def plan(self) -> Plan:
        dimensions = self._dimensions()
        if self.draft.share and not dimensions:
            return self._part_of_all()
        if not dimensions and any(order.superlative for order in self.draft.orders):
            raise CannotPlan("It is not said what is ranked.")
        if not dimensions and any(found.counted or found.function for found in self.draft.filters):
            return counted_groups(self._counted_entity(), self.conditions, self.model, self.reach)
        names = [dimension.name for dimension in dimensions]
        top = self._top_per_group(dimensions)
        measures, order, having = self._measures()
        renamed = named_apart(measures, names)
        new_names = {old.name: new.name for old, new in zip(measures, renamed, strict=True)}
        orders = tuple(self._order(one, new_names) for one in order) or self._default_order(dimensions, renamed)
        return Plan(
            entity=self.root.name,
            measures=renamed,
            dimensions=dimensions,
            where=self._where(dimensions),
            having=_both(having),
            order=orders if dimensions else (),
            limit=self._limit() if dimensions and top is None else None,
            top_per_group=top,
            comparisons=self._comparisons(renamed, dimensions),
        )

    def _where(self, dimensions: Sequence[PlanDimension]) -> Condition | None:
        """What comes first among groups is never the rows that belong to none."""
        where = self.conditions.where(self.root.name)
        if not any(order.superlative for order in self.draft.orders):
            return where
        named = [one.of for one in dimensions if one.shown and isinstance(one.of, FieldRef) and not one.grain]
        known = tuple(IsNull(of=of, negated=True) for of in named[:1] if self._may_be_null(of))
        return _both([*([where] if where is not None else []), *known])

    def _may_be_null(self, of: FieldRef) -> bool:
        if self.model.entity(of.entity).field(of.name).profile.nulls > 0:
            return True
        hops = self.reach.to_one(self.root.name, of.entity) or 0
        return any(
            (one.from_null or one.from_unmatched)
            and (self.reach.to_one(self.root.name, one.from_entity) or 0) < hops
            and self.reach.to_one(self.root.name, one.from_entity) is not None
            and self.reach.to_one(one.to_entity, of.entity) is not None
            for one in self.model.relationships
        )

    def _part_of_all(self) -> Plan:
        """The share of rows, or of their sum, that meet the conditions."""
        condition = self.conditions.where(self.root.name, periods=False)
        measure = self._shown_measures()[0]
        if condition is None or not isinstance(measure.value, Aggregate):
            raise CannotPlan("It is not said what the share is by.")
        part = replace(measure.value, where=condition)
        share = MeasureArithmetic(operator="/", left=part, right=measure.value)
        name, label = f"share_of_{measure.name}", f"share of {measure.label}"
        measures = (PlanMeasure(name=name, label=label, value=share, unit="ratio"),)
        return Plan(entity=self.root.name, measures=measures, where=self.conditions.where(self.root.name, periods=True))

    def _top_per_group(self, dimensions: Sequence[PlanDimension]) -> TopPerGroup | None:
        """“The biggest order of each channel”: what is ranked is named beside the groups it is ranked in."""
        if not self.asked.ranks_in_groups():
            return None
        groups = [link for place in range(len(self.draft.groups)) if (link := self.asked.group(place)) is not None]
        entities = {link.entity.name for link in groups if isinstance(link, EntityLink)}
        columns = {(link.entity.name, link.field.name) for link in groups if isinstance(link, FieldLink)}
        within = tuple(
            one.name
            for one in dimensions
            if one.grain or one.part or (isinstance(one.of, FieldRef) and one.shown
                and (one.of.entity in entities or (one.of.entity, one.of.name) in columns))
        )  # fmt: skip
        return TopPerGroup(count=self.draft.limit or 1, within=within)

    def _counted_entity(self) -> Entity:
        links = [link for target, link in self.asked.measured if target.function in ("count", "count_distinct")]
        if len(links) != 1 or not isinstance(links[0], EntityLink):
            raise CannotPlan("It is not said whose groups are counted.")
        return links[0].entity

    # groups

    def _grouped_by(self) -> list[FieldLink]:
        """Fields shown beside a measure, and those named after "by"."""
        asked = self.asked
        links: list[FieldLink] = []
        explicit = {
            link.entity.name for _, link in asked.shown if isinstance(link, FieldLink) and not self._summed(link)
        }
        for place in range(len(self.draft.groups)):
            link = asked.group(place)
            if self.draft.groups[place].grain is not None:
                continue
            if isinstance(link, EntityLink | FieldLink) and self._own_rows(link):
                continue
            if isinstance(link, FieldLink) or (isinstance(link, EntityLink) and link.entity.name not in explicit):
                links.extend(shown_fields(link))
        for _, shown in asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                continue
            if isinstance(shown, EntityLink) and shown.entity.name in explicit:
                continue
            if isinstance(shown, EntityLink) and self.draft.groups and asked.measured and not asked.ranks_in_groups():
                continue
            if isinstance(shown, EntityLink | FieldLink):
                links.extend(shown_fields(shown))
        unique = {(link.entity.name, link.field.name): link for link in reversed(links)}
        return list(reversed(unique.values()))

    def _own_rows(self, link: EntityLink | FieldLink) -> bool:
        """“the average price of each product”: groups of one row each are not meant."""
        if isinstance(link, FieldLink) and not names_rows(link.entity, link.field):
            return False
        functions = [target.function for target, _ in self.asked.measured]
        entities = {measured.entity.name for _, measured in self.asked.measured if measured is not None}
        counts = any(function in ("count", "count_distinct") for function in functions)
        return bool(functions) and not counts and entities == {link.entity.name}

    def _summed(self, link: FieldLink) -> bool:
        """Shown without a function, but meant as a measure ("revenue by region")."""
        ranked = any(order.superlative and order.counted for order in self.draft.orders)
        beside = bool(self.asked.measured) and not (self.draft.groups and default_aggregation(link) == "sum")
        return is_measure(link.field) and not ranked and not beside

    def _root(self) -> Entity:
        wanted = [link.entity.name for link in self.by]
        main = self._main()
        names = [entity.name for entity in self.model.entities]
        root = self.reach.root([*main, *wanted], main or wanted, names)
        if root is None:
            raise CannotPlan(f"Nothing links {' and '.join(dict.fromkeys([*main, *wanted]))}.")
        return self.model.entity(root)

    def _main(self) -> list[str]:
        """The entity of the first measure, else of what ranks or limits the groups, else of any name."""
        asked = self.asked
        for _, link in asked.measured:
            if link is not None:
                return [link.entity.name]
        for _, shown in asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                return [shown.entity.name]
        for kind in ("order", "filter"):
            for key, link in asked.settled.choices.items():
                if key[0] == kind and self._counts(key):
                    return [link.entity.name]
        if not self.by:
            return [link.entity.name for link in list(asked.settled.choices.values())[:1]]
        return []

    def _counts(self, key: tuple[str, int]) -> bool:
        kind, place = key
        return kind == "order" or self.draft.filters[place].counted

    def _dimensions(self) -> tuple[PlanDimension, ...]:
        found: list[PlanDimension] = []
        for link in self.by:
            name = free_name(link.field.name, [one.name for one in found])
            found.append(PlanDimension(name=name, label=link.field.label, of=ref(link)))
        for place, group in enumerate(self.draft.groups):
            if group.grain or group.part:
                time = self._named_time(place) or self._time()
                name = free_name(group.grain or group.part or "", [one.name for one in found])
                found.append(
                    PlanDimension(name=name, label=name.replace("_", " "), of=time, grain=group.grain, part=group.part)
                )
        if (self.draft.change or self.draft.running) and not any(one.grain for one in found):
            grain = self.draft.change_unit or "month"
            found.append(PlanDimension(name=grain, label=grain, of=self._time(), grain=grain))
        found.extend(self._key(found))
        return tuple(found)

    def _key(self, dimensions: Sequence[PlanDimension]) -> list[PlanDimension]:
        """The key of a looked-up entity keeps two rows of one name apart."""
        keys: list[PlanDimension] = []
        for name in dict.fromkeys(link.entity.name for link in self.by if link.entity.name != self.root.name):
            entity = self.model.entity(name)
            shown = [link for link in self.by if link.entity.name == name]
            named = any(link.field.name in (entity.display, *entity.key) for link in shown)
            if not named or len(entity.key) != 1 or any(link.field.name == entity.key[0] for link in shown):
                continue
            of = FieldRef(entity=name, name=entity.key[0])
            taken = [one.name for one in (*dimensions, *keys)]
            keys.append(
                PlanDimension(name=free_name(f"{name}_key", taken), label=f"{entity.label} key", of=of, shown=False)
            )
        return keys

    def _named_time(self, place: int) -> FieldRef | None:
        link = self.asked.group(place)
        if isinstance(link, EntityLink):
            field = time_field(link.entity)
            link = FieldLink(entity=link.entity, field=field, score=link.score) if field is not None else None
        return ref(link) if isinstance(link, FieldLink) and is_temporal(link.field) else None

    def _time(self) -> FieldRef:
        for link in self.by:
            if is_temporal(link.field):
                return ref(link)
        nearest = nearest_date(self.root.name, self.model, self.reach)
        if nearest is not None:
            return ref(nearest)
        raise CannotPlan(f"{self.root.label} has no date to group by.")

    # measures, their order and the conditions on them

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
            orders.append(Order(by=OutputRef(name=same.name), descending=order.descending))
        for place, found in enumerate(self.draft.filters):
            if found.counted or found.function:
                having.append(self._having(place, found, measures))
        if not measures:
            measures.append(count_rows(self.root))
        return measures, orders, having

    def _is_dimension(self, link: FieldLink) -> bool:
        return any(link.field is one.field and link.entity is one.entity for one in self.by)

    def _shown_measures(self) -> list[PlanMeasure]:
        measures: list[PlanMeasure] = []
        for target, link in self.asked.measured:
            function = target.function or "count"
            if function in ("count", "count_distinct"):
                distinct = function == "count_distinct" or target.distinct
                same = link is not None and self._is_filtered(link)
                measures.append(
                    count_rows(self.root)
                    if same
                    else counted(link, self.root, distinct=distinct)
                    if link is not None
                    else count_rows(self.root)
                )
            elif link is not None:
                measures.append(aggregated(function, link))
            else:
                measures.append(aggregated(function, self._main_measure(function)))
        for _, shown in self.asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                measures.append(aggregated(default_aggregation(shown), shown))
        timed = any(group.grain or group.part for group in self.draft.groups)
        if not measures and not self.draft.orders and (self.draft.share or timed):
            measures.append(count_rows(self.root))
        return measures

    def _is_filtered(self, link: Link) -> bool:
        """“How many totals are above 100”: rows are counted, whose total is."""
        filtered = (one for key, one in self.asked.settled.choices.items() if key[0] == "filter")
        return isinstance(link, FieldLink) and any(
            isinstance(one, FieldLink) and one.field is link.field and one.entity is link.entity for one in filtered
        )

    def _main_measure(self, function: str) -> FieldLink:
        """“Count and total by month”: of the number that the rows are measured by."""
        measure = main_measure(self.root) if len(self.asked.measured) > 1 or self.by else None
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
            if measures:
                return measures[0]
            return count_rows(self.root, shown=False)
        if isinstance(link, EntityLink):
            return counted(link, self.root, distinct=False, shown=order.shown or order.superlative)
        if not isinstance(link, FieldLink):
            raise CannotPlan("A value cannot rank groups.")
        function = order.function or (default_aggregation(link) if is_measure(link.field) else "max")
        return aggregated(function, link, shown=order.shown or order.superlative)

    def _having(self, place: int, found: Filter, measures: list[PlanMeasure]) -> Condition:
        link = self.asked.settled.choices.get(("filter", place))
        if found.function and link is not None:
            measure = aggregated(found.function, link, shown=False)
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
        right = Value(value=number, type="integer" if isinstance(number, int) else "float")
        return Comparison(left=OutputRef(name=same.name), operator=found.operator, right=right)

    def _order(self, order: Order, names: dict[str, str]) -> Order:
        if isinstance(order.by, OutputRef):
            return Order(by=OutputRef(name=names.get(order.by.name, order.by.name)), descending=order.descending)
        return order

    def _default_order(self, dimensions: Sequence[PlanDimension], measures: Sequence[PlanMeasure]) -> tuple[Order, ...]:
        """Time runs forward; groups stand by their first measure."""
        for dimension in dimensions:
            if dimension.grain or dimension.part:
                return (Order(by=OutputRef(name=dimension.name)),)
        return (Order(by=OutputRef(name=measures[0].name), descending=True),) if measures else ()

    def _limit(self) -> Limit | None:
        if self.draft.limit:
            return Limit(count=self.draft.limit, ties="cut")
        return Limit(count=1, ties="cut") if any(order.superlative for order in self.draft.orders) else None

    def _comparisons(
        self, measures: Sequence[PlanMeasure], dimensions: Sequence[PlanDimension]
    ) -> tuple[Comparing, ...]:
        name = measures[0].name
        found: list[Comparing] = []
        if self.draft.share:
            found.append(Share(name=f"share_of_{name}", label=f"share of {measures[0].label}", measure=name))
        if self.draft.change:
            found.append(Change(name=f"change_of_{name}", label=f"change of {measures[0].label}", measure=name))
        if self.draft.running:
            found.append(RunningTotal(name=f"running_{name}", label=f"running {measures[0].label}", measure=name))
        return tuple(found)


def _both(conditions: list[Condition]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=tuple(conditions))
