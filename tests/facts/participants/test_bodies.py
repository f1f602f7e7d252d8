"""Bodies of a country that are named by a common noun."""

import pytest

from extract.facts.participants.bodies import body_heads


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kenya's public defender's office sued the state.", "Kenya's public defender's office"),
        ("The US military killed two men.", "US military"),
        ("The Bolivian navy seized a boat.", "Bolivian navy"),
        ("The Polish supreme court struck down the law.", "Polish supreme court"),
        ("Chile's stock exchange suspended trading.", "Chile's stock exchange"),
        ("The Finnish central bank raised its rate on Monday.", "Finnish central bank"),
        ("The Kenyan football association fined the club.", "Kenyan football association"),
    ],
)
def test_country_and_noun_are_an_organisation(read, text, body):
    assert read(text)[body].kind == "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "A Chinese agency denied the report.",
        "Every European parliament voted.",
        "An Italian court fined the firm.",
        "Norwegian police officers denied the report.",
        "Italian court fees rose.",
        "Chilean firms denied it.",
        "The Thai navy's ship sank.",
        "Peru's very old, rather poor and loud central bank denied it.",
    ],
)
def test_one_of_many_its_people_and_things_are_no_body(read, text):
    assert not [one.name for one in read(text).values() if one.kind == "organisation"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("South Korea's Ministry of Trade denied the report.", "Ministry of Trade"),
        ("Kenya's Department for Water denied the report.", "Department for Water"),
        ("Peru's Central Bank of Reserves denied the report.", "Central Bank of Reserves"),
    ],
)
def test_a_body_with_a_name_of_its_own_keeps_it(read, text, body):
    assert body in read(text)


def test_heads_of_bodies_of_state_are_single_words():
    assert {"police", "court", "guard", "ministry"} <= body_heads()
    assert "exchange" not in body_heads()
    assert all(" " not in head for head in body_heads())
