"""`tablespeak serve`: the server, from the terminal."""

from __future__ import annotations

import os
from pathlib import Path

import click

from core.errors import InvalidInput


@click.command()
@click.option("--host", metavar="HOST", help="The address to listen on (else $TABLESPEAK_HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="The port (else $TABLESPEAK_PORT, else 8000).")
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where everything is kept.")
def serve(host: str | None, port: int | None, data_dir: Path | None) -> int:
    """Serve the page and the API."""
    import uvicorn

    from api.app import create_app
    from api.settings import settings_from
    from workspace.layout import default_data_dir

    chosen = {"TABLESPEAK_HOST": host, "TABLESPEAK_PORT": None if port is None else str(port)}
    environment = {**os.environ, **{name: value for name, value in chosen.items() if value is not None}}
    try:
        settings = settings_from(environment, (data_dir or default_data_dir()).expanduser().absolute())
    except InvalidInput as wrong:
        raise click.UsageError(f"{wrong.message} {wrong.hint or ''}") from None
    app = create_app(settings)
    click.echo(f"Tablespeak is at http://{settings.host}:{settings.port} (Ctrl+C stops it)")
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)
    return 0
