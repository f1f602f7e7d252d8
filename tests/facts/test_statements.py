"""Statements: the words said, whether quoted, and the speaker's own words."""

from itertools import pairwise

import pytest

from extract.contract.columns import STATEMENT_KINDS
from extract.facts.sentences import find_sentences
from extract.facts.statements import find_statements


@pytest.fixture(scope="session")
def read_statements(language_model):
    def read(text):
        (doc,) = language_model.read([text])
        return find_statements(doc, find_sentences(doc))

    return read


def speaker_of(text, statement):
    return text[statement.speaker_start : statement.speaker_end] if statement.speaker_start is not None else None


@pytest.mark.parametrize(
    ("text", "words", "kind", "speaker"),
    [
        (
            "The mayor of Porto said that 40 homes were lost.",
            "40 homes were lost",
            "indirect",
            "The mayor of Porto",
        ),
        (
            "Many firms have advantages, Japanese Ambassador to India Keiichi Ono said in a speech.",
            "Many firms have advantages",
            "indirect",
            "Japanese Ambassador to India Keiichi Ono",
        ),
        (
            '"The test is the first in the world," said Shoichi Ishii, director of the programme.',
            "The test is the first in the world",
            "direct",
            "Shoichi Ishii",
        ),
        (
            "“We will rebuild every house on the street,” Ana Silva told reporters.",
            "We will rebuild every house on the street",
            "direct",
            "Ana Silva",
        ),
        (
            'Bessent said Japan is "in a tough spot right now."',
            'Japan is "in a tough spot right now."',
            "mixed",
            "Bessent",
        ),
        (
            "China accounts for most of the output, according to the International Energy Agency.",
            "China accounts for most of the output",
            "indirect",
            "the International Energy Agency",
        ),
        (
            "According to police, the driver fled the scene.",
            "the driver fled the scene",
            "indirect",
            "police",
        ),
        ("He added that the talks would go on.", "the talks would go on", "indirect", None),
    ],
)
def test_words_kind_and_speaker(read_statements, text, words, kind, speaker):
    (statement,) = read_statements(text)
    assert text[statement.start : statement.end] == words
    assert (statement.kind, speaker_of(text, statement)) == (kind, speaker)


def test_a_quotation_that_goes_on_keeps_its_speaker_with_less_confidence(read_statements):
    text = "“The dam held through the night,” said Ana Silva. “Nobody in the valley was hurt.”"
    first, second = read_statements(text)
    assert speaker_of(text, first) == speaker_of(text, second) == "Ana Silva"
    assert second.confidence < first.confidence


def test_about_is_the_subject_of_what_is_said(read_statements):
    (statement,) = read_statements("The minister said the new tariffs would hurt farmers.")
    assert statement.about == "the new tariffs"


@pytest.mark.parametrize(
    "text",
    [
        "The company did not say that it would pay.",
        "He declined to say whether the plant would close.",
        "If she says that it is over, we go home.",
        'The film "Gone with the Wind" won many prizes.',
        "",
    ],
)
def test_what_no_one_said_is_no_statement(read_statements, text):
    assert read_statements(text) == []


@pytest.mark.parametrize(
    "unit", ['"', "“", "said ", '"he said, ', "He said that ", "``a''", "according to ", "\n“ ”\n", "said he said she "]
)
def test_odd_texts_give_statements_within_one_sentence(language_model, unit):
    text = unit * (6000 // len(unit))
    (doc,) = language_model.read([text])
    sentences = find_sentences(doc)
    statements = find_statements(doc, sentences)
    for one in statements:
        sentence = sentences[one.sentence_index]
        assert sentence.start <= one.start < one.end <= sentence.end
        assert one.kind in STATEMENT_KINDS
    assert all(a.end <= b.start for a, b in pairwise(statements))
