import pytest

TOGETHER = [
    ("person", "William Thorwald", "Bill Thorwald", "nickname"),
    ("person", "Joseph Quillfeather", "Joe Quillfeather", "nickname"),
    ("person", "Helena M. Orbach", "Helena Orbach", "middle"),
    ("person", "Petrov Anastas", "Anastas Petrov", "word_order"),
    ("person", "Bashar al-Qasimi", "Bashar Qasimi", "name"),
    ("person", "Park Jae-won", "Park Jae Won", "spelling"),
    ("organisation", "Ministry of Fisheries of Norway", "Norwegian Fisheries Ministry", "name"),
    ("organisation", "Halden Centre for Labour Studies", "Halden Center for Labor Studies", "name"),
    ("organisation", "Bexley & Thorne", "Bexley and Thorne", "name"),
    ("organisation", "Dept. of Maritime Heritage", "Department of Maritime Heritage", "name"),
    ("place", "St. Albrecht", "Saint Albrecht", "name"),
]
APART = [
    ("person", "George W. Hallam", "George H. Hallam"),
    ("person", "John Vandermeer", "Joan Vandermeer"),
    ("person", "Mark Ostrander", "Mary Ostrander"),
    ("person", "Emil Sandoz Jr.", "Emil Sandoz III"),
    ("person", "Otto Lindgren", "Otto Lundgren"),
    ("organisation", "2nd Battalion Northmen", "3rd Battalion Northmen"),
    ("organisation", "North Calder Council", "South Calder Council"),
    ("organisation", "Rescue Ship One", "Rescue Ship Two"),
    ("organisation", "University of Ostmark", "Ostmark University"),
    ("organisation", "Bank of Caldonia", "Caldonia Bank"),
    ("place", "Route 5", "Route 6"),
    ("place", "East Merrow", "West Merrow"),
]


@pytest.mark.parametrize(("kind", "one", "other", "rule"), TOGETHER)
def test_two_ways_to_write_a_name_are_one_entity(make, link, *, kind, one, other, rule):
    rows = [make.participant(article, one, kind) for article in ("a", "b")] + [make.participant("c", other, kind)]
    found = link(*rows)
    assert found.are_one(*rows)
    assert found.rule(rows[-1]) == rule


@pytest.mark.parametrize(("kind", "one", "other"), APART)
def test_names_that_differ_in_what_tells_things_apart_are_two(make, link, kind, one, other):
    rows = [make.participant(f"{name}{at}", name, kind) for name in (one, other) for at in range(3)]
    found = link(*rows)
    assert not found.are_one(*rows)
    assert found.are_one(*rows[:3])
    assert found.are_one(*rows[3:])


def test_a_misspelling_beside_the_same_names_is_the_usual_name(link, person):
    usual = [person(article, "Radomir Wieczorek") for article in "abcd"]
    wrong = person("e", "Radomir Wieczrek")
    beside = [person(article, "Ilse Overgaard") for article in "ade"]
    found = link(*usual, wrong, *beside)
    assert found.are_one(*usual, wrong)
    assert found.rule(wrong) == "typo"
    assert found.entity(wrong)["name"] == "Radomir Wieczorek"


def test_a_name_written_by_ear_is_one_where_the_same_people_stand_beside(link, person):
    one = [person(article, "Oleksandr Varenskyy") for article in "abc"]
    other = [person(article, "Oleksandr Varensky") for article in "def"]
    beside = [person(article, name) for article in "abcdef" for name in ("Ilse Overgaard", "Tomas Brandl")]
    assert link(*one, *other, *beside).are_one(*one, *other)


def test_two_usual_names_that_sound_alike_are_two_people(link, person):
    one = [person(article, "Nils Larsen") for article in "abc"]
    other = [person(article, "Nils Larson") for article in "def"]
    assert not link(*one, *other).are_one(*one, *other)


def test_a_middle_name_that_two_could_have_joins_no_two_people(link, person):
    one, other, plain = person("a", "George W. Hallam"), person("b", "George H. Hallam"), person("c", "George Hallam")
    found = link(one, other, plain)
    assert not found.are_one(one, other)


def test_a_name_of_many_words_that_was_once_taken_for_another_kind_is_one(link, person, body):
    usual = [body(article, "Calder Valley Trust") for article in "abcd"]
    wrong = person("e", "Calder Valley Trust")
    found = link(*usual, wrong)
    assert found.are_one(*usual, wrong)
    assert (found.rule(wrong), found.entity(wrong)["kind"]) == ("kind", "organisation")


def test_a_word_taken_for_two_kinds_is_two_entities(link, person, body):
    usual = [body(article, "Calder") for article in "abcd"]
    assert not link(*usual, person("e", "Calder")).are_one(usual[0], person("e", "Calder"))
