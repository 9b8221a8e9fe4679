"""`tablespeak mcp`: the protocol on standard input and output, for programs that start their servers themselves."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--workspace", metavar="NAME", default="default", show_default=True, help="The workspace to ask in.")
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where everything is kept.")
def mcp(workspace: str, data_dir: Path | None) -> int:
    """Serve the Model Context Protocol on standard input and output."""
    import asyncio

    from core.errors import InvalidInput
    from workspace.layout import default_data_dir

    place = (data_dir or default_data_dir()).expanduser().absolute()
    try:
        asyncio.run(_serve(workspace, place))
    except InvalidInput as wrong:
        raise click.UsageError(f"{wrong.message} {wrong.hint or ''}".strip()) from None
    return 0


async def _serve(name: str, data_dir: Path) -> None:
    from api.mcp.server import mcp_server
    from core.question import Caller
    from workspace import Workspace

    async with Workspace.open(name, data_dir) as workspace:
        await mcp_server(lambda: (workspace, Caller(name="mcp"))).run_stdio_async()
