"""Compacting: a lake's files merged and its old snapshots let go of. The files of a home need none: each publish is a new one."""

from extract.pipeline.context import Context, hold_warehouse
from extract.runtime.counters import Counts
from extract.runtime.logs import log


def compact(context: Context) -> Counts:
    """Compact the lake; the generations that the settings keep stay. Of a home of files, it counts that nothing is to be done."""
    counts = Counts()
    if (place := context.lake) is None:
        counts.add("nothing_to_do")
    else:
        from extract.store.lake.maintenance import compact_lake

        with hold_warehouse(context, "compact"):
            done = compact_lake(place, context.settings.generations)
        counts.add("files.before", done.files_before)
        counts.add("files.after", done.files_after)
        counts.add("files.removed", done.removed)
        counts.add("snapshots.expired", done.snapshots)
    log("compact done", step="compact", **counts.as_dict())
    return counts
