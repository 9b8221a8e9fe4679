"""How much one query may take, and what of it a person may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple, Self

from core.errors import InvalidInput, UnknownName

VARIABLE = "TABLESPEAK_LIMIT_"


class Range(NamedTuple):
    least: float
    most: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` per query; `memory_mb` and `threads` per worker; `rows` and `bytes` per preview; `spill_mb` on disk for a retry.

    `result_mb` is what one whole result may take on disk, `cache_mb` what all kept results may take together.
    Raises InvalidInput for what is out of its range.
    """

    seconds: float = 30.0
    memory_mb: int = 1024
    rows: int = 1000
    bytes: int = 8 * 1024 * 1024
    threads: int = 2
    spill_mb: int = 8192
    result_mb: int = 4096
    cache_mb: int = 1024

    def __post_init__(self) -> None:
        for name, (least, most, unit) in RANGES.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise InvalidInput(
                    f"The limit “{name}” cannot be {value:g}.", hint=f"Use {least:g} to {most:g} {unit}.".rstrip()
                )

    def changed(self, changes: Mapping[str, object]) -> Self:
        """Raises UnknownName for a name that is no limit, InvalidInput for a value that cannot be one."""
        values: dict[str, float] = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, value in changes.items():
            if name not in values:
                raise UnknownName("limit", name, values)
            values[name] = _number(name, value)
        return type(self)(**values)  # type: ignore[arg-type]


RANGES: dict[str, Range] = {
    "seconds": Range(0.05, 3600, "seconds"),
    "memory_mb": Range(32, 262_144, "MB"),
    "rows": Range(1, 100_000, "rows"),
    "bytes": Range(1024, 64 * 1024 * 1024, "bytes"),
    "threads": Range(1, 64, "threads"),
    "spill_mb": Range(0, 1_048_576, "MB"),
    "result_mb": Range(1, 1_048_576, "MB"),
    "cache_mb": Range(0, 1_048_576, "MB"),
}


def limits_from(environment: Mapping[str, str]) -> Limits:
    """The defaults of every workspace; raises InvalidInput that names the variable."""
    found = {name: environment[_variable(name)] for name in RANGES if environment.get(_variable(name))}
    for name, text in found.items():
        try:
            Limits().changed({name: text})
        except InvalidInput as wrong:
            raise InvalidInput(f"{_variable(name)} is “{text}”. {wrong.message}", hint=wrong.hint) from None
    return Limits().changed(found)


def _variable(name: str) -> str:
    return VARIABLE + name.upper()


def _number(name: str, value: object) -> float:
    wrong = InvalidInput(f"The limit “{name}” must be a number.", hint=f"It is counted in {RANGES[name].unit}.")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise wrong
    try:
        number = float(value)
    except ValueError:
        raise wrong from None
    if name == "seconds":
        return number
    if not number.is_integer():
        raise InvalidInput(f"The limit “{name}” must be a whole number.")
    return int(number)
