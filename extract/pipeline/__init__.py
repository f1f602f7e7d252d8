"""The steps, joined to the store: read a batch, do the step, write a batch, count. The only package that knows both.

A step's name is its function, its command (with hyphens), its Airflow task id and the folder of its batches.
"""

from extract.contract.hours import run_of_hour
from extract.pipeline.auditing import audit
from extract.pipeline.backfilling import discover_archive, list_archives
from extract.pipeline.checking import check_batches, check_marts
from extract.pipeline.compacting import compact
from extract.pipeline.context import Context, open_context
from extract.pipeline.discovering import discover
from extract.pipeline.expiring import expire_pages
from extract.pipeline.extracting import extract_articles
from extract.pipeline.fetching import fetch_pages
from extract.pipeline.linking import link
from extract.pipeline.publishing import build, load, publish
from extract.pipeline.reading import read_facts
from extract.pipeline.run import run
from extract.pipeline.stale import list_stale_batches
from extract.runtime.logs import log_context

__all__ = [
    "Context",
    "audit",
    "build",
    "check_batches",
    "check_marts",
    "compact",
    "discover",
    "discover_archive",
    "expire_pages",
    "extract_articles",
    "fetch_pages",
    "link",
    "list_archives",
    "list_stale_batches",
    "load",
    "log_context",
    "open_context",
    "publish",
    "read_facts",
    "run",
    "run_of_hour",
]
