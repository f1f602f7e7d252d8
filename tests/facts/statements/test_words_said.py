"""The words of statements: how far they reach, whether they are quoted, what they are about, and what is no statement."""

import pytest

from extract.facts.sentences import find_sentences
from extract.facts.statements import find_statements


@pytest.fixture(scope="session")
def statements_of(language_model):
    def read(text):
        (doc,) = language_model.read([text])
        return find_statements(doc, find_sentences(doc))

    return read


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        (
            'Silva said the plan was "a disaster" and would "cost jobs".',
            'the plan was "a disaster" and would "cost jobs"',
            "mixed",
        ),
        (
            "“There are some holes in it, but they are small, and we are happy to begin,” Silva said.",
            "There are some holes in it, but they are small, and we are happy to begin",
            "direct",
        ),
        ("“The bridge is safe for all,’’ Silva told reporters.", "The bridge is safe for all", "direct"),
        ("Silva told the paper in a statement that the bridge was safe.", "the bridge was safe", "indirect"),
        ("Silva said that they “do not want to close the bridge”.", "they “do not want to close the bridge”", "mixed"),
    ],
)
def test_words_and_kind(statements_of, text, words, kind):
    (one,) = statements_of(text)
    assert (text[one.start : one.end], one.kind) == (words, kind)


@pytest.mark.parametrize(
    "text",
    [
        "It is worth noting that the bridge is old.",
        "The results suggest that the bridge is old.",
        "His refusal to say which bank he robbed angered the court.",
        "He praised what he said was the best bridge in Spain.",
        "The town calls itself “the pearl of the whole river”.",
        "She will be left to wonder: “what did we do to deserve this?”",
    ],
)
def test_what_nobody_said_is_no_statement(statements_of, text):
    assert statements_of(text) == []


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Silva said on Twitter that the bridge was safe.", "the bridge"),
        ("“It is safe for all of us,” Silva said about the bridge.", "the bridge"),
        ("“My hope is that they rest,” Silva said.", None),
    ],
)
def test_what_a_statement_is_about(statements_of, text, about):
    (one,) = statements_of(text)
    assert one.about == about
