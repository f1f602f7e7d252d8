"""Who speaks and who is spoken to, by the participants' names: names, offices, pronouns, bodies, quotations that go on."""

import pytest

from extract.facts.participants import find_names, read_participants
from extract.facts.sentences import find_sentences
from extract.facts.statements import find_statements


@pytest.fixture(scope="session")
def said(language_model):
    """Per statement its words, the speaker's and the addressee's name."""

    def read(text):
        (doc,) = language_model.read([text])
        participants = read_participants(doc, [], find_names(doc), with_bystanders=True)
        return [
            (
                text[one.start : one.end],
                None if one.speaker is None else participants[one.speaker].name,
                None if one.addressee is None else participants[one.addressee].name,
            )
            for one in find_statements(doc, find_sentences(doc), participants)
        ]

    return read


INTRO = "Ana Silva met reporters in Porto on Monday. "


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (INTRO + "She said the bridge would reopen.", "the bridge would reopen", "Ana Silva"),
        (INTRO + "“The bridge will reopen in May,” she said.", "The bridge will reopen in May", "Ana Silva"),
        ("Governor Ana Silva opened the bridge. The governor said it was safe.", "it was safe", "Ana Silva"),
        ("The bridge is safe, a spokesman for Siemens said.", "The bridge is safe", "Siemens"),
        ("Siemens lost money. The company said sales fell.", "sales fell", "Siemens"),
        ("A man was jailed for fraud, Ana Silva announced Monday.", "A man was jailed for fraud", "Ana Silva"),
        ("“Open the door!” Ana Silva shouted.", None, "Ana Silva"),
        ("Ana Silva was pleased: “We never gave up hope here.”", "We never gave up hope here", "Ana Silva"),
        ("Ana Silva was quoted as saying that the bridge was safe.", "the bridge was safe", "Ana Silva"),
    ],
)
def test_who_speaks(said, text, words, speaker):
    found = said(text)
    if words is None:
        assert all(name == speaker for _, name, _ in found)
    else:
        assert [(w, name) for w, name, _ in found] == [(words, speaker)]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Ana Silva told Siemens that the bridge was safe.", "Siemens"),
        ("“The bridge is safe for everyone,” Ana Silva told the BBC.", "BBC"),
        ("Ana Silva said in an interview with the BBC that the bridge was safe.", "BBC"),
        ("Ana Silva wrote in a letter to Siemens that the bridge was safe.", "Siemens"),
        ("Siemens was told by Ana Silva that the bridge was safe.", "Siemens"),
        ("Ana Silva said the bridge was safe.", None),
    ],
)
def test_who_is_spoken_to(said, text, addressee):
    ((_, speaker, told),) = said(text)
    assert (speaker, told) == ("Ana Silva", addressee)


def test_a_pronoun_does_not_mean_somebody_inside_a_quotation(said):
    text = "“John Baker never came to the bridge,” Ana Silva said. She added that the bridge was safe."
    assert [speaker for _, speaker, _ in said(text)] == ["Ana Silva", "Ana Silva"]


def test_a_quotation_over_paragraphs_keeps_its_speaker(said):
    text = "Ana Silva said: “The bridge was closed for years.\n“Now it is open to all of us.”\nTraffic was light."
    assert [speaker for _, speaker, _ in said(text)] == ["Ana Silva", "Ana Silva"]


def test_a_paragraph_that_is_all_quotation_goes_on_with_the_one_before(said):
    text = "“The bridge is open now,” Ana Silva said.\n“It will stay open all year.”\nTraffic was light."
    assert said(text)[1][1] == "Ana Silva"
