"""Every step in its order, without Airflow: what the three DAGs do, in one process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from extract.errors import BatchError
from extract.pipeline.checking import check_batches, check_marts
from extract.pipeline.context import Context, hold_warehouse
from extract.pipeline.discovering import discover
from extract.pipeline.extracting import extract_articles
from extract.pipeline.fetching import fetch_pages
from extract.pipeline.linking import link
from extract.pipeline.publishing import build, load, publish
from extract.pipeline.reading import read_facts
from extract.runtime.counters import Counts
from extract.runtime.logs import log_context

Step = Callable[[Context], Counts]


def run(
    context: Context, paths: Sequence[Path] = (), run_id: str | None = None, *, allow_shrink: bool = False
) -> Counts:
    """Do what is due at every step; the counts are named `<step>.<count>`.

    allow_shrink: publish although most articles, events or figures are gone since the last build.

    A batch that cannot be done stays behind and the others go on; BatchError names it at the end.
    """
    counts = Counts()
    failed: list[BatchError] = []

    def do(steps: dict[str, Step]) -> None:
        for name, step in context.watch("run", steps.items(), len(steps)):
            try:
                done = step(context)
            except BatchError as error:
                failed.append(error)
                continue
            for count, number in done:
                counts.add(f"{name}.{count}", number)

    with log_context(run_id=run_id):
        counts.add("discover.batches", len(discover(context, paths, run_id)))
        do({"fetch_pages": fetch_pages, "extract_articles": extract_articles, "read_facts": read_facts})
        # One lock for all: another run's load must not come between our build and our publish.
        with hold_warehouse(context, "run"):
            do({"load": load, "check_batches": check_batches, "link": link, "build": build})
            do({"check_marts": lambda context: check_marts(context, allow_shrink=allow_shrink)})
            do({"publish": lambda context: publish(context, run_id or "daybook run")})
    if failed:
        raise BatchError("; ".join(error.message for error in failed), hint=failed[0].hint)
    return counts
