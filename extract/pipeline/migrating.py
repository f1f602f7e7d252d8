"""Migrating: a home that an earlier version made is made anew under the contract of this one, from the pages that it holds."""

from dataclasses import dataclass
from pathlib import Path

from extract.contract.derive import CONTRACT_VERSION
from extract.errors import BatchError
from extract.pipeline.context import Context, require_file_home
from extract.pipeline.extracting import article_versions, extract_articles
from extract.pipeline.fetching import fetch_pages
from extract.pipeline.reading import fact_versions, read_facts
from extract.pipeline.run import Walk
from extract.pipeline.status.books import read_books
from extract.pipeline.status.contracts import STEPS
from extract.pipeline.status.readers import read_published
from extract.pipeline.status.sealed import SealedBatches, find_due
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.home import require_usable

RUN_ID = "daybook migrate"


@dataclass(frozen=True, slots=True)
class HomeState:
    """What a home is: contract of its batches to their number by step, and what readers have; table to rows is in `published`."""

    batches: dict[str, dict[int, int]]
    published: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a migration does. batches: step to batch to why it is made anew. publish: why readers get another file, or null."""

    before: HomeState
    batches: dict[str, dict[str, str]]
    publish: str | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any(self.batches.values()) and self.publish is None


def plan_migration(context: Context) -> Plan:
    """What is to be done, by step and batch; nothing is changed. Raises NewerHome for a home of a newer Daybook."""
    require_file_home(context, "migrate")
    home = context.settings.home
    require_usable(home)
    store = SealedBatches(context.batches)
    for step in STEPS:
        store.require_known((step,), store.batch_ids(step))
    versions = {"extract_articles": article_versions(), "read_facts": fact_versions(context)}
    found = find_due(store, versions)
    # What was never fetched is no part of it: that is the next run's.
    found["fetch_pages"] = [batch_id for batch_id in found["fetch_pages"] if batch_id in store.batch_ids("fetch_pages")]
    batches: dict[str, dict[str, str]] = {}
    anew: set[str] = set()
    for step in STEPS:
        anew |= set(found[step])
        batches[step] = {batch_id: _why(store, step, batch_id) for batch_id in sorted(anew)}
    return Plan(HomeState(_contracts(store), read_published(home)), batches, _why_publish(home, store, bool(anew)))


def _why(store: SealedBatches, step: str, batch_id: str) -> str:
    try:
        done = store.manifest(step, batch_id)
    except BatchError:
        return "its manifest is damaged"
    if done is None:
        return "not done yet"
    if done.contract_version < CONTRACT_VERSION:
        return f"contract {done.contract_version}"
    return "older rules, or made from what is made anew"


def _why_publish(home: Path, store: SealedBatches, has_batches: bool) -> str | None:
    """Why load, link, build and publish are to be done; null where readers have all that is sealed, built by this version."""
    from extract.store.build import default_project_dir
    from extract.store.build_books import is_build_of, project_version
    from extract.store.generations import current_generation, read_publication
    from extract.store.published import published_path

    sealed = {batch_id: store.sealed_sha256(batch_id) for batch_id in store.batch_ids("read_facts")}
    if has_batches:
        return "batches are made anew"
    if not sealed:
        return None
    loaded = read_books(home).published
    if any(sha256 and loaded.get(batch_id) != sha256 for batch_id, sha256 in sealed.items()):
        return "readers have not all that is sealed"
    if not is_build_of(home, project_version(default_project_dir())):
        return "another version of the dbt project made the marts"
    if not current_generation(home):
        return "nothing is published"
    said = read_publication(published_path(home)).get("contract_version")
    return None if said == CONTRACT_VERSION else f"the published file is of contract {said}"


def _contracts(store: SealedBatches) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for step in STEPS:
        counts = found.setdefault(step, {})
        for manifest in store.manifests(step):
            counts[manifest.contract_version] = counts.get(manifest.contract_version, 0) + 1
    return found


def migrate(context: Context, plan: Plan, *, allow_shrink: bool = False) -> tuple[Counts, HomeState]:
    """Do what a plan says; returns the counts, named `<step>.<count>`, and what the home is then.

    Pages are taken from the bodies that are kept: no source is asked. Readers keep what they have until the end. Killed anywhere,
    the next one does what is left. allow_shrink: publish although most articles, events or figures are gone. A batch that cannot
    be done stays as it is and the others go on; BatchError names it at the end.
    """
    walk = Walk(context)
    fetched = list(plan.batches["fetch_pages"])
    if any(plan.batches.values()):
        walk.do(
            "migrate",
            {
                "fetch_pages": lambda context: fetch_pages(context, fetched),
                "extract_articles": extract_articles,
                "read_facts": read_facts,
            },
        )
    if plan.publish:
        walk.publish("migrate", RUN_ID, allow_shrink=allow_shrink)
    counts = walk.end()
    log("migrate done", step="migrate", contract=CONTRACT_VERSION)
    return counts, HomeState(_contracts(SealedBatches(context.batches)), read_published(context.settings.home))
