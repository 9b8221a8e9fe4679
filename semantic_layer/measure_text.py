"""Measures and conditions of a model as SQL text that people write, and back."""

from __future__ import annotations

from collections.abc import Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.errors import InvalidInput, UnknownName, UserError
from core.model import Relationship, SemanticModel
from core.plan import (
    Aggregate,
    ArithmeticOperator,
    Condition,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
    Plan,
    PlanMeasure,
)
from semantic_layer.compiler import compile_plan
from semantic_layer.compiler.expressions import arithmetic_sql
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.lift import lift

_OPERATORS: dict[type[exp.Expr], ArithmeticOperator] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_LONGEST, _MOST_PARENTHESES = 8_000, 120
_HINT = "Write it like SUM(orders.amount), or SUM(orders.amount) / COUNT(DISTINCT orders.customer_id)."


def read_measure(text: str, model: SemanticModel, entity: str | None = None) -> MeasureExpression:
    """Aggregates of columns, constants and names of metrics, with + - * /; null where a divisor is 0.

    Columns without a table are those of `entity`; where none is given, of the metrics that are named or of the only
    table that has them. Raises InvalidInput and UnknownName.
    """
    tree = _parsed(text)
    return _measure(tree, model, entity or _home_of_metrics(tree, model))


def read_condition(text: str, model: SemanticModel, entity: str) -> Condition:
    """Raises InvalidInput where it is no condition on rows of `entity`."""
    plan = _lifted(exp.Count(this=exp.Star(), big_int=True), model, entity, where=_parsed(text))
    if plan is None or plan.where is None:
        raise InvalidInput(
            f"“{text}” is not understood as a condition on {entity}.", hint="Write it like status = 'paid'."
        )
    return plan.where


def entity_of_measure(expression: MeasureExpression, model: SemanticModel) -> str:
    """The table whose rows it is first told of."""
    match expression:
        case Aggregate(entity=entity):
            return entity
        case MeasureArithmetic(left=left, right=right):
            return entity_of_measure(right if isinstance(left, MeasureConstant) else left, model)
        case MetricRef(name=name):
            known = {one.name: one.entity for one in model.metrics}
            if name not in known:
                raise UnknownName("metric", name, known)
            return known[name]
        case _:
            raise InvalidInput("A metric needs something that is counted or added up.", hint=_HINT)


def measure_text(expression: MeasureExpression, model: SemanticModel, entity: str) -> str | None:
    """As DuckDB's SQL, that `read_measure` reads as the same over `entity`; None where no such text says it."""
    parts = _aggregates(expression)
    if any(one.of is None and one.entity != entity for one in parts):
        return None
    tree = measure_tree(expression, model, qualified={one.entity for one in parts} != {entity})
    return None if tree is None else tree.sql("duckdb")


def measure_tree(expression: MeasureExpression, model: SemanticModel, *, qualified: bool) -> exp.Expr | None:
    """One expression over columns; `qualified` by their tables. None where it takes more than that."""
    match expression:
        case MetricRef(name=name, where=None):
            return exp.column(name)
        case MeasureConstant(value=value):
            return exp.Literal.number(int(value) if value == int(value) else value)
        case MeasureArithmetic(operator=operator, left=left, right=right):
            sides = [measure_tree(side, model, qualified=qualified) for side in (left, right)]
            return None if sides[0] is None or sides[1] is None else arithmetic_sql(operator, sides[0], sides[1])
        case Aggregate():
            return _aggregate_tree(expression, model, qualified=qualified)
    return None


def condition_tree(condition: Condition, entity: str, model: SemanticModel, *, qualified: bool) -> exp.Expr | None:
    """None where it takes more than columns of `entity`."""
    count = Aggregate(function="count", entity=entity)
    select = _plain_select(Plan(entity=entity, measures=(_shown(count),), where=condition), model)
    where = select.args.get("where") if select is not None else None
    return None if where is None else _qualified(where.this, entity, qualified=qualified)


def condition_text(condition: Condition, entity: str, model: SemanticModel) -> str | None:
    """As `read_condition` reads it as the same; None where no such text says it."""
    tree = condition_tree(condition, entity, model, qualified=False)
    return None if tree is None else tree.sql("duckdb")


def _parsed(text: str) -> exp.Expr:
    if len(text) > _LONGEST or text.count("(") > _MOST_PARENTHESES:
        raise InvalidInput("The expression is too long.", hint="Make metrics of its parts, and use their names.")
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except SqlglotError:
        raise InvalidInput(f"“{text}” cannot be read as an expression.", hint=_HINT) from None
    if isinstance(tree, exp.Query | exp.Command | exp.DDL) or tree.find(exp.Query):
        raise InvalidInput(f"“{text}” is a statement, not an expression.", hint=_HINT)
    return tree


def _measure(node: exp.Expr, model: SemanticModel, entity: str | None) -> MeasureExpression:
    operator = _OPERATORS.get(type(node))
    if operator is not None:
        left, right = _measure(node.this, model, entity), _measure(node.expression, model, entity)
        return MeasureArithmetic(operator=operator, left=left, right=right)
    if isinstance(node, exp.Paren) or (isinstance(node, exp.Nullif) and _is_zero(node.expression)):
        return _measure(node.this, model, entity)
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return MeasureConstant(value=-float(node.this.this))
    if isinstance(node, exp.Literal) and not node.is_string:
        return MeasureConstant(value=float(node.this))
    if isinstance(node, exp.Column):
        return _metric_ref(node, model)
    return _aggregate(node, model, entity)


def _metric_ref(node: exp.Column, model: SemanticModel) -> MetricRef:
    names = {one.name.casefold(): one.name for one in model.metrics}
    if node.table or node.name.casefold() not in names:
        message = f"“{node.sql('duckdb')}” is not a metric, and a column alone is not added up."
        raise InvalidInput(message, hint=f"{_HINT} Metrics there are: {', '.join(names.values()) or 'none'}.")
    return MetricRef(name=names[node.name.casefold()])


def _aggregate(node: exp.Expr, model: SemanticModel, entity: str | None) -> MeasureExpression:
    home = _home(node, model, entity)
    plan = _lifted(node, model, home)
    if plan is None or len(plan.measures) != 1 or plan.where is not None:
        raise InvalidInput(f"“{node.sql('duckdb')}” is not understood over {home}.", hint=_HINT)
    return plan.measures[0].value


def _home(node: exp.Expr, model: SemanticModel, entity: str | None) -> str:
    known = {one.name.casefold(): one.name for one in model.entities}
    named = list(dict.fromkeys(column.table for column in node.find_all(exp.Column) if column.table))
    for name in named:
        if name.casefold() not in known:
            raise UnknownName("table", name, known.values())
    tables = [known[name.casefold()] for name in named]
    _check_columns(node, model, tables[0] if len(tables) == 1 else entity)
    if len(tables) == 1:
        return tables[0]
    return _many_side(tables, model) if tables else _only(entity, node, model)


def _check_columns(node: exp.Expr, model: SemanticModel, home: str | None) -> None:
    for column in node.find_all(exp.Column):
        table = next(
            (one for one in model.entities if one.name.casefold() == (column.table or home or "").casefold()), None
        )
        if table is not None and column.name.casefold() not in {field.name.casefold() for field in table.fields}:
            raise UnknownName("column", f"{table.name}.{column.name}", [f"{table.name}.{f.name}" for f in table.fields])


def _only(entity: str | None, node: exp.Expr, model: SemanticModel) -> str:
    if entity is not None:
        return entity
    wanted = {column.name.casefold() for column in node.find_all(exp.Column)}
    having = [one.name for one in model.entities if wanted <= {field.name.casefold() for field in one.fields}]
    if len(having) == 1:
        return having[0]
    told = f" {', '.join(having)} have such columns." if wanted and having else ""
    raise InvalidInput(f"“{node.sql('duckdb')}” names no table.{told}", hint=_HINT)


def _home_of_metrics(tree: exp.Expr, model: SemanticModel) -> str | None:
    known = {one.name.casefold(): one.entity for one in model.metrics}
    homes = {known[one.name.casefold()] for one in tree.find_all(exp.Column) if one.name.casefold() in known}
    return homes.pop() if len(homes) == 1 else None


def _many_side(tables: Sequence[str], model: SemanticModel) -> str:
    for one in tables:
        if all(other == one or len(_between(one, other, model)) == 1 for other in tables):
            return one
    raise InvalidInput(f"No single relationship leads from one of {', '.join(tables)} to the others.", hint=_HINT)


def _between(one: str, other: str, model: SemanticModel) -> list[Relationship]:
    return [each for each in model.relationships if (each.from_entity, each.to_entity) == (one, other)]


def _lifted(node: exp.Expr, model: SemanticModel, entity: str, where: exp.Expr | None = None) -> Plan | None:
    select = exp.select(exp.alias_(node.copy(), "value")).from_(
        exp.to_identifier(entity, quoted=True).sql("duckdb"), dialect="duckdb"
    )
    for table in dict.fromkeys(column.table for column in node.find_all(exp.Column) if column.table):
        if table.casefold() != entity.casefold():
            select = select.join(_join(entity, table, model), dialect="duckdb", join_type="left")
    if where is not None:
        select = select.where(where.copy())
    return lift(select.sql("duckdb"), model)


def _join(entity: str, table: str, model: SemanticModel) -> exp.Join:
    (way,) = [
        one for one in model.relationships if one.from_entity == entity and one.to_entity.casefold() == table.casefold()
    ]
    tests = [
        exp.EQ(this=exp.column(own, entity, quoted=True), expression=exp.column(key, way.to_entity, quoted=True))
        for own, key in zip(way.from_columns, way.to_columns, strict=True)
    ]
    return exp.Join(
        this=exp.to_table(exp.to_identifier(way.to_entity, quoted=True).sql("duckdb"), dialect="duckdb"),
        on=exp.and_(*tests),
    )


def _aggregate_tree(aggregate: Aggregate, model: SemanticModel, *, qualified: bool) -> exp.Expr | None:
    select = _plain_select(Plan(entity=aggregate.entity, measures=(_shown(aggregate),)), model)
    if select is None or select.args.get("where") or len(select.selects) != 1:
        return None
    return _qualified(select.selects[0].unalias(), aggregate.entity, qualified=qualified)


def _plain_select(plan: Plan, model: SemanticModel) -> exp.Select | None:
    """The SQL of a Plan, where it reads one table and nothing else."""
    try:
        query = compile_plan(plan, model)
    except (UserError, SeveralPaths):
        return None
    tree = sqlglot.parse_one(query.sql, read="duckdb")
    plain = (
        isinstance(tree, exp.Select) and not query.parameters and len(list(tree.find_all(exp.Query, exp.Table))) == 2
    )
    return tree if plain and isinstance(tree, exp.Select) else None


def _qualified(tree: exp.Expr, entity: str, *, qualified: bool) -> exp.Expr:
    tree = tree.copy()
    for column in tree.find_all(exp.Column):
        column.set("table", exp.to_identifier(entity) if qualified else None)
    return tree


def _aggregates(expression: MeasureExpression) -> list[Aggregate]:
    if isinstance(expression, MeasureArithmetic):
        return [*_aggregates(expression.left), *_aggregates(expression.right)]
    return [expression] if isinstance(expression, Aggregate) else []


def _shown(aggregate: Aggregate) -> PlanMeasure:
    return PlanMeasure(name="value", label="value", value=aggregate)


def _is_zero(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and float(node.this) == 0
