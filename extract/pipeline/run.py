"""Every step in its order, without Airflow: what the three DAGs do, in one process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from extract.errors import BatchError
from extract.pipeline.checking import check_batches, check_marts
from extract.pipeline.collect import discover, extract_articles, fetch_pages
from extract.pipeline.context import Context
from extract.pipeline.linking import link
from extract.pipeline.publishing import build, load, publish
from extract.pipeline.reading import read_facts
from extract.runtime.counters import Counts

# After `discover`, which is the only one that takes paths.
STEPS: tuple[Callable[[Context], Counts], ...] = (
    fetch_pages,
    extract_articles,
    read_facts,
    load,
    check_batches,
    link,
    build,
    check_marts,
    publish,
)


def run(context: Context, paths: Sequence[Path] = (), run_id: str | None = None) -> Counts:
    """Do what is due at every step; the counts are named `<step>.<count>`.

    A batch that cannot be done stays behind and the others go on; BatchError names it at the end.
    """
    counts, failed = Counts(), []
    counts.add("discover.batches", len(discover(context, paths, run_id)))
    for step in context.watch("run", STEPS, len(STEPS)):
        try:
            done = step(context)
        except BatchError as error:
            failed.append(error)
            continue
        for name, count in done:
            counts.add(f"{step.__name__}.{name}", count)
    if failed:
        raise BatchError("; ".join(error.message for error in failed), hint=failed[0].hint)
    return counts
