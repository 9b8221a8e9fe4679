"""Columns of millions of different codes: found by a number told from each value, in no order of letters.

Putting so many texts in order takes longer than reading them did; a slip in one is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.model import Dimension, Entity
from semantic_layer.profile import Connection, cells, first_row, quoted
from semantic_layer.value_codes import LONGEST_VALUE, batches, write_others
from semantic_layer.value_sections import PartWriter, text_buffers

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MORE_THAN = 1_000_000
_PLAIN = "[A-Za-z0-9]+([-_/ :@][A-Za-z0-9]+)*"
_LOOKED_AT, _MOST_OTHERS, _MOST_ROWS = 20_000, 0.01, 1 << 27
_FACTOR = 0x9E3779B97F4A7C15
_WHOLE = (1 << 64) - 1
_SHIFT = 32


def are_plain_codes(entity: Entity, field: Dimension, connection: Connection) -> bool:
    """Nearly all of the first values are plain and have a digit and no space; names keep their order, for slips in them."""
    if field.profile.distinct <= MORE_THAN or entity.rows >= _MOST_ROWS:
        return False
    code = f"regexp_full_match(value, '{_PLAIN}') AND regexp_matches(value, '[0-9]') AND value NOT LIKE '% %'"
    looked = f"SELECT {cells(field)} AS value FROM {quoted(entity.name)} LIMIT {_LOOKED_AT}"
    values, codes = first_row(connection, f"SELECT count(value), count(*) FILTER ({code}) FROM ({looked})")
    return bool(values - codes <= _MOST_OTHERS * values)


def write_hashed(part: PartWriter, run: str, entity: Entity, field: Dimension, connection: Connection) -> Iterator[str]:
    """The names of the runs written; the second is one in order, of what is not plain."""
    import numpy as np

    value = cells(field)
    source = f"FROM (SELECT {value} AS value FROM {quoted(entity.name)} WHERE length({value}) <= {LONGEST_VALUE})"
    plain = f"regexp_full_match(value, '{_PLAIN}')"
    found = [np.empty(0, dtype=np.uint64)]
    with part.lines(f"{run} lines") as lines:
        for batch in batches(connection, f"SELECT value || chr(10) {source} WHERE {plain}"):
            lines.add(batch.column(0))
            found.append(_hashes(batch.column(0)))
        hashes = np.concatenate(found)
        order = np.argsort(hashes)
        part.numbers(f"{run} order").write(order.astype(np.uint32).tobytes())
        part.numbers(f"{run} hashes").write(hashes[order].tobytes())
    yield run
    others = f"SELECT value, count(*) {source} WHERE NOT {plain} GROUP BY 1"
    if first_row(connection, f"SELECT count(*) FROM ({others})")[0]:
        write_others(part, f"{run} other", others, connection)
        yield f"{run} other"


def hash_of(normal: str) -> int:
    """As `_hashes` tells it of any value with this normal form."""
    told, text = 0, normal.encode("utf-8", "replace")
    for start in range(0, len(text), 8):
        told = (told ^ int.from_bytes(text[start : start + 8], "little")) * _FACTOR & _WHOLE
        told ^= told >> _SHIFT
    return told


def _hashes(lines: pa.Array) -> np.ndarray[Any, Any]:
    """Eight bytes of all values at a time; a plain value is its normal form but for case and separators."""
    import numpy as np

    ends, data = text_buffers(lines)
    starts, lengths = ends[:-1].astype(np.int64), np.diff(ends).astype(np.int64) - 1
    folded = np.append(_folding()[np.frombuffer(data, dtype=np.uint8)], np.zeros(8, dtype=np.uint8))
    words = np.ndarray((len(folded) - 7,), dtype="<u8", buffer=folded, strides=(1,))
    kept = np.array([(1 << 8 * many) - 1 for many in range(9)], dtype=np.uint64)
    told = np.zeros(len(starts), dtype=np.uint64)
    for start in range(0, int(lengths.max(initial=0)), 8):
        left = np.clip(lengths - start, 0, 8)
        word = words[np.minimum(starts + start, len(words) - 1)] & kept[left]
        mixed = (told ^ word) * np.uint64(_FACTOR)
        told = np.where(left > 0, mixed ^ (mixed >> np.uint64(_SHIFT)), told)
    return told


def _folding() -> np.ndarray[Any, Any]:
    import numpy as np

    lower = bytes(range(256)).lower()
    return np.frombuffer(lower.translate(bytes.maketrans(b"-_/:@", b"     ")), dtype=np.uint8)
