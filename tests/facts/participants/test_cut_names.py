"""Names that the language model cut short or ran on are mended."""

import pytest

from extract.facts.participants.cut_names import join_nicknames, mend_cut_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Reporters of the Argus Leader won a prize, and the Argus Leader thanked them.", "Argus Leader"),
        ("The Halden Courier Leader reported the theft on Monday.", "Halden Courier Leader"),
        ("Hugo Prins of Nordbank resigned on Monday. Hugo Prins said nothing.", "Hugo Prins"),
        ("Treasury Secretary Ana Ruiz resigned. Treasury Secretary Ana Ruiz said so.", "Ana Ruiz"),
    ],
)
def test_a_name_has_all_its_words_and_no_office(read, text, name):
    assert name in read(text)


@pytest.mark.parametrize(
    ("text", "start", "name"),
    [
        ("Will Warren continue as mayor?", 0, "Warren"),
        ("Hey Maya, said Tom Brandt on Monday.", 0, "Maya"),
        ("Mark Warren resigned as mayor on Monday.", 0, "Mark Warren"),
        pytest.param(
            "Will Warren resigned as mayor on Monday.",
            0,
            "Will Warren",
        ),
    ],
)
def test_a_verb_or_call_before_a_person_is_no_given_name(parse, text, start, name):
    end = text.index(name) + len(name)
    ((low, high, kind),) = mend_cut_names(parse(text), text, [(start, end, "person")])
    assert (text[low:high], kind) == (name, "person")


@pytest.mark.parametrize(
    ("text", "piece", "name"),
    [
        ("The Pantor Works, America, closed.", "Pantor Works, America", "Pantor Works"),
        ("The Orbit Plant, Canada, closed.", "Orbit Plant, Canada", "Orbit Plant"),
        ("Holm, Berg and Lind, Partners, closed.", "Holm, Berg", "Holm, Berg"),
    ],
)
def test_the_country_after_a_comma_is_no_part_of_a_name(parse, text, piece, name):
    start = text.index(piece)
    found = mend_cut_names(parse(text), text, [(start, start + len(piece), "organisation")])
    assert [text[low:high] for low, high, _ in found] == [name]


@pytest.mark.parametrize(
    ("text", "kind", "is_joined"),
    [
        ('Dolores "Lola" Figueroa sued.', "person", True),
        ("Jim “Bear” Kowalski won.", "person", True),
        ("Ana-Maria 'Nika' Holm won.", "person", True),
        ('Dolores "Lola" Figueroa sued.', "organisation", False),
        ('Dolores "the Lola" Figueroa sued.', "person", False),
        ('Dolores "Lola" sued Figueroa.', "person", False),
    ],
)
def test_the_pieces_around_a_nickname_are_one_person(text, kind, is_joined):
    pieces = [word for word in text.replace('"', " ").split() if word.strip("“”'.") in ("Figueroa", "Kowalski", "Holm")]
    start = text.index(pieces[0].rstrip("."))
    given = (0, text.index(" "), kind)
    found = [given, (start, start + len(pieces[0].rstrip(".")), kind)]
    joined = [(0, found[1][1], "person")]
    assert (join_nicknames(text, found) == joined) is is_joined


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The Office of Grain and Board of Wine (OGBW) met.", "Office of Grain and Board of Wine"),
        ("Tamura Steel and Orbit Board (TSOB) met.", "Tamura Steel and Orbit Board"),
        ("Tamura Steel & Orbit Board (TSOB) met.", "Tamura Steel & Orbit Board"),
        ("Tamura Steel and Orbit Board (OB) met.", None),
        ("Tamura Steel and Orbit Board met.", None),
        ("Tamura Steel or Orbit Board (TSOB) met.", None),
    ],
)
def test_halves_around_and_are_one_where_the_acronym_has_the_letters_of_both(parse, text, whole):
    first = "Office of Grain" if "Grain" in text else "Tamura Steel"
    second = "Board of Wine" if "Grain" in text else "Orbit Board"
    found = [(text.index(name), text.index(name) + len(name), "organisation") for name in (first, second)]
    names = [text[low:high] for low, high, _ in mend_cut_names(parse(text), text, found)]
    assert names == ([whole] if whole else [first, second])
