"""Names of downloads."""

from __future__ import annotations

from urllib.parse import quote


def attachment(name: str) -> str:
    """Both spellings of RFC 6266: the second one for names beyond ASCII."""
    plain = name.encode("ascii", "ignore").decode().lstrip("-.") or "result"
    plain = plain if plain != name.rpartition(".")[2] else f"result.{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
