"""Collecting: which pages there are, their bodies, and the articles on them.

What is heavy (trafilatura) is imported by the step that runs it: Airflow reads the DAGs, and so this module, all the time.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import Article, Discovery, Page, Reject
from extract.errors import PageError
from extract.pages.files import FoundPage, find_other_files, find_pages, read_page
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, reject
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.batches import Manifest, Tables, rows_of


def discover(context: Context, paths: Sequence[Path] = (), run_id: str | None = None) -> list[str]:
    """Find the pages that no run has seen yet and put them in batches; returns the run's batch ids, old and new.

    paths: files and folders, by default those of the settings. run_id: names the run, by default from what is found.
    """
    paths = paths or context.settings.page_paths
    found = {_discovery_id(page): page for page in find_pages(paths)}
    if others := find_other_files(paths):
        named = ", ".join(str(path) for path in others[:3])
        log(f"{len(others)} files are no pages by their ending and are left: {named}", logging.WARNING, step="discover")
    for seen in _seen(context):
        found.pop(seen, None)
    if not found and run_id is None:
        return []
    run_id = run_id or f"files-{hash_id('run', *sorted(found))[:12]}"
    before = [batch_id for batch_id in context.batches.batch_ids("discover") if batch_id.rsplit("-", 1)[0] == run_id]
    size, items = context.settings.batch_pages, list(found.items())
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    new = [f"{run_id}-{number:04d}" for number in range(len(before), len(before) + len(chunks))]
    for batch_id, chunk in zip(new, chunks, strict=True):
        rows = [_discovery(identity, page) for identity, page in chunk]
        tables: Tables = {Discovery: arrow_table(Discovery, rows)}
        counts = {"pages": len(rows)}
        context.batches.write("discover", batch_id, tables, input_sha256=None, versions={}, counts=counts)
    return [*before, *new]


def _discovery_id(page: FoundPage) -> str:
    return hash_id("discovery", page.page_uri, page.captured, page.size, page.mtime_ns)


def _discovery(identity: str, page: FoundPage) -> Discovery:
    return Discovery(
        discovery_id=identity,
        page_uri=page.page_uri,
        captured=page.captured,
        url=page.url,
        publisher_name=page.publisher_name,
        is_text_publishable=page.is_text_publishable,
    )


def _seen(context: Context) -> set[str]:
    batches = context.batches
    return {
        identity
        for batch_id in batches.batch_ids("discover")
        for identity in batches.read("discover", batch_id, Discovery)["discovery_id"].to_pylist()
    }


def fetch_pages(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Read and keep the bodies of discovered pages; what cannot be read becomes a reject."""
    return do_batches(context, "fetch_pages", "discover", _fetch_batch, versions={}, batch_ids=batch_ids, again=again)


def _fetch_batch(context: Context, given: Manifest) -> Counts:
    counts = Counts()
    pages: list[Page] = []
    rejects: list[Reject] = []
    offers = rows_of(Discovery, context.batches.read("discover", given.batch_id, Discovery))
    for offer in context.watch(f"fetch_pages {given.batch_id}", offers, len(offers)):
        try:
            page, body = read_page(_found(offer))
            context.pages.put(body)
            pages.append(page)
        except PageError as error:
            rejects.append(reject("fetch_pages", error.reason, offer.page_uri, detail=str(error)))
    counts.add("pages", len(pages))
    count_rejects(counts, rejects)
    tables: Tables = {Page: arrow_table(Page, pages), Reject: arrow_table(Reject, rejects)}
    context.batches.write(
        "fetch_pages",
        given.batch_id,
        tables,
        input_sha256=given.sha256,
        versions={},
        counts=counts.as_dict(),
    )
    return counts


def _found(offer: Discovery) -> FoundPage:
    return FoundPage(
        path=Path(offer.page_uri),
        page_uri=offer.page_uri,
        size=0,
        mtime_ns=0,
        captured=offer.captured,
        url=offer.url,
        publisher_name=offer.publisher_name,
        is_text_publishable=offer.is_text_publishable,
    )


def article_versions() -> dict[str, str]:
    """What makes articles: a change makes every batch due again."""
    from extract.articles.extract import RULES_VERSION

    return {"article_rules": str(RULES_VERSION)}


def extract_articles(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Extract the articles of fetched pages; a page without one becomes a reject."""
    return do_batches(
        context,
        "extract_articles",
        "fetch_pages",
        _extract_batch,
        versions=article_versions(),
        batch_ids=batch_ids,
        again=again,
    )


def _extract_batch(context: Context, given: Manifest) -> Counts:
    from extract.articles.extract import extract_articles as articles_of

    counts = Counts()
    articles: list[Article] = []
    rejects: list[Reject] = []
    pages = rows_of(Page, context.batches.read("fetch_pages", given.batch_id, Page))
    for page in context.watch(f"extract_articles {given.batch_id}", pages, len(pages)):
        body = None
        try:
            body = context.pages.get(page.page_id)
            articles.extend(articles_of(page, body))
            counts.add("pages")
        except PageError as error:
            rejects.append(reject("extract_articles", error.reason, page.page_uri, body=body, detail=str(error)))
    counts.add("articles", len(articles))
    count_rejects(counts, rejects)
    tables: Tables = {Article: arrow_table(Article, articles), Reject: arrow_table(Reject, rejects)}
    context.batches.write(
        "extract_articles",
        given.batch_id,
        tables,
        input_sha256=given.sha256,
        versions=article_versions(),
        counts=counts.as_dict(),
    )
    return counts
