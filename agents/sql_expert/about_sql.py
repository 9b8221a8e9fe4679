"""Questions about a query rather than about data: explain it, translate it, say what makes it slow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agents.sql_expert.translating import DIALECT_WORDS
from core.question import Question

_IT = r"(?:(?:this|that|the|my|your|last|above|previous) )*(?:it|this|that|query|sql|statement|code|one)?"
_QUERY = re.compile(
    r"(?P<sql>(?:```(?:sql)?\s*)?\b(?:select\b|with \w+(?: ?\([^)]*\))? as\b).+)", re.IGNORECASE | re.DOTALL
)
_EXPLAIN = re.compile(
    rf"(?:please |can you |could you )?(?:explain|describe|what does)(?: {_IT})?(?: (?:do|mean|say|query|sql))*(?: in words)?",
    re.IGNORECASE,
)
_SLOW = re.compile(
    rf"(?:why (?:is|was) {_IT} (?:so |that )?slow|what (?:makes|made) {_IT} (?:so )?slow|profile(?: {_IT})?|"
    rf"where does {_IT} spend (?:its|the) time|how (?:can|could) {_IT} be (?:made )?faster)",
    re.IGNORECASE,
)
_DIALECT = "|".join(re.escape(word) for word in DIALECT_WORDS)
_TRANSLATE = re.compile(
    rf"(?:please |can you |could you )?(?:translate|convert|rewrite|transpile|give me|show me|show|write)(?: {_IT})?"
    rf"(?: query| sql)*(?: (?:to|into|in|for|as) (?P<dialect>{_DIALECT})(?: sql| dialect| syntax)*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSql:
    what: Literal["explain", "slow", "translate"]
    sql: str
    dialect: str = ""


def about_sql(question: Question) -> AboutSql | None:
    """None for a question about data, and where there is no query to speak of."""
    written = _QUERY.search(question.text)
    words = question.text[: written.start()] if written else question.text
    said = " ".join(words.replace("```", " ").split()).strip(" ?.!:,")
    after = _after(written["sql"]) if written else ""
    sql = _bare(written["sql"]) if written else _last(question)
    if not sql:
        return None
    for what, form in (("slow", _SLOW), ("translate", _TRANSLATE), ("explain", _EXPLAIN)):
        match = form.fullmatch(said) or (form.fullmatch(after) if after else None)
        if match is not None:
            dialect = (match.groupdict().get("dialect") or "").strip()
            return AboutSql(what=what, sql=sql, dialect=dialect)  # type: ignore[arg-type]
    return None


def _bare(written: str) -> str:
    return (
        written.split("```")[1].removeprefix("sql").strip()
        if written.startswith("```")
        else written.split("```")[0].strip(" ;?")
    )


def _after(written: str) -> str:
    """What follows the closing fence."""
    parts = written.split("```")
    return " ".join(parts[-1].split()).strip(" ?.!:,") if len(parts) > 1 else ""


def _last(question: Question) -> str:
    """Of the conversation's last answer."""
    return next((turn.sql for turn in reversed(question.history) if turn.sql), "")
