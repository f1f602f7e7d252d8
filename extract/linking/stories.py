"""Stories: articles about one thing. Alike texts, published within days of each other, grouped by average similarity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import StoryArticle
from extract.linking.clusters import Components, split_by_average
from extract.linking.text_vectors import Vector, candidate_pairs, cosine, text_vectors

# Two articles further apart than this are two stories, however alike: weekly figures, yearly prizes.
WINDOW_DAYS = 4
# Average similarity inside a story: on the training and dev articles of ECB+ B3 is .89 and .86 here, less on both sides.
THRESHOLD = 0.14
# The lead says what an article is about; what follows is background that other stories share. Of 24 whole articles, the most
# alike two of different stories reach .12 on 300 characters and .21 on 1,000; two of one story have .51 and more on 300.
_LEAD_CHARS = 300
# A word in more texts than this tells little: it does not bring every two of them together.
_RARE_TEXTS = 50
# A component beyond this is split by asking for more similarity first: the average needs every pair.
_MAX_COMPONENT = 300
_STRICTER = 0.04
# What is still one component here are copies of one report: one story, however many.
_COPIES = 0.5


@dataclass(frozen=True, slots=True)
class StoryText:
    """An article as stories are made from it; `published` is its local day, or None."""

    id: str
    title: str | None
    text: str
    published: date | None


def cluster_texts(items: Sequence[StoryText]) -> list[str]:
    """The story id of each item, in the items' order. The order does not change the ids; items of one id are one item."""
    story_of = {item_id: story_id for story_id, members in _stories(items) for item_id, _ in members}
    return [story_of[item.id] for item in items]


def link_stories(articles: pa.Table) -> pa.Table:
    """The story of each article.

    articles: `article_id, title, text, published_date, captured_at`, any number of rows an article (batches, wordings); the
    wording captured last counts. Returns rows of `story_articles`; the score is the article's average similarity to the others.
    """
    rows = [
        StoryArticle(
            article_id=article_id,
            story_id=story_id,
            rule="text" if len(members) > 1 else "alone",
            score=score,
            block=story_id,
        )
        for story_id, members in _stories(_latest_wordings(articles))
        for article_id, score in members
    ]
    rows.sort(key=lambda row: row.article_id)
    return arrow_table(StoryArticle, rows)


def _latest_wordings(articles: pa.Table) -> list[StoryText]:
    latest: dict[str, tuple[tuple[object, ...], StoryText]] = {}
    for row in articles.select(["article_id", "title", "text", "published_date", "captured_at"]).to_pylist():
        text = StoryText(row["article_id"], row["title"], row["text"], row["published_date"])
        rank = (row["captured_at"], len(text.text), text.text, text.title or "", str(text.published))
        if text.id not in latest or rank > latest[text.id][0]:
            latest[text.id] = (rank, text)
    return [text for _, text in latest.values()]


def _stories(items: Iterable[StoryText]) -> list[tuple[str, list[tuple[str, float]]]]:
    """Story id to its (item id, average similarity to the others)."""
    texts = sorted({item.id: item for item in items}.values(), key=lambda item: item.id)
    vectors = text_vectors([f"{text.title or ''}\n{text.text[:_LEAD_CHARS]}" for text in texts])
    pairs = {
        (one, other): alike
        for one, other in candidate_pairs(vectors, _RARE_TEXTS)
        if _days_apart(texts[one], texts[other]) <= WINDOW_DAYS
        and (alike := cosine(vectors[one], vectors[other])) >= THRESHOLD
    }
    found = []
    for rows in _groups(range(len(texts)), pairs, texts, vectors, THRESHOLD):
        matrix = _similarity(rows, texts, vectors)
        averages = (matrix.sum(axis=1) - 1) / (len(rows) - 1) if len(rows) > 1 else np.ones(1)
        members = [(texts[row].id, round(float(mean), 3)) for row, mean in zip(rows, averages, strict=True)]
        found.append((hash_id("story", members[0][0]), members))
    return found


def _groups(
    rows: Sequence[int],
    pairs: dict[tuple[int, int], float],
    texts: Sequence[StoryText],
    vectors: Sequence[Vector],
    threshold: float,
) -> list[list[int]]:
    components = Components(rows)
    for (one, other), alike in pairs.items():
        if alike >= threshold:
            components.join(one, other)
    found = []
    for members in components.groups().values():
        if len(members) > _MAX_COMPONENT and threshold >= _COPIES:
            found.append(members)
        elif len(members) > _MAX_COMPONENT:
            inside = set(members)
            kept = {pair: alike for pair, alike in pairs.items() if pair[0] in inside and pair[1] in inside}
            found += _groups(members, kept, texts, vectors, threshold + _STRICTER)
        else:
            parts = split_by_average(_similarity(members, texts, vectors), THRESHOLD)
            found += [[members[row] for row in part] for part in parts]
    return found


def _similarity(rows: Sequence[int], texts: Sequence[StoryText], vectors: Sequence[Vector]) -> npt.NDArray[np.float64]:
    alike = np.eye(len(rows))
    for i, one in enumerate(rows):
        for j, other in enumerate(rows[:i]):
            if _days_apart(texts[one], texts[other]) <= WINDOW_DAYS:
                alike[i, j] = alike[j, i] = cosine(vectors[one], vectors[other])
    return alike


def _days_apart(one: StoryText, other: StoryText) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((one.published - other.published).days)
