"""`daybook audit`: is everything that was built still as it should be."""

import json

import typer

from extract import pipeline
from extract.cli.terminal import progress_bar


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(rich_help_panel="Look")(audit)


def audit(context: typer.Context) -> None:
    """Check every row of the last good build; the gates of a run look at what is new only.

    Nothing is changed. Exit code 3: something is red; `quality/index.html` in the home says what, which rows, and what to do.

    Example: `daybook audit`
    """
    with progress_bar() as progress:
        counts = pipeline.audit(pipeline.open_context(context.obj, progress))
    typer.echo(json.dumps(counts.as_dict()))
