"""One command a step, and `run` for all of them; each ends with one JSON line of counts."""

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract import pipeline
from extract.cli.terminal import progress_bar
from extract.pipeline import Context
from extract.runtime.counters import Counts

if TYPE_CHECKING:
    from extract.pipeline.stale import MappedStep

Batches = Annotated[list[str] | None, typer.Argument(help="Batches to do; without any, all that are due.")]
Again = Annotated[bool, typer.Option("--again", help="Do batches again that are up to date.")]
AllStale = Annotated[
    bool,
    typer.Option(
        "--all-stale", help="Do every batch whose facts are missing, or read by an older model or older rules."
    ),
]
Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders; by default those of DAYBOOK_PAGES.")]
RunId = Annotated[str | None, typer.Option(help="Name of the run; batches are named after it.")]

Full = Annotated[bool, typer.Option("--full", help="Make every row anew, also those that did not change.")]
Shrink = Annotated[bool, typer.Option("--allow-shrink", help="Publish although most rows of the last build are gone.")]
Rollback = Annotated[bool, typer.Option("--rollback", help="Give readers the generation before, which is kept.")]
To = Annotated[int | None, typer.Option("--to", help="With --rollback: the number of a generation that is kept.")]


class Due(StrEnum):
    """The steps whose batches can be listed."""

    EXTRACT_ARTICLES = "extract-articles"
    READ_FACTS = "read-facts"

    @property
    def function(self) -> "MappedStep":
        """As the pipeline names it."""
        return "extract_articles" if self is Due.EXTRACT_ARTICLES else "read_facts"


PANEL = "Steps (in their order)"


def register(app: typer.Typer) -> None:
    """Add the steps to the command line."""
    app.command(rich_help_panel="The whole")(run)
    for step in (discover, fetch_pages, extract_articles):
        app.command(rich_help_panel=PANEL)(step)
    app.command(rich_help_panel=PANEL)(list_stale_batches)
    app.command(rich_help_panel=PANEL)(read_facts)
    app.command(rich_help_panel="Backfills")(list_archives)
    app.command(rich_help_panel="Backfills")(discover_archive)
    app.command(rich_help_panel="Keep")(expire_pages)
    app.command(rich_help_panel="Keep")(compact)
    for done in (load, check_batches, link, build, check_marts, publish):
        app.command(rich_help_panel=PANEL)(done)


def _do(context: typer.Context, step: Callable[[Context], Counts]) -> None:
    with progress_bar() as progress:
        counts = step(pipeline.open_context(context.obj, progress))
    typer.echo(json.dumps(counts.as_dict()))


def run(context: typer.Context, paths: Paths = None, run_id: RunId = None, allow_shrink: Shrink = False) -> None:
    """Do every step, from pages to the published warehouse, without Airflow.

    Only what is new is done: a second run changes no row.

    Example: `daybook --home data run saved_pages/`
    """
    _do(context, lambda c: pipeline.run(c, paths or (), run_id, allow_shrink=allow_shrink))


def discover(context: typer.Context, paths: Paths = None, run_id: RunId = None) -> None:
    """Find pages that no run has seen yet and put them in batches.

    A folder may hold `captures.csv` (file,captured_at,url,publisher,publish_text): when, where and under which terms
    each file was captured.

    Example: `daybook discover saved_pages/ --run-id monday`
    """
    with pipeline.log_context(run_id=run_id):
        found = pipeline.discover(pipeline.open_context(context.obj), paths or (), run_id)
    typer.echo(json.dumps({"batches": len(found), "batch_ids": found}))


def list_archives(
    context: typer.Context, paths: Annotated[list[str], typer.Argument(help="Archives, pages, folders of either.")]
) -> None:
    """List the WARC archives and the folders of pages that paths name or hold: what a backfill takes one by one.

    Example: `daybook list-archives /srv/archives/2024`
    """
    found = pipeline.list_archives(pipeline.open_context(context.obj), paths)
    typer.echo(json.dumps({"archives": len(found), "paths": found}))


def discover_archive(
    context: typer.Context,
    path: Annotated[str, typer.Argument(help="A WARC archive, or a folder of pages.")],
    run_id: RunId = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes the pages, where they do not say it.")] = None,
    publish_text: Annotated[
        bool, typer.Option("--publish-text", help="The terms of the pages let whole texts into the warehouse.")
    ] = False,
) -> None:
    """Put the pages of one archive in batches, under terms of its own; prints every batch that holds pages of it.

    The steps after it do those batches: `daybook fetch-pages BATCH ...` and so on, or `daybook run` all that is due.

    Example: `daybook discover-archive CC-NEWS-20240704000000-00001.warc.gz --publisher "Example News"`
    """
    with pipeline.log_context(run_id=run_id):
        found = pipeline.discover_archive(
            pipeline.open_context(context.obj), path, run_id, publisher=publisher, publish_text=publish_text
        )
    typer.echo(json.dumps({"batches": len(found), "batch_ids": found}))


def fetch_pages(context: typer.Context, batches: Batches = None, again: Again = False) -> None:
    """Read and keep the bodies of discovered pages.

    Example: `daybook fetch-pages monday-0000`
    """
    _do(context, lambda c: pipeline.fetch_pages(c, batches or None, again=again))


def extract_articles(context: typer.Context, batches: Batches = None, again: Again = False) -> None:
    """Extract the articles of fetched pages.

    Example: `daybook extract-articles --again`
    """
    _do(context, lambda c: pipeline.extract_articles(c, batches or None, again=again))


def list_stale_batches(
    context: typer.Context,
    step: Annotated[Due, typer.Option("--step", help="The step that is due.")] = Due.READ_FACTS,
) -> None:
    """List the batches that a step has not done, or did from other input, by an older model or by older rules.

    Example: `daybook list-stale-batches`

    Example: `daybook list-stale-batches --step extract-articles`
    """
    found = pipeline.list_stale_batches(pipeline.open_context(context.obj), step.function)
    typer.echo(json.dumps({"batches": len(found), "batch_ids": found}))


def read_facts(
    context: typer.Context, batches: Batches = None, all_stale: AllStale = False, again: Again = False
) -> None:
    """Read figures, participants, events and statements of extracted articles.

    After an upgrade `--all-stale` reads every batch whose facts an older model or older rules read; so does no batch at all.

    Example: `daybook read-facts --all-stale`
    """
    if all_stale and batches:
        raise typer.BadParameter("--all-stale does every batch that is due; name no batch beside it.")
    _do(context, lambda c: pipeline.read_facts(c, batches or None, again=again))


def expire_pages(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many would go, and change nothing.")] = False,
) -> None:
    """Take pages out of the home that their sources keep no longer (`retention_days` in `sources.yml`).

    All that was read from them goes from the tables with the next publish; their addresses stay as refusals (`expired`), so that
    they are not taken again. Earlier generations go as they are replaced. Without `retention_days` pages are kept for ever.

    Example: `daybook expire-pages --dry-run`, then `daybook expire-pages`, then `daybook run --allow-shrink` where much went
    """
    _do(context, lambda c: pipeline.expire_pages(c, is_dry_run=dry_run))


def compact(context: typer.Context) -> None:
    """Make a lake small again: merge its files, take deleted rows out of them, let go of snapshots that nobody may ask for.

    The generations that DAYBOOK_GENERATIONS keeps stay. Of a home of files there is nothing to do: each publish is a new file.

    Example: `daybook compact`
    """
    _do(context, pipeline.compact)


def load(context: typer.Context) -> None:
    """Load new and changed batches into a candidate: a copy of the last good build, or of a lake its latest snapshot.

    Example: `daybook load`
    """
    _do(context, pipeline.load)


def check_batches(context: typer.Context) -> None:
    """Check the loaded batches with Great Expectations; a bad one is quarantined, the others go on.

    Example: `daybook check-batches`
    """
    _do(context, pipeline.check_batches)


def link(context: typer.Context) -> None:
    """Find which participants, articles and event mentions are the same entity, story and event.

    Only what changed is compared again. Decisions of people in entity_overrides.csv and event_overrides.csv (dbt_project/seeds)
    overrule it: extract/linking/README.md says how.

    Example: `daybook link`
    """
    _do(context, pipeline.link)


def build(context: typer.Context, full: Full = False) -> None:
    """Build the marts with dbt: the rows of what changed since the last build.

    A change of the dbt project, of linking rules, or a build that was cut off is followed by a full build by itself. Cells that
    people put right stand in corrections.csv (dbt_project/seeds).

    Example: `daybook build --full`
    """
    _do(context, lambda c: pipeline.build(c, full=full))


def check_marts(context: typer.Context, allow_shrink: Shrink = False) -> None:
    """Check the marts with Great Expectations; red (exit code 3) means nothing is published.

    Example: `daybook check-marts`
    """
    _do(context, lambda c: pipeline.check_marts(c, allow_shrink=allow_shrink))


def publish(context: typer.Context, rollback: Rollback = False, to: To = None) -> None:
    """Swap the new warehouse in; readers see the old one or the new one, never a mixture.

    With `--rollback` readers get the generation again that they had before, at once. The very rows that were rolled back from
    are held then: publishing them again does nothing, any other rows are published as they come. `daybook status` tells.

    Example: `daybook publish`

    Example: `daybook publish --rollback`, and to bring generation 7 back `daybook publish --rollback --to 7`
    """
    if to is not None and not rollback:
        raise typer.BadParameter("--to says how far to roll back: daybook publish --rollback --to NUMBER")
    if not rollback:
        _do(context, pipeline.publish)
        return
    from extract.pipeline.rolling_back import roll_back

    _do(context, lambda c: roll_back(c, to))
