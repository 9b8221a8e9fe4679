"""The rows a SELECT reads: its table, the look-ups joined to it, and what names mean there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace

from sqlglot import exp

from core.errors import InvalidInput, UnknownName
from core.model import Calendar, Entity, Field, SemanticModel
from core.plan import FieldRef, Plan, RowPlace
from core.table import ColumnType
from semantic_layer.compiler.identifiers import FreeNames, column, identifier, relation
from semantic_layer.compiler.paths import Hop, Path, find, starts_at, walk
from semantic_layer.profile import WRITTEN_AS


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What all SELECTs of one statement share."""

    model: SemanticModel
    names: FreeNames
    subquery: Callable[[Plan], exp.Query]

    @property
    def calendar(self) -> Calendar:
        return self.model.calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    hop: Hop
    left: str
    right: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Distinct links to groups on the many side of `hop`, joined to a row by its key."""

    name: str
    links: exp.Select
    on: exp.Expr
    hop: Hop


class Scope:
    """Grows a join for each look-up that a field needs.

    `start` is the entity that `FieldRef.via` counts from; it differs from `entity` where a measure of another table
    is aggregated for a Plan. `outer` is the scope that a correlated subquery sits in.
    """

    def __init__(
        self,
        statement: Statement,
        entity: str,
        *,
        start: str | None = None,
        outer: Scope | None = None,
        outputs: Mapping[str, exp.Expr] | None = None,
    ) -> None:
        self.statement = statement
        self.entity = entity_of(statement.model, entity).name
        self.start = start or entity
        self.outer = outer
        self.outputs = outputs or {}
        self.alias = _own_alias(entity, outer)
        self.joined: dict[tuple[str, ...], Joined] = {}
        self.bridges: list[Bridge] = []
        self.numbered: set[str] = set()

    @property
    def model(self) -> SemanticModel:
        return self.statement.model

    def field(self, ref: FieldRef) -> exp.Expr:
        """The column, joining what leads to it. Raises UnknownName, InvalidInput, SeveralPaths."""
        field = field_of(self.model, ref)
        if self._is_outer(ref):
            assert self.outer is not None
            return self.outer.field(ref)
        cell = column(ref.name, self.alias_of(self.path_to(ref)))
        return exp.TryCast(this=cell, to=exp.DataType.build(WRITTEN_AS[field.type])) if field.written else cell

    def row_place(self, place: RowPlace) -> exp.Expr:
        """The number of a row of this scope's own table. Raises InvalidInput for another table."""
        if place.entity != self.entity:
            raise InvalidInput(f"Rows of {place.entity} have no place among {self.entity}.", stage="compiling")
        self.numbered.add(self.alias)
        return column(self._place_name, self.alias)

    @property
    def _place_name(self) -> str:
        return FreeNames(field.name for field in self.model.entity(self.entity).fields).take("row_place")

    def _own_rows(self) -> exp.Expr:
        """Numbered before any of them is left out."""
        if self.alias not in self.numbered:
            return relation(self.entity, self.alias)
        number = exp.alias_(exp.Window(this=exp.RowNumber()), self._place_name, quoted=False)
        rows = exp.select(exp.Star(), number).from_(relation(self.entity, self.entity))
        return exp.Subquery(this=rows, alias=exp.TableAlias(this=identifier(self.alias)))

    def type_of(self, ref: FieldRef) -> ColumnType:
        return field_of(self.model, ref).type

    def output_type(self, name: str) -> ColumnType | None:
        """None where there are no outputs yet, or the type of one cannot be told."""
        return None

    def output(self, name: str) -> exp.Expr:
        if name not in self.outputs:
            raise UnknownName("column of the answer", name, self.outputs, stage="compiling")
        return self.outputs[name].copy()

    def any_path(self, ref: FieldRef) -> Path:
        """Look-ups where they lead to the field, else a path over the many side. Raises InvalidInput, SeveralPaths."""
        field_of(self.model, ref)
        path = self._path(ref)
        if path is None:
            path = find(self.model, self.entity, ref.entity, to_one=False)
        if path is None:
            raise InvalidInput(f"Nothing links {self.entity} to {ref.entity}.", stage="compiling")
        return path

    def path_to(self, ref: FieldRef) -> Path:
        """Look-ups from this scope's entity to the field's. Raises InvalidInput where a row could meet several."""
        path = self._path(ref)
        if path is None or not all(hop.to_one for hop in path):
            raise InvalidInput(
                f"A row of {self.entity} may have several rows of {ref.entity}, or none that is linked,"
                f" so “{ref.entity}.{ref.name}” is not one value of it.",
                hint=f"Aggregate {ref.entity}, or ask for {self.entity} that have such {ref.entity}.",
                stage="compiling",
            )
        return path

    def _path(self, ref: FieldRef) -> Path | None:
        if ref.via:
            return self._named_path(ref)
        if ref.entity == self.entity:
            return ()
        through_start = self.path_to_start()
        if through_start is None or self.entity == self.start:
            return find(self.model, self.entity, ref.entity)
        rest = () if ref.entity == self.start else find(self.model, self.start, ref.entity)
        return find(self.model, self.entity, ref.entity) if rest is None else (*through_start, *rest)

    def _named_path(self, ref: FieldRef) -> Path:
        """`via` counts from the Plan's entity, or from the entity that is aggregated."""
        first = ref.via[0]
        prefix = self.path_to_start() if starts_at(self.model, self.start, first) else None
        if prefix is not None:
            path = (*prefix, *walk(self.model, self.start, ref.via))
            if path[-1].right == ref.entity:
                return path
        path = walk(self.model, self.entity, ref.via)
        if path[-1].right != ref.entity:
            raise InvalidInput(f"“{' → '.join(ref.via)}” does not lead to {ref.entity}.", stage="compiling")
        return path

    def path_to_start(self) -> Path | None:
        """Look-ups from the entity that is aggregated to the Plan's; None where there are none."""
        return () if self.entity == self.start else find(self.model, self.entity, self.start)

    def require_start(self) -> None:
        """Rows without a partner in the Plan's entity are left out."""
        self.alias_of(self.path_to_start() or ())
        self.joined = {key: replace(joined, required=True) for key, joined in self.joined.items()}

    def of_rows(self) -> Scope:
        """The same rows and joins, for what is said about a row of this scope's own entity."""
        own = copy(self)
        own.start = self.entity
        return own

    def path_between(self, goal: str, via: tuple[str, ...]) -> Path:
        """From the Plan's entity to `goal`, over any kind of relationship. Raises InvalidInput, SeveralPaths."""
        path = walk(self.model, self.start, via) if via else find(self.model, self.start, goal, to_one=False)
        if not path or path[-1].right != goal:
            raise InvalidInput(f"Nothing links {self.start} to {goal}.", stage="compiling")
        return path

    def link_to(self, outer: Scope, path: Path) -> exp.Expr:
        """What ties a row here to a row of `outer`, whose `path` ends here; tables in between are joined."""
        first, *between = path
        own = self.alias_back(tuple(between))
        to_outer = outer.path_to_start()
        if to_outer is None:
            raise InvalidInput(f"Nothing says which {outer.start} a row of {outer.entity} has.", stage="compiling")
        return join_condition(self.model, first, outer.alias_of(to_outer), own)

    def alias_back(self, path: Path) -> str:
        """Joins the tables of a path that ends here, and gives the first one's alias."""
        return self.alias_of(tuple(hop.reversed for hop in reversed(path)))

    def _is_outer(self, ref: FieldRef) -> bool:
        return self.outer is not None and ref.entity == self.outer.entity != self.entity

    def alias_of(self, path: Path) -> str:
        alias = self.alias
        for end in range(1, len(path) + 1):
            alias = self._join(path[:end], alias)
        return alias

    def _join(self, path: Path, left: str) -> str:
        key = tuple(f"{hop.relationship.name}{'>' if hop.forward else '<'}" for hop in path)
        if key not in self.joined:
            right = _join_alias(path[-1], self._aliases(), self.model)
            self.joined[key] = Joined(hop=path[-1], left=left, right=right)
        return self.joined[key].right

    def _aliases(self) -> set[str]:
        own = {self.alias, *(joined.right for joined in self.joined.values())}
        return own | (self.outer._aliases() if self.outer else set())

    def select(self, unmatched: str) -> exp.Select:
        """FROM and JOINs, without projections; made last, when all look-ups are known."""
        select = exp.Select().from_(self._own_rows(), copy=False)
        for joined in self.joined.values():
            select.join(
                relation(joined.hop.right, joined.right),
                on=join_condition(self.model, joined.hop, joined.left, joined.right),
                join_type="left" if unmatched == "kept" and not joined.required else "inner",
                copy=False,
            )
        for bridge in self.bridges:
            join_type = "left" if unmatched == "kept" else "inner"
            select.join(exp.Table(this=identifier(bridge.name)), on=bridge.on.copy(), join_type=join_type, copy=False)
        return select


def entity_of(model: SemanticModel, name: str) -> Entity:
    try:
        return model.entity(name)
    except KeyError:
        raise UnknownName("table", name, (entity.name for entity in model.entities), stage="compiling") from None


def field_of(model: SemanticModel, ref: FieldRef) -> Field:
    entity = entity_of(model, ref.entity)
    try:
        return entity.field(ref.name)
    except KeyError:
        known = (field.name for field in entity.fields)
        raise UnknownName(f"column of {ref.entity}", ref.name, known, stage="compiling") from None


def join_condition(model: SemanticModel, hop: Hop, left: str, right: str) -> exp.Expr:
    """Equality of the keys; text against another type is compared as text."""
    equalities: list[exp.Expr] = []
    for left_name, right_name in zip(hop.left_columns, hop.right_columns, strict=True):
        left_type = field_of(model, FieldRef(entity=hop.left, name=left_name)).type
        right_type = field_of(model, FieldRef(entity=hop.right, name=right_name)).type
        sides: list[exp.Expr] = [column(left_name, left), column(right_name, right)]
        if "text" in (left_type, right_type) and left_type != right_type:
            sides = [
                side if type_ == "text" else exp.cast(side, "TEXT")
                for side, type_ in zip(sides, (left_type, right_type), strict=True)
            ]
        equalities.append(exp.EQ(this=sides[0], expression=sides[1]))
    return exp.and_(*equalities, copy=False)


def _own_alias(entity: str, outer: Scope | None) -> str:
    return FreeNames(outer._aliases()).take(entity) if outer else entity


def _join_alias(hop: Hop, taken: set[str], model: SemanticModel) -> str:
    """The entity's name, or the relationship's where several lead to that entity."""
    pair = {hop.left, hop.right}
    roles = [r for r in model.relationships if {r.from_entity, r.to_entity} == pair]
    entities = {entity.name for entity in model.entities}
    name = hop.relationship.name
    by_role = name.isidentifier() and name not in entities and (len(roles) > 1 or len(pair) == 1)
    return FreeNames(taken).take(name if by_role else hop.right)
