"""Bodies without capitals, and "the ministry" for one that was named before."""

import pytest


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The agriculture ministry banned the drug on Monday.", "agriculture ministry"),
        ("The foreign ministry summoned the envoy.", "foreign ministry"),
        ("The appeals court rejected the plea.", "appeals court"),
        ("The transport ministry banned the ferry on Monday.", "transport ministry"),
    ],
)
def test_an_acting_body_of_state_is_an_organisation(read, text, body):
    assert read(text)[body].kind == "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "The court struck down the law.",
        "A supreme court struck down the law.",
        "Critics met in the agriculture ministry.",
        "Judges at an appeals court rejected the plea.",
        "The agriculture ministries banned the drug.",
    ],
)
def test_a_bare_noun_one_of_many_and_a_building_are_none(read, text):
    assert not [one.name for one in read(text).values() if one.kind == "organisation"]


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("The Bank of Oslo fired 200 workers. The bank blamed costs.", "Bank of Oslo", "bank"),
        ("The Ministry of Trade raised tariffs. The ministry said it was sorry.", "Ministry of Trade", "ministry"),
        ("The Rail Agency raised prices. The agency blamed costs.", "Rail Agency", "agency"),
    ],
)
def test_the_noun_of_a_name_points_back_at_it(read, text, name, word):
    one = read(text)[name]
    assert word in one.aliases
    assert len(one.mentions) == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Bank of Oslo sued the Bank of Bergen. The bank blamed costs.", "bank"),
        ("The bank blamed costs. The Bank of Oslo fired 200 workers.", "bank"),
        ("Nordic Oil fired 200 workers. The bank blamed costs.", "bank"),
        ("The Ministry of Trade raised tariffs. The ministry of culture did not.", "ministry"),
        ("The Ministry of Trade raised tariffs. The ministry building burned.", "ministry"),
        ("The Rail Agency raised prices. The agency that oversees trains closed.", "agency"),
        ("The Rail Agency raised prices. An agency blamed costs.", "agency"),
    ],
)
def test_a_noun_of_two_none_or_a_later_name_points_at_nobody(read, text, word):
    assert not [one.name for one in read(text).values() if word in (one.name, *one.aliases)]
