"""Bodies, countries and known names are found where the language model missed or cut them."""

import pytest

from extract.facts.participants.missed_names import add_bodies, add_countries, add_repeated


def _names(text, found):
    return [text[start:end] for start, end, _ in found]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The Ministry of Trade, Industry and Energy met.", "Ministry of Trade, Industry and Energy"),
        ("South Korea's Ministry of Trade met.", "Ministry of Trade"),
        ("The New Vale State Attorney General met.", "New Vale State Attorney General"),
        ("In Halden City Council members met.", "Halden City Council"),
        ("The Group of Seven met.", "Group of Seven"),
        ("He joined the Department of the Interior.", "Department of the Interior"),
        ("The People's Party of Commission President Mara Adams lost.", "Party"),
        ("The St. Alban University closed.", "St. Alban University"),
    ],
)
def test_a_body_is_found_whole_and_alone(text, body):
    assert _names(text, add_bodies(text, [])) == [body]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry of trade met.",
        "The Seven met.",
        "Swedish police met.",
        "Ministry officials met.",
        "The Unionist met.",
    ],
)
def test_words_that_name_no_body_of_their_own_are_none(text):
    assert add_bodies(text, []) == []


def test_a_person_inside_a_body_is_not_overwritten():
    text = "Office of Mara Lind met."
    person = (text.index("Mara"), text.index(" met"), "person")
    assert add_bodies(text, [person]) == [person]


def test_a_piece_of_a_body_is_replaced_by_the_body():
    text = "The Ministry of Trade met in Halden."
    found = [
        (text.index("Trade"), text.index(" met"), "organisation"),
        (text.index("Halden"), len(text) - 1, "place"),
    ]
    assert _names(text, add_bodies(text, found)) == ["Ministry of Trade", "Halden"]


@pytest.mark.parametrize(
    ("text", "pieces", "names"),
    [
        ("The Republic of the Congo voted.", ["Republic", "Congo"], ["Republic of the Congo"]),
        ("Papua New Guinea voted.", ["New Guinea"], ["Papua New Guinea"]),
        ("South Korea voted.", [], ["South Korea"]),
        ("The Bank of South Korea voted.", ["Bank of South Korea"], ["Bank of South Korea"]),
        ("Kenya voted.", [], []),
        ("The South Korean bank voted.", [], []),
    ],
)
def test_a_country_of_several_words_is_one_name_unless_it_is_inside_another(text, pieces, names):
    found = [(text.index(piece), text.index(piece) + len(piece), "organisation") for piece in pieces]
    assert _names(text, add_countries(text, found)) == names


@pytest.mark.parametrize(
    ("text", "name", "kind", "count"),
    [
        ("Orbit fell. Rivals sued Orbit, and Orbit's chief left.", "Orbit", "organisation", 3),
        ("Mara Lind won. “Mara Lind” it said.", "Mara Lind", "person", 2),
        ("Orbit fell. The Orbiter sank, Orbit-like. Orbit_2 rose.", "Orbit", "organisation", 1),
        ("Halden fell. In Halden it rained.", "Halden", "place", 1),
        ("OB fell. OB rose.", "OB", "organisation", 1),
        ("747 fell. 747 rose.", "747", "organisation", 1),
    ],
)
def test_a_name_is_found_wherever_it_stands_whole(text, name, kind, count):
    assert _names(text, add_repeated(text, [(0, len(name), kind)])) == [name] * count


def test_of_overlapping_names_the_longest_is_found_again():
    text = "Orbit Air, Orbit. Then Orbit Air fell."
    found = add_repeated(text, [(0, 9, "organisation"), (11, 16, "organisation")])
    assert _names(text, found) == ["Orbit Air", "Orbit", "Orbit Air"]
