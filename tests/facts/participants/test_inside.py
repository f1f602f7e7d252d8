"""A name that only helps to name something else takes no part; where it acts itself it does."""

import pytest

from extract.facts.participants import read_participants
from extract.facts.participants.inside import platforms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Communications Minister Ana Ruiz banned the app.", "Communications"),
        ("The Minister of Justice Mara Lind resigned.", "Justice"),
        ("Peru's Justice Minister Mara Lind resigned.", "Justice"),
        ("Treasury chief Nadia Brandt resigned on Monday.", "Treasury"),
        ("The Defence boss Mara Lind resigned.", "Defence"),
        ("The Nikkei index fell on Monday.", "Nikkei"),
        ("Shares on the Dow Jones average fell.", "Dow Jones"),
        ("A Ford sedan hit a wall on Monday.", "Ford"),
        ("A Toyota truck hit the wall.", "Toyota"),
        ("The Netflix series won a prize.", "Netflix"),
        ("Mara Lind wrote on Facebook that she would resign.", "Facebook"),
        ("Microsoft posted the note via Telegram.", "Telegram"),
    ],
)
def test_a_part_of_an_office_index_product_or_a_place_to_post_takes_no_part(read, text, name):
    assert name not in read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Microsoft chief Mara Lind resigned.", "Microsoft"),
        ("The Health Ministry banned the drug.", "Health Ministry"),
        ("The Treasury banned the app.", "Treasury"),
        ("Ford sued the mayor on Monday.", "Ford"),
        ("Facebook sued the mayor on Monday.", "Facebook"),
        ("A Lufthansa jet skidded off the runway, the airline said.", "Lufthansa"),
        ("Qantas planes were grounded.", "Qantas"),
        ("Netflix cancelled the series.", "Netflix"),
    ],
)
def test_a_body_that_acts_or_whose_chief_or_plane_it_is_takes_part(read, text, name):
    assert read(text)[name].kind == "organisation"


def test_a_platform_is_one_by_the_list_alone():
    assert "Facebook" in platforms()
    assert "Ford" not in platforms()


def test_a_product_that_is_taken_for_a_person_is_nobody(parse):
    doc = parse("The Aster Pro phone went on sale in Milan on Thursday.")
    assert "Aster Pro" not in {one.name for one in read_participants(doc, [], with_bystanders=True)}
