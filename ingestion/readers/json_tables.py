"""JSON values of one kind → a staged table, then a table for each list inside of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision, RejectedRow
from core.table import Origin
from ingestion.names import without_extension
from ingestion.readers.json_fields import Branch, Leaf, fields_of, pointer
from ingestion.readers.json_shape import Shape, find_shape
from ingestion.readers.json_unnest import elements_of, entries_of, reach
from ingestion.sql import one_row, quoted
from ingestion.staged import Counts, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STAGED = "staged_json"
_MOST_NESTED_TABLES = 4
_MOST_COLUMNS = 4000
_KEY_NAME = re.compile(r"_?(?:id|key|uuid|guid|code)|.*(?:[_ -](?:id|key|uuid|no|number|code)|Id|ID)", re.DOTALL)
_BARE_KEY_NAME = re.compile(r"_?(?:id|key|uuid|guid|code|number)", re.IGNORECASE)
_FITS_A_KEY = r"regexp_full_match(v, '0|[1-9][0-9]{0,17}')", "regexp_matches(v, '[A-Za-z]') AND length(v) < 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Rows of `relation`: r, j, and p under the label `link` or k under `key_label` where those are set.

    `part` names the table within the file, `title` without it; `parts` counts the lists around it.
    """

    relation: str
    part: str = ""
    title: str = ""
    link: str = ""
    key_label: str = ""
    value_label: str = "value"
    depth: int = 0
    shape: Shape | None = None
    rejected: int = 0
    rejected_shown: tuple[RejectedRow, ...] = ()


def stage_node(source: Source, connection: DuckDBPyConnection, node: Node) -> Iterator[Staged]:
    shape = node.shape or find_shape(connection, node.relation)
    fields = fields_of(shape, node.value_label, branching=node.depth < _MOST_NESTED_TABLES)
    leaves = [item for item in fields if isinstance(item, Leaf)]
    branches = [item for item in fields if isinstance(item, Branch)]
    if len(leaves) > _MOST_COLUMNS:
        raise UnreadableFile(source.name, f"its objects have more than {_MOST_COLUMNS:,} different keys.")
    key = _key(connection, node, leaves) if branches else None
    alone = not leaves and not node.link and not node.key_label and (shape.rows == 1 or not branches)
    children = [
        _child(connection, source, node, branch, key, None if alone else _name_of(source, node), number)
        for number, branch in enumerate(branches)
    ]
    if not alone:
        yield _stage(source, connection, node, leaves, children, shape, key)
    connection.execute(f"DROP TABLE {quoted(node.relation)}")
    for child in children:
        yield from stage_node(source, connection, child)


def _name_of(source: Source, node: Node) -> str:
    return node.title or f"{without_extension(source.name)} {node.part}".strip()


def _key(connection: DuckDBPyConnection, node: Node, leaves: list[Leaf]) -> Leaf | None:
    """A column of the records that names each of them: unlike in all rows, and spelled so that it is typed alike anywhere."""
    for leaf in leaves:
        if len(leaf.path) != 1 or leaf.mixed or not _KEY_NAME.fullmatch(leaf.path[0]):
            continue
        fits = ", ".join(f"bool_and({condition})" for condition in _FITS_A_KEY)
        rows, filled, distinct, whole, words = one_row(
            connection,
            f"SELECT count(*), count(v), count(DISTINCT v), {fits} FROM (SELECT {_text(leaf)} AS v FROM"
            f" {quoted(node.relation)} WHERE json_type(j) <> 'NULL')",
        )
        if rows == filled == distinct and (whole or words):
            return leaf
    return None


def _text(leaf: Leaf) -> str:
    value, path = reach(leaf.path)
    return f"json_extract_string({value}, {pointer(path)})"


def _child(
    connection: DuckDBPyConnection,
    source: Source,
    node: Node,
    branch: Branch,
    key: Leaf | None,
    parent: str | None,
    number: int,
) -> Node:
    relation = f"{node.relation}_{number}"
    spread = entries_of if branch.by_key else elements_of
    own_key = "r::VARCHAR" if key is None else _text(key)
    spread(connection, relation, node.relation, branch.path, "NULL::VARCHAR" if parent is None else own_key)
    part = " ".join(branch.label.split(" › "))
    link = "" if parent is None else _row_label(parent) if key is None else _link_label(parent, key)
    return Node(
        relation=relation,
        part=f"{node.part} {part}".strip(),
        title=f"{node.title} {part}" if node.title else "",
        link=link,
        key_label="key" if branch.by_key else "",
        value_label=branch.path[-1] or "value",
        depth=node.depth + 1,
    )


def _row_label(parent: str) -> str:
    return f"{parent} row"


def _link_label(parent: str, key: Leaf) -> str:
    label = key.path[0]
    return f"{parent} {label.lstrip('_')}" if _BARE_KEY_NAME.fullmatch(label) else label


def _stage(
    source: Source,
    connection: DuckDBPyConnection,
    node: Node,
    leaves: list[Leaf],
    children: list[Node],
    shape: Shape,
    key: Leaf | None,
) -> Staged:
    numbered = bool(children) and key is None
    extra = [("p", node.link)] * bool(node.link) + [("k", node.key_label)] * bool(node.key_label)
    extra += [("r::VARCHAR", _row_label(_name_of(source, node)))] * numbered
    _create(connection, node, [column for column, _ in extra], leaves)
    rows, blank = one_row(
        connection,
        f"SELECT count(*), count(*) FILTER (j IS NULL OR json_type(j) = 'NULL') FROM {quoted(node.relation)}",
    )
    return Staged(
        relation=_STAGED,
        labels=(*(label for _, label in extra), *(leaf.label for leaf in leaves)),
        origin=Origin(file=source.name),
        counts=Counts(read=rows + node.rejected, blank=blank, rejected=node.rejected),
        label=node.part,
        title=node.title,
        place=node.title or node.part,
        rejected=node.rejected_shown,
        decisions=tuple(_decisions(connection, node, leaves, children, shape)),
    )


def _create(connection: DuckDBPyConnection, node: Node, extra: list[str], leaves: list[Leaf]) -> None:
    """Each JSON value is parsed once for all of its columns."""
    wrapped = any(leaf.path[:1] == ("",) for leaf in leaves)
    value = "json_object('r', j)" if wrapped else "j"
    prefix = ("r",) if wrapped else ()
    pointers = [pointer((*prefix, *leaf.path)) for leaf in leaves]
    guarded = [place for leaf, place in zip(leaves, pointers, strict=True) if leaf.guarded]
    cells = [f"{column} AS c{n}" for n, column in enumerate(extra, start=1)]
    for number, (leaf, place) in enumerate(zip(leaves, pointers, strict=True), start=1):
        cell = f"l[{number}]"
        if leaf.guarded:
            cell = f"CASE WHEN t[{guarded.index(place) + 1}] NOT IN ('OBJECT', 'ARRAY') THEN {cell} END"
        cells.append(f"{cell} AS c{len(extra) + number}")
    texts = f", json_extract_string({value}, [{', '.join(pointers)}]) AS l" if leaves else ""
    types = f", json_type({value}, [{', '.join(guarded)}]) AS t" if guarded else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT {', '.join(cells)} FROM"
        f" (SELECT *{texts}{types} FROM {quoted(node.relation)} WHERE json_type(j) <> 'NULL')"
    )


def _decisions(
    connection: DuckDBPyConnection, node: Node, leaves: list[Leaf], children: list[Node], shape: Shape
) -> Iterator[Decision]:
    nested = [leaf.label for leaf in leaves if len(leaf.path) > 1]
    if nested:
        detail = f"What is nested in objects is {counted(len(nested), 'column')} of this table."
        yield Decision(kind="header", detail=detail, after=", ".join(nested)[:200])
    for child in children:
        how = f", linked by “{child.link}”" if child.link else ""
        kind = "The entries" if child.key_label else "The lists"
        yield Decision(kind="other", detail=f"{kind} under “{child.part}” are a table of their own{how}.")
    if node.rejected:
        detail = (
            f"{counted(node.rejected, 'line')} that {'is' if node.rejected == 1 else 'are'} not valid JSON left out."
        )
        yield Decision(kind="ragged", detail=detail, cells=node.rejected)
    for leaf in leaves:
        if leaf.mixed:
            detail = f"“{leaf.label}” holds plain values in some rows and objects or lists in others."
            yield Decision(kind="mixed", detail=detail)
    if shape.objects:
        twice = "len(json_keys(j)) <> len(list_distinct(json_keys(j)))"
        (rows,) = one_row(
            connection, f"SELECT count(*) FROM {quoted(node.relation)} WHERE json_type(j) = 'OBJECT' AND {twice}"
        )
        if rows:
            detail = f"A key stands twice in {counted(rows, 'object')}; its first value is kept."
            yield Decision(kind="other", detail=detail, cells=rows)
