"""Names of downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi.responses import StreamingResponse

if TYPE_CHECKING:
    from workspace.results import Download


def attachment(name: str) -> str:
    """Both spellings of RFC 6266: the second one for names beyond ASCII."""
    plain = name.encode("ascii", "ignore").decode().lstrip("-.") or "result"
    plain = plain if plain != name.rpartition(".")[2] else f"result.{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def download_response(download: Download) -> StreamingResponse:
    """Always to be saved: what a file holds is never opened as a page of this server."""
    headers = {"Content-Disposition": attachment(download.name)}
    if download.size is not None:
        headers["Content-Length"] = str(download.size)
    return StreamingResponse(download.pieces, media_type=download.media_type, headers=headers)
