"""What articles tell, story by story."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

import pyarrow as pa


class OfArticle(Protocol):
    """Something that one article tells."""

    @property
    def article_id(self) -> str:
        """The article."""


Item = TypeVar("Item", bound=OfArticle)


def by_story(items: Iterable[Item], story_articles: pa.Table) -> list[list[Item]]:
    """The items of each story, in their order; an article without a story is one of its own."""
    links = story_articles.select(["article_id", "story_id"]).to_pydict()
    story_of = dict(zip(links["article_id"], links["story_id"], strict=True))
    stories: defaultdict[tuple[bool, str], list[Item]] = defaultdict(list)
    for item in items:
        story = story_of.get(item.article_id)
        stories[story is None, story or item.article_id].append(item)
    return [its for _, its in sorted(stories.items())]
