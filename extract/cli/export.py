"""`daybook export`: the published tables as Parquet, as CSV, or in PostgreSQL."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import InputError
from extract.pipeline.places import warehouse_of
from extract.serving.statements import LOOK_HINT
from extract.settings import Settings

if TYPE_CHECKING:
    from extract.serving.export.contents import Exported

HELP = """
Export the published tables: as Parquet, as CSV, or into PostgreSQL.

An export is of one publication, and whole: readers see the one before until the new one is complete, and keep it where
an export is stopped or fails.

Example: `daybook export parquet exports/news`, or `daybook export postgres --schema news`
"""

export = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode="markdown")

Folder = Annotated[Path, typer.Argument(help="The folder to write: a new name, or that of an earlier export.")]
Tables = Annotated[
    str | None, typer.Option(help="Tables, separated by ','; without it all of `marts` and what explains them.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(export, name="export", rich_help_panel="Look")


@export.command()
def parquet(context: typer.Context, folder: Folder, tables: Tables = None) -> None:
    """Write a folder of Parquet files a table; `_manifest.json` says what is in it.

    FOLDER is a link to the newest export; the one before is kept beside it until the next, for who is still reading it. Mount
    or copy the folder that it lies in, not the link.

    Example: `daybook export parquet exports/news`, then `select * from 'exports/news/events/*.parquet'` in DuckDB

    Example: `daybook export parquet exports/figures --tables figures,units`
    """
    from extract.serving.export.folders import export_parquet

    config: Settings = context.obj
    _tell(export_parquet(warehouse_of(config), folder, _names(tables), config.lock_wait_seconds))


@export.command()
def csv(
    context: typer.Context,
    folder: Folder,
    tables: Tables = None,
    raw: Annotated[bool, typer.Option("--raw", help="Leave text as it is, for programs that run no formulas.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Mark the files as UTF-8, which Excel asks for.")] = False,
) -> None:
    """Write a CSV file a table; `_manifest.json` says what is in it.

    Where a spreadsheet would run text as a formula an apostrophe stands before it; places in a text (`char_start`) hold with
    --raw. A null is nothing between two commas, a text without a character is `""`. Lists and maps are JSON, moments are in UTC.

    Example: `daybook export csv exports/tables --bom`

    Example: `daybook export csv exports/events --tables events,participants --raw`
    """
    from extract.serving.export.folders import export_csv

    config: Settings = context.obj
    _tell(export_csv(warehouse_of(config), folder, _names(tables), config.lock_wait_seconds, raw=raw, bom=bom))


@export.command()
def postgres(
    context: typer.Context,
    schema: Annotated[
        str, typer.Option(help="The schema to write: a new one, or that of an earlier export.")
    ] = "daybook",
    dsn: Annotated[
        str, typer.Option(help="Where PostgreSQL is, without a password: `service=news`, `host=db user=loader`.")
    ] = "",
    tables: Tables = None,
) -> None:
    """Write the tables into a schema of PostgreSQL, in one transaction; `_daybook_export` there says what is in it.

    Where it is and who asks is told as to `psql`: by PGHOST, PGDATABASE, PGUSER, PGSERVICE and so on, the password by
    PGPASSFILE, ~/.pgpass or PGPASSWORD, never in the command. Tables stay from export to export, and with them grants and
    views; those that an export has not, by `--tables`, are dropped. To let a role read them, also those that come later:
    `grant usage on schema daybook to ROLE; grant select on all tables in schema daybook to ROLE`.

    Example: `PGSERVICE=news daybook export postgres`

    Example: `daybook export postgres --dsn "host=db dbname=news user=loader" --schema news`
    """
    from extract.serving.export.postgres import export_postgres

    config: Settings = context.obj
    _tell(export_postgres(warehouse_of(config), schema, dsn, _names(tables), config.lock_wait_seconds))


def _names(tables: str | None) -> list[str]:
    names = [name.strip() for name in (tables or "").split(",") if name.strip()]
    if tables is not None and not names:
        raise InputError("--tables names no table", hint=LOOK_HINT)
    return names


def _tell(done: "Exported") -> None:
    typer.echo(json.dumps(asdict(done)))
