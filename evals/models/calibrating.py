"""`python -m evals calibrate`: who is right how often, rules or a model, counted on learning databases and written down."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from agents.kept_answers import KeptAnswers
from agents.llm import Llm
from agents.model_settings import ModelSettings
from agents.sql_expert import ByModel, DraftCheck, Drafts, Understanding
from agents.sql_expert.choosing import MOST_READINGS, lists_each_once, read_by_rules
from agents.sql_expert.policy import CALIBRATION, Surety, agreement, situation
from agents.sql_expert.rules import query_of
from agents.sql_expert.same_rows import same_rows
from agents.usage import UsageMeter
from core.errors import TablespeakError
from core.query import Query
from core.question import Question
from core.result import Result
from core.spending import Budget, Budgets
from evals.models.asking import closing_line
from evals.models.recorded import Recorded
from evals.openings import open_source, source_of
from evals.run import Outcome, run_suite, without_additions
from evals.spider import of_split, read_items, sampled
from evals.suite import Item, Suite
from evals.suites.named import Selection, of_databases
from semantic_layer import compile_plan
from workspace.opened import Opened

_CACHE = Path(tempfile.gettempdir()) / "tablespeak-evals"
_WANTED = 0.97
_FEWEST = 50
_FROM = tuple(one / 100 for one in range(70, 96))
_MOST_ROWS = 20_000
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
Counts = dict[str, list[int]]


@click.command("calibrate")
@click.option("--data", type=_folder, required=True, help="The folder that holds the suites' files.")
@click.option("--split-file", type=_file, required=True, help="Names of the measuring databases, one a line.")
@click.option("--sample", type=click.IntRange(1), default=2500, show_default=True)
@click.option("--databases", "most", type=click.IntRange(1), help="Of so many databases, picked at random.")
@click.option("--endpoint", help="Of a model to be held against the rules; else the rules alone are counted.")
@click.option("--model", "name")
@click.option("--key", default="none", envvar="OPENAI_API_KEY")
@click.option("--completions", type=click.Path(file_okay=False, path_type=Path), help="Kept here.")
@click.option("--answer-from", type=float, default=0.77, show_default=True)
def calibrate_command(data: Path, split_file: Path, sample: int, **options: Any) -> None:
    """Write calibration.json anew: the rules' part, or what a model is worth beside them."""
    measuring = frozenset(split_file.read_text(encoding="utf-8").split())
    listed: dict[str, Any] = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    if options["endpoint"]:
        selection = Selection(split="learning", measuring=measuring, sample=sample)
        suite = of_databases("spider", data, selection, options["most"])
        listed["models"][options["name"]] = asyncio.run(_of_model(suite, options))
    else:
        folder = data / "spider"
        items = sampled(of_split(read_items(folder / "train.jsonl"), "learning", measuring), sample, 3)
        listed["rules alone"] = rules_alone(run_suite(items, folder / "duckdb", _CACHE))
    CALIBRATION.write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")
    click.echo(json.dumps(listed["models"][options["name"]] if options["endpoint"] else listed["rules alone"]))


def rules_alone(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The lowest confidence, and the features that must be absent, with which the rules are right often enough.

    Features are taken one after another: the one that takes away most wrong answers for each right one.
    """
    answered = [one for one in outcomes if one.status in ("right", "wrong")]
    best: dict[str, Any] = {"from": 1.0, "unless": [], "right": [0, 0]}
    for threshold in _FROM:
        left, unless = [one for one in answered if one.confidence >= threshold], list[str]()
        while len(left) >= _FEWEST and _right(left) < _WANTED * len(left):
            worst = _worst_feature(left)
            if worst is None:
                break
            unless.append(worst)
            left = [one for one in left if not one.features.get(worst)]
        if len(left) >= _FEWEST and _right(left) >= _WANTED * len(left) and len(left) > best["right"][1]:
            best = {"from": threshold, "unless": sorted(unless), "right": [_right(left), len(left)]}
    return best


def _right(outcomes: Sequence[Outcome]) -> int:
    return sum(one.status == "right" for one in outcomes)


def _worst_feature(outcomes: Sequence[Outcome]) -> str | None:
    right: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = defaultdict(int)
    for one in outcomes:
        for name, value in one.features.items():
            if value:
                (right if one.status == "right" else wrong)[name] += 1
    return max(wrong, key=lambda name: wrong[name] / (right[name] + 1), default=None)


async def _of_model(suite: Suite, options: dict[str, Any]) -> dict[str, Any]:
    settings = ModelSettings(
        model=options["name"],
        endpoint=options["endpoint"],
        api_key=options["key"],
        privacy="samples",
        seconds=900.0,
        stall_seconds=600.0,
        budgets=Budgets(question=Budget()),
    )
    counts: Counts = defaultdict(lambda: [0, 0])
    kept: KeptAnswers | None = Recorded(options["completions"]) if options["completions"] else None
    async with closing_line(Llm(settings)) as llm:
        for db, group in groupby(sorted(suite.items, key=lambda item: item.asked.db), lambda item: item.asked.db):
            with tempfile.TemporaryDirectory(prefix="tablespeak-eval-") as scratch:
                async with open_source(source_of(suite.databases, db), Path(scratch)) as opened:
                    for item in group:
                        await _count(item, opened, llm.for_run(UsageMeter(), kept=kept), counts)
    agreed, differing = counts.pop(_AGREE, [0, 0]), counts.pop(_DIFFER, [0, 0])
    return {
        "answer from": options["answer_from"],
        _AGREE: agreed,
        _DIFFER: differing,
        "right of": dict(sorted(counts.items())),
    }


_AGREE = "rules and model agree"
_DIFFER = "rules and two drafts differ"


async def _count(item: Item, opened: Opened, llm: Llm, counts: Counts) -> None:
    question = Question(text=item.asked.question, today=item.asked.today or date(2025, 1, 1))
    task = Understanding(question=question, model=opened.model, values=opened.values)
    counted = _Counted(task=task, opened=opened, accepts=item.expected().accepts, counts=counts)
    await counted.count(ByModel(llm, DraftCheck(opened.columns, opened.model, opened.execute)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """One question, to which rules and model say what is held against what is right."""

    task: Understanding
    opened: Opened
    accepts: Callable[[Any], bool]
    counts: Counts

    async def count(self, model: ByModel) -> None:
        """Where both answer and differ, either may be right; then a second draft is asked for."""
        own = read_by_rules(self.task)
        readings = [query_of(one.plan, self.task) for one in own.candidates[:MOST_READINGS]]
        try:
            drafted = await Drafts(model, self.opened.execute)(self.task)
        except TablespeakError:
            return
        if await self._agrees(readings, drafted.query, own.surety):
            return
        right, mended = await self._is_right(drafted.query), bool(drafted.query.repairs) or drafted.attempts > 1
        self._note(situation("model", own.surety, mended=mended), right=right)
        if readings:
            self._note(situation("rules", own.surety, mended=False), right=await self._is_right(readings[0]))
        await self._count_second(model, readings, drafted.query, own.surety)

    async def _count_second(self, model: ByModel, readings: Sequence[Query], first: Query, surety: Surety) -> None:
        try:
            second = await model.drafted_plainly(self.task)
        except TablespeakError:
            return
        if await self._agrees(readings, second, surety):
            return
        found, other = await self._rows(first), await self._rows(second)
        if found is not None and other is not None and same_rows(found, other):
            self._note(situation("model twice", surety, mended=False), right=await self._is_right(first))
        else:
            self._note(_DIFFER, right=await self._is_right(first))

    async def _agrees(self, readings: Sequence[Query], draft: Query, surety: Surety) -> bool:
        rows = await self._rows(draft)
        for query in readings if rows is not None else ():
            found = await self._rows(query)
            if found is not None and rows is not None and same_rows(found, rows, each_once=lists_each_once(query)):
                right = await self._is_right(query)
                self._note(_AGREE, right=right)
                self._note(agreement(surety), right=right)
                return True
        return False

    def _note(self, where: str, *, right: bool) -> None:
        self.counts[where] = [self.counts[where][0] + right, self.counts[where][1] + 1]

    async def _is_right(self, query: Query) -> bool:
        plain = without_additions(query.plan) if query.plan is not None else None
        added = plain is not None and plain != query.plan
        queries = [query, compile_plan(plain, self.opened.model)] if plain is not None and added else [query]
        results = [await self._rows(one) for one in queries]
        return any(result is not None and self.accepts(result.rows) for result in results)

    async def _rows(self, query: Query) -> Result | None:
        try:
            return await self.opened.execute(replace(query, probe=None), _MOST_ROWS)
        except TablespeakError:
            return None
