"""`python -m evals narration`: figures in shown text that no cell and no derivation supports."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from agents.llm import Llm
from agents.model_settings import ModelSettings
from core.spending import Budget, Budgets
from evals.narration.worded import Worded, worded_answers

_EACH = 10
_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("narration")
@click.option("--endpoint", required=True, help="OpenAI-compatible, as in http://127.0.0.1:8080/v1.")
@click.option("--model", required=True)
@click.option("--key", default="none", envvar="OPENAI_API_KEY")
@click.option("--databases", type=_folder, required=True, help="DuckDB files and folders of files.")
@click.option("--leave-out", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Names, one a line.")
@click.option("--answers", type=click.IntRange(1), default=300, show_default=True)
@click.option("--show", is_flag=True, help="Print each answer with a figure that nothing supports.")
def narration_command(
    endpoint: str, model: str, key: str, databases: Path, leave_out: Path | None, answers: int, show: bool
) -> None:
    """Have MODEL word answers, and count figures that nothing supports; fails where there is one."""
    settings = ModelSettings(
        model=model,
        endpoint=endpoint,
        api_key=key,
        privacy="samples",
        seconds=600.0,
        budgets=Budgets(question=Budget()),
    )
    left_out = set(leave_out.read_text(encoding="utf-8").split()) if leave_out else set()
    names = sorted({path.stem for path in databases.iterdir()} - left_out)
    found = asyncio.run(_all(databases, names, settings, answers))
    loose = [one for one in found if one.loose]
    for one in loose if show else ():
        click.echo(f"{one.question}\n  {one.text}\n  {', '.join(one.loose)}")
    by_model = sum(one.by == model for one in found)
    click.echo(
        f"{len(found)} answers, {by_model} worded by {model}, {sum(one.figures for one in found)} figures; "
        f"{sum(len(one.loose) for one in found)} figures that nothing supports, in {len(loose)} answers"
    )
    if loose:
        raise SystemExit(1)


async def _all(databases: Path, names: list[str], settings: ModelSettings, most: int) -> list[Worded]:
    llm, found = Llm(settings), list[Worded]()
    try:
        for name in names:
            async for one in worded_answers(databases, name, llm, min(_EACH, most - len(found))):
                found.append(one)
            if len(found) >= most:
                break
    finally:
        await llm.close()
    return found
