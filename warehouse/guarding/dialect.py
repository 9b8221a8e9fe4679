"""DuckDB's SQL, with what is data left as it was written."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB


class Verbatim(DuckDB):
    """JSON paths stay strings: rewritten, the key in `-> 'a.b'` would become a path of two keys."""

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        return path


DIALECT = Verbatim
