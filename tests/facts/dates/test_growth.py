"""The time to read dates grows with the text's length, whatever the text."""

from datetime import date

import pytest

from extract.facts.dates import find_dates
from extract.facts.sentences import Sentence


@pytest.fixture
def reading(language_model):
    def prepare(unit, length):
        (doc,) = language_model.read([(unit * (length // len(unit) + 1))[:length].rstrip()])
        return lambda: find_dates(doc, [Sentence(0, 0, len(doc.text))], date(2025, 7, 4))

    return prepare


@pytest.mark.parametrize("unit", ["May 5 to 6, ", "from Monday to ", "(from May to (", "12 "])
def test_four_times_the_text_takes_no_more_than_nine_times_as_long(reading, growth, unit):
    assert growth(reading(unit, 2_000), reading(unit, 8_000)) < 9
