"""`python -m evals models`: one table of what a model does alone and with us around it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from agents.llm import Llm
from agents.model_settings import ModelSettings
from core.spending import Budget, Budgets
from evals.models.asking import STAGES, VERDICTS, Bench, Stage, Tried, closing_line, tried
from evals.models.bare import declared_keys
from evals.models.recorded import Recorded
from evals.models.table import as_table
from evals.suite import Suite
from evals.suites.named import SUITES, Selection, of_databases

_TOLD_EVERY = 10
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("models")
@click.option("--endpoint", required=True, help="OpenAI-compatible, as in http://127.0.0.1:8080/v1.")
@click.option("--model", required=True)
@click.option("--key", default="none", envvar="OPENAI_API_KEY")
@click.option("--data", type=_folder, required=True, help="The folder that holds the suites' files.")
@click.option("--completions", type=click.Path(file_okay=False, path_type=Path), required=True, help="Kept here.")
@click.option("--suite", "name", type=click.Choice(sorted(SUITES)), default="spider", show_default=True)
@click.option("--split", type=click.Choice(["learning", "measuring", "all"]), default="measuring", show_default=True)
@click.option("--split-file", type=_file, help="Names of the measuring databases, one a line.")
@click.option("--databases", "most", type=click.IntRange(1), help="Of so many databases, picked at random.")
@click.option("--sample", type=click.IntRange(1), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--stage", "stages", type=click.Choice(STAGES), multiple=True, default=STAGES, show_default=True)
@click.option(
    "--lines", type=click.Path(dir_okay=False, path_type=Path), help="Write each, of learning databases only."
)
def models_command(endpoint: str, model: str, key: str, data: Path, completions: Path, **options: Any) -> None:
    """Score MODEL bare, with our context, with repair, and with rules and the calibrated choice."""
    measuring = options["split_file"].read_text(encoding="utf-8").split() if options["split_file"] else ()
    selection = Selection(
        split=options["split"], measuring=frozenset(measuring), sample=options["sample"], seed=options["seed"]
    )
    suite = of_databases(options["name"], data, selection, options["most"])
    settings = ModelSettings(
        model=model,
        endpoint=endpoint,
        api_key=key,
        privacy="samples",
        seconds=900.0,
        stall_seconds=600.0,
        second_draft=True,
        budgets=Budgets(question=Budget()),
    )
    if options["lines"]:
        options["lines"].unlink(missing_ok=True)
    keys = declared_keys(data / "spider" / "tables.json") if options["name"] == "spider" else {}
    bench = Bench(llm=Llm(settings), recorded=Recorded(completions), keys=keys, stages=options["stages"])
    found = asyncio.run(_all(suite, bench, options["lines"] if options["split"] == "learning" else None))
    click.echo(f"{model} on {suite.name}, {options['split']}: {len(suite.items)} questions, seed {options['seed']}")
    for line in as_table(found, options["stages"]):
        click.echo(line)


async def _all(suite: Suite, bench: Bench, lines: Path | None) -> list[Tried]:
    found: list[Tried] = []
    async with closing_line(bench.llm):
        async for one in tried(suite, bench):
            found.append(one)
            if lines is not None:
                _append(lines, one)
            done = sum(other.stage == bench.stages[-1] for other in found)
            if one.stage == bench.stages[-1] and done % _TOLD_EVERY == 0:
                click.echo(_so_far(found, bench.stages), err=True)
    return found


def _append(lines: Path, one: Tried) -> None:
    with lines.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def _so_far(found: Sequence[Tried], stages: Sequence[Stage]) -> str:
    told = []
    for stage in stages:
        counted = Counter(one.verdict for one in found if one.stage == stage)
        told.append(f"{stage} {', '.join(f'{counted[one]} {one}' for one in VERDICTS if counted[one])}")
    return "; ".join(told)
