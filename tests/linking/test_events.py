import random

from extract.contract.derive import arrow_table
from extract.contract.tables import EventMention, EventParticipant, ParticipantEntity, StoryArticle
from extract.linking.events import merge_events


def merged(mentions, roles=(), entities=None, stories=None):
    """Event mention id to event id; entities: participant id to entity; stories: article to story, by default one for all."""
    links = [
        ParticipantEntity(participant_id=participant, entity_id=entity, rule="name", score=1.0, block="b")
        for participant, entity in (entities or {}).items()
    ]
    articles = {mention.article_id for mention in mentions}
    told = stories or dict.fromkeys(articles, "story")
    story_rows = [
        StoryArticle(article_id=a, story_id=s, rule="text", score=1.0, block="b") for a, s in sorted(told.items())
    ]
    rows = merge_events(
        arrow_table(EventMention, mentions),
        arrow_table(EventParticipant, roles),
        arrow_table(ParticipantEntity, links),
        arrow_table(StoryArticle, story_rows),
    ).to_pylist()
    assert len(rows) == len({m.event_mention_id for m in mentions})
    return {row["event_mention_id"]: row["event_id"] for row in rows}, {
        row["event_mention_id"]: row["rule"] for row in rows
    }


def are_one(one, other, **said):
    found, _ = merged([one, other], **said)
    return found[one.event_mention_id] == found[other.event_mention_id]


def test_the_headlines_of_one_story_are_one_event(make):
    one = make.mention("a", "MEET", "hosted", headline=True)
    other = make.mention("b", "MEET", "summit", headline=True)
    assert are_one(one, other)
    assert not are_one(one, other, stories={"a": "s1", "b": "s2"})
    assert not are_one(one, make.mention("b", "TRADE", "sold", headline=True))


def test_other_events_need_someone_in_common_and_the_same_word_or_day(make):
    one, other = make.mention("a", "MEET", "met"), make.mention("b", "MEET", "met")
    mori_a, mori_b = make.participant("a", "Aiko Mori", "person"), make.participant("b", "A. Mori", "person")
    roles = [make.role(one, mori_a), make.role(other, mori_b)]
    same = {mori_a.participant_id: "mori", mori_b.participant_id: "mori"}
    assert are_one(one, other, roles=roles, entities=same)
    assert not are_one(one, other, roles=roles, entities=same | {mori_b.participant_id: "another"})
    talked = make.mention("b", "MEET", "talked")
    assert not are_one(one, talked, roles=[roles[0], make.role(talked, mori_b)], entities=same)
    dated = [
        make.mention("a", "MEET", "met", date_start="2025-07-03"),
        make.mention("b", "MEET", "talked", date_start="2025-07-03"),
    ]
    assert are_one(*dated, roles=[make.role(dated[0], mori_a), make.role(dated[1], mori_b)], entities=same)


def test_contradicting_days_and_places_keep_events_apart(make):
    thursday = make.mention("a", "MEET", "met", headline=True, date_start="2025-07-03", date_end="2025-07-03")
    friday = make.mention("b", "MEET", "met", headline=True, date_start="2025-07-04", date_end="2025-07-04")
    july = make.mention("b", "MEET", "met", headline=True, date_start="2025-07-01", date_end="2025-07-31")
    assert not are_one(thursday, friday)
    assert are_one(thursday, july)
    delhi = make.mention("a", "MEET", "met", headline=True, place="New Delhi", country="IN")
    assert not are_one(delhi, make.mention("b", "MEET", "met", headline=True, country="JP"))
    assert not are_one(delhi, make.mention("b", "MEET", "met", headline=True, place="Mumbai", country="IN"))
    assert are_one(delhi, make.mention("b", "MEET", "met", headline=True))


def test_two_events_of_one_article_stay_two(make):
    first, second = make.mention("a", "ATTACK", "strike"), make.mention("a", "ATTACK", "strike", start=50)
    other = make.mention("b", "ATTACK", "strike")
    who = [make.participant(article, "Velden", "country", country="VD") for article in "ab"]
    roles = [make.role(first, who[0]), make.role(second, who[0]), make.role(other, who[1])]
    entities = {participant.participant_id: "velden" for participant in who}
    found, _ = merged([first, second, other], roles=roles, entities=entities)
    assert found[first.event_mention_id] != found[second.event_mention_id]
    assert found[other.event_mention_id] in {found[first.event_mention_id], found[second.event_mention_id]}


def test_an_edit_of_the_article_keeps_the_event(make):
    before = make.mention("a", "MEET", "met", start=10)
    after = make.mention("a", "MEET", "met", start=90, version="v2")
    alone, _ = merged([before])
    both, rules = merged([before, after])
    assert both[before.event_mention_id] == both[after.event_mention_id] == alone[before.event_mention_id]
    assert set(rules.values()) == {"alone"}


def test_no_mentions_are_no_events():
    assert merged([]) == ({}, {})


def test_the_order_of_arrival_changes_nothing(make):
    mentions = [
        make.mention(article, kind, word, start=start, headline=headline)
        for article in "abcd"
        for kind, word, start, headline in (
            ("MEET", "met", 0, True),
            ("MEET", "met", 40, False),
            ("AGREE", "deal", 80, False),
        )
    ]
    who = {article: make.participant(article, "Aiko Mori", "person") for article in "abcd"}
    roles = [make.role(mention, who[mention.article_id]) for mention in mentions]
    entities = {participant.participant_id: "mori" for participant in who.values()}
    expected = merged(mentions, roles=roles, entities=entities)
    assert len(set(expected[0].values())) == 3
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(20):
        order.shuffle(mentions)
        order.shuffle(roles)
        assert merged(mentions, roles=roles, entities=entities) == expected
