"""What a row of a table is: its key, the column that names it, the time that dates it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from core.model import Dimension, Entity, Field, Measure
from core.table import TableVersion
from semantic_layer.additivity import meaning_of_table
from semantic_layer.entity_times import retimed
from semantic_layer.hierarchies import find_hierarchies
from semantic_layer.keys import find_key
from semantic_layer.prefixes import named_by_initial, spoken_columns
from semantic_layer.profile import Connection, Scanned, scan_table, with_top_values
from semantic_layer.roles import field_of
from semantic_layer.times import default_time
from semantic_layer.units import without_unit
from semantic_layer.vocabulary import known_words
from semantic_layer.weights import with_weights
from semantic_layer.words import full_words, name_words, plural, readable, singular
from semantic_layer.written_numbers import with_written_numbers

_NAMING = ("name", "title", "label", "headline", "subject")
_HALF_NAMES = frozenset({"first", "last", "middle", "nick", "short", "maiden", "user", "file", "given", "family"})
_PREFIXES = frozenset({"dim", "fact", "tbl", "table", "raw", "stg", "vw", "mst", "dimension"})
_SUFFIXES = frozenset({"dim", "fact", "tbl", "dimension"})
_MOST_LISTED, _MOST_CODES_LISTED = 100_000, 1_000
_FEW_ROWS = 10
_SHORTEST = 3


def entity_of(version: TableVersion, connection: Connection) -> Entity:
    table = version.table
    scanned = with_written_numbers(table, scan_table(table, connection), connection)
    dimensions = [field.name for field in _fields(scanned) if isinstance(field, Dimension) and _is_listed(field)]
    scanned = with_top_values(table, scanned, dimensions, connection)
    fields = _fields(scanned)
    key = find_key(table, scanned, fields, connection)
    singular_words = entity_words(table.label or table.name)
    rows = scanned[0].profile.rows if scanned else table.rows
    entity = Entity(
        name=table.name,
        label=_plural_label(table.label or table.name),
        version=version.number,
        rows=rows,
        fields=_labelled(with_weights(_levels_over_time(_as_table_says(fields, key, table.name), key)), table.name),
        key=key,
        display=_display(singular_words, fields, scanned, table.name),
        default_time=default_time(singular_words, fields),
        description=_row_is(" ".join(singular_words), key, fields),
        synonyms=_other_forms(table.name, table.label),
        key_evidence=_key_evidence(key, rows),
        key_confidence=_key_confidence(key, fields, rows),
        hierarchies=find_hierarchies(table, fields, key, connection),
    )
    return retimed(entity, connection)


def _key_evidence(key: tuple[str, ...], rows: int) -> str:
    if not key:
        return (
            "No column, and no few of them together, tell the rows apart." if rows else "There are no rows to tell by."
        )
    told = f"{' and '.join(key)} {'differs' if len(key) == 1 else 'differ together'} in each of {rows:,} rows"
    return f"{told}, too few to be sure." if rows < _FEW_ROWS else f"{told}."


def _key_confidence(key: tuple[str, ...], fields: Sequence[Field], rows: int) -> float:
    if not key:
        return 0.0 if rows == 0 else 0.8
    named = all(isinstance(f, Dimension) and f.role == "identifier" for f in fields if f.name in key)
    return round((0.97 if named else 0.85) - (0.25 if rows < _FEW_ROWS else 0.0), 2)


def _is_listed(field: Dimension) -> bool:
    """Of many different values the most frequent say little, and counting all costs as much as a scan."""
    most = _MOST_CODES_LISTED if field.role == "identifier" else _MOST_LISTED
    return field.profile.distinct <= most


@lru_cache(maxsize=4096)
def entity_words(name: str) -> tuple[str, ...]:
    """Singular words of what a table holds ("dim_Customers" and "customer_dim" → customer)."""
    words = full_words(name)
    kept = words[1:] if len(words) > 1 and name_words(name)[0] in _PREFIXES else words
    kept = kept[:-1] if len(kept) > 1 and name_words(name)[-1] in _SUFFIXES else kept
    return (*kept[:-1], singular(kept[-1])) if kept else ()


def refers_to(entity: Entity, name: str, target: str) -> Entity:
    """The entity with field `name` known as a reference: a number there is no measure."""
    evidence = f"Refers to {target}."
    return replace(
        entity,
        fields=tuple(_as_identifier(_shortened(f, target), evidence) if f.name == name else f for f in entity.fields),
    )


def _shortened(field: Field, table: str) -> Field:
    """The “doc” of doctors is no document."""
    (short, *rest), own = name_words(field.name) or ("",), entity_words(table)
    begun = len(own) == 1 and len(short) >= _SHORTEST and short not in known_words() and own[0].startswith(short)
    if not begun or not rest or field.label != readable(field.name):
        return field
    return replace(field, label=readable("_".join((own[0], *rest))))


def _as_identifier(field: Field, evidence: str) -> Field:
    if isinstance(field, Dimension):
        stays = field.type == "text" or field.role == "time"
        return field if stays else replace(field, role="identifier", evidence=evidence)
    return Dimension(
        name=field.name,
        label=field.label,
        type=field.type,
        role="identifier",
        profile=field.profile,
        synonyms=field.synonyms,
        evidence=evidence,
        written=field.written,
    )


def _fields(scanned: Sequence[Scanned]) -> tuple[Field, ...]:
    return tuple(field_of(scan, first=index == 0) for index, scan in enumerate(scanned))


def _labelled(fields: tuple[Field, ...], table: str) -> tuple[Field, ...]:
    """A prefix of all columns that is a code is not shown to people, nor a unit twice."""
    fields = tuple(_shortened(field, table) for field in fields)
    spoken = spoken_columns([field.name for field in fields], table)
    named = [
        replace(field, label=readable(spoken[field.name]))
        if field.name in spoken and field.label == readable(field.name)
        else field
        for field in fields
    ]
    bare = [without_unit(one.label, one.unit) if isinstance(one, Measure) and one.unit else one.label for one in named]
    told = Counter(label.casefold() for label in bare)
    return tuple(
        replace(field, label=label) if told[label.casefold()] == 1 else field
        for field, label in zip(named, bare, strict=True)
    )


def _as_table_says(fields: tuple[Field, ...], key: tuple[str, ...], name: str) -> tuple[Field, ...]:
    """In a table over time, numbers whose own names say nothing are what the table is called: "construction" of employment."""
    meaning = meaning_of_table(name)
    times = {field.name for field in fields if isinstance(field, Dimension) and field.role == "time"}
    if meaning is None or not times.intersection(key):
        return fields
    return tuple(
        replace(
            field,
            aggregation=meaning.aggregation,
            additivity=meaning.additivity,
            over_time="last" if meaning.additivity == "semi_additive" else None,
            evidence=f"{field.evidence.partition(';')[0]}; the table's name says {meaning.why}.",
        )
        if isinstance(field, Measure) and field.confidence <= _NOT_SAID and not _MOVED & set(full_words(field.name))
        else field
        for field in fields
    )


_NOT_SAID = 0.6
_MOVED = frozenset({"change", "changed", "difference", "diff", "delta", "growth", "net", "increase", "decrease"})
"""What came and went adds up."""


def _levels_over_time(fields: tuple[Field, ...], key: tuple[str, ...]) -> tuple[Field, ...]:
    """Where the key is a time alone, what is added up would be added up over time: levels are averaged there."""
    times = {field.name for field in fields if isinstance(field, Dimension) and field.role == "time"}
    if not key or not times.issuperset(key):
        return fields
    return tuple(
        replace(field, aggregation="avg")
        if isinstance(field, Measure) and field.additivity == "semi_additive"
        else field
        for field in fields
    )


def _plural_label(name: str) -> str:
    """In the plural where the word is known to have one; "barley" stays as it is."""
    if " " in name.strip():
        return " ".join(name.split())
    one = entity_words(name)
    if not one:
        return name
    if full_words(name)[-1] == one[-1] not in known_words():
        return readable("_".join(one))
    return readable("_".join((*one[:-1], plural(one[-1]))))


def _other_forms(name: str, label: str) -> tuple[str, ...]:
    one = " ".join(entity_words(label or name))
    return (one,) if one and one != _plural_label(label or name).casefold() else ()


def _display(entity: tuple[str, ...], fields: Sequence[Field], scanned: Sequence[Scanned], table: str) -> str | None:
    own = named_by_initial([field.name for field in fields], table)
    texts = [
        field
        for field, scan in zip(fields, scanned, strict=True)
        if isinstance(field, Dimension) and field.type == "text" and field.role != "text" and 0 < scan.length <= 80
    ]
    ranks = [0 if field.name in own else _naming_rank(entity, field) for field in texts]
    ranked = sorted((rank, index) for index, rank in enumerate(ranks) if rank < 9)
    return texts[ranked[0][1]].name if ranked else None


def _naming_rank(entity: tuple[str, ...], field: Dimension) -> int:
    """0 for what surely names a row; 9 for what does not."""
    words = tuple(singular(word) for word in full_words(field.name))
    often = field.profile.rows - field.profile.nulls
    naming = bool(words) and words[-1] in _NAMING
    about_itself = set(words[:-1]) <= {*entity, "full", "display", "common", "official"}
    if naming and about_itself:
        return _NAMING.index(words[-1])
    if words == entity and entity:
        return 5
    if naming and _mostly_different(often, field) and not _HALF_NAMES & set(words):
        return 6
    if words[-1:] == ("surname",) or words[-2:] == ("last", "name"):
        return 7
    return 9


def _mostly_different(filled: int, field: Dimension) -> bool:
    return filled > 0 and field.profile.distinct >= 0.8 * filled


def _row_is(entity: str, key: tuple[str, ...], fields: Sequence[Field]) -> str:
    if len(key) <= 1:
        return f"One row per {entity}." if entity else ""
    labels = {field.name: field.label for field in fields}
    parts = [labels[name].removesuffix(" ID").removesuffix(" id") for name in key]
    return f"One row per {', '.join(parts[:-1])} and {parts[-1]}."
