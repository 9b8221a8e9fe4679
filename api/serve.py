"""`tablespeak serve`: the server, from the terminal."""

from __future__ import annotations

import math
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import InvalidInput

if TYPE_CHECKING:
    from api.settings import Settings


@click.command()
@click.option("--host", metavar="HOST", help="The address to listen on (else $TABLESPEAK_HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="The port (else $TABLESPEAK_PORT, else 8000).")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes (else $TABLESPEAK_WORKERS, else 1).")
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where everything is kept.")
def serve(host: str | None, port: int | None, workers: int | None, data_dir: Path | None) -> int:
    """Serve the page and the API."""
    try:
        settings = _settings(host, port, workers, data_dir)
        listening = _listen(settings)
    except InvalidInput as wrong:
        raise click.UsageError(f"{wrong.message} {wrong.hint or ''}".strip()) from None
    _greet(settings.host, listening.getsockname()[1])
    if settings.workers > 1:
        _run_many(settings, listening)
    else:
        _run_one(settings, listening)
    return 0


def _run_one(settings: Settings, listening: socket.socket) -> None:
    import uvicorn

    from api.app import create_app
    from api.logs import log_to_standard_error

    config = uvicorn.Config(create_app(settings), **_options(settings))
    log_to_standard_error(settings.log_format, settings.log_level)
    uvicorn.Server(config).run(sockets=[listening])


def _run_many(settings: Settings, listening: socket.socket) -> None:
    """Each process makes the application anew from the environment; their figures meet in a folder."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    with tempfile.TemporaryDirectory(prefix="tablespeak-figures-") as figures:
        os.environ |= {
            "TABLESPEAK_HOST": settings.host,
            "TABLESPEAK_PORT": str(settings.port),
            "TABLESPEAK_DATA_DIR": str(settings.data_dir),
            "PROMETHEUS_MULTIPROC_DIR": figures,
        }
        config = uvicorn.Config(
            "api.app:app_from_environment", factory=True, workers=settings.workers, **_options(settings)
        )
        Multiprocess(config, sockets=[listening]).run()


def _options(settings: Settings) -> dict[str, Any]:
    """The server waits a little longer for its streams than runs have to end."""
    stop_after = math.ceil(settings.drain) + 5
    return {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": stop_after}


def _settings(host: str | None, port: int | None, workers: int | None, data_dir: Path | None) -> Settings:
    from api.settings import settings_from
    from workspace.layout import default_data_dir

    chosen = {
        "TABLESPEAK_HOST": host,
        "TABLESPEAK_PORT": None if port is None else str(port),
        "TABLESPEAK_WORKERS": None if workers is None else str(workers),
    }
    environment = {**os.environ, **{name: value for name, value in chosen.items() if value is not None}}
    return settings_from(environment, (data_dir or default_data_dir()).expanduser().absolute())


def _listen(settings: Settings) -> socket.socket:
    """Raises InvalidInput where the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named, the protocol lets asyncio send small answers at once: without it they wait some 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as failure:
        listening.close()
        reason = (failure.strerror or "not possible").lower()
        message = f"The server cannot listen on {settings.host}, port {settings.port}: {reason}."
        raise InvalidInput(message, hint="Choose another with --port.") from None
    return listening


def _greet(host: str, port: int) -> None:
    from workspace.sample import FIRST_QUESTION

    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Tablespeak is at http://{shown}:{port} (Ctrl+C stops it).")
    click.echo(f"Open it, choose the sample data, and ask: {FIRST_QUESTION}")
