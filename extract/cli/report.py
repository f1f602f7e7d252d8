"""`daybook report`: a page to hand on about a day, a story or an entity."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.hints import near
from extract.errors import InputError
from extract.pipeline.places import warehouse_of
from extract.settings import Settings

if TYPE_CHECKING:
    from extract.serving.report.subject import Kind


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(rich_help_panel="Look")(report)


def report(
    context: typer.Context,
    day: Annotated[str | None, typer.Option(help="A day as 2025-09-17, or `latest`.")] = None,
    story: Annotated[str | None, typer.Option(help="A story: its id, or words of its title.")] = None,
    entity: Annotated[
        str | None, typer.Option(help="A person, organisation, country or place: its id or a name.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; - prints the page [default: a file in `reports/` of the home]."),
    ] = None,
) -> None:
    """Write a page about a day, a story or an entity: what happened, who, which figures, and the words that say so.

    The page is one file: it needs no network, runs no script, and can be mailed or printed. It is a copy: what is erased from the
    home later still stands in it.

    Example: `daybook report --day 2025-09-17`
    """
    from extract.serving.output import whole_file
    from extract.serving.report import make_report

    config: Settings = context.obj
    asked: list[tuple[Kind, str]] = []
    if day is not None:
        asked.append(("day", day))
    if story is not None:
        asked.append(("story", story))
    if entity is not None:
        asked.append(("entity", entity))
    if len(asked) != 1:
        raise InputError(
            "a report is about one thing: give one of --day, --story, --entity", hint="daybook report --day latest"
        )
    made = make_report(warehouse_of(config), *asked[0])
    if output == Path("-"):
        typer.echo(made.page, nl=False)
        return
    path = output if output is not None else config.home / "reports" / made.file_name
    if output is None:
        path.parent.mkdir(exist_ok=True)
    with whole_file(path) as file:
        file.write(made.page.encode())
    typer.echo(near(path))
