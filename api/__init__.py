"""The server: the verbs of a workspace over HTTP, and its runs as streams.

In: HTTP requests. Out: JSON, problem documents (RFC 9457) and event streams. It understands,
reads and computes nothing itself, and lets no exception's text out.
"""

from api.app import create_app
from api.settings import Settings

__all__ = ["Settings", "create_app"]
