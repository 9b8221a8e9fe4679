"""The edge of the terminal: whatever is raised below becomes one clear line and an exit code."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence

import click

from cli.commands import tablespeak
from cli.place import log_file, log_into
from cli.plain import plain
from cli.screen import say
from core.answer import Answer, Problem, problem_of
from core.errors import InvalidInput, TablespeakError, UnknownName

FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130

log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """The exit code; never raises but for SystemExit and what ends the interpreter."""
    _replace_what_the_terminal_cannot_show()
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = tablespeak.main(list(arguments), prog_name="tablespeak", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except click.ClickException as wrong:
        return _tell(
            arguments, Problem(code="wrong_use", message=wrong.format_message(), hint=_help_hint(wrong)), WRONG_USE
        )
    except TablespeakError as refused:
        wrong_use = isinstance(refused, InvalidInput | UnknownName)
        return _tell(arguments, problem_of(refused), WRONG_USE if wrong_use else FAILED)
    except Exception:
        if log_file() is None:
            log_into()
        log.exception("tablespeak %s", " ".join(arguments))
        return _tell(arguments, _internal_problem(), FAILED)
    return code if isinstance(code, int) else 0


def _replace_what_the_terminal_cannot_show() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _help_hint(wrong: click.ClickException) -> str | None:
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    return f"See “{context.command_path} --help”." if context and "Did you mean" not in wrong.format_message() else None


def _internal_problem() -> Problem:
    return Problem(
        code="internal_error",
        message="Something went wrong inside Tablespeak.",
        hint=f"The details are in {log_file()}.",
    )


def _tell(arguments: Sequence[str], problem: Problem, code: int) -> int:
    if "--json" in arguments:
        from cli.objects import answer_object, as_json, problem_object

        asked = arguments[0] == "ask"
        click.echo(
            as_json(answer_object(Answer(status="error", problem=problem)) if asked else problem_object(problem))
        )
        return code
    line = plain(f"{problem.message} {problem.hint or ''}").strip()
    say(line, colour="red", err=True)
    return code
