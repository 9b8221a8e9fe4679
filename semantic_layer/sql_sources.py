"""What one SELECT reads, and which of its sources has at most one row for a row of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from core.model import Entity, SemanticModel
from semantic_layer.compiler.paths import heeded_cardinality

_NEARLY_ALL = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`entity` for a table, `query` for rows of a query, neither for what cannot be told. `join` is None for the first."""

    alias: str
    entity: Entity | None = None
    query: exp.Query | None = None
    join: exp.Join | None = None

    def has(self, name: str) -> bool:
        return any(known == "*" or same(known, name) for known in self.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """A star stands for columns that are not listed."""
        if self.entity is not None:
            return tuple(field.name for field in self.entity.fields)
        return tuple(shown.alias_or_name for shown in self.query.selects) if self.query else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """The two columns that a join or a condition says are equal, each as (alias, column)."""

    left: tuple[str, str]
    right: tuple[str, str]


class Sources:
    """Raises nothing: what is not understood is a source of neither kind."""

    def __init__(self, select: exp.Select, model: SemanticModel) -> None:
        self.select = select
        self.model = model
        self.all = tuple(self._sources())
        self.ties = tuple(self._ties())
        self._fixed = frozenset(self._fixed_columns())

    @property
    def known(self) -> bool:
        return all(source.entity or source.query for source in self.all)

    def of(self, alias: str) -> Source | None:
        return next((source for source in self.all if same(source.alias, alias)), None)

    def home(self, column: exp.Column) -> Source | None:
        """The source that a column belongs to; None where that is not one of them."""
        if column.table:
            return self.of(column.table)
        homes = [source for source in self.all if source.has(column.name)]
        return homes[0] if len(homes) == 1 else None

    def met_once_by(self, alias: str) -> frozenset[str]:
        """Sources of which a row of `alias` meets at most one row, itself included."""
        met = {alias}
        while True:
            more = [s.alias for s in self.all if s.alias not in met and self._is_unique(s, self._bound(s.alias, met))]
            if not more:
                return frozenset(met)
            met.add(more[0])

    def grains(self) -> frozenset[str]:
        """Sources whose rows are repeated by no join."""
        aliases = {source.alias for source in self.all}
        return frozenset(alias for alias in aliases if self.met_once_by(alias) == aliases)

    def told_by_groups(self) -> frozenset[str]:
        """Sources of which all rows of a group meet the same one row."""
        if any(source.join is not None and source.join.side for source in self.all):
            return frozenset()
        fixed, told = set(self._fixed), set[str]()
        while True:
            ends = [(one, other) for tie in self.ties for one, other in ((tie.left, tie.right), (tie.right, tie.left))]
            fixed |= {other for one, other in ends if one in fixed or one[0] in told}
            more = [
                source.alias
                for source in self.all
                if source.alias not in told
                and source.entity is not None
                and has_key(source.entity, {name for owner, name in fixed if owner == source.alias}, self.model)
            ]
            if not more and all(other in fixed for one, other in ends if one in fixed or one[0] in told):
                return frozenset(told)
            told.update(more)

    def is_tie(self, part: exp.Expr) -> bool:
        return isinstance(part, exp.EQ) and self._tie(part) is not None

    def _bound(self, alias: str, met: Iterable[str]) -> set[str]:
        known = set(met)
        bound = {name for owner, name in self._fixed if owner == alias}
        for tie in self.ties:
            for own, other in ((tie.left, tie.right), (tie.right, tie.left)):
                if own[0] == alias and other[0] in known:
                    bound.add(own[1])
        return bound

    def _is_unique(self, source: Source, columns: set[str]) -> bool:
        if source.entity is not None:
            return is_unique(source.entity, columns, self.model)
        return source.query is None or _is_unique_query(source.query, columns, self.model)

    def _sources(self) -> Iterator[Source]:
        first = self.select.args.get("from_")
        if first is None:
            return
        yield self._source(first.this, None)
        for join in self.select.args.get("joins") or ():
            if (join.side or join.kind or "").upper() not in ("SEMI", "ANTI"):
                yield self._source(join.this, join)

    def _source(self, relation: exp.Expr, join: exp.Join | None) -> Source:
        alias = relation.alias_or_name
        if isinstance(relation, exp.Subquery):
            inner = relation.unnest()
            return Source(alias=alias, query=inner if isinstance(inner, exp.Query) else None, join=join)
        if not isinstance(relation, exp.Table) or not isinstance(relation.this, exp.Identifier):
            return Source(alias=alias, join=join)
        query = _named_query(relation)
        if query is not None:
            return Source(alias=alias, query=query, join=join)
        entity = next((one for one in self.model.entities if same(one.name, relation.name)), None)
        return Source(alias=alias, entity=entity, join=join)

    def _ties(self) -> Iterator[Tie]:
        where = self.select.args.get("where")
        conditions = [where.this] if where else []
        for source in self.all:
            if source.join is not None:
                if source.join.args.get("on"):
                    conditions.append(source.join.args["on"])
                yield from self._used(source)
        for condition in conditions:
            for part in conjuncts(condition):
                if isinstance(part, exp.EQ) and (tie := self._tie(part)) is not None:
                    yield tie

    def _tie(self, part: exp.EQ) -> Tie | None:
        ends = [self._end(side) for side in (part.this, part.expression)]
        if ends[0] is None or ends[1] is None or ends[0][0] == ends[1][0]:
            return None
        return Tie(left=ends[0], right=ends[1])

    def _end(self, side: exp.Expr) -> tuple[str, str] | None:
        inner = side.this if isinstance(side, exp.Cast) else side
        home = self.home(inner) if isinstance(inner, exp.Column) else None
        return (home.alias, inner.name.casefold()) if home else None

    def _used(self, source: Source) -> Iterator[Tie]:
        """USING and NATURAL: columns of the same name in what was joined before."""
        assert source.join is not None
        before = self.all[: self.all.index(source)]
        names = [name.name for name in source.join.args.get("using") or ()]
        if (source.join.args.get("method") or "").upper() == "NATURAL" and source.entity:
            names = [field.name for field in source.entity.fields]
        for name in names:
            for earlier in before:
                if earlier.has(name):
                    yield Tie(left=(earlier.alias, name.casefold()), right=(source.alias, name.casefold()))

    def _fixed_columns(self) -> Iterator[tuple[str, str]]:
        """Columns with one value in each group: those grouped by, and those a condition sets equal to a constant."""
        group = self.select.args.get("group")
        for key in group.expressions if group else ():
            target = self._output(key)
            if isinstance(target, exp.Column) and (home := self.home(target)):
                yield home.alias, target.name.casefold()
        where = self.select.args.get("where")
        for part in conjuncts(where.this) if where else ():
            if isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and _is_constant(part.expression):
                home = self.home(part.this)
                if home is not None:
                    yield home.alias, part.this.name.casefold()

    def group_keys(self) -> list[exp.Expr]:
        """What is grouped by, where positions and names of outputs stand for it."""
        group = self.select.args.get("group")
        return [self._output(key) for key in group.expressions] if group else []

    def _output(self, key: exp.Expr) -> exp.Expr:
        """What a position or the name of an output stands for."""
        shown = self.select.selects
        if isinstance(key, exp.Literal) and not key.is_string and 1 <= int(key.this) <= len(shown):
            return shown[int(key.this) - 1].unalias()
        if isinstance(key, exp.Column) and not key.table and self.home(key) is None:
            named = [one for one in shown if isinstance(one, exp.Alias) and same(one.alias, key.name)]
            return named[0].this if named else key
        return key


def same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    inner = condition.unnest()
    if isinstance(inner, exp.And):
        return [*conjuncts(inner.this), *conjuncts(inner.expression)]
    return [inner]


def is_unique(entity: Entity, columns: Iterable[str], model: SemanticModel) -> bool:
    """Whether no two rows are alike in `columns` (in lower case)."""
    given = set(columns)
    if has_key(entity, given, model):
        return True
    return entity.rows <= 1 or any(
        field.profile.distinct >= _NEARLY_ALL * entity.rows and field.profile.nulls == 0 and field.profile.rows > 1
        for field in entity.fields
        if field.name.casefold() in given and not entity.key
    )


def has_key(entity: Entity, given: set[str], model: SemanticModel) -> bool:
    """Whether `given` columns (in lower case) are known to tell all rows apart."""
    if entity.key and {name.casefold() for name in entity.key} <= given:
        return True
    for one in model.relationships:
        cardinality = heeded_cardinality(one)
        to_one = cardinality in ("many_to_one", "one_to_one")
        if to_one and one.to_entity == entity.name and {name.casefold() for name in one.to_columns} <= given:
            return True
        back = cardinality in ("one_to_many", "one_to_one") and one.from_entity == entity.name
        if back and {name.casefold() for name in one.from_columns} <= given:
            return True
    return False


def _is_unique_query(query: exp.Query, columns: set[str], model: SemanticModel) -> bool:
    """True as well where it cannot be told: only what is known to repeat rows is claimed to."""
    if not isinstance(query, exp.Select):
        return True
    group, outputs = query.args.get("group"), {one.alias_or_name.casefold(): one.unalias() for one in query.selects}
    if group is not None and not group.expressions:
        return True
    if group is not None:
        return all(_is_given(key, outputs, columns, query) for key in group.expressions)
    if query.find(exp.AggFunc) and all(one.find(exp.AggFunc) for one in query.selects):
        return True
    if query.args.get("distinct"):
        return set(outputs) <= columns
    sources = Sources(query, model)
    if len(sources.all) != 1 or sources.all[0].entity is None or query.args.get("limit"):
        return True
    if any(isinstance(one, exp.Star) for one in query.selects):
        return is_unique(sources.all[0].entity, columns, model)
    passed = {own.name.casefold() for name, own in outputs.items() if name in columns and isinstance(own, exp.Column)}
    return is_unique(sources.all[0].entity, passed, model)


def _is_given(key: exp.Expr, outputs: dict[str, exp.Expr], columns: set[str], query: exp.Select) -> bool:
    if isinstance(key, exp.Literal) and not key.is_string and int(key.this) <= len(query.selects):
        return query.selects[int(key.this) - 1].alias_or_name.casefold() in columns
    names = {name for name, own in outputs.items() if own == key or same_column(own, key)}
    names |= {key.name.casefold()} if isinstance(key, exp.Column) and key.name.casefold() in outputs else set()
    return bool(names & columns)


def same_column(one: exp.Expr, other: exp.Expr) -> bool:
    """Whether two columns have one name and no qualifiers that differ."""
    if not (isinstance(one, exp.Column) and isinstance(other, exp.Column)):
        return False
    return same(one.name, other.name) and (not one.table or not other.table or same(one.table, other.table))


def _named_query(relation: exp.Table) -> exp.Query | None:
    """The query of a WITH that stands around `relation` and has its name."""
    node: exp.Expr | None = relation
    while node is not None:
        with_ = node.args.get("with_")
        for cte in with_.expressions if with_ else ():
            if (
                same(cte.alias, relation.name)
                and isinstance(cte.this, exp.Query)
                and relation.find_ancestor(exp.CTE) is not cte
            ):
                return cte.this
        node = node.parent
    return None


def _is_constant(side: exp.Expr) -> bool:
    return not side.find(exp.Column, exp.Query)
