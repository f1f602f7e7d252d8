"""Participants: who they are, under which names, and which words are none."""

import pytest

from extract.facts.figures import read_figures
from extract.facts.participants import find_names, name_spans, read_participants
from extract.facts.sentences import find_sentences


@pytest.fixture(scope="module")
def read(language_model):
    def read_text(text):
        (doc,) = language_model.read([text])
        found = read_participants(doc, read_figures(doc, find_sentences(doc)))
        return {one.name: one for one in found}

    return read_text


def test_surname_after_full_name_is_the_same_person(read):
    found = read("Treasury Secretary Scott Bessent met lawmakers. Bessent said talks would go on.")
    assert found["Scott Bessent"].aliases == ("Bessent",)
    assert found["Scott Bessent"].kind == "person"
    assert len(found["Scott Bessent"].mentions) == 2


def test_family_name_first_is_the_same_person_and_is_never_split(read):
    found = read("President Lee Jae-myung spoke in Seoul. Lee said he would visit Japan.")
    assert found["Lee Jae-myung"].aliases == ("Lee",)


def test_acronym_in_brackets_is_an_alias(read):
    found = read("The Mortgage Bankers Association (MBA) published its survey. The MBA said demand fell.")
    assert "MBA" in found["Mortgage Bankers Association"].aliases
    assert "MBA" not in found


def test_nationality_and_government_are_the_country(read):
    found = read(
        "Japan protested on Monday. The Japanese government asked China to lift the ban, and Japanese firms agreed."
    )
    assert set(found["Japan"].aliases) == {"Japanese government", "Japanese"}
    assert found["Japan"].country_code == "JP"
    assert found["China"].kind == "country"


def test_capital_that_acts_is_its_country(read):
    found = read("Japan welcomed the offer. Tokyo will release a statement with South Korea.")
    assert "Tokyo" in found["Japan"].aliases


def test_country_where_something_merely_is_takes_no_part(read):
    found = read("The company opened a factory in Poland.")
    assert "Poland" not in found


def test_title_before_and_after_a_name_is_its_description(read):
    found = read(
        "US Treasury Secretary Scott Bessent spoke. The test is new, said Shoichi Ishii, director of the Deep Sea Agency."
    )
    assert found["Scott Bessent"].description == "US Treasury Secretary"
    assert found["Scott Bessent"].affiliation is not None
    assert found["Shoichi Ishii"].description == "director of the Deep Sea Agency"


def test_counted_group_keeps_its_figure(read):
    found = read("About 200 people attended the meeting.")
    group = found["About 200 people"]
    assert (group.kind, group.headcount) == ("group", "About 200 people")
    assert group.headcount_figure == 0


def test_described_group_is_named_without_article(read):
    found = read("The Indian government asked the state-run firms to wait.")
    assert found["state-run firms"].kind == "group"
    assert found["state-run firms"].headcount is None


def test_units_and_clock_words_are_no_participants(read):
    found = read("The IPO opened at 9:30 ET, and GDP rose, the Federal Reserve said.")
    assert list(found) == ["Federal Reserve"]


def test_byline_and_credit_are_no_participants(read):
    assert read("By Maria Schmidt\nThe river rose on Monday.\nPhoto: Jonas Weber / Getty Images") == {}


def test_names_are_spans_without_nationalities(language_model):
    text = "Japanese President Lee Jae-myung met the Federal Reserve."
    (doc,) = language_model.read([text])
    spans = name_spans(find_names(doc))
    assert [(text[s.start : s.end], s.type) for s in spans] == [
        ("Lee Jae-myung", "person"),
        ("Federal Reserve", "organisation"),
    ]


def test_every_mention_and_name_is_in_the_text(read):
    text = "Wanda Novak, mayor of Brno, accused Orbit Corp. of fraud. Orbit Corp denied it, and Novak's office sued."
    for one in read(text).values():
        assert text[one.mention_start : one.mention_end] == one.name
        assert all(text[start:end] in (one.name, *one.aliases) for start, end in one.mentions)
