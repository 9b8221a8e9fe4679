"""Wrong use, from the outside: one line, an exit code, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli.describing
from cli.edge import run


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("TABLESPEAK_DATA_DIR", str(folder))
    return folder


Captured = pytest.CaptureFixture[str]


def only_line(capsys: Captured) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


def test_a_typo_in_a_command_says_what_was_meant(capsys: Captured) -> None:
    assert run(["aks", "how many orders"]) == 2
    assert only_line(capsys) == "There is no command “aks”. Did you mean “ask”?"


def test_a_question_without_its_command_says_where_it_goes(capsys: Captured) -> None:
    assert run(["how many orders"]) == 2
    assert only_line(capsys).endswith('Did you mean: tablespeak ask "how many orders"?')


def test_a_typo_in_an_option_says_what_was_meant(capsys: Captured) -> None:
    assert run(["tables", "--jsno"]) == 2
    assert "Did you mean '--json'?" in only_line(capsys)


def test_a_missing_argument_is_named(capsys: Captured) -> None:
    assert run(["ask"]) == 2
    assert "QUESTION" in only_line(capsys)


def test_a_missing_file_is_one_line_with_the_name_that_is_there(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text("a\n1\n")
    assert run(["load", "oders.csv"]) == 2
    assert only_line(capsys) == "There is no file “oders.csv”. Did you mean “orders.csv”?"


def test_a_missing_file_of_a_question_is_wrong_use_too(capsys: Captured) -> None:
    assert run(["ask", "how", "many", "orders"]) == 2
    assert "There is no file “many”." in only_line(capsys)


def test_a_folder_without_files_that_can_be_read_is_wrong_use(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "notes.xyz").write_text("a")
    assert run(["load", str(tmp_path)]) == 2
    assert "no file in" in only_line(capsys)


def test_a_pattern_that_fits_nothing_is_wrong_use(tmp_path: Path, capsys: Captured) -> None:
    assert run(["load", str(tmp_path / "*.csv")]) == 2
    assert "No file fits" in only_line(capsys)


def test_a_workspace_name_that_cannot_be_one_is_wrong_use(capsys: Captured) -> None:
    assert run(["tables", "--workspace", "../x"]) == 2
    assert "cannot be the name of a workspace" in only_line(capsys)


def test_a_data_folder_that_cannot_be_made_is_wrong_use(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "taken").write_text("")
    assert run(["tables", "--data-dir", str(tmp_path / "taken" / "below")]) == 2
    assert "cannot be made" in only_line(capsys)


def test_control_characters_of_an_argument_are_not_obeyed(capsys: Captured) -> None:
    assert run(["load", "a\x1b[2Jb"]) == 2
    assert "\x1b" not in only_line(capsys)


def test_wrong_use_with_json_is_one_object_on_standard_output(capsys: Captured) -> None:
    assert run(["load", "nothing.csv", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.err == ""
    assert json.loads(captured.out)["error"]["code"] == "invalid_input"


def test_a_failed_ask_with_json_has_every_key_of_an_answer(capsys: Captured) -> None:
    assert run(["ask", "how many", "nothing.csv", "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "error"
    assert {"answer", "plan", "sql", "table", "receipt", "suggestions"} <= set(answer)


def test_an_empty_workspace_says_how_to_fill_it(capsys: Captured) -> None:
    assert run(["tables"]) == 0
    assert "tablespeak load" in capsys.readouterr().out


def test_tables_of_an_empty_workspace_are_an_empty_list(capsys: Captured) -> None:
    assert run(["tables", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"workspace": "default", "tables": []}


def test_a_defect_is_logged_and_told_without_a_traceback(
    data_dir: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(place: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(cli.describing, "tables", broken)
    assert run(["tables"]) == 1
    line = only_line(capsys)
    assert str(data_dir / "tablespeak.log") in line
    assert "secret" not in line
    assert "ZeroDivisionError: a secret" in (data_dir / "tablespeak.log").read_text()


def test_help_names_every_command(capsys: Captured) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("ask", "load", "tables", "describe", "model", "sql", "sample"):
        assert f"\n  {command} " in shown


def test_version_is_said(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tablespeak ")


def test_a_chart_is_saved_by_its_ending(tmp_path: Path, capsys: Captured) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("order_id,region,amount\n1,north,2.5\n2,south,3.5\n3,north,1.5\n4,west,9.5\n")
    assert run(["ask", "total amount by region", str(orders), "--chart", str(tmp_path / "chart.png")]) == 0
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert run(["ask", "total amount by region", "--chart", str(tmp_path / "chart.svg")]) == 0
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "chart.svg" in capsys.readouterr().err


def test_a_chart_of_another_kind_is_wrong_use(capsys: Captured) -> None:
    assert run(["ask", "total amount by region", "--chart", "chart.gif"]) == 2
    assert "End the name in .png or .svg." in only_line(capsys)
