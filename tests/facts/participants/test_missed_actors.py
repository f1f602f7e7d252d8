"""Who acts, speaks or is introduced is found though the language model gave the name to nobody."""

import pytest

from extract.facts.participants.missed_actors import add_actors


@pytest.fixture(scope="module")
def actors(parse):
    """A text whose entities are forgotten to its actors: what the rule alone finds."""

    def find(text):
        doc = parse(text)
        doc.ents = ()
        return [(text[start:end], kind) for start, end, kind in add_actors(doc, [])]

    return find


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Reporters asked President Okoro about the bill.", ("Okoro", "person")),
        ("The chipmaker Palvetta closed a plant.", ("Palvetta", "organisation")),
        ("Fans cheered the striker Bello on Sunday.", ("Bello", "person")),
        ("A spokesman for the retailer Dunmarket denied it.", ("Dunmarket", "organisation")),
        ("Rolandex sued its rival on Monday.", ("Rolandex", "organisation")),
        ("Prices rose on Monday, Zelvar said.", ("Zelvar", "person")),
        ("She told the Observer that it was late.", ("Observer", "organisation")),
        ("Prices rose, according to the Gazettino.", ("Gazettino", "organisation")),
        ("The firm was sued by Brevanto on Monday.", ("Brevanto", "organisation")),
    ],
)
def test_who_acts_speaks_or_is_introduced_is_found(actors, text, actor):
    assert actor in actors(text)


@pytest.mark.parametrize(
    "text",
    [
        "Torrential rain hit the town on Sunday.",
        "The team trained in Ostwald on Sunday.",
        "She moved to Brevanto on Monday.",
        "Prices rose in January.",
        "NATO sued the firm.",  # capitals are the model's to name
    ],
)
def test_a_mere_word_or_place_is_no_actor(actors, text):
    assert actors(text) == []


def test_a_known_name_is_not_added_twice(parse):
    text = "Rolandex sued its rival on Monday."
    known = [(0, len("Rolandex"), "person")]
    assert add_actors(parse(text), known) == known
