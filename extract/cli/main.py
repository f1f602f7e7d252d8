"""Puts the commands together and turns errors into messages and exit codes."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from extract import __version__
from extract.cli import filters, look, steps
from extract.errors import DaybookError
from extract.runtime.logs import configure_logs
from extract.settings import load_settings

HELP = """
Turn news pages into a warehouse of what the news reports: events, participants and figures.

**Try it:**

    daybook extract page.html              the articles on a page, as JSON lines
    daybook extract page.html | daybook facts -      what they report
    daybook run saved_pages/               all of it, into a warehouse
    daybook show                           a look at the published tables
    daybook sql "select * from events"     ask them anything

**Exit codes:** 0 done · 1 a batch could not be done · 2 wrong usage, setting or input · 3 a gate is red, nothing was
published · 4 the warehouse is locked or damaged · 130 stopped by Ctrl-C.

Settings are environment variables `DAYBOOK_…`: see `daybook settings`.
"""

app = typer.Typer(
    name="daybook", help=HELP, no_args_is_help=True, rich_markup_mode="markdown", add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


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
    settings = load_settings(home=home, log_format=log_format, log_level=log_level)
    configure_logs(settings.log_format, settings.log_level)
    context.obj = settings


filters.register(app)
steps.register(app)
look.register(app)


class _Stopped(BaseException):
    """Ctrl-C. Not KeyboardInterrupt: the command line library would turn that into exit code 1."""


def _stop(_signal: int, _frame: object) -> None:
    raise _Stopped


def main() -> None:
    """Run a command: one message for an error that a person can act on, a traceback only for our own mistakes."""
    # Text from the web may hold half a surrogate pair: in JSON its escape is as good, and nothing is lost.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGINT, _stop)
    try:
        app(standalone_mode=True)
    except DaybookError as error:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]daybook:[/] {escape(error.message)}")
        if error.hint:
            console.print(f"  [dim]try:[/] {escape(error.hint)}")
        sys.exit(error.exit_code)
    except (_Stopped, KeyboardInterrupt):
        Console(stderr=True).print("daybook: stopped; the published warehouse is as it was")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe has gone (`daybook facts … | head`): not an error. Nothing may flush to it at exit.
        sys.stdout = None
        sys.exit(0)
