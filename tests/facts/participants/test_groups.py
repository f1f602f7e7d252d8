"""Unnamed groups: counted and described."""

import pytest

from extract.facts.participants.groups import is_group_noun


def _groups(read, text):
    return {one.name: one for one in read(text).values() if one.kind == "group"}


@pytest.mark.parametrize(
    ("text", "group", "headcount"),
    [
        ("Some 70 companies from both countries signed the pact.", "Some 70 companies from both countries", "Some 70 companies"),
        ("Police arrested 40 protesters on Sunday.", "40 protesters", "40 protesters"),
        ("Two Serbs were arrested on Sunday.", "Two Serbs", "Two Serbs"),
        ("Four schoolgirls drowned on Sunday.", "Four schoolgirls", "Four schoolgirls"),
        ("Mara Lind met 20 teachers.", "20 teachers", "20 teachers"),
        ("Another 30 people were arrested.", "30 people", "Another 30 people"),
        ("A further 17 manufacturers closed.", "17 manufacturers", "A further 17 manufacturers"),
        ("Dozens of voters booed Mara Lind.", "Dozens of voters", "Dozens of voters"),
    ],
)  # fmt: skip
def test_a_counted_group_has_its_headcount(read, text, group, headcount):
    one = _groups(read, text)[group]
    assert (one.headcount, one.only_in_events) == (headcount, False)
    assert one.headcount_figure is not None


@pytest.mark.parametrize(
    "text",
    ["Two tables were sold.", "The 40 chairs broke.", "One of only three managers to win it spoke.", "Prices rose 40 percent."],
)  # fmt: skip
def test_counted_things_and_one_of_a_few_are_no_group(read, text):
    assert _groups(read, text) == {}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("The firm has 300 engineers.", "300 engineers"),
        ("The club has 40 members.", "40 members"),
        ("Artists need money.", "Artists"),
        ("Nurses cannot strike.", "Nurses"),
    ],
)
def test_a_group_that_is_only_had_or_meant_in_general_takes_part_in_events_alone(read, text, group):
    assert _groups(read, text)[group].only_in_events


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Striking steelworkers blocked the road.", "Striking steelworkers"),
        ("Officials of the two countries met on Monday.", "Officials of the two countries"),
        ("A crowd gathered.", "crowd"),
        ("The drivers blocked the bridge.", "drivers"),
        ("Angry taxi drivers blocked the bridge.", "Angry taxi drivers"),
        ("Rebel fighters attacked Mara Lind.", "Rebel fighters"),
        ("Norwegian fishermen blocked the port.", "Norwegian fishermen"),
    ],
)
def test_a_described_group_that_acts_takes_part(read, text, group):
    one = _groups(read, text)[group]
    assert (one.headcount, one.only_in_events) == (None, False)


@pytest.mark.parametrize(
    "text", ["People left.", "The people left the town.", "Taxi fares rose.", "The countries met."]
)
def test_bare_general_words_and_things_are_no_group(read, text):
    assert _groups(read, text) == {}


def test_a_group_named_twice_is_one(read):
    (group,) = _groups(read, "About 200 nurses walked out. About 200 nurses returned.").values()
    assert len(group.mentions) == 2


@pytest.mark.parametrize("noun", ["worker", "steelworker", "schoolgirl", "churchgoer", "boy"])
def test_nouns_for_people_and_their_compounds_are_known(noun):
    assert is_group_noun(noun)


@pytest.mark.parametrize("noun", ["table", "girder", "mate", ""])
def test_other_nouns_are_not_for_people(noun):
    assert not is_group_noun(noun)


@pytest.mark.parametrize(
    "text", ["Dozens of voters booed.", "Three of the miners died.", "Hundreds of nurses walked out."]
)
def test_a_counted_group_is_not_described_once_more(read, text):
    assert len(_groups(read, text)) == 1


@pytest.mark.parametrize("text", ["Local teachers and nurses walked out.", "Drivers and miners blocked the road."])
def test_both_of_two_groups_act(read, text):
    found = _groups(read, text)
    assert len(found) == 2
    assert not any(one.only_in_events for one in found.values())
