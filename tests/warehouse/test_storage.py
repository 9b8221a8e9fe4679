from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from core.table import Column, Origin, Table, TableVersion
from warehouse import adopt_version_file, new_version_file, open_versions, sweep


def _version(path: Path, relation: str = "t") -> TableVersion:
    table = Table(
        name=relation,
        label=relation,
        columns=(Column(name="x", label="x", type="integer"),),
        rows=1,
        origin=Origin(file="f"),
    )
    return TableVersion(
        table=table,
        number=1,
        path=str(path),
        relation=relation,
        file_sha256="",
        imported_at=datetime(2025, 1, 1, tzinfo=UTC),
    )


def test_a_version_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as file:
        file.connection.execute("CREATE TABLE t AS SELECT 42 AS x")
        assert not file.path.exists()
    assert [path.name for path in tmp_path.iterdir()] == [file.path.name]
    with open_versions([_version(file.path)]) as connection:
        assert connection.execute("SELECT x FROM t").fetchall() == [(42,)]


def test_a_failed_import_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(duckdb.ConversionException), new_version_file(tmp_path) as file:
        file.connection.execute("CREATE TABLE t AS SELECT 'x'::INTEGER AS x")
    assert list(tmp_path.iterdir()) == []


def test_a_process_killed_in_mid_import_leaves_named_files_intact(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as file:
        file.connection.execute("CREATE TABLE t AS SELECT 1 AS x")
    script = (
        "import pathlib, sys, time\n"
        "from warehouse import new_version_file\n"
        "with new_version_file(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.connection.execute('CREATE TABLE t AS SELECT range AS x FROM range(100000)')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as importing:
        assert importing.stdout is not None
        importing.stdout.readline()
        os.kill(importing.pid, signal.SIGKILL)
    assert list(tmp_path.glob("*.duckdb")) == [file.path]
    with open_versions([_version(file.path)]) as connection:
        assert connection.execute("SELECT x FROM t").fetchall() == [(1,)]
    leftovers = {path.name for path in tmp_path.glob("*.importing")}
    assert leftovers
    assert set(sweep(tmp_path, [file.path], lease_seconds=0)) == leftovers
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_sweep_spares_what_is_named_and_what_is_young(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as named, new_version_file(tmp_path) as unnamed:
        for file in (named, unnamed):
            file.connection.execute("CREATE TABLE t AS SELECT 1 AS x")
    written = unnamed.path.stat().st_mtime
    assert sweep(tmp_path, [named.path], lease_seconds=60, now=written + 59) == ()
    assert sweep(tmp_path, [str(named.path)], lease_seconds=60, now=written + 60) == (unnamed.path.name,)
    assert list(tmp_path.iterdir()) == [named.path]


def test_several_processes_may_read_a_version_at_once(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as file:
        file.connection.execute("CREATE TABLE t AS SELECT 7 AS x")
    version = _version(file.path)
    with open_versions([version]) as first, open_versions([version]) as second:
        assert first.execute("SELECT x FROM t").fetchall() == second.execute("SELECT x FROM t").fetchall()


def test_an_open_version_can_be_neither_written_nor_left(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as file:
        file.connection.execute("CREATE TABLE t AS SELECT 7 AS x")
    with open_versions([_version(file.path)]) as connection:
        for sql in (
            "INSERT INTO tablespeak_file_0.main.t VALUES (1)",
            "SELECT * FROM read_text('/etc/hostname')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)


def test_a_table_may_be_shown_under_another_name_than_its_relation(tmp_path: Path) -> None:
    with new_version_file(tmp_path) as file:
        file.connection.execute('CREATE TABLE "odd ""name" AS SELECT 3 AS x')
    version = _version(file.path, 'odd "name')
    with open_versions([version]) as connection:
        assert connection.execute('SELECT x FROM "odd ""name"').fetchall() == [(3,)]


def test_a_sweep_removes_what_an_interrupted_reading_left(tmp_path: Path) -> None:
    left = tmp_path / "x.reading"
    left.mkdir()
    (left / "part.importing").write_bytes(b"half")
    written = (left / "part.importing").stat().st_mtime
    assert sweep(tmp_path, [], lease_seconds=60, now=written + 59) == ()
    assert sweep(tmp_path, [], lease_seconds=60, now=written + 61) == ("x.reading",)
    assert not left.exists()


def test_a_finished_file_can_be_moved_among_the_others(tmp_path: Path) -> None:
    with new_version_file(tmp_path / "x.reading") as file:
        file.connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    moved = adopt_version_file(file.path, tmp_path)
    assert moved.parent == tmp_path.resolve()
    assert moved.exists()
    assert not file.path.exists()
