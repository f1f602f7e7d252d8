"""The story of each article: blocks of linked texts, each split by average similarity and then parted from look-alikes."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import StoryArticle
from extract.linking.clusters import split_by_average
from extract.linking.stories.articles import Node, StoryText, fold, latest_wordings
from extract.linking.stories.blocks import connect
from extract.linking.stories.keys import Keys, text_keys
from extract.linking.stories.lookalikes import part_lookalikes
from extract.linking.stories.pairs import LINK, Pairs, Rows, Similarity

# Average similarity inside a story. On annotated first sentences of articles B3 is the same from .10 to .18 and less above;
# whole articles are more alike, so it is the highest of them.
_THRESHOLD = 0.18
# A block beyond this is split by asking for more similarity first: the average needs every pair.
_MAX_BLOCK = 2000
_STRICTER = 0.05
# What is still one block here are copies of one report, one story however many, or one form filled in day after day.
_COPIES = 0.8
# A text this like another of its story is a copy of it, or it is the other way round.
_COPY = 0.9


def cluster_texts(items: Sequence[StoryText]) -> list[str]:
    """The story id of each item, in the items' order. The order does not change the ids; items of one id are one item."""
    story_of = {row.article_id: row.story_id for row in _stories(items)}
    return [story_of[item.id] for item in items]


def link_stories(articles: pa.Table) -> pa.Table:
    """The story of each article.

    articles: `article_id, title, text, published_date, captured_at`, any number of rows an article (batches, wordings); the
    wording captured last counts. Returns rows of `story_articles`: the score is the article's average similarity to the others,
    the rule "copy" where another of the story has nearly the same lead, and the block is called by its smallest article.
    """
    rows = sorted(_stories(latest_wordings(articles)), key=lambda row: row.article_id)
    return arrow_table(StoryArticle, rows)


def linked_blocks(changed: pa.Table, others: pa.Table) -> set[str]:
    """The blocks of the other articles that link with a changed one.

    changed: rows as `link_stories` takes them. others: the same with `block`, all articles within `WINDOW_DAYS` of a changed one
    or without a day. Linking the changed articles anew together with all of these blocks gives what linking everything gives.
    """
    if not changed.num_rows or not others.num_rows:
        return set()
    nodes = fold(latest_wordings(changed))
    blocks = dict(zip(others["article_id"].to_pylist(), others["block"].to_pylist(), strict=True))
    near = fold(latest_wordings(others))
    keys, owners = text_keys([node.vector for node in near])
    changed_keys = _by_owner(*text_keys([node.vector for node in nodes]), len(nodes))
    pairs = Pairs([*near, *nodes])
    found: set[str] = set()
    block_of = np.array([blocks[node.ids[0]] for node in near], dtype=object)
    for number, wanted in enumerate(changed_keys):
        starts, ends = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        candidates = np.unique(np.concatenate([owners[s:e] for s, e in zip(starts, ends, strict=True)] or [owners[:0]]))
        candidates = candidates[np.array([block_of[row] not in found for row in candidates], bool)]
        linked = candidates[pairs.are_linked(len(near) + number, candidates)]
        found.update(block_of[linked].tolist())
    return found


def _by_owner(keys: Keys, owners: Rows, count: int) -> list[Keys]:
    """The keys of each of so many texts."""
    order = np.argsort(owners, kind="stable")
    return np.split(keys[order], np.searchsorted(owners[order], np.arange(1, count)))


def _stories(texts: Iterable[StoryText]) -> list[StoryArticle]:
    nodes = fold(texts)
    found = _Linked(nodes)
    rows = []
    for block in found.blocks():
        block_id = hash_id("block", nodes[block[0]].ids[0])
        for story in found.stories(block):
            rows += found.rows(story, block_id)
    return rows


class _Linked:
    """Nodes with their keys and similarities; blocks and stories are node numbers, ascending."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._keys, self._owners = text_keys([node.vector for node in nodes])
        self._pairs = Pairs(nodes)
        self._weights = np.array([len(node.ids) for node in nodes], np.float64)

    def blocks(self) -> list[Rows]:
        return connect(self._keys, self._owners, np.arange(len(self._nodes)), self._pairs)

    def stories(self, block: Rows, link: float = LINK) -> list[Rows]:
        """The stories of a block. link: the similarity that connected it."""
        if len(block) == 1:
            return [block]
        if len(block) > _MAX_BLOCK:
            if link >= _COPIES:
                return self._pairs.windows(block)
            parts = connect(self._keys, self._owners, block, self._pairs, link + _STRICTER)
            return [story for part in parts for story in self.stories(part, link + _STRICTER)]
        alike = self._pairs.matrix(block)
        stories = []
        for group in split_by_average(alike, _THRESHOLD, self._weights[block]):
            vectors = [self._nodes[row].vector for row in block[group]]
            parted = part_lookalikes(vectors, alike[np.ix_(group, group)] == 0.0)
            stories += [block[group][half] for half in parted]
        return stories

    def rows(self, story: Rows, block_id: str) -> list[StoryArticle]:
        """The rows of one story."""
        ids = sorted(article for row in story for article in self._nodes[row].ids)
        story_id = hash_id("story", ids[0])
        rows = []
        for row, mean, nearest in zip(story, *self._closeness(story), strict=True):
            is_copy = len(self._nodes[row].ids) > 1 or nearest >= _COPY
            rule = "alone" if len(ids) == 1 else "copy" if is_copy else "text"
            rows += [
                StoryArticle(
                    article_id=article, story_id=story_id, rule=rule, score=round(float(mean), 3), block=block_id
                )
                for article in self._nodes[row].ids
            ]
        return rows

    def _closeness(self, story: Rows) -> tuple[Similarity, Similarity]:
        """Of each node of a story: average similarity to the story's other articles, and similarity to the nearest node."""
        weights = self._weights[story]
        if len(story) == 1:
            return np.ones(1), np.zeros(1)
        if len(story) > _MAX_BLOCK:
            to_first = np.append(1.0, self._pairs.similarity(int(story[0]), story[1:]))
            return to_first, to_first
        alike = self._pairs.matrix(story)
        means = (alike @ weights - 1) / (weights.sum() - 1)
        np.fill_diagonal(alike, 0.0)
        return np.clip(means, 0, 1), alike.max(axis=1)
