"""Rolling back: readers get an earlier generation of the published warehouse again."""

from extract.pipeline.context import Context, hold_warehouse
from extract.runtime.counters import Counts
from extract.runtime.logs import log


def roll_back(context: Context, to: int | None = None) -> Counts:
    """Swap an earlier generation in for readers; to: which one, by default the one that they had before.

    Counts: the generation that readers have now, and the one that they had. Raises WarehouseError where there is none or it is
    damaged, InputError where it is not kept; readers keep what they have then.
    """
    from extract.store.rollback import roll_back as swap

    with hold_warehouse(context, "publish"):
        number, before = swap(context.warehouse, to)
    counts = Counts()
    counts.add("generation", number)
    counts.add("from_generation", before)
    counts.add("rolled_back")
    log("publish rolled back", step="publish", **counts.as_dict())
    return counts
