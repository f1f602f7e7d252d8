"""A step over batches: which ones are due, one after the other, a failing one stops no other."""

import logging
from collections.abc import Callable, Mapping, Sequence

from extract.errors import BatchError, DaybookError, InputError
from extract.pipeline.context import Context, hold_step
from extract.runtime.counters import Counts
from extract.runtime.logs import log, log_context, log_failure
from extract.store.batches import Manifest, command_of

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
    context.batches.require_known((earlier, step), chosen)
    counts = Counts()
    failed: dict[str, tuple[Exception, str]] = {}
    for batch_id in chosen:
        try:
            if batch_id not in due and not again and context.batches.manifest(step, batch_id):
                counts.add("batches.up_to_date")
                continue
            with log_context(step=step, batch_id=batch_id):
                counts += _do_batch(context, step, earlier, work, batch_id)
            counts.add("batches.done")
        except InputError:
            raise
        except Exception as error:
            # Whatever breaks in one batch, a fault of ours included, stops no other.
            message = error.message if isinstance(error, DaybookError) else f"{type(error).__name__}: {error}"
            said = f"{step} could not do batch {batch_id}: {message}"
            if isinstance(error, DaybookError | OSError):
                log(said, logging.ERROR, step=step, batch_id=batch_id)
            else:
                log_failure(said, error, step=step, batch_id=batch_id)
            counts.add("batches.failed")
            failed[batch_id] = error, message
    if failed:
        named = "; ".join(f"{batch_id} ({message})" for batch_id, (_, message) in list(failed.items())[:5])
        first = next(iter(failed.values()))[0]
        hint = first.hint if isinstance(first, DaybookError) else None
        raise BatchError(
            f"{step}: {len(failed)} of {len(chosen)} batches failed: {named}", hint=hint or "daybook status"
        )
    return counts


def _do_batch(context: Context, step: str, earlier: str, work: BatchWork, batch_id: str) -> Counts:
    given = context.batches.manifest(earlier, batch_id)
    if given is None:
        raise BatchError(f"batch {batch_id} has no {earlier} yet", hint=command_of(earlier, batch_id))
    with hold_step(context, step, batch_id):
        counts = work(context, given)
    log(f"{step} did batch {batch_id}", step=step, batch_id=batch_id, **counts.as_dict())
    return counts
