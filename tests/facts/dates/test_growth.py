"""The time to read dates grows with the text's length, whatever the text."""

import time
from datetime import date

import pytest

from extract.facts.dates import find_dates
from extract.facts.sentences import Sentence


@pytest.fixture(scope="module")
def seconds(language_model):
    def measure(unit, length):
        (doc,) = language_model.read([(unit * (length // len(unit) + 1))[:length].rstrip()])
        sentence = Sentence(0, 0, len(doc.text))
        best = 60.0
        for _ in range(3):
            start = time.process_time()
            find_dates(doc, [sentence], date(2025, 7, 4))
            best = min(best, time.process_time() - start)
        return best

    return measure


@pytest.mark.parametrize("unit", ["May 5 to 6, ", "from Monday to ", "(from May to (", "12 "])
def test_four_times_the_text_takes_no_more_than_nine_times_as_long(seconds, unit):
    assert seconds(unit, 8_000) < 9 * seconds(unit, 2_000) + 0.05
