"""Measures by groups: what is aggregated, over which rows, shown by what, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agents.sql_expert.average_counts import average_count
from agents.sql_expert.calendar_columns import calendar_day, hour_column
from agents.sql_expert.counted_groups import counted_groups
from agents.sql_expert.draft import Grouping
from agents.sql_expert.fields import (
    CannotPlan,
    free_name,
    is_temporal,
    is_year,
    ref,
    time_field,
)
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.located import none_can_meet
from agents.sql_expert.measures import named_apart
from agents.sql_expert.measuring import Measuring
from agents.sql_expert.times import nearest_date
from agents.sql_expert.without_partner import may_be_null
from core.model import Entity
from core.plan import (
    Aggregate,
    And,
    Change,
    Comparing,
    Condition,
    Expression,
    FieldRef,
    Grain,
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
)
from core.table import NUMERIC_TYPES
from semantic_layer.labels import label_in_groups
from semantic_layer.words import full_words


class GroupedPlan(Measuring):
    """`main` is what is counted or aggregated first; the groups must be looked up from its entity."""

    def plan(self) -> Plan:
        if self.draft.average_count:
            return average_count(self.asked, self.conditions)
        dimensions = () if self._counts_the_rows_named() else self._dimensions()
        if self.draft.share and not dimensions:
            return self._part_of_all()
        if not dimensions and any(order.superlative for order in self.draft.orders):
            raise CannotPlan("It is not said what is ranked.")
        if not dimensions and any(found.counted or found.function for found in self.draft.filters):
            return counted_groups(self._counted_entity(), self.conditions, self.model, self.reach)
        names = [dimension.name for dimension in dimensions]
        top = self._top_per_group(dimensions)
        measures, order, having = self._measures()
        if none_can_meet(having):
            raise CannotPlan("No group is both above and below that.")
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

    def _counts_the_rows_named(self) -> bool:
        """“Claims filed in May: how many and how much”: the rows that are counted are no groups."""
        if self.draft.groups or self.draft.orders or self.draft.versus or self.draft.change or self.draft.running:
            return False
        rows = [link for _, link in self.asked.shown]
        counted = [link for target, link in self.asked.measured if target.function == "count"]
        alone = len(rows) == 1 and isinstance(rows[0], EntityLink) and rows[0].entity.name == self.root.name
        return (
            alone and (not counted or any(_is_of(link, self.root) for link in counted)) and len(self.asked.measured) > 1
        )

    def _where(self, dimensions: Sequence[PlanDimension]) -> Condition | None:
        """What comes first among groups, or has enough rows, is never what belongs to none."""
        where = self.conditions.where(self.root.name)
        limited = self._each_of_a_table() or any(found.counted or found.function for found in self.draft.filters)
        if not limited and not any(order.superlative for order in self.draft.orders):
            return where
        named = [one.of for one in dimensions if one.shown and isinstance(one.of, FieldRef) and not one.grain]
        known = tuple(
            IsNull(of=of, negated=True) for of in named[:1] if may_be_null(of, self.root.name, self.model, self.reach)
        )
        return _both([*([where] if where is not None else []), *known])

    def _each_of_a_table(self) -> bool:
        """“Of each customer”: what belongs to nobody is of none of them."""
        each = any(lexeme.text.casefold().endswith(("each", "every")) for lexeme, _ in self.draft.used)
        return each and any(isinstance(link, EntityLink) for link in self.asked.group_links())

    def _part_of_all(self) -> Plan:
        """The share of rows, or of their sum, that meet the conditions."""
        condition = self.conditions.where(self.root.name, periods=False)
        measure = next(iter(self._shown_measures()), None)
        if condition is None or measure is None or not isinstance(measure.value, Aggregate):
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
        periods = not self.asked.ranks_periods()
        within = tuple(
            one.name
            for one in dimensions
            if ((one.grain or one.part) and periods) or _is_one_of(one, entities, columns)
        )
        return TopPerGroup(count=self.draft.limit or 1, within=within)

    def _counted_entity(self) -> Entity:
        links = [link for target, link in self.asked.measured if target.function in ("count", "count_distinct")]
        if len(links) != 1 or not isinstance(links[0], EntityLink):
            raise CannotPlan("It is not said whose groups are counted.")
        return links[0].entity

    def _dimensions(self) -> tuple[PlanDimension, ...]:
        found: list[PlanDimension] = []
        for link in self.by:
            if link.field not in link.entity.fields:
                raise CannotPlan(f"{link.field.label} is a metric, and nothing to group by.")
            name = free_name(link.field.name, [one.name for one in found])
            label = label_in_groups(link.entity, link.field.name)
            found.append(PlanDimension(name=name, label=label, of=ref(link), grain=_steps_of(link)))
        self._add_periods(found)
        found = [one for one in found if not _is_told_by_period(one, found)]
        if (self.draft.change or self.draft.running) and not any(one.grain for one in found):
            grain = self.draft.change_unit or "month"
            found = [one for one in found if not self._runs_on(one)]
            found.append(
                PlanDimension(
                    name=grain, label=grain, of=self._day_of(self._time(), Grouping(grain=grain)), grain=grain
                )
            )
        timed = [one.of for one in found if one.grain or one.part]
        found = [one for one in found if one.grain or one.part or one.of not in timed]
        found.extend(self._key(found))
        if self.draft.filled:
            return tuple(replace(one, filled=one.grain is not None) for one in found)
        return tuple(found)

    def _add_periods(self, found: list[PlanDimension]) -> None:
        """The periods that it is told by, behind all other groups."""
        said = any(group.grain and not group.open_grain for group in self.draft.groups)
        for place, group in enumerate(self.draft.groups):
            if (group.grain or group.part) and not (said and group.open_grain):
                if (years := self._year_column(group, place)) is not None:
                    found.append(years)
                    continue
                time = self._named_time(place) or self._counted_time() or self._time()
                self._check_hours(time, group)
                if any((one.of, one.grain, one.part) == (time, group.grain, group.part) for one in found):
                    continue  # "over time by month" says one thing twice
                name = free_name(group.grain or group.part or "", [one.name for one in found])
                hours = hour_column(self.model.entity(time.entity))
                if hours is not None and group.part == "hour":
                    found.append(PlanDimension(name="hour", label="hour", of=hours))
                    continue
                of = self._day_of(time, group)
                found.append(
                    PlanDimension(name=name, label=name.replace("_", " "), of=of, grain=group.grain, part=group.part)
                )

    def _year_column(self, group: Grouping, place: int) -> PlanDimension | None:
        """“Over time” of a table that has years and no dates."""
        field = time_field(self.root)
        if not (group.open_grain or group.grain == "year") or field is None or not is_year(field):
            return None
        if self._named_time(place) is not None or nearest_date(self.root.name, self.model, self.reach) is not None:
            return None
        return PlanDimension(name=field.name, label=field.label, of=FieldRef(entity=self.root.name, name=field.name))

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

    def _counted_time(self) -> FieldRef | None:
        """“Hires per year” are told by the date of hire."""
        link = self.asked.measured[0][1] if len(self.asked.measured) == 1 else None
        return ref(link) if isinstance(link, FieldLink) and is_temporal(link.field) else None

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

    def _day_of(self, time: FieldRef, group: Grouping) -> Expression:
        hourly = "hour" in (group.grain, group.part)
        return time if hourly else calendar_day(self.model.entity(time.entity)) or time

    def _check_hours(self, time: FieldRef, group: Grouping) -> None:
        field = self.model.entity(time.entity).field(time.name)
        if "hour" in (group.grain, group.part) and field.type == "date":
            raise CannotPlan(f"{field.label} has days, but no time of day.")

    def _order(self, order: Order, names: dict[str, str]) -> Order:
        if isinstance(order.by, OutputRef):
            return Order(by=OutputRef(name=names.get(order.by.name, order.by.name)), descending=order.descending)
        return order

    def _default_order(self, dimensions: Sequence[PlanDimension], measures: Sequence[PlanMeasure]) -> tuple[Order, ...]:
        """Time runs forward; groups stand by their first measure."""
        for dimension in dimensions:
            if dimension.grain or dimension.part or self._runs_on(dimension):
                return (Order(by=OutputRef(name=dimension.name)),)
        return (Order(by=OutputRef(name=measures[0].name), descending=True),) if measures else ()

    def _runs_on(self, dimension: PlanDimension) -> bool:
        """A column that numbers years, or the months or hours of the calendar."""
        if not isinstance(dimension.of, FieldRef):
            return False
        field = self.model.entity(dimension.of.entity).field(dimension.of.name)
        return is_year(field) or (field.name.casefold() in _CALENDAR and field.type in NUMERIC_TYPES)

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
            back = self._periods_back(dimensions)
            found.append(
                Change(name=f"change_of_{name}", label=f"change of {measures[0].label}", measure=name, periods=back)
            )
        if self.draft.running:
            found.append(RunningTotal(name=f"running_{name}", label=f"running {measures[0].label}", measure=name))
        return tuple(found)

    def _periods_back(self, dimensions: Sequence[PlanDimension]) -> int:
        """“Year over year growth by month” is against the same month of the year before."""
        steps = {"month": 12, "quarter": 4}
        grain = next((one.grain for one in dimensions if one.grain is not None), None)
        return steps.get(grain or "", 1) if self.draft.change_unit == "year" else 1


_CALENDAR = frozenset({"month", "quarter", "week", "weekday", "hour", "day"})


def _is_of(link: object, entity: Entity) -> bool:
    return isinstance(link, EntityLink) and link.entity.name == entity.name


def _is_one_of(one: PlanDimension, entities: set[str], columns: set[tuple[str, str]]) -> bool:
    """Two customers of one name are two groups: what is not shown keeps them apart."""
    if not isinstance(one.of, FieldRef) or one.grain or one.part:
        return False
    return one.of.entity in entities or (one.shown and (one.of.entity, one.of.name) in columns)


def _is_told_by_period(one: PlanDimension, others: Sequence[PlanDimension]) -> bool:
    """“Tickets opened per month”: a date that its months stand beside is no group of its own."""
    plain = one.grain is None and one.part is None
    return plain and any(other.of == one.of and (other.grain or other.part) for other in others)


def _both(conditions: list[Condition]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=tuple(conditions))


def _steps_of(link: FieldLink) -> Grain | None:
    """A column that holds nothing but first days of months is a series of months, and one called year may hold only those of years."""
    low, high = link.field.profile.minimum, link.field.profile.maximum
    if "year" in full_words(link.field.name) and isinstance(low, date) and isinstance(high, date):
        return "year" if (low.month, low.day, high.month, high.day) == (1, 1, 1, 1) else None
    spine = link.entity.spine
    if spine is None or spine.field != link.field.name or spine.grain != "month" or "spine" in link.entity.by_person:
        return None
    return "month"
