"""An answer as a card: sentences, table, chart, assumptions, how it was read, its receipt, what to ask next."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.grid import result_grid
from cli.plain import plain, plain_answer
from core.answer import Answer, Clarification, Receipt, Suggestion
from core.figures import counted
from core.plan import Assumption
from core.result import Result

_LEAST_CHART_WIDTH = 40
_MOST_CHART_WIDTH = 100


def print_card(answer: Answer, console: Console, most_rows: int) -> None:
    shown = plain_answer(answer)
    if shown.text:
        _print_line(shown.text, "bold", console)
    plan = answer.query.plan if answer.query else None
    if shown.result is not None and not _is_said_already(shown):
        console.print(result_grid(shown.result, plan, console, most_rows))
    _print_chart(shown, console)
    if answer.receipt is not None:
        _print_receipt(answer.receipt, answer.result, console, most_rows)
    _print_suggestions(answer.suggestions, console)


def print_clarification(clarification: Clarification, console: Console) -> None:
    _print_line(plain(clarification.question), "bold", console)
    for number, option in enumerate(clarification.options, 1):
        preview = f" ({option.preview})" if option.preview else ""
        _print_line(plain(f"  {number}. {option.label}{preview}"), "", console)


def print_declined(answer: Answer, console: Console) -> None:
    problem = answer.problem
    reason = answer.text or (problem.message if problem else "")
    hint = problem.hint if problem and problem.hint else ""
    _print_line(plain(f"{reason} {hint}".strip()), "bold", console)
    _print_suggestions(answer.suggestions, console)


def _print_line(text: str, style: str, console: Console) -> None:
    """Lines are broken for a terminal only: a file keeps a sentence whole."""
    console.print(Text(text, style=style), soft_wrap=not console.is_terminal)


def _is_said_already(answer: Answer) -> bool:
    """A single figure stands in the sentence; a table of one cell would say it twice."""
    result = answer.result
    return bool(answer.text) and result is not None and len(result.rows) == 1 and len(result.columns) == 1


def _print_chart(answer: Answer, console: Console) -> None:
    if answer.chart is None or not console.is_terminal or console.width < _LEAST_CHART_WIDTH:
        return
    from workspace import draw_chart

    drawn = draw_chart(answer, width=min(console.width, _MOST_CHART_WIDTH), colour=not console.no_color)
    console.print(Padding(Text.from_ansi(drawn), (0, 0, 1, 0)))


def _print_receipt(receipt: Receipt, result: Result | None, console: Console, most_rows: int) -> None:
    lines = [f"Assumed {_assumed(assumption)}" for assumption in receipt.assumptions]
    if receipt.read_as:
        lines.append(f"Read as: {receipt.read_as}")
    lines += [f"Left out: {left.rows:,} without {left.label}" for left in receipt.nulls_left_out]
    lines += [
        f"Join: {counted(join.rows_without_partner, 'row')} of {join.left} without a match in {join.right}, {join.unmatched}"
        for join in receipt.joins
        if join.rows_without_partner
    ]
    lines += [f"Note: {warning}" for warning in receipt.warnings]
    lines.append(receipt_line(receipt, result, most_rows))
    for line in lines:
        _print_line(plain(line), "dim", console)


def _assumed(assumption: Assumption) -> str:
    others = " or ".join(alternative.label for alternative in assumption.alternatives)
    return f"{assumption.topic}: {assumption.chosen} ({assumption.why.rstrip('.')}{f'; could be {others}' if others else ''})"


def receipt_line(receipt: Receipt, result: Result | None, most_rows: int) -> str:
    """One line: rows shown, the tables and their versions, milliseconds, who decided."""
    parts = []
    if result is not None:
        more = "more than " if result.truncated else ""
        parts.append(f"{min(len(result.rows), most_rows):,} of {more}{counted(result.row_count, 'row')}")
    parts += [f"{used.file} v{used.version}, {counted(used.rows, 'row')}" for used in receipt.tables]
    if receipt.timings:
        parts.append(f"{sum(receipt.timings.values()) * 1000:,.0f} ms")
    if receipt.from_cache:
        parts.append("rows from the cache")
    vouched = receipt.verified
    parts.append(f"verified by {plain(vouched.by)}" if vouched else f"decided by {receipt.decided_by}")
    return " · ".join(parts)


def _print_suggestions(suggestions: tuple[Suggestion, ...], console: Console) -> None:
    if not suggestions:
        return
    console.print()
    _print_line("You could ask next:", "dim", console)
    for suggestion in suggestions:
        _print_line(plain(f"  {suggestion.text}"), "", console)
