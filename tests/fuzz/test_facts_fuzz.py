"""Facts of any text: each is the slice of the text that it says it is, two readings are equal, what is printed can be read."""

import json
import re
from datetime import date
from itertools import pairwise

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import ODD, SENTENCES

from extract.contract.columns import DATE_METHODS, DATE_PRECISIONS
from extract.contract.derive import arrow_table
from extract.contract.keys import article_version_id
from extract.contract.tables import EventMention, EventParticipant, Figure, Participant, Statement
from extract.facts.dates import find_dates
from extract.facts.figures import read_figures
from extract.facts.json_lines import facts_to_json
from extract.facts.read import ArticleText, read_articles
from extract.facts.sentences import find_sentences

pytestmark = [pytest.mark.promise(23), pytest.mark.xdist_group("fuzz_facts")]

_NUMBERS = (
    *(
        "12",
        "1,200",
        "1.200,50",
        "3.5",
        "0",
        "007",
        "1e9",
        "½",
        "2½",
        "٣",
        "１２",
        "Ⅻ",
        "$5m",
        "€1.4bn",
        "£",
        "40%",
        "52-48",
    ),
    *(
        "twenty",
        "half a",
        "a dozen",
        "two hundred and",
        "hundreds of",
        "3rd",
        "9" * 40,
        "-5",
        "±3",
        "10:30",
        "2025",
        "1990s",
        "5 to",
    ),
    *(
        "between 3 and",
        "at least",
        "more than",
        "up to",
        "nearly",
        "one in",
        "per",
        "from 5",
        "to 7",
        "million",
        "billion",
        "percent",
    ),
    *(
        "°C",
        "km/h",
        "kg",
        "people",
        "homes",
        "points",
        "rose",
        "fell by",
        "doubled",
        "twice",
        "each",
        "respectively",
        "a third of",
    ),
)
_DATES = (
    *(
        "last Tuesday",
        "next week",
        "3 July 2025",
        "July 4",
        "in 2026",
        "the 1990s",
        "31 February 2025",
        "Q3",
        "two years ago",
        "9999",
    ),
    *(
        "from May to June",
        "since Monday",
        "by the end of",
        "tomorrow",
        "the day after",
        "this summer",
        "99999 years ago",
        "10 a.m.",
    ),
    *(
        "in the first half of",
        "fiscal 2024/25",
        "mid-March",
        "12/31/2025",
        "2025-13-45",
        "the year 0",
        "a decade later",
        "every Sunday",
    ),
    *("10000 weeks before", "three thousand months after", "Christmas 9999", "1 January 1", "until 31 December 9999"),
)
_NAMES = (
    *(
        "Ana Silva",
        "Mayor",
        "the U.S. Senate",
        "Norsk Værft AS",
        "Dr. Ida Berg-Ångström",
        "he",
        "the ministry",
        "O’Neil",
        "van der Berg",
    ),
    *(
        "Porto",
        "“We will not wait,”",
        "said",
        "according to",
        "met",
        "was killed",
        "will sign",
        "Inc.",
        "AC/DC",
        "John F. Kennedy Jr.",
    ),
)
_MARKS = (".", ",", ";", ":", "-", "–", "—", "(", ")", "“", "”", '"', "'", "’s", "/", "…", "!", "?", "\n", "\n\n")
pieces = st.one_of(
    *map(st.sampled_from, (_NUMBERS, _DATES, _NAMES, _MARKS, ODD)), st.sampled_from(SENTENCES), st.text(max_size=6)
)
# No half characters: nothing that is read into an article holds one.
texts = st.builds(
    lambda parts, space: re.sub(r"[\ud800-\udfff]", "", space.join(parts)),
    st.lists(pieces, max_size=20),
    st.sampled_from((" ", " ", " ", "", "\n")),
)
days = st.one_of(
    st.none(), st.just(date(2025, 7, 4)), st.sampled_from((date.min, date.max, date(2024, 2, 29))), st.dates()
)


def check_span(text, span):
    assert 0 <= span.start < span.end <= len(text)


@fuzz(150, text=texts)
def test_a_figure_is_its_slice_and_has_its_ends_in_order(language_model, text):
    (doc,) = language_model.read([text])
    sentences = find_sentences(doc)
    figures = read_figures(doc, sentences)
    assert figures == read_figures(doc, sentences)
    for figure in figures:
        check_span(text, figure)
        assert figure.value.is_finite()
        assert figure.value_high is None or figure.value_high >= figure.value


@fuzz(150, text=texts, day=days)
def test_a_date_is_its_slice_and_has_its_ends_in_order(language_model, text, day):
    (doc,) = language_model.read([text])
    sentences = find_sentences(doc)
    spans = find_dates(doc, sentences, day)
    assert spans == find_dates(doc, sentences, day)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in spans:
        assert text[span.start : span.end] == span.text != ""
        assert span.date_start is None or span.date_end is None or span.date_start <= span.date_end
        assert (span.precision in DATE_PRECISIONS, span.method in DATE_METHODS) == (True, True)


@fuzz(150, text=texts)
def test_sentences_cover_every_word_once(language_model, text):
    (doc,) = language_model.read([text])
    sentences = find_sentences(doc)
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    covered = "".join(text[sentence.start : sentence.end] for sentence in sentences)
    assert "".join(covered.split()) == "".join(text.split())


@fuzz(80, text=texts, title=st.one_of(st.none(), texts), day=days)
def test_every_fact_of_an_article_quotes_it(language_model, text, title, day):
    article = ArticleText(article_version_id("a", text), "a", title, text, day)
    (facts,) = read_articles([article], language_model)
    assert facts.error is None
    rows = (*facts.figures, *facts.participants, *facts.event_mentions, *facts.statements)
    for row in rows:
        assert row.evidence == text[row.char_start : row.char_end] != ""
        assert len(row.evidence) <= 300
        assert 0 <= row.confidence <= 1
    for figure in facts.figures:
        assert figure.figure_text == text[figure.figure_start : figure.figure_end] != ""
    for participant in facts.participants:
        assert participant.mention_text == text[participant.mention_start : participant.mention_end] != ""
    for event in facts.event_mentions:
        assert event.trigger_text == text[event.trigger_start : event.trigger_end] != ""
        assert event.date_start is None or event.date_end is None or event.date_start <= event.date_end
    tables = {
        Figure: facts.figures, Participant: facts.participants, EventMention: facts.event_mentions,
        EventParticipant: facts.event_participants, Statement: facts.statements,
    }  # fmt: skip
    assert all(arrow_table(table, found).num_rows == len(found) for table, found in tables.items())
    json.loads(json.dumps(facts_to_json("a", text, facts), allow_nan=False))
    assert (facts,) == tuple(read_articles([article], language_model))
