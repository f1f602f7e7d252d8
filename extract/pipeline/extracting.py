"""Extracting: the articles on fetched pages.

What is heavy (trafilatura) is imported by the step that runs it: Airflow reads the DAGs, and so this module, all the time.
"""

from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

from extract.contract.derive import arrow_table
from extract.contract.tables import Article, ArticleField, Page, Reject
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, distinct_rejects, reject
from extract.pipeline.keeping_out import ERASED
from extract.pipeline.sandbox import ReadPage, extract_pages, open_workers
from extract.pipeline.taking_out import ErasedPage, without_erased
from extract.runtime.counters import Counts
from extract.runtime.workers import Workers
from extract.store.batches import Manifest, Tables, rows_of


def article_versions() -> dict[str, str]:
    """What makes articles: a change makes every batch due again."""
    from extract.articles.extract import RULES_VERSION

    return {"article_rules": str(RULES_VERSION), "trafilatura": version("trafilatura")}


def extract_articles(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Extract the articles of fetched pages; a page without one becomes a reject, and so does one that breaks its worker."""
    with open_workers(context.settings) as workers:
        return do_batches(
            context,
            "extract_articles",
            "fetch_pages",
            partial(_extract_batch, workers),
            versions=article_versions(),
            batch_ids=batch_ids,
            again=again,
        )


def _extract_batch(workers: Workers, context: Context, given: Manifest) -> Counts:
    counts = Counts()
    articles: list[Article] = []
    fields: list[ArticleField] = []
    rejects: list[Reject] = []
    pages = rows_of(Page, context.batches.read("fetch_pages", given.batch_id, Page))
    extracted = extract_pages(workers, (ReadPage(p.page_uri, p, context.pages.get(p.page_id)) for p in pages))
    watched = context.watch(f"extract_articles {given.batch_id}", extracted, len(pages))
    for found in without_erased(context, workers, watched):
        if isinstance(found, ErasedPage):
            rejects.append(reject("extract_articles", ERASED, found.tombstone))
            continue
        if found.refused:
            reason, detail = found.refused.reason, str(found.refused)
            rejects.append(reject("extract_articles", reason, found.read.page_uri, body=found.read.body, detail=detail))
            continue
        articles.extend(found.articles)
        fields.extend(found.fields)
        counts.add("pages")
    rejects = distinct_rejects(rejects)
    counts.add("articles", len(articles))
    count_rejects(counts, rejects)
    tables: Tables = {
        Article: arrow_table(Article, articles),
        ArticleField: arrow_table(ArticleField, fields),
        Reject: arrow_table(Reject, rejects),
    }
    context.batches.write(
        "extract_articles",
        given.batch_id,
        tables,
        input_sha256=given.sha256,
        versions=article_versions(),
        counts=counts.as_dict(),
    )
    return counts
