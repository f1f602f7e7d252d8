"""A step over batches: which ones are due, one after the other, a failing one stops no other."""

import logging
from collections.abc import Callable, Mapping, Sequence

from extract.errors import BatchError, DaybookError
from extract.pipeline.context import Context
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.batches import Manifest

# Reads the earlier step's batch, does the work, seals the batch, returns its counts.
BatchWork = Callable[[Context, Manifest], Counts]


def do_batches(
    context: Context,
    step: str,
    earlier: str,
    work: BatchWork,
    *,
    versions: Mapping[str, str],
    batch_ids: Sequence[str] | None,
    again: bool,
) -> Counts:
    """Do the step for the named batches, or for all that are due. Raises BatchError naming those that failed, at the end."""
    due = set(context.batches.stale(step, earlier, versions))
    chosen = sorted(due) if batch_ids is None else list(batch_ids)
    if again and batch_ids is None:
        chosen = context.batches.batch_ids(earlier)
    counts, failed = Counts(), []
    for batch_id in chosen:
        if batch_id not in due and not again and context.batches.manifest(step, batch_id):
            counts.add("batches.up_to_date")
            continue
        try:
            counts += _do_batch(context, step, earlier, work, batch_id)
            counts.add("batches.done")
        except (DaybookError, OSError) as error:
            log(f"{step} could not do batch {batch_id}: {error}", logging.ERROR, step=step, batch_id=batch_id)
            counts.add("batches.failed")
            failed.append(f"{batch_id} ({error})")
    if failed:
        hint = f"daybook {step.replace('_', '-')} {failed[0].split()[0]}"
        raise BatchError(f"{step}: {len(failed)} of {len(chosen)} batches failed: {'; '.join(failed[:5])}", hint=hint)
    return counts


def _do_batch(context: Context, step: str, earlier: str, work: BatchWork, batch_id: str) -> Counts:
    given = context.batches.manifest(earlier, batch_id)
    if given is None:
        hint = f"daybook {earlier.replace('_', '-')} {batch_id}"
        raise BatchError(f"batch {batch_id} has no {earlier} yet", hint=hint)
    counts = work(context, given)
    log(f"{step} did batch {batch_id}", step=step, batch_id=batch_id, **counts.as_dict())
    return counts
