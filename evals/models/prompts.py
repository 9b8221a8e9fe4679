"""`python -m evals prompts`: the tokens of our prompts beside those that other agents send for the same questions."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
import sqlglot
from sqlglot import exp

from agents.llm import Llm
from agents.model_settings import ModelSettings
from agents.sql_expert import ByModel, DraftCheck, Understanding
from agents.usage import UsageMeter
from core.errors import UserError
from core.question import Question
from evals.models.counting import Counted, Known, counting
from evals.openings import open_source, source_of
from evals.suite import Suite
from evals.suites.named import Selection, suite_named

_SCRIPT = Path(__file__).with_name("peer_agents.py")
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("prompts")
@click.option("--data", type=_folder, required=True, help="The folder that holds the suites' files.")
@click.option(
    "--python",
    type=_file,
    help="Of an environment with vanna, langchain, langchain-community, langchain-openai and duckdb.",
)
@click.option("--db", default="college_2", show_default=True, help="A learning database of Spider.")
@click.option("--sample", type=click.IntRange(1), default=20, show_default=True)
def prompts_command(data: Path, python: Path | None, db: str, sample: int) -> None:
    """Requests and tokens a question at an endpoint that knows the right SQL: everybody's shortest way."""
    whole = suite_named("spider", data, Selection(split="all"))
    items = [item for item in whole.items if item.asked.db == db][:sample]
    known = [_known(item.asked.question, item.gold_sql or "") for item in items]
    with counting(known) as counted:
        asyncio.run(_ours(known, whole, db, counted.url))
    ours = _told("ours", counted, len(known), None)
    for name in ("langchain", "vanna") if python is not None else ():
        with counting(known) as counted:
            _peer(name, str(python), counted.url, whole.databases / f"{db}.duckdb", known)
        _told(name, counted, len(known), ours)


def _known(question: str, sql: str) -> Known:
    tree = sqlglot.parse_one(sql, read="duckdb")
    return Known(question=question, sql=sql, tables=tuple(sorted({table.name for table in tree.find_all(exp.Table)})))


def _told(name: str, counted: Counted, questions: int, ours: float | None) -> float:
    tokens = counted.tokens / questions
    beside = "" if ours is None else f"; ours are {ours / tokens:.0%} of them"
    click.echo(f"{name}: {counted.requests / questions:.1f} requests, {tokens:,.0f} tokens a question{beside}")
    return tokens


async def _ours(known: Sequence[Known], suite: Suite, db: str, url: str) -> None:
    """Every question is put to the model, also those that rules would answer alone."""
    llm = Llm(ModelSettings(model="scripted", endpoint=url, privacy="samples"))
    with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
        async with open_source(source_of(suite.databases, db), Path(scratch)) as opened:
            check = DraftCheck(opened.columns, opened.model, opened.execute)
            for one in known:
                way = ByModel(llm.for_run(UsageMeter()), check)
                asked = Question(text=one.question, today=datetime.now().astimezone().date())
                try:
                    await way(Understanding(question=asked, model=opened.model, values=opened.values))
                except UserError as refused:
                    click.echo(f"  {one.question}: {refused.message}", err=True)
    await llm.close()


def _peer(name: str, python: str, url: str, database: Path, known: Sequence[Known]) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": tempfile.gettempdir(), "OPENAI_API_KEY": "none"}
    questions = "\n".join(one.question for one in known)
    subprocess.run(  # noqa: S603
        [python, str(_SCRIPT), name, url, str(database.resolve())],
        input=questions, text=True, check=True, capture_output=True, env=environment,
    )  # fmt: skip
