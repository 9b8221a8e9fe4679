"""The server's log: lines for people, or JSON for machines, each with the id of the request it belongs to."""

from __future__ import annotations

import logging

from api.observing import request_id
from api.settings import LogFormat


class _WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def log_to_standard_error(form: LogFormat, level: str) -> None:
    """`level` is what is told of requests and runs; of other libraries, only errors are."""
    handler = logging.StreamHandler()
    handler.addFilter(_WithRequestId())
    if form == "json":
        from pythonjsonlogger.json import JsonFormatter

        names = {"asctime": "time", "levelname": "level", "name": "logger"}
        told = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s"
        handler.setFormatter(JsonFormatter(told, rename_fields=names))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.ERROR)
    for ours in ("tablespeak", "api", "workspace", "catalog"):
        logging.getLogger(ours).setLevel(level.upper())
