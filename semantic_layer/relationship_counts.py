"""Both sides of a possible relationship put side by side, over all their rows."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Cardinality, Entity, Field
from semantic_layer.profile import Connection, cells, first_row, quoted

_SAMPLE = 5
_LONGEST_SAMPLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """`pairs` are columns of the source with the columns of the target they would refer to."""

    source: Entity
    target: Entity
    pairs: tuple[tuple[Field, Field], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Distinct keys and rows met when both sides are put side by side; `most_*` is how often one key comes at most.

    `from_null` counts rows of the source that lack a part of the key.
    """

    source_keys: int
    met_keys: int
    from_unmatched: int
    to_unmatched: int
    most_from: int
    most_to: int
    from_null: int
    sample: tuple[str, ...]

    @property
    def coverage(self) -> float:
        return self.met_keys / self.source_keys if self.source_keys else 0.0

    @property
    def cardinality(self) -> Cardinality:
        if self.most_to > 1:
            return "one_to_many" if self.most_from == 1 else "many_to_many"
        return "one_to_one" if self.most_from == 1 else "many_to_one"


def count_sides(sides: Sides, connection: Connection) -> Counted:
    numbers = range(len(sides.pairs))
    own = [_comparable(column, key) for column, key in sides.pairs]
    theirs = [_comparable(key, column) for column, key in sides.pairs]
    met = " AND ".join(f"f.k{number} = t.k{number}" for number in numbers)
    shown = f"left(concat_ws(' / ', {', '.join(f'f.k{number}::VARCHAR' for number in numbers)}), {_LONGEST_SAMPLE})"
    row = first_row(
        connection,
        f"WITH f AS ({_keys(sides.source, own)}), t AS ({_keys(sides.target, theirs)})"
        " SELECT count(f.k0), count(f.k0) FILTER (t.k0 IS NOT NULL), coalesce(sum(f.n) FILTER (t.k0 IS NULL), 0),"
        " coalesce(sum(t.n) FILTER (f.k0 IS NULL), 0), coalesce(max(f.n), 0), coalesce(max(t.n), 0),"
        f" coalesce(sum(f.n), 0), coalesce(min({shown}, {_SAMPLE}) FILTER (t.k0 IS NULL), [])"
        f" FROM f FULL JOIN t ON {met}",
    )
    *counts, sample = row
    source_keys, met_keys, from_unmatched, to_unmatched, most_from, most_to, filled = (int(count) for count in counts)
    return Counted(
        source_keys=source_keys,
        met_keys=met_keys,
        from_unmatched=from_unmatched,
        to_unmatched=to_unmatched,
        most_from=most_from,
        most_to=most_to,
        from_null=sides.source.rows - filled,
        sample=tuple(str(value) for value in sample),
    )


def all_numbers(entity: Entity, field: Field, connection: Connection) -> bool:
    """Whether each text of a column is a whole number, so that it can be compared with numbers."""
    if not looks_like_numbers(field):
        return False
    name = quoted(field.name)
    (others,) = first_row(
        connection,
        f"SELECT count(*) FROM {quoted(entity.name)} WHERE {name} IS NOT NULL AND TRY_CAST({name} AS BIGINT) IS NULL",
    )
    return bool(others == 0)


def looks_like_numbers(field: Field) -> bool:
    """By the first and the last of the texts in order."""
    ends = (field.profile.minimum, field.profile.maximum)
    return all(isinstance(end, str) and end.strip().isdecimal() for end in ends)


def _comparable(field: Field, other: Field) -> str:
    """A text beside a number is compared as one, as DuckDB does in a join."""
    mixed = field.type == "text" and other.type == "integer"
    return f"TRY_CAST({quoted(field.name)} AS BIGINT)" if mixed else cells(field)


def _keys(entity: Entity, expressions: list[str]) -> str:
    columns = ", ".join(f"{expression} AS k{number}" for number, expression in enumerate(expressions))
    filled = " AND ".join(f"{expression} IS NOT NULL" for expression in expressions)
    return f"SELECT {columns}, count(*) AS n FROM {quoted(entity.name)} WHERE {filled} GROUP BY ALL"
