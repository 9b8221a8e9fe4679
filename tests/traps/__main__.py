"""A table of all kinds: what a naive query says, what is right, and how many naive ones are wrong."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.semantic_layer.given import versions_of
from tests.traps.kinds import KINDS
from tests.traps.setting import Setting
from tests.traps.trap import Row, plain_rows
from warehouse import open_versions

_SEED = 1


def main() -> None:
    wrong = 0
    print(f"{'trap':<50} {'seen in SQL':<12} {'naive':>30} {'right':>30}")
    for name, make in KINDS.items():
        trap = make(Setting(_SEED))
        with tempfile.TemporaryDirectory() as folder:
            versions = versions_of(Path(folder), trap.tables)
            with open_versions(versions) as connection:
                naive = plain_rows(connection.execute(trap.naive).fetchall())
        right = trap.right if isinstance(trap.right, str) else plain_rows(trap.right)
        wrong += naive != right
        told = right if isinstance(right, str) else _differing(right, naive)
        print(f"{name:<50} {'flagged' if trap.seen else 'no':<12} {_differing(naive, right):>30} {told:>30}")
    print(f"{len(KINDS)} kinds; the naive query is wrong in {wrong}")


def _differing(rows: list[Row], others: list[Row] | str) -> str:
    """The first row that the other side does not have."""
    found = next((row for row in rows if isinstance(others, str) or row not in others), ())
    return ", ".join(f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in found)[:30] or "no such row"


if __name__ == "__main__":
    main()
