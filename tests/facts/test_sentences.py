"""Sentences and the evidence cut from them."""

import pytest

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.facts.sentences import Sentence, cut_evidence, find_sentences


def sentences_of(model, text):
    (doc,) = model.read([text])
    return [text[s.start : s.end] for s in find_sentences(doc)]


def test_sentences_are_trimmed_and_numbered(language_model):
    text = "  A ship sank.  Nobody died. \n"
    (doc,) = language_model.read([text])
    assert find_sentences(doc) == [Sentence(0, 2, 14), Sentence(1, 16, 28)]


def test_a_sentence_never_crosses_a_line(language_model):
    text = "Prices rise again\nThe central bank said prices rose\nin May. Wages fell."
    assert sentences_of(language_model, text) == [
        "Prices rise again",
        "The central bank said prices rose",
        "in May.",
        "Wages fell.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "S. Korea Pres. Lee Arranging Early Visit to Japan",
        "The officer, Lt. Col. Ann Reyes, led the search.",
        "Officials met Gov. Brown and Sen. Diaz on Monday.",
        "About 40 homes near Mt. Ridge burned on Sept. 3 in the hills.",
    ],
)
def test_an_abbreviation_ends_no_sentence(language_model, text):
    assert sentences_of(language_model, text) == [text]


def test_all_words_are_in_one_sentence_each(language_model):
    text = "One. Two!\n\n\tThree? (Four.) “Five.”\r\nsix seven eight Nine 10 11\u2028end"
    found = sentences_of(language_model, text)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_an_empty_text_has_no_sentences(language_model):
    assert sentences_of(language_model, "") == []
    assert sentences_of(language_model, " \n\n ") == []


def test_a_short_sentence_is_its_own_evidence():
    text = "Seven boats sank off Crete. More later."
    assert cut_evidence(text, Sentence(0, 0, 27), 0, 11) == (0, 27, False)


@pytest.mark.parametrize("focus", [0, 280, 500, 900, 1188])
def test_a_long_sentence_is_cut_at_words_around_the_focus(focus):
    text = "river " * 200 + "end."
    start, end, is_cut = cut_evidence(text, Sentence(0, 0, len(text)), focus, focus + 5)
    assert is_cut
    assert start <= focus
    assert focus + 5 <= end
    assert end - start <= EVIDENCE_MAX_CHARS
    assert end - start > EVIDENCE_MAX_CHARS - 20
    assert set(text[start:end].split()) <= {"river", "end."}


def test_a_focus_longer_than_evidence_is_cut():
    text = "x" * 1000
    assert cut_evidence(text, Sentence(0, 0, 1000), 100, 900) == (100, 400, True)
