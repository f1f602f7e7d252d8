"""Articles as stories are made from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from extract.linking.stories.keys import has_key
from extract.linking.text_vectors import TextVector, text_vector

# The lead says what an article is about; what follows is background that other stories share. Of 58,653 pairs of whole articles
# of different days and outlets 93 reach the similarity of a link on 300 characters, 88 on 600 and 93 on 1,000, nearly all of
# them of one story; below that, longer leads bring unrelated ones closer (.2: 164, 305, 794 pairs).
_LEAD_CHARS = 600


@dataclass(frozen=True, slots=True)
class StoryText:
    """An article as stories are made from it; `published` is its local day, or None."""

    id: str
    title: str | None
    text: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Node:
    """Articles that are one for comparison: the same words on the same day. ids: sorted."""

    ids: tuple[str, ...]
    vector: TextVector
    published: date | None


def latest_wordings(articles: pa.Table) -> list[StoryText]:
    """One text an article: the wording captured last counts.

    articles: `article_id, title, text, published_date, captured_at`, any number of rows an article.
    """
    latest: dict[str, tuple[tuple[object, ...], StoryText]] = {}
    for row in articles.select(["article_id", "title", "text", "published_date", "captured_at"]).to_pylist():
        text = StoryText(row["article_id"], row["title"], row["text"], row["published_date"])
        rank = (row["captured_at"], len(text.text), text.text, text.title or "", str(text.published))
        if text.id not in latest or rank > latest[text.id][0]:
            latest[text.id] = (rank, text)
    return [text for _, text in latest.values()]


def fold(texts: Iterable[StoryText]) -> list[Node]:
    """Nodes, sorted by their smallest id. Texts too bare to be linked stay apart, however equal they are."""
    ids: dict[object, list[str]] = {}
    kept: dict[object, tuple[TextVector, date | None]] = {}
    for text in {text.id: text for text in texts}.values():
        vector = text_vector(text.title, text.text[:_LEAD_CHARS])
        same = (text.published, frozenset(vector.weights.items())) if has_key(vector) else text.id
        ids.setdefault(same, []).append(text.id)
        if same not in kept or text.id == min(ids[same]):
            kept[same] = (vector, text.published)
    return sorted((Node(tuple(sorted(ids[same])), *kept[same]) for same in kept), key=lambda node: node.ids)
