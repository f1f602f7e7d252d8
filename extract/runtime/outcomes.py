"""What became of an item that a worker process was given."""

import os
import signal
from dataclasses import dataclass

from extract.errors import DaybookError
from extract.runtime.worker_process import EXIT_OUT_OF_MEMORY, Limits


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no result.

    reason: raised, timed_out, out_of_memory, worker_died or answer_too_big. error: what was raised, where it is a DaybookError.
    """

    reason: str
    detail: str
    error: DaybookError | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: a result, or a failure. peak_rss_bytes: the most memory that its worker ever held."""

    result: object = None
    failure: Failure | None = None
    seconds: float = 0.0
    peak_rss_bytes: int = 0


def why_dead(wait_status: int, limits: Limits, *, was_killed: bool) -> Failure:
    """Why a worker died. wait_status: as `os.wait` gives it; was_killed: we did it, for its time was over."""
    code = os.waitstatus_to_exitcode(wait_status)
    if was_killed or code == -signal.SIGALRM:
        return Failure("timed_out", f"not done after {limits.seconds:g} s")
    if code == EXIT_OUT_OF_MEMORY:
        return Failure("out_of_memory", f"it needs more than {limits.memory_bytes or 0:,} bytes of memory")
    if code == -signal.SIGKILL:
        return Failure("out_of_memory", "killed by the system (SIGKILL), as it does when a machine's memory runs out")
    if code < 0:
        return Failure("worker_died", f"killed by {signal.Signals(-code).name}")
    return Failure("worker_died", f"exited with code {code}")
