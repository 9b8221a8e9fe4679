"""Columns: the wrong qualifier, a near-miss name, a table that was not joined, text in double quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sqlglot import exp

from agents.sql_expert.near_names import nearest, of_same_words
from agents.sql_expert.repair_joining import join_in, linked_to, own_columns
from core.model import Entity, Relationship, SemanticModel
from semantic_layer.compiler.identifiers import identifier
from semantic_layer.sql_sources import Source, Sources, same

Nearest = Callable[[str, Iterable[str], str], str | None]

_COMPARISONS = (exp.EQ, exp.NEQ, exp.In, exp.Like, exp.ILike)


def mend_columns(tree: exp.Expr, model: SemanticModel) -> list[str]:
    notes: list[str] = []
    for select in list(tree.find_all(exp.Select)):
        for found in own_columns(select):
            sources = Sources(select, model)
            if sources.known and sources.all and not _is_found(found, sources):
                notes.extend(_Mender(select, sources, model).mend(found))
    return notes


def _is_found(found: exp.Column, sources: Sources) -> bool:
    if found.table:
        source = sources.of(found.table)
        return source is not None and source.has(found.name)
    homes = sum(source.has(found.name) for source in sources.all)
    return homes == 1 or (homes == 0 and _names_output(found, sources.select))


def _names_output(found: exp.Column, select: exp.Select) -> bool:
    """An output may be named in every clause but WHERE of DuckDB's, and there too."""
    return any(isinstance(one, exp.Alias) and same(one.alias, found.name) for one in select.selects)


class _Mender:
    def __init__(self, select: exp.Select, sources: Sources, model: SemanticModel) -> None:
        self._select, self._sources, self._model = select, sources, model

    def mend(self, found: exp.Column) -> Iterator[str]:
        name = found.sql(dialect="duckdb")
        homes = [source for source in self._sources.all if source.has(found.name)]
        if self._is_outer(found):
            return
        if self._by_table_name(found):
            return
        if len(homes) > 1 and not found.table and self._are_tied(homes, found.name):
            found.set("table", identifier(homes[0].alias))
        elif len(homes) == 1 and not self._would_meet_itself(found, homes[0]):
            found.set("table", identifier(homes[0].alias))
            yield f"{name} is a column of {_shown(homes[0])}."
        elif not homes and self._is_text(found):
            found.replace(exp.Literal.string(found.name))
            yield f"“{found.name}” was read as text."
        elif not homes and (meant := self._near(found, of_same_words)) is not None:
            yield f"There is no column {name}: read as {meant}."
        elif not homes and (joined := self._joined(found)) is not None:
            yield f"{joined} was joined, which has the column {found.name}."
        elif not homes and (meant := self._near(found, nearest)) is not None:
            yield f"There is no column {name}: read as {meant}."
        elif not homes and (joined := self._joined_over_another(found)) is not None:
            yield f"{joined} was joined, which has the column {found.name}."

    def _would_meet_itself(self, found: exp.Column, home: Source) -> bool:
        """A comparison of a column with itself keeps every row."""
        test = found.parent
        if not isinstance(test, exp.EQ):
            return False
        other = test.expression if test.this is found else test.this
        return isinstance(other, exp.Column) and same(other.name, found.name) and same(other.table, home.alias)

    def _is_outer(self, found: exp.Column) -> bool:
        outer = self._select.parent_select
        while outer is not None:
            if isinstance(outer, exp.Select) and _is_found(found, Sources(outer, self._model)):
                return True
            outer = outer.parent_select
        return False

    def _by_table_name(self, found: exp.Column) -> bool:
        """A table called by its name where it has an alias."""
        named = [
            source
            for source in self._sources.all
            if source.entity and same(source.entity.name, found.table) and source.has(found.name)
        ]
        if len(named) != 1 or self._sources.of(found.table) is not None:
            return False
        found.set("table", identifier(named[0].alias))
        return True

    def _are_tied(self, homes: list[Source], name: str) -> bool:
        """Whether it is the same value wherever it is read from."""
        key, first = name.casefold(), homes[0].alias
        ties = [{tie.left, tie.right} for tie in self._sources.ties]
        return all({(first, key), (other.alias, key)} in ties for other in homes[1:])

    def _is_text(self, found: exp.Column) -> bool:
        quoted = bool(found.this.args.get("quoted")) and not found.table
        return quoted and isinstance(found.parent, _COMPARISONS)

    def _near(self, found: exp.Column, nearest: Nearest) -> str | None:
        source = self._sources.of(found.table) if found.table else None
        among = [source] if source is not None else list(self._sources.all)
        near: list[tuple[Source, str]] = []
        for one in among:
            meant = nearest(found.name, [name for name in one.columns if name != "*"], _shown(one))
            if meant is not None:
                near.append((one, meant))
        if len(near) != 1:
            return None
        found.set("this", identifier(near[0][1]))
        found.set("table", identifier(near[0][0].alias))
        return f"{_shown(near[0][0])}.{near[0][1]}"

    def _joined(self, found: exp.Column) -> str | None:
        """Joins the one table that has the column and is linked to one that is read, by one relationship."""
        options: list[tuple[Source, Relationship, Entity]] = []
        for source in self._sources.all:
            for one in self._model.relationships if source.entity else ():
                ends = (one.from_entity, one.to_entity)
                if source.entity is None or source.entity.name not in ends or ends[0] == ends[1]:
                    continue
                other = self._model.entity(ends[1] if ends[0] == source.entity.name else ends[0])
                if any(same(field.name, found.name) for field in other.fields):
                    options.append((source, one, other))
        if found.table and any(same(other.name, found.table) for _, _, other in options):
            options = [option for option in options if same(option[2].name, found.table)]
        if len(options) != 1:
            return None
        source, one, other = options[0]
        found.set("table", identifier(join_in(self._sources, source, one, other)))
        return other.name

    def _joined_over_another(self, found: exp.Column) -> str | None:
        """Joins two tables where the column's one is linked by just one other to what is read."""
        ways = [way for source in self._sources.all if source.entity for way in self._ways(source, found)]
        if found.table and any(same(way[3].name, found.table) for way in ways):
            ways = [way for way in ways if same(way[3].name, found.table)]
        if len(ways) != 1:
            return None
        source, (one, middle), (other, goal) = ways[0][0], ways[0][1], ways[0][2:]
        alias = join_in(self._sources, source, one, middle)
        joined = Source(alias=alias, entity=middle, join=self._select.args["joins"][-1])
        self._sources = Sources(self._select, self._model)
        found.set("table", identifier(join_in(self._sources, joined, other, goal)))
        return f"{goal.name} over {middle.name}"

    def _ways(
        self, source: Source, found: exp.Column
    ) -> Iterator[tuple[Source, tuple[Relationship, Entity], Relationship, Entity]]:
        for one, middle in linked_to(source.entity, self._model):
            for other, goal in linked_to(middle, self._model):
                read = any(same(goal.name, known.entity.name) for known in self._sources.all if known.entity)
                if not read and any(same(field.name, found.name) for field in goal.fields):
                    yield source, (one, middle), other, goal


def _shown(source: Source) -> str:
    return source.entity.name if source.entity else source.alias
