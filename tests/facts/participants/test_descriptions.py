"""The words that say who a person or what an organisation is."""

import pytest


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("US Treasury Secretary Ana Ruiz resigned.", "Ana Ruiz", "US Treasury Secretary"),
        ("Former Halden mayor Ana Ruiz sued Tom Brandt.", "Ana Ruiz", "Former Halden mayor"),
        ("Colonel Mark Milner resigned.", "Mark Milner", "Colonel"),
        ("Ana Ruiz, the former head of a bank in Oslo, resigned.", "Ana Ruiz", "former head of a bank in Oslo"),
        ("Ana Ruiz, 44, a nurse, won.", "Ana Ruiz", "nurse"),
        ("Ana Ruiz (mayor of Halden) resigned.", "Ana Ruiz", "mayor of Halden"),
        ("Ana Ruiz, who heads the tax office, resigned.", "Ana Ruiz", "heads the tax office"),
        ("Ana Ruiz, who chairs the school board, resigned.", "Ana Ruiz", "chairs the school board"),
        ("The bank's chairwoman, Ana Ruiz, resigned.", "Ana Ruiz", "bank's chairwoman"),
        ("Yusuf Adan is the new governor of the bank.", "Yusuf Adan", "new governor of the bank"),
        ("Ana Ruiz is a lawyer who likes tea.", "Ana Ruiz", "lawyer"),
        (
            "General Mark Milner, chairman of the Joint Staff Council, resigned.",
            "Mark Milner",
            "chairman of the Joint Staff Council",
        ),
    ],
)
def test_title_apposition_and_predicate_describe_a_person(read, text, name, description):
    assert read(text)[name].description == description


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("The Chinese e-commerce giant Alibaba sued the town.", "Alibaba", "Chinese e-commerce giant"),
        ("The retailer Dunmarket sued the town.", "Dunmarket", "retailer"),
        ("Orbit, a maker of satellites, sued the town.", "Orbit", "maker of satellites"),
        ("Orbit, the chipmaker, sued the town.", "Orbit", "chipmaker"),
        ("Nordbank is a bank in Oslo.", "Nordbank", "bank in Oslo"),
    ],
)
def test_noun_and_apposition_describe_an_organisation(read, text, name, description):
    assert read(text)[name].description == description


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Ruiz, and a lawyer, resigned.", "Ana Ruiz"),
        ("Ana Ruiz, but not a lawyer, resigned.", "Ana Ruiz"),
        ("Ana Ruiz, tired and wet, won.", "Ana Ruiz"),
        ("Ana Ruiz (left) won.", "Ana Ruiz"),
        ("Ana Ruiz, who likes the school board, resigned.", "Ana Ruiz"),
        ("Ana Ruiz is a fan of tea.", "Ana Ruiz"),
        ("Yusuf Adan is not happy.", "Yusuf Adan"),
        ("The bank's dog, Rex, barked.", "Rex"),
        ("Orbit, the loud one, sued the town.", "Orbit"),
        ("Nordbank is a mess.", "Nordbank"),
        ("The Bank of Oslo sued the town.", "Bank of Oslo"),
    ],
)
def test_words_that_tell_no_role_are_no_description(read, text, name):
    assert read(text)[name].description is None


def test_a_story_behind_a_name_is_no_description(read):
    story = "whose tale of how she crossed a lake in a boat with a nurse was told in nine films and two books"
    assert read(f"Ana Ruiz, {story}, won.")["Ana Ruiz"].description is None


@pytest.mark.parametrize("name", ["Public Services Office", "Lakes Water Agency"])
def test_an_organisations_own_name_does_not_describe_it(read, name):
    acronym = "".join(word[0] for word in name.split())
    one = read(f"The {name} ({acronym}) sued the town.")[name]
    assert (one.description, one.affiliation) == (None, None)
