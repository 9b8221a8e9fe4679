from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.answer import Answer, Fact
from evals.dabench.command import dabench_command
from evals.dabench.filling import filled
from evals.dabench.questions import ClosedQuestion, is_right, read_questions

FORMAT = "@mean_weight[mean] @std_dev_weight[deviation] where both are numbers, rounded to two decimal places."


def a_question(form: str = FORMAT, **answer: str) -> ClosedQuestion:
    return ClosedQuestion(
        id="1", file="crates.csv", question="", constraints="", format=form, answer=answer, needs_learning=False
    )


def fact(label: str, value: float | bool) -> Fact:
    return Fact(id=label, kind="value", label=label, value=value)


@pytest.mark.parametrize(
    ("given", "expected", "right"),
    [
        ("34.654", "34.65", True),
        ("34.66", "34.65", False),
        ("12", "12", True),
        ("13", "12", False),
        ("North ", "north", True),
        (None, "1", False),
    ],
)
def test_a_value_is_right_to_the_last_decimal(given: str | None, expected: str, right: bool) -> None:
    assert is_right(given, expected) is right


def test_a_named_value_is_the_figure_with_the_same_words() -> None:
    answer = Answer(status="answered", facts=(fact("standard deviation of weight", 2.5), fact("mean of weight", 10.25)))
    assert filled(a_question(), answer) == {"mean_weight": "10.25", "std_dev_weight": "2.5"}


def test_a_verdict_is_told_in_the_words_of_the_format() -> None:
    form = '@is_normal[x] where "x" is a boolean, True or False'
    answer = Answer(status="answered", facts=(fact("weight is normally distributed", False),))
    assert filled(a_question(form), answer) == {"is_normal": "false"}


def write(folder: Path) -> None:
    (folder / "csv").mkdir(parents=True)
    lines = []
    for name in ("crates", "boxes", "barrels"):
        rows = "".join(f"{number},{number * number}\n" for number in range(1, 21))
        (folder / "csv" / f"{name}.csv").write_text(f"crate,weight\n{rows}", encoding="utf-8")
        asked = {
            "id": name, "file": f"{name}.csv", "question": "What is the skewness of weight?", "constraints": "", "needs_ml": False,
            "format": "@skewness[value]", "answer": [["skewness", "0.66" if name == "crates" else "9.99"]],
        }  # fmt: skip
        lines.append(json.dumps(asked))
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_the_halves_share_no_file(tmp_path: Path) -> None:
    write(tmp_path)
    halves = [{one.file for one in read_questions(tmp_path, half)} for half in ("learning", "measuring")]
    assert not halves[0] & halves[1]
    assert halves[0] | halves[1] == {one.file for one in read_questions(tmp_path, "all")}


def test_only_what_is_right_is_counted(tmp_path: Path) -> None:
    write(tmp_path)
    told = CliRunner().invoke(dabench_command, ["--data", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "3 questions: 1 right (33.3%), 2 wrong, 0 not answered" in told.output
