"""Extracting: the articles on fetched pages.

What is heavy (trafilatura) is imported by the step that runs it: Airflow reads the DAGs, and so this module, all the time.
"""

from collections.abc import Sequence
from importlib.metadata import version

from extract.contract.derive import arrow_table
from extract.contract.tables import Article, ArticleField, Page, Reject
from extract.errors import PageError
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, reject
from extract.runtime.counters import Counts
from extract.store.batches import Manifest, Tables, rows_of


def article_versions() -> dict[str, str]:
    """What makes articles: a change makes every batch due again."""
    from extract.articles.extract import RULES_VERSION

    return {"article_rules": str(RULES_VERSION), "trafilatura": version("trafilatura")}


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
    fields: list[ArticleField] = []
    rejects: list[Reject] = []
    pages = rows_of(Page, context.batches.read("fetch_pages", given.batch_id, Page))
    for page in context.watch(f"extract_articles {given.batch_id}", pages, len(pages)):
        body = None
        try:
            body = context.pages.get(page.page_id)
            found = articles_of(page, body)
            articles.extend(found.articles)
            fields.extend(found.fields)
            counts.add("pages")
        except PageError as error:
            rejects.append(reject("extract_articles", error.reason, page.page_uri, body=body, detail=str(error)))
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
