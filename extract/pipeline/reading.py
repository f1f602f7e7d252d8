"""Reading facts: figures, participants, events and statements of the articles of a batch.

spaCy is imported by the processes that read: Airflow reads the DAGs, and so this module, all the time.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from extract.contract.derive import arrow_table
from extract.contract.tables import FACT_TABLES, Article, Reject
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, reject
from extract.pipeline.readers import Readers, open_readers
from extract.runtime.counters import Counts
from extract.store.batches import Manifest, Tables, rows_of

if TYPE_CHECKING:
    from extract.facts.read import ArticleFacts, ArticleText


def fact_versions(context: Context) -> dict[str, str]:
    """What makes facts: a change makes every batch due again. The model is asked for its version, and not loaded."""
    from extract.facts import RULES_VERSION
    from extract.facts.installed_models import read_model_version

    return {"language_model": read_model_version(context.settings.language_model), "fact_rules": str(RULES_VERSION)}


def read_facts(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Read the facts of extracted articles; one that cannot be read becomes a reject, and so does one that breaks its worker."""
    with open_readers(context.settings) as readers:
        return do_batches(
            context,
            "read_facts",
            "extract_articles",
            partial(_read_batch, readers),
            versions=fact_versions(context),
            batch_ids=batch_ids,
            again=again,
        )


def article_text(article: Article) -> "ArticleText":
    """What reading needs of an article."""
    from extract.facts.read import ArticleText

    return ArticleText(
        article_version_id=article.article_version_id,
        article_id=article.article_id,
        title=article.title,
        text=article.text,
        published_date=article.published_date,
        language=article.language,
    )


def _read_batch(readers: Readers, context: Context, given: Manifest) -> Counts:
    rows = rows_of(Article, context.batches.read("extract_articles", given.batch_id, Article))
    # One page may be rendered twice in a batch: each wording is read once.
    articles = {article.article_version_id: article for article in rows}
    counts = Counts()
    rejects: list[Reject] = []
    kept: list[ArticleFacts] = []
    reading = readers.read([article_text(article) for article in articles.values()])
    watched = context.watch(f"read_facts {given.batch_id}", reading, len(articles))
    found = {read.article_version_id: read for read in watched}
    for version_id, article in articles.items():
        read = found[version_id]
        if read.facts is None:
            body = article.text.encode()
            rejects.append(reject("read_facts", read.reason, article.article_id, body=body, detail=read.detail))
            continue
        counts.add("articles.skipped_language" if read.facts.skipped_language else "articles")
        kept.append(read.facts)
    tables = _tables(kept)
    for table, rows_of_table in tables.items():
        counts.add(table.table, rows_of_table.num_rows)
    count_rejects(counts, rejects)
    context.batches.write(
        "read_facts",
        given.batch_id,
        {**tables, Reject: arrow_table(Reject, rejects)},
        input_sha256=given.sha256,
        versions=fact_versions(context),
        counts=counts.as_dict(),
    )
    return counts


def _tables(kept: "Sequence[ArticleFacts]") -> Tables:
    return {
        table: arrow_table(table, [row for facts in kept for row in getattr(facts, table.table)])
        for table in FACT_TABLES
    }
