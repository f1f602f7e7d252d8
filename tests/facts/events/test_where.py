"""Where events happened: the words of their clause, the title, the dateline, and the country that an article is set in."""

from datetime import date

import pytest

from extract.facts.datelines import find_dateline, hide_dateline
from extract.facts.events.countries_said import NO_COUNTRY, country_said
from extract.facts.events.main_place import find_title_place
from extract.facts.participants import Name
from extract.facts.read import ArticleText, read_articles

_DAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def place_of(language_model):
    """Reads one article and gives (words, country, method) of the event that a trigger names."""

    def read(text, trigger, title=""):
        article = ArticleText("v1", "a1", title, text, _DAY, "en")
        (facts,) = read_articles([article], language_model)
        assert facts.error is None
        events = {event.trigger_text: event for event in facts.event_mentions}
        assert trigger in events, sorted(events)
        event = events[trigger]
        return event.place_text, event.country_code, event.place_method

    return read


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The two presidents met in the northern city of Hamburg on Monday.", "met", ("Hamburg", "DE", "text")),
        ("Sales in the Houston area fell last month.", "fell", ("Houston", "US", "text")),
        ("Houston-area sales fell 3 percent last month.", "fell", ("Houston", "US", "text")),
        ("The bishop visited Peru last week.", "visited", ("Peru", "PE", "text")),
        ("The attack on the Capitol left five people dead.", "attack", ("Capitol", "US", "text")),
        ("The senators met the envoy at the White House on Friday.", "met", ("White House", "US", "text")),
        ("Two people died when a bus overturned near Leicester.", "died", ("Leicester", "GB", "text")),
    ],
)
def test_place_is_read_from_the_grammar(place_of, text, trigger, expected):
    assert place_of(text, trigger) == expected


def test_a_place_in_a_relative_clause_is_not_where_the_main_event_happened(place_of):
    text = "The minister, who was born in Oslo, visited Peru last week."
    assert place_of(text, "visited")[:2] == ("Peru", "PE")


def test_a_place_that_no_list_knows_keeps_its_words_and_takes_the_country_beside_it(place_of):
    text = "Norway mourned on Tuesday. Police in Norway said three people were killed in a landslide in Ulvdalsheim."
    assert place_of(text, "killed") == ("Ulvdalsheim", "NO", "inferred")


def test_an_event_without_a_place_is_where_the_article_is_set_and_says_so(place_of):
    text = (
        "Voters in Kenya chose a new parliament on Sunday. Queues formed early in Nairobi and Mombasa.\n\n"
        "Three people were injured when a gate collapsed."
    )
    assert place_of(text, "injured")[1:] == ("KE", "inferred")


def test_what_a_state_does_is_at_its_own_home(place_of):
    text = (
        "Officials in Ottawa studied the news. Canada's exporters were worried, and prices in Toronto fell.\n\n"
        "China imposed tariffs on canola oil last month."
    )
    assert place_of(text, "imposed tariffs")[1:] == ("CN", "inferred")


def test_who_travels_is_not_at_home(place_of):
    text = (
        "Ministers in Lisbon defended the budget. Portugal spent less this year, the government in Lisbon said.\n\n"
        "The trip lasted four days and drew questions."
    )
    assert place_of(text, "trip") == (None, None, "none")


def test_nothing_is_inferred_where_two_countries_are_named_alike(place_of):
    text = "Japanese and Indian officials talked for hours. Japan sent engineers, and India sent lawyers. They signed a deal."
    assert place_of(text, "signed a deal")[1:] == (None, "none")


def test_a_title_before_an_event_noun_tells_where_the_main_event_happened(place_of):
    text = "Seven people died on Wednesday, police said."
    assert place_of(text, "died", "Croydon tram crash kills seven") == ("Croydon", "GB", "title")


def test_a_title_is_finer_than_the_region_of_the_text(place_of):
    text = "Hundreds of people protested in Brazil on Sunday over fares."
    assert place_of(text, "protested", "Hundreds protest in Recife over fares") == ("Recife", "BR", "title")


def test_a_surname_in_a_title_is_no_place():
    person = Name(0, 13, "Diego Trieste", "person", 1)
    assert find_title_place("Trieste crash ends race", [person], frozenset({"crash"})).text is None
    assert find_title_place("Trieste crash ends race", [], frozenset({"crash"})).country_code == "IT"


@pytest.mark.parametrize(
    ("title", "words", "code"),
    [
        ("Rider stuns crowd at Brazilian Grand Prix", "Brazilian Grand Prix", "BR"),
        ("Police name victims of fire", None, None),
        ("Flood reaches the old city of Mosul", "Mosul", "IQ"),
        ("Talks open near Lahore again", "Lahore", "PK"),
        ("Chicago Cubs win again", None, None),
    ],
)
def test_a_title_says_where_by_its_words(title, words, code):
    names = [Name(0, 12, "Chicago Cubs", "organisation", 1), Name(20, 27, "Chicago", "place", 5)]
    place = find_title_place(title, names, frozenset({"name", "fire", "talks"}))
    assert (place.text, place.country_code) == (words, code)


def test_the_club_called_indians_does_not_set_an_article_in_india(place_of):
    text = (
        "The Cleveland Indians lost again. The Indians trailed early. The Indians never led in Cleveland.\n\n"
        "One fan was injured in the stands."
    )
    assert place_of(text, "injured")[1] == "US"


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("Bank of Canada", "organisation", "CA"),
        ("Bundestag", "organisation", "DE"),
        ("Swedish", "nationality", "SE"),
        ("European Union", "organisation", NO_COUNTRY),
        ("International Seabed Authority", "organisation", NO_COUNTRY),
        ("Pacific", "place", NO_COUNTRY),
        ("White House", "organisation", "US"),
        ("Fernholt Industries", "organisation", None),
        ("Anna Berg", "person", None),
    ],
)
def test_a_name_says_its_country(name, kind, code):
    assert country_said(name, kind) == code


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Watch the clip. Share this LONDON -- Prices rose.", "London"),
        ("March 4 (Reuters) - Futures dipped.", None),
        ("Read all THE NEWS -- today.", None),
    ],
)
def test_a_dateline_may_follow_other_words_and_is_a_place(text, place):
    line = find_dateline(text)
    assert (line.place if line else None) == place
    assert len(hide_dateline(text)) == len(text)
    if line:
        assert text[: line.start] == hide_dateline(text)[: line.start]


def test_a_town_of_a_country_that_is_never_named_is_a_namesake_at_home(place_of):
    text = (
        "Truckers in Argentina blocked ports. Argentina lost exports, officials in Buenos Aires said.\n\n"
        "Police arrested nine drivers in San Nicolas."
    )
    assert place_of(text, "arrested") == ("San Nicolas", "AR", "inferred")


def test_a_parliament_that_many_states_have_speaks_for_none():
    assert country_said("Congress", "organisation") is None
    assert country_said("Bundestag", "organisation") == "DE"
