"""Names that are safe in SQL, made from whatever a file calls its things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set

LONGEST = 60

_RESERVED_WORDS = """
all alter analyse analyze and anti any array as asc asof asymmetric at attach authorization begin between
binary both by call case cast check coalesce collate collation column columns commit concurrently
connect_by_root constraint copy create cross cube current_catalog current_date current_time current_timestamp
current_user default deferrable delete desc describe detach distinct do drop else end except exists extract
false fetch for force foreign freeze from full generated glob grant group grouping having if ilike in index
initially inner insert install intersect interval into is isnull join lambda lateral leading left like limit
localtime localtimestamp lock map natural not notnull null nullif offset on only or order outer over overlaps
overlay partitioned_by pivot pivot_longer pivot_wider placing position positional pragma primary qualify
references regexp returning revoke right rlike rollback rollup row rows select semi session_user set setof
show similar some struct substring summarize symmetric table tablesample then to trailing treat trim true
try_cast tuple uncache union unique unpack unpivot update use user using values variadic verbose view when
where window with xor
"""
RESERVED = frozenset(_RESERVED_WORDS.split())

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіїєґ", "abvgdeziiklmnoprstufyeiieg", strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρστυφω", "abgdeziiklmnxoprstyfo", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
        "ς": "s",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "№": " no ",
        "%": " percent ",
        "#": " number ",
        "&": " and ",
    }
)


def clean_label(text: str) -> str:
    """The text as a person would read it: control, zero-width and direction marks gone, white space single."""
    visible = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_visible(char))
    return " ".join(visible.split())[:500]


def without_extension(file_name: str) -> str:
    return file_name.rsplit(".", 1)[0] if "." in file_name[1:] else file_name


def safe_name(label: str, fallback: str) -> str:
    """Lower-case ASCII letters, digits and underscores, not starting with a digit, not a reserved word."""
    folded = unicodedata.normalize("NFKC", _words_of_camel_case(clean_label(label))).lower().translate(_LETTERS)
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_only.replace("'", "")).strip("_")
    name = words[:LONGEST].strip("_") or fallback
    if name[0].isdigit():
        name = f"{fallback.split('_')[0][0]}_{name}"
    return f"{name}_" if name in RESERVED else name


def unique_names(labels: Iterable[str], fallback: str = "column") -> tuple[str, ...]:
    """One safe name a label, in order; a name that is taken gets the next free number."""
    taken: set[str] = set()
    names: list[str] = []
    for position, label in enumerate(labels, start=1):
        name = _free(safe_name(label, f"{fallback}_{position}"), taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or `name_2`, `name_3`, ... where it is taken."""
    return _free(name, {other.lower() for other in taken})


def _free(name: str, used: Set[str]) -> str:
    candidate, number = name, 1
    while candidate.lower() in used:
        number += 1
        candidate = f"{name.rstrip('_')}_{number}"
    return candidate


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _words_of_camel_case(label: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", label)
