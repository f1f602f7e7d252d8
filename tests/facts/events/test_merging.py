"""Mentions of one real event are one row; two events stay two."""

from datetime import date

import pytest

from extract.facts.read import ArticleText, find_spans, read_articles

REFERENCE = date(2025, 7, 3)


@pytest.fixture(scope="module")
def types_of(language_model):
    def read_types(text, title=None):
        (facts,) = read_articles([ArticleText("v", "a", title, text, REFERENCE, "en")], language_model)
        assert facts.error is None
        return [event.type for event in facts.event_mentions]

    return read_types


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway sued Orbit Corp on Monday. The lawsuit surprised nobody.", "JUSTICE"),
        ("Police arrested Alice Berg in Oslo. The arrest followed a long chase.", "DETAIN"),
        ("Orbit Corp will lay off 400 workers in Bergen. Layoffs at Orbit Corp will hit the yard.", "DEPART"),
        (
            "A wildfire burned the hills near Split. The blaze was out by noon.",
            "DISASTER",
        ),
    ],
)
def test_a_verb_and_its_noun_tell_one_event(types_of, text, kind):
    assert types_of(text).count(kind) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police arrested Alice Berg. Police arrested Tom Dahl.", "DETAIN"),
        ("Police arrested Alice Berg in May. Police arrested Alice Berg in June.", "DETAIN"),
        ("Profit rose 5 percent. Revenue rose 8 percent.", "RESULT"),
    ],
)
def test_other_people_days_or_figures_tell_another_event(types_of, text, kind):
    assert types_of(text).count(kind) == 2


def test_a_long_list_of_like_events_takes_time_that_grows_with_it(language_model, growth):
    def reading(count):
        # Days apart, so that nothing merges and each mention is compared with all before it.
        text = " ".join(f"Police arrested Alice Berg on 3 March {1100 + i}." for i in range(count))
        (doc,) = language_model.read([text])
        article = ArticleText("v", "a", None, text, REFERENCE, "en")
        return lambda: find_spans(article, doc)

    assert growth(reading(200), reading(800)) < 8
