"""`python -m evals charts --data DIR`."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click

from evals.drawing.rendering import not_drawn
from evals.drawing.requests import Part, of_part, read_requests, sampled
from evals.drawing.scoring import Scored, score_asked, score_given

_CACHE = Path(tempfile.gettempdir()) / "tablespeak-evals"
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("charts")
@click.option("--data", type=_folder, required=True, help="Holds viseval/questions.jsonl and spider/duckdb.")
@click.option("--databases", type=_folder, default=None, help="The DuckDB files, where they lie elsewhere.")
@click.option("--split", type=click.Choice(["learning", "measuring", "all"]), default="all", show_default=True)
@click.option("--split-file", type=_file, default=None, help="Names of the measuring databases, one a line.")
@click.option("--part", type=click.Choice(["looked", "rest", "all"]), default="all", show_default=True)
@click.option("--way", type=click.Choice(["given", "asked", "both"]), default="both", show_default=True)
@click.option(
    "--draw", is_flag=True, help="Draw each chart by vl-convert and by the page's interpreter, which needs Node."
)
@click.option("--sample", type=click.IntRange(1), default=None, help="Whole databases with at least so many requests.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="One JSON line a request that is not right.")
def charts_command(
    data: Path,
    databases: Path | None,
    split: str,
    split_file: Path | None,
    part: Part,
    way: str,
    draw: bool,
    sample: int | None,
    seed: int,
    out: Path | None,
) -> None:
    """Chart type, x, y and series of requests, by rules: with the SQL given, and from the words alone."""
    requests = of_part(read_requests(data / "viseval" / "questions.jsonl"), part)
    if split != "all":
        measuring = frozenset(split_file.read_text(encoding="utf-8").split()) if split_file else frozenset()
        requests = [one for one in requests if (one.db in measuring) == (split == "measuring")]
    requests = sampled(requests, sample, seed)
    folder = databases or data / "spider" / "duckdb"
    scored: list[Scored] = []
    if way in ("given", "both"):
        given = list(score_given(requests, folder, _CACHE))
        told("SQL given", given, "requests with SQL of the whole chart")
        scored += given
    if way in ("asked", "both"):
        asked = score_asked(requests, folder)
        told("from the words alone", asked, "requests that were answered")
        scored += asked
    if draw:
        tell_not_drawn(scored)
    if out is not None:
        out.write_text("".join(_line(one) for one in scored if not one.right), encoding="utf-8")


def tell_not_drawn(scored: Sequence[Scored]) -> None:
    charts, failed = sum(one.chart is not None for one in scored), list(not_drawn(scored))
    click.echo(f"drawn by vl-convert and by the page's interpreter: {charts - len(failed)} of {charts} charts")
    for line in failed:
        click.echo(f"  {line}")


def told(name: str, scored: Sequence[Scored], of_what: str) -> None:
    drawn = [one for one in scored if one.verdict is not None]
    right = sum(one.right for one in scored)
    click.echo(f"{name}: {right} of {len(scored)} requests right ({right / max(1, len(scored)):.1%})")
    click.echo(f"  of {len(drawn)} {of_what}: {right / max(1, len(drawn)):.1%}")
    kinds, axes = (sum(getattr(one.verdict, part) for one in drawn) for part in ("kind", "axes"))
    click.echo(f"  chart type {kinds / max(1, len(drawn)):.1%}, x, y and series {axes / max(1, len(drawn)):.1%}")
    by_kind: defaultdict[str, list[bool]] = defaultdict(list)
    for one in drawn:
        by_kind[one.request.chart].append(one.right)
    for kind, verdicts in sorted(by_kind.items()):
        click.echo(f"  {kind}: {sum(verdicts)} of {len(verdicts)}")


def _line(one: Scored) -> str:
    chart = one.chart
    shown = {
        "id": one.request.id,
        "db": one.request.db,
        "question": one.request.question,
        "asked": one.request.chart,
        "why": one.why,
        "verdict": None if one.verdict is None else {"kind": one.verdict.kind, "axes": one.verdict.axes},
        "drawn": None if chart is None else [chart.mark, *((e.channel, e.field, e.scale) for e in chart.encodings)],
        "note": chart.note if chart else "",
        "columns": [(c.name, c.type) for c in one.result.columns] if one.result else None,
    }
    return json.dumps(shown, default=str) + "\n"
