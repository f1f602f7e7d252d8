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
