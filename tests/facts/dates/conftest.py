"""Reads the dates of a text, as seen from a reference day."""

from datetime import date

import pytest

from extract.facts.dates import find_dates
from extract.facts.sentences import find_sentences

R = date(2025, 7, 4)  # a Friday


@pytest.fixture(scope="session")
def read_dates(language_model):
    def read(text, reference=R):
        (doc,) = language_model.read([text])
        return find_dates(doc, find_sentences(doc), reference)

    return read
