"""`daybook status`: the state of a home on one screen for a person, or as one line of JSON for a probe."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from pathlib import Path

# One screen beside another.
_WIDTH = 100


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(rich_help_panel="Look")(status)


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for a probe.")] = False,
    is_strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 where there is a problem.")] = False,
    is_verified: Annotated[
        bool, typer.Option("--verify", help="Read every byte of every batch: minutes, where there are thousands.")
    ] = False,
) -> None:
    """Say what is wrong with a home and what to do about it, how fresh it is, what waits, what was left out, and its disk.

    Problems: `newer_home` (nothing is written by this version), `restore_unfinished`, `nothing_published`,
    `published_unreadable`, `ledger_unreadable`, `erasure_unfinished`, `disk_low`, `gate_red`, `build_discarded`,
    `damaged_batches`, `older_contract` (see `daybook migrate`), `quarantined_batches`, `missing_hours`, `stale` (the last hour
    ended over 3 hours ago), `waiting` (a batch has waited over 3 hours for its next step).

    Example: `daybook status --json --strict`
    """
    from extract.cli.status_page import status_page
    from extract.pipeline import open_context
    from extract.pipeline.status import read_status

    state = read_status(open_context(context.obj), is_verified=is_verified)
    if as_json:
        typer.echo(json.dumps(state))
    else:
        screen = Console()
        console = Console(width=min(screen.width, _WIDTH) if screen.is_terminal else _WIDTH, highlight=False)
        program = context.find_root()
        given_home: Path | None = program.params.get("home")
        for part in status_page(state, program.command.commands, given_home):  # type: ignore[attr-defined]
            # A text is a line as it is; what is set in columns keeps to the width.
            console.print(part, soft_wrap=isinstance(part, Text))
    if is_strict and state["problems"]:
        raise typer.Exit(1)
