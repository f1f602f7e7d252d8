"""`daybook erase`: takes out of a home what has to go, and keeps it out."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.cli.terminal import progress_bar
from extract.erasure.graves import Graves
from extract.errors import InputError
from extract.pipeline import open_context
from extract.pipeline.context import Context
from extract.pipeline.erasing import (
    ErasureReport,
    ErasureRequest,
    erase,
    find_person,
    find_whole_pages,
    list_erasures,
    look_through,
    make_tombstones,
    open_graves,
    verify_home,
)
from extract.pipeline.erasing.request import Person
from extract.serving.cells import plain_lines

Urls = Annotated[
    list[str] | None, typer.Option("--url", help="An address, or a file that was collected. May be repeated.")
]
Publishers = Annotated[
    list[str] | None,
    typer.Option("--publisher", help="A publisher's name, or its host with all below it. May be repeated."),
]
PersonName = Annotated[str | None, typer.Option("--person", help="A person's name, as articles write it.")]
Aliases = Annotated[list[str] | None, typer.Option("--alias", help="With --person: another form of the name.")]
OnlyName = Annotated[
    bool, typer.Option("--only-name", help="With --person: no other forms than those given; none is looked up.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; needed where nobody can be asked.")]
Again = Annotated[
    bool, typer.Option("--again", help="Do all earlier erasures again: one that was cut short, or after a restore.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Look for what was erased in every place of the home; change nothing.")
]
Listed = Annotated[bool, typer.Option("--list", help="List earlier erasures: when, and what kind of thing.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("erase", rich_help_panel="Keep")(erase_command)


def erase_command(
    context: typer.Context,
    *,
    url: Urls = None,
    publisher: Publishers = None,
    person: PersonName = None,
    alias: Aliases = None,
    only_name: OnlyName = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    again: Again = False,
    verify: Verify = False,
    listed: Listed = False,
    as_json: AsJson = False,
) -> None:
    """Erase an address, a publisher or a person from the whole home, and keep them out.

    By address or publisher everything goes: pages, articles, facts, links to them. From pages of others that carry such an
    article, its words are cut. Of a person the name goes: in page bodies, texts, titles, evidence and logs each letter becomes a
    block (`█`), so that every offset still holds, and the person is no participant any more. Forms of the name that the
    warehouse knows and that share a word with it are masked too; single words (a surname) on pages that hold the whole name. A
    page whose address holds the name goes whole.

    What is left is a tombstone: a keyed hash, without a word. What it covers is refused, or masked, when it comes again.
    Batches that held it are read again, checked, and published; earlier generations, docs and reports of the home are removed,
    and the warehouse is copied into a new file. At the end every place is looked through, and a table says what is left.

    Not reached: sources on the web and files outside the home, exports, backups made before, and what readers copied.

    Exit codes: 1 something is left, or a batch could not be read; 2 wrong usage; 3 a gate is red: mend it, then
    `daybook erase --again`.

    Example: `daybook erase --person "Ana Berg" --dry-run`, then without `--dry-run`; `daybook erase --publisher example.org`
    """
    request = ErasureRequest(tuple(url or ()), tuple(publisher or ()), person, tuple(alias or ()), only_name)
    _require_one(request, again=again, verify=verify, listed=listed)
    with progress_bar() as progress:
        opened = open_context(context.obj, progress)
        if listed:
            _say_list(opened, as_json)
            return
        if verify:
            report = ErasureReport(places=verify_home(opened, opened.graves))
        else:
            graves = open_graves(opened, is_kept=not dry_run)
            found = find_person(opened, request)
            tombstones = make_tombstones(graves, request, found)
            _say_request(request, found)
            if dry_run:
                _say_dry_run(opened, graves.with_more(tombstones), as_json)
                return
            if request and not yes:
                _ask()
            report = erase(opened, tombstones)
    _say_report(report, as_json)
    if not report.is_complete:
        raise typer.Exit(1)


def _require_one(request: ErasureRequest, *, again: bool, verify: bool, listed: bool) -> None:
    chosen = [bool(request), again, verify, listed]
    if sum(chosen) != 1:
        what = "say what to erase" if not any(chosen) else "--again, --verify and --list stand alone"
        raise InputError(what, hint='daybook erase --url ADDRESS, --publisher NAME, or --person "NAME"; see --help')


def _say_request(request: ErasureRequest, person: Person | None) -> None:
    """What is about to go, on stderr: it holds the words that are to be forgotten, and standard output may be kept."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for what, values in (("addresses", request.urls), ("publishers", request.publishers)):
        if values:
            console.print(Text(f"{what}: {', '.join(values)}"))
    if person:
        console.print(Text(f"person: {person.name}"))
        console.print(Text(f"  masked too: {'; '.join(person.forms) or 'no other form is known'}"))
        if person.left_out:
            console.print(Text(f"  not masked, unless given with --alias: {'; '.join(person.left_out)}"))


def _ask() -> None:
    if not sys.stdin.isatty():
        raise InputError("nobody can be asked whether this is meant", hint="daybook erase ... --yes, after --dry-run")
    if not typer.confirm("Erase this for good?", err=True):
        raise InputError("nothing was erased")


def _say_dry_run(context: Context, graves: Graves, as_json: bool) -> None:
    report = ErasureReport()
    graves = graves.with_more(find_whole_pages(context, graves))
    counts = dict.fromkeys(("batches", "offers", "pages", "pages.masked", "articles"), 0)
    for covered in look_through(context, graves, report):
        found = (len(covered.offers), len(covered.pages), len(covered.bodies), covered.articles)
        counts["batches"] += any(found)
        for name, number in zip(list(counts)[1:], found, strict=True):
            counts[name] += number
    typer.echo(json.dumps({**counts, **({"unreadable": report.unreadable} if report.unreadable else {})}))
    if not any(counts.values()):
        typer.echo("nothing in this home is covered; it would be kept out from now on", err=True)
    if not as_json:
        typer.echo("nothing was changed: without --dry-run this goes for good", err=True)


def _say_list(context: Context, as_json: bool) -> None:
    erasures = list_erasures(context)
    if as_json:
        typer.echo(json.dumps(erasures))
        return
    table = Table("erasure", "at", "what", "tombstones")
    for one in erasures:
        table.add_row(str(one["request"]), str(one["at"]), str(one["kinds"]), str(one["tombstones"]))
    Console().print(table)


def _say_report(report: ErasureReport, as_json: bool) -> None:
    if as_json:
        places = [{"place": p.name, "looked_at": p.looked_at, "left": p.left, "where": p.where} for p in report.places]
        found = {"places": places, "unreadable": report.unreadable, "sources": report.sources}
        typer.echo(json.dumps({"counts": report.counts.as_dict(), **found}))
        return
    if counts := report.counts.as_dict():
        typer.echo(json.dumps(counts))
    table = Table("place", "files looked through", "left")
    for place in report.places:
        table.add_row(place.name, f"{place.looked_at:,}", Text(f"{place.left:,}", "red") if place.left else "nothing")
    Console().print(table)
    for place in report.places:
        for where in place.where:
            typer.echo(f"left: {plain_lines(where)}")
        if more := place.left - len(place.where):
            typer.echo(f"left: {more:,} more of {place.name}")
    for name in report.sources:
        typer.echo(f"source {name} of sources.yml offers what was erased: take it out, or every run asks it", err=True)
    for one in report.unreadable:
        typer.echo(f"could not be looked at or made again: {plain_lines(one)}", err=True)
