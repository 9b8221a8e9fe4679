from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import Catalog, Overtaken, SpecChange
from core.saved import Dashboard, QueryTile, SavedQuery, TextTile


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalog.sqlite")
    opened.create_workspace("default")
    yield opened
    opened.close()


def change(name: str, base: int | None = 0, *, sql: str = "SELECT 1", by: str = "ana") -> SpecChange[SavedQuery]:
    return SpecChange(spec=SavedQuery(name=name, title=name, sql=sql, owner="ana"), base=base, words=(), by=by)


def test_every_change_is_a_version_and_a_deleted_name_goes_on_counting(catalog: Catalog) -> None:
    catalog.queries.keep("default", [change("sales")])
    catalog.queries.keep("default", [change("sales", 1, sql="SELECT 2", by="ben")])
    assert [(one.number, one.spec.sql, one.made_by) for one in catalog.queries.versions("default", "sales")] == [
        (2, "SELECT 2", "ben"),
        (1, "SELECT 1", "ana"),
    ]
    assert catalog.queries.delete("default", "sales")
    assert not catalog.queries.delete("default", "sales")
    assert catalog.queries.get("default", "sales") is None
    assert [one.name for one in catalog.queries.list("default", deleted=True)] == ["sales"]
    (again,) = catalog.queries.keep("default", [change("sales")])
    assert again.number == 3


def test_of_several_changes_all_are_kept_or_none(catalog: Catalog) -> None:
    catalog.queries.keep("default", [change("sales")])
    with pytest.raises(Overtaken, match="already"):
        catalog.queries.keep("default", [change("costs"), change("sales")])
    assert [one.name for one in catalog.queries.list("default")] == ["sales"]


def test_of_two_writers_with_one_base_the_second_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    catalog.queries.keep("default", [change("sales")])
    other = Catalog(tmp_path / "catalog.sqlite")
    outcomes: list[str] = []

    def write(into: Catalog, sql: str) -> None:
        try:
            into.queries.keep("default", [change("sales", 1, sql=sql)])
            outcomes.append("kept")
        except Overtaken:
            outcomes.append("refused")

    threads = [threading.Thread(target=write, args=(into, sql)) for into, sql in ((catalog, "A"), (other, "B"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "refused"]
    assert len(catalog.queries.versions("default", "sales")) == 2
    other.close()


def test_a_dashboard_comes_back_as_it_was_kept(catalog: Catalog) -> None:
    board = Dashboard(
        name="shop",
        title="Shop",
        tiles=(
            QueryTile(id="a", query="sales", x=0, y=0, w=6, h=4, parameters={"region": ("north", "south")}),
            TextTile(id="b", text="# Shop", x=6, y=0, w=6, h=4),
        ),
    )
    catalog.dashboards.keep("default", [SpecChange(spec=board, base=0, words=("Made.",), by="ana")])
    kept = catalog.dashboards.get("default", "shop")
    assert kept is not None
    assert kept.spec == board
    assert kept.words == ("Made.",)


def test_the_stamp_tells_that_something_changed(catalog: Catalog) -> None:
    before = catalog.queries.stamp("default")
    catalog.queries.keep("default", [change("sales")])
    assert catalog.queries.stamp("default") != before
