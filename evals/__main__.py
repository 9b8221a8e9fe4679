"""`python -m evals spider --data DIR ...`, `python -m evals learn --data DIR ...` and `python -m evals ingestion --data DIR`."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click

import agents.sql_expert.weights
from evals.business import business_outcomes
from evals.dabench.command import dabench_command
from evals.drawing.command import charts_command
from evals.ingestion import CORPORA, as_table, scores_of
from evals.learn import chance, is_open, learned, threshold_for, unseen_chances, write_weights
from evals.models.calibrating import calibrate_command
from evals.models.command import models_command
from evals.models.prompts import prompts_command
from evals.narration.command import narration_command
from evals.peers.command import peers_command
from evals.relationships import compare, read_declared, totals_of
from evals.run import Outcome, as_line, curve, run_suite, totals
from evals.sheets.command import learn_sheets_command
from evals.spider import Item, Split, of_split, read_items, sampled, single_table

_CACHE = Path(tempfile.gettempdir()) / "tablespeak-evals"
_TIMES = 8
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def main() -> None:
    """Score the ways of answering."""


@main.command()
@click.option("--data", type=_folder, required=True, help="Holds train.jsonl and the folder duckdb.")
@click.option("--split", type=click.Choice(["learning", "measuring"]), default="learning")
@click.option("--split-file", type=_file, required=True, help="Names of the measuring databases, one a line.")
@click.option("--single-table", "single", is_flag=True)
@click.option("--sample", type=int, default=None)
@click.option("--seed", type=int, default=1)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="One JSON line a question.")
@click.option("--by-database", is_flag=True)
def spider(
    data: Path, split: Split, split_file: Path, single: bool, sample: int | None, seed: int, out: Path | None,
    by_database: bool,
) -> None:  # fmt: skip
    """Rules alone on the questions of one split."""
    outcomes = _outcomes(data, split, split_file, single=single, sample=sample, seed=seed)
    if out is not None:
        out.write_text("".join(json.dumps(as_line(one), default=str) + "\n" for one in outcomes), encoding="utf-8")
    _show(outcomes, by_database=by_database)


@main.command("lift")
@click.option("--data", type=_folder, required=True, help="Holds train.jsonl and the folder duckdb.")
@click.option("--split-file", type=_file, required=True)
@click.option("--sample", type=int, default=None)
def lift_command(data: Path, split_file: Path, sample: int | None) -> None:
    """How many of the learning questions' queries a Plan can say."""
    from evals.lifting import lift_all, told

    measuring = frozenset(split_file.read_text(encoding="utf-8").split())
    items = sampled(of_split(read_items(data / "train.jsonl"), "learning", measuring), sample, 1)
    click.echo(told(list(lift_all([(item.db, item.gold_sql) for item in items], data / "duckdb", _CACHE))))


@main.command()
@click.option("--data", type=_folder, required=True)
@click.option("--split-file", type=_file, required=True)
@click.option("--most-wrong", type=float, default=0.055, help="Share of all questions that may be answered wrong.")
@click.option("--suite", type=_folder, default=None, help="Questions about uploaded files to learn from as well.")
def learn(data: Path, split_file: Path, most_wrong: float, suite: Path | None) -> None:
    """Learn the weights of the confidence on the learning databases, and write them down."""
    outcomes = _outcomes(data, "learning", split_file, single=False, sample=None, seed=1)
    asked = business_outcomes(suite) if suite is not None else []
    bias, weights = learned([*outcomes, *asked * _TIMES])
    unseen = unseen_chances(outcomes, asked * _TIMES)
    sure = threshold_for(outcomes, unseen, most_wrong)
    path = Path(str(agents.sql_expert.weights.__file__))
    write_weights(path, bias, weights, sure)
    click.echo(f"Answers from a confidence of {sure}; written to {path.name}")
    click.echo(_answered("learning databases, each by weights of the others", outcomes, unseen, sure))
    if asked:
        click.echo(_answered("uploaded files", asked, [chance(one, bias, weights) for one in asked], sure))


@main.command()
@click.option("--data", type=_folder, required=True, help="Holds the corpora, or a folder messy with them.")
@click.option("--corpus", type=click.Choice(CORPORA), multiple=True, help="Only these.")
@click.option("--failures", is_flag=True, help="Name each file that is not right.")
def ingestion(data: Path, corpus: tuple[str, ...], failures: bool) -> None:
    """Imports of files with known content, beside what other tools read."""
    scores = scores_of(corpus or CORPORA, data, click.echo if failures else lambda _line: None)
    for line in as_table(scores):
        click.echo(line)


@main.command()
@click.option("--data", type=_folder, required=True, help="Holds tables.json and the folder duckdb.")
@click.option("--split", type=click.Choice(["learning", "measuring"]), default="learning")
@click.option("--split-file", type=_file, required=True, help="Names of the measuring databases, one a line.")
@click.option("--show", is_flag=True, help="What was missed and what was found too much, for learning databases only.")
def relationships(data: Path, split: Split, split_file: Path, show: bool) -> None:
    """References and keys from names and values, against the declared ones."""
    measuring = frozenset(split_file.read_text(encoding="utf-8").split())
    chosen = [one for one in read_declared(data / "tables.json") if (one.db in measuring) == (split == "measuring")]
    files = [(one, data / "duckdb" / f"{one.db}.duckdb") for one in chosen]
    compared = [compare(one, path) for one, path in files if path.exists()]
    if show and split == "learning":
        for found in compared:
            for kind, pairs in (("missed", found.declared - found.found), ("too much", found.found - found.declared)):
                for pair in sorted(pairs):
                    untold = " (untold)" if pair in found.untold else ""
                    click.echo(f"{found.db}: {kind}{untold} {pair[0]}.{pair[1]} -> {pair[2]}.{pair[3]}")
    for name, number in totals_of(compared).items():
        click.echo(f"{name}: {number:.3f}" if isinstance(number, float) else f"{name}: {number}")


main.add_command(charts_command)
main.add_command(dabench_command)
main.add_command(calibrate_command)
main.add_command(models_command)
main.add_command(prompts_command)
main.add_command(narration_command)
main.add_command(peers_command)
main.add_command(learn_sheets_command)


def _answered(name: str, outcomes: Sequence[Outcome], chances: Sequence[float], sure: float) -> str:
    pairs = zip(outcomes, chances, strict=True)
    taken = [one for one, confidence in pairs if is_open(one) and confidence >= sure]
    right, count = sum(one.best is True for one in taken), max(1, len(outcomes))
    return f"{name}: right {right / count:.1%}, wrong {(len(taken) - right) / count:.1%} of {count}"


def _outcomes(
    data: Path, split: Split, split_file: Path, *, single: bool, sample: int | None, seed: int
) -> list[Outcome]:
    measuring = frozenset(split_file.read_text(encoding="utf-8").split())
    items: list[Item] = of_split(read_items(data / "train.jsonl"), split, measuring)
    items = single_table(items) if single else items
    return run_suite(sampled(items, sample, seed), data / "duckdb", _CACHE)


def _show(outcomes: list[Outcome], *, by_database: bool) -> None:
    click.echo(_line("all", outcomes))
    if by_database:
        grouped: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            grouped[outcome.db].append(outcome)
        for name, found in grouped.items():
            click.echo(_line(name, found))
    for threshold, right, wrong in curve(outcomes, _THRESHOLDS):
        click.echo(f"from {threshold:.2f}: right {right:6.1%}  wrong {wrong:6.1%}")
    milliseconds = [1000 * outcome.seconds for outcome in outcomes]
    click.echo(f"median {statistics.median(milliseconds):.1f} ms, longest {max(milliseconds):.0f} ms")


def _line(name: str, outcomes: list[Outcome]) -> str:
    count = len(outcomes)
    parts = (f"{status} {number} ({number / count:.1%})" for status, number in totals(outcomes).items())
    return f"{name}: {count} questions, " + ", ".join(parts)


main()
