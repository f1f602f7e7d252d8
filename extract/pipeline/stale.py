"""Which batches are due at a step: those it has not done, or did from other input or by older rules."""

from typing import Literal

from extract.pipeline.context import Context
from extract.pipeline.extracting import article_versions
from extract.pipeline.reading import fact_versions

# The steps whose batches Airflow maps over workers.
MappedStep = Literal["extract_articles", "read_facts"]


def list_stale_batches(context: Context, step: MappedStep = "read_facts") -> list[str]:
    """The batches that are due at a step, sorted."""
    if step == "extract_articles":
        return context.batches.stale(step, "fetch_pages", article_versions())
    return context.batches.stale(step, "extract_articles", fact_versions(context))
