"""Stories: articles about one thing. Alike texts, published within days of each other, grouped by average similarity.

What links two articles is in these two alone (and in lists that do not change): connected ones are a block, and a block is
split into stories by what its own articles say. So what arrives in one block does not change another, and linking the blocks
that a change touches gives what linking everything gives.
"""

from extract.linking.stories.articles import StoryText
from extract.linking.stories.link import cluster_texts, link_stories, linked_blocks
from extract.linking.stories.pairs import WINDOW_DAYS

__all__ = ["WINDOW_DAYS", "StoryText", "cluster_texts", "link_stories", "linked_blocks"]
