"""`python -m evals learn-sheets`: the weights that rank what may be asked of a sheet."""

from __future__ import annotations

import asyncio
import json
import pickle
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from agents.sql_expert import sheets
from core.errors import TablespeakError
from evals.openings import open_source, source_of
from evals.sheets.examples import Example, example_of, foreign_example, sheet_in
from evals.sheets.training import curve, trained, write_weights

_FOREIGN = 2
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
Line = dict[str, Any]


@click.command("learn-sheets")
@click.option("--data", type=_folder, required=True, help="Holds train.jsonl and its CSV files.")
@click.option(
    "--sheets", "count", type=click.IntRange(6), default=320, show_default=True, help="So many, picked at random."
)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--kept", type=click.Path(file_okay=False, path_type=Path), help="Keep what was read of each sheet here.")
def learn_sheets_command(data: Path, count: int, seed: int, kept: Path | None) -> None:
    """Learn from the training questions about single sheets, each sheet imported as a workspace would."""
    by_file: dict[str, list[Line]] = defaultdict(list)
    for text in (data / "train.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        by_file[line["file"]].append(line)
    picker = random.Random(seed)  # noqa: S311
    chosen = sorted(by_file)
    picker.shuffle(chosen)
    with tempfile.TemporaryDirectory() as scratch:
        folder = kept or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        others = [line for lines in by_file.values() for line in lines]
        asyncio.run(_read_all(chosen[:count], by_file, others, data, folder))
        read = [name for name in chosen[:count] if _place(folder, name).exists()]
        known, points = trained(read, lambda name: _kept(folder, name)[0], lambda name: _kept(folder, name)[1])
    write_weights(Path(str(sheets.__file__)).with_name("weights.tsv"), known)
    click.echo(f"{len(read)} sheets, {len(points)} questions, of which {_FOREIGN} a sheet are about another")
    for threshold, right, wrong in curve(points, known):
        click.echo(f"from {threshold:.2f}: right {right:6.1%}  wrong {wrong:6.1%}")


async def _read_all(
    names: Sequence[str], by_file: dict[str, list[Line]], others: list[Line], data: Path, folder: Path
) -> None:
    picker = random.Random(1)  # noqa: S311
    for name in names:
        foreign = [line for line in picker.sample(others, _FOREIGN) if line["file"] != name]
        if not _place(folder, name).exists():
            try:
                examples = await _examples(name, by_file[name], foreign, data)
            except TablespeakError as refused:
                click.echo(f"{name}: {refused.message}")
                continue
            _place(folder, name).write_bytes(pickle.dumps(examples))


async def _examples(
    name: str, lines: Sequence[Line], foreign: Sequence[Line], data: Path
) -> tuple[list[Example], list[Example]]:
    """Of a file with several tables none."""
    with tempfile.TemporaryDirectory() as scratch:
        async with open_source(source_of(data, name), Path(scratch)) as opened:
            if len(opened.model.entities) != 1:
                return [], []
            sheet = await sheet_in(opened)
            own = [example_of(line["id"], line["question"], line["answer"], opened, sheet) for line in lines]
            return own, [foreign_example(line["id"], line["question"], opened) for line in foreign]


def _place(folder: Path, name: str) -> Path:
    return folder / f"{name.replace('/', '_')}.examples"


def _kept(folder: Path, name: str) -> tuple[list[Example], list[Example]]:
    """Only what this command wrote itself is read back."""
    found: tuple[list[Example], list[Example]] = pickle.loads(_place(folder, name).read_bytes())  # noqa: S301
    return found
