"""What a model added that the question does not speak of, and what it left out that the question names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from agents.sql_expert.repair_joining import join_in, linked_to, own_columns
from agents.sql_expert.resolved import Linked, Resolved
from core.model import Entity, Relationship, SemanticModel
from semantic_layer.compiler.identifiers import column
from semantic_layer.sql_sources import Source, Sources, same


def drop_unasked(tree: exp.Expr, model: SemanticModel, linked: Linked) -> list[str]:
    """A joined table that repeats rows, of which nothing is read and nothing asked."""
    notes: list[str] = []
    for select in [] if linked.is_vague else list(tree.find_all(exp.Select)):
        sources = Sources(select, model)
        for source in sources.all[1:] if sources.known else ():
            if source.entity is not None and _is_unasked(source, sources, linked):
                assert source.join is not None
                source.join.pop()
                notes.append(f"{source.entity.name} was left out: nothing of it is asked.")
                break
    return notes


def _is_unasked(source: Source, sources: Sources, linked: Linked) -> bool:
    join, entity = source.join, source.entity
    if join is None or join.side or entity is None or join.args.get("using"):
        return False
    on = join.args.get("on")
    inside = {id(one) for one in on.find_all(exp.Column)} if on is not None else set()
    if any(sources.home(one) in (source, None) and id(one) not in inside for one in own_columns(sources.select)):
        return False
    if sources.select.find(exp.Star, exp.Subquery) or sources.select.args.get("having"):
        return False
    others = {one.entity.name for one in sources.all if one is not source and one.entity is not None}
    if any(entity.name in told and not told & others for told in linked.told):
        return False
    return any(source.alias not in sources.met_once_by(other.alias) for other in sources.all if other is not source)


def mend_stand_ins(tree: exp.Expr, model: SemanticModel, linked: Linked, question: str) -> list[str]:
    """A key compared with a number that nobody said, where the question names a row of the table that the key leads to."""
    notes: list[str] = []
    said = question.casefold()
    literals = {one.this.casefold() for one in tree.find_all(exp.Literal) if one.is_string}
    for named in linked.values:
        if named.value is None or len(named.columns) != 1 or named.value.casefold() in literals:
            continue
        for select in list(tree.find_all(exp.Select)):
            for compared, literal in _invented(select, said):
                note = _named_instead(compared, literal, named, Sources(select, model))
                if note:
                    notes.append(note)
                    break
    return notes


def _invented(select: exp.Select, said: str) -> Iterator[tuple[exp.Column, exp.Literal]]:
    for test in list(select.find_all(exp.EQ)):
        compared, literal = test.this, test.expression
        sides = isinstance(compared, exp.Column) and isinstance(literal, exp.Literal)
        if sides and test.find_ancestor(exp.Select) is select and literal.this.casefold() not in said:
            yield compared, literal


def _named_instead(compared: exp.Column, literal: exp.Literal, named: Resolved, sources: Sources) -> str | None:
    home = sources.home(compared) if sources.known else None
    entity, _, field = named.columns[0].rpartition(".")
    if home is None or home.entity is None:
        return None
    written = f"{compared.sql(dialect='duckdb')} = {literal.this}"
    if home.entity.name == entity:
        if len(home.entity.key) != 1 or not same(home.entity.key[0], compared.name):
            return None
        alias = home.alias
    else:
        links = [
            (one, other)
            for one, other in linked_to(home.entity, sources.model)
            if _leads(one, compared, home, other, entity)
        ]
        if len(links) != 1:
            return None
        alias = _read_as(entity, sources) or join_in(sources, home, *links[0])
    compared.replace(column(field, alias))
    literal.replace(exp.Literal.string(named.value or ""))
    return f"{written} is not asked: “{named.value}” in {entity}.{field} was taken."


def _leads(one: Relationship, compared: exp.Column, home: Source, other: Entity, entity: str) -> bool:
    forward = home.entity is not None and one.from_entity == home.entity.name
    own = one.from_columns if forward else one.to_columns
    return other.name == entity and len(own) == 1 and same(own[0], compared.name)


def _read_as(entity: str, sources: Sources) -> str | None:
    """The alias of a table that is joined already, by the very column that is compared or another."""
    read = [one.alias for one in sources.all if one.entity is not None and one.entity.name == entity]
    return read[0] if len(read) == 1 else None
