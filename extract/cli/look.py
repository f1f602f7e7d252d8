"""What a person asks of a home: its tables, its settings. Its state stands in `status.py`."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand

from extract.cli.hints import command_line, near
from extract.serving import show as showing
from extract.serving.sql import Answer, ask, json_rows
from extract.settings import PREFIX, Settings

PANEL = "Look"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (show, settings):
        app.command(rich_help_panel=PANEL)(command)
    app.command(rich_help_panel=PANEL, cls=_QueryCommand)(sql)


class _QueryCommand(TyperCommand):
    """A command whose argument may begin with a comment of SQL, which looks like an option and is several lines."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer brings its own click
        return super().parse_args(
            context, [f"\n{arg}" if arg.startswith("--") and "\n" in arg else arg for arg in args]
        )


def plain(value: object) -> str:
    """A value on a terminal: control characters of hostile text are escaped, not obeyed."""
    text = "" if value is None else str(value)
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _table(answer: Answer, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
    for column in answer.columns:
        table.add_column(Text(column), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(plain(value)) for value in row))
    return table


def show(context: typer.Context, limit: Annotated[int, typer.Option(help="Rows of each table.")] = 12) -> None:
    """Print a look at the published tables, and queries to try.

    Example: `daybook show --limit 30`
    """
    config: Settings = context.obj
    console = Console(width=None if Console().is_terminal else 160)
    for part in showing.look(config.home, limit):
        console.print(_table(part.answer, part.heading))
        console.print()
    console.print("[bold]Queries to try[/]")
    typed = command_line(Path(near(config.home)))
    for question, query in showing.QUERIES.items():
        console.print(f"\n  [green]# {question}[/]")
        console.print(Text(f'  {typed} sql "{query}"'), soft_wrap=True)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One SQL query; tables of the schema `marts` need no prefix.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row.")] = False,
) -> None:
    """Ask the published warehouse: read-only, and blind to every other file of the machine.

    Example: `daybook sql "select type, count(*) from events group by all order by 2 desc"`
    """
    config: Settings = context.obj
    answer = ask(config.home, query)
    if as_json:
        for row in json_rows(answer):
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    console = Console(width=None if Console().is_terminal else 160)
    console.print(_table(answer))


def settings(context: typer.Context) -> None:
    """List every setting, its value now, and what it means.

    Example: `DAYBOOK_HOME=/srv/daybook daybook settings`
    """
    config: Settings = context.obj
    rows = tuple(
        (f"{PREFIX}{name.upper()}", getattr(config, name) or "", field.description)
        for name, field in Settings.model_fields.items()
    )
    Console().print(_table(Answer(("setting", "value", "meaning"), rows)))
