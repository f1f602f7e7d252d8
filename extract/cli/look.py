"""What a person asks of a home: its tables, its settings. Its state stands in `status.py`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.cli.hints import command_line, near
from extract.pipeline.places import warehouse_of
from extract.serving import show as showing
from extract.serving.cells import plain
from extract.serving.sql import Answer
from extract.settings import PREFIX, Settings

PANEL = "Look"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (show, settings):
        app.command(rich_help_panel=PANEL)(command)


def answer_table(answer: Answer, title: str | None = None) -> Table:
    """An answer as a table for a terminal."""
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
    for column in answer.columns:
        table.add_column(Text(plain(column)), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(plain(value)) for value in row))
    return table


def show(context: typer.Context, limit: Annotated[int, typer.Option(help="Rows of each table.")] = 12) -> None:
    """Print a look at the published tables, and queries to try.

    Example: `daybook show --limit 30`
    """
    config: Settings = context.obj
    console = Console(width=None if Console().is_terminal else 160)
    for part in showing.look(warehouse_of(config), limit):
        console.print(answer_table(part.answer, part.heading))
        console.print()
    console.print("[bold]Queries to try[/]")
    typed = command_line(Path(near(config.home)))
    for question, query in showing.QUERIES.items():
        console.print(f"\n  [green]# {question}[/]")
        console.print(Text(f'  {typed} sql "{query}"'), soft_wrap=True)


def settings(context: typer.Context) -> None:
    """List every setting, its value now, and what it means; of a secret only whether it is set.

    Example: `DAYBOOK_HOME=/srv/daybook daybook settings`
    """
    config: Settings = context.obj
    rows = tuple(
        (f"{PREFIX}{name.upper()}", _shown(getattr(config, name), is_secret=not field.repr), field.description)
        for name, field in Settings.model_fields.items()
    )
    Console().print(answer_table(Answer(("setting", "value", "meaning"), rows)))


def _shown(value: object, *, is_secret: bool) -> object:
    return "(set)" if value and is_secret else value or ""
