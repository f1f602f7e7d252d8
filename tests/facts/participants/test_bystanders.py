"""Names that only modify a thing or only tell where something is take no part; institutions and those who act do."""

import pytest

from extract.facts.participants import read_participants


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two players missed the start of the Renault season on Sunday.", "Renault"),
        ("Police patrolled at the Carroll Apartments on Monday, Mayor Ana Ruiz said.", "Carroll Apartments"),
        ("A man in a Volvo sedan fled on Monday, Mayor Ana Ruiz said.", "Volvo"),
    ],
)
def test_name_that_only_modifies_or_tells_where_takes_no_part(read, text, name):
    assert name not in read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Renault deal angered the mayor, Ana Ruiz, on Monday.", "Renault"),
        ("Two surgeons at Aberdeen Royal Infirmary quit on Monday.", "Aberdeen Royal Infirmary"),
        ("Renault cancelled the Renault season on Monday.", "Renault"),
    ],
)
def test_who_acts_or_is_an_institution_takes_part(read, text, name):
    assert read(text)[name].kind == "organisation"


def test_word_that_is_named_once_and_does_nothing_is_nobody(read):
    assert "Bexley" not in read("The mayor, Ana Ruiz, spoke about Bexley on Monday.")


def test_officers_are_the_only_officers_described(read):
    found = read("Heavily armed officers searched the house. The officers arrested two men.")
    assert "officers" in found["Heavily armed officers"].aliases
    assert "officers" not in found


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        (
            "The Leeds Housing Authority sued. The Housing Authority won.",
            "Leeds Housing Authority",
            "Housing Authority",
        ),
        (
            "The U.S. Air Force sent jets. The United States Air Force lost one.",
            "United States Air Force",
            "U.S. Air Force",
        ),
    ],
)
def test_last_words_and_other_spellings_are_aliases(read, text, full, short):
    assert short in read(text)[full].aliases


@pytest.mark.parametrize(
    ("text", "country"),
    [("US President Ana Ruiz resigned.", "US"), ("Critics met the Israeli prime minister on Monday.", "Israeli")],
)
def test_country_of_an_office_takes_part(read, text, country):
    assert read(text)[country].kind == "country"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Ruiz was born in Oslo and lives alone.", "Oslo"),
        ("The film went on sale in Lima on Monday.", "Lima"),
        ("Ana Ruiz flew to Bergen on Monday.", "Bergen"),
        ("Orbit will move its laboratory from Bergen to Lima.", "Lima"),
        ("Peru recalled its ambassador from Oslo.", "Oslo"),
        ("The Eiffel telescope broke on Monday.", "Eiffel"),
    ],
)
def test_where_whence_and_whither_no_event_makes_a_place_take_part(parse, text, name):
    assert name not in {one.name for one in read_participants(parse(text), [], with_bystanders=True)}


@pytest.mark.parametrize(
    "text",
    ["Rebels exploded bombs in Bergen.", "Peru sent aid to Bergen.", "Peru rejected an offer from Bergen."],
)
def test_a_place_to_which_something_is_done_may_take_part(parse, text):
    assert "Bergen" in {one.name for one in read_participants(parse(text), [], with_bystanders=True)}
