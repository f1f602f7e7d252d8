"""To what a person or body belongs, and whether it stands for it."""

import pytest


@pytest.mark.parametrize(
    ("text", "name", "affiliation", "is_representing"),
    [
        ("Noor Haddad of the Nature Trust sued the town.", "Noor Haddad", "Nature Trust", True),
        ("Ruth Adler at Nordbank raised the target.", "Ruth Adler", "Nordbank", True),
        ("Tom Brandt from Nordbank left.", "Tom Brandt", "Nordbank", True),
        ("Tom Brandt (Labour Party) lost.", "Tom Brandt", "Labour Party", True),
        ("Mara Conti (Green Party) voted against the bill.", "Mara Conti", "Green Party", True),
        ("Maria Conti (Rome) voted against the bill.", "Maria Conti", "Rome", False),
        ("Mara Lind, director of the Deep Sea Agency, resigned.", "Mara Lind", "Deep Sea Agency", True),
        ("Tom Brandt, Nordbank's chairman, resigned.", "Tom Brandt", "Nordbank", True),
        ("Mara Lind, minister of Kenya, resigned.", "Mara Lind", "Kenya", True),
        ("Mara Lind, governor of Ohio, sued the firm.", "Mara Lind", "Ohio", True),
        ("Mara Lind, a painter from Kenya, won.", "Mara Lind", "Kenya", False),
        ("Ana Ruiz, a nurse from Kenya at Halden General Hospital, won.", "Ana Ruiz", "Halden General Hospital", True),
        ("Kenya's Ministry of Water sued the town.", "Ministry of Water", "Kenya", True),
        ("The Indian Ministry of Water sued the town.", "Indian Ministry of Water", "Indian", True),
        ("The Bank of Ghana cut rates. Critics praised the Bank of Ghana.", "Bank of Ghana", "Ghana", False),
        ("Kazakhstan's Air Steppe raised prices.", "Air Steppe", "Kazakhstan", False),
        ("The Kenyan Times reported the theft.", "Kenyan Times", "Kenyan", False),
    ],
)
def test_description_preposition_brackets_owner_and_name_tell_it(read, text, name, affiliation, is_representing):
    one = read(text)[name]
    if name == "Bank of Ghana":
        assert one.affiliation == affiliation
    else:
        assert (one.affiliation, one.is_representing) == (affiliation, is_representing)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ruth Adler of Boston sued the town.", "Ruth Adler"),
        ("Tom Brandt from Oslo left.", "Tom Brandt"),
        ("Mara Lind sued Nordbank.", "Mara Lind"),
        ("Mara Lind, a painter, sued Nordbank.", "Mara Lind"),
        ("Kenya sued. The Ministry of Water agreed.", "Ministry of Water"),
        ("Jordan Smith sued the town.", "Jordan Smith"),
        ("Tom Brandt (left) sued Nordbank.", "Tom Brandt"),
    ],
)
def test_a_home_town_and_a_name_that_only_stands_near_are_no_affiliation(read, text, name):
    assert read(text)[name].affiliation is None
