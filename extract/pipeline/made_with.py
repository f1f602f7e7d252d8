"""Which rules and tools made the rows of the sealed batches: what a published file says of itself."""

from extract.pipeline.context import Context
from extract.pipeline.status.sealed import SealedBatches

_STEPS = ("extract_articles", "read_facts")


def rules_in_use(context: Context) -> list[str]:
    """Name and version of whatever made articles and facts, several of one name where batches are of several versions."""
    # From the manifests: asking the rules themselves would load the language model's library for a publish.
    found: set[str] = set()
    batches = SealedBatches(context.batches)
    for step in _STEPS:
        # One that is damaged, `load` names; what it brought before stays as it was.
        for manifest in batches.manifests(step):
            found |= {f"{name} {version}" for name, version in manifest.versions.items()}
    return sorted(found)
