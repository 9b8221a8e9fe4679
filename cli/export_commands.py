"""The commands about documents: their names, arguments and help."""

from __future__ import annotations

from pathlib import Path

import click

from cli.place import Place, finished, with_place


@click.command()
@click.argument("run_id", metavar="RUN")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Of a PDF.")
@click.option("--dashboard", is_flag=True, help="RUN is the name of a dashboard instead.")
@with_place
def export(place: Place, run_id: str, file: Path, paper: str, dashboard: bool) -> int:
    """Save the answer of RUN as FILE; RUN is its id, or “last”.

    The ending says how: .pdf, .pptx, .html, .xlsx, .png or .svg with chart, rows and receipt; .csv, .json, .arrow or
    .parquet with all rows alone.
    """
    from cli.exporting import export as save_answer

    return finished(save_answer(place, run_id, file, paper, dashboard=dashboard))
