"""The joins of a SELECT as walks along relationships, from the one table whose rows they repeat nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from core.model import Field
from semantic_layer.compiler.paths import Hop, SeveralPaths, find
from semantic_layer.lift_literals import CannotLift
from semantic_layer.sql_sources import Source, Sources, Tie, conjuncts


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """`paths` leads to each source by its alias; `walks` are its hops from the root. `rest` are conditions that join nothing."""

    root: str
    entity: str
    paths: dict[str, tuple[str, tuple[str, ...]]]
    walks: dict[str, tuple[str, ...]]
    unmatched: Literal["kept", "dropped"]
    rest: tuple[exp.Expr, ...]


def read_joins(sources: Sources) -> Joins:
    """Raises CannotLift."""
    if not sources.all or any(source.entity is None for source in sources.all):
        raise CannotLift("a source that is no table")
    if len({source.alias.casefold() for source in sources.all}) < len(sources.all):
        raise CannotLift("one alias twice")
    unmatched = _unmatched(sources)
    rest = _rest(sources)
    roots = [source for source in sources.all if source.alias in sources.grains()]
    if unmatched == "kept":
        roots = [root for root in roots if root is sources.all[0]]
    for root in roots:
        hops = _walked(root, sources)
        if hops is not None:
            assert root.entity is not None
            return Joins(
                root=root.alias,
                entity=root.entity.name,
                paths={alias: _path(walk, root, alias, sources) for alias, walk in hops.items()},
                walks={alias: tuple(hop.relationship.name for hop in walk) for alias, walk in hops.items()},
                unmatched=unmatched,
                rest=rest,
            )
    raise CannotLift("joins that no relationships tell")


def _unmatched(sources: Sources) -> Literal["kept", "dropped"]:
    sides = set()
    for source in sources.all[1:]:
        assert source.join is not None
        side, kind = (source.join.side or "").upper(), (source.join.kind or "").upper()
        if side not in ("", "LEFT") or kind not in ("", "INNER", "OUTER", "CROSS") or source.join.args.get("method"):
            raise CannotLift("a join of another kind")
        sides.add(side)
    if sides == {"", "LEFT"}:
        raise CannotLift("joins of two kinds")
    return "dropped" if sides == {""} else "kept"


def _rest(sources: Sources) -> tuple[exp.Expr, ...]:
    """What WHERE and inner joins say besides equality of keys."""
    rest: list[exp.Expr] = []
    for source in sources.all[1:]:
        assert source.join is not None
        on = source.join.args.get("on")
        others = [part for part in conjuncts(on) if not sources.is_tie(part)] if on is not None else []
        if others and source.join.side:
            raise CannotLift("a condition in an outer join")
        rest.extend(others)
    where = sources.select.args.get("where")
    for part in conjuncts(where.this) if where else ():
        if not sources.is_tie(part):
            rest.append(part)
        elif sources.all[-1].join is not None and sources.all[-1].join.side:
            raise CannotLift("columns of two tables compared")
    return tuple(rest)


def _walked(root: Source, sources: Sources) -> dict[str, tuple[Hop, ...]] | None:
    """Hops to each source, using each equality once; None where these joins do not lead everywhere."""
    walks: dict[str, tuple[Hop, ...]] = {root.alias: ()}
    used: set[Tie] = set()
    while len(walks) < len(sources.all):
        step = next(
            (
                (here, there, hop, ties)
                for here in walks
                for there in sources.all
                if there.alias not in walks
                for hop, ties in _hops(here, there, sources)
            ),
            None,
        )
        if step is None:
            return None
        here, there, hop, ties = step
        walks[there.alias] = (*walks[here], hop)
        used |= ties
    return walks if used == set(sources.ties) else None


def _hops(here: str, there: Source, sources: Sources) -> list[tuple[Hop, set[Tie]]]:
    ties = [tie for tie in sources.ties if {tie.left[0], tie.right[0]} == {here, there.alias}]
    pairs = {tie: (tie.left[1], tie.right[1]) if tie.left[0] == here else (tie.right[1], tie.left[1]) for tie in ties}
    own = sources.of(here)
    found: list[tuple[Hop, set[Tie]]] = []
    for one in sources.model.relationships:
        for hop in (Hop(relationship=one, forward=True), Hop(relationship=one, forward=False)):
            if own is None or own.entity is None or there.entity is None:
                continue
            ends = (hop.left, hop.right) == (own.entity.name, there.entity.name)
            keys = {(a.casefold(), b.casefold()) for a, b in zip(hop.left_columns, hop.right_columns, strict=True)}
            if ends and hop.to_one and keys == set(pairs.values()) and _comparable(hop, own, there):
                found.append((hop, set(ties)))
    return found


def _comparable(hop: Hop, left: Source, right: Source) -> bool:
    """Keys of one type: how others are compared is a choice of whoever writes the join."""
    assert left.entity is not None
    assert right.entity is not None
    pairs: list[tuple[Field, Field]] = [
        (left.entity.field(own), right.entity.field(other))
        for own, other in zip(hop.left_columns, hop.right_columns, strict=True)
    ]
    return all((own.type == "text") == (other.type == "text") for own, other in pairs)


def _path(walk: tuple[Hop, ...], root: Source, alias: str, sources: Sources) -> tuple[str, tuple[str, ...]]:
    """The way is named only where it is not the one that would be taken."""
    source = sources.of(alias)
    assert source is not None
    assert source.entity is not None
    assert root.entity is not None
    name = source.entity.name
    if not walk:
        return name, ()
    try:
        usual = find(sources.model, root.entity.name, name)
    except SeveralPaths:
        usual = None
    return name, () if usual == walk and name != root.entity.name else tuple(hop.relationship.name for hop in walk)
