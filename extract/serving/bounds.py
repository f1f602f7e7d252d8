"""Bounds on the process that runs a reader's queries, for what DuckDB's own limits do not see."""

import os
import re
import resource
import sys
from collections.abc import Callable

# What the process takes before its first query, several times over.
_HEADROOM_BYTES = 1 << 30
# An interrupted query ends within a tenth of a second, unless it is inside one endless call of a function.
GRACE_SECONDS = 3
_POWERS = {"K": 1, "M": 2, "G": 3, "T": 4}


def memory_bytes(memory: str) -> int:
    """Bytes of an amount as DuckDB and the settings write it: `2GB` is 2,000,000,000, `2GiB` is 2,147,483,648."""
    found = re.fullmatch(r"([0-9.]+) ?([KMGT])(i?)B", memory)
    if found is None:
        raise ValueError(f"no amount of memory: {memory!r}")
    return int(float(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2]])


def bound_memory(memory: str) -> None:
    """Keep this process for good within the memory of its queries and a gigabyte more.

    DuckDB 1.5.5 does not count the values that functions make: `select range(1000000000)` took 21 GB under a limit of 200 MB.
    """
    wanted = memory_bytes(memory) + _HEADROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def process_ender(seconds: float) -> Callable[[], None]:
    """What to call where a query goes on after it was stopped: it ends the process, for nothing less does."""

    def end() -> None:
        sys.stderr.write(
            f"daybook: the query took more than {seconds:g} seconds (DAYBOOK_QUERY_SECONDS) and cannot be stopped\n"
        )
        sys.stderr.flush()
        os._exit(2)

    return end
