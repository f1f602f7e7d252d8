"""What stories cost: how many pairs of texts are compared as days pass, and when one thing fills a day."""

import random
from datetime import date, timedelta
from itertools import accumulate

import numpy as np
import pytest

from extract.contract.data import read_csv
from extract.linking.stories import WINDOW_DAYS, StoryText, cluster_texts, link
from extract.linking.stories.articles import fold
from extract.linking.stories.blocks import connect
from extract.linking.stories.keys import text_keys
from extract.linking.stories.pairs import Pairs

# English words by frequency; the n-th most frequent stands in texts one n-th as often as the first.
_ENGLISH = [
    row["word"] for row in sorted(read_csv("word_rarity", "extract.linking.data"), key=lambda row: int(row["rarity"]))
]
_FREQUENCY = list(accumulate(1 / (place + 10) for place in range(len(_ENGLISH))))
_SYLLABLES = ("bar", "dov", "fel", "gim", "kor", "lun", "mev", "nas", "pol", "rix", "sut", "tor", "vam", "wex", "zil")


@pytest.fixture
def compared(monkeypatch):
    """Counts the pairs of texts whose similarity is computed."""
    counts = []
    similarity = Pairs.similarity

    def counted(self, one, others):
        counts.append(len(others))
        return similarity(self, one, others)

    monkeypatch.setattr(Pairs, "similarity", counted)
    return lambda: sum(counts)


def day_of_news(rng, day, stories, reports):
    """Reports of some things, 53 words each: words of the thing, a name that all news share, and English."""
    told = []
    for story in range(stories):
        words = ["".join(rng.choice(_SYLLABLES) for _ in range(3)) for _ in range(16)]
        for report in range(reports):
            text = [*rng.sample(words, 12), "okonova", *rng.choices(_ENGLISH, cum_weights=_FREQUENCY, k=40)]
            told.append(
                StoryText(f"{day}-{story}-{report}", None, " ".join(text), date(2025, 1, 1) + timedelta(days=day))
            )
    return told


def test_an_article_is_compared_with_no_more_others_when_more_days_have_passed(compared):
    rng = random.Random(5)  # noqa: S311 - news, no secret
    news = [text for day in range(48) for text in day_of_news(rng, day, stories=12, reports=4)]
    cluster_texts(news[: len(news) // 3])
    few = compared()
    cluster_texts(news)
    many = compared() - few
    assert many < 1.1 * 3 * few
    assert many / len(news) < 20


def test_a_thing_that_a_thousand_report_is_connected_with_few_comparisons(compared):
    nodes = fold(day_of_news(random.Random(5), 0, stories=1, reports=1000))  # noqa: S311
    keys, owners = text_keys([node.vector for node in nodes])
    assert len(connect(keys, owners, np.arange(len(nodes)), Pairs(nodes))) == 1
    assert compared() < 200 * len(nodes)


def test_a_day_of_very_many_things_falls_into_small_blocks():
    nodes = fold(day_of_news(random.Random(5), 0, stories=1000, reports=3))  # noqa: S311
    keys, owners = text_keys([node.vector for node in nodes])
    blocks = connect(keys, owners, np.arange(len(nodes)), Pairs(nodes))
    assert max(map(len, blocks)) <= 6
    assert len(blocks) > 900


def test_a_form_filled_in_day_after_day_is_no_single_story_however_many(monkeypatch):
    monkeypatch.setattr(link, "_MAX_BLOCK", 20)
    first = date(2025, 1, 1)
    texts = [
        StoryText(f"w{number:03d}", f"Norham harbour weather bulletin {number}",
                  f"Norham harbour weather bulletin: north wind, {number} knots, drizzle until Velden lighthouse.",
                  first + timedelta(days=number // 2))
        for number in range(120)
    ]  # fmt: skip
    days: dict[str, list[date]] = {}
    for text, story in zip(texts, cluster_texts(texts), strict=True):
        days.setdefault(story, []).append(text.published)
    assert max(max(told) - min(told) for told in days.values()) <= timedelta(days=WINDOW_DAYS)
    assert len(days) < 60
