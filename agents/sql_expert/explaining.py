"""What a query does, in words: from its Plan where it says no more than one can, else from its parts."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from core.errors import InvalidInput
from core.model import SemanticModel
from semantic_layer import describe_plan, lift_or_reason

_JOINS = {"LEFT": "keeping rows without a match", "RIGHT": "keeping rows of the second without a match",
          "FULL": "keeping rows of both without a match", "CROSS": "pairing every row with every other"}  # fmt: skip


def explain(sql: str, model: SemanticModel) -> tuple[str, ...]:
    """Sentences. Raises InvalidInput for what is not one SELECT statement."""
    found = lift_or_reason(sql, model)
    if not isinstance(found, str):
        said = describe_plan(found, model)
        return (f"It shows the {said}." if said.split(" ")[0] in ("number", "sum", "average") else f"It shows {said}.",)
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except (ParseError, ValueError) as unread:
        raise InvalidInput("The SQL cannot be read as one statement.", hint="Give one SELECT statement.") from unread
    if not isinstance(tree, exp.Query):
        raise InvalidInput("Only a query can be explained.", hint="Give one SELECT statement.")
    return tuple(_of_query(tree))


def _of_query(tree: exp.Query) -> list[str]:
    sentences = [f"First, “{cte.alias}”: {_joined(_of_query(cte.this))}" for cte in tree.ctes
                 if isinstance(cte.this, exp.Query)]  # fmt: skip
    if isinstance(tree, exp.SetOperation):
        how = {
            "Union": "puts together",
            "Intersect": "keeps what is in both of",
            "Except": "keeps what is only in the first of",
        }
        return [*sentences, f"It {how.get(type(tree).__name__, 'combines')} two queries.", *_ending(tree)]
    if isinstance(tree, exp.Select):
        return [*sentences, *_of_select(tree), *_ending(tree)]
    return sentences


def _joined(sentences: list[str]) -> str:
    whole = " ".join(sentences)
    return whole[:1].lower() + whole[1:]


def _of_select(tree: exp.Select) -> list[str]:
    source = tree.args.get("from_") or tree.args.get("from")
    sentences = [f"It reads {_named(source.this)}."] if source is not None else []
    for join in tree.args.get("joins") or ():
        on = f" on {_sql(join.args['on'])}" if join.args.get("on") else ""
        kind = str(join.side or join.kind or "").upper()
        how = f", {_JOINS[kind]}" if kind in _JOINS else ", keeping only rows with a match"
        sentences.append(f"It joins {_named(join.this)}{on}{how}.")
    for part, words in (("where", "It keeps rows where"), ("having", "Of the groups it keeps those where")):
        if tree.args.get(part):
            sentences.append(f"{words} {_sql(tree.args[part].this)}.")
    if tree.args.get("group"):
        sentences.append(f"It makes one row for each {_listed(tree.args['group'].expressions)}.")
    shown = [one for one in tree.expressions if not isinstance(one, exp.Star)]
    everything = ["all columns"] if len(shown) < len(tree.expressions) else []
    sentences.append(f"It shows {' and '.join([*everything, *([_listed(shown)] if shown else [])])}.")
    if tree.args.get("distinct"):
        sentences.append("Rows that are the same are shown once.")
    return sentences


def _ending(tree: exp.Query) -> list[str]:
    sentences = []
    if tree.args.get("order"):
        sentences.append(f"It sorts by {_listed(tree.args['order'].expressions)}.")
    if tree.args.get("limit"):
        sentences.append(f"It stops after {_sql(tree.args['limit'].expression)} rows.")
    return sentences


def _named(source: exp.Expression) -> str:
    if isinstance(source, exp.Subquery):
        return "the result of another query"
    return source.name or _sql(source)


def _listed(parts: list[exp.Expression]) -> str:
    return ", ".join(
        f"{_sql(part.this)} as {part.alias}" if isinstance(part, exp.Alias) else _sql(part) for part in parts
    )


def _sql(part: exp.Expression) -> str:
    return part.sql(dialect="duckdb")
