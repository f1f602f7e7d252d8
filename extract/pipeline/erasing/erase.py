"""An erasure from end to end: tombstones first, then every place of the home, then a look at what is left."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.contract.tables import Article
from extract.contract.tombstones import Tombstone
from extract.erasure.graves import Graves
from extract.errors import BatchError
from extract.pages.sources import load_sources
from extract.pipeline.checking import check_batches, check_marts
from extract.pipeline.context import Context, hold_whole, require_file_home
from extract.pipeline.erasing.batches import remove_orphans, take_out
from extract.pipeline.erasing.files import remove_generated, remove_unfinished, sweep_files
from extract.pipeline.erasing.find import Covered, find_covered
from extract.pipeline.erasing.verify import Place, verify_home
from extract.pipeline.extracting import extract_articles
from extract.pipeline.linking import link
from extract.pipeline.publishing import build, load, publish
from extract.pipeline.reading import read_facts
from extract.runtime.counters import Counts
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.batches import rows_of


@dataclass(slots=True)
class ErasureReport:
    """What an erasure did.

    counts: by name. places: what is left, by place. unreadable: batches that could not be looked at. sources: those of
    sources.yml that are covered.
    """

    counts: Counts = field(default_factory=Counts)
    places: Sequence[Place] = ()
    unreadable: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every place was looked at, and nothing is left."""
        return not self.unreadable and not any(place.left for place in self.places)


def erase(context: Context, tombstones: Sequence[Tombstone] = ()) -> ErasureReport:
    """Erase from a home what the new tombstones and all earlier ones cover; without new ones, what an erasure left undone.

    The tombstones are written first: from then on nothing of it is taken in. Killed anywhere, `erase` without new ones goes on.
    Steps that are running end first, others wait. Raises WarehouseLocked where they do not end, NewerHome for a home of a
    newer Daybook, and what a step raises.
    """
    require_file_home(context, "erase")
    with hold_whole(context, "daybook erase"):
        context.tombstones.set_unfinished(is_unfinished=True)
        new = context.tombstones.add(tombstones)
        failpoint("erase.tombstones")
        report = ErasureReport()
        report.counts.add("tombstones", len(new))
        if not context.graves:
            context.tombstones.set_unfinished(is_unfinished=False)
            return report
        whole = context.tombstones.add(find_whole_pages(context, context.graves))
        report.counts.add("tombstones", len(whole))
        _take_out(context, report)
        _make_again(context, report)
        _sweep(context, report)
        report.places = verify_home(context, context.graves)
        report.sources = _covered_sources(context)
        if report.is_complete:
            context.tombstones.set_unfinished(is_unfinished=False)
    log("erase done", step="erase", **report.counts.as_dict())
    return report


def find_whole_pages(context: Context, graves: Graves) -> list[Tombstone]:
    """Tombstones of the bodies whose main article is covered by its address or publisher: those pages go whole.

    Of the body and not of the address: what stands there at another time may be another's.
    """
    by_id = {one.id: one for one in graves.tombstones}
    made: list[Tombstone] = []
    for batch_id in context.batches.batch_ids("extract_articles"):
        try:
            articles = rows_of(Article, context.batches.read("extract_articles", batch_id, Article))
        except BatchError:
            # It is made again, and its pages are looked at then.
            continue
        for article in articles:
            if article.is_primary and (
                by := graves.of_address(article.url) or graves.of_publisher(article.publisher_name)
            ):
                made += graves.make(by_id[by].request, by_id[by].at, "page", [article.page_id])
    return made


def _take_out(context: Context, report: ErasureReport) -> None:
    """Take what is covered out of every batch, and out of the bodies."""
    graves = context.graves
    for covered in look_through(context, graves, report):
        report.counts.add("offers", len(covered.offers))
        report.counts.add("pages", len(covered.pages))
        report.counts.add("pages.masked", len(covered.bodies))
        report.counts.add("articles", covered.articles)
        report.counts.add("batches", take_out(context, graves, covered))
        failpoint("erase.batch")
    if not report.unreadable:
        # A batch that cannot be read may name any body.
        report.counts.add("bodies", remove_orphans(context))


def look_through(context: Context, graves: Graves, report: ErasureReport) -> Iterator[Covered]:
    """What is covered in each batch that can be read; the others are named in the report."""
    batch_ids = context.batches.batch_ids("discover")
    for batch_id in context.watch("erase", batch_ids, len(batch_ids)):
        try:
            covered = find_covered(context, graves, batch_id)
        except BatchError as error:
            log(
                f"erase cannot look at batch {batch_id}: {error.message}",
                logging.ERROR,
                step="erase",
                batch_id=batch_id,
            )
            report.unreadable.append(batch_id)
            continue
        yield covered


def _make_again(context: Context, report: ErasureReport) -> None:
    """Do the steps for the batches that changed, publish, and leave no file in which deleted rows may still lie."""
    from extract.store.candidate import discard_candidate
    from extract.store.erasure import remove_earlier_generations, rewrite_build, warehouse_files

    home = context.settings.home
    report.counts.add("files", remove_generated(context) + remove_unfinished(context))
    for step in (extract_articles, read_facts):
        try:
            step(context)
        except BatchError as error:
            # Said in the log; what is left of the batch is found at the end.
            report.unreadable.append(error.message)
    if not warehouse_files(home):
        return
    discard_candidate(home, "an erasure began")
    for again in (load, check_batches, link, build):
        again(context)
    check_marts(context, allow_shrink=True)
    # A generation that somebody went back to holds what was erased: readers cannot keep it.
    publish(context, "daybook erase", even_if_withdrawn=True)
    failpoint("erase.published")
    rewrite_build(home)
    report.counts.add("generations", remove_earlier_generations(home))


def _covered_sources(context: Context) -> list[str]:
    graves = context.graves
    sources = load_sources(context.settings.sources_path)
    return [one.name for one in sources if graves.of_address(one.address) or graves.of_publisher(one.publisher)]


def _sweep(context: Context, report: ErasureReport) -> None:
    swept = sweep_files(context, context.graves)
    report.counts.add("files", swept.removed)
    report.counts.add("files.masked", swept.masked)
    # dbt wrote down what it built.
    report.counts.add("files", remove_generated(context, ("dbt",)))
