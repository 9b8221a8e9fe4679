"""`tablespeak eval`: a suite scored, or any questions answered for a scorer of one's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import InvalidInput

if TYPE_CHECKING:
    from evals.answering import Setup

_SUITES = ("own", "spider", "defog", "duckdb-nsql", "wikitables", "unanswerable")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, path_type=Path)


@click.command("eval")
@click.argument("suite", required=False, type=click.Choice(_SUITES))
@click.option("--data", type=_folder, help="The folder that holds the suites' files.")
@click.option("--split", type=click.Choice(["learning", "measuring", "all"]), default="learning", show_default=True)
@click.option("--split-file", type=_file, help="Names of the measuring databases, one a line.")
@click.option("--phrasing", default="question", show_default=True, help="The field of the questions to ask.")
@click.option("--sample", type=click.IntRange(1), help="So many questions, picked at random.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--questions", type=_file, help="One JSON object a line: id, db, question, history where there is one.")
@click.option("--databases", type=_folder, help="DuckDB files and folders of CSV files, named like `db`.")
@click.option("--predictions", type=_new_file, help="Write what was answered, one JSON object a line.")
@click.option("--way", "ways", multiple=True, help="Only this way of answering, like “rules”; may be repeated.")
@click.option("--with-model", is_flag=True, help="Ask the language model that the environment names as well.")
@click.option("--page", type=_new_file, help="Write an HTML page with every wrong answer.")
@click.option("--verdicts", type=_new_file, help="Write one verdict a question, to compare a later run with.")
@click.option("--against", type=_file, help="The verdicts of an earlier run.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--floor-right", type=float, default=0.0, help="Fail where a smaller share is right.")
@click.option("--max-wrong", type=float, default=1.0, help="Fail where a larger share is wrong.")
def eval_command(suite: str | None, questions: Path | None, databases: Path | None, **options: Any) -> int:
    """Score the SUITE, or answer --questions over --databases into --predictions."""
    if (suite is None) == (questions is None):
        raise InvalidInput("Name either a suite or --questions.", hint="Like: tablespeak eval spider --data DIR")
    if questions is not None:
        return _answer(questions, databases, options)
    if suite == "own":
        return _score_own(options)
    return _score(str(suite), options)


def _answer(questions: Path, databases: Path | None, options: dict[str, Any]) -> int:
    from evals.answering import predict
    from evals.predictions import read_questions, write_predictions
    from evals.report import summary

    if databases is None or options["predictions"] is None:
        raise InvalidInput("--questions needs --databases and --predictions.")
    found = predict(read_questions(questions), _setup(databases, options))
    click.echo(summary(list(write_predictions(options["predictions"], found))))
    return 0


def _score(name: str, options: dict[str, Any]) -> int:
    from evals.report import Report, report_on
    from evals.suites.named import Selection, suite_named

    if options["data"] is None:
        raise InvalidInput(
            f"The suite “{name}” needs --data.", hint="It names the folder that holds the suites' files."
        )
    listed = options["split_file"]
    if listed is None and name in ("spider", "unanswerable") and options["split"] != "all":
        raise InvalidInput("The split needs --split-file.", hint="Or take all databases: --split all")
    selection = Selection(
        split=options["split"],
        measuring=frozenset(listed.read_text(encoding="utf-8").split()) if listed else frozenset(),
        phrasing=options["phrasing"],
        sample=options["sample"],
        seed=options["seed"],
    )
    suite = suite_named(name, options["data"], selection)
    files = Report(**{name: options[name] for name in ("predictions", "page", "verdicts", "against")})
    scored = report_on(suite, _setup(suite.databases, options), files, click.echo)
    return 0 if scored.is_within(options["floor_right"], options["max_wrong"]) else 1


def _score_own(options: dict[str, Any]) -> int:
    from evals.suites.own.score import score_and_tell

    return 0 if score_and_tell(options["floor_right"], options["max_wrong"]) else 1


def _setup(databases: Path, options: dict[str, Any]) -> Setup:
    from agents.model_settings import model_settings_from
    from evals.answering import Setup

    model = model_settings_from(os.environ) if options["with_model"] else None
    if options["with_model"] and model is None:
        raise InvalidInput("No language model is configured.", hint="Set TABLESPEAK_MODEL.")
    return Setup(databases=databases, model=model, ways=frozenset(options["ways"]), processes=options["processes"])
