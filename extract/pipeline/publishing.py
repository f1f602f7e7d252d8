"""From batches to the published warehouse: load, check, build, check again, publish. Linking stands in `linking.py`.

Each step takes the write lock, works on the candidate, and leaves the last good build and the published file alone until
`publish` swaps both.
"""

import itertools
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from extract import __version__
from extract.contract.keys import hash_id
from extract.errors import BatchError, GateFailed
from extract.pipeline.context import Context, hold_warehouse
from extract.pipeline.linking import links_made_by
from extract.pipeline.status.sealed import SealedBatches
from extract.runtime.counters import Counts
from extract.runtime.logs import log, log_context
from extract.store.batches import refuse_newer

# What a batch is to the warehouse: the rows of these steps.
_STEPS = ("discover", "fetch_pages", "extract_articles", "read_facts")


def load(context: Context) -> Counts:
    """Load new and changed batches into the candidate. Raises BatchError, at the end, naming those that could not be."""
    from extract.store.candidate import open_candidate
    from extract.store.load import BatchFiles, known_batches, load_batch

    counts, failed = Counts(), []
    with hold_warehouse(context, "load"):
        # All are looked at before any is loaded: one that a newer Daybook made is refused, and nothing is changed.
        batches = SealedBatches(context.batches)
        sealed = {batch_id: _sealed(batches, batch_id) for batch_id in batches.batch_ids("read_facts")}
        with open_candidate(context.warehouse) as candidate:
            known = known_batches(candidate)
            for batch_id, sha256 in context.watch("load", sealed.items(), len(sealed)):
                try:
                    if isinstance(sha256, BatchError):
                        raise sha256
                    if sha256 is None:
                        counts.add("batches.waiting")
                    elif outcome := known.get((batch_id, sha256)):
                        counts.add(f"batches.{outcome}")
                    else:
                        with log_context(step="load", batch_id=batch_id), _files(context, batch_id) as files:
                            batch = BatchFiles(batch_id, sha256, files)
                            counts.add(f"batches.{load_batch(candidate, batch)}")
                except BatchError as error:
                    log(f"load could not load batch {batch_id}: {error}", logging.ERROR, step="load", batch_id=batch_id)
                    counts.add("batches.failed")
                    failed.append(f"{batch_id} ({error.message})")
    log("load done", step="load", **counts.as_dict())
    if failed:
        raise BatchError(f"load: {len(failed)} batches failed: {'; '.join(failed[:5])}", hint="daybook status")
    return counts


@contextmanager
def _files(context: Context, batch_id: str) -> Iterator[dict[str, list[Path]]]:
    """Table to the files that hold its rows, for as long as the block lasts: several steps write `rejects`."""
    by_table: dict[str, list[Path]] = {}
    with TemporaryDirectory(prefix="daybook-load-") as folder:
        for step in _STEPS:
            for table, path in context.batches.local_files(step, batch_id, Path(folder)).items():
                by_table.setdefault(table, []).append(path)
        yield dict(sorted(by_table.items()))


def _sealed(batches: SealedBatches, batch_id: str) -> str | BatchError | None:
    """What names a batch's bytes over all its steps; None where a later step was made from other input than lies there now.

    A damaged manifest is an error to tell later. Raises NewerHome for a batch that a newer Daybook made.
    """
    try:
        manifests = [batches.manifest(step, batch_id) for step in _STEPS]
    except BatchError as error:
        return error
    for manifest in filter(None, manifests):
        refuse_newer(manifest)
    for earlier, later in itertools.pairwise(manifests):
        if earlier is None or later is None or later.input_sha256 != earlier.sha256:
            return None
    return hash_id(*(manifest.sha256 for manifest in manifests if manifest))


def build(context: Context, *, full: bool = False, lineage_parents: Sequence[str] = ()) -> Counts:
    """Build the marts with dbt: the rows of what changed since the last build, or every row.

    full: every row is made anew, as after a change of the dbt project's logic. lineage_parents: who runs the build, nearest
    first, each as OpenLineage's `namespace/job/run`; they matter where OpenLineage is configured. Raises InputError for a wrong
    line of corrections.csv, GateFailed where a model or a data test fails; the published warehouse stays.
    """
    from extract.store.build import build_marts, default_project_dir
    from extract.store.build_books import begin_build, end_build, project_version
    from extract.store.candidate import discard_candidate, open_candidate, require_done
    from extract.store.corrections import check_corrections, corrections_path, count_outcomes, unmatched_corrections
    from extract.store.links import require_links_of
    from extract.store.warehouse import build_of, candidate_of

    where, project = context.warehouse, default_project_dir()
    made_by = project_version(project)
    corrections = check_corrections()
    with hold_warehouse(context, "build"):
        with open_candidate(where) as candidate:
            require_done(candidate.connection, "check_batches", "link")
            require_links_of(candidate.connection, links_made_by())
            is_full = begin_build(candidate, made_by) or full
        try:
            result = build_marts(
                candidate_of(where),
                project,
                context.settings.home / "dbt",
                is_full=is_full,
                warehouse=build_of(where),
                lineage_parents=lineage_parents,
            )
        except GateFailed as error:
            discard_candidate(where, error.message)
            if not corrections:
                raise
            # Each value may be right by itself, and the row wrong: a first day after the last.
            hint = f"{error.hint}; if people corrected a row named above, mend {corrections_path()}"
            raise GateFailed(error.message, hint=hint) from error
        with open_candidate(where) as candidate:
            end_build(candidate, made_by)
            outcomes = count_outcomes(candidate.connection)
            unmatched = unmatched_corrections(candidate.connection)
    for one in unmatched:
        said = f"corrections.csv: {one.table_name} has no row {one.row_id} to correct the {one.column_name} of"
        log(f"{said} ({one.who}: {one.why})", logging.WARNING, step="build")
    counts = Counts()
    counts.add("full" if is_full else "incremental")
    for outcome, number in outcomes.items():
        counts.add(f"corrections.{outcome}", number)
    for name, number in result.counts.items():
        counts.add(name, number)
    log("build done", step="build", **counts.as_dict())
    return counts


def publish(context: Context, run_id: str = "daybook publish", *, even_if_withdrawn: bool = False) -> Counts:
    """Swap the candidate's marts in for readers and keep the candidate as the last good build.

    Marts that somebody rolled back from are held: readers keep what they have, and the log says how to bring them back.
    even_if_withdrawn: they are published.
    """
    from extract.pipeline.made_with import rules_in_use
    from extract.store.build import default_project_dir
    from extract.store.build_books import project_version
    from extract.store.publish import publish_candidate

    with hold_warehouse(context, "publish"):
        publication = publish_candidate(
            context.warehouse,
            daybook_version=__version__,
            run_id=run_id,
            # The one moment that is the clock's: when readers got this file.
            published_at=datetime.now(tz=UTC),
            generations=context.settings.generations,
            rules=rules_in_use(context),
            built_by=project_version(default_project_dir()),
            even_if_withdrawn=even_if_withdrawn,
        )
    counts = Counts()
    counts.add("generation", publication.generation)
    counts.add("held" if publication.is_held else "published" if publication.is_new else "unchanged")
    # Of marts that are held, readers have no row.
    for table, number in publication.row_counts.items() if not publication.is_held else ():
        counts.add(table, number)
    log("publish done", step="publish", **counts.as_dict())
    return counts
