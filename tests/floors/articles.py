"""Scores the articles found on the golden pages against those that are there."""

from collections.abc import Sequence
from typing import Any

from matching import Score, pair_best, shingle_f1

from extract.contract.tables import Article


def score_articles(expected: Sequence[dict[str, Any]], found: dict[str, list[Article]]) -> dict[str, float]:
    """Share of pages with the right number of articles; of articles with the right title, source, day and authors; mean body F1.

    expected: rows of articles.json. found: page file to the articles read from it. An article that was not found is wrong in all.
    """
    score = Score()
    for page, articles in found.items():
        wanted = [row for row in expected if page in row["pages"]]
        score.check("articles.count_exact", len(articles) == len(wanted), f"{page}: {len(articles)} of {len(wanted)}")
        likeness = {
            (left, right): shingle_f1(row["text"], article.text) if row["is_primary"] == article.is_primary else 0
            for left, row in enumerate(wanted)
            for right, article in enumerate(articles)
        }
        pairs = pair_best((weight, left, right) for (left, right), weight in likeness.items())
        for left, row in enumerate(wanted):
            right = pairs.get(left)
            _score_article(score, page, row, None if right is None else articles[right])
            score["articles.body_f1"].expected += 1
            score["articles.body_f1"].right += 0 if right is None else likeness[left, right]
    return {metric: tally.share() for metric, tally in score.tallies.items()}, score.misses


def _score_article(score: Score, page: str, row: dict[str, Any], article: Article | None) -> None:
    day = article.published_date.isoformat() if article and article.published_date else None
    values = {
        "title": (row["title"], article.title if article else ""),
        "source": (row["source"], article.publisher_name if article else ""),
        "published": (row["published"], day if article else ""),
        "authors": (sorted(row["authors"]), sorted(article.authors) if article else ""),
    }
    for name, (wanted, read) in values.items():
        score.check(f"articles.{name}", wanted == read, f"{page} {row['ordinal']}: {wanted!r} read as {read!r}")
