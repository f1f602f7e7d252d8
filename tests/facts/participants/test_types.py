"""Whether a name is a person, an organisation or a place."""

import pytest

from extract.facts.participants import find_names


@pytest.fixture(scope="module")
def types(parse):
    return lambda text: {name.text: name.type for name in find_names(parse(text))}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Alborgo raised its forecast on Monday. Rivals praised Alborgo's plan.", "Alborgo", "organisation"),
        ("The website Orbit sued the mayor.", "Orbit", "organisation"),
        ("The newspaper Dagens Holm reported it.", "Dagens Holm", "organisation"),
        ("SoftGrid sued the mayor. SoftGrid lost.", "SoftGrid", "organisation"),
        ("McAdams sued the mayor. McAdams lost.", "McAdams", "person"),
        ("The Sabres beat Halden on Sunday.", "Sabres", "organisation"),
        ("Halden United beat Vale Rovers on Sunday.", "Halden United", "organisation"),
        ("Halden United beat Vale Rovers on Sunday.", "Vale Rovers", "organisation"),
        ("Orbit Holdings fired Mara Lind.", "Orbit Holdings", "organisation"),
        ("Orbit Holdings fired Mara Lind.", "Mara Lind", "person"),
    ],
)
def test_what_acts_and_how_it_is_spelt_tell_organisations_from_people_and_places(types, text, name, kind):
    assert types(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The actor Siobhan Daly sued the studio.", "Siobhan Daly", "person"),
        ("Siobhan Daly, 19, won the race.", "Siobhan Daly", "person"),
        ("Siobhan Daly, who lives in Cork, won the race.", "Siobhan Daly", "person"),
        ("Siobhan Daly won the race. Daly, 19, lives here.", "Siobhan Daly", "person"),
        ("Tamura Steel, 19 years old, closed.", "Tamura Steel", "organisation"),
    ],
)
def test_title_age_and_who_tell_a_person(types, text, name, kind):
    assert types(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Tamura Steel closed a mill. Tamura blamed costs.", "Tamura", "organisation"),
        ("Halvorsen Shipping bought two ferries. Halvorsen said they would sail.", "Halvorsen", "organisation"),
        ("Wanda Holm sued. Holm Steel closed a mill. Holm smiled.", "Holm", "person"),
    ],
)
def test_a_short_name_is_the_body_unless_a_person_bears_it(types, text, name, kind):
    assert types(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The sheriff of a county near Atlanta arrested a man. Georgia sued the firm.", "Georgia", "place"),
        ("Tbilisi protested on Monday. Georgia sued the firm.", "Georgia", "country"),
        ("Georgia sued the firm.", "Georgia", "country"),
        ("The team plays in Essen. It won.", "Essen", "place"),
        ("Birds flew under the Alps.", "Alps", "place"),
    ],
)
def test_a_list_or_the_article_tells_a_place(types, text, name, kind):
    assert types(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nordbank sued. She moved to Nordbank. Nordbank's chief left.", "Nordbank"),
        ("Mara Lind won. Fans love Mara Lind. In Halden Mara Lind sang.", "Mara Lind"),
        ("Kenya won. They live in Kenya. Kenya's team sang.", "Kenya"),
    ],
)
def test_the_same_words_are_one_thing_all_through_an_article(parse, text, name):
    mentions = [one for one in find_names(parse(text)) if one.text == name]
    assert len(mentions) == 3
    assert len({one.type for one in mentions}) == 1


@pytest.mark.parametrize("text", ["Floods destroyed the town of Ashmere on Sunday.", "The village of Lower Tarn sued."])
def test_what_is_called_a_town_is_a_place(parse, text):
    assert [name.type for name in find_names(parse(text))] == ["place"]
