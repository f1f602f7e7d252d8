"""`daybook backup`, `restore` and `migrate`: a home kept safe, brought back, and brought to this version."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.hints import command_line, near
from extract.cli.terminal import progress_bar

if TYPE_CHECKING:
    from extract.pipeline.backing_up import Verified
    from extract.pipeline.migrating import HomeState, Plan

PANEL = "Keep"
_MAX_NAMED = 10
# The tables that say how much there is.
_TABLES = ("articles", "events", "participants", "figures", "statements", "entities", "stories")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (backup, restore, migrate):
        app.command(rich_help_panel=PANEL)(command)


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where backups lie: a folder outside the home, on another disk.")],
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many backups of this home stay; the oldest are removed.")
    ] = None,
    is_list: Annotated[bool, typer.Option("--list", help="List the backups in the folder; make none.")] = False,
    is_verified: Annotated[
        bool, typer.Option("--verify", help="Read every byte of the backups in the folder, or of one; make none.")
    ] = False,
) -> None:
    """Copy what a home cannot be made again without into a new folder `daybook-<time>`; it is whole or not there.

    That is: pages, batches, the last good build, the published file and its earlier generations, the ledger, `sources.yml`, the
    inbox, tombstones and their key (keep backups as safe as the home), and people's decisions from the dbt project. Not: what
    Airflow and Superset keep, reports, logs. Files that did not change are shared with the backup before (hard links): each
    folder is a whole backup, and takes little. Pages are collected and read meanwhile; loading and publishing wait.

    What is erased later still stands in earlier backups: remove those, or let `--keep` do it. Exit code 4: with `--verify`, a
    backup is damaged; else the disk is full or the home is damaged, and no backup was made.

    Example: `daybook backup /mnt/backups --keep 14`, and `daybook backup /mnt/backups --verify`
    """
    from extract.pipeline import open_context
    from extract.pipeline.backing_up import back_up, look_at_backups

    with progress_bar() as progress:
        opened = open_context(context.obj, progress)
        if is_list or is_verified:
            found = look_at_backups(opened, folder, is_verified=is_verified)
        else:
            made = back_up(opened, folder, keep)
    if is_list or is_verified:
        for one in found:
            typer.echo(_describe(one, is_verified=is_verified))
        if any(one.damaged for one in found):
            raise typer.Exit(4)
        return
    counts = {
        "backup": str(made.path),
        "files": len(made.book.files),
        "files.shared": made.linked,
        "bytes": made.book.size,
        "bytes.copied": made.copied_bytes,
        "batches.damaged": len(made.book.damaged),
        "generation": made.book.generation,
        "removed": len(made.removed),
    }
    if made.book.damaged:
        typer.echo(
            f"Not what was sealed, and copied as they are: {', '.join(made.book.damaged[:_MAX_NAMED])}. No earlier backup was "
            f"removed. {command_line(context.find_root().params.get('home'))} status --verify says how to mend them.",
            err=True,
        )
    typer.echo(json.dumps(counts))


def _describe(one: "Verified", *, is_verified: bool) -> str:
    if one.book is None:
        return f"{near(one.path)}  cannot be read: {one.damaged[0]}"
    from extract.pipeline.status import say_bytes

    book = one.book
    said = (
        f"{near(one.path)}  {book.made_at}  generation {book.generation or 'none'}, {say_bytes(book.size)}, "
        f"contract {book.maker.contract_version}, Daybook {book.maker.daybook_version}"
    )
    if one.damaged:
        more = f" and {len(one.damaged) - _MAX_NAMED:,} more" if len(one.damaged) > _MAX_NAMED else ""
        return f"{said}\n  DAMAGED: {', '.join(one.damaged[:_MAX_NAMED])}{more}"
    return f"{said}, whole" if is_verified else said


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="A backup: a folder that `daybook backup` made.")],
    is_replaced: Annotated[
        bool, typer.Option("--replace", help="Also where the home holds something: that is set aside, not deleted.")
    ] = False,
) -> None:
    """Put a backup in the place of the home, after every byte of it was checked; the warehouse has the same rows as then.

    Stop Airflow before it (`make down`). What the home held is moved aside, and the command says where to; what was erased since
    the backup is kept in mind and has to be erased again. Killed midway, the same command goes on; until then the home is not
    written by others. Nothing is touched where a file of the backup is damaged: its name is told.

    Example: `daybook --home data restore /mnt/backups/daybook-20250704T023000Z --replace`
    """
    from extract.pipeline import open_context
    from extract.pipeline.restoring import restore as put_back

    with progress_bar() as progress:
        restored = put_back(open_context(context.obj, progress), folder, is_replaced=is_replaced)
    program = command_line(context.find_root().params.get("home"))
    if restored.aside:
        typer.echo(f"What the home held lies in {restored.aside}: remove it once all is well.", err=True)
    for path in restored.decisions:
        typer.echo(
            f"{Path(path).name} in dbt_project/seeds is not what this home was built with: that is {path}", err=True
        )
    if restored.tombstones:
        typer.echo(
            f"The backup is older than {restored.tombstones} tombstones, and holds what they cover: run {program} erase --again.",
            err=True,
        )
    typer.echo(
        json.dumps(
            {
                "backup": restored.backup,
                "files": restored.files,
                "generation": restored.generation,
                "aside": restored.aside,
                "tombstones.to_apply": restored.tombstones,
            }
        )
    )


def migrate(
    context: typer.Context,
    is_dry: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, batch by batch; change nothing.")
    ] = False,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Publish although most rows of the last build are gone.")
    ] = False,
) -> None:
    """Bring a home that an earlier version made to this one: what is older is made anew from the pages that are kept.

    No source is asked and no page is new. Batches that an older contract, older rules or an older model made are done again, step
    by step, then loaded, linked, built, checked and published; readers keep what they have until that. The DAGs and `daybook run`
    do the same bit by bit, with what is new. Stopped or killed midway, the next one does what is left. `daybook backup` first: an
    older version cannot read what this one has written.

    Example: `daybook migrate --dry-run`, then `daybook migrate`
    """
    from extract.pipeline import open_context
    from extract.pipeline.migrating import migrate as bring
    from extract.pipeline.migrating import plan_migration

    with progress_bar() as progress:
        opened = open_context(context.obj, progress)
        plan = plan_migration(opened)
    typer.echo(f"before: {_say(plan.before)}", err=True)
    if plan.is_empty:
        typer.echo("Nothing is to be done: the home is of this version.", err=True)
    if is_dry or plan.is_empty:
        _tell_batches(plan)
        typer.echo(
            json.dumps({step: list(batches) for step, batches in plan.batches.items()} | {"publish": plan.publish})
        )
        return
    for step, batches in plan.batches.items():
        typer.echo(f"{step}: {len(batches):,} batches", err=True)
    with progress_bar() as progress:
        counts, after = bring(open_context(context.obj, progress), plan, allow_shrink=allow_shrink)
    typer.echo(f"after: {_say(after)}", err=True)
    typer.echo(json.dumps(counts.as_dict()))


def _tell_batches(plan: "Plan") -> None:
    """What is to be done, by step and batch."""
    for step, batches in plan.batches.items():
        for batch_id, why in batches.items():
            typer.echo(f"{step} {batch_id}  ({why})", err=True)
    if plan.publish:
        typer.echo(f"load, check_batches, link, build, check_marts, publish  ({plan.publish})", err=True)


def _say(state: "HomeState") -> str:
    steps = [
        f"{step} {', '.join(f'{number:,} of contract {version}' for version, number in sorted(found.items()))}"
        for step, found in state.batches.items()
        if found
    ]
    if state.published is None:
        return "; ".join([*steps, "nothing is published"])
    rows = ", ".join(f"{state.published[name]:,} {name}" for name in _TABLES if name in state.published)
    said = f"generation {state.published['generation']} of contract {state.published.get('contract_version')}: {rows}"
    return "; ".join([*steps, said])
