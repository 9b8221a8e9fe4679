"""“What is in this data?” and “Describe the orders”: the tables with their rows and dates, or the columns of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from agents.analyst.deep.asked import Asked
from agents.analyst.deep.building import Conclusion, Facts, at, column, number, query_of, rounded
from agents.analyst.deep.subject import moment, understood
from agents.analyst.derivations import VALUE
from agents.analyst.numbers import label_text, number_text
from agents.analyst.wording import in_lower
from agents.sql_expert import Understanding
from core.analysis import Analysis
from core.model import Dimension, Entity, Field, Measure
from core.plan import Aggregate, AggregateFunction, Expression, FieldRef, PlanMeasure
from core.query import Query
from core.result import Result
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell
from core.ways import Declined, NotApplicable, Unclear

NAME = "overview"
_MOST_TABLES, _MOST_COLUMNS = 20, 40
_EXAMPLES = 3
_TOLD = 3
_DATA = frozenset(
    (
        "data",
        "dataset",
        "datasets",
        "table",
        "tables",
        "file",
        "files",
        "it",
        "this",
        "here",
        "there",
        "database",
        "workspace",
        "information",
        "everything",
        "set",
        "sets",
    )
)
_POINTING = frozenset({"it", "this", "here", "there"})


def plan_overview(asked: Asked, task: Understanding) -> Analysis:
    """Raises NotApplicable where something else than a table is named: then it is a usual question."""
    entity = _table(asked.subject, task)
    made = _of_columns(entity, task) if entity is not None else _of_tables(task)
    # Nobody asked for these plans: there is nothing in them to change, or for a follow-up to go on from.
    return replace(made, queries=tuple(replace(query, plan=None) for query in made.queries))


def _table(text: str, task: Understanding) -> Entity | None:
    """None for all of the data; of a workspace with one table, that one."""
    words = [word for word in text.casefold().replace("’", "'").split() if word not in _DATA]
    tables = task.model.entities
    if not tables:
        raise Declined("There are no tables yet.", hint="Upload a file first.")
    if not words and task.question.history and text and set(text.casefold().split()) <= _POINTING:
        raise NotApplicable("An earlier answer is pointed at.")
    if not words:
        return tables[0] if len(tables) == 1 else None
    named = [one for one in tables if " ".join(words) in (one.name.casefold(), one.label.casefold())]
    if named:
        return named[0]
    try:
        plan = understood(" ".join(words), task)
    except (Declined, Unclear):
        raise NotApplicable("No table is named.") from None
    if (
        plan.rows is None
        or plan.rows.fields
        or plan.where is not None
        or plan.having is not None
        or plan.limit is not None
    ):
        raise NotApplicable("More than a table is named.")
    return task.model.entity(plan.entity)


def _of_tables(task: Understanding) -> Analysis:
    tables = task.model.entities[:_MOST_TABLES]
    return Analysis(
        computation=NAME,
        queries=tuple(_table_query(one, task) for one in tables),
        titles=tuple(f"Rows and dates of {one.label}" for one in tables),
        read_as="what the data holds",
        settings=tuple(
            pair
            for place, one in enumerate(tables)
            for pair in (
                (f"{place}: table", one.label),
                (f"{place}: columns", len(_shown(one))),
                (f"{place}: date", one.field(one.default_time).label if one.default_time else ""),
            )
        ),
    )


def _table_query(entity: Entity, task: Understanding) -> Query:
    measures = [PlanMeasure(name="rows", label="Rows", value=Aggregate(function="count", entity=entity.name))]
    if entity.default_time is not None:
        of = FieldRef(entity=entity.name, name=entity.default_time)
        measures += [_measure(name, name, function, of) for name, function in _ENDS]
    return query_of(entity.name, task.model, (), measures)


_ENDS: tuple[tuple[str, AggregateFunction], ...] = (("lowest", "min"), ("highest", "max"))


def _measure(name: str, label: str, function: AggregateFunction, of: Expression) -> PlanMeasure:
    assert isinstance(of, FieldRef)
    return PlanMeasure(name=name, label=label, value=Aggregate(function=function, entity=of.entity, of=of, plain=True))


def _shown(entity: Entity) -> list[Field]:
    return [field for field in entity.fields if not field.hidden][:_MOST_COLUMNS]


def _of_columns(entity: Entity, task: Understanding) -> Analysis:
    """One query: how many rows there are, and of each column what there is to tell."""
    fields = _shown(entity)
    measures = [PlanMeasure(name="row_count", label="Rows", value=Aggregate(function="count", entity=entity.name))]
    for place, field in enumerate(fields):
        of = FieldRef(entity=entity.name, name=field.name)
        measures += [_measure(f"{name}_{place}", field.label, function, of) for name, function in _told_of(field)]
    return Analysis(
        computation=NAME,
        queries=(query_of(entity.name, task.model, (), measures),),
        titles=(f"Each column of {entity.label}",),
        read_as=f"what {in_lower(entity.label)} holds, column by column",
        settings=(
            ("table", entity.label),
            *((f"{place}: column", field.label) for place, field in enumerate(fields)),
            *((f"{place}: kind", _kind(field)) for place, field in enumerate(fields)),
            *((f"{place}: unit", field.unit or "") for place, field in enumerate(fields)),
            *((f"{place}: examples", _examples(field)) for place, field in enumerate(fields)),
        ),
    )


def _told_of(field: Field) -> Iterable[tuple[str, AggregateFunction]]:
    yield "filled", "count"
    yield "distinct", "count_distinct"
    is_number = isinstance(field, Measure) and field.type in NUMERIC_TYPES
    if is_number or field.type in TEMPORAL_TYPES:
        yield from _ENDS
    if is_number:
        yield "average", "avg"


def _kind(field: Field) -> str:
    return field.role.replace("_", " ") if isinstance(field, Dimension) else "number"


def _examples(field: Field) -> str:
    """The most frequent values of a column of groups."""
    if not isinstance(field, Dimension) or field.role not in ("category", "flag"):
        return ""
    return ", ".join(label_text(value) for value, _ in field.profile.top[:_EXAMPLES] if value is not None)


def conclude_overview(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    settings = dict(analysis.settings)
    return _columns_told(settings, results[0]) if "table" in settings else _tables_told(settings, results)


Settings = dict[str, str | int | float | bool]


def _tables_told(settings: Settings, results: Sequence[Result]) -> Conclusion:
    facts, rows, named = Facts(), list[tuple[Cell, ...]](), list[str]()
    drafts: list[str] = []
    for place, result in enumerate(results):
        label = str(settings[f"{place}: table"])
        count, *ends = result.rows[0]
        first, last = (_day(one) for one in ends) if ends else (None, None)
        rows.append((label, count, settings[f"{place}: columns"], first, last))
        said = facts.add("count", f"rows:{place}", f"Rows of {label}", count, VALUE, None, [at(place, "rows")])
        named.append(f"{label} ({said} {'row' if count == 1 else 'rows'})")
        if first is not None and last is not None and len(drafts) < _TOLD:
            facts.add("value", f"first:{place}", f"First {label}", first, VALUE, None, [at(place, "first")])
            facts.add("value", f"last:{place}", f"Last {label}", last, VALUE, None, [at(place, "last")])
            by = in_lower(str(settings[f"{place}: date"]))
            drafts.append(f"By {by}, {label} goes from {label_text(first)} to {label_text(last)}.")
    tables = facts.add("count", "tables", "Tables", len(rows), "count of groups")
    listed = ", ".join(named[:-1]) + f" and {named[-1]}" if len(named) > 1 else named[0]
    noun = "table" if len(rows) == 1 else "tables"
    return Conclusion(
        method="each table’s rows, counted",
        columns=(
            column("table", "Table", "text", "dimension"),
            column("rows", "Rows", "integer", "measure"),
            column("columns", "Columns", "integer", "row"),
            column("first", "First date", "date", "row"),
            column("last", "Last date", "date", "row"),
        ),
        rows=tuple(rows),
        facts=tuple(facts.found),
        drafts=(f"There {'is' if len(rows) == 1 else 'are'} {tables} {noun}: {listed}.", *drafts),
        limits=(),
        names=tuple(str(row[0]) for row in rows),
    )


def _day(cell: Cell) -> date | None:
    found = moment(cell)
    return found.date() if found is not None else None


def _columns_told(settings: Settings, result: Result) -> Conclusion:
    cells = dict(zip((one.name for one in result.columns), result.rows[0], strict=True))
    count = int(number(cells["row_count"]) or 0)
    places = range(sum(name.endswith(": column") for name in settings))
    rows = tuple(_column_row(place, settings, cells, count) for place in places)
    facts = Facts()
    drafts = tuple(_told_columns(facts, settings, cells, rows, count))
    return Conclusion(
        method="each column’s values, counted",
        columns=(
            column("column", "Column", "text", "dimension"),
            column("kind", "Kind", "text", "row"),
            column("filled", "Filled", "float", "measure", "ratio"),
            column("different", "Different values", "integer", "row"),
            column("lowest", "Lowest", "text", "row"),
            column("average", "Average", "text", "row"),
            column("highest", "Highest", "text", "row"),
            column("examples", "Most frequent", "text", "row"),
        ),
        rows=rows,
        facts=tuple(facts.found),
        drafts=drafts,
        names=(str(settings["table"]), *(str(row[0]) for row in rows)),
    )


def _column_row(place: int, settings: Settings, cells: dict[str, Cell], count: int) -> tuple[Cell, ...]:
    unit = str(settings[f"{place}: unit"]) or None
    filled = number(cells[f"filled_{place}"]) or 0.0
    ends = [_written(cells.get(f"{name}_{place}"), unit) for name in ("lowest", "average", "highest")]
    return (
        settings[f"{place}: column"],
        settings[f"{place}: kind"],
        round(filled / count, 4) if count else None,
        cells[f"distinct_{place}"],
        *ends,
        settings[f"{place}: examples"] or None,
    )


def _written(cell: Cell, unit: str | None) -> str | None:
    if cell is None:
        return None
    value = number(cell)
    return number_text(rounded(value), unit) if value is not None else label_text(cell)


def _told_columns(
    facts: Facts, settings: Settings, cells: dict[str, Cell], rows: Sequence[tuple[Cell, ...]], count: int
) -> Iterable[str]:
    held = facts.add("count", "rows", "Rows", count, "count of rows")
    columns = facts.add("count", "columns", "Columns", len(rows), "count of groups")
    table = str(settings["table"])
    yield f"{table[:1].upper()}{table[1:]} has {held} {'row' if count == 1 else 'rows'} and {columns} columns."
    gaps = [(place, row) for place, row in enumerate(rows) if isinstance(row[2], float) and row[2] < 1.0]
    for place, row in sorted(gaps, key=lambda one: one[1][2])[:_TOLD]:  # type: ignore[arg-type, return-value]
        empty = count - int(number(cells[f"filled_{place}"]) or 0)
        said = facts.add("count", f"empty:{place}", f"Rows without {row[0]}", empty, "count of nulls")
        yield f"{said} {'row has' if empty == 1 else 'rows have'} no {in_lower(str(row[0]))}."
