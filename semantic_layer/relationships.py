"""Which columns refer to which keys: told by names, then counted over all distinct values of both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.model import Dimension, Entity, Field, Relationship
from core.table import TEMPORAL_TYPES, ColumnType
from semantic_layer.composite_relationships import find_composites, without_implied
from semantic_layer.key_names import NameEvidence, calendar_evidence, is_made_of, is_own_key
from semantic_layer.profile import EXACT_UP_TO, Connection
from semantic_layer.relationship_counts import Counted, Sides, all_numbers, count_sides, looks_like_numbers
from semantic_layer.relationship_siblings import alike_columns
from semantic_layer.relationship_unfilled import told_by_names
from semantic_layer.relationship_values import told_by_values
from semantic_layer.spoken_names import Spoken, is_broken_key, is_often_different
from semantic_layer.words import name_words

_JOINABLE: frozenset[ColumnType] = frozenset({"integer", "decimal", "float", "text", "other"})
_NUMBERS: frozenset[ColumnType] = frozenset({"integer", "decimal", "float"})
_LEAST_CONFIDENCE = 0.6
_LARGE_DOMAIN = 20
_MANY_TEXTS = 50
_LEAST_COVERAGE = 0.5
_OUTRIGHT = 0.9
_TEXTS_ADD = 0.1
_MOST_COUNTED = 4
_WEAK = 0.7
_ALIKE = 0.7
_KEY_ENDINGS = frozenset({"id", "ids", "key", "fk", "sk", "code", "no", "number", "num", "by", "to", "of", "ref"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    source: Entity
    column: Field
    target: Entity
    key: Field
    names: NameEvidence | None

    @property
    def mixed(self) -> bool:
        """A number on one side and a text on the other."""
        return (self.column.type == "text") != (self.key.type == "text")


def find_relationships(entities: Sequence[Entity], connection: Connection) -> tuple[Relationship, ...]:
    """At most one for each column: the best confirmed by the values."""
    found: list[Relationship] = []
    spoken = Spoken(entities)
    keys = [(target, key) for target in entities for key in target.fields if _may_be_referred_to(target, key)]
    broken = [(target, key) for target in entities for key in target.fields if is_broken_key(target, key, spoken)]
    for entity in entities:
        for column in entity.fields:
            best = _best(_worth_counting(_candidates(entity, column, entities, keys, spoken)), connection)
            if best is None and broken:
                doubtful = _candidates(entity, column, entities, broken, spoken)
                best = _best([one for one in doubtful if one.names and one.names.strength >= _OUTRIGHT], connection)
            if best is not None:
                found.append(best)
    found += _siblings(entities, found, connection)
    if any(not entity.rows for entity in entities):
        found += [
            replace(one, name=_role(column, one.to_entity)) for column, one in told_by_names(entities, found, spoken)
        ]
    by_name = {entity.name: entity for entity in entities}
    composites = _one_way(find_composites(entities, found, connection, spoken), by_name)
    return _named(_one_way([*without_implied(found, composites), *composites], by_name))


def _siblings(entities: Sequence[Entity], found: Sequence[Relationship], connection: Connection) -> list[Relationship]:
    """Columns called alike that hold keys of the same table: one of them tells what the others refer to."""
    by_name = {entity.name: entity for entity in entities}
    more: list[Relationship] = []
    for source, column, told in alike_columns(by_name, found):
        target = by_name[told.to_entity]
        key = target.field(told.to_columns[0])
        if not (_may_refer(column) and _comparable(column, key) and _ranges_meet(column, key)):
            continue
        names = NameEvidence(strength=_ALIKE, why=f"{column.name} is called like {told.from_columns[0]}")
        one = _confirmed(Candidate(source=source, column=column, target=target, key=key, names=names), connection)
        if one is not None and one.coverage == 1.0:
            more.append(one)
    return more


def _best(candidates: Sequence[Candidate], connection: Connection) -> Relationship | None:
    """The likeliest are counted first, the others only as long as they could be surer."""
    best: Relationship | None = None
    told: Candidate | None = None
    rival = False
    for candidate in candidates:
        most = (candidate.names.strength + _TEXTS_ADD) if candidate.names else 1.0
        if best is not None and best.confidence > most - (_TEXTS_ADD if candidate.column.type != "text" else 0.0):
            break
        confirmed = _confirmed(candidate, connection)
        if confirmed is not None and (best is None or confirmed.confidence > best.confidence):
            best, told, rival = confirmed, candidate, False
        elif confirmed is not None and told is not None and _as_likely(candidate, told):
            rival = True
    return None if rival else best


def _as_likely(one: Candidate, other: Candidate) -> bool:
    """Of two tables that are meant as likely by weak names, the data cannot tell which."""
    if one.names is None or other.names is None or one.target.name == other.target.name:
        return False
    return one.names.strength == other.names.strength < _WEAK


def _candidates(
    source: Entity,
    column: Field,
    entities: Sequence[Entity],
    keys: Sequence[tuple[Entity, Field]],
    spoken: Spoken,
) -> Iterator[Candidate]:
    if column.type in TEMPORAL_TYPES:
        yield from _calendars(source, column, entities)
    if not _may_refer(column):
        return
    for target, key in keys:
        if (target.name, key.name) == (source.name, column.name) or not _comparable(column, key):
            continue
        names = spoken.evidence(source, column, target, key)
        if _worth_a_look(source, column, target, key, names):
            yield Candidate(source=source, column=column, target=target, key=key, names=names)


def _calendars(source: Entity, column: Field, entities: Sequence[Entity]) -> Iterator[Candidate]:
    for target in entities:
        for key in target.fields:
            names = calendar_evidence(column, target, key) if target.name != source.name else None
            if names is not None:
                yield Candidate(source=source, column=column, target=target, key=key, names=names)


def _worth_a_look(source: Entity, column: Field, target: Entity, key: Field, names: NameEvidence | None) -> bool:
    if names is not None and names.strength >= _OUTRIGHT:
        return True
    return _ranges_meet(column, key) and (names is not None or told_by_values(source, column, target, key))


def _worth_counting(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Where a column names a table outright, guesses at other tables are not looked at."""
    ranked = sorted(candidates, key=_promise)
    named = [candidate for candidate in ranked if candidate.names and candidate.names.strength >= _OUTRIGHT]
    return (named or ranked)[:_MOST_COUNTED]


def _promise(candidate: Candidate) -> tuple[float, bool, bool]:
    strength = candidate.names.strength if candidate.names else 0.0
    return (
        -strength,
        candidate.target.key != (candidate.key.name,),
        not is_own_key(candidate.key.name, candidate.target),
    )


def _may_refer(column: Field) -> bool:
    if column.type not in _JOINABLE or column.profile.rows == column.profile.nulls:
        return False
    return not (isinstance(column, Dimension) and column.role in ("flag", "text", "time"))


def _may_be_referred_to(target: Entity, key: Field) -> bool:
    filled = key.profile.rows - key.profile.nulls
    if key.type not in _JOINABLE or not isinstance(key, Dimension) or key.role in ("time", "flag", "text"):
        return False
    counted = target.rows <= EXACT_UP_TO
    return target.key == (key.name,) or key.profile.distinct >= (1.0 if counted else 0.9) * filled > 0


def _comparable(column: Field, key: Field) -> bool:
    if {column.type, key.type} == {"text", "integer"}:
        text = column if column.type == "text" else key
        return looks_like_numbers(text)
    return column.type == key.type or (column.type in _NUMBERS and key.type in _NUMBERS)


def _all_numbers(candidate: Candidate, connection: Connection) -> bool:
    sides = ((candidate.source, candidate.column), (candidate.target, candidate.key))
    return all(all_numbers(entity, field, connection) for entity, field in sides if field.type == "text")


def _ranges_meet(column: Field, key: Field) -> bool:
    low, high = column.profile.minimum, column.profile.maximum
    lowest, highest = key.profile.minimum, key.profile.maximum
    if low is None or high is None or lowest is None or highest is None:
        return False
    if column.type != key.type and "text" in (column.type, key.type):
        return True
    if column.type in _NUMBERS:
        return float(str(low)) <= float(str(highest)) and float(str(lowest)) <= float(str(high))
    ends = (low, high, lowest, highest)
    return not all(isinstance(end, str) for end in ends) or (str(low) <= str(highest) and str(lowest) <= str(high))


def _confirmed(candidate: Candidate, connection: Connection) -> Relationship | None:
    if candidate.mixed and not _all_numbers(candidate, connection):
        return None
    pairs = ((candidate.column, candidate.key),)
    counted = count_sides(Sides(source=candidate.source, target=candidate.target, pairs=pairs), connection)
    repeated = counted.most_to != 1 and not is_often_different(candidate.target, candidate.key)
    if repeated or counted.coverage < _LEAST_COVERAGE:
        return None
    confidence = _confidence(candidate, counted)
    if confidence < _LEAST_CONFIDENCE:
        return None
    return Relationship(
        name=_role(candidate.column, candidate.target.name),
        from_entity=candidate.source.name,
        from_columns=(candidate.column.name,),
        to_entity=candidate.target.name,
        to_columns=(candidate.key.name,),
        cardinality=counted.cardinality,
        found=counted.cardinality,
        coverage=counted.coverage,
        confidence=round(confidence, 3),
        from_unmatched=counted.from_unmatched,
        from_null=counted.from_null,
        to_unmatched=counted.to_unmatched,
        unmatched_sample=counted.sample,
        evidence=_evidence(candidate, counted),
    )


def _confidence(candidate: Candidate, counted: Counted) -> float:
    """Names give most of it; values that are not found take away, the more so the weaker the names.

    Many texts found on the other side are no accident, and add some.
    """
    missing = 1.0 - counted.coverage
    if candidate.names is None:
        enough = 2 if candidate.column.type == "integer" else _LARGE_DOMAIN
        return 0.65 - missing if counted.met_keys >= enough and (missing == 0 or enough > 2) else 0.0
    strength = candidate.names.strength
    if candidate.column.type == "text" and counted.met_keys >= _MANY_TEXTS:
        strength = min(0.98, strength + _TEXTS_ADD)
    return strength - missing * (1.4 - strength) * (0.5 if strength >= _OUTRIGHT else 1.0)


def _evidence(candidate: Candidate, counted: Counted) -> str:
    told = candidate.names.why if candidate.names else "its values are all keys there, which is no accident"
    found = f"{counted.met_keys:,} of {counted.source_keys:,} different values are found"
    alone = counted.from_unmatched
    left = f"; {alone:,} {'row has' if alone == 1 else 'rows have'} no partner" if alone else ""
    twice = "no value twice" if counted.most_to == 1 else f"values up to {counted.most_to} times, so it is no key"
    unique = f"{candidate.target.name}.{candidate.key.name} has {twice}"
    return f"{told[:1].upper()}{told[1:]}; {unique}; {found}{left}."


def _one_way(found: Sequence[Relationship], by_name: Mapping[str, Entity]) -> list[Relationship]:
    """Of two tables that share a key one to one, only the surer direction stays: to the table the key is called after."""
    kept: list[Relationship] = []

    def doubt(one: Relationship) -> tuple[float, float, bool, bool]:
        owner = by_name[one.to_entity]
        owned = is_own_key(one.to_columns[0], owner) or is_made_of(one.to_columns[0], owner)
        return -one.confidence, -one.coverage, not owned, one.to_unmatched == 0

    for one in sorted(found, key=doubt):
        backwards = (one.to_entity, one.to_columns, one.from_entity, one.from_columns)
        if all((r.from_entity, r.from_columns, r.to_entity, r.to_columns) != backwards for r in kept):
            kept.append(one)
    return sorted(kept, key=found.index)


def _role(column: Field, target: str) -> str:
    """What the target is to the source: "ship_address" of ship_address_id."""
    words = name_words(column.name)
    while len(words) > 1 and words[-1] in _KEY_ENDINGS:
        words = words[:-1]
    return "_".join(words) if words not in ((), ("id",)) else target


def _named(found: Sequence[Relationship]) -> tuple[Relationship, ...]:
    """Unique in the model: "orders_customer" where "customer" would stand for several."""
    wanted = [relationship.name for relationship in found]
    taken: set[str] = set()
    named: list[Relationship] = []
    for relationship in found:
        name = relationship.name
        if wanted.count(name) > 1:
            name = f"{relationship.from_entity}_{name}"
        base, number = name, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        named.append(replace(relationship, name=name))
    return tuple(named)
