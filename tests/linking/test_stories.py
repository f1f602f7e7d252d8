import random
from datetime import date, timedelta

import pyarrow as pa
import pytest

from extract.contract.tables import Article
from extract.errors import InputError
from extract.linking.json_lines import parse_story_line
from extract.linking.stories import StoryText, cluster_texts, link_stories, linked_blocks

FIRE = [
    "A fire destroyed the grain elevator in Norham harbour on Monday, and two dock workers were treated for smoke.",
    "Two dock workers breathed in smoke when flames destroyed the grain elevator at Norham harbour, the fire service said.",
    "Norham's grain elevator burned down on Monday; the fire in the harbour took six hours to put out.",
]
COURT = [
    "A court in Velden sentenced the former treasurer Ida Rask to four years in prison for embezzlement.",
    "Former treasurer Ida Rask must go to prison for four years: the Velden court found her guilty of embezzlement.",
]
# One kind of thing, told in the same words wherever it happens.
COLLISION = [
    "A ferry struck the pier at {place} on Sunday, and Captain {name} was taken to hospital with a broken arm.",
    "The captain of a ferry that struck a pier in {place}, {name}, broke an arm, the coastguard said.",
    "Passengers jumped when the ferry hit the {place} pier; its captain, {name}, was hurt.",
    "Investigators asked {name} why the ferry struck the pier of {place} in calm weather.",
    "The ferry pier at {place} stays closed after the collision, and captain {name} is in hospital.",
]
MATCH = "Harbour United beat Velden Rovers three to one in the cup final before a record crowd."


def texts(*, published=None):
    return [StoryText(f"id-{n}", None, text, published) for n, text in enumerate([*FIRE, *COURT, MATCH])]


def test_articles_about_one_thing_are_one_story():
    found = cluster_texts(texts())
    assert len(set(found[:3])) == 1
    assert len(set(found[3:5])) == 1
    assert len({found[0], found[3], found[5]}) == 3


def test_the_title_counts():
    found = cluster_texts(
        [
            StoryText("a", "Norham grain elevator destroyed by fire", "Pictures of the night.", None),
            StoryText("b", None, FIRE[0], None),
            StoryText("c", None, COURT[0], None),
        ]
    )
    assert found[0] == found[1] != found[2]


def test_articles_far_apart_in_time_are_two_stories():
    day = date(2025, 7, 4)
    near = [StoryText("a", None, FIRE[0], day), StoryText("b", None, FIRE[0], day + timedelta(days=2)), *texts()[3:]]
    far = [StoryText("a", None, FIRE[0], day), StoryText("b", None, FIRE[0], day + timedelta(days=40)), *texts()[3:]]
    assert len(set(cluster_texts(near)[:2])) == 1
    assert len(set(cluster_texts(far)[:2])) == 2


def test_the_order_of_arrival_changes_nothing():
    items = texts()
    expected = dict(zip([item.id for item in items], cluster_texts(items), strict=True))
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(20):
        order.shuffle(items)
        assert dict(zip([item.id for item in items], cluster_texts(items), strict=True)) == expected


def test_empty_and_wordless_texts_stand_alone():
    assert cluster_texts([]) == []
    found = cluster_texts([StoryText("a", None, "", None), StoryText("b", None, "the and of", None)])
    assert len(set(found)) == 2


def test_a_thing_that_very_many_report_is_one_story():
    fires = [StoryText(f"id-{n:04d}", None, FIRE[n % 3], None) for n in range(1200)]
    others = [StoryText(f"other-{n}", None, text, None) for n, text in enumerate([*COURT, MATCH])]
    found = cluster_texts([*fires, *others])
    assert len(set(found[:1200])) <= 3
    assert len(set(found[1200:1202])) == 1
    assert not set(found[:1200]) & set(found[1200:])


def test_two_articles_alone_are_told_apart_or_together():
    assert len(set(cluster_texts(texts()[:2]))) == 1
    assert len(set(cluster_texts(texts()[2:4]))) == 2


def collisions(place, name, start=0, published=None):
    told = [text.format(place=place, name=name) for text in COLLISION]
    return [StoryText(f"id-{start + n}", None, text, published) for n, text in enumerate(told)]


def test_two_things_of_one_kind_are_told_apart_by_their_names():
    found = cluster_texts(collisions("Kelmouth", "Odd Tangen") + collisions("Brightness Bay", "Lise Varga", start=5))
    assert len(set(found[:5])) == len(set(found[5:])) == 1
    assert found[0] != found[5]


def test_one_thing_told_in_many_ways_stays_one():
    assert len(set(cluster_texts(collisions("Kelmouth", "Odd Tangen") + collisions("Kelmouth", "Odd Tangen", 5)))) == 1


def test_a_name_that_is_in_every_article_of_a_day_connects_nothing():
    told = [
        "President Okonova praised the harvest of plums at a fair in the hills, where jam sold out by noon.",
        "Engineers told President Okonova that a leaking reservoir will need new valves before winter.",
        "A choir of orphans sang for President Okonova, who wept, then danced with the conductor.",
        "Thieves took two violins from a museum that President Okonova had opened in spring.",
        "Brewers welcomed President Okonova with a barrel of stout and complaints about the malt tax.",
    ]
    told = [StoryText(str(number), None, text, None) for number, text in enumerate(told)]
    assert len(set(cluster_texts(told))) == len(told)


def test_equal_texts_too_bare_to_tell_what_they_are_about_are_not_one_story():
    assert len(set(cluster_texts([StoryText(i, None, "Pictures of the night.", None) for i in "ab"]))) == 2


def test_an_undated_article_joins_a_day_only_when_it_is_nearly_the_same():
    day = date(2025, 7, 4)
    later = (
        "Farmers mourn the grain elevator that burned in Norham: ships wait in the harbour, and barley rots on carts."
    )
    dated, undated = StoryText("a", None, FIRE[0], day), StoryText("b", None, later, None)
    copy = StoryText("c", None, FIRE[0].replace("Monday", "Monday night"), None)
    assert len(set(cluster_texts([dated, copy]))) == 1
    assert len(set(cluster_texts([dated, undated]))) == 2
    assert len(set(cluster_texts([StoryText("a", None, FIRE[0], None), undated]))) == 1


def test_the_rule_says_what_is_a_copy(make):
    longer = FIRE[0] + " Ships had to wait outside the harbour, and grain prices rose a little."
    rows = link_stories(
        make.table(
            make.article("a", longer),
            make.article("b", longer.replace("a little", "slightly")),
            make.article("c", FIRE[1]),
            make.article("d", COURT[0]),
        )
    ).to_pylist()
    assert [row["rule"] for row in rows] == ["copy", "copy", "text", "alone"]
    assert len({row["story_id"] for row in rows}) == 2


def test_a_block_holds_whole_stories_and_is_called_the_same_in_any_company(make):
    fires = [make.article(f"f{n}", text) for n, text in enumerate(FIRE)]
    alone = link_stories(make.table(*fires)).to_pylist()
    with_others = link_stories(make.table(make.article("a", COURT[0]), make.article("z", MATCH), *fires)).to_pylist()
    assert [row for row in with_others if row["article_id"].startswith("f")] == alone
    assert len({row["block"] for row in alone}) == 1
    assert len({row["block"] for row in with_others}) == 3


def test_blocks_that_hold_an_article_like_a_changed_one_are_found(make):
    others = make.table(
        make.article("b", FIRE[1]), make.article("c", COURT[0]), make.article("d", FIRE[0], published="2025-06-01")
    )
    others = others.append_column("block", pa.array(["fire", "court", "old fire"]))
    assert linked_blocks(make.table(make.article("a", FIRE[0])), others) == {"fire"}
    assert linked_blocks(make.table(of=Article), others) == set()
    assert linked_blocks(make.table(make.article("a", FIRE[0])), others.slice(0, 0)) == set()


def test_an_articles_latest_wording_decides(make):
    rows = link_stories(
        make.table(
            make.article("a", MATCH, captured_hour=8),
            make.article("a", FIRE[0], captured_hour=9),
            make.article("a", FIRE[0], captured_hour=9),
            make.article("b", FIRE[1]),
            make.article("c", COURT[0]),
        )
    ).to_pylist()
    story = {row["article_id"]: row["story_id"] for row in rows}
    assert len(rows) == 3
    assert story["a"] == story["b"] != story["c"]
    assert {row["article_id"]: row["rule"] for row in rows} == {"a": "text", "b": "text", "c": "alone"}
    assert all(0 <= row["score"] <= 1 for row in rows)


def test_no_articles_are_no_stories(make):
    assert len(link_stories(make.table(of=Article))) == 0


def test_a_line_keeps_the_local_day():
    line = '{"id": "a", "title": "t", "text": "x", "published": "2025-07-04T05:48:00+09:00", "other": 1}'
    assert parse_story_line(line) == StoryText("a", "t", "x", date(2025, 7, 4))
    assert parse_story_line('{"id": "a", "text": "x", "published": "2025-07"}').published is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": "a"}', "no `text`"),
        ('{"text": "x"}', "no `id`"),
        ('{"id": {}, "text": "x"}', "neither a string nor an integer"),
    ],
)
def test_a_line_that_is_no_article_is_refused(line, says):
    with pytest.raises(InputError, match=says):
        parse_story_line(line)
