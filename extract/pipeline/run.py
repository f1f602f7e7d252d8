"""Every step in its order, without Airflow: what the three DAGs do, in one process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Walk:
    """Steps one after the other; a batch that fails stops no other. counts: of all steps, named `<step>.<count>`."""

    context: Context
    counts: Counts = field(default_factory=Counts)
    failed: list[BatchError] = field(default_factory=list)

    def do(self, name: str, steps: Mapping[str, Step]) -> None:
        """Do the steps; name: what is done, for who watches."""
        for step_name, step in self.context.watch(name, steps.items(), len(steps)):
            try:
                done = step(self.context)
            except BatchError as error:
                self.failed.append(error)
                continue
            for count, number in done:
                self.counts.add(f"{step_name}.{count}", number)

    def publish(self, name: str, run_id: str, *, allow_shrink: bool) -> None:
        """From what is sealed to what readers have."""
        # One lock for all: another run's load must not come between our build and our publish.
        with hold_warehouse(self.context, name):
            self.do(name, {"load": load, "check_batches": check_batches, "link": link, "build": build})
            self.do(name, {"check_marts": lambda context: check_marts(context, allow_shrink=allow_shrink)})
            self.do(name, {"publish": lambda context: publish(context, run_id)})

    def end(self) -> Counts:
        """The counts. Raises BatchError where a batch could not be done."""
        if self.failed:
            raise BatchError("; ".join(error.message for error in self.failed), hint=self.failed[0].hint)
        return self.counts


def run(
    context: Context, paths: Sequence[Path] = (), run_id: str | None = None, *, allow_shrink: bool = False
) -> Counts:
    """Do what is due at every step; the counts are named `<step>.<count>`.

    allow_shrink: publish although most articles, events or figures are gone since the last build.

    A batch that cannot be done stays behind and the others go on; BatchError names it at the end.
    """
    walk = Walk(context)
    with log_context(run_id=run_id):
        walk.counts.add("discover.batches", len(discover(context, paths, run_id)))
        walk.do("run", {"fetch_pages": fetch_pages, "extract_articles": extract_articles, "read_facts": read_facts})
        walk.publish("run", run_id or "daybook run", allow_shrink=allow_shrink)
    return walk.end()
