"""One HTML page a run: totals, curve, reliability, and every wrong answer beside the right one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from evals.scoring import VERDICTS, Scored, changed, grouped, reliability, right_at, share_of, totals

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:24px auto;max-width:1100px;padding:0 16px;color:#1a1f27;background:#fff}
table{border-collapse:collapse;margin:8px 0 24px}td,th{padding:4px 12px;border-bottom:1px solid #d5dae1;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}pre{white-space:pre-wrap;background:#f6f7f9;padding:8px;margin:4px 0;font-size:13px}
section{border-top:2px solid #d5dae1;margin-top:24px}.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}h3{margin-bottom:4px}
"""
_MOST_ROWS = 8
_CURVE = (0.03, 0.07, 0.12)
Table = Sequence[Sequence[object]]


def page(title: str, scored: Sequence[Scored], before: dict[str, str] | None = None) -> str:
    wrong = [one for one in scored if one.verdict == "wrong"]
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(title)}</h1>",
        _totals(scored),
        "<h2>Right, when so much may be wrong</h2>",
        _table(("at most wrong", "right"), [(f"{most:.0%}", f"{right_at(scored, most):.1%}") for most in _CURVE]),
        "<h2>Confidence against what was right</h2>",
        _reliability(scored),
        "<h2>By kind of question</h2>",
        _by_kind(scored),
    ]
    if before:
        parts += ["<h2>Against the earlier run</h2>", _changes(scored, before)]
    parts += [f"<h2>Wrong answers ({len(wrong)})</h2>", *map(_wrong, wrong)]
    return "\n".join(parts)


def _totals(scored: Sequence[Scored]) -> str:
    rows = []
    for verdict, number in totals(scored).items():
        share = share_of(scored, verdict)
        rows.append((verdict, number, f"{share.share:.1%}", f"{share.low:.1%} to {share.high:.1%}"))
    return _table(("verdict", "questions", "share", "95% interval"), rows)


def _by_kind(scored: Sequence[Scored]) -> str:
    groups = grouped(scored, lambda one: one.item.kind)
    rows = [(kind, len(found), *totals(found).values()) for kind, found in groups.items()]
    return _table(("kind", "questions", *VERDICTS), rows)


def _reliability(scored: Sequence[Scored]) -> str:
    """A diagram: the diagonal is perfect, a point above it is more often right than it says."""
    found = reliability(scored)
    points = "".join(
        f'<circle cx="{300 * sure:.1f}" cy="{300 - 300 * right:.1f}" r="{2 + min(8.0, count**0.5 / 4):.1f}" fill="#0b63ae"/>'
        for sure, right, count in found
    )
    drawing = (
        '<svg viewBox="-10 -10 320 320" width="320" height="320" role="img" aria-label="Reliability diagram">'
        '<rect width="300" height="300" fill="none" stroke="#7a8494"/><path d="M0 300L300 0" stroke="#d5dae1"/>'
        f"{points}</svg>"
    )
    rows = [(f"{sure:.2f}", f"{right:.2f}", count) for sure, right, count in found]
    return drawing + _table(("mean confidence", "share right", "questions"), rows)


def _changes(scored: Sequence[Scored], before: dict[str, str]) -> str:
    rows = [(one.item.asked.id, one.item.asked.question, was, one.verdict) for one, was in changed(scored, before)]
    return _table(("id", "question", "was", "is"), rows)


def _wrong(one: Scored) -> str:
    asked, prediction = one.item.asked, one.prediction
    return (
        f"<section><h3>{escape(asked.question)}</h3><p>{escape(asked.db)} · {escape(asked.id)} · {escape(one.item.kind)}</p>"
        f"<p>Read as: {escape(prediction.read_as or '–')} · confidence {prediction.confidence or 0:.2f}</p>"
        f"<div class=pair><div><b>Answered</b><pre>{escape(prediction.sql or '')}</pre>"
        f"{_rows(prediction.rows)}</div><div><b>Right</b><pre>{escape(one.item.gold_sql or '')}</pre>"
        f"{_rows(one.expected.shown() or ())}</div></div></section>"
    )


def _rows(rows: Table) -> str:
    rest = f"<p>… {len(rows) - _MOST_ROWS} more rows</p>" if len(rows) > _MOST_ROWS else ""
    return _table((), rows[:_MOST_ROWS]) + rest


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table>{f'<tr>{titles}</tr>' if head else ''}{body}</table>"


def _cell(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=n' if is_number else ''}>{escape('–' if value is None else str(value))}</td>"
