"""Which rules and tools made the rows of the sealed batches: what a published file says of itself."""

from extract.errors import BatchError
from extract.pipeline.context import Context

_STEPS = ("extract_articles", "read_facts")


def rules_in_use(context: Context) -> list[str]:
    """Name and version of whatever made articles and facts, several of one name where batches are of several versions."""
    # From the manifests: asking the rules themselves would load the language model's library for a publish.
    found: set[str] = set()
    for step in _STEPS:
        for batch_id in context.batches.batch_ids(step):
            try:
                manifest = context.batches.manifest(step, batch_id)
            except BatchError:
                # `load` names it; what it brought before stays as it was.
                continue
            if manifest:
                found |= {f"{name} {version}" for name, version in manifest.versions.items()}
    return sorted(found)
