"""A process that is ended by force while it saves leaves whole versions: what was told to be kept is there, and nothing is half."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from catalog import Catalog
from core.saved import Dashboard, QueryTile

_SAVING = """
import sys
from pathlib import Path
from catalog import Catalog, SpecChange
from core.saved import Dashboard, QueryTile, SavedQuery

catalog, number = Catalog(Path(sys.argv[1])), 0
while True:
    number += 1
    name = f"q{number}"
    tiles = tuple(QueryTile(id=f"t{n}", query=f"q{n}", x=0, y=n, w=1, h=1) for n in range(1, number + 1))
    catalog.keep_specs(
        "default",
        [SpecChange(spec=SavedQuery(name=name, title=name, sql="SELECT " + "1, " * 2000 + "1"), base=0, words=(), by="me")],
        [SpecChange(spec=Dashboard(name="board", title="Board", tiles=tiles), base=number - 1, words=(), by="me")],
    )
    print(number, flush=True)
"""
_KILLS = 6


def test_what_was_saved_before_a_kill_is_there_and_nothing_is_half_saved(tmp_path: Path) -> None:
    for kill in range(_KILLS):
        path = tmp_path / f"catalog-{kill}.sqlite"
        told = _killed_while_saving(path, after=2 + 3 * kill, delay=0.003 * kill)
        catalog = Catalog(path)
        queries = {record.spec.name for record in catalog.queries.list("default")}
        board = catalog.dashboards.get("default", "board")
        assert board is not None
        assert isinstance(board.spec, Dashboard)
        shown = {tile.query for tile in board.spec.tiles if isinstance(tile, QueryTile)}
        assert len(queries) >= told
        assert shown == queries
        assert board.number == len(queries)
        assert len(catalog.dashboards.versions("default", "board")) == len(queries)
        catalog.close()


def _killed_while_saving(path: Path, *, after: int, delay: float) -> int:
    """How many savings were told to have ended."""
    with subprocess.Popen([sys.executable, "-c", _SAVING, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after):
            assert process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    return max([after, *map(int, rest)])
