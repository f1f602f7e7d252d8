"""Puts the commands together and turns errors into messages and exit codes."""

import logging
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from typer.main import get_command

from extract import __version__
from extract.cli import audit, erase, export, filters, keeping, look, query, report, sources, status, steps
from extract.cli.hints import rewrite_hint
from extract.errors import DaybookError
from extract.runtime.logs import configure_logs, log
from extract.serving.cells import plain_lines
from extract.settings import load_settings

HELP = """
Turn news pages into a warehouse of what the news reports: events, participants and figures.

**Try it:**

    daybook extract page.html              the articles on a page, as JSON lines
    daybook extract page.html | daybook facts -      what they report
    daybook run saved_pages/               all of it, into a warehouse
    daybook show                           a look at the published tables
    daybook sql "select * from events"     ask them anything; without a query, a shell

**Exit codes:** 0 done · 1 a batch could not be done · 2 wrong usage, setting or input · 3 a gate is red, nothing was
published · 4 the warehouse is locked or damaged · 130 stopped by Ctrl-C.

Settings are environment variables `DAYBOOK_…`: see `daybook settings`.
"""

app = typer.Typer(
    name="daybook", help=HELP, no_args_is_help=True, rich_markup_mode="markdown", add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@dataclass
class _Told:
    """What the command line said of itself, as far as it was read: how an error is reported follows it."""

    home: Path | None = None
    log_format: str | None = None


_told = _Told()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"daybook {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="The home folder [env: DAYBOOK_HOME; default: data].")] = None,
    log_format: Annotated[str | None, typer.Option(help="Logs on stderr as `text` or `json` lines.")] = None,
    log_level: Annotated[
        str | None, typer.Option(help="The least serious log shown: debug, info, warning, error.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the settings once, before any command."""
    del version
    _told.home, _told.log_format = home, log_format
    settings = load_settings(home=home, log_format=log_format, log_level=log_level)
    _told.log_format = settings.log_format
    configure_logs(settings.log_format, settings.log_level)
    context.obj = settings


filters.register(app)
steps.register(app)
status.register(app)
look.register(app)
query.register(app)
sources.register(app)
audit.register(app)
report.register(app)
export.register(app)
erase.register(app)
keeping.register(app)


class _Stopped(BaseException):
    """Ctrl-C. Not KeyboardInterrupt: the command line library would turn that into exit code 1."""


def _stop(_signal: int, _frame: object) -> None:
    raise _Stopped


def main() -> None:
    """Run a command: one message for an error that a person can act on, a traceback only for our own mistakes."""
    _open_streams()
    signal.signal(signal.SIGINT, _stop)
    try:
        _run_command()
    except DaybookError as error:
        _end(error.message, error.hint, error.exit_code)
    except (_Stopped, KeyboardInterrupt):
        _end("stopped; the published warehouse is as it was", None, 130)
    except BrokenPipeError:
        # The reader of a pipe has gone (`daybook facts … | head`): not an error. Nothing may flush to it at exit.
        sys.stdout = None
        sys.exit(0)
    except OSError as error:
        if error.errno is None:
            raise
        where = f"{error.filename}: " if error.filename is not None else ""
        _end(f"{where}{error.strerror}", None, 1)


def _open_streams() -> None:
    # A closed stream (`>&-`) is None, and the next file opened would take its place and what is printed there.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
    # Text from the web may hold half a surrogate pair: in JSON its escape is as good, and nothing is lost.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _run_command() -> None:
    stdout = sys.stdout
    try:
        app(standalone_mode=True)
    except SystemExit as done:
        if not done.code:
            # Here, while a full disk can still be told.
            sys.stdout.flush()
        if sys.stdout is not stdout:
            # The command line library has met a broken pipe, wrapped the stream and chosen exit code 1.
            raise BrokenPipeError from done
        raise


def _end(message: str, hint: str | None, code: int) -> NoReturn:
    if hint is not None:
        hint = rewrite_hint(hint, get_command(app).commands, _told.home)  # type: ignore[attr-defined]
    if _told.log_format == "json":
        configure_logs("json", "error")
        log(message, logging.ERROR, **({"hint": hint} if hint is not None else {}))
    else:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]daybook:[/] {escape(plain_lines(message))}")
        if hint is not None:
            console.print(f"  [dim]try:[/] {escape(hint)}")
    try:
        sys.stdout.flush()
    except OSError:
        # It was said, or the reader has gone; nothing may flush again at exit.
        sys.stdout = None
    sys.exit(code)
