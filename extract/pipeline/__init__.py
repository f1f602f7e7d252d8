"""The steps, joined to the store: read a batch, do the step, write a batch, count. The only package that knows both.

A step's name is its function, its command (with hyphens), its Airflow task id and the folder of its batches.
"""

from extract.pipeline.collect import discover, extract_articles, fetch_pages
from extract.pipeline.context import Context, open_context
from extract.pipeline.reading import list_stale_batches, read_facts

__all__ = [
    "Context",
    "discover",
    "extract_articles",
    "fetch_pages",
    "list_stale_batches",
    "open_context",
    "read_facts",
]
