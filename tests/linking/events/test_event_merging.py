import random
from dataclasses import replace
from decimal import Decimal

from event_rows import Rows, are_one, rule_of

from extract.linking.events import merge_events


def test_the_headlines_of_one_story_are_one_event(tell):
    one = tell("a", "MEET", "hosted", headline=True, salience=1.0)
    other = tell("b", "MEET", "summit", headline=True, salience=1.0)
    assert are_one(one, other)
    assert rule_of(one, other) == "headline"
    assert not are_one(one, other, stories={"a": "s1", "b": "s2"})
    assert not are_one(one, tell("b", "TRADE", "sold", headline=True, salience=1.0))


def test_an_article_without_a_story_is_alone(tell):
    one, other = tell("a", "MEET", "met", headline=True), tell("b", "MEET", "met", headline=True)
    assert not are_one(one, other, stories={"b": "s"})


def test_words_of_one_family_are_one_event(tell):
    one = tell("a", "DISASTER", "earthquake", "earthquake shook Talmar")
    assert are_one(one, tell("b", "DISASTER", "quake", "quake hit Talmar"))
    assert rule_of(one, tell("b", "DISASTER", "quake", "quake hit Talmar")) == "words"
    assert not are_one(one, tell("b", "DISASTER", "landslide", "mud buried a road"))


def test_close_types_are_one_event_where_the_rest_agrees(tell):
    where = {"place": "Orlov", "country": "VD"}
    attack = tell("a", "ATTACK", "killed", "gunman killed nine shoppers", **where)
    assert are_one(attack, tell("b", "HARM", "died", "nine shoppers died", **where))
    assert not are_one(attack, tell("b", "AWARD", "honoured", "nine shoppers honoured", **where))


def test_words_told_under_two_close_types_are_of_one(tell):
    one = tell("a", "ATTACK", "killing", "killing 120 people in Velden")
    assert are_one(one, tell("b", "HARM", "killed", "quake killed 150 people"))
    deal = tell("a", "STATE", "agreed", "120 people in Velden agreed")
    assert not are_one(deal, tell("b", "TRADE", "agreed", "quake 150 people agreed"))


def test_a_general_word_alone_makes_no_event_one(tell):
    one = tell("a", "COMPETE", "lost", "half of the homes lost electricity")
    assert not are_one(one, tell("b", "COMPETE", "lost", "shares lost six percent in Orlov"))
    assert are_one(one, tell("b", "COMPETE", "lost", "homes lost electricity"))


def test_who_takes_part_decides_between_events_of_the_same_words(tell, cast):
    one, other = tell("a", "DETAIN", "arrested", "arrested"), tell("b", "DETAIN", "arrested", "arrested")
    same = cast((one, "Ilse Brandt", "person", "target"), (other, "Ilse Brandt", "person", "target"))
    assert are_one(one, other, **same)
    assert rule_of(one, other, **same) == "participants"
    two = cast((one, "Ilse Brandt", "person", "target"), (other, "Omar Said", "person", "target"))
    fillers = [tell(x, "LAUNCH", f"opened{x}") for x in "cdef"]
    apart = Rows([one, other, *fillers], **two).events()
    assert apart[one.event_mention_id] != apart[other.event_mention_id]


def test_groups_under_two_names_do_not_contradict(tell, cast):
    one, other = tell("a", "HARM", "killed", "killed in fire"), tell("b", "HARM", "killed", "killed in fire")
    assert are_one(one, other, **cast((one, "two women", "group", "target"), (other, "sisters", "group", "target")))


def test_a_place_in_common_is_a_rule_of_its_own(tell):
    one = tell("a", "PROTEST", "march", "march", place="Oslo", country="NO")
    assert rule_of(one, tell("b", "PROTEST", "rally", "rally", place="Oslo", country="NO")) == "place"


def test_contradicting_days_weigh_against(tell):
    def riot(article, start, end=None, **said):
        return tell(article, "PROTEST", "riot", date_start=start, date_end=end or start, **said)

    thursday = riot("a", "2025-07-03")
    assert are_one(thursday, riot("b", "2025-07-03"))
    assert not are_one(thursday, riot("b", "2025-07-14"))
    assert not are_one(riot("a", "2025-07-03"), riot("b", "2024-07-03"))
    # A month, or the day that another article carried over from elsewhere, contradicts little.
    july = replace(riot("b", "2025-07-01", "2025-07-31"), date_precision="month")
    assert are_one(thursday, july)
    assert not are_one(thursday, replace(riot("b", "2025-02-01", "2025-02-28"), date_precision="month"))
    assert are_one(thursday, riot("b", "2025-07-14", date_method="inherited"))


def test_two_sources_may_give_two_days_of_one_event(tell, cast):
    one = tell("a", "MEET", "met", "Brandt met Said", headline=True, date_start="2025-07-03", date_end="2025-07-03")
    other = tell("b", "MEET", "met", "Brandt met Said", headline=True, date_start="2025-07-05", date_end="2025-07-05")
    both = cast(
        (one, "Ilse Brandt", "person", "actor"), (one, "Omar Said", "person", "target"),
        (other, "Ilse Brandt", "person", "actor"), (other, "Omar Said", "person", "target"),
    )  # fmt: skip
    assert are_one(one, other, **both)


def test_contradicting_countries_weigh_against_and_a_city_lies_in_its_country(tell):
    delhi = tell("a", "PROTEST", "protest", "protest", place="New Delhi", country="IN")
    assert not are_one(delhi, tell("b", "PROTEST", "protest", "protest", place="Osaka", country="JP"))
    assert are_one(delhi, tell("b", "PROTEST", "protest", "protest", country="IN"))
    assert are_one(delhi, tell("b", "PROTEST", "protest", "protest"))


def test_the_same_number_speaks_for_one_event(tell, make):
    one = tell("a", "RESULT", "profit", "profit", evidence="It made 412 people happy, the maker said.")
    other = tell("b", "RESULT", "gained", "gained", evidence="The maker gained 412 people in a year.")
    said = [
        replace(make.figure("a", "a-v", "made 412 people happy", one.event_mention_id), figure_id="f"),
        replace(make.figure("b", "b-v", "gained 412 people now", other.event_mention_id), figure_id="g"),
    ]
    link = {"stories": {"a": "s", "b": "s"}}
    scores = [
        Rows([one, replace(other, trigger_text="profits")], figures=figures, **link).rows()[0]["score"]
        for figures in ([], said, [said[0], replace(said[1], value=Decimal(9))])
    ]
    assert scores[1] > scores[0] == scores[2]


def test_what_is_denied_is_the_event_that_another_reports(tell):
    one = tell("a", "ATTACK", "shelling", "shelling of Orlov", status="occurred")
    assert are_one(one, tell("b", "ATTACK", "shelling", "shelling of Orlov", status="denied"))


def test_two_events_of_one_article_stay_two(tell):
    first, second = tell("a", "ATTACK", "strike"), tell("a", "ATTACK", "strike", start=50)
    other = tell("b", "ATTACK", "strike")
    found = Rows([first, second, other]).events()
    assert found[first.event_mention_id] != found[second.event_mention_id]
    assert found[other.event_mention_id] in {found[first.event_mention_id], found[second.event_mention_id]}


def test_an_edit_of_the_article_keeps_the_event(tell):
    before, after = tell("a", "MEET", "met", start=10), tell("a", "MEET", "met", start=90, version="v2")
    alone = Rows([before]).events()
    both = Rows([before, after])
    assert set(both.events().values()) == set(alone.values())
    assert {(row["rule"], row["score"]) for row in both.rows()} == {("alone", 1.0)}


def test_no_mentions_are_no_events():
    assert Rows([]).rows() == []


def random_story(make, tell, order, articles):
    """Mentions of three events and some others, with people, in several articles; not all articles tell all."""
    mentions, roles, people = [], [], []
    for article in articles:
        who = [make.participant(article, name, "person") for name in ("Aiko Mori", "Ravi Das")]
        people += who
        for type_, words, titles in (
            ("MEET", ("met", "talks", "summit"), ("Mori met Das in Basel", "talks in Basel")),
            ("AGREE", ("deal", "signed", "agreed"), ("they signed a deal on water",)),
            ("PROTEST", ("rally", "march"), ("farmers rally against the deal", "march of farmers")),
            ("LAUNCH", ("opened",), ("bridge opened",)),
        ):
            for number in range(order.choice((0, 1, 1, 2))):
                day = order.choice((None, None, "2025-07-03", "2025-07-04"))
                made = tell(article, type_, order.choice(words), order.choice(titles), start=number * 40,
                            date_start=day, date_end=day, headline=order.random() < 0.3)  # fmt: skip
                mentions.append(made)
                roles += [make.role(made, one) for one in who if order.random() < 0.6]
    entities = {p.participant_id: p.name for p in people}
    unique = {m.event_mention_id: m for m in mentions}
    return Rows(list(unique.values()), roles, people, entities)


def test_the_order_of_arrival_changes_nothing(make, tell):
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    rows = random_story(make, tell, order, [f"a{n}" for n in range(12)])
    expected = rows.rows()
    assert 3 < len({row["event_id"] for row in expected}) < len(expected) / 2
    for _ in range(20):
        for its in (rows.mentions, rows.roles, rows.people):
            order.shuffle(its)
        rows.entities = dict(order.sample(sorted(rows.entities.items()), len(rows.entities)))
        # What is delivered twice counts once.
        again = Rows([*rows.mentions, rows.mentions[0]], rows.roles, rows.people, rows.entities)
        assert again.rows() == rows.rows() == expected


def test_a_story_is_linked_by_its_own_articles_alone(make, tell):
    order = random.Random(7)  # noqa: S311 - orders of arrival, no secret
    one = random_story(make, tell, order, [f"a{n}" for n in range(8)])
    other = random_story(make, tell, order, [f"b{n}" for n in range(8)])
    one.stories, other.stories = (
        dict.fromkeys(one.stories, "one"),
        dict.fromkeys(other.stories, "other"),
    )
    both = Rows(
        one.mentions + other.mentions, one.roles + other.roles, one.people + other.people,
        one.entities | other.entities, stories=one.stories | other.stories,
    )  # fmt: skip
    assert both.rows() == sorted(one.rows() + other.rows(), key=lambda row: row["event_mention_id"])


def test_copies_of_one_report_are_compared_once(tell, growth):
    def copies(articles):
        sank, rescued = "The ferry sank off Talmar in a storm on Monday.", "The whole crew was rescued by a trawler."
        mentions = [tell(f"a{n}", "ACCIDENT", "sank", "ferry sank off Talmar", evidence=sank) for n in range(articles)]
        mentions += [tell(f"a{n}", "RESCUE", "rescued", "crew rescued", evidence=rescued) for n in range(articles)]
        return Rows(mentions)

    # Eight times the copies: a square would be 64 times.
    assert growth(copies(125).rows, copies(1000).rows) < 20
    links = copies(1000).rows()
    assert len({row["event_id"] for row in links}) == 2
    assert {(row["rule"], row["score"]) for row in links} == {("copy", 1.0)}


def test_a_story_of_many_different_reports_costs_no_square(tell, growth):
    def reports(articles):
        order = random.Random(3)  # noqa: S311 - invented rows, no secret
        mentions = [
            tell(f"a{n}", type_, word, f"{word} {order.choice(names)} {order.choice(names)}", evidence=f"{n} {word}")
            for n in range(articles)
            for type_, word in (("DISASTER", "flood"), ("HARM", "died"), ("RESCUE", "rescued"), ("STATE", "said"))
        ]
        return Rows(mentions).tables()

    names = [f"place{n}" for n in range(40)]
    few, many = reports(150), reports(900)
    # Six times the reports: a square would be 36 times.
    assert growth(lambda: merge_events(*few), lambda: merge_events(*many)) < 18
    merged = merge_events(*many).event_merges
    # The flood of one story is one event, however many report it.
    sizes = sorted((merged["event_id"].to_pylist().count(e) for e in set(merged["event_id"].to_pylist())), reverse=True)
    assert sizes[0] > 800


def test_the_last_day_of_the_calendar_is_a_day(tell):
    day = {"date_start": "9999-12-31", "date_end": "9999-12-31"}
    assert len(Rows([tell("a", "MEET", "met", **day), tell("b", "MEET", "met", **day)]).rows()) == 2
