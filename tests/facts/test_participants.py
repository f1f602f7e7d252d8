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


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Norwegian police arrested two men in Bergen.", "Norwegian police"),
        ("Peru's coast guard rescued the crew on Sunday.", "Peru's coast guard"),
        ("The rule was struck down by Kenya's constitutional court on Friday.", "Kenya's constitutional court"),
    ],
)
def test_country_and_common_noun_name_its_body(read, text, body):
    assert read(text)[body].kind == "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "A Peruvian agency denied the report.",
        "Norwegian police officers denied the report.",
        "Norwegian voters denied the report.",
    ],
)
def test_one_of_many_bodies_and_its_people_are_not_the_body(read, text):
    assert not any(one.kind == "organisation" for one in read(text).values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Transport Minister Erik Holm resigned on Monday.", "Transport"),
        ("The Nikkei index fell 2 percent on Monday, Deutsche Bank said.", "Nikkei"),
        ("Deputy Secretary of Energy Ruth Adler resigned on Monday.", "Energy"),
    ],
)
def test_name_that_only_helps_to_name_something_is_no_participant(read, text, name):
    assert name not in read(text)


def test_place_that_no_list_knows_and_that_acts_is_an_organisation(read):
    found = read("Brevanto raised its forecast on Tuesday. Analysts praised Brevanto's results.")
    assert found["Brevanto"].kind == "organisation"


def test_name_in_brackets_after_or_before_the_long_form_is_an_alias(read):
    before = read(
        "Ispra (International Society for Polar Research Arctic) opened a station. Ispra will hire ten people."
    )
    assert "Ispra" in before["International Society for Polar Research Arctic"].aliases


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        (
            "Halvorsen Shipping bought two ferries. Halvorsen said they would sail in May.",
            "Halvorsen Shipping",
            "Halvorsen",
        ),
        ("Tamura Steel closed a mill. Tamura blamed costs.", "Tamura Steel", "Tamura"),
    ],
)
def test_first_word_of_an_organisation_is_its_short_form(read, text, long, short):
    found = read(text)
    assert short in found[long].aliases
    assert short not in found


def test_counted_group_that_does_something_takes_part_without_an_event(read):
    found = read("Another 40 residents waited outside. The firm employs 300 engineers.")
    assert found["40 residents"].only_in_events is False
    assert all(one.only_in_events for one in found.values() if "engineers" in one.name)


def test_one_of_a_few_is_no_group(read):
    assert not any(one.kind == "group" for one in read("Mara Lind is one of three managers to win the cup.").values())


def test_lower_case_words_behind_a_name_are_no_part_of_it(read):
    assert "Red Cross" in read("Volunteers of the Red Cross handed out blankets on Sunday.")


def test_body_at_the_end_of_a_sentence_has_no_full_stop(read):
    found = read("The work was led by the University of Northern Vale. It took two years.")
    assert "University of Northern Vale" in found
