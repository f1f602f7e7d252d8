"""A step over batches: which ones are due, one after the other, a failing one stops no other."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.errors import BatchError, DaybookError, InputError, WarehouseLocked
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
    """Do the step for the named batches, or for all that are due. Raises BatchError naming those that failed, at the end.

    A batch that another worker is at is left to it until all else is done: it is waited for then, and mostly is up to date.
    """
    due = frozenset(context.batches.stale(step, earlier, versions))
    chosen = sorted(due) if batch_ids is None else list(batch_ids)
    if again and batch_ids is None:
        chosen = context.batches.batch_ids(earlier)
    context.batches.require_known((earlier, step), chosen)
    run = _StepRun(context, step, earlier, work, versions, due, again)
    for batch_id in [batch_id for batch_id in chosen if not run.try_batch(batch_id, is_waited_for=False)]:
        run.try_batch(batch_id, is_waited_for=True)
    if run.failed:
        named = "; ".join(f"{batch_id} ({message})" for batch_id, (_, message) in list(run.failed.items())[:5])
        first = next(iter(run.failed.values()))[0]
        hint = first.hint if isinstance(first, DaybookError) else None
        raise BatchError(
            f"{step}: {len(run.failed)} of {len(chosen)} batches failed: {named}", hint=hint or "daybook status"
        )
    return run.counts


@dataclass(slots=True)
class _StepRun:
    """A step on its way over batches. due: those that were due when it began; failed: batch id to the error and its message."""

    context: Context
    step: str
    earlier: str
    work: BatchWork
    versions: Mapping[str, str]
    due: frozenset[str]
    again: bool
    counts: Counts = field(default_factory=Counts)
    failed: dict[str, tuple[Exception, str]] = field(default_factory=dict)

    def try_batch(self, batch_id: str, *, is_waited_for: bool) -> bool:
        """Do a batch, or note that it failed; false where another worker is at it, and it is not waited for."""
        try:
            self._do(batch_id, None if is_waited_for else 0)
        except InputError:
            raise
        except WarehouseLocked as error:
            if not is_waited_for:
                return False
            self._note_failure(batch_id, error)
        except Exception as error:
            # Whatever breaks in one batch, a fault of ours included, stops no other.
            self._note_failure(batch_id, error)
        return True

    def _do(self, batch_id: str, wait_seconds: float | None) -> None:
        batches, step = self.context.batches, self.step
        if batch_id not in self.due and not self.again and batches.manifest(step, batch_id):
            self.counts.add("batches.up_to_date")
            return
        with log_context(step=step, batch_id=batch_id):
            _require_given(batches.manifest(self.earlier, batch_id), batch_id, self.earlier)
            with hold_step(self.context, step, batch_id, wait_seconds=wait_seconds):
                if self._was_done(batch_id):
                    self.counts.add("batches.up_to_date")
                    return
                # Another worker may have changed it before we had the lock.
                given = _require_given(batches.manifest(self.earlier, batch_id), batch_id, self.earlier)
                counts = self.work(self.context, given)
            log(f"{step} did batch {batch_id}", step=step, batch_id=batch_id, **counts.as_dict())
        self.counts += counts
        self.counts.add("batches.done")

    def _was_done(self, batch_id: str) -> bool:
        """Whether another worker has done a batch since it was due."""
        is_stale = self.context.batches.is_stale
        return (
            batch_id in self.due and not self.again and not is_stale(self.step, self.earlier, batch_id, self.versions)
        )

    def _note_failure(self, batch_id: str, error: Exception) -> None:
        message = error.message if isinstance(error, DaybookError) else f"{type(error).__name__}: {error}"
        said = f"{self.step} could not do batch {batch_id}: {message}"
        if isinstance(error, DaybookError | OSError):
            log(said, logging.ERROR, step=self.step, batch_id=batch_id)
        else:
            log_failure(said, error, step=self.step, batch_id=batch_id)
        self.counts.add("batches.failed")
        self.failed[batch_id] = error, message


def _require_given(given: Manifest | None, batch_id: str, earlier: str) -> Manifest:
    if given is None:
        raise BatchError(f"batch {batch_id} has no {earlier} yet", hint=command_of(earlier, batch_id))
    return given
