"""Stories made a change at a time are those of linking everything at once, in any order of arrival."""

import random
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from extract.linking.stories import WINDOW_DAYS, link_stories, linked_blocks

_DAY = date(2025, 3, 1)
_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("published_date", pa.date32()),
        ("captured_at", pa.timestamp("us", "UTC")),
    ]
)
_SYLLABLES = ("bar", "dov", "fel", "gim", "kor", "lun", "mev", "nas", "pol", "rix", "sut", "tor", "vam", "wex", "zil")


class Warehouse:
    """Keeps articles and their stories the way the pipeline does: only what a change touches is linked anew."""

    def __init__(self):
        self.articles, self.stories = {}, {}

    def change(self, arrived, gone=()):
        """arrived: id to (text, day). An id that is known gets another wording."""
        touched = {*arrived, *gone}
        blocks = {self.stories[article]["block"] for article in touched if article in self.stories}
        for article, (text, day) in arrived.items():
            wordings = self.articles.setdefault(article, [])
            wordings.append((text, day, datetime(2025, 4, 1, tzinfo=UTC) + timedelta(minutes=len(wordings))))
        for article in gone:
            self.articles.pop(article, None)
        changed = [article for article in touched if article in self.articles]
        days = {day for article in changed for _, day, _ in self.articles[article]}
        near = [
            article
            for article, wordings in self.articles.items()
            if article not in touched and any(is_near(day, days) for _, day, _ in wordings)
        ]
        others = self.table(near)
        in_blocks = [self.stories[article]["block"] for article in others["article_id"].to_pylist()]
        blocks |= linked_blocks(self.table(changed), others.append_column("block", pa.array(in_blocks, pa.string())))
        members = {article for article, row in self.stories.items() if row["block"] in blocks} - set(gone)
        self.stories = {article: row for article, row in self.stories.items() if row["block"] not in blocks}
        self.stories |= rows_of(link_stories(self.table(sorted(members | set(changed)))))

    def table(self, articles):
        rows = [
            {"article_id": article, "title": None, "text": text, "published_date": day, "captured_at": at}
            for article in articles
            for text, day, at in self.articles[article]
        ]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)


def is_near(day, days):
    return any(day is None or other is None or abs((day - other).days) <= WINDOW_DAYS for other in days)


def rows_of(stories):
    return {row["article_id"]: row for row in stories.to_pylist()}


def coined(rng):
    return "".join(rng.choice(_SYLLABLES) for _ in range(3)).capitalize()


def world(rng):
    """Id to text and day: things told by several, things alike but for their names, copies, bridges between things."""
    articles, tales = {}, []
    for _ in range(9):
        telling = rng.choice(tales)[:14] if tales and rng.random() < 0.4 else [coined(rng).lower() for _ in range(14)]
        tales.append([*telling, *(coined(rng) for _ in range(8))])
    for tale in tales:
        start = rng.randrange(10)
        for _ in range(rng.choice((1, 2, 3, 9))):
            words = rng.sample(tale, 15) + (rng.sample(rng.choice(tales), 6) if rng.random() < 0.3 else [])
            day = None if rng.random() < 0.1 else _DAY + timedelta(days=start + rng.randrange(5))
            articles[f"a{rng.randrange(10**9):09d}"] = (" and the ".join(words), day)
            if rng.random() < 0.2:
                articles[f"a{rng.randrange(10**9):09d}"] = (" and the ".join(words), day)
    return articles


@pytest.mark.parametrize("seed", range(20))
def test_changes_in_any_order_give_the_stories_of_linking_everything(seed):
    rng = random.Random(seed)  # noqa: S311 - orders of arrival, no secret
    articles = world(random.Random(seed // 4))  # noqa: S311 - each world in four orders
    wordings = list(articles.values())
    order = sorted(articles)
    rng.shuffle(order)
    warehouse = Warehouse()
    while order:
        arrived = {article: articles[article] for article in order[: rng.choice((1, 6, 14))]}
        order = order[len(arrived) :]
        known = sorted(warehouse.articles)
        edited = {
            article: rng.choice(wordings) for article in rng.sample(known, min(len(known), rng.choice((0, 0, 2))))
        }
        gone = [a for a in rng.sample(known, min(len(known), rng.choice((0, 0, 2)))) if a not in edited]
        warehouse.change({**arrived, **edited}, gone)
        shuffled = list(warehouse.articles)
        rng.shuffle(shuffled)
        assert warehouse.stories == rows_of(link_stories(warehouse.table(shuffled)))


def test_the_worlds_of_the_orders_hold_blocks_of_several_stories():
    warehouse = Warehouse()
    for seed in range(5):
        warehouse.change({f"{seed}-{a}": told for a, told in world(random.Random(seed)).items()})  # noqa: S311
    stories = {row["story_id"]: row["block"] for row in warehouse.stories.values()}
    assert len(stories) - len(set(stories.values())) >= 5
