"""Reads the participants of a text by the real language model."""

from collections.abc import Callable
from functools import cache

import pytest

from extract.facts.figures import read_figures
from extract.facts.language_model import LanguageModel
from extract.facts.participants import ParticipantSpan, read_participants
from extract.facts.sentences import find_sentences

Read = Callable[[str], dict[str, ParticipantSpan]]


@pytest.fixture(scope="session")
def read(language_model: LanguageModel) -> Read:
    """A text to its participants by name; each text is parsed once."""

    @cache
    def read_text(text: str) -> dict[str, ParticipantSpan]:
        (doc,) = language_model.read([text])
        return {one.name: one for one in read_participants(doc, read_figures(doc, find_sentences(doc)))}

    return read_text


@pytest.fixture(scope="session")
def parse(language_model: LanguageModel):
    """A text to its parse."""
    return lambda text: next(iter(language_model.read([text])))
