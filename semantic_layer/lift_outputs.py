"""What a SELECT shows, groups by, keeps by HAVING and orders by, as parts of a Plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from sqlglot import exp

from core.plan import (
    Condition,
    DatePart,
    Expression,
    FieldRef,
    MeasureExpression,
    Order,
    OutputRef,
    PlanDimension,
    PlanField,
    PlanMeasure,
    Rows,
)
from core.table import TEMPORAL_TYPES
from semantic_layer.compiler.identifiers import FreeNames
from semantic_layer.lift_conditions import condition
from semantic_layer.lift_expressions import ExpressionReader, grain_of
from semantic_layer.lift_literals import CannotLift
from semantic_layer.sql_sources import same
from semantic_layer.words import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    measures: tuple[PlanMeasure, ...] = ()
    dimensions: tuple[PlanDimension, ...] = ()
    rows: Rows | None = None
    having: Condition | None = None
    order: tuple[Order, ...] = ()


def row_parts(select: exp.Select, reader: ExpressionReader) -> Parts:
    distinct = select.args.get("distinct")
    if distinct is not None and distinct.args.get("on"):
        raise CannotLift("DISTINCT ON")
    if any(isinstance(one, exp.Star) or one.find(exp.Star) for one in select.selects):
        return _all_columns(select, reader, distinct=distinct is not None)
    names = FreeNames(())
    fields: list[PlanField] = []
    for one in select.selects:
        of = reader.expression(one.unalias())
        name = names.take(_name(one, of))
        fields.append(PlanField(name=name, label=_label(of, name, reader), of=of))
    order = tuple(
        _row_order(wanted, select, fields, reader, distinct=distinct is not None) for wanted in ordered_by(select)
    )
    return Parts(rows=Rows(fields=tuple(fields), distinct=distinct is not None), order=order)


def _all_columns(select: exp.Select, reader: ExpressionReader, *, distinct: bool) -> Parts:
    star = select.selects[0]
    plain = isinstance(star, exp.Star) and not any(star.args.values())
    if len(select.selects) != 1 or not plain or len(reader.sources.all) != 1 or distinct:
        raise CannotLift("a star among others")
    order = tuple(_row_order(wanted, select, [], reader, distinct=False) for wanted in ordered_by(select))
    return Parts(rows=Rows(), order=order)


def _row_order(
    wanted: exp.Ordered, select: exp.Select, fields: list[PlanField], reader: ExpressionReader, *, distinct: bool
) -> Order:
    place = _place(wanted.this, select, reader, ordering=True)
    if place is not None:
        return order_by(wanted, OutputRef(name=fields[place].name))
    of = reader.expression(wanted.this)
    shown = next((one.name for one in fields if one.of == of), None)
    if shown is None and (distinct or not isinstance(of, FieldRef)):
        raise CannotLift("an order by what is not shown")
    by: Expression = OutputRef(name=shown) if shown is not None else of
    return order_by(wanted, by)


@dataclass(slots=True)
class _Groups:
    """What is shown, in its order, then what only serves HAVING and ORDER BY."""

    reader: ExpressionReader
    names: FreeNames = field(default_factory=lambda: FreeNames(()))
    dimensions: list[PlanDimension] = field(default_factory=list)
    measures: list[PlanMeasure] = field(default_factory=list)
    told_columns: list[exp.Column] = field(default_factory=list)

    def output_of(self, node: exp.Expr) -> str:
        """The name of the measure or dimension that `node` is; a measure that is not shown is added."""
        node = self.told(node)
        if node.find(exp.AggFunc):
            value = self.reader.measure(node)
            known = next((one.name for one in self.measures if one.value == value), None)
            return known or self.add_measure(value, "measure", shown=False)
        found = _dimension(node, "", self.reader)
        for one in self.dimensions:
            if _same_dimension(one, found):
                return one.name
        if node in self.told_columns:
            self.add_dimension(found, _name(node, found.of), shown=False)
            return self.dimensions[-1].name
        raise CannotLift("what is not grouped by")

    def told(self, node: exp.Expr) -> exp.Expr:
        """The column of ANY_VALUE where the group tells it, so that any one is the one."""
        inner = node.this if isinstance(node, exp.IgnoreNulls) else node
        if not isinstance(inner, exp.AnyValue) or not isinstance(inner.this, exp.Column):
            return node
        home = self.reader.sources.home(inner.this)
        if home is None or home.alias not in self.reader.sources.told_by_groups():
            raise CannotLift("ANY_VALUE of what the group does not tell")
        self.told_columns.append(inner.this)
        return inner.this

    def add_measure(self, value: MeasureExpression, name: str, *, shown: bool) -> str:
        taken = self.names.take(name)
        self.measures.append(PlanMeasure(name=taken, label=readable(taken), value=value, shown=shown))
        return taken

    def add_dimension(self, found: PlanDimension, name: str, *, shown: bool) -> None:
        taken = self.names.take(name)
        label = _label(found.of, taken, self.reader)
        self.dimensions.append(replace(found, name=taken, label=label, shown=shown))


def grouped_parts(select: exp.Select, reader: ExpressionReader) -> Parts:
    if select.args.get("distinct"):
        raise CannotLift("distinct groups")
    groups = _Groups(reader)
    outputs: list[str] = []
    for one in select.selects:
        own = groups.told(one.unalias())
        if own.find(exp.AggFunc):
            value = reader.measure(own)
            outputs.append(groups.add_measure(value, _measure_name(one), shown=True))
        else:
            found = _dimension(own, "", reader)
            groups.add_dimension(found, _name(one, found.of), shown=True)
            outputs.append(groups.dimensions[-1].name)
    _check_keys(select, groups, outputs)
    having = select.args.get("having")
    kept = condition(having.this, _HavingReader(groups, select, outputs)) if having else None
    order = tuple(
        order_by(wanted, OutputRef(name=_ordered_output(wanted, select, groups, outputs)))
        for wanted in ordered_by(select)
    )
    return Parts(measures=tuple(groups.measures), dimensions=tuple(groups.dimensions), having=kept, order=order)


def _check_keys(select: exp.Select, groups: _Groups, outputs: list[str]) -> None:
    """Each dimension must be grouped by; keys that are not shown become hidden dimensions."""
    group = select.args.get("group")
    shown = [one.name for one in groups.dimensions]
    if group is None:
        if shown:
            raise CannotLift("columns beside aggregates")
        return
    if any(value for key, value in group.args.items() if key not in ("expressions", "all")):
        raise CannotLift("grouping sets")
    if group.args.get("all"):
        return
    keyed: set[str] = set()
    for key in group.expressions:
        place = _place(key, select, groups.reader)
        if place is not None:
            keyed.add(outputs[place])
            continue
        found = _dimension(key, "", groups.reader)
        known = next((one.name for one in groups.dimensions if _same_dimension(one, found)), None)
        if known is None:
            if not isinstance(found.of, FieldRef) or found.grain or found.part:
                raise CannotLift("a key that is computed and not shown")
            groups.add_dimension(found, _name(key, found.of), shown=False)
        else:
            keyed.add(known)
    told = [_dimension(column, "", groups.reader) for column in groups.told_columns]
    told_names = {one.name for one in groups.dimensions if any(_same_dimension(one, own) for own in told)}
    if not set(shown) <= keyed | told_names:
        raise CannotLift("a column that is not grouped by")


def _ordered_output(wanted: exp.Ordered, select: exp.Select, groups: _Groups, outputs: list[str]) -> str:
    place = _place(wanted.this, select, groups.reader, ordering=True)
    return outputs[place] if place is not None else groups.output_of(wanted.this)


class _HavingReader(ExpressionReader):
    """Reads aggregates and names of outputs as outputs of the Plan."""

    def __init__(self, groups: _Groups, select: exp.Select, outputs: list[str]) -> None:
        self.__dict__.update(groups.reader.__dict__)
        self._groups, self._select, self._outputs = groups, select, outputs

    def expression(self, node: exp.Expr) -> Expression:
        if isinstance(node, exp.Column):
            place = _place(node, self._select, self)
            return OutputRef(name=self._outputs[place] if place is not None else self._groups.output_of(node))
        if node.find(exp.AggFunc) and not node.find(exp.Query):
            return OutputRef(name=self._groups.output_of(node))
        return super().expression(node)


def ordered_by(query: exp.Query) -> list[exp.Ordered]:
    order = query.args.get("order")
    found: list[exp.Ordered] = list(order.expressions) if order else []
    if any(not isinstance(one, exp.Ordered) or one.args.get("with_fill") for one in found):
        raise CannotLift("an order that fills gaps")
    return found


def order_by(wanted: exp.Ordered, by: Expression) -> Order:
    nulls: Literal["last", "first"] = "first" if wanted.args.get("nulls_first") else "last"
    return Order(by=by, descending=bool(wanted.args.get("desc")), nulls=nulls)


def _place(node: exp.Expr, select: exp.Select, reader: ExpressionReader, *, ordering: bool = False) -> int | None:
    """Which output a position or an alias means.

    An order means the output where a column has that name as well; elsewhere that is refused.
    """
    if isinstance(node, exp.Literal) and not node.is_string:
        place = int(node.this) - 1 if node.this.isdecimal() else -1
        if not 0 <= place < len(select.selects):
            raise CannotLift("a position that is not there")
        return place
    if not isinstance(node, exp.Column) or node.table:
        return None
    named = [at for at, one in enumerate(select.selects) if isinstance(one, exp.Alias) and same(one.alias, node.name)]
    if not named:
        return None
    own = select.selects[named[0]].unalias()
    is_column = any(source.has(node.name) for source in reader.sources.all)
    if len(named) > 1 or (
        is_column and not ordering and not (isinstance(own, exp.Column) and same(own.name, node.name))
    ):
        raise CannotLift("a name that is an output and a column")
    return named[0]


def _dimension(node: exp.Expr, name: str, reader: ExpressionReader) -> PlanDimension:
    cut = grain_of(node)
    if cut is not None:
        grain, moment = cut
        of = reader.expression(moment)
        calendar = reader.model.calendar
        moved = (grain == "week" and calendar.week_start) or (
            grain in ("year", "quarter") and calendar.fiscal_year_start != 1
        )
        if moved or reader.type_of(of) not in TEMPORAL_TYPES or (grain == "hour" and reader.type_of(of) == "date"):
            raise CannotLift(node.sql())
        return PlanDimension(name=name, label=name, of=of, grain=grain)
    of = reader.expression(node)
    if isinstance(of, DatePart):
        return PlanDimension(name=name, label=name, of=of.of, part=of.part)
    return PlanDimension(name=name, label=name, of=of)


def _same_dimension(one: PlanDimension, other: PlanDimension) -> bool:
    return (one.of, one.grain, one.part) == (other.of, other.grain, other.part)


def _name(shown: exp.Expr, of: Expression) -> str:
    if isinstance(shown, exp.Alias):
        return shown.alias
    return of.name if isinstance(of, FieldRef) else "value"


def _measure_name(shown: exp.Expr) -> str:
    if isinstance(shown, exp.Alias):
        return shown.alias
    function = shown.find(exp.AggFunc)
    column = shown.find(exp.Column)
    parts = (type(function).__name__.lower() if function else "value", column.name if column else "")
    return "_".join(part for part in parts if part)


def _label(of: Expression, name: str, reader: ExpressionReader) -> str:
    if isinstance(of, FieldRef) and name == of.name:
        return reader.field_of(of).label
    return readable(name)
