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
from core.errors import InternalError, InvalidInput, TablespeakError, UnknownName

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
        return _tell(arguments, InvalidInput(wrong.format_message(), hint=_help_hint(wrong)))
    except TablespeakError as refused:
        return _tell(arguments, refused)
    except Exception:  # noqa: BLE001 - the edge: whatever we broke is logged, and told in one line
        return _tell(arguments, _logged_defect(arguments))
    return code if isinstance(code, int) else 0


def _replace_what_the_terminal_cannot_show() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _help_hint(wrong: click.ClickException) -> str | None:
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    return f"See “{context.command_path} --help”." if context and "Did you mean" not in wrong.format_message() else None


def _logged_defect(arguments: Sequence[str]) -> InternalError:
    """To be called while the exception is being handled."""
    if log_file() is None:
        log_into()
    log.exception("tablespeak %s", " ".join(arguments))
    return InternalError("Something went wrong inside Tablespeak.", hint=f"The details are in {log_file()}.")


def _tell(arguments: Sequence[str], error: TablespeakError) -> int:
    if "--json" in arguments:
        _tell_programs(arguments[0], error)
    else:
        say(plain(f"{error.message} {error.hint or ''}").strip(), colour="red", err=True)
    return WRONG_USE if isinstance(error, InvalidInput | UnknownName) else FAILED


def _tell_programs(command: str, error: TablespeakError) -> None:
    from cli.objects import answer_object, as_json, problem_object
    from core.answer import Answer, problem_of

    problem = problem_of(error)
    answers = command in ("ask", "sql")
    click.echo(as_json(answer_object(Answer(status="error", problem=problem)) if answers else problem_object(problem)))
