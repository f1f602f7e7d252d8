"""`daybook sources`: are the declared sources right, and what would a run take from them."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.cli.terminal import progress_bar
from extract.contract.url_secrets import hide_secrets
from extract.pipeline import open_context
from extract.pipeline.sources import SourceReport, check_sources

HELP = """
Look at the sources of pages that `sources.yml` in the home declares.

Example: `daybook sources example > data/sources.yml`, then `daybook sources check`
"""
_COLUMNS = (
    "source",
    "kind",
    "outcome",
    "offered",
    "new",
    "a run takes",
    "left out",
    "newest",
    "robots, opt-outs",
    "gap",
)
_STYLES = {"ok": "green", "off": "dim", "not_asked": "dim"}


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    sources = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode="markdown")
    sources.command()(check)
    sources.command()(example)
    app.add_typer(sources, name="sources", rich_help_panel="Look")


def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Sources to check; without any, all.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Validate sources.yml only, ask nobody.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """Validate `sources.yml`, ask each source, and show what a run would take from it. Nothing is stored.

    Every key of a source is told by `daybook sources example`. Exit code 1: a source is broken; 2: the file is wrong.

    Example: `daybook sources check example-news --json`
    """
    with progress_bar() as progress:
        opened = open_context(context.obj, progress)
        reports = list(check_sources(opened, names or (), is_offline=offline))
    if as_json:
        for report in reports:
            typer.echo(json.dumps(_as_json(report), ensure_ascii=False))
    else:
        _print(reports)
    if not reports:
        path = opened.settings.sources_path
        what = "declares no source" if path.exists() else "does not exist"
        typer.echo(f"{path} {what}: `daybook sources example` prints one to start from", err=as_json)
    if any(report.is_broken for report in reports):
        raise typer.Exit(1)


def example() -> None:
    """Print a `sources.yml` to start from: every key with its meaning and default, and a source of each kind.

    Example: `daybook sources example > data/sources.yml`
    """
    from extract.pages.source_keys import example_sources

    typer.echo(example_sources(), nl=False)


def _as_json(report: SourceReport) -> dict[str, object]:
    source = report.source
    return {
        "source": source.name,
        "kind": source.kind,
        "address": hide_secrets(source.address),
        "outcome": report.outcome,
        "offered": report.offered,
        "new": report.new,
        "taken": report.taken,
        "left_out": dict(report.dropped),
        "newest": report.newest,
        "opt_outs": list(report.opt_outs),
        "min_gap_seconds": source.min_gap_seconds,
        "publish_text": source.publish_text,
        "detail": report.detail,
        "hint": report.hint,
        "is_broken": report.is_broken,
        "addresses": [
            {
                "address": one.address,
                "outcome": one.outcome,
                "http_status": one.http_status,
                "offered": one.offered_count,
                "detail": one.detail,
            }
            for one in report.checks
        ],
    }


def _print(reports: Sequence[SourceReport]) -> None:
    console = Console(width=None if Console().is_terminal else 160, highlight=False)
    if reports:
        console.print(_table(reports))
    for report in reports:
        if report.detail or report.hint:
            said = Text.assemble((f"{report.source.name}: ", "bold"), report.detail or report.outcome)
            if report.hint:
                said.append(f"\n  try: {report.hint}", style="yellow")
            console.print(said)


def _table(reports: Sequence[SourceReport]) -> Table:
    table = Table()
    for column in _COLUMNS:
        table.add_column(column, overflow="fold", justify="right" if column in _COLUMNS[3:6] else "left")
    for report in reports:
        left_out = ", ".join(f"{reason} {count}" for reason, count in report.dropped.items())
        style = _STYLES.get(report.outcome, "bold red")
        table.add_row(
            report.source.name,
            report.source.kind,
            Text(report.outcome, style=style),
            *(Text("" if count is None else f"{count:,}") for count in (report.offered, report.new, report.taken)),
            Text(left_out),
            Text(report.newest or ""),
            Text(", ".join([*([report.outcome] if report.outcome.startswith("robots") else []), *report.opt_outs])),
            f"{report.source.min_gap_seconds:g} s",
        )
    return table
