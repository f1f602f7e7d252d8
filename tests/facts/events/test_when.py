"""When an event happened: the date of its clause, its other sentences, or the article's day, and never from nothing."""

from datetime import date

import pytest

from extract.facts.read import ArticleText, read_articles

R = date(2025, 7, 4)  # a Friday


@pytest.fixture
def events(language_model):
    def read(text, title=None, reference=R):
        (facts,) = read_articles([ArticleText("v", "a", title, text, reference, "en")], language_model)
        assert facts.error is None
        return facts.event_mentions

    return read


def headline(events):
    return next(event for event in events if event.is_headline)


@pytest.mark.parametrize(
    "text",
    [
        "Exports rose more slowly than in 2019.",
        "Ruritania signed the 1998 treaty.",
        "The club won its first title since 1934.",
    ],
)
def test_a_year_that_only_compares_or_names_is_not_the_events(events, text):
    assert [event.date_start for event in events(text) if event.date_start and event.date_start.year < 2025] == []


@pytest.mark.parametrize("when", ["every Friday", "each Monday", "every July"])
def test_what_happens_again_and_again_has_no_day(events, when):
    assert [event.date_start for event in events(f"The council met {when}.")] == [None]


def test_the_headlines_event_takes_the_day_of_the_next_sentence(events):
    told = headline(
        events("A bomb killed two people in Oslo. The explosion on Thursday damaged a bank.", "Bomb kills two")
    )
    assert (told.date_start, told.date_method in ("inherited", "relative")) == (date(2025, 7, 3), True)


def test_a_report_of_what_has_happened_is_the_news_of_its_own_day_and_says_so(events):
    told = headline(events("A bomb has killed two people in Oslo.", "Bomb kills two"))
    assert (told.date_start, told.date_method, told.date_text) == (R, "inherited", None)


def test_without_a_published_day_nothing_is_inherited(events):
    told = headline(events("A bomb has killed two people in Oslo.", "Bomb kills two", None))
    assert (told.date_start, told.date_end, told.date_method) == (None, None, "none")


def test_a_planned_headline_inherits_no_day(events):
    told = headline(events("Ministers will meet in Oslo. They spoke on Thursday.", "Ministers to meet in Oslo"))
    assert told.date_method != "inherited"


def test_the_day_of_an_event_called_the_same_wins_over_another_day_of_its_sentence(events):
    told = headline(
        events(
            "The death toll from the bombing of a bank in Oslo rose to six Friday. "
            "The mayor said the bombing late Thursday was a crime.",
            "Bombing of bank in Oslo kills six",
        )
    )
    assert (told.trigger_text, told.date_start) == ("bombing", date(2025, 7, 3))


@pytest.mark.parametrize(
    "lead",
    [
        "The Oslo Owls are champions after a victory over the Bergen Bears.",
        "The Oslo Owls became champions after a victory over the Bergen Bears.",
        "The Oslo Owls have become champions after a victory over the Bergen Bears.",
    ],
)
def test_a_lead_under_a_headline_tells_the_news_of_the_day(events, lead):
    told = headline(events(lead, "Oslo Owls celebrate victory over Bergen Bears"))
    assert (told.trigger_text, told.date_start, told.date_method) == ("victory", R, "inherited")


def test_without_a_headline_nothing_is_the_news_of_the_day(events):
    assert [event.date_start for event in events("A bomb has killed two people in Oslo.")] == [None]


def test_a_day_far_below_the_lead_does_not_replace_the_news_of_the_day(events):
    filler = "The road is long. The hills are green. The sea is near. The shops are small. The school is old. "
    told = headline(
        events(f"A bomb has killed two people in Oslo. {filler}The fair opened on Tuesday.", "Bomb kills two")
    )
    assert (told.date_start, told.date_method) == (R, "inherited")


def test_an_old_year_in_the_words_that_tell_the_event_stays_its_date(events):
    told = headline(events("Alice Berg, who won the race in 1994, thanked the crowd.", "Alice Berg won race in Oslo"))
    assert (told.trigger_text, told.date_start, told.date_method) == ("won the race", date(1994, 1, 1), "explicit")


def test_what_may_have_happened_is_news_of_the_day_and_what_may_yet_happen_is_not(events):
    lead = "Two ferries {} off Oslo in thick fog, the harbour office warned."
    was, will = (
        headline(events(lead.format(words), "Two ferries could crash in fog"))
        for words in ("could have crashed", "could crash")
    )
    assert (was.trigger_text, was.status, was.date_start) == ("crashed", "possible", R)
    assert (will.trigger_text, will.status, will.date_start) == ("crash", "possible", None)


def test_what_goes_on_inherits_no_day(events):
    told = headline(
        events("Norway is investigating Orbit Corp. A spokesman spoke on Monday.", "Norway investigates Orbit Corp")
    )
    assert (told.status, told.date_start) == ("ongoing", None)


def test_what_took_weeks_is_not_the_news_of_one_day(events):
    lead = "Farmers protested in Oslo{}. The mayor left on Monday."
    short, long = (headline(events(lead.format(words), "Farmers protest in Oslo")) for words in ("", " for weeks"))
    assert (short.date_start is None, long.date_start) == (False, None)
